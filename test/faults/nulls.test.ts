import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { type Answer, start } from '../support/harness.ts'
import { operation } from '../support/operations.ts'

const SEED = { users: 60, groups: 5, groupMembers: 8, chatrooms: 6, chatroomMembers: 5, contacts: 6 }

const variablesOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../operations/${name}.json`, import.meta.url), 'utf8'))

/** Paths at which the whole answer has a value and the other has null. */
function losses(whole: unknown, other: unknown, path: readonly (string | number)[] = []): string[] {
  if (other === null) return whole === null ? [] : [path.join('.')]
  if (typeof whole !== 'object' || whole === null || typeof other !== 'object') return []
  const parts = new Map(Object.entries(other))
  return Object.entries(whole).flatMap(([key, value]) =>
    losses(value, parts.get(key) ?? null, [...path, key]),
  )
}

const pathsOf = ({ errors = [] }: Answer) =>
  errors.map(({ path }) => (Array.isArray(path) ? path.join('.') : ''))

describe('whatever call of an operation fails', () => {
  it.each([
    { name: 'user-card', variables: variablesOf('user-card') },
    { name: 'user-home', variables: variablesOf('user-home') },
    { name: 'group-board', variables: { groups: 5, members: 8 } },
    { name: 'chatroom-lobby', variables: {} },
  ])('every null of $name that would have been a value has its error', async ({ name, variables }) => {
    const healthy = await start({ sandbox: { seed: SEED } })
    const whole = await healthy.ask(operation(name), variables)
    expect(whole.errors).toBeUndefined()
    const calls = healthy.calls().length
    expect(calls).toBeGreaterThan(1)

    for (let failing = 1; failing <= calls; failing += 1) {
      const clock = createFalseClock()
      const { ask, sandbox } = await start({ clock, sandbox: { seed: SEED } })
      let seen = 0
      sandbox.fault({
        kind: 'resource-limited',
        when: ({ path }) => {
          seen += path === '/token' ? 0 : 1
          return path !== '/token' && seen === failing
        },
      })

      const answer = await clock.until(ask(operation(name), variables))

      const lost = losses(whole.data, answer.data)
      expect(lost.length).toBeGreaterThan(0)
      expect(lost.sort()).toEqual(pathsOf(answer).sort())
    }
  })
})

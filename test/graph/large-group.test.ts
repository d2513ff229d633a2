import { describe, expect, it } from 'vitest'
import { addUser } from '../../src/sandbox/store.ts'
import { start } from '../support/harness.ts'

const done = (username: string) => ({ username, status: 'DONE', error: null })
const refused = (username: string, code: string) => ({ username, status: 'FAILED', error: { code } })

describe('the members of a group too large for its detail', () => {
  const id = '209999999999999'
  const change = (verb: 'add' | 'remove') => `mutation($names: [String!]!) {
    it: ${verb}GroupMembers(input: { groupId: "${id}", usernames: $names }) { results { username status error { code } } }
  }`

  async function world() {
    const harness = await start({ sandbox: { seed: { users: 10, groups: 1, largeGroupMembers: 10_050 } } })
    const group = harness.sandbox.store.groups.get(id)
    if (group === undefined) throw new Error('the sandbox has no large group')
    addUser(harness.sandbox.store, { username: 'stranger', password: 'p', created: 0 })
    group.maxusers = 20_000
    const inside = [...group.members.keys()].filter((name) => name !== group.owner)
    return { ...harness, group, owner: group.owner, last: inside.slice(-3) }
  }

  it('are DONE when they were members already, alone and together', async () => {
    const { ask, last } = await world()
    for (const names of [last.slice(0, 1), last]) {
      const { data, errors } = await ask(change('add'), { names })
      expect(errors).toBeUndefined()
      expect(data.it.results).toEqual(names.map(done))
    }
  })

  it('are asked about one by one', async () => {
    const { ask, last, traffic } = await world()
    await ask(change('add'), { names: last.slice(0, 1) })
    expect(traffic()).toEqual({ 'group-member-add-batch': 1, 'group-get': 1, 'group-is-joined': 1 })
  })

  it.each(['owner', 'stranger', 'nobody'])('are not left by the %s, alone and among others', async (who) => {
    const { ask, group, last, owner } = await world()
    const [leaving = ''] = last
    const name = who === 'owner' ? owner : who
    const refusal = refused(name, who === 'owner' ? 'NOT_ALLOWED' : 'NOT_FOUND')

    const alone = await ask(change('remove'), { names: [name] })
    const among = await ask(change('remove'), { names: [name, leaving] })

    expect(alone.data.it.results).toEqual([refusal])
    expect(among.data.it.results).toEqual([refusal, done(leaving)])
    expect(group.members.has(leaving)).toBe(false)
  })

  it('who cannot be asked about are FAILED with what the service said', async () => {
    const { ask, last, sandbox } = await world()
    sandbox.fault({ kind: 'answer', status: 418, body: {}, when: { path: /is_joined/ } })
    const names = last.slice(0, 1)

    const { data } = await ask(change('add'), { names })

    expect(data.it.results).toEqual(names.map((name) => refused(name, 'NOT_ALLOWED')))
  })
})

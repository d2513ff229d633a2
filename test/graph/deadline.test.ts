import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { start } from '../support/harness.ts'

const SEND = `mutation($groups: [ID!]) {
  sendMessage(input: { from: "u0001", to: { groups: $groups }, body: { text: { content: "hello" } } }) {
    results { target status messageId error { code } }
  }
}`

interface Result {
  readonly target: string
  readonly status: 'SENT' | 'FAILED' | 'UNKNOWN'
  readonly messageId: string | null
  readonly error: { readonly code: string } | null
}

const groupsOf = (count: number) => Array.from({ length: count }, (_, index) => String(1_000 + index))

describe('a write whose time runs out', () => {
  it('tells of each target what became of it, loses none and sends nothing twice', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({
      clock,
      random: () => 0.5,
      env: { REQUEST_TIMEOUT_MS: '3000' },
      sandbox: { clock, latencyMs: 400, seed: { users: 10, groups: 1 } },
    })
    const groups = groupsOf(3 * 84)
    const before = sandbox.store.messages.length
    // 84 calls fit into three seconds, until the service says that this is too fast.
    sandbox.fault({ kind: 'unavailable', times: 4, when: ({ path }) => path === '/messages/chatgroups' })

    const { data, errors } = await clock.until(ask(SEND, { groups }))
    const atDeadline = clock.now()
    // Nothing may go out later, in nobody's name.
    await clock.run(20_000)

    expect(errors).toBeUndefined()
    const results: readonly Result[] = data.sendMessage.results
    expect(results.map(({ target }) => target)).toEqual(groups)
    const sent = sandbox.store.messages.slice(before)
    expect(new Set(sent.map(({ target }) => target)).size).toBe(sent.length)
    const idOf = new Map(sent.map(({ target, id }) => [target, id]))
    for (const { target, status, messageId, error } of results) {
      const expected = {
        SENT: { isThere: true, messageId: idOf.get(target), code: undefined },
        UNKNOWN: { isThere: true, messageId: null, code: 'OUTCOME_UNKNOWN' },
        FAILED: { isThere: false, messageId: null, code: 'NOT_SENT' },
      }[status]
      expect({ isThere: idOf.has(target), messageId, code: error?.code }).toEqual(expected)
    }
    const count = (status: string) => results.filter((result) => result.status === status).length
    expect(count('SENT')).toBeGreaterThan(30)
    expect(count('UNKNOWN')).toBeGreaterThan(0)
    expect(count('FAILED')).toBeGreaterThan(30)
    expect(sandbox.calls.filter(({ at }) => at > atDeadline)).toEqual([])
  })

  it('tells of each member what became of them', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({
      clock,
      env: { REQUEST_TIMEOUT_MS: '3000' },
      sandbox: { clock, seed: { users: 450, groups: 1, groupMembers: 10 } },
    })
    const [group] = sandbox.store.groups.values()
    const names = [...sandbox.store.users.keys()].filter((name) => !group?.members.has(name)).slice(0, 300)
    if (group) group.maxusers = 500
    await clock.until(ask('{ groups { edges { node { name } } } }'))
    // Slow from now on: nobody could know that it would not fit.
    sandbox.fault({ kind: 'delay', delayMs: 1_100 })

    const { data } = await clock.until(
      ask(
        `mutation($id: ID!, $names: [String!]!) { addGroupMembers(input: { groupId: $id, usernames: $names }) {
          group { groupId } results { username status error { code } }
        } }`,
        { id: group?.id, names },
      ),
    )
    await clock.run(20_000)

    const { results } = data.addGroupMembers
    expect(results).toEqual(
      names.map((username, index) => ({
        username,
        ...(index < 120
          ? { status: 'DONE', error: null }
          : index < 180
            ? { status: 'UNKNOWN', error: { code: 'OUTCOME_UNKNOWN' } }
            : { status: 'FAILED', error: { code: 'NOT_SENT' } }),
      })),
    )
    for (const [index, name] of names.entries()) expect(group?.members.has(name)).toBe(index < 180)
  })
})

describe('a write that is too large for its time', () => {
  it.each([
    { what: 'a message', query: SEND, variables: { groups: groupsOf(3 * 400) } },
    {
      what: 'a change of members',
      query: `mutation($names: [String!]!) {
        addGroupMembers(input: { groupId: "1", usernames: $names }) { results { status } }
      }`,
      variables: { names: Array.from({ length: 60 * 400 }, (_, index) => `u${index}`) },
    },
  ])('is refused whole before its first call: $what', async ({ query, variables }) => {
    const { ask, sandbox } = await start({ env: { REQUEST_TIMEOUT_MS: '3000' } })
    await ask('{ user(username: "u0001") { onlineStatus } }')
    const before = sandbox.calls.length

    const { errors } = await ask(query, variables)

    expect(errors).toMatchObject([{ extensions: { code: 'WRITE_TOO_LARGE' } }])
    expect(errors?.[0]?.message).toContain('400 calls')
    expect(sandbox.calls).toHaveLength(before)
  })

  it('is refused whole when its calls, one after the other, take the service too long', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({
      clock,
      env: { REQUEST_TIMEOUT_MS: '3000' },
      sandbox: { clock, latencyMs: 400, seed: { users: 10, groups: 1 } },
    })
    // So long does the service take: the budget alone would let ten calls start in this time.
    await clock.until(ask('{ user(username: "u0001") { onlineStatus } }'))
    sandbox.clearCalls()
    const change = `mutation($names: [String!]!) {
      addGroupMembers(input: { groupId: "1", usernames: $names }) { results { status } }
    }`

    const { errors } = await clock.until(ask(change, { names: groupsOf(60 * 10) }))

    expect(errors).toMatchObject([{ extensions: { code: 'WRITE_TOO_LARGE' } }])
    expect(errors?.[0]?.message).toContain('It needs 10 calls, about 4 s.')
    expect(sandbox.calls).toEqual([])
  })

  it('is not what a change is after an outage: what was never answered says nothing of how long answers take', async () => {
    const clock = createFalseClock()
    const { ask, sandbox } = await start({ clock, sandbox: { clock, seed: { users: 200, groups: 1 } } })
    const [group] = sandbox.store.groups.values()
    const names = [...sandbox.store.users.keys()].filter((name) => !group?.members.has(name)).slice(0, 130)
    if (group) group.maxusers = 500
    await clock.until(ask('{ users(first: 1) { edges { cursor } } }'))
    const heal = sandbox.fault({ kind: 'hang' })
    const accounts = names
      .slice(0, 20)
      .map((name) => `${name}: user(username: "${name}") { account { isActive } }`)
    await clock.until(ask(`{ ${accounts} }`))
    heal()

    const { data, errors } = await clock.until(
      ask(
        `mutation($id: ID!, $names: [String!]!) {
          addGroupMembers(input: { groupId: $id, usernames: $names }) { results { status } }
        }`,
        { id: group?.id, names },
      ),
    )

    expect(errors).toBeUndefined()
    expect(data.addGroupMembers.results).toHaveLength(130)
    expect(JSON.stringify(data)).not.toMatch(/FAILED|UNKNOWN/)
  })
})

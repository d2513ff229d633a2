import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const SEND = `mutation($input: SendMessageInput!) {
  sendMessage(input: $input) { results {
    target status messageId error { code } recipient { ... on User { username } }
    message { messageId to { ... on Group { groupId } ... on Chatroom { chatroomId } } }
  } }
}`

const body = { text: { content: 'hello' } }
const KINDS = [
  {
    ...{ field: 'groupMembers', idField: 'groupId', targetType: 'chatgroups' },
    ...{ path: '/messages/chatgroups/users', other: 'groups' },
  },
  {
    ...{ field: 'chatroomMembers', idField: 'chatroomId', targetType: 'chatrooms' },
    ...{ path: '/messages/chatrooms/users', other: 'chatrooms' },
  },
] as const

describe.each(KINDS)('a message to $field', ({ field, idField, targetType, path, other }) => {
  const inputOf = (usernames: readonly string[], more: object = {}) => ({
    input: { from: 'U0001', to: { [field]: { [idField]: '77', usernames } }, body, ...more },
  })
  const guests = Array.from({ length: 41 }, (_, index) => `guest${index}`)

  it('reaches each once, and is one message for the twenty of a call', async () => {
    const { ask, sandbox } = await start()
    const before = sandbox.store.messages.length

    const { data, errors } = await ask(SEND, inputOf(guests))

    expect(errors).toBeUndefined()
    const sent = sandbox.store.messages.slice(before)
    expect(sent.map(({ only }) => only)).toEqual([
      guests.slice(0, 20),
      guests.slice(20, 40),
      guests.slice(40),
    ])
    for (const message of sent)
      expect(message).toMatchObject({ from: 'u0001', targetType, target: '77', body: { msg: 'hello' } })
    expect(data.sendMessage.results).toEqual(
      guests.map((target) => {
        const messageId = sent.find(({ only }) => only?.includes(target))?.id
        return {
          ...{ target, status: 'SENT', messageId, error: null, recipient: { username: target } },
          message: { messageId, to: { [idField]: '77' } },
        }
      }),
    )
  })

  it('reaches once who is named twice', async () => {
    const { ask, sandbox } = await start()

    const { data } = await ask(SEND, inputOf(['U0002', 'u0003', 'u0002']))

    expect(data.sendMessage.results.map(({ target }: { target: string }) => target)).toEqual([
      'u0002',
      'u0003',
    ])
    expect(sandbox.store.messages.at(-1)?.only).toEqual(['u0002', 'u0003'])
  })

  it('is UNKNOWN for those of the call that gave no clear answer, and never sent again', async () => {
    const { ask, sandbox } = await start()
    const before = sandbox.store.messages.length
    sandbox.fault({
      kind: 'reset-after-accept',
      when: (call) => JSON.stringify(call.body).includes('"guest40"'),
    })

    const { data } = await ask(SEND, inputOf(guests))

    const statuses = data.sendMessage.results.map(({ status }: { status: string }) => status)
    expect(statuses).toEqual([...Array(40).fill('SENT'), 'UNKNOWN'])
    expect(data.sendMessage.results.at(-1)).toMatchObject({
      message: null,
      error: { code: 'OUTCOME_UNKNOWN' },
    })
    expect(sandbox.store.messages).toHaveLength(before + 3)
  })

  it('is UNKNOWN when the answer tells the id of another', async () => {
    const { ask, sandbox } = await start()
    sandbox.fault({
      kind: 'answer',
      status: 200,
      body: { data: { 78: '1' } },
      when: (call) => call.path === path,
    })

    const { data } = await ask(SEND, inputOf(['u0002']))

    expect(data.sendMessage.results).toMatchObject([{ status: 'UNKNOWN', message: null }])
  })

  it.each([
    { argument: `to.${field}.usernames`, usernames: [], id: '77' },
    { argument: `to.${field}.usernames[1]`, usernames: ['u0002', '../x'], id: '77' },
    { argument: `to.${field}.${idField}`, usernames: ['u0002'], id: '77/8' },
  ])('needs names and an id that can be right: $argument', async ({ argument, usernames, id }) => {
    const { ask, sandbox } = await start()

    const { errors } = await ask(SEND, {
      input: { from: 'u0001', to: { [field]: { [idField]: id, usernames } }, body },
    })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(sandbox.calls).toEqual([])
  })

  it('goes to nobody else besides', async () => {
    const { ask, sandbox } = await start()
    const to = { [field]: { [idField]: '77', usernames: ['u0002'] }, [other]: ['77'] }

    const { errors } = await ask(SEND, { input: { from: 'u0001', to, body } })

    expect(errors?.map(({ extensions }) => extensions.code)).toContain('GRAPHQL_VALIDATION_FAILED')
    expect(sandbox.calls).toEqual([])
  })

  it('waits for those who are away only where it is of a group, and for nobody else', async () => {
    const { ask, sandbox } = await start()
    const [place] = sandbox.store[targetType === 'chatgroups' ? 'groups' : 'chatrooms'].values()
    const [, one = '', two = ''] = place?.members.keys() ?? []
    const countOf = async (name: string) => {
      const { data } = await ask(`{ user(username: "${name}") { offlineMessageCount } }`)
      return data.user.offlineMessageCount
    }
    for (const name of [one, two]) {
      await ask(`mutation { disconnectUser(username: "${name}") { user { id } } }`)
    }
    const before = [await countOf(one), await countOf(two)]

    const to = { [field]: { [idField]: place?.id, usernames: [one] } }
    await ask(SEND, { input: { from: 'stranger', to, body } })

    const waits = targetType === 'chatgroups' ? 1 : 0
    expect([await countOf(one), await countOf(two)]).toEqual([before[0] + waits, before[1]])
  })
})

/** What tells it from a message to all, in the files of the history. */
const MARK = { forSomeMembers: true }

describe('the options of a message to some members', () => {
  it.each([
    { field: 'groupMembers', options: { onlineOnly: true }, row: { routetype: 'ROUTE_ONLINE', ext: MARK } },
    { field: 'groupMembers', options: { syncToDevices: true }, row: { ext: MARK } },
    { field: 'chatroomMembers', options: { ext: { k: 1 } }, row: { ext: { k: 1, ...MARK } } },
  ])('travel as the service spells them: $field $options', async ({ field, options, row }) => {
    const { ask, sandbox } = await start()
    const idField = field === 'groupMembers' ? 'groupId' : 'chatroomId'
    const to = { [field]: { [idField]: '77', usernames: ['u0002'] } }

    const { errors } = await ask(SEND, { input: { from: 'u0001', to, body, ...options } })

    expect(errors).toBeUndefined()
    expect(sandbox.calls.at(-1)?.body).toEqual({
      ...{ from: 'u0001', to: ['77'], users: ['u0002'], type: 'txt', body: { msg: 'hello' } },
      ...row,
    })
  })

  it.each([
    { field: 'chatroomMembers', options: { onlineOnly: true }, argument: 'onlineOnly' },
    { field: 'chatroomMembers', options: { syncToDevices: true }, argument: 'syncToDevices' },
    { field: 'chatroomMembers', options: { priority: 'HIGH' }, argument: 'priority' },
    { field: 'groupMembers', options: { needsReadReceipts: true }, argument: 'needsReadReceipts' },
    { field: 'groupMembers', options: { leftOutOfRoamingOf: ['u0003'] }, argument: 'leftOutOfRoamingOf' },
    { field: 'chatroomMembers', options: { leftOutOfRoamingOf: ['u3'] }, argument: 'leftOutOfRoamingOf' },
    { field: 'groupMembers', options: { ext: MARK }, argument: 'ext' },
    { field: 'groupMembers', options: { ext: MARK, idempotencyKey: 'k' }, argument: 'ext' },
  ])('are refused where the service has none: $argument to $field', async ({ field, options, argument }) => {
    const { ask, sandbox } = await start()
    const idField = field === 'groupMembers' ? 'groupId' : 'chatroomId'
    const to = { [field]: { [idField]: '77', usernames: ['u0002'] } }

    const { errors } = await ask(SEND, { input: { from: 'u0001', to, body, ...options } })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(sandbox.calls).toEqual([])
  })
})

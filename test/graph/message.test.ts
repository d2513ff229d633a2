import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const SEND = `mutation($input: SendMessageInput!) {
  sendMessage(input: $input) {
    from { username }
    results { target status messageId error { code } recipient { __typename ... on User { username } ... on Group { groupId } ... on Chatroom { chatroomId } } }
  }
}`

const text = { text: { content: 'hello' } }
const KINDS = [
  {
    ...{ field: 'users', targetType: 'users', typename: 'User', key: 'username', max: 600 },
    target: (index: number) => `guest${index}`,
  },
  {
    ...{ field: 'groups', targetType: 'chatgroups', typename: 'Group', key: 'groupId', max: 3 },
    target: (index: number) => String(1000 + index),
  },
  {
    ...{ field: 'chatrooms', targetType: 'chatrooms', typename: 'Chatroom', key: 'chatroomId', max: 10 },
    target: (index: number) => String(1000 + index),
  },
]

const manyOf = ({ target }: (typeof KINDS)[number], count: number) =>
  Array.from({ length: count }, (_, index) => target(index))

describe.each(KINDS)('a message to $field', (kind) => {
  const { field, targetType, typename, key, max } = kind

  it('reaches each once, and tells the id of each in the order given', async () => {
    const { ask, sandbox } = await start()
    const before = sandbox.store.messages.length
    const targets = manyOf(kind, max * 2 + 1)

    const { data, errors } = await ask(SEND, {
      input: { from: 'U0001', to: { [field]: targets }, body: text },
    })

    expect(errors).toBeUndefined()
    const sent = new Map(sandbox.store.messages.slice(before).map((message) => [message.target, message]))
    expect(sandbox.store.messages.length - before).toBe(targets.length)
    expect(data.sendMessage.from).toEqual({ username: 'u0001' })
    expect(data.sendMessage.results).toEqual(
      targets.map((target) => ({
        target,
        status: 'SENT',
        messageId: sent.get(target)?.id,
        error: null,
        recipient: { __typename: typename, [key]: target },
      })),
    )
    for (const message of sent.values())
      expect(message).toMatchObject({ from: 'u0001', targetType, type: 'txt' })
  })

  it('reaches once who is named twice', async () => {
    const { ask, sandbox } = await start()
    const before = sandbox.store.messages.length
    const [one = '', two = ''] = manyOf(kind, 2)

    const { data } = await ask(SEND, {
      input: { from: 'u0001', to: { [field]: [one, two, one.toUpperCase(), two] }, body: text },
    })

    expect(data.sendMessage.results.map(({ target }: { target: string }) => target)).toEqual([one, two])
    expect(sandbox.store.messages).toHaveLength(before + 2)
  })

  it('carries its ext', async () => {
    const { ask, sandbox } = await start()
    const ext = { campaign: 'c', nested: { list: [1, true, null] } }

    await ask(SEND, { input: { from: 'u0001', to: { [field]: manyOf(kind, 1) }, body: text, ext } })

    expect(sandbox.store.messages.at(-1)?.ext).toEqual(ext)
  })

  it('to nobody is refused before any call', async () => {
    const { ask, sandbox } = await start()

    const { errors } = await ask(SEND, { input: { from: 'u0001', to: { [field]: [] }, body: text } })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: `to.${field}` } }])
    expect(sandbox.calls).toEqual([])
  })

  it('is UNKNOWN for the targets of the call that gave no clear answer, and never sent again', async () => {
    const { ask, sandbox } = await start()
    const targets = manyOf(kind, max + 1)
    const last = targets.at(-1) ?? ''
    sandbox.fault({ kind: 'reset-after-accept', when: ({ body }) => isTo(body, last) })

    const { data, errors } = await ask(SEND, {
      input: { from: 'u0001', to: { [field]: targets }, body: text },
    })

    expect(errors).toBeUndefined()
    const statuses = data.sendMessage.results.map(({ status }: { status: string }) => status)
    expect(statuses).toEqual([...Array(max).fill('SENT'), 'UNKNOWN'])
    expect(data.sendMessage.results.at(-1)).toMatchObject({
      messageId: null,
      error: { code: 'OUTCOME_UNKNOWN' },
    })
    expect(sandbox.store.messages.filter(({ target }) => target === last)).toHaveLength(1)
  })

  it('is FAILED for the targets of the call that was refused, and SENT to the others', async () => {
    const { ask, sandbox } = await start()
    const targets = manyOf(kind, max + 2)
    const last = targets.at(-1) ?? ''
    sandbox.fault({
      ...{ kind: 'answer', status: 403, body: { error: 'message_send_error' } },
      when: ({ body }) => isTo(body, last),
    })

    const { data, errors } = await ask(SEND, {
      input: { from: 'u0001', to: { [field]: targets }, body: text },
    })

    expect(errors).toBeUndefined()
    expect(data.sendMessage.results.slice(max)).toMatchObject(
      targets.slice(max).map((target) => ({ target, status: 'FAILED', error: { code: 'MESSAGE_QUOTA' } })),
    )
    expect(
      data.sendMessage.results.slice(0, max).every(({ status }: { status: string }) => status === 'SENT'),
    ).toBe(true)
  })
})

describe('the options of a message', () => {
  it.each([
    { to: 'users', options: {}, row: {} },
    { to: 'users', options: { onlineOnly: false, syncToDevices: false, priority: null, ext: null }, row: {} },
    { to: 'users', options: { onlineOnly: true }, row: { routetype: 'ROUTE_ONLINE' } },
    { to: 'groups', options: { onlineOnly: true }, row: { routetype: 'ROUTE_ONLINE' } },
    { to: 'users', options: { syncToDevices: true }, row: { sync_device: true } },
    { to: 'chatrooms', options: { syncToDevices: true }, row: { sync_device: true } },
    // Groups always do.
    { to: 'groups', options: { syncToDevices: true }, row: {} },
    {
      ...{ to: 'users', options: { leftOutOfRoamingOf: ['U0009', 'u0009', 'u0008'] } },
      row: { roam_ignore_users: ['u0009', 'u0008'] },
    },
    { to: 'groups', options: { leftOutOfRoamingOf: ['u0009'] }, row: { roam_ignore_users: ['u0009'] } },
    { to: 'users', options: { leftOutOfRoamingOf: [] }, row: {} },
    { to: 'groups', options: { needsReadReceipts: true }, row: { need_group_ack: true } },
    { to: 'groups', options: { needsReadReceipts: false, leftOutOfRoamingOf: null }, row: {} },
    { to: 'chatrooms', options: { priority: 'HIGH' }, row: { chatroom_msg_level: 'high' } },
    { to: 'chatrooms', options: { priority: 'NORMAL' }, row: { chatroom_msg_level: 'normal' } },
    { to: 'chatrooms', options: { priority: 'LOW' }, row: { chatroom_msg_level: 'low' } },
  ])('travel to $to as the service spells them: $options', async ({ to, options, row }) => {
    const { ask, sandbox } = await start()

    const { errors } = await ask(SEND, {
      input: { from: 'u0001', to: { [to]: ['1'] }, body: text, ...options },
    })

    expect(errors).toBeUndefined()
    expect(sandbox.calls.at(-1)?.body).toEqual({
      ...{ from: 'u0001', to: ['1'], type: 'txt', body: { msg: 'hello' } },
      ...row,
    })
  })

  it.each([
    { to: 'chatrooms', options: { onlineOnly: true }, argument: 'onlineOnly' },
    { to: 'users', options: { priority: 'HIGH' }, argument: 'priority' },
    { to: 'groups', options: { priority: 'LOW' }, argument: 'priority' },
    { to: 'users', options: { needsReadReceipts: true }, argument: 'needsReadReceipts' },
    { to: 'chatrooms', options: { needsReadReceipts: true }, argument: 'needsReadReceipts' },
    { to: 'chatrooms', options: { leftOutOfRoamingOf: ['u2'] }, argument: 'leftOutOfRoamingOf' },
    { to: 'users', options: { leftOutOfRoamingOf: ['a b'] }, argument: 'leftOutOfRoamingOf[0]' },
  ])(
    'are refused where the service would ignore them: $argument to $to',
    async ({ to, options, argument }) => {
      const { ask, sandbox } = await start()

      const { errors } = await ask(SEND, {
        input: { from: 'u0001', to: { [to]: ['1'] }, body: text, ...options },
      })

      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
      expect(sandbox.calls).toEqual([])
    },
  )
})

describe('the targets of a message', () => {
  it.each([
    ['none', {}],
    ['two kinds', { users: ['u0001'], groups: ['1'] }],
    ['a kind and another of null', { users: ['u0001'], groups: null }],
  ])('are of exactly one kind: not %s', async (_what, to) => {
    const { ask, sandbox } = await start()

    const { errors } = await ask(SEND, { input: { from: 'u0001', to, body: text } })

    expect(errors?.map(({ extensions }) => extensions.code)).toContain('GRAPHQL_VALIDATION_FAILED')
    expect(sandbox.calls).toEqual([])
  })

  it('can be read through', async () => {
    const { ask, sandbox } = await start()
    const [group] = sandbox.store.groups.values()

    const { data, errors } = await ask(
      `mutation($to: MessageTargetInput!) { sendMessage(input: { from: "u0001", to: $to, body: { text: { content: "t" } } }) {
        from { profile { nickname } } results { recipient { ... on Group { name memberCount } } }
      } }`,
      { to: { groups: [group?.id] } },
    )

    expect(errors).toBeUndefined()
    expect(data.sendMessage).toEqual({
      from: { profile: { nickname: sandbox.store.attributes.get('u0001')?.get('nickname') } },
      results: [{ recipient: { name: group?.name, memberCount: group?.members.size } }],
    })
  })

  it('whom the service does not check count as sent', async () => {
    const { ask } = await start()

    const { data } = await ask(SEND, { input: { from: 'nobody', to: { users: ['noone'] }, body: text } })

    expect(data.sendMessage.results).toMatchObject([{ target: 'noone', status: 'SENT' }])
  })
})

function isTo(body: unknown, target: string): boolean {
  return JSON.stringify(body).includes(`"${target}"`)
}

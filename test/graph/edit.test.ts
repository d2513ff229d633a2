import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const EDIT = `mutation($input: EditMessageInput!) {
  editMessage(input: $input) { messageId editedBy { username } }
}`
/** The first message of the demo world: text, in a group. */
const ID = '1029457500870543736'
const TEXT = { messageId: ID, body: { text: { content: 'New' } } }

async function open(sandboxOptions: object = {}) {
  const harness = await start({ sandbox: sandboxOptions })
  const edit = (input: object = TEXT) => harness.ask(EDIT, { input })
  const found = () => harness.sandbox.store.messages.find(({ id }) => id === ID)
  return { ...harness, edit, found }
}

describe('editMessage', () => {
  it('gives a message another text, and keeps its ext', async () => {
    const { edit, found, calls, sandbox } = await open()

    const { data, errors } = await edit()

    expect(errors).toBeUndefined()
    expect(data.editMessage).toEqual({ messageId: ID, editedBy: null })
    expect(found()).toMatchObject({ id: ID, type: 'txt', body: { msg: 'New' } })
    expect(calls()).toEqual([`PUT /messages/rewrite/${ID}`])
    expect(sandbox.calls.at(-1)?.body).toEqual({ new_msg: { type: 'txt', msg: 'New' } })
  })

  it('says who edits it, and what becomes of its ext', async () => {
    const { edit, found, sandbox } = await open()
    const from = found()?.from

    const { data } = await edit({
      ...TEXT,
      editedBy: from?.toUpperCase(),
      ext: { a: 1 },
      keepOtherExt: false,
    })

    expect(data.editMessage.editedBy).toEqual({ username: from })
    expect(sandbox.calls.at(-1)?.body).toMatchObject({
      ...{ user: from, new_ext: { a: 1 }, is_combine_ext: false },
    })
  })

  it('gives a custom message another content', async () => {
    const { edit, found, sandbox } = await open()
    const [first] = sandbox.store.messages
    if (first !== undefined) {
      sandbox.store.messages[0] = { ...first, type: 'custom', body: { customEvent: 'gift' } }
    }

    const { errors } = await edit({
      messageId: ID,
      body: { custom: { event: 'gift_2', extras: { count: '3' } } },
      ...{ ext: { a: 1 }, keepOtherExt: null },
    })

    expect(errors).toBeUndefined()
    expect(found()?.body).toEqual({ customEvent: 'gift_2', customExts: { count: '3' } })
    expect(sandbox.calls.at(-1)?.body).toMatchObject({ is_combine_ext: true })
  })

  it('is LIMIT_REACHED after ten edits', async () => {
    const { edit } = await open()
    for (let edits = 0; edits < 10; edits += 1) expect((await edit()).errors).toBeUndefined()

    expect((await edit()).errors).toMatchObject([{ extensions: { code: 'LIMIT_REACHED' } }])
  })

  it.each([
    { what: 'an unknown message', input: { ...TEXT, messageId: '1' }, code: 'NOT_FOUND' },
    { what: 'somebody else', input: { ...TEXT, editedBy: 'u0099' }, code: 'NOT_ALLOWED' },
    {
      ...{ what: 'another type', code: 'INVALID_ARGUMENT' },
      input: { messageId: ID, body: { custom: { event: 'e' } } },
    },
  ])('of $what is $code, after one call', async ({ input, code }) => {
    const { edit, calls } = await open()

    const { data, errors } = await edit(input)

    expect(data).toEqual({ editMessage: null })
    expect(errors).toMatchObject([{ extensions: { code } }])
    expect(calls()).toHaveLength(1)
  })

  it('is FEATURE_OFF where the app does not have it', async () => {
    const { edit } = await open({ editingOpen: false })
    expect((await edit()).errors).toMatchObject([{ extensions: { code: 'FEATURE_OFF' } }])
  })

  it('is tried again when somebody edits at the same moment, and is CONFLICT when that goes on', async () => {
    const { edit, sandbox, calls } = await open()
    const conflict = (times: number) =>
      sandbox.fault({
        ...{ kind: 'answer', status: 409, body: { error: 'concurrent_operation_error' } },
        ...{ when: { path: /rewrite/ }, times },
      })
    conflict(1)
    expect((await edit()).errors).toBeUndefined()
    expect(calls()).toHaveLength(2)
    conflict(9)

    expect((await edit()).errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }])
  })

  it.each([
    { what: 'a 500', fault: { kind: 'answer', status: 500, body: {} } },
    { what: 'a broken connection', fault: { kind: 'reset-after-accept' } },
  ] as const)('is not repeated after $what, since each edit counts', async ({ fault }) => {
    const { edit, sandbox, calls } = await open()
    sandbox.fault({ ...fault, when: { path: /rewrite/ } })

    expect((await edit()).errors).toMatchObject([{ extensions: { code: 'OUTCOME_UNKNOWN' } }])
    expect(calls()).toHaveLength(1)
  })

  it('is NOT_ALLOWED where the service answers another word than success', async () => {
    const { edit, sandbox } = await open()
    sandbox.fault({ kind: 'answer', status: 200, body: { data: 'failure' }, when: { path: /rewrite/ } })
    expect((await edit()).errors).toMatchObject([{ extensions: { code: 'NOT_ALLOWED' } }])
  })

  it.each([
    { argument: 'messageId', input: { ...TEXT, messageId: 'x' } },
    { argument: 'editedBy', input: { ...TEXT, editedBy: 'a b' } },
    { argument: 'body', input: { ...TEXT, body: { text: { content: 'x'.repeat(5_200) } } } },
    {
      argument: 'body.custom.event',
      input: { messageId: ID, body: { custom: { event: 'a b' } } },
    },
  ])('is refused before any call when $argument cannot be right', async ({ argument, input }) => {
    const { edit, sandbox } = await open()

    expect((await edit(input)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(sandbox.calls).toEqual([])
  })
})

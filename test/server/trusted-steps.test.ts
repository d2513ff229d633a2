import { describe, expect, it } from 'vitest'
import * as documents from '../gen/graphql.ts'
import { start } from '../support/harness.ts'
import { operation } from '../support/operations.ts'
import { AS_USER, answerOf, idOf, MANIFEST, startTrusted } from '../support/trusted.ts'

const CARD_ID = idOf(documents.UserCardDocument)
const CARD = documents.UserCardDocument.toString()
const REQUIRED = 'PERSISTED_DOCUMENT_REQUIRED'
const BY_USER = { headers: AS_USER }
const BY_ADMIN = { headers: {} }
const ANNOUNCEMENT = {
  input: { from: 'u0001', to: { users: ['u0002'] }, body: { text: { content: 'Hello' } } },
}

const GENERATED = [
  { name: 'Announce', document: documents.AnnounceDocument, variables: ANNOUNCEMENT },
  {
    name: 'ChangeMembership',
    document: documents.ChangeMembershipDocument,
    variables: { groupId: '1', add: ['u0002'], remove: ['u0003'] },
  },
  { name: 'ChatroomLobby', document: documents.ChatroomLobbyDocument, variables: {} },
  { name: 'GroupBoard', document: documents.GroupBoardDocument, variables: { groups: 2, members: 2 } },
  { name: 'Refetch', document: documents.RefetchDocument, variables: { ids: [] } },
  { name: 'UserCard', document: documents.UserCardDocument, variables: { username: 'u0001' } },
  { name: 'UserHome', document: documents.UserHomeDocument, variables: { username: 'u0001' } },
].map(({ name, document, variables }) => ({ name, id: idOf(document), query: String(document), variables }))

describe('under enforce', () => {
  it('every document of the manifest is sent below', () => {
    expect(GENERATED.map(({ id }) => id).sort()).toEqual(Object.keys(MANIFEST).sort())
  })

  it.each(GENERATED)('$name runs by the id that its generated document carries', async (row) => {
    const { send, traffic, forget } = await startTrusted('enforce')
    const { id: documentId, query, variables } = row

    const answer = await answerOf(await send({ documentId, variables }))
    const calls = traffic()
    expect(answer.data).toBeDefined()

    // The same as by its text, to one who may send any text; reads may be remembered by then.
    forget()
    const byText = await answerOf(await send({ query, variables }))
    expect(shapeOf(answer)).toEqual(shapeOf(byText))
    expect(Object.keys(calls)).toEqual(expect.arrayContaining(Object.keys(traffic())))
  })

  it.each(GENERATED)('$name is not held back from a user, by id or by text', async (row) => {
    const { codeOf } = await startTrusted('enforce')
    const { id: documentId, query, variables } = row
    for (const sent of [{ documentId }, { query }]) {
      const code = await codeOf({ ...sent, variables }, BY_USER)
      // Whether this user may see it is another matter.
      expect(code ?? 'runs').not.toMatch(/PERSISTED|BAD_REQUEST|GRAPHQL/)
    }
  })

  it.each([
    { name: 'an admin', sender: BY_ADMIN, code: undefined, next: { sender: BY_USER, code: REQUIRED } },
    { name: 'a user', sender: BY_USER, code: REQUIRED, next: { sender: BY_ADMIN, code: undefined } },
  ])('what $name was answered does not decide about who comes next', async ({ sender, code, next }) => {
    const { codeOf } = await startTrusted('enforce')
    const sent = { query: '{ __typename }' }
    for (const _ of ['once', 'again']) {
      expect(await codeOf(sent, sender)).toBe(code)
      expect(await codeOf(sent, next.sender)).toBe(next.code)
    }
  })

  it('a trusted mutation does not run by GET', async () => {
    const { send, calls } = await startTrusted('enforce')
    const sent = { documentId: idOf(documents.AnnounceDocument), variables: ANNOUNCEMENT }
    expect((await send(sent, { method: 'GET', headers: AS_USER })).status).toBe(405)
    expect(calls()).toEqual([])
  })

  it('variables are checked as ever', async () => {
    const { codeOf, calls } = await startTrusted('enforce')
    const sent = { documentId: CARD_ID, variables: { name: 'u0001' } }
    expect(await codeOf(sent, BY_USER)).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(calls()).toEqual([])
  })

  it.each(['{ __schema { types { name } } }', '{ usr }', '{ user(username: "u0001") { pasword } }'])(
    'a user learns nothing of the schema from %s',
    async (query) => {
      const { send } = await startTrusted('enforce')
      const { errors } = await answerOf(await send({ query }, BY_USER))
      expect(errors).toEqual([
        {
          message: 'This server runs trusted documents only: send the id of one.',
          extensions: { code: REQUIRED },
        },
      ])
    },
  )

  it('users run nothing where there is no manifest', async () => {
    const { fetch } = await start({
      env: { TRUSTED_DOCUMENTS: 'enforce', TRUSTED_DOCUMENTS_FILE: 'read-by-nobody.json' },
    })
    const response = await fetch(`/graphql?query=${encodeURIComponent('{ __typename }')}`, BY_USER)
    expect(response.status).toBe(400)
  })

  it('an admin has GraphiQL, with all that it asks', async () => {
    const { ask, fetch } = await startTrusted('enforce')
    const page = await fetch('/graphql', { headers: { accept: 'text/html' } })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<html')
    const { data } = await ask('{ __schema { queryType { name } } }')
    expect(data).toEqual({ __schema: { queryType: { name: 'Query' } } })
  })
})

describe('under report', () => {
  /** With a manifest that lacks the card. */
  const listen = () => {
    const { [CARD_ID]: _, ...manifest } = MANIFEST
    return startTrusted('report', { manifest })
  }

  it('what is not trusted is told once, by the id that the generator gives it', async () => {
    const { send, told } = await listen()
    for (const query of [CARD, operation('user-card'), CARD]) {
      await send({ query, variables: { username: 'u0001' } }, BY_USER)
    }
    expect(told).toEqual([{ operationName: 'UserCard', documentId: CARD_ID, isLast: false }])
  })

  it('two operations of one document are told, each by its name', async () => {
    const { send, told } = await listen()
    const query = 'query One { __typename } query Two { __typename }'
    for (const operationName of ['One', 'Two', 'One']) await send({ query, operationName }, BY_USER)
    expect(told.map(({ operationName }) => operationName)).toEqual(['One', 'Two'])
  })

  it.each([
    { name: 'what is trusted', sent: { query: operation('group-board') }, by: BY_USER },
    { name: 'what an admin sends', sent: { query: '{ __typename }' }, by: BY_ADMIN },
    { name: 'what does not fit the schema', sent: { query: '{ nothing }' }, by: BY_USER },
    { name: 'what is no document', sent: { query: '{' }, by: BY_USER },
  ])('$name is not told', async ({ sent, by }) => {
    const { send, told } = await listen()
    await send(sent, by)
    expect(told).toEqual([])
  })

  it('an endless name is told in part, and no name as none', async () => {
    const { send, told } = await listen()
    await send({ query: `query ${'N'.repeat(10_000)} { __typename }` }, BY_USER)
    await send({ query: '{ __typename }' }, BY_USER)
    expect(told.map(({ operationName }) => operationName)).toEqual(['N'.repeat(100), null])
  })

  it('a thousand are told, and the last one says so: users can make up any number', async () => {
    const { send, told } = await listen()
    for (let name = 0; name < 1_010; name += 1) {
      // By many users, since one is not let in so often.
      const headers = { 'x-act-as': `u${String(1 + (name % 50)).padStart(4, '0')}` }
      await send({ query: `{ a${name}: __typename }` }, { headers })
    }
    expect(told).toHaveLength(1_000)
    expect(told.filter(({ isLast }) => isLast)).toEqual(told.slice(-1))
  })
})

/** What stands where in an answer, without values that differ by chance, like ids of messages. */
function shapeOf({ data, errors }: Awaited<ReturnType<typeof answerOf>>): unknown {
  const shape = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shape)
    if (typeof value !== 'object' || value === null) return value === null ? null : typeof value
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shape(part)]))
  }
  return shape({ data, codes: errors?.map(({ extensions }) => extensions.code) })
}

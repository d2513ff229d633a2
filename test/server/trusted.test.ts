import { describe, expect, it } from 'vitest'
import { GroupBoardDocument, UserCardDocument } from '../gen/graphql.ts'
import { AS_USER, answerOf, idOf, type Sending, type Step, startTrusted } from '../support/trusted.ts'

/** At each step: `runs`, or the code that it is refused with. */
type Outcomes = Readonly<Record<Step, string>>

interface Row {
  readonly name: string
  readonly method?: Sending['method']
  readonly sent: object
  readonly user: Outcomes
  readonly admin: Outcomes
}

const STEPS: readonly Step[] = ['off', 'report', 'enforce']
const CARD_ID = idOf(UserCardDocument)
const BOARD_ID = idOf(GroupBoardDocument)
const UNKNOWN_ID = `sha256:${'0'.repeat(64)}`
const CARD = UserCardDocument.toString()
/** The same said in another way: orders and spaces mean nothing. */
const CARD_RETYPED = `query UserCard($username:String!)
  { user(username: $username) { profile { avatarUrl, nickname } username # who
    onlineStatus } }`
const OTHER =
  'query Other($username: String!) { user(username: $username) { username profile { nickname } } }'

const GET = { method: 'GET' } as const
const hash = (sha256Hash: string, version = 1) => ({
  extensions: { persistedQuery: { version, sha256Hash } },
})

const each = (off: string, report: string, enforce: string): Outcomes => ({ off, report, enforce })
const forBoth = (off: string, report: string, enforce: string) => {
  return { user: each(off, report, enforce), admin: each(off, report, enforce) }
}
const RUNS = forBoth('runs', 'runs', 'runs')
const BAD = forBoth('BAD_REQUEST', 'BAD_REQUEST', 'BAD_REQUEST')
const RUNS_ONCE_ON = forBoth('BAD_REQUEST', 'runs', 'runs')
const UNKNOWN_ONCE_ON = forBoth('BAD_REQUEST', 'PERSISTED_DOCUMENT_NOT_FOUND', 'PERSISTED_DOCUMENT_NOT_FOUND')
const BAD_ONCE_ON = forBoth('runs', 'BAD_REQUEST', 'BAD_REQUEST')
const UNTRUSTED = {
  user: each('runs', 'runs', 'PERSISTED_DOCUMENT_REQUIRED'),
  admin: each('runs', 'runs', 'runs'),
}

const ROWS: readonly Row[] = [
  { name: 'documentId', sent: { documentId: CARD_ID }, ...RUNS_ONCE_ON },
  { name: 'documentId by GET', ...GET, sent: { documentId: CARD_ID }, ...RUNS_ONCE_ON },
  { name: 'the hash of Apollo', sent: hash(CARD_ID), ...RUNS_ONCE_ON },
  { name: 'the hash of Apollo by GET', ...GET, sent: hash(CARD_ID), ...RUNS_ONCE_ON },
  { name: 'both ids, alike', sent: { documentId: CARD_ID, ...hash(CARD_ID) }, ...RUNS_ONCE_ON },
  { name: 'an id and an empty text', sent: { documentId: CARD_ID, query: '' }, ...RUNS_ONCE_ON },

  { name: 'a text of the manifest', sent: { query: CARD }, ...RUNS },
  { name: 'a text of the manifest by GET', ...GET, sent: { query: CARD }, ...RUNS },
  { name: 'a text of the manifest in another order', sent: { query: CARD_RETYPED }, ...RUNS },
  { name: 'another text', sent: { query: OTHER }, ...UNTRUSTED },
  { name: 'another text by GET', ...GET, sent: { query: OTHER }, ...UNTRUSTED },

  { name: 'an unknown id', sent: { documentId: UNKNOWN_ID }, ...UNKNOWN_ONCE_ON },
  { name: 'an unknown id by GET', ...GET, sent: { documentId: UNKNOWN_ID }, ...UNKNOWN_ONCE_ON },
  { name: 'an unknown hash', sent: hash(UNKNOWN_ID), ...UNKNOWN_ONCE_ON },
  { name: 'the id __proto__', sent: { documentId: '__proto__' }, ...UNKNOWN_ONCE_ON },
  { name: 'the id constructor', sent: { documentId: 'constructor' }, ...UNKNOWN_ONCE_ON },
  { name: 'the hash toString', sent: hash('toString'), ...UNKNOWN_ONCE_ON },

  { name: 'an id and its own text', sent: { query: CARD, documentId: CARD_ID }, ...RUNS_ONCE_ON },
  { name: 'a hash and its own text', sent: { query: CARD_RETYPED, ...hash(CARD_ID) }, ...RUNS },
  { name: 'an id and another text', sent: { query: OTHER, documentId: CARD_ID }, ...BAD },
  { name: 'a hash and another text', sent: { query: OTHER, ...hash(CARD_ID) }, ...BAD_ONCE_ON },
  { name: 'a hash and the text of another', sent: { query: CARD, ...hash(BOARD_ID) }, ...BAD_ONCE_ON },
  { name: 'an unknown hash and a trusted text', sent: { query: CARD, ...hash(UNKNOWN_ID) }, ...RUNS },
  { name: 'an unknown hash and another text', sent: { query: OTHER, ...hash(UNKNOWN_ID) }, ...UNTRUSTED },

  { name: 'two ids that differ', sent: { documentId: CARD_ID, ...hash(BOARD_ID) }, ...BAD },
  { name: 'an id that is a number', sent: { documentId: 1 }, ...BAD },
  { name: 'an id that is a list', sent: { documentId: [CARD_ID] }, ...BAD },
  { name: 'an id that is empty', sent: { documentId: '' }, ...BAD },
  { name: 'an id that is too long', sent: { documentId: 'x'.repeat(257) }, ...BAD },
  { name: 'a hash of another version', sent: hash(CARD_ID, 2), ...BAD },
  { name: 'an id and a parameter of no meaning', sent: { documentId: CARD_ID, more: 1 }, ...BAD },
  { name: 'neither', sent: {}, ...BAD },
  { name: 'neither by GET', ...GET, sent: {}, ...BAD },
]

const CASES = ROWS.flatMap(({ name, method, sent, ...outcomes }) =>
  STEPS.flatMap((step) =>
    (['user', 'admin'] as const).map((caller) => ({
      name,
      method,
      sent,
      step,
      caller,
      outcome: outcomes[caller][step],
    })),
  ),
)

describe('a request', () => {
  it.each(CASES)('with $name, $step, $caller: $outcome', async ({ sent, method, step, caller, outcome }) => {
    const { send, calls } = await startTrusted(step)
    const headers = caller === 'user' ? AS_USER : {}

    const response = await send({ ...sent, variables: { username: 'u0001' } }, { method, headers })
    const { data, errors = [] } = await answerOf(response)

    const code = errors.map(({ extensions }) => extensions.code).join()
    expect({ status: response.status, outcome: code || 'runs', user: data?.user.username }).toEqual(
      outcome === 'runs'
        ? { status: 200, outcome, user: 'u0001' }
        : { status: 400, outcome, user: undefined },
    )
    expect(calls().length > 0).toBe(outcome === 'runs')
  })

  it('is refused with the same status if the client takes nothing but application/json', async () => {
    const { send } = await startTrusted('enforce')
    const headers = { ...AS_USER, accept: 'application/json' }
    for (const sent of [
      { query: OTHER },
      { documentId: UNKNOWN_ID },
      { documentId: 1 },
      { query: OTHER, documentId: CARD_ID },
    ]) {
      expect((await send(sent, { headers })).status).toBe(400)
    }
  })
})

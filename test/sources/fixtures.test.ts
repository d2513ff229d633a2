import { describe, expect, it } from 'vitest'
import { toMessage } from '../../src/sources/message.ts'
import { loadContract } from '../../src/upstream/contract.ts'
import { openFixtures } from '../support/fixtures.ts'
import { connect, startService } from '../support/service.ts'
import { accountCases } from './accounts.ts'
import { chatroomCases } from './chatrooms.ts'
import { errorCases } from './errors.ts'
import { chatroomExtraCases, groupExtraCases } from './extras.ts'
import { fileCases } from './files.ts'
import { groupCases } from './groups.ts'
import { historyCases } from './history.ts'
import { messageCases } from './messages.ts'
import { moderationCases } from './moderation.ts'
import { peopleCases } from './people.ts'
import { presenceCases } from './presence.ts'
import { pushCases } from './push.ts'
import { relationCases } from './relations.ts'
import { sentMessageCases } from './sent-messages.ts'
import { threadCases } from './threads.ts'

const fixtures = openFixtures()

/** Pages without their cursors, which are ours and not in any answer. */
function withoutCursors(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('items' in value) || !Array.isArray(value.items)) {
    return value
  }
  const { endCursor: _ours, ...page } = { endCursor: null, ...value, items: value.items }
  return { ...page, items: page.items.map(({ item }: { item: unknown }) => item) }
}

const CONCEPTS = [
  { concept: 'people', cases: peopleCases },
  { concept: 'accounts', cases: accountCases },
  { concept: 'groups', cases: groupCases },
  { concept: 'chatrooms', cases: chatroomCases },
  { concept: 'messages', cases: messageCases },
  { concept: 'messages that were sent', cases: sentMessageCases },
  { concept: 'files', cases: fileCases },
  { concept: 'moderation', cases: moderationCases },
  { concept: 'contacts and block lists', cases: relationCases },
  { concept: 'pushes', cases: pushCases },
  { concept: 'threads', cases: threadCases },
  { concept: 'presence', cases: presenceCases },
  { concept: 'what only groups have', cases: groupExtraCases },
  { concept: 'what only chatrooms have', cases: chatroomExtraCases },
]

describe.each(CONCEPTS)('what the service answers of $concept is read as', ({ cases }) => {
  it.each(cases.map((row) => [row.what, row] as const))(
    '%s',
    async (_what, { env = {}, answers, ask, gives }) => {
      const canned = Object.entries(answers).map(([call, file]) => [call, fixtures.read(file)])
      const service = await startService(Object.fromEntries(canned))
      const { sources } = connect(service.baseUrl, { env })

      expect(withoutCursors(await ask(sources()))).toEqual(gives)
      expect(service.calls.map(({ request }) => request)).toEqual(Object.keys(answers))
    },
  )
})

describe('what the service answers of the token is read as', () => {
  it('a token, which the calls then carry', async () => {
    const service = await startService({
      'POST /token': fixtures.read('token-app.json'),
      'GET /users/user1': fixtures.read('user-get.json'),
    })
    const { sources } = connect(service.baseUrl)
    await sources().users.account({ username: 'user1' })
    expect(service.calls.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer YWMte3bGuOukEeiTkNP4grL7iwAAAAAAAAAAAAAAAAAAAAGL4CTw6XgR6LaXXVmNX4QCAgMAAAFnKdc',
    ])
  })
})

describe('what the service refuses is told as a code', () => {
  it.each(errorCases)('$fixture is $code after $calls calls', async ({ fixture, code, calls }) => {
    const service = await startService({ '*': fixtures.read(fixture) })
    const { ask } = connect(service.baseUrl)

    const { data, errors } = await ask('{ user(username: "joe") { onlineStatus } }')

    expect(data).toEqual({ user: { onlineStatus: null } })
    expect(errors).toMatchObject([{ path: ['user', 'onlineStatus'], extensions: { code } }])
    expect(service.calls).toHaveLength(calls)
  })

  it.each(errorCases)('$fixture lends the client none of its words', async ({ fixture }) => {
    const { status, text } = fixtures.read(fixture)
    const service = await startService({ '*': { status, text } })
    const { ask } = connect(service.baseUrl)

    const told = JSON.stringify(await ask('{ user(username: "joe") { onlineStatus } }'))

    const words: Record<string, unknown> = text.startsWith('<') ? { page: 'nginx' } : JSON.parse(text)
    for (const word of ['error_description', 'exception', 'timestamp', 'page'])
      expect(told).not.toContain(String(words[word] ?? 'nginx'))
  })
})

/** The forms of a send that nobody here uses; the sandbox plays them for old clients. */
describe('what the service answers to older forms of a send', () => {
  it.each([
    ['message-send-legacy', 'message-send-legacy.json'],
    ['message-send-legacy', 'message-send-legacy.use-msg-id.json'],
    ['message-send-legacy', 'message-send-legacy-text.json'],
    ['message-send-legacy', 'message-send-legacy-image.json'],
    ['message-send-legacy', 'message-send-legacy-audio.json'],
    ['message-send-legacy', 'message-send-legacy-video.json'],
    ['message-send-legacy', 'message-send-legacy-cmd.json'],
    ['message-send-user-oldest', 'message-send-user-oldest.json'],
    ['message-send-group-oldest', 'message-send-group-oldest.json'],
  ])('fits the contract of %s: %s', (operation, fixture) => {
    expect(
      loadContract()
        .operation(operation)
        .faultOf(JSON.parse(fixtures.read(fixture).text)),
    ).toBeNull()
  })
})

it('one message that was taken back fits the contract of message-recall, which nobody here calls', () => {
  const { text } = fixtures.read('message-recall.json')
  expect(loadContract().operation('message-recall').faultOf(JSON.parse(text))).toBeNull()
})

describe('what a history holds is read as', () => {
  const settings = { appKey: 'easemob-demo#testapp' }

  it.each(historyCases)('the message of $fixture', ({ fixture, gives }) => {
    expect(toMessage(JSON.parse(fixtures.read(fixture).text), settings)).toEqual(gives)
  })

  it('the same messages where they are the lines of a file', () => {
    const lines = fixtures.read('history-file.ndjson').text.trim().split('\n')
    expect(lines.map((line) => toMessage(JSON.parse(line), settings))).toEqual(
      historyCases.map(({ gives }) => gives),
    )
  })
})

// Last in the file: it looks at what all tests above have read.
describe('the folder of fixtures', () => {
  it('holds exactly the files of its index', () => {
    expect(fixtures.files().sort()).toEqual(Object.keys(fixtures.index).sort())
  })

  it('holds none that no test reads', () => {
    expect([...fixtures.unread()]).toEqual([])
  })
})

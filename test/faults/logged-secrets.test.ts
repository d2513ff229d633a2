import { describe, expect, it, onTestFinished } from 'vitest'
import { type Fault, type Sandbox, startSandbox } from '../../src/sandbox/server.ts'
import { ADMIN_KEY, type Running, runServer, serviceOf } from '../support/process.ts'

const CLIENT_SECRET = 'YXA6-the-client-secret-of-an-app-0123456789'
const PASSWORD = 'correct-horse-battery-staple'
const TEXT = 'meet me at the usual place'
const PHONE = '+49 170 1234567'
const USERS_TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1MDAwMSJ9.c2lnbmF0dXJlLW9mLWEtdG9rZW4'
const WRONG_KEY = 'a-key-that-somebody-has-guessed-and-it-is-wrong'
const COOKIE = 'session-of-somebody'

const SENT: readonly (readonly [document: string, variables: object])[] = [
  [
    'mutation Register($input: RegisterUserInput!) { registerUser(input: $input) { user { username } } }',
    { input: { username: 'new-one', password: PASSWORD } },
  ],
  [
    'mutation SignIn($password: String!) { createUserToken(input: { username: "u0001", password: $password }) { accessToken } }',
    { password: PASSWORD },
  ],
  [
    'mutation Say($text: String!) { sendMessage(input: { from: "u0002", to: { users: ["u0001"] }, body: { text: { content: $text } } }) { results { status } } }',
    { text: TEXT },
  ],
  [
    'mutation Tell($phone: String!) { setProfile(input: { username: "u0001", phone: $phone }) { user { username } } }',
    { phone: PHONE },
  ],
  [`mutation { setPassword(username: "u0001", newPassword: "${PASSWORD}") { user { username } } }`, {}],
  [`{ user(username: "${PASSWORD} ${PHONE}") { onlineStatus } }`, {}],
  [`query Broken { user(username: "${PASSWORD}" `, {}],
  [
    `{ user(username: "u0001") { account { isActive } profile { phone } } group(groupId: "${TEXT}") { name } }`,
    {},
  ],
]

/** Everything that a client sends wrongly or rightly, with every credential that there is. */
async function sendAll({ ask, fetch }: Running) {
  const credentials = [
    { authorization: `Bearer ${ADMIN_KEY}` },
    { authorization: `Bearer ${USERS_TOKEN}` },
    { authorization: `Bearer ${WRONG_KEY}` },
    { authorization: `Basic ${btoa(`me:${WRONG_KEY}`)}` },
  ]
  for (const headers of credentials) {
    const all = { ...headers, cookie: `sid=${COOKIE}` }
    await Promise.all(SENT.map(([document, variables]) => ask(document, variables, all)))
    await fetch('/graphql', {
      method: 'POST',
      body: `{"query": "${PASSWORD}`,
      headers: { ...all, 'content-type': 'application/json' },
    })
    await fetch(`/graphql?query=${encodeURIComponent(`{ user(username: "${PASSWORD}") { id } }`)}`, {
      headers: all,
    })
    await fetch(`/graphql/${PASSWORD}?access_token=${USERS_TOKEN}`, { headers: all })
  }
}

function secretsOf({ store }: Sandbox): readonly string[] {
  const tokens = [...store.tokens.keys()]
  expect(tokens.length).toBeGreaterThan(0)
  const given = [CLIENT_SECRET, PASSWORD, TEXT, PHONE, USERS_TOKEN, WRONG_KEY, COOKIE, ADMIN_KEY]
  return [...given, ...tokens, btoa(`me:${WRONG_KEY}`)]
}

const ECHO = `${TEXT} ${PASSWORD} ${CLIENT_SECRET} ${PHONE}`
const FAULTS: readonly Fault[] = [
  { kind: 'unavailable' },
  { kind: 'reset' },
  { kind: 'truncate' },
  { kind: 'answer', status: 200, body: ECHO },
  { kind: 'answer', status: 400, body: { error: 'illegal_argument', error_description: ECHO } },
  { kind: 'answer', status: 200, body: { data: { [TEXT]: { [PASSWORD]: PHONE } } } },
]

describe('what a server writes in front of a real service', { timeout: 60_000 }, () => {
  it('is a line for each request, and holds no secret whatever the service does', async () => {
    const sandbox = await startSandbox({ clientSecret: CLIENT_SECRET })
    onTestFinished(() => sandbox.close())
    const server = await runServer({ ...serviceOf(sandbox), LOG_LEVEL: 'info', REQUEST_TIMEOUT_MS: '500' })
    await server.fetch('/ready')
    await sendAll(server)
    for (const fault of FAULTS) {
      const repair = sandbox.fault(fault)
      await sendAll(server)
      repair()
    }
    const secrets = secretsOf(sandbox)
    server.signal('SIGTERM')
    const { output, errors } = await server.ended

    expect(errors).toBe('')
    const lines = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.filter(({ msg }) => msg === 'request')).toHaveLength(
      (1 + FAULTS.length) * 4 * (SENT.length + 3),
    )
    const sent = lines.filter(({ caller, calls }) => caller === 'admin' && calls > 0)
    const operations = new Set(sent.map(({ operation }) => operation))
    expect(operations).toEqual(new Set(['Register', 'SignIn', 'Say', 'Tell', undefined]))
    expect(lines).toContainEqual(expect.objectContaining({ status: 401, codes: ['UNAUTHENTICATED'] }))
    for (const secret of secrets) expect(output).not.toContain(secret)
  })

  it('says that it cannot get in, and not with what', async () => {
    const sandbox = await startSandbox({ clientSecret: 'another' })
    onTestFinished(() => sandbox.close())
    const server = await runServer({ ...serviceOf(sandbox), EASEMOB_CLIENT_SECRET: CLIENT_SECRET })
    await server.fetch('/ready')
    server.signal('SIGTERM')
    const { output, errors } = await server.ended

    expect(errors).toBe('')
    expect(output).toContain('Check the EASEMOB_* variables.')
    for (const secret of [CLIENT_SECRET, ADMIN_KEY]) expect(output).not.toContain(secret)
  })
})

describe('what a server writes in front of the sandbox', () => {
  it('is for people to read, and no line for each request', async () => {
    const server = await runServer()
    await server.ask('{ users(first: 1) { edges { cursor } } }')
    server.signal('SIGTERM')
    const { output, errors } = await server.ended
    expect(errors).toBe('')
    expect(output).toMatch(/^GraphQL and GraphiQL: http:/)
    expect(output).not.toContain('"level"')
  })
})

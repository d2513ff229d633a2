import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openTarget, operationOf } from './attacker.ts'

const SECRET = 'a-secret-that-nobody-needs-back'
const DEEP_LIST = `${'['.repeat(30_000)}${']'.repeat(30_000)}`
const DEEP_OBJECT = `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`
const SEND = 'mutation($i:SendMessageInput!){sendMessage(input:$i){results{status}}}'
const message = (ext: string) =>
  `{"from":"u0001","to":{"users":["u0002"]},"body":{"text":{"content":"x"}},"ext":${ext}}`
const carrying = (query: string, variables: string) => `{"query":"${query}","variables":${variables}}`

interface Row {
  readonly what: string
  readonly body: BodyInit
  readonly headers?: Readonly<Record<string, string>>
  readonly status: number
  readonly code: string
}

const ROWS: readonly Row[] = [
  {
    what: 'JSON that is cut off',
    body: `{"query":"{__typename}","x":"${SECRET}`,
    status: 400,
    code: 'BAD_REQUEST',
  },
  {
    what: 'JSON behind a byte order mark',
    body: `\ufeff{"query":"${SECRET}"}`,
    status: 400,
    code: 'BAD_REQUEST',
  },
  { what: 'JSON behind a null byte', body: `\0{"query":"${SECRET}"}`, status: 400, code: 'BAD_REQUEST' },
  {
    what: 'JSON in UTF-16',
    body: Buffer.from(operationOf('{__typename}'), 'utf16le'),
    headers: { 'content-type': 'application/json; charset=utf-16' },
    status: 400,
    code: 'BAD_REQUEST',
  },
  {
    what: 'bytes that are no text',
    body: Buffer.from([0xff, 0xfe, 0x00, 0xc0, 0x80]),
    status: 400,
    code: 'BAD_REQUEST',
  },
  {
    what: 'a list of a thousand operations',
    body: JSON.stringify(Array.from({ length: 1_000 }, () => ({ query: '{__typename}' }))),
    status: 400,
    code: 'BAD_REQUEST',
  },
  {
    what: 'a parameter __proto__',
    body: `{"query":"{__typename}","__proto__":{"variables":{}}}`,
    status: 400,
    code: 'BAD_REQUEST',
  },
  {
    what: '200 MB packed into 200 KB',
    body: gzipSync(Buffer.alloc(200_000_000, ' ')),
    headers: { 'content-encoding': 'gzip' },
    status: 415,
    code: 'BAD_REQUEST',
  },
  {
    what: 'a null byte in the document',
    body: operationOf('{\0__typename}'),
    status: 200,
    code: 'GRAPHQL_PARSE_FAILED',
  },
  {
    what: 'half a character in the document',
    body: '{"query":"{user(username:\\"\\ud800\\"){id}}"}',
    status: 200,
    code: 'GRAPHQL_PARSE_FAILED',
  },
  {
    what: 'an operation name of 200 KiB',
    body: JSON.stringify({ query: 'query A{__typename}', operationName: SECRET.repeat(6_000) }),
    status: 400,
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    what: 'an operation name that every object has',
    body: JSON.stringify({ query: 'query A{__typename}', operationName: '__proto__' }),
    status: 400,
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    what: 'variables 30,000 lists deep',
    body: carrying('query($ids:[ID!]!){nodes(ids:$ids){id}}', `{"ids":${DEEP_LIST}}`),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    what: 'an input 30,000 objects deep',
    body: carrying(SEND, `{"i":${DEEP_OBJECT}}`),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    what: 'free JSON 30,000 objects deep',
    body: carrying(SEND, `{"i":${message(DEEP_OBJECT)}}`),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'free JSON 30,000 lists deep',
    body: carrying(SEND, `{"i":${message(`{"a":${DEEP_LIST}}`)}}`),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'an input with a key __proto__',
    body: carrying(SEND, `{"i":{"__proto__":${message('{}')}}}`),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    what: 'a variable of 200 KiB of a wrong type',
    body: operationOf('query($n:Int){groups(first:$n){edges{cursor}}}', { n: SECRET.repeat(6_000) }),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    what: 'a name of a field of 200 KiB',
    body: operationOf(`{${'x'.repeat(200_000)}}`),
    status: 200,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    what: 'a username of 200 KiB',
    body: operationOf(`{user(username:"${'x'.repeat(200_000)}"){id}}`),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'a username in another script',
    body: operationOf('{user(username:"аdmin"){id}}'),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'a username that turns the line around',
    body: operationOf('{user(username:"\u202eadmin"){id}}'),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'a username with a null byte',
    body: operationOf('query($n:String!){user(username:$n){id}}', { n: 'admin\0' }),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'an id of 200 KiB',
    body: operationOf(`{node(id:"${'x'.repeat(200_000)}"){id}}`),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    what: 'a cursor of 200 KiB',
    body: operationOf(`{groups(after:"${'x'.repeat(200_000)}"){edges{cursor}}}`),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
]

describe('a hostile body', () => {
  it.each(ROWS)(
    'is refused by a code, not echoed, and costs no call: $what',
    async ({ body, headers = {}, status, code }) => {
      const { attack, traffic } = await openTarget()
      const reply = await attack(body, { headers })
      expect({ status: reply.status, codes: [...new Set(reply.codes)] }).toEqual({ status, codes: [code] })
      expect(reply.text.split(SECRET).length).toBeLessThan(20)
      expect(reply.text.length).toBeLessThan(3_000)
      expect(reply.text).not.toMatch(/ {4}at |node_modules/)
      expect(traffic()).toEqual({})
    },
  )

  it.each(['APPLICATION/JSON', 'Application/Json; charset=UTF-8'])(
    'is JSON whatever the case of its type: %s',
    async (type) => {
      const { attack } = await openTarget()
      const { status, text } = await attack(operationOf('{ __typename }'), {
        headers: { 'content-type': type },
      })
      expect({ status, text }).toEqual({ status: 200, text: '{"data":{"__typename":"Query"}}' })
    },
  )

  it('does not reach the prototype of anything by free JSON', async () => {
    const { attack } = await openTarget()
    const ext = '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}'
    const { codes } = await attack(carrying(SEND, `{"i":${message(ext)}}`))
    expect(codes).toEqual([])
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined()
  })

  it('cannot keep a connection open by asking for a stream of answers', async () => {
    const { attack } = await openTarget()
    for (const accept of ['text/event-stream', 'multipart/mixed']) {
      // The answer would not end.
      const { status, text } = await attack(operationOf('{__typename}'), { headers: { accept } })
      expect(status).toBe(200)
      expect(text).toContain('{"data":{"__typename":"Query"}}')
    }
  })

  it('is no other in a URL: long ones are refused by their length', async () => {
    const { attack, traffic } = await openTarget()
    const search = `?query=${'%20'.repeat(10_000)}{__typename}`
    expect((await attack(null, { method: 'GET', search })).status).toBe(431)
    expect(traffic()).toEqual({})
  })
})

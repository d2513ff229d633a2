import { request as httpRequest } from 'node:http'
import { describe, expect, it } from 'vitest'
import { REQUEST_CODES } from '../../src/graph/refusal.ts'
import { MESSAGES } from '../../src/upstream/errors.ts'
import { connect, startService } from '../support/service.ts'
import { sendRaw } from '../support/wire.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const NOWHERE = 'http://127.0.0.1:9/org/app'
const SECRET = 'Bearer-of-a-secret'

interface Row {
  readonly name: string
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | FormData
  readonly status: number
  readonly code: string
}

const post = (body: unknown, headers = {}) => ({
  method: 'POST',
  headers: { ...JSON_TYPE, ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const form = new FormData()
form.set('operations', '{"query":"{__typename}"}')
const deep = (depth: number) => `{ nodes(ids: ${'['.repeat(depth)}${']'.repeat(depth)}) { id } }`

const refusals: readonly Row[] = [
  { name: 'invalid JSON', ...post(`{"query": "${SECRET}`), status: 400, code: 'BAD_REQUEST' },
  { name: 'no body', ...post(''), status: 400, code: 'BAD_REQUEST' },
  { name: 'no query', ...post({}), status: 400, code: 'BAD_REQUEST' },
  { name: 'a list of operations', ...post([{ query: '{__typename}' }]), status: 400, code: 'BAD_REQUEST' },
  { name: 'a body that is null', ...post('null'), status: 400, code: 'BAD_REQUEST' },
  { name: 'a query that is a number', ...post({ query: 1 }), status: 400, code: 'BAD_REQUEST' },
  {
    name: 'variables that are text',
    ...post({ query: '{__typename}', variables: 'x' }),
    status: 400,
    code: 'BAD_REQUEST',
  },
  {
    name: 'a parameter that GraphQL does not know',
    ...post({ query: '{__typename}', more: 1 }),
    status: 400,
    code: 'BAD_REQUEST',
  },
  {
    name: 'a text instead of JSON',
    ...post({ query: '{__typename}' }, { 'content-type': 'text/plain' }),
    status: 415,
    code: 'BAD_REQUEST',
  },
  {
    name: 'a form of any web page',
    ...post('query={__typename}', { 'content-type': 'application/x-www-form-urlencoded' }),
    status: 415,
    code: 'BAD_REQUEST',
  },
  { name: 'a form with files', method: 'POST', body: form, status: 415, code: 'BAD_REQUEST' },
  {
    name: 'a body that is packed',
    ...post({ query: '{__typename}' }, { 'content-encoding': 'gzip' }),
    status: 415,
    code: 'BAD_REQUEST',
  },
  { name: 'a PUT', ...post({ query: '{__typename}' }), method: 'PUT', status: 405, code: 'BAD_REQUEST' },
  { name: 'a DELETE', method: 'DELETE', status: 405, code: 'BAD_REQUEST' },
  { name: 'a GET without a query', status: 400, code: 'BAD_REQUEST' },
  {
    name: 'a mutation by GET',
    path: `/graphql?query=${encodeURIComponent('mutation { deleteGroup(input: { groupId: "1" }) { __typename } }')}`,
    status: 405,
    code: 'BAD_REQUEST',
  },
  {
    name: 'broken variables in a URL',
    path: '/graphql?query=%7B__typename%7D&variables=%7B',
    status: 400,
    code: 'BAD_REQUEST',
  },
  {
    name: 'variables in a URL that are a list',
    path: '/graphql?query=%7B__typename%7D&variables=%5B%5D',
    status: 400,
    code: 'BAD_REQUEST',
  },
  {
    name: 'a client that takes no JSON',
    ...post({ query: '{__typename}' }, { accept: 'image/png' }),
    status: 406,
    code: 'BAD_REQUEST',
  },
  { name: 'another path', path: '/nowhere', status: 404, code: 'BAD_REQUEST' },
  { name: 'a POST to the home page', ...post({}), path: '/', status: 404, code: 'BAD_REQUEST' },
  {
    name: 'a body above 256 KiB',
    ...post({ query: `{__typename}${' '.repeat(256 * 1024)}` }),
    status: 413,
    code: 'REQUEST_TOO_LARGE',
  },
  { name: 'a document that is cut off', ...post({ query: '{' }), status: 200, code: 'GRAPHQL_PARSE_FAILED' },
  { name: 'endless nesting', ...post({ query: deep(5000) }), status: 400, code: 'QUERY_TOO_LARGE' },
  {
    name: 'a field that does not exist',
    ...post({ query: '{ nothing }' }),
    status: 200,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'a variable of a wrong type',
    ...post({
      query: 'query ($n: Int) { groups(first: $n) { edges { cursor } } }',
      variables: { n: 'x' },
    }),
    status: 400,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'an operation that the document does not have',
    ...post({ query: 'query A { __typename }', operationName: 'B' }),
    status: 400,
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    name: 'a page that is too long',
    ...post({ query: '{ groups(first: 101) { edges { cursor } } }' }),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a service that cannot be reached',
    ...post({ query: '{ groups { edges { cursor } } }' }),
    status: 200,
    code: 'UPSTREAM_UNAVAILABLE',
  },
]

describe('a request', () => {
  it.each(refusals)('with $name is $status $code', async ({ path = '/graphql', status, code, ...init }) => {
    const { server, faults } = connect(NOWHERE)
    const { name: _, ...request } = init
    const response = await server.fetch(new Request(`http://server${path}`, { ...request }))
    const text = await response.text()

    expect({ status: response.status, codes: codesIn(text) }).toEqual({ status, codes: [code] })
    expect(Object.keys({ ...REQUEST_CODES, ...MESSAGES })).toContain(code)
    expect(text).not.toContain(SECRET)
    expect(text).not.toContain('node_modules')
    expect(faults).toEqual([])
  })

  it('with as many words as allowed is no strain for the parser', async () => {
    const { ask } = connect(NOWHERE)
    const { errors } = await ask(deep(490))
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  it('is not blamed for a value of the service that its type cannot show', async () => {
    const detail = {
      id: '1',
      name: 'G',
      owner: 'o',
      affiliations_count: 3_000_000_000,
      affiliations: [{ owner: 'o' }],
    }
    const service = await startService({ 'GET /chatgroups/1': { text: JSON.stringify({ data: [detail] }) } })
    const { ask, faults } = connect(service.baseUrl)

    const { data, errors } = await ask('{ group(groupId: "1") { name memberCount } }')

    expect(data).toEqual({ group: { name: 'G', memberCount: null } })
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['INTERNAL_SERVER_ERROR'])
    expect(faults).toHaveLength(1)
  })

  it('that is broken in its first lines gets no stack trace', async () => {
    const { server } = connect(NOWHERE)
    const url = await server.listen()
    for (const answer of [
      await sendRaw(url, 'GET http://elsewhere/graphql', {}),
      await sendRaw(url, 'GET /graphql', { host: 'a b' }),
      await sendRaw(url, 'GET /graphql', { host: '[::' }),
      await sendRaw(url, 'OPTIONS *', {}),
    ]) {
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer).not.toContain('    at ')
    }
  })

  it('that is too large does not leave a dead connection behind', async () => {
    const { server } = connect(NOWHERE)
    const refusal = await sendInPieces(await server.listen(), 40)
    expect(refusal).toMatchObject({ status: 413, connection: 'close' })
    expect(codesIn(refusal.text)).toEqual(['REQUEST_TOO_LARGE'])
  })
})

describe('beside the endpoint', () => {
  it('the home page leads to GraphiQL', async () => {
    const { server } = connect(NOWHERE)
    const response = await server.fetch(new Request('http://server/'))
    expect([response.status, response.headers.get('location')]).toEqual([302, '/graphql'])
  })

  it('/health says that the process is alive, whatever the service does', async () => {
    expect(await connect(NOWHERE).statusOf('/health')).toBe(200)
  })

  it('/ready says no while the service cannot be reached', async () => {
    expect(await connect(NOWHERE).statusOf('/ready')).toBe(503)
  })
})

function codesIn(text: string): string[] {
  const { errors = [] }: { errors?: readonly { extensions: { code: string } }[] } = JSON.parse(text)
  return errors.map(({ extensions }) => extensions.code)
}

interface Reply {
  readonly status: number | undefined
  readonly connection: string | undefined
  readonly text: string
}

/** A body whose length nobody announced. */
function sendInPieces(url: string, pieces: number): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST', headers: JSON_TYPE }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => {
        resolve({ status: response.statusCode, connection: response.headers.connection, text })
      })
    })
    request.on('error', reject)
    for (let piece = 0; piece < pieces; piece += 1) request.write(' '.repeat(10 * 1024))
    request.end()
  })
}

import { GraphQLError } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createLog, type LogLevel } from '../../src/log.ts'
import { InputError, UpstreamError } from '../../src/upstream/errors.ts'

const HUSH = 'hush-hush'

/** A log, and the lines that it has written. */
function capture(level: LogLevel = 'info') {
  const lines: string[] = []
  const log = createLog({ level, stream: { write: (line) => void lines.push(line) } })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? 'null') }
}

describe('the log', () => {
  it('is lines of JSON with level, time, fields and a few words', () => {
    const { log, lines } = capture()
    log.info({ calls: 2 }, 'request')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^\{.*\}\n$/)
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      calls: 2,
      msg: 'request',
    })
  })

  it.each([
    { level: 'info', written: ['info', 'warn', 'error'] },
    { level: 'warn', written: ['warn', 'error'] },
    { level: 'error', written: ['error'] },
    { level: 'silent', written: [] },
  ] as const)('at $level has $written', ({ level, written }) => {
    const { log, lines } = capture(level)
    log.info({}, 'a')
    log.warn({}, 'b')
    log.error({}, 'c')
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(written)
  })

  it.each([
    'authorization',
    'Authorization',
    'cookie',
    'Set-Cookie',
    'password',
    'newPassword',
    'client_secret',
    'clientSecret',
    'access_token',
    'accessToken',
    'token',
    'ADMIN_KEY',
    'adminKeys',
    'body',
    'variables',
    'query',
    'headers',
    'phone',
  ])('never holds what is called %s, wherever it stands', (name) => {
    const { log, lines, last } = capture()
    const secret = { [name]: [HUSH] }
    log.error({ ...secret, one: secret, list: [{ two: { three: secret } }], calls: 1 }, 'a word')

    const redacted = { [name]: '[Redacted]' }
    expect(last()).toMatchObject({
      ...redacted,
      one: redacted,
      list: [{ two: { three: redacted } }],
      calls: 1,
    })
    expect(lines.join()).not.toContain(HUSH)
  })

  it('cuts off what is nested without end', () => {
    const { log, last } = capture()
    const ring: { self?: object } = {}
    ring.self = ring
    log.info({ ring }, 'a word')
    expect(JSON.stringify(last())).toContain('[Too deep]')
  })
})

describe('an error in the log', () => {
  it('has its name, its words and where it was thrown', () => {
    const { log, last } = capture()
    log.error({ error: new TypeError('x is not a function') }, 'fault')
    const { error } = last()
    expect(error).toEqual({
      name: 'TypeError',
      message: 'x is not a function',
      stack: expect.arrayContaining([expect.stringContaining('log.test.ts')]),
    })
  })

  it('of the service says which operation and why, with its causes', () => {
    const { log, last } = capture()
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    log.error(
      { error: new UpstreamError('UPSTREAM_UNAVAILABLE', 'user-get', { status: 502, cause }) },
      'fault',
    )
    expect(last().error).toMatchObject({
      name: 'UpstreamError',
      code: 'UPSTREAM_UNAVAILABLE',
      operation: 'user-get',
      status: 502,
      cause: { name: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
    })
  })

  it.each([
    {
      what: 'a request that hangs on it',
      error: Object.assign(new Error('x'), { request: HUSH, socket: HUSH }),
    },
    {
      what: 'a body that hangs on it',
      error: Object.assign(new InputError('x', 'y'), { data: { text: HUSH } }),
    },
    { what: 'a text that could not be parsed', error: parseFailure(`{"a": ${HUSH}`) },
    {
      what: 'a value that its type cannot show',
      error: new GraphQLError(`String cannot represent value: ${HUSH}`),
    },
    {
      what: 'a value that its type cannot show, told by anything else',
      error: new Error(`Int cannot represent value: ${HUSH}`),
    },
    {
      what: 'a value that is not behind a colon',
      error: new Error(`DateTime cannot represent an invalid date-time-string ${HUSH}.`),
    },
    { what: 'a value of more than one line', error: new GraphQLError(`Cannot show: {\n  x: "${HUSH}" }`) },
    { what: 'what was thrown instead of an error', error: new Error('x', { cause: HUSH }) },
  ])('does not hold $what, as a cause either', ({ error }) => {
    const { log, lines } = capture()
    log.error({ error }, 'fault')
    log.error({ error: new UpstreamError('UPSTREAM_BAD_REPLY', 'user-get', { cause: error }) }, 'fault')
    expect(lines).toHaveLength(2)
    expect(lines.join()).not.toContain(HUSH)
  })
})

function parseFailure(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return error
  }
}

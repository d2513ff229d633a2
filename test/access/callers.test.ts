import { describe, expect, it } from 'vitest'
import { requestWith, whoAsks } from '../support/caller.ts'
import { connect } from '../support/service.ts'
import { createKeyIssuer } from '../support/tokens.ts'
import { sendRaw } from '../support/wire.ts'

const KEYS = [
  'a-key-of-the-tests-with-more-than-32-characters',
  'the-next-key-of-the-tests-with-more-than-32',
]
const BODY = '{"query":"{ __typename }"}'
const issuer = createKeyIssuer()

describe('who asks', () => {
  const env = { ...issuer.env, ADMIN_KEY: KEYS.join(',') }
  const good = issuer.headersOf('u0007')

  it.each(KEYS)('is an admin by either of two keys, beside users', async (key) => {
    expect(await whoAsks(env, { authorization: `Bearer ${key}` })).toEqual({ kind: 'admin' })
    expect(await whoAsks(env, { authorization: `bearer ${key}` })).toEqual({ kind: 'admin' })
    expect(await whoAsks(env, good)).toEqual({ kind: 'user', username: 'u0007' })
  })

  it.each([
    { name: 'nothing', headers: {} },
    { name: 'an empty header', headers: { authorization: '' } },
    { name: 'a token without its scheme', headers: { authorization: issuer.tokenOf('u0007') } },
    { name: 'another scheme', headers: { authorization: `Token ${issuer.tokenOf('u0007')}` } },
    {
      name: 'a token as a password',
      headers: { authorization: `Basic ${btoa(`u0007:${issuer.tokenOf('u0007')}`)}` },
    },
    { name: 'two values', headers: { authorization: `${good.authorization}, ${good.authorization}` } },
    { name: 'two values without a space', headers: { authorization: `${good.authorization},x` } },
    { name: 'a token and an admin key', headers: { authorization: `${good.authorization} ${KEYS[0]}` } },
    { name: 'half an admin key', headers: { authorization: `Bearer ${KEYS[0]?.slice(0, 20)}` } },
    { name: 'both admin keys', headers: { authorization: `Bearer ${KEYS.join(',')}` } },
  ])('is nobody with $name', async ({ headers }) => {
    expect(await whoAsks(env, headers)).toBe('401 UNAUTHENTICATED')
  })

  it('cannot be told from two headers, one good and one bad, in any order', async () => {
    const { server } = connect('http://127.0.0.1:9/org/app', { env })
    const url = await server.listen()
    const [right, wrong] = [`authorization: ${good.authorization}`, 'authorization: Bearer x']
    for (const headers of [
      [right, wrong],
      [wrong, right],
      [right, right],
    ])
      expect(await sendRaw(url, 'POST /graphql', { body: BODY, headers })).toMatch(/^HTTP\/1\.1 401 /)
  })

  it.each([good, { authorization: `Bearer ${KEYS[0]}` }, {}])(
    'may not name somebody else',
    async (headers) => {
      expect(await whoAsks(env, { ...headers, 'x-act-as': 'u0008' })).toBe('400 BAD_REQUEST')
    },
  )
})

describe('in the sandbox without callers configured, who asks', () => {
  it.each([
    { name: 'says nothing is an admin', headers: {}, caller: { kind: 'admin' } },
    { name: 'names nobody is an admin', headers: { 'x-act-as': '' }, caller: { kind: 'admin' } },
    {
      name: 'names a user is that user',
      headers: { 'x-act-as': 'U0007' },
      caller: { kind: 'user', username: 'u0007' },
    },
    {
      name: 'names what cannot be a user is refused',
      headers: { 'x-act-as': '..' },
      caller: '400 BAD_REQUEST',
    },
    {
      name: 'names two users is refused',
      headers: { 'x-act-as': 'u0007, u0008' },
      caller: '400 BAD_REQUEST',
    },
    {
      name: 'sends a token, which nobody can check, is refused',
      headers: issuer.headersOf('u0007'),
      caller: '401 UNAUTHENTICATED',
    },
    {
      name: 'sends an admin key, which nobody has, is refused',
      headers: { authorization: `Bearer ${KEYS[0]}` },
      caller: '401 UNAUTHENTICATED',
    },
    {
      name: 'sends an empty token is refused',
      headers: { authorization: 'Bearer' },
      caller: '401 UNAUTHENTICATED',
    },
    {
      name: 'names a user and sends a token is refused',
      headers: { ...issuer.headersOf('u0007'), 'x-act-as': 'u0007' },
      caller: '401 UNAUTHENTICATED',
    },
  ])('and $name', async ({ headers, caller }) => {
    expect(await whoAsks({}, headers)).toEqual(caller)
  })

  it('names nobody any more once there are users or an admin key', async () => {
    const headers = { 'x-act-as': 'u0007' }
    for (const env of [issuer.env, { ADMIN_KEY: KEYS.join(',') }]) {
      const { server } = connect('http://127.0.0.1:9/org/app', { env })
      expect((await server.fetch(requestWith(headers))).status).toBe(400)
      expect((await server.fetch(requestWith({}))).status).toBe(401)
    }
    const open = connect('http://127.0.0.1:9/org/app')
    expect((await open.server.fetch(requestWith(headers))).status).toBe(200)
  })
})

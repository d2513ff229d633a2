import { describe, expect, it } from 'vitest'
import type { Fault } from '../../src/sandbox/server.ts'
import { createFalseClock } from '../support/clock.ts'
import { type Answer, start } from '../support/harness.ts'
import { SEND, STATUS } from './operations.ts'

const codes = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions.code)
const sent = ({ data }: Answer) => data.sendMessage.results[0]

const answers = (status: number, body: unknown): Fault => ({ kind: 'answer', status, body })

describe('an answer that makes no sense', () => {
  it.each<{ what: string; fault: Fault; code: string; calls: number }>([
    // A cut or garbled answer may be whole the next time.
    { what: 'text', fault: { kind: 'not-json' }, code: 'UPSTREAM_BAD_REPLY', calls: 3 },
    { what: 'nothing', fault: answers(200, ''), code: 'UPSTREAM_BAD_REPLY', calls: 3 },
    { what: 'half of it', fault: answers(200, '{"data":[{"u0001":'), code: 'UPSTREAM_BAD_REPLY', calls: 3 },
    { what: 'a deep nest', fault: answers(200, '['.repeat(200_000)), code: 'UPSTREAM_BAD_REPLY', calls: 3 },
    { what: 'a page', fault: { kind: 'bad-gateway' }, code: 'UPSTREAM_UNAVAILABLE', calls: 3 },
    { what: 'a timeout of a gateway', fault: answers(504, 'late'), code: 'UPSTREAM_UNAVAILABLE', calls: 3 },
    { what: 'a timeout of its own', fault: answers(408, ''), code: 'UPSTREAM_TIMEOUT', calls: 3 },
    // JSON that breaks the contract will break it again.
    { what: 'no data', fault: answers(200, {}), code: 'UPSTREAM_BAD_REPLY', calls: 1 },
    { what: 'null', fault: answers(200, 'null'), code: 'UPSTREAM_BAD_REPLY', calls: 1 },
    { what: 'an array', fault: answers(200, []), code: 'UPSTREAM_BAD_REPLY', calls: 1 },
    { what: 'data of null', fault: answers(200, { data: null }), code: 'UPSTREAM_BAD_REPLY', calls: 1 },
    { what: 'a wrong type', fault: answers(200, { data: [null] }), code: 'UPSTREAM_BAD_REPLY', calls: 1 },
    { what: 'a number', fault: answers(200, { data: [{ u0001: 1 }] }), code: 'UPSTREAM_BAD_REPLY', calls: 1 },
    { what: 'an error', fault: answers(200, { error: 'x' }), code: 'UPSTREAM_BAD_REPLY', calls: 1 },
    { what: 'a redirect', fault: answers(302, ''), code: 'UPSTREAM_BAD_REPLY', calls: 1 },
    { what: 'an unknown status', fault: answers(418, {}), code: 'UPSTREAM_BAD_REPLY', calls: 1 },
  ])('is $code to a read after $calls calls: $what', async ({ fault, code, calls }) => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    sandbox.fault({ ...fault, when: { path: /status/ } })

    const answer = await clock.until(ask(STATUS))

    expect(answer.data).toEqual({ user: { onlineStatus: null } })
    expect(codes(answer)).toEqual([code])
    expect(traffic()).toEqual({ 'user-status-batch': calls })
  })

  it.each<{ what: string; fault: Fault; status: 'UNKNOWN' | 'FAILED' }>([
    { what: 'text', fault: { kind: 'not-json' }, status: 'UNKNOWN' },
    { what: 'no data', fault: answers(200, {}), status: 'UNKNOWN' },
    { what: 'no target', fault: answers(200, { data: {} }), status: 'UNKNOWN' },
    { what: 'a wrong type', fault: answers(200, { data: { u0001: {} } }), status: 'UNKNOWN' },
    { what: 'an empty 204', fault: answers(204, ''), status: 'UNKNOWN' },
    { what: 'an empty 202', fault: answers(202, ''), status: 'UNKNOWN' },
    { what: 'a redirect', fault: answers(303, ''), status: 'UNKNOWN' },
    { what: 'a page', fault: { kind: 'bad-gateway' }, status: 'UNKNOWN' },
    { what: 'an unknown status', fault: answers(418, {}), status: 'FAILED' },
  ])('is $status to a send, which is not repeated: $what', async ({ fault, status }) => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    sandbox.fault({ ...fault, when: { path: /messages/ } })

    expect(sent(await clock.until(ask(SEND)))).toMatchObject({ status, messageId: null })
    await clock.run(60_000)
    expect(traffic()).toEqual({ 'message-send-users': 1 })
  })

  it('counts as done under any 2xx, when it has the right shape', async () => {
    const { ask, sandbox } = await start()
    sandbox.fault({ ...answers(201, { data: { u0001: '17' } }), when: { path: /messages/ } })
    expect(sent(await ask(SEND))).toEqual({ status: 'SENT', messageId: '17', error: null })
  })

  it('sends UNKNOWN once although a gateway reports what was done as failed', async () => {
    const clock = createFalseClock()
    const { ask, sandbox, traffic } = await start({ clock })
    const before = sandbox.store.messages.length
    sandbox.fault({ kind: 'bad-gateway', executed: true, when: { path: /messages/ } })

    expect(sent(await clock.until(ask(SEND)))).toMatchObject({ status: 'UNKNOWN' })
    await clock.run(60_000)
    expect(traffic()).toEqual({ 'message-send-users': 1 })
    expect(sandbox.store.messages.length - before).toBe(1)
  })

  it('names where the answer is wrong, and no name that only the answer knows', async () => {
    const { ask, sandbox } = await start()
    sandbox.fault({
      ...answers(200, { data: { '+15550100': { nickname: {} } } }),
      when: { path: /metadata/ },
    })

    const { errors } = await ask('{ user(username: "u0001") { profile { nickname } } }')

    expect(errors?.[0]?.message).toMatch(/\/data\/\*\/nickname must be/)
  })

  it.each([
    {
      query: '{ group(groupId: "1001") { name } }',
      path: /chatgroups/,
      body: { data: [{ id: '1001', name: 7 }] },
    },
    { query: '{ group(groupId: "1001") { name } }', path: /chatgroups/, body: { data: [{ name: 'no id' }] } },
    { query: '{ groups { edges { node { name } } } }', path: /chatgroups/, body: { data: {} } },
    {
      query: '{ users { edges { node { username } } } }',
      path: /users/,
      body: { entities: [{ type: 'user' }] },
    },
    { query: '{ chatroom(chatroomId: "1") { name } }', path: /chatrooms/, body: { data: 'a room' } },
  ])('is an error and not null: $query of $body', async ({ query, path, body }) => {
    const { ask, sandbox, calls } = await start()
    sandbox.fault({ ...answers(200, body), when: { path } })

    expect(codes(await ask(query))).toEqual(['UPSTREAM_BAD_REPLY'])
    expect(calls()).toHaveLength(1)
  })
})

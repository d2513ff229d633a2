import { describe, expect, it } from 'vitest'
import { type CannedAnswer, connect, startService } from '../support/service.ts'
import type { Case } from './cases.ts'

const KEY = 'easemob-demo#testapp'
const ann = `${KEY}_Ann`
const bob = `${KEY}_bob`
const json = (reply: object): CannedAnswer => ({ text: JSON.stringify(reply) })

const done = (item: string) => ({ item, status: 'DONE', error: null })
const failed = (item: string, code: string) => ({
  item,
  status: 'FAILED',
  error: expect.objectContaining({ code }),
})

interface KeyCase extends Pick<Case, 'ask' | 'gives'> {
  readonly what: string
  readonly answers: Readonly<Record<string, CannedAnswer>>
}

/** Whoever the answer names with the app key in front is the one of that name. */
const CASES: readonly KeyCase[] = [
  {
    what: 'members who were removed',
    answers: {
      'DELETE /chatgroups/1/users/ann,bob': json({
        data: [ann, bob].map((user) => ({ result: true, action: 'remove_member', user, groupid: '1' })),
      }),
    },
    ask: ({ groups }) => groups.removeMembers('1', ['ann', 'bob']),
    gives: [done('ann'), done('bob')],
  },
  {
    what: 'members of a thread who were removed',
    answers: {
      'DELETE /thread/1/users': json({ entities: [{ result: true, user: ann }] }),
    },
    ask: ({ threads }) => threads.removeMembers('1', ['ann']),
    gives: [done('ann')],
  },
  {
    what: 'contacts who were imported',
    answers: {
      'POST /users/joe/contacts/import': json({ data: { success: [ann], NotExistFailed: [bob] } }),
    },
    ask: ({ contacts }) => contacts.import({ username: 'joe', contacts: ['ann', 'bob'] }),
    gives: [done('ann'), failed('bob', 'NOT_FOUND')],
  },
  {
    what: 'users who were registered, and one who was there',
    answers: {
      'POST /users': json({
        entities: [{ username: ann, activated: true }],
        data: [{ username: bob, registerUserFailReason: 'the user bob already exists' }],
      }),
    },
    ask: ({ registrations }) =>
      registrations.registerMany(['ann', 'bob'].map((username) => ({ username, password: 'secret' }))),
    gives: [done('ann'), failed('bob', 'ALREADY_EXISTS')],
  },
  {
    what: 'users whose name for pushes was set',
    answers: { 'PUT /push/nickname': json({ entities: [{ username: ann }] }) },
    ask: ({ push }) => push.setNicknames([{ username: 'ann', nickname: 'Ann' }]),
    gives: [done('ann')],
  },
  {
    what: 'users who were blocked',
    answers: { 'POST /users/joe/blocks/users': json({ data: [ann, bob] }) },
    ask: ({ blocks }) => blocks.add('joe', ['ann', 'bob']),
    gives: [done('ann'), done('bob')],
  },
  {
    what: 'users who are watched',
    answers: { 'POST /users/joe/presence/60': json({ result: [{ uid: ann }, { uid: bob }] }) },
    ask: ({ presence }) =>
      presence.subscribe({ subscriber: 'joe', usernames: ['ann', 'bob'], durationSeconds: 60 }),
    gives: [done('ann'), done('bob')],
  },
  {
    what: 'members whose attributes were set',
    answers: {
      'PUT /metadata/chatgroup/1/users/batch': json({ data: { 'updateMetadataSucceeded:': [ann] } }),
    },
    ask: ({ groups }) =>
      groups.setMemberAttributes('1', [{ username: 'ann', attributes: [{ name: 'a', value: 'b' }] }]),
    gives: [done('ann')],
  },
  {
    what: 'users who were deleted',
    answers: { 'DELETE /users?limit=1': json({ entities: [{ username: ann }] }) },
    ask: ({ accounts }) => accounts.deleteOldest({ count: 1, confirmDeleting: 1 }, { isAllowed: true }),
    gives: ['ann'],
  },
  {
    what: 'who got a message',
    answers: { 'POST /messages/users': json({ data: { [ann]: '17' } }) },
    ask: async ({ messages }) =>
      (await messages.send({ from: 'joe', to: { users: ['ann'] }, body: { text: { content: 'hi' } } }))
        .results,
    gives: [
      expect.objectContaining({
        ...{ recipient: { username: 'ann' }, target: 'ann', status: 'SENT', messageId: '17', error: null },
        message: expect.objectContaining({ messageId: '17', to: { username: 'ann' } }),
      }),
    ],
  },
]

describe('a name with the app key in front is understood in the answer about', () => {
  it.each(CASES.map((row) => [row.what, row] as const))('%s', async (_what, { answers, ask, gives }) => {
    const service = await startService(answers)
    const { sources } = connect(service.baseUrl)

    expect(await ask(sources())).toEqual(gives)
    expect(service.calls.map(({ request }) => request)).toEqual(Object.keys(answers))
  })

  it('a user who was there when they were to be registered', async () => {
    const service = await startService({ 'POST /users': json({ entities: [], data: [{ username: ann }] }) })
    const { sources } = connect(service.baseUrl)

    await expect(
      sources().registrations.register({ username: 'ann', password: 'secret' }),
    ).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  })
})

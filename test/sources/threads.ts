import { expect } from 'vitest'
import { type Case, firstPage } from './cases.ts'

const ID = '179786360094767'
const GROUP = '179786360094721'
const done = (item: string) => ({ item, status: 'DONE', error: null })
const notFound = (item: string) => ({
  item,
  status: 'FAILED',
  error: expect.objectContaining({ code: 'NOT_FOUND' }),
})

const UNTOLD = { name: null, owner: null, groupId: null, parentMessageId: null, createdAt: null }

const FULL = {
  kind: 'Thread',
  id: '179786360094769',
  name: '1',
  owner: { username: 'test4' },
  groupId: GROUP,
  parentMessageId: '1920',
  createdAt: new Date('2022-04-25T03:07:13.420Z'),
}

export const threadCases: readonly Case[] = [
  {
    what: 'all threads: ids alone, and a short page is the last one in spite of its cursor',
    answers: { 'GET /thread?limit=2&sort=desc': 'thread-list.json' },
    ask: ({ threads }) => threads.list(firstPage(2), 'NEWEST'),
    gives: { items: [{ kind: 'Thread', id: '179786360094768', ...UNTOLD }], hasNextPage: false },
  },
  {
    what: 'all threads: a full page with a cursor has a next one',
    answers: { 'GET /thread?limit=1&sort=asc': 'thread-list.json' },
    ask: ({ threads }) => threads.list(firstPage(1), 'OLDEST'),
    gives: { items: [{ kind: 'Thread', id: '179786360094768', ...UNTOLD }], hasNextPage: true },
  },
  {
    what: 'the threads of a user, in full',
    answers: { 'GET /threads/user/test4?limit=20&sort=desc': 'thread-user-joined.json' },
    ask: ({ threads }) => threads.joinedBy({ username: 'test4' }, firstPage(20), { order: 'NEWEST' }),
    gives: { items: [FULL], hasNextPage: false },
  },
  {
    what: 'the threads of a user in one group, in full',
    answers: {
      [`GET /threads/chatgroups/${GROUP}/user/test4?limit=20&sort=asc`]: 'thread-user-group-joined.json',
    },
    ask: ({ threads }) =>
      threads.joinedBy({ username: 'test4' }, firstPage(20), { order: 'OLDEST', groupId: GROUP }),
    gives: { items: [FULL], hasNextPage: false },
  },
  {
    what: 'the members of a thread',
    answers: { [`GET /thread/${ID}/users?limit=20`]: 'thread-member-list.json' },
    ask: ({ threads }) => threads.members({ id: ID }, firstPage(20)),
    gives: { items: [{ username: 'test4' }], hasNextPage: false },
  },
  {
    what: 'a new thread, with what it was made of',
    answers: { 'POST /thread': 'thread-create.json' },
    ask: ({ threads }) =>
      threads.create({ groupId: GROUP, parentMessageId: '1920', name: 'new', owner: 'Test4' }),
    gives: {
      ...{ kind: 'Thread', id: ID, name: 'new', owner: { username: 'test4' } },
      ...{ groupId: GROUP, parentMessageId: '1920', createdAt: null },
    },
  },
  {
    what: 'a renamed thread, with the name that the answer tells',
    answers: { [`PUT /thread/${ID}`]: 'thread-update.json' },
    ask: ({ threads }) => threads.update({ threadId: ID, name: 'asked for' }),
    gives: { kind: 'Thread', id: ID, ...UNTOLD, name: 'test4' },
  },
  {
    what: 'a deleted thread',
    answers: { [`DELETE /thread/${ID}`]: 'thread-delete.json' },
    ask: ({ threads }) => threads.remove(ID),
    gives: ID,
  },
  {
    what: 'members that were added',
    answers: { [`POST /thread/${ID}/users`]: 'thread-member-add-batch.json' },
    ask: ({ threads }) => threads.addMembers(ID, ['test2', 'test6']),
    gives: [done('test2'), done('test6')],
  },
  {
    what: 'members that could not be removed',
    answers: { [`DELETE /thread/${ID}/users`]: 'thread-member-remove-batch.json' },
    ask: ({ threads }) => threads.removeMembers(ID, ['test2', 'test6']),
    gives: [notFound('test2'), notFound('test6')],
  },
]

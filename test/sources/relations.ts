import { expect } from 'vitest'
import { type Case, firstPage } from './cases.ts'

const user1 = { username: 'user1' }
const done = (item: string) => ({ item, status: 'DONE', error: null })
const unknown = (item: string) => ({
  item,
  status: 'UNKNOWN',
  error: expect.objectContaining({ code: 'OUTCOME_UNKNOWN' }),
})
const contact = (username: string) => ({ user: { username }, remark: null })

/** The first page of a list, as it is asked for. */
const PAGE = 'GET /user/user1/contacts?limit=20&needReturnRemark=true'

export const relationCases: readonly Case[] = [
  {
    what: 'contacts',
    answers: { [PAGE]: 'contact-list-paged.json' },
    ask: ({ contacts }) => contacts.of(user1, firstPage(20)),
    gives: { items: [contact('user2')], hasNextPage: false },
  },
  {
    what: 'contacts by name alone, as the older list has them',
    answers: { [PAGE]: 'contact-list.json' },
    ask: ({ contacts }) => contacts.of(user1, firstPage(20)),
    gives: { items: [contact('user3'), contact('user2')], hasNextPage: false },
  },
  {
    what: 'who is a contact, and a name that the answer lacks',
    answers: { 'POST /contacts/check': 'contact-check.json' },
    ask: ({ contacts }) =>
      Promise.all(['user3', 'user2', 'user4'].map((username) => contacts.isContactOf({ username }, 'user1'))),
    gives: [false, true, false],
  },
  {
    what: 'a new contact',
    answers: { 'POST /users/user1/contacts/users/user2': 'contact-add.json' },
    ask: ({ contacts }) => contacts.add('user1', ['user2']),
    gives: [done('user2')],
  },
  {
    what: 'a contact less',
    answers: { 'DELETE /users/user1/contacts/users/user2': 'contact-remove.json' },
    ask: ({ contacts }) => contacts.remove('user1', ['user2']),
    gives: [done('user2')],
  },
  {
    what: 'imported contacts, and one that is in none of the lists',
    answers: { 'POST /users/user1/contacts/import?isSendNotice=true': 'contact-import.json' },
    ask: ({ contacts }) =>
      contacts.import({
        username: 'user1',
        contacts: ['username2', 'username1', 'username3', 'username4'],
        notify: true,
      }),
    gives: [done('username2'), done('username1'), done('username3'), unknown('username4')],
  },
  {
    what: 'a remark that was set',
    answers: { 'PUT /user/user1/contacts/users/user2': 'contact-remark-set.json' },
    ask: ({ contacts }) => contacts.setRemark({ username: 'user1', contact: 'user2', remark: 'Lin' }),
    gives: user1,
  },
  {
    what: 'a block list without a cursor',
    answers: { 'GET /users/user1/blocks/users?pageSize=20': 'user-block-list.json' },
    ask: ({ blocks }) => blocks.of(user1, firstPage(20)),
    gives: { items: [{ username: 'user2' }], hasNextPage: false },
  },
  {
    what: 'a page of a block list',
    answers: { 'GET /users/user1/blocks/users?pageSize=2': 'user-block-list.paged.json' },
    ask: ({ blocks }) => blocks.of(user1, firstPage(2)),
    gives: { items: [{ username: 'tst05' }, { username: 'tst04' }], hasNextPage: true },
  },
  {
    what: 'a blocked user, and one whom the answer lacks but the list holds',
    answers: {
      'POST /users/user1/blocks/users': 'user-block-add.json',
      'GET /users/user1/blocks/users': 'user-block-list.paged.json',
      'GET /users/user3': 'error-404-user.json',
    },
    ask: ({ blocks }) => blocks.add('user1', ['user2', 'tst04', 'user3']),
    gives: [
      done('user2'),
      done('tst04'),
      { item: 'user3', status: 'FAILED', error: expect.objectContaining({ code: 'NOT_FOUND' }) },
    ],
  },
  {
    what: 'a user who is not blocked any more',
    answers: { 'DELETE /users/user1/blocks/users/user2': 'user-block-remove.json' },
    ask: ({ blocks }) => blocks.remove('user1', ['user2']),
    gives: [done('user2')],
  },
]

import type { Client } from '../upstream/upstream.ts'
import { type Gathering, toFacts } from './gatherings.ts'
import { listRead } from './lists.ts'
import { after, type Maybe } from './maybe.ts'
import { isContinued, type Page, type PageRequest, pageByNumber } from './paging.ts'
import { noSuchPath } from './singles.ts'
import { present, toId } from './spelling.ts'
import { accountTag, allJoinedTag, joinedTag } from './tags.ts'
import { accounts, type User } from './users.ts'

/** Which call tells the groups of a user: not every generation of the service has the `current` one. */
export type JoinedGroupsCall = 'either' | 'current' | 'legacy'

const tagsOf = (username: string) => [
  joinedTag('group', username),
  allJoinedTag('group'),
  accountTag(username),
]

/** With everything but the counts; pages from 0. Cost: one call per 20. Source: operation `group-joined`. */
const current = listRead({
  operation: 'group-joined',
  tagsOf,
  call: ({ of, from, size }) => ({
    path: { username: of },
    query: { pagesize: size, pagenum: Number(from) },
  }),
  page: (reply, { appKey }) => ({
    items: reply.entities.map(
      (row): Gathering<'Group'> => ({
        kind: 'Group',
        id: toId(row.groupId ?? row.id),
        facts: toFacts(row, appKey),
      }),
    ),
    ...(reply.total === undefined ? {} : { total: reply.total }),
  }),
})

/** By name alone; pages from 1. Cost: one call per 100. Source: operation `group-joined-legacy`. */
const legacy = listRead({
  operation: 'group-joined-legacy',
  tagsOf,
  call: ({ of, from, size }) => ({
    path: { username: of },
    query: { pagesize: size, pagenum: Number(from) + 1 },
  }),
  page: (reply) => ({
    items: reply.data.map(
      (row): Gathering<'Group'> => ({
        kind: 'Group',
        id: toId(row.groupid),
        facts: present<Gathering['facts']>({ name: row.groupname }),
      }),
    ),
  }),
})

/** The largest pages that each gives. */
const FORMS = { current: { pages: current, size: 20 }, legacy: { pages: legacy, size: 100 } } as const

type Form = keyof typeof FORMS
type Found = Maybe<Page<Gathering<'Group'>> | null>

/** A place in one list is another place in the other: their order need not be the same. */
const listOf = (form: Form, username: string) => `${joinedTag('group', username)}:${form}`

/** The groups of a user, for one request. */
export function joinedGroupsSource(client: Client, call: JoinedGroupsCall) {
  /** A 404 is about the user or about the path, and its words do not tell which. The registration does. */
  const pageBy = (user: User, request: PageRequest, [form, ...others]: readonly [Form, ...Form[]]): Found => {
    const { pages, size } = FORMS[form]
    const { username } = user
    const found = pageByNumber(request, {
      list: listOf(form, username),
      size,
      fetchPage: (from) => client.read(pages, { of: username, from, size }),
    })
    return after(found, (page): Found => {
      if (page !== null) return page
      return after(client.read(accounts, username), (account): Found => {
        if (account === null) return null
        const [next] = others
        if (next === undefined) throw noSuchPath(pages.operation)
        return pageBy(user, request, [next])
      })
    })
  }

  return {
    /** Null for an unknown name. A list that began in one form goes on in it. */
    joinedBy(user: User, request: PageRequest): Found {
      if (call !== 'either') return pageBy(user, request, [call])
      const isLegacy = isContinued(request, listOf('legacy', user.username))
      return pageBy(user, request, isLegacy ? ['legacy'] : ['current', 'legacy'])
    },
  }
}

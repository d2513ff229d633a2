import type { Client } from '../upstream/upstream.ts'
import { type Gathering, toFacts } from './gatherings.ts'
import { listRead } from './lists.ts'
import { type PageRequest, pageByNumber } from './paging.ts'
import { present, toId } from './spelling.ts'
import { accountTag, allJoinedTag, joinedTag } from './tags.ts'
import type { User } from './users.ts'

/** Which call tells the groups of a user: not every generation of the service has the `current` one. */
export type JoinedGroupsCall = 'current' | 'legacy'

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

/** The groups of a user, for one request. */
export function joinedGroupsSource(client: Client, form: JoinedGroupsCall) {
  const { pages, size } = FORMS[form]
  return {
    joinedBy: ({ username }: User, request: PageRequest) =>
      pageByNumber(request, {
        // A place in one list is another place in the other: their order need not be the same.
        list: `${joinedTag('group', username)}:${form}`,
        size,
        fetchPage: (from) => client.read(pages, { of: username, from, size }),
      }),
  }
}

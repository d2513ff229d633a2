import type { Client } from '../upstream/upstream.ts'
import {
  atLeastOne,
  type Gathering,
  gatheringReads,
  gatheringSource,
  readNewMembers,
  toFacts,
  unchangedFields,
} from './gatherings.ts'
import { readDigits, readText, readUsername } from './input.ts'
import { listRead, toCursor } from './lists.ts'
import { type PageRequest, pageByCursor, pageByNumber } from './paging.ts'
import { GROUPS } from './places.ts'
import { singleRead } from './singles.ts'
import { present, toId, toUsername } from './spelling.ts'
import { accountTag, allJoinedTag, allTag, gatheringTag, joinedTag } from './tags.ts'
import type { User } from './users.ts'

export type Group = Gathering<'Group'>

const reads = gatheringReads(GROUPS)

/** Whether somebody is a member. Cost: one call per name. */
const memberships = singleRead({
  operation: 'group-is-joined',
  lifetime: 'detail',
  tagsOf: ({ id }: MembershipKey) => [gatheringTag('group', id)],
  call: ({ id, username }) => ({ path: { group_id: id, username } }),
  value: ({ data }) => data,
})

interface MembershipKey {
  readonly id: string
  readonly username: string
}

/** All groups of the app, newest first, with name, owner and member count. Cost: one call per page of up to 100. */
const groupPages = listRead({
  operation: 'group-list',
  tagsOf: () => [allTag('group')],
  call: ({ from, size }) => ({ query: { limit: size, cursor: from ?? undefined } }),
  page: (reply, { appKey }) => ({
    items: reply.data.map(
      (row): Group => ({
        kind: 'Group',
        id: toId(row.groupid),
        facts: present<Group['facts']>({
          name: row.groupname,
          owner: row.owner === undefined ? undefined : { username: toUsername(row.owner, appKey) },
          memberCount: row.affiliations,
        }),
      }),
    ),
    next: toCursor(reply.cursor),
  }),
})

/** The largest page that the service gives of joined groups; it counts these pages from 0. */
const JOINED_PAGE = 20

/** Groups of a user, with everything but the counts. Cost: one call per 20. Source: operation `group-joined`. */
const joinedPages = listRead({
  operation: 'group-joined',
  tagsOf: (username) => [joinedTag('group', username), allJoinedTag('group'), accountTag(username)],
  call: ({ of, from, size }) => ({
    path: { username: of },
    query: { pagesize: size, pagenum: Number(from) },
  }),
  page: (reply, { appKey }) => ({
    items: reply.entities.map(
      (row): Group => ({ kind: 'Group', id: toId(row.groupId ?? row.id), facts: toFacts(row, appKey) }),
    ),
    ...(reply.total === undefined ? {} : { total: reply.total }),
  }),
})

export interface NewGroup {
  readonly name: string
  readonly description: string
  readonly owner: string
  readonly members?: readonly string[] | null | undefined
  readonly maxMembers?: number | null | undefined
  readonly isPublic?: boolean | null | undefined
  readonly needsApproval?: boolean | null | undefined
  readonly membersMayInvite?: boolean | null | undefined
  readonly avatarUrl?: string | null | undefined
  readonly custom?: string | null | undefined
}

export type GroupChanges = Pick<
  NewGroup,
  'maxMembers' | 'needsApproval' | 'membersMayInvite' | 'avatarUrl' | 'custom'
> & { readonly name?: string | null | undefined; readonly description?: string | null | undefined }

/** All this server knows about the REST side of groups. */
export function groupsSource(client: Client) {
  const isMember = async (id: string, username: string) =>
    (await client.read(memberships, { id, username })) ?? false

  return {
    ...gatheringSource(client, reads, isMember),

    list: (request: PageRequest) =>
      pageByCursor(request, {
        operation: 'group-list',
        list: allTag('group'),
        max: 100,
        fetchPage: (from, size) => client.read(groupPages, { of: '', from, size }),
      }),

    joinedBy: ({ username }: User, request: PageRequest) =>
      pageByNumber(request, {
        list: joinedTag('group', username),
        size: JOINED_PAGE,
        fetchPage: (from) => client.read(joinedPages, { of: username, from, size: JOINED_PAGE }),
      }),

    /** Cost: one call. */
    async create(group: NewGroup): Promise<Group> {
      const owner = readUsername(group.owner, 'owner')
      const members = readNewMembers(group.members, owner)
      return client.write({
        lane: 'membership',
        call: {
          operation: 'group-create',
          body: {
            ...toRow(group),
            groupname: readText(group.name, 'name', 128),
            owner,
            public: group.isPublic ?? false,
            // Sent in any case: its default differs between the generations of the service.
            membersonly: group.needsApproval ?? false,
            ...(members.length === 0 ? {} : { members }),
          },
        },
        tags: [allTag('group'), ...[owner, ...members].map((name) => joinedTag('group', name))],
        // Its id was nobody's before, and may be remembered as such.
        alsoTouches: ({ id }) => [gatheringTag('group', id)],
        outcome: (reply): Group => ({
          kind: 'Group',
          id: toId('groupid' in reply ? reply.groupid : reply.data.groupid),
          facts: {},
        }),
      })
    },

    /** Changes the given fields and leaves the others; answers those that the service left unchanged. Cost: one call. */
    async update(groupId: string, changes: GroupChanges): Promise<readonly string[]> {
      const id = readDigits(groupId, 'groupId')
      return client.write({
        lane: 'membership',
        call: { operation: 'group-update', path: { group_id: id }, body: atLeastOne(toRow(changes)) },
        tags: [gatheringTag('group', id), allTag('group'), allJoinedTag('group')],
        outcome: unchangedFields,
      })
    },
  }
}

function toRow(group: GroupChanges) {
  return present({
    groupname: group.name == null ? undefined : readText(group.name, 'name', 128),
    description: group.description,
    maxusers: group.maxMembers,
    membersonly: group.needsApproval,
    allowinvites: group.membersMayInvite,
    avatar: group.avatarUrl,
    custom: group.custom,
  })
}

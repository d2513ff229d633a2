import type { Client } from '../upstream/upstream.ts'
import {
  atLeastOne,
  type Gathering,
  gatheringReads,
  gatheringSource,
  readNewMembers,
  readSettings,
  unchangedFields,
} from './gatherings.ts'
import { readDigits, readText, readUpTo, readUsername } from './input.ts'
import { type JoinedGroupsCall, joinedGroupsSource } from './joined-groups.ts'
import { listRead, toCursor } from './lists.ts'
import { memberAttributesSource } from './member-attributes.ts'
import { type PageRequest, pageByCursor } from './paging.ts'
import { GROUPS } from './places.ts'
import { membershipIn } from './rolls.ts'
import { sharedFilesSource } from './shared-files.ts'
import { singleRead } from './singles.ts'
import { present, toId, toUsername } from './spelling.ts'
import { allJoinedTag, allTag, DELETIONS_TAG, gatheringTag, joinedTag, STATUSES_TAG } from './tags.ts'
import type { User } from './users.ts'

export type Group = Gathering<'Group'>

const reads = gatheringReads(GROUPS)

/** Whether somebody is a member. Cost: one call per name. */
const memberships = singleRead({
  operation: 'group-is-joined',
  lifetime: 'detail',
  tagsOf: ({ id }: MembershipKey) => [gatheringTag('group', id), DELETIONS_TAG],
  call: ({ id, username }) => ({ path: { group_id: id, username } }),
  value: ({ data }) => data,
})

interface MembershipKey {
  readonly id: string
  readonly username: string
}

/** How many members are connected. Cost: one call per group. */
const onlineCounts = singleRead({
  operation: 'presence-group-online-count',
  lifetime: 'status',
  tagsOf: (id: string) => [gatheringTag('group', id), DELETIONS_TAG, STATUSES_TAG],
  call: (id) => ({ path: { group_id: id } }),
  value: ({ result }) => Number(result),
})

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

export interface GroupSettings {
  readonly joinedGroupsCall: JoinedGroupsCall
}

export interface NewGroup {
  readonly name: string
  readonly description: string
  readonly owner: string
  readonly members?: readonly string[] | null | undefined
  readonly maxMembers?: number | null | undefined
  readonly isPublic?: boolean | null | undefined
  readonly needsApproval?: boolean | null | undefined
  readonly membersMayInvite?: boolean | null | undefined
  /** Sent only: no answer of the service tells it. */
  readonly needsInviteConfirmation?: boolean | null | undefined
  readonly avatarUrl?: string | null | undefined
  readonly custom?: string | null | undefined
}

export type GroupChanges = Pick<
  NewGroup,
  | 'maxMembers'
  | 'isPublic'
  | 'needsApproval'
  | 'membersMayInvite'
  | 'needsInviteConfirmation'
  | 'avatarUrl'
  | 'custom'
> & { readonly name?: string | null | undefined; readonly description?: string | null | undefined }

/** All this server knows about the REST side of groups. */
export function groupsSource(client: Client, { joinedGroupsCall }: GroupSettings) {
  const isMember = async (id: string, username: string) =>
    (await client.read(memberships, { id, username })) ?? false
  const membershipOf = membershipIn(GROUPS, (id) => client.read(reads.detail, id), isMember)

  return {
    ...gatheringSource(client, reads, isMember),

    list: (request: PageRequest) =>
      pageByCursor(request, {
        operation: 'group-list',
        list: allTag('group'),
        max: 100,
        fetchPage: (from, size) => client.read(groupPages, { of: '', from, size }),
      }),

    ...joinedGroupsSource(client, joinedGroupsCall),
    ...sharedFilesSource(client, membershipOf),
    ...memberAttributesSource(client, membershipOf),

    /** From the detail while that carries all members, else one call. Null for an unknown group. */
    async isMember({ id }: Pick<Group, 'id'>, { username }: User): Promise<boolean | null> {
      const roll = await membershipOf(id).roll()
      if (roll === null) return null
      return roll.members?.has(username) ?? isMember(id, username)
    },

    onlineMemberCount: ({ id }: Pick<Group, 'id'>) => client.read(onlineCounts, id),

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
            description: readText(group.description, 'description', 512),
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

    /** Cost: one call. */
    async setDisabled(groupId: string, isDisabled: boolean): Promise<void> {
      const id = readDigits(groupId, 'groupId')
      await client.write({
        lane: 'membership',
        call: { operation: isDisabled ? 'group-disable' : 'group-enable', path: { group_id: id } },
        tags: [gatheringTag('group', id), allJoinedTag('group')],
        outcome: () => undefined,
      })
    },
  }
}

function toRow(group: GroupChanges) {
  const { name, ...settings } = readSettings(group)
  return present({
    groupname: name,
    ...settings,
    membersonly: group.needsApproval,
    allowinvites: group.membersMayInvite,
    invite_need_confirm: group.needsInviteConfirmation,
    public: group.isPublic,
    avatar: group.avatarUrl == null ? undefined : readUpTo(group.avatarUrl, 'avatarUrl', 1024),
    custom: group.custom,
  })
}

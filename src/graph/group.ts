import type { Group } from '../sources/groups.ts'
import type { User } from '../sources/users.ts'
import { builder } from './builder.ts'
import { paged } from './connection.ts'
import { AT_MOST } from './costs.ts'
import { FROM_DETAIL, fact, GatheringType, ONE_EACH } from './gathering.ts'
import { UserType } from './user.ts'

export const GroupType = builder.objectRef<Group>('Group')

builder.node(GroupType, {
  description: 'A lasting conversation. Members join and leave; messages stay.',
  interfaces: [GatheringType],
  isTypeOf: (value) =>
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Group',
  id: { resolve: (group) => group.id, description: 'Global id, for `node` and `nodes`.' },
  fields: (t) => ({
    groupId: t.exposeID('id', { nullable: false, description: 'The id in the service: digits.' }),
    avatarUrl: t.string({
      description: `Address of the picture. ${FROM_DETAIL}`,
      resolve: fact('avatarUrl'),
    }),
    isPublic: t.boolean({
      description: `Whether anybody can find it. ${FROM_DETAIL}`,
      resolve: fact('isPublic'),
    }),
    needsApproval: t.boolean({
      description: `Whether somebody must agree before one can join. ${FROM_DETAIL}`,
      resolve: fact('needsApproval'),
    }),
    membersMayInvite: t.boolean({
      description: `Whether all members may invite others. ${FROM_DETAIL}`,
      resolve: fact('membersMayInvite'),
    }),
    isDisabled: t.boolean({
      description: `Whether it is switched off: nobody can write. ${FROM_DETAIL}`,
      resolve: fact('isDisabled'),
    }),
    isMember: t.boolean({
      description: `Whether a user is a member or the owner. ${FROM_DETAIL} With over 10,000 members, 1 call more per name. ${AT_MOST}`,
      args: { username: t.arg.string({ required: true, description: 'Their name; case does not matter.' }) },
      resolve: (group, { username }, { groups, users }) => groups.isMember(group, users.byName(username)),
    }),
    onlineMemberCount: t.int({
      description: `How many members are connected; FEATURE_OFF where the app has no presence. ${ONE_EACH}`,
      resolve: (group, _args, { groups }) => groups.onlineMemberCount(group),
    }),
  }),
})

const GroupConnection = builder.connectionObject(
  { type: GroupType, name: 'GroupConnection', description: 'A page of groups.' },
  { name: 'GroupEdge', description: 'A group, and its place in the list.' },
)

builder.objectField(UserType, 'groups', (t) =>
  t.field({
    type: GroupConnection,
    description: `Groups they are in, null for an unknown name. Cost: 1 call per 20 groups, which tells all but the counts; where the service does not have that call (setting \`JOINED_GROUPS_CALL\`) 1 per 100, which tells id and name. 1 more, the one that \`account\` needs, where the service knows the name or the call not. ${AT_MOST}`,
    ...paged({
      page: (user: User, request, { groups }) => groups.joinedBy(user, request),
      edge: (node) => ({ node }),
    }),
  }),
)

builder.queryFields((t) => ({
  group: t.field({
    type: GroupType,
    description:
      'The group with this id, null when there is none. Cost: 1 call per 100 groups, shared by all who ask.',
    args: { groupId: t.arg.id({ required: true, description: 'The id in the service: digits.' }) },
    resolve: (_root, { groupId }, { groups }) => groups.byId(groupId),
  }),
  groups: t.field({
    type: GroupConnection,
    description:
      'All groups of the app, newest first. Cost: 1 call per page; it tells name, owner and member count.',
    ...paged({
      page: (_root: object, request, { groups }) => groups.list(request),
      edge: (node) => ({ node }),
    }),
  }),
}))

const CreateGroupInput = builder.inputType('CreateGroupInput', {
  description: 'A new group.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is called, 1 to 128 characters.' }),
    description: t.string({ required: true, description: 'What it is about, 1 to 512 characters.' }),
    owner: t.string({ required: true, description: 'Name of the user who owns it.' }),
    members: t.stringList({
      description: 'Names of further members, up to 100; `addGroupMembers` takes any number of them.',
    }),
    maxMembers: t.int({
      description: 'How many members it can have; the plan of the app sets the top. Default 200.',
    }),
    isPublic: t.boolean({ defaultValue: false, description: 'Whether anybody can find it.' }),
    needsApproval: t.boolean({
      defaultValue: false,
      description: 'Whether somebody must agree before one can join.',
    }),
    membersMayInvite: t.boolean({
      defaultValue: false,
      description: 'Whether all members may invite others.',
    }),
    needsInviteConfirmation: t.boolean({
      description:
        'Whether who is invited must agree before they are a member; without it, as the service is set.',
    }),
    avatarUrl: t.string({ description: 'Address of the picture.' }),
    custom: t.string({ description: 'Free text of the app.' }),
  }),
})

const UpdateGroupInput = builder.inputType('UpdateGroupInput', {
  description: 'Changes of a group. What is left out stays as it is.',
  fields: (t) => ({
    groupId: t.id({ required: true, description: 'The group, by its id in the service.' }),
    name: t.string({ description: 'What it is called, 1 to 128 characters.' }),
    description: t.string({ description: 'What it is about, up to 512 characters.' }),
    maxMembers: t.int({ description: 'How many members it can have.' }),
    needsApproval: t.boolean({ description: 'Whether somebody must agree before one can join.' }),
    membersMayInvite: t.boolean({ description: 'Whether all members may invite others.' }),
    needsInviteConfirmation: t.boolean({
      description:
        'Whether who is invited must agree before they are a member. The service does not tell it.',
    }),
    isPublic: t.boolean({ description: 'Whether anybody can find it.' }),
    avatarUrl: t.string({ description: 'Address of the picture.' }),
    custom: t.string({ description: 'Free text of the app.' }),
  }),
})

const CreateGroupPayload = builder.objectRef<{ group: Group }>('CreateGroupPayload').implement({
  description: 'A new group.',
  fields: (t) => ({
    group: t.expose('group', { type: GroupType, nullable: false, description: 'The group as it is now.' }),
  }),
})

const UpdateGroupPayload = builder
  .objectRef<{ group: Group; unchangedFields: readonly string[] }>('UpdateGroupPayload')
  .implement({
    description: 'A changed group.',
    fields: (t) => ({
      group: t.expose('group', { type: GroupType, nullable: false, description: 'The group as it is now.' }),
      unchangedFields: t.exposeStringList('unchangedFields', {
        nullable: false,
        description: 'Fields that the service did not change although it accepted the call.',
      }),
    }),
  })

const DeleteGroupPayload = builder.objectRef<{ groupId: string }>('DeleteGroupPayload').implement({
  description: 'A group that is gone.',
  fields: (t) => ({ groupId: t.exposeID('groupId', { nullable: false, description: 'The id it had.' }) }),
})

/** A bare reference: what is asked of it is read after the write. */
export const groupOf = (id: string): Group => ({ kind: 'Group', id, facts: {} })

builder.mutationFields((t) => ({
  createGroup: t.field({
    type: CreateGroupPayload,
    description: 'Makes a group. Cost: 1 call. Not repeated when the outcome is unclear (OUTCOME_UNKNOWN).',
    args: { input: t.arg({ type: CreateGroupInput, required: true, description: 'The new group.' }) },
    resolve: async (_root, { input }, { groups }) => ({ group: await groups.create(input) }),
  }),
  updateGroup: t.field({
    type: UpdateGroupPayload,
    description: 'Changes a group. Cost: 1 call.',
    args: { input: t.arg({ type: UpdateGroupInput, required: true, description: 'What changes.' }) },
    resolve: async (_root, { input: { groupId, ...changes } }, { groups }) => ({
      unchangedFields: await groups.update(groupId, changes),
      group: groupOf(groupId),
    }),
  }),
  deleteGroup: t.field({
    type: DeleteGroupPayload,
    description: 'Deletes a group for all its members. Cost: 1 call.',
    args: { groupId: t.arg.id({ required: true, description: 'The group, by its id in the service.' }) },
    resolve: async (_root, { groupId }, { groups }) => ({ groupId: await groups.remove(groupId) }),
  }),
}))

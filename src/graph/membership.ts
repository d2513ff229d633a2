import type { Context } from '../context.ts'
import type { Gathering } from '../sources/gatherings.ts'
import type { MemberResult } from '../sources/members.ts'
import type { GatheringKind } from '../sources/places.ts'
import { builder } from './builder.ts'
import { ChatroomType } from './chatroom.ts'
import { GroupType } from './group.ts'
import { MemberResultType } from './member.ts'

interface MembershipPayload<Kind extends GatheringKind> {
  readonly gathering: Gathering<Kind>
  readonly results: readonly MemberResult[]
}

const RESULTS = 'One per name, in the order given; a name that was given twice has one.'
const USERNAMES = 'Names, any number of them. A name that is given twice counts once.'
const COST =
  'Cost: 1 call per 60 names, one after the other; a few more where the service refuses some of the names, and 1 to learn why.'

const GroupMembersPayload = builder.objectRef<MembershipPayload<'Group'>>('GroupMembersPayload').implement({
  description: 'A group after its members changed.',
  fields: (t) => ({
    group: t.expose('gathering', {
      type: GroupType,
      nullable: false,
      description: 'The group as it is now.',
    }),
    results: t.expose('results', { type: [MemberResultType], nullable: false, description: RESULTS }),
  }),
})

const ChatroomMembersPayload = builder
  .objectRef<MembershipPayload<'Chatroom'>>('ChatroomMembersPayload')
  .implement({
    description: 'A chatroom after its members changed.',
    fields: (t) => ({
      chatroom: t.expose('gathering', {
        type: ChatroomType,
        nullable: false,
        description: 'The chatroom as it is now.',
      }),
      results: t.expose('results', { type: [MemberResultType], nullable: false, description: RESULTS }),
    }),
  })

const GroupMembersInput = builder.inputType('GroupMembersInput', {
  description: 'Members of one group.',
  fields: (t) => ({
    groupId: t.id({ required: true, description: 'The group, by its id in the service.' }),
    usernames: t.stringList({ required: true, description: USERNAMES }),
  }),
})

const ChatroomMembersInput = builder.inputType('ChatroomMembersInput', {
  description: 'Members of one chatroom.',
  fields: (t) => ({
    chatroomId: t.id({ required: true, description: 'The chatroom, by its id in the service.' }),
    usernames: t.stringList({ required: true, description: USERNAMES }),
  }),
})

/** The gathering is a bare reference: what is asked of it is read after the write. */
async function changed<Kind extends GatheringKind>(
  kind: Kind,
  id: string,
  results: Promise<readonly MemberResult[]>,
): Promise<MembershipPayload<Kind>> {
  return { results: await results, gathering: { kind, id, facts: {} } }
}

builder.mutationFields((t) => ({
  addGroupMembers: t.field({
    type: GroupMembersPayload,
    description: `Makes users members of a group. ${COST}`,
    args: { input: t.arg({ type: GroupMembersInput, required: true, description: 'Who, and where.' }) },
    resolve: (_root, { input }, { groups }: Context) =>
      changed('Group', input.groupId, groups.addMembers(input.groupId, input.usernames)),
  }),
  removeGroupMembers: t.field({
    type: GroupMembersPayload,
    description: `Makes members leave a group. ${COST}`,
    args: { input: t.arg({ type: GroupMembersInput, required: true, description: 'Who, and where.' }) },
    resolve: (_root, { input }, { groups }: Context) =>
      changed('Group', input.groupId, groups.removeMembers(input.groupId, input.usernames)),
  }),
  addChatroomMembers: t.field({
    type: ChatroomMembersPayload,
    description: `Makes users members of a chatroom. ${COST}`,
    args: { input: t.arg({ type: ChatroomMembersInput, required: true, description: 'Who, and where.' }) },
    resolve: (_root, { input }, { chatrooms }: Context) =>
      changed('Chatroom', input.chatroomId, chatrooms.addMembers(input.chatroomId, input.usernames)),
  }),
  removeChatroomMembers: t.field({
    type: ChatroomMembersPayload,
    description: `Makes members leave a chatroom. ${COST}`,
    args: { input: t.arg({ type: ChatroomMembersInput, required: true, description: 'Who, and where.' }) },
    resolve: (_root, { input }, { chatrooms }: Context) =>
      changed('Chatroom', input.chatroomId, chatrooms.removeMembers(input.chatroomId, input.usernames)),
  }),
}))

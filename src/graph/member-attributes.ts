import { builder } from './builder.ts'
import { atMost } from './costs.ts'
import { GroupUsersPayload } from './gathering-changes.ts'
import { GroupType, groupOf } from './group.ts'
import { MemberEdgeType } from './member.ts'

const COST = `Cost: 1 call per 10 members of one group, shared by all who ask. A long page of members takes many. ${atMost('groups')}`

builder.objectField(GroupType, 'memberAttributes', (t) =>
  t.field({
    type: 'JSONObject',
    description: `What the app keeps on one member of this group: texts by name. Empty when nothing is set, as on who is no member. ${COST}`,
    args: { username: t.arg.string({ required: true, description: 'Whose; case does not matter.' }) },
    resolve: (group, { username }, { groups, users }) =>
      groups.memberAttributes(group, users.byName(username)),
  }),
)

builder.objectField(MemberEdgeType, 'attributes', (t) =>
  t.field({
    type: 'JSONObject',
    description: `What the app keeps on this member of a group: texts by name, empty when nothing is set. Null in a chatroom, where members have none. ${COST}`,
    resolve: ({ gathering, node }, _args, { groups }) =>
      gathering.kind === 'Group' ? groups.memberAttributes(gathering, node) : null,
  }),
)

const MemberAttributeInput = builder.inputType('MemberAttributeInput', {
  description: 'What the app keeps on a member under one name.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name, 1 to 16 bytes.' }),
    value: t.string({ required: true, description: 'Its value, up to 512 bytes. Empty deletes it.' }),
  }),
})

const MemberAttributesInput = builder.inputType('MemberAttributesInput', {
  description: 'Attributes of one member. Those that are left out stay as they are.',
  fields: (t) => ({
    username: t.string({ required: true, description: 'Name of the member; each once.' }),
    attributes: t.field({
      type: [MemberAttributeInput],
      required: true,
      description: 'At least one. All of a member may have 4 KB.',
    }),
  }),
})

const SetGroupMemberAttributesInput = builder.inputType('SetGroupMemberAttributesInput', {
  description: 'Attributes of members of one group.',
  fields: (t) => ({
    groupId: t.id({ required: true, description: 'The group, by its id in the service.' }),
    members: t.field({
      type: [MemberAttributesInput],
      required: true,
      description: 'Whose, and which; any number of members.',
    }),
  }),
})

builder.mutationField('setGroupMemberAttributes', (t) =>
  t.field({
    type: GroupUsersPayload,
    description:
      'Sets what the app keeps on members of a group. Cost: 1 call per 20 members, one after the other; a few more where the service refuses some of them, and 1 to learn why. NOT_FOUND for who is no member, LIMIT_REACHED when all of a member would have more than 4 KB.',
    args: {
      input: t.arg({ type: SetGroupMemberAttributesInput, required: true, description: 'Whose, and which.' }),
    },
    resolve: async (_root, { input: { groupId, members } }, { groups }) => ({
      results: await groups.setMemberAttributes(groupId, members),
      gathering: groupOf(groupId),
    }),
  }),
)

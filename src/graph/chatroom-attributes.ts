import type { ItemResult } from '../sources/changes.ts'
import type { Chatroom } from '../sources/chatrooms.ts'
import { builder } from './builder.ts'
import { ChatroomType, chatroomOf } from './chatroom.ts'
import { ONE_EACH } from './gathering.ts'
import { RESULTS, resultType } from './item-result.ts'

builder.objectField(ChatroomType, 'attributes', (t) =>
  t.field({
    type: 'JSONObject',
    description: `What the app keeps on this chatroom: texts by name, 100 at most. ${ONE_EACH} Which names are asked for makes no difference.`,
    args: {
      names: t.arg.stringList({
        description: 'Only these; a name that is not set is left out. Default all.',
      }),
    },
    resolve: (chatroom, { names }, { chatrooms }) => chatrooms.attributes(chatroom, names),
  }),
)

const ChatroomAttributeInput = builder.inputType('ChatroomAttributeInput', {
  description: 'What the app keeps on a chatroom under one name.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'Its name, 1 to 128 of the characters a-z A-Z 0-9 _ . -; each once.',
    }),
    value: t.string({ required: true, description: 'Its value, up to 4096 characters.' }),
  }),
})

const ROOM = { required: true, description: 'The chatroom, by its id in the service.' } as const
const ACTOR = { required: true, description: 'The member in whose name it is done.' } as const

const SetChatroomAttributesInput = builder.inputType('SetChatroomAttributesInput', {
  description: 'Attributes of one chatroom. Those that are left out stay as they are.',
  fields: (t) => ({
    chatroomId: t.id(ROOM),
    username: t.string(ACTOR),
    attributes: t.field({
      type: [ChatroomAttributeInput],
      required: true,
      description: 'At least one; a chatroom can have 100.',
    }),
    deleteOnExit: t.boolean({
      defaultValue: true,
      description: 'Whether they go when this member leaves the chatroom.',
    }),
    force: t.boolean({
      defaultValue: false,
      description: 'Whether those that other members set are replaced too.',
    }),
  }),
})

const DeleteChatroomAttributesInput = builder.inputType('DeleteChatroomAttributesInput', {
  description: 'Attributes of one chatroom.',
  fields: (t) => ({
    chatroomId: t.id(ROOM),
    username: t.string(ACTOR),
    names: t.stringList({ required: true, description: 'Their names, any number of them.' }),
    force: t.boolean({
      defaultValue: false,
      description: 'Whether those that other members set are deleted too.',
    }),
  }),
})

const AttributeResultType = resultType('AttributeResult', {
  name: 'name',
  noun: 'attribute',
  description: 'The name of the attribute.',
})

const ChatroomAttributesPayload = builder
  .objectRef<{ readonly chatroom: Chatroom; readonly results: readonly ItemResult[] }>(
    'ChatroomAttributesPayload',
  )
  .implement({
    description: 'A chatroom after a change of its attributes.',
    fields: (t) => ({
      chatroom: t.expose('chatroom', {
        type: ChatroomType,
        nullable: false,
        description: 'The chatroom as it is now.',
      }),
      results: t.expose('results', { type: [AttributeResultType], nullable: false, description: RESULTS }),
    }),
  })

const COST =
  'Cost: 1 call per 10 names, one after the other, and 1 more after each call in which some are refused. NOT_ALLOWED for what another member set, and for the whole when this one is not in the chatroom.'

builder.mutationFields((t) => ({
  setChatroomAttributes: t.field({
    type: ChatroomAttributesPayload,
    description: `Sets what the app keeps on a chatroom. ${COST} LIMIT_REACHED when it has 100.`,
    args: {
      input: t.arg({
        type: SetChatroomAttributesInput,
        required: true,
        description: 'Which, and in whose name.',
      }),
    },
    resolve: async (_root, { input }, { chatrooms }) => ({
      results: await chatrooms.setAttributes(input),
      chatroom: chatroomOf(input.chatroomId),
    }),
  }),
  deleteChatroomAttributes: t.field({
    type: ChatroomAttributesPayload,
    description: `Deletes what the app keeps on a chatroom. ${COST} NOT_FOUND for what is not set.`,
    args: {
      input: t.arg({
        type: DeleteChatroomAttributesInput,
        required: true,
        description: 'Which, and in whose name.',
      }),
    },
    resolve: async (_root, { input }, { chatrooms }) => ({
      results: await chatrooms.deleteAttributes(input),
      chatroom: chatroomOf(input.chatroomId),
    }),
  }),
}))

import type { Chatroom } from '../sources/chatrooms.ts'
import type { User } from '../sources/users.ts'
import { builder } from './builder.ts'
import { paged } from './connection.ts'
import { AT_MOST } from './costs.ts'
import { GatheringType } from './gathering.ts'
import { UserType } from './user.ts'

export const ChatroomType = builder.objectRef<Chatroom>('Chatroom')

builder.node(ChatroomType, {
  description: 'A passing conversation: whoever is offline for two minutes leaves it.',
  interfaces: [GatheringType],
  isTypeOf: (value) =>
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Chatroom',
  id: { resolve: (chatroom) => chatroom.id, description: 'Global id, for `node` and `nodes`.' },
  fields: (t) => ({
    chatroomId: t.exposeID('id', { nullable: false, description: 'The id in the service: digits.' }),
  }),
})

const ChatroomConnection = builder.connectionObject(
  { type: ChatroomType, name: 'ChatroomConnection', description: 'A page of chatrooms.' },
  { name: 'ChatroomEdge', description: 'A chatroom, and its place in the list.' },
)

builder.objectField(UserType, 'chatrooms', (t) =>
  t.field({
    type: ChatroomConnection,
    description: `Chatrooms they are in, null for an unknown name. Cost: 1 call per 100 chatrooms. ${AT_MOST}`,
    ...paged({
      page: (user: User, request, { chatrooms }) => chatrooms.joinedBy(user, request),
      edge: (node) => ({ node }),
    }),
  }),
)

builder.queryFields((t) => ({
  chatroom: t.field({
    type: ChatroomType,
    description:
      'The chatroom with this id, null when there is none. Cost: 1 call per 100 chatrooms, shared by all who ask.',
    args: { chatroomId: t.arg.id({ required: true, description: 'The id in the service: digits.' }) },
    resolve: (_root, { chatroomId }, { chatrooms }) => chatrooms.byId(chatroomId),
  }),
  chatrooms: t.field({
    type: ChatroomConnection,
    description: 'All chatrooms of the app. Cost: 1 call per page; it tells name, owner and member count.',
    ...paged({
      page: (_root: object, request, { chatrooms }) => chatrooms.list(request),
      edge: (node) => ({ node }),
    }),
  }),
}))

const CreateChatroomInput = builder.inputType('CreateChatroomInput', {
  description: 'A new chatroom.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is called, 1 to 128 characters.' }),
    description: t.string({ required: true, description: 'What it is about, 1 to 512 characters.' }),
    owner: t.string({ required: true, description: 'Name of the user who owns it.' }),
    members: t.stringList({
      description: 'Names of further members; `addChatroomMembers` takes any number of them.',
    }),
    maxMembers: t.int({ description: 'How many members it can have, up to 10,000.' }),
    custom: t.string({ description: 'Free text of the app.' }),
  }),
})

const UpdateChatroomInput = builder.inputType('UpdateChatroomInput', {
  description: 'Changes of a chatroom. What is left out stays as it is.',
  fields: (t) => ({
    chatroomId: t.id({ required: true, description: 'The chatroom, by its id in the service.' }),
    name: t.string({ description: 'What it is called, 1 to 128 characters.' }),
    description: t.string({ description: 'What it is about, up to 512 characters.' }),
    maxMembers: t.int({ description: 'How many members it can have.' }),
  }),
})

const CreateChatroomPayload = builder.objectRef<{ chatroom: Chatroom }>('CreateChatroomPayload').implement({
  description: 'A new chatroom.',
  fields: (t) => ({
    chatroom: t.expose('chatroom', {
      type: ChatroomType,
      nullable: false,
      description: 'The chatroom as it is now.',
    }),
  }),
})

const UpdateChatroomPayload = builder
  .objectRef<{ chatroom: Chatroom; unchangedFields: readonly string[] }>('UpdateChatroomPayload')
  .implement({
    description: 'A changed chatroom.',
    fields: (t) => ({
      chatroom: t.expose('chatroom', {
        type: ChatroomType,
        nullable: false,
        description: 'The chatroom as it is now.',
      }),
      unchangedFields: t.exposeStringList('unchangedFields', {
        nullable: false,
        description: 'Fields that the service did not change although it accepted the call.',
      }),
    }),
  })

const DeleteChatroomPayload = builder.objectRef<{ chatroomId: string }>('DeleteChatroomPayload').implement({
  description: 'A chatroom that is gone.',
  fields: (t) => ({
    chatroomId: t.exposeID('chatroomId', { nullable: false, description: 'The id it had.' }),
  }),
})

/** A bare reference: what is asked of it is read after the write. */
export const chatroomOf = (id: string): Chatroom => ({ kind: 'Chatroom', id, facts: {} })

builder.mutationFields((t) => ({
  createChatroom: t.field({
    type: CreateChatroomPayload,
    description:
      'Makes a chatroom. Cost: 1 call. Not repeated when the outcome is unclear (OUTCOME_UNKNOWN).',
    args: { input: t.arg({ type: CreateChatroomInput, required: true, description: 'The new chatroom.' }) },
    resolve: async (_root, { input }, { chatrooms }) => ({ chatroom: await chatrooms.create(input) }),
  }),
  updateChatroom: t.field({
    type: UpdateChatroomPayload,
    description: 'Changes a chatroom. Cost: 1 call.',
    args: { input: t.arg({ type: UpdateChatroomInput, required: true, description: 'What changes.' }) },
    resolve: async (_root, { input: { chatroomId, ...changes } }, { chatrooms }) => ({
      unchangedFields: await chatrooms.update(chatroomId, changes),
      chatroom: chatroomOf(chatroomId),
    }),
  }),
  deleteChatroom: t.field({
    type: DeleteChatroomPayload,
    description: 'Deletes a chatroom for all its members. Cost: 1 call.',
    args: {
      chatroomId: t.arg.id({ required: true, description: 'The chatroom, by its id in the service.' }),
    },
    resolve: async (_root, { chatroomId }, { chatrooms }) => ({
      chatroomId: await chatrooms.remove(chatroomId),
    }),
  }),
}))

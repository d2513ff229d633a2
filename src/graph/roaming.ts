import type { ItemResult } from '../sources/changes.ts'
import type { User } from '../sources/users.ts'
import { builder, type InputFields } from './builder.ts'
import { ConversationInput } from './conversation-input.ts'
import { RESULTS } from './item-result.ts'
import { MessageResultType } from './sent-message.ts'
import { UserType } from './user.ts'
import { UserPayload } from './user-changes.ts'

const oneWayFields = (t: InputFields) => ({
  username: t.string({ required: true, description: 'For whom; the others in it keep what they have.' }),
  conversation: t.field({
    type: ConversationInput,
    required: true,
    description: 'Which: with another user, in a group or in a chatroom.',
  }),
})

const DeleteConversationInput = builder.inputType('DeleteConversationInput', {
  description: 'A conversation of one user, with another user or in a group.',
  fields: (t) => ({
    ...oneWayFields(t),
    withRoamingMessages: t.boolean({
      defaultValue: false,
      description: 'Whether its roaming messages go for this user too.',
    }),
  }),
})

const DeleteRoamingMessagesInput = builder.inputType('DeleteRoamingMessagesInput', {
  description: 'Roaming messages of one conversation of one user.',
  fields: (t) => ({
    ...oneWayFields(t),
    messageIds: t.idList({
      required: true,
      description: 'Their ids in the service, any number of them. One that is given twice counts once.',
    }),
    notifyDevices: t.boolean({
      defaultValue: false,
      description: 'Whether the devices of this user that are connected are told.',
    }),
  }),
})

const DeleteRoamingMessagesUpToInput = builder.inputType('DeleteRoamingMessagesUpToInput', {
  description: 'The older roaming messages of one conversation of one user.',
  fields: (t) => ({
    ...oneWayFields(t),
    upTo: t.field({
      type: 'DateTime',
      required: true,
      description: 'Those that were sent up to this moment.',
    }),
  }),
})

interface DeletedMessages {
  readonly user: User
  readonly results: readonly ItemResult[]
}

const DeleteRoamingMessagesPayload = builder
  .objectRef<DeletedMessages>('DeleteRoamingMessagesPayload')
  .implement({
    description: 'What became of each roaming message that was to go.',
    fields: (t) => ({
      user: t.expose('user', { type: UserType, nullable: false, description: 'For whom.' }),
      results: t.expose('results', { type: [MessageResultType], nullable: false, description: RESULTS }),
    }),
  })

const ROAMING =
  'Roaming messages are those that the service stores for the devices of users. Whether there were any is not told. FEATURE_OFF where the app does not have them.'

builder.mutationFields((t) => ({
  deleteConversation: t.field({
    type: UserPayload,
    description:
      'Takes a conversation off the list of one user, in the service; the others in it keep it. Cost: 1 call. Of these the service takes 5 a minute for each user: beyond it MESSAGE_QUOTA, with `retryAfterMs`, the longest that it can last.',
    args: {
      input: t.arg({ type: DeleteConversationInput, required: true, description: 'Whose, and which.' }),
    },
    resolve: async (_root, { input }, { roaming }) => ({ user: await roaming.deleteConversation(input) }),
  }),
  deleteRoamingMessages: t.field({
    type: DeleteRoamingMessagesPayload,
    description: `Deletes roaming messages by their ids for one user; the others in the conversation keep them. One that is not there is DONE too. ${ROAMING} Cost: 1 call per 50 messages, side by side.`,
    args: {
      input: t.arg({ type: DeleteRoamingMessagesInput, required: true, description: 'Whose, and which.' }),
    },
    resolve: async (_root, { input }, { roaming, users }) => ({
      results: await roaming.deleteMessages(input),
      user: users.byName(input.username),
    }),
  }),
  deleteRoamingMessagesUpTo: t.field({
    type: UserPayload,
    description: `Deletes the older roaming messages of one conversation for one user; the others in it keep them. ${ROAMING} Cost: 1 call.`,
    args: {
      input: t.arg({
        type: DeleteRoamingMessagesUpToInput,
        required: true,
        description: 'Whose, which, and up to when.',
      }),
    },
    resolve: async (_root, { input }, { roaming }) => ({ user: await roaming.deleteMessagesUpTo(input) }),
  }),
  deleteAllRoamingMessages: t.field({
    type: UserPayload,
    description: `Deletes all roaming messages of all conversations for one user. It cannot be taken back. ${ROAMING} Cost: 1 call.`,
    args: { username: t.arg.string({ required: true, description: 'For whom; case does not matter.' }) },
    resolve: async (_root, { username }, { roaming }) => ({
      user: await roaming.deleteAllMessages(username),
    }),
  }),
}))

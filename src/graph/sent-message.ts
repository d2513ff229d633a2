import type { ItemResult } from '../sources/changes.ts'
import type { EditedMessage } from '../sources/sent-messages.ts'
import { builder } from './builder.ts'
import { ConversationInput, MESSAGE_ID } from './conversation-input.ts'
import { resultType } from './item-result.ts'
import { CustomInput, TextInput } from './message-body.ts'
import { UserType } from './user.ts'

export const MessageResultType = resultType('MessageResult', {
  name: 'messageId',
  noun: 'message',
  description: MESSAGE_ID,
})

const RecalledMessageInput = builder.inputType('RecalledMessageInput', {
  description: 'A message, and where it was said: the service finds it by both.',
  fields: (t) => ({
    messageId: t.id({ required: true, description: MESSAGE_ID }),
    to: t.field({ type: ConversationInput, required: true, description: 'Whom it went to.' }),
  }),
})

const RecallMessagesInput = builder.inputType('RecallMessagesInput', {
  description: 'Messages to take back, of any conversations.',
  fields: (t) => ({
    messages: t.field({
      type: [RecalledMessageInput],
      required: true,
      description: 'Which, any number of them; none twice.',
    }),
    recalledBy: t.string({ description: 'Name of who takes them back; without it, the app’s own `admin`.' }),
    force: t.boolean({
      defaultValue: false,
      description:
        'Also what is too old, or what the service no longer stores: then from the devices of those who got it; from those of its sender too where `recalledBy` is the sender.',
    }),
    syncToDevices: t.boolean({
      defaultValue: true,
      description: 'Of messages to single users, whether the own devices of the sender are told.',
    }),
    extensionInfo: t.string({
      description: 'Anything that the client apps are to learn of it, at most 1024 characters.',
    }),
  }),
})

const RecallMessagesPayload = builder
  .objectRef<{ readonly results: readonly ItemResult[] }>('RecallMessagesPayload')
  .implement({
    description: 'What became of each message that was to be taken back.',
    fields: (t) => ({
      results: t.expose('results', {
        type: [MessageResultType],
        nullable: false,
        description: 'One per message, in the order given.',
      }),
    }),
  })

const EditedBodyInput = builder.inputType('EditedBodyInput', {
  description: 'What an edited message says: exactly one of these, of the kind that it was.',
  isOneOf: true,
  fields: (t) => ({
    text: t.field({ type: TextInput, description: 'Text.' }),
    custom: t.field({ type: CustomInput, description: 'Anything the app made up.' }),
  }),
})

const EditMessageInput = builder.inputType('EditMessageInput', {
  description: 'Another content of a message. Body and `ext` together have at most 5 KB.',
  fields: (t) => ({
    messageId: t.id({ required: true, description: MESSAGE_ID }),
    body: t.field({ type: EditedBodyInput, required: true, description: 'What it says from now on.' }),
    editedBy: t.string({ description: 'Name of who edits it.' }),
    ext: t.field({ type: 'JSONObject', description: 'What travels along from now on.' }),
    keepOtherExt: t.boolean({
      defaultValue: true,
      description: 'Whether keys of its old `ext` that the new one does not have stay.',
    }),
  }),
})

const EditMessagePayload = builder.objectRef<EditedMessage>('EditMessagePayload').implement({
  description: 'A message that says something else now.',
  fields: (t) => ({
    messageId: t.exposeID('messageId', { nullable: false, description: MESSAGE_ID }),
    editedBy: t.expose('editedBy', { type: UserType, description: 'Who edited it, where that was said.' }),
  }),
})

/** Why not even the own ones: stands in the descriptions, since users will ask. */
const ADMINS_ONLY = 'The service does not tell whose a message is, so that users may not.'

builder.mutationFields((t) => ({
  recallMessages: t.field({
    type: RecallMessagesPayload,
    description: `Takes messages back: from the service, from those who got them, and from their sender. FAILED with NOT_FOUND for one that is not there, is not where it is said to be, or was taken back before; with TOO_LATE after the time that the app has for it (2 minutes, unless its console says more); with FEATURE_OFF where the app does not have it. ${ADMINS_ONLY} Cost: 1 call per 30 messages, side by side; more where the service refuses some of them by refusing a whole call.`,
    args: {
      input: t.arg({ type: RecallMessagesInput, required: true, description: 'Which, and how.' }),
    },
    resolve: async (_root, { input }, { sentMessages }) => ({ results: await sentMessages.recall(input) }),
  }),
  editMessage: t.field({
    type: EditMessagePayload,
    description: `Lets a text or custom message say something else. NOT_FOUND for one that is not there or no longer stored, LIMIT_REACHED after 10 edits, NOT_ALLOWED where \`editedBy\` may not, CONFLICT when somebody edits it at the same moment, FEATURE_OFF where the app does not have it. ${ADMINS_ONLY} Cost: 1 call, not repeated when the outcome is unclear (OUTCOME_UNKNOWN): each edit counts.`,
    args: {
      input: t.arg({ type: EditMessageInput, required: true, description: 'Which, and what it says.' }),
    },
    resolve: (_root, { input }, { sentMessages }) => sentMessages.edit(input),
  }),
}))

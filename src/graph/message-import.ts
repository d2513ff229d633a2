import type { SendResult } from '../sources/sends.ts'
import { builder } from './builder.ts'
import { ConversationInput } from './conversation-input.ts'
import { MessageBodyInput } from './message-body.ts'
import { SendResultType } from './send-result.ts'

const OldMessageInput = builder.inputType('OldMessageInput', {
  description: 'A message that was said before, elsewhere.',
  fields: (t) => ({
    from: t.string({ required: true, description: 'Name of the sender.' }),
    to: t.field({
      type: ConversationInput,
      required: true,
      description: 'Whom it was said to: a user or a group.',
    }),
    body: t.field({ type: MessageBodyInput, required: true, description: 'What it says.' }),
    ext: t.field({ type: 'JSONObject', description: 'Anything that the app wants to travel along.' }),
    sentAt: t.field({ type: 'DateTime', description: 'When it was said; without it, now.' }),
    isRead: t.boolean({ description: 'Whether it counts as read.' }),
    downloadFile: t.boolean({
      description: 'Whether the service fetches its file from where it is, and stores it.',
    }),
  }),
})

const ImportMessagesPayload = builder
  .objectRef<{ readonly results: readonly SendResult[] }>('ImportMessagesPayload')
  .implement({
    description: 'What became of each message of an import.',
    fields: (t) => ({
      results: t.expose('results', {
        type: [SendResultType],
        nullable: false,
        description: 'One per message, in the order given; SENT is one that was imported.',
      }),
    }),
  })

builder.mutationField('importMessages', (t) =>
  t.field({
    type: ImportMessagesPayload,
    description:
      'Brings messages of another chat service into this one, with the time at which they were said. What is given twice is there twice. An UNKNOWN one is never sent again by itself. Cost: 1 call each, side by side, behind everything that people wait for; more of them than fit into the time of one request (about 290 at 30 calls a second in 10 seconds) are refused whole with WRITE_TOO_LARGE.',
    args: {
      messages: t.arg({
        type: [OldMessageInput],
        required: true,
        description: 'The messages. All are checked before the first is imported.',
      }),
    },
    resolve: async (_root, { messages }, { imports }) => ({ results: await imports.import(messages) }),
  }),
)

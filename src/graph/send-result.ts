import type { SendResult } from '../sources/sends.ts'
import { builder } from './builder.ts'
import { errorOf, ItemErrorType } from './item-result.ts'
import { MessageType, RecipientType } from './message-content.ts'

export const SendStatusType = builder.enumType('SendStatus', {
  description: 'What became of a message for one target.',
  values: {
    SENT: { description: 'The service took it.' },
    FAILED: { description: 'It was certainly not sent; `error` says why.' },
    UNKNOWN: {
      description:
        'No clear answer came: it may have been sent. It is not sent again by itself, so that nobody gets it twice.',
    },
    CANCELLED: { description: 'It was not sent, because its job was cancelled before.' },
  } as const,
})

export const SendResultType = builder.objectRef<SendResult>('SendResult').implement({
  description: 'What became of a message for one target.',
  fields: (t) => ({
    target: t.exposeString('target', {
      nullable: false,
      description: 'Name or id, as the service knows it.',
    }),
    recipient: t.expose('recipient', {
      type: RecipientType,
      nullable: false,
      description: 'The target as an object. Costs nothing by itself.',
    }),
    status: t.expose('status', {
      type: SendStatusType,
      nullable: false,
      description: 'Whether it was sent.',
    }),
    messageId: t.exposeID('messageId', {
      description:
        'Id of the message in the service, when it was sent. Members of a group or chatroom who were reached by one call share it.',
    }),
    message: t.expose('message', {
      type: MessageType,
      description:
        'What was sent, as histories have it. Null unless it is SENT, where the service does not tell its id, and of a job. Costs nothing by itself.',
    }),
    error: t.field({ type: ItemErrorType, description: 'Why not; null when it was sent.', resolve: errorOf }),
  }),
})

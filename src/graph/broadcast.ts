import type { Audience, Broadcasted } from '../sources/broadcasts.ts'
import { builder, type InputFields } from './builder.ts'
import { IDEMPOTENCY_KEY, MessagePriorityType } from './message.ts'
import { MessageBodyInput } from './message-body.ts'
import { UserType } from './user.ts'

const contentFields = (t: InputFields) => ({
  from: t.string({ required: true, description: 'Name of the sender; the service does not check it.' }),
  body: t.field({ type: MessageBodyInput, required: true, description: 'What it says.' }),
  ext: t.field({
    type: 'JSONObject',
    description: 'Anything that the app wants to travel along, but for the name `forSomeMembers`.',
  }),
  idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
})

const BroadcastInput = builder.inputType('BroadcastInput', {
  description: 'A message to everybody.',
  fields: contentFields,
})

const ChatroomBroadcastInput = builder.inputType('ChatroomBroadcastInput', {
  description: 'A message to every chatroom.',
  fields: (t) => ({
    ...contentFields(t),
    priority: t.field({ type: MessagePriorityType, description: 'Which messages are dropped last.' }),
  }),
})

const BroadcastPayload = builder.objectRef<Broadcasted>('BroadcastPayload').implement({
  description: 'A message to everybody that the service has taken. Whom it has reached is not told.',
  fields: (t) => ({
    broadcastId: t.exposeID('broadcastId', {
      nullable: false,
      description: 'Id of the broadcast in the service; that of no message.',
    }),
    from: t.expose('from', { type: UserType, nullable: false, description: 'The sender.' }),
  }),
})

const COST =
  'Cost: 1 call, never repeated: it cannot be taken back; none under an `idempotencyKey` that was used. Refused as MESSAGE_QUOTA when the quota is used up, with `retryAfterMs`, the longest that it can last; FEATURE_OFF until the service has switched broadcasts on for the app.'

const BROADCASTS = [
  {
    ...{ name: 'broadcastToUsers', audience: 'USERS', input: BroadcastInput },
    description: `Sends one message to each user of the app. At most 1 in 30 minutes and 3 a day (UTC). ${COST}`,
  },
  {
    ...{ name: 'broadcastToOnlineUsers', audience: 'ONLINE_USERS', input: BroadcastInput },
    description: `Sends one message to each user who is connected now. At most 1 a minute and 50 a day (UTC). ${COST}`,
  },
  {
    ...{ name: 'broadcastToChatrooms', audience: 'CHATROOMS', input: ChatroomBroadcastInput },
    description: `Sends one message to each chatroom where somebody is. At most 1 a second, 10 a minute and 100 a day (UTC). ${COST}`,
  },
] as const satisfies readonly { readonly audience: Audience; readonly [name: string]: unknown }[]

for (const { name, audience, input, description } of BROADCASTS) {
  builder.mutationField(name, (t) =>
    t.field({
      type: BroadcastPayload,
      description,
      args: { input: t.arg({ type: input, required: true, description: 'The message.' }) },
      resolve: (_root, args, { broadcasts }) => broadcasts.send(audience, args.input),
    }),
  )
}

import type { Sent } from '../sources/messages.ts'
import { builder } from './builder.ts'
import { JobType } from './job.ts'
import { MessageBodyInput } from './message-body.ts'
import { SendResultType } from './send-result.ts'
import { UserType } from './user.ts'

const GroupMembersInput = builder.inputType('GroupMembersTargetInput', {
  description: 'Some members of one group.',
  fields: (t) => ({
    groupId: t.id({ required: true, description: 'The group.' }),
    usernames: t.stringList({ required: true, description: 'Those of its members who get it.' }),
  }),
})

const ChatroomMembersInput = builder.inputType('ChatroomMembersTargetInput', {
  description: 'Some members of one chatroom.',
  fields: (t) => ({
    chatroomId: t.id({ required: true, description: 'The chatroom.' }),
    usernames: t.stringList({ required: true, description: 'Those of its members who get it.' }),
  }),
})

const MessageTargetInput = builder.inputType('MessageTargetInput', {
  description: 'Who gets the message: exactly one of these, with any number of targets.',
  isOneOf: true,
  fields: (t) => ({
    users: t.stringList({ description: 'Names of users. 1 call per 600.' }),
    groups: t.idList({ description: 'Groups, by their ids in the service. 1 call per 3.' }),
    chatrooms: t.idList({ description: 'Chatrooms, by their ids in the service. 1 call per 10.' }),
    groupMembers: t.field({
      type: GroupMembersInput,
      description:
        'Some members of one group; the others do not see it. 1 call per 20, each of which makes one message.',
    }),
    chatroomMembers: t.field({
      type: ChatroomMembersInput,
      description:
        'Some members of one chatroom; the others do not see it. 1 call per 20, each of which makes one message.',
    }),
  }),
})

export const MessagePriorityType = builder.enumType('MessagePriority', {
  description: 'Which messages of a crowded chatroom are dropped last.',
  values: {
    HIGH: { description: 'Dropped last.' },
    NORMAL: { description: 'The default.' },
    LOW: { description: 'Dropped first.' },
  } as const,
})

/** The same for every mutation that sends. */
export const IDEMPOTENCY_KEY =
  'Makes it safe to repeat: 1 to 128 printable characters of ASCII, new for each send, like a UUID. For 24 hours the same caller gets the same answer to the same input, without a call; to another input IDEMPOTENCY_KEY_REUSED. What is UNKNOWN stays so, and is not sent again. A send that failed as a whole, with an error or FAILED for every target, was not done: the same key tries again. Receivers find the key in `ext.idempotencyKey`.'

const SendMessageInput = builder.inputType('SendMessageInput', {
  description: 'A message, and who gets it. The service checks neither sender nor targets.',
  fields: (t) => ({
    from: t.string({ required: true, description: 'Name of the sender.' }),
    to: t.field({ type: MessageTargetInput, required: true, description: 'Who gets it.' }),
    body: t.field({ type: MessageBodyInput, required: true, description: 'What it says.' }),
    ext: t.field({
      type: 'JSONObject',
      description:
        'Anything that the app wants to travel along, but for the name `forSomeMembers`: with that this server marks messages to some members.',
    }),
    onlineOnly: t.boolean({
      defaultValue: false,
      description: 'Only to those who are connected now; nobody else ever gets it. Not for chatrooms.',
    }),
    syncToDevices: t.boolean({
      defaultValue: false,
      description:
        'Also to the own devices of the sender. Groups always do; not for some members of a chatroom.',
    }),
    priority: t.field({ type: MessagePriorityType, description: 'For whole chatrooms only.' }),
    leftOutOfRoamingOf: t.stringList({
      description:
        'Names of users who get it, but do not find it again among the messages that the service stores for them. For users and whole groups only.',
    }),
    needsReadReceipts: t.boolean({
      defaultValue: false,
      description: 'Whether members are asked to confirm that they read it. For whole groups only.',
    }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
    asJob: t.boolean({
      defaultValue: false,
      description:
        'Answered at once with a `job` that is sent in the background, however long it takes; see `Job`. Under an `idempotencyKey` there is one job for each key.',
    }),
  }),
})

const SendMessagePayload = builder.objectRef<Sent>('SendMessagePayload').implement({
  description: 'What became of a message.',
  fields: (t) => ({
    from: t.expose('from', { type: UserType, nullable: false, description: 'The sender.' }),
    results: t.expose('results', {
      type: [SendResultType],
      nullable: false,
      description:
        'One per target, in the order given; a target that was given twice has one. Empty for a job, which has its own.',
    }),
    job: t.expose('job', {
      type: JobType,
      description: 'The job that sends it, where that was asked for by `asJob`; else null.',
    }),
  }),
})

builder.mutationField('sendMessage', (t) =>
  t.field({
    type: SendMessagePayload,
    description:
      'Sends one message to any number of targets. Cost: 1 call per 600 users, 3 groups, 10 chatrooms, or 20 members of one of them; none for a repetition under its `idempotencyKey`. A message too large for the time of one request is refused whole (WRITE_TOO_LARGE): `asJob` takes it, at no call now and as many later.',
    args: { input: t.arg({ type: SendMessageInput, required: true, description: 'The message.' }) },
    resolve: (_root, { input }, { messages }) => messages.send(input),
  }),
)

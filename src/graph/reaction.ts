import type { NewReaction, Reaction } from '../sources/reactions.ts'
import { builder } from './builder.ts'
import { paged } from './connection.ts'
import { MESSAGE_ID } from './conversation-input.ts'
import { AT_MOST, atMost } from './costs.ts'
import { MessageType } from './message-content.ts'
import { UserConnection, UserType } from './user.ts'

/** As many as the service tells beside the count. */
const MOST_FIRST_USERS = 3
const FEATURE = 'FEATURE_OFF where the app does not have reactions.'
const REACTION = 'What was chosen, as the client apps name it: `emoji_40`, or the emoji itself.'

const ReactionType = builder.objectRef<Reaction>('MessageReaction').implement({
  description: 'One reaction to one message.',
  fields: (t) => ({
    reaction: t.exposeString('reaction', { nullable: false, description: REACTION }),
    count: t.exposeInt('count', { nullable: false, description: 'How many users reacted so.' }),
    hasReacted: t.exposeBoolean('hasReacted', {
      description:
        'Whether the one whom `as` names has; for a user who asks, whether they have. Null where it is nobody in particular.',
    }),
    firstUsers: t.expose('firstUsers', {
      type: [UserType],
      extensions: { mostItems: MOST_FIRST_USERS },
      description: 'Up to three who reacted so. Costs nothing by itself.',
    }),
    users: t.field({
      type: UserConnection,
      description: `All who reacted so. Cost: 1 call per 50 users. ${AT_MOST}`,
      ...paged({
        page: (reaction: Reaction, request, { reactions }) => reactions.usersOf(reaction, request),
        edge: (node) => ({ node }),
      }),
    }),
  }),
})

builder.interfaceField(MessageType, 'reactions', (t) =>
  t.field({
    type: [ReactionType],
    extensions: { mostItems: 20 },
    description: `Reactions to it; null in a chatroom, where there are none. Cost: 1 call per 20 messages of one group, or of single users, for each one who looks. ${atMost('of these')} ${FEATURE}`,
    args: {
      as: t.arg.string({
        description:
          'Name of the user through whose eyes the service shows them; it should be in the conversation. Default: the user who asks; for an admin the sender, or of two users who talk always the same one. So name a member where an admin lists messages of a group by many senders: else each sender costs calls of their own.',
      }),
    },
    resolve: (message, { as }, { reactions, caller }) =>
      reactions.of(message, as ?? (caller.kind === 'user' ? caller.username : null)),
  }),
)

const ReactionInput = builder.inputType('ReactionInput', {
  description: 'A reaction of one user to one message.',
  fields: (t) => ({
    messageId: t.id({ required: true, description: MESSAGE_ID }),
    username: t.string({ required: true, description: 'Name of who reacts.' }),
    reaction: t.string({ required: true, description: `${REACTION} 1 to 128 characters.` }),
  }),
})

const ReactionPayload = builder.objectRef<NewReaction>('ReactionPayload').implement({
  description: 'A reaction that is there now, or no longer.',
  fields: (t) => ({
    messageId: t.exposeID('messageId', { nullable: false, description: MESSAGE_ID }),
    reaction: t.exposeString('reaction', { nullable: false, description: REACTION }),
    user: t.field({
      type: UserType,
      nullable: false,
      description: 'Whose it is or was.',
      resolve: ({ username }) => ({ username }),
    }),
    current: t.field({
      type: ReactionType,
      description: `The reaction as this user sees it now; null when nobody reacts so any more. Cost: 1 call. ${AT_MOST}`,
      resolve: (given, _args, { reactions }) => reactions.current(given),
    }),
  }),
})

const inputArg = { type: ReactionInput, required: true, description: 'Whose, to what.' } as const

builder.mutationFields((t) => ({
  addReaction: t.field({
    type: ReactionPayload,
    description: `Lets a user react to a message to a user or in a group. One that is there already is no failure. NOT_ALLOWED for who is not in the conversation, and for a message that is not there; LIMIT_REACHED beyond 20 different ones a message; ${FEATURE} Cost: 1 call.`,
    args: { input: t.arg(inputArg) },
    resolve: (_root, { input }, { reactions }) => reactions.add(input),
  }),
  removeReaction: t.field({
    type: ReactionPayload,
    description: `Takes the reaction of a user back. NOT_FOUND where they have not reacted so; ${FEATURE} Cost: 1 call.`,
    args: { input: t.arg(inputArg) },
    resolve: (_root, { input }, { reactions }) => reactions.remove(input),
  }),
}))

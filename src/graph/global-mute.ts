import type { GlobalMute, MuteScope, MuteTerm } from '../sources/global-mutes.ts'
import type { User } from '../sources/users.ts'
import { builder } from './builder.ts'
import { type EdgeShape, paged } from './connection.ts'
import { AT_MOST } from './costs.ts'
import { MuteTermInput } from './mute-term.ts'
import { UserType } from './user.ts'
import { UserPayload } from './user-changes.ts'

const EXPIRES_AT = 'When it ends by itself; null when it lasts until it is lifted.'

const MuteTermType = builder.objectRef<MuteTerm>('MuteTerm').implement({
  description: 'How long somebody may not write.',
  fields: (t) => ({
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: EXPIRES_AT }),
  }),
})

const GlobalMuteType = builder.objectRef<GlobalMute>('GlobalMute').implement({
  description:
    'Where a user may not write, whichever conversation it is. Mutes of single groups and chatrooms are apart.',
  fields: (t) => ({
    users: t.expose('users', { type: MuteTermType, description: 'To single users; null when they may.' }),
    groups: t.expose('groups', { type: MuteTermType, description: 'In any group; null when they may.' }),
    chatrooms: t.expose('chatrooms', {
      type: MuteTermType,
      description: 'In any chatroom; null when they may.',
    }),
  }),
})

const MuteScopeType = builder.enumType('MuteScope', {
  description: 'The kind of conversation in which a user may not write.',
  values: {
    USERS: { description: 'With single users.' },
    GROUPS: { description: 'In groups.' },
    CHATROOMS: { description: 'In chatrooms.' },
  } as const,
})

interface MutedUserEdge extends EdgeShape<User>, MuteTerm {
  readonly scope: MuteScope
}

const MutedUserEdgeType = builder.objectRef<MutedUserEdge>('MutedUserEdge').implement({
  description: 'A user, and one kind of conversation in which they may not write.',
  fields: (t) => ({
    node: t.expose('node', { type: UserType, nullable: false, description: 'Who is muted.' }),
    cursor: t.exposeString('cursor', { nullable: false, description: 'To continue after this mute.' }),
    scope: t.expose('scope', { type: MuteScopeType, nullable: false, description: 'Where.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: EXPIRES_AT }),
  }),
})

const MutedUserConnection = builder.connectionObject(
  { type: UserType, name: 'MutedUserConnection', description: 'A page of muted users.' },
  MutedUserEdgeType,
)

builder.objectField(UserType, 'globalMute', (t) =>
  t.field({
    type: GlobalMuteType,
    description: `Where they may not write, whichever conversation it is; null for an unknown name. Cost: 1 call per user. ${AT_MOST} For many see \`mutedUsers\`.`,
    resolve: (user, _args, { globalMutes }) => globalMutes.of(user),
  }),
)

builder.queryField('mutedUsers', (t) =>
  t.field({
    type: MutedUserConnection,
    description:
      'Who may not write, whichever conversation it is: one edge for each user and kind of conversation. The service goes on listing mutes that are over. They are left out here, so a page can be shorter than `first`, even empty: go on while `hasNextPage`. Cost: 1 call per 50.',
    ...paged({
      page: (_root: object, request, { globalMutes }) => globalMutes.list(request),
      edge: ({ user, scope, term }) => ({ node: user, scope, expiresAt: term?.expiresAt ?? null }),
    }),
  }),
)

const SetGlobalMuteInput = builder.inputType('SetGlobalMuteInput', {
  description: 'Where a user may not write, and for how long. What is left out stays as it is.',
  fields: (t) => ({
    username: t.string({ required: true, description: 'Who.' }),
    users: t.field({ type: MuteTermInput, description: 'To single users.' }),
    groups: t.field({ type: MuteTermInput, description: 'In any group.' }),
    chatrooms: t.field({ type: MuteTermInput, description: 'In any chatroom.' }),
  }),
})

builder.mutationField('setGlobalMute', (t) =>
  t.field({
    type: UserPayload,
    description:
      'Keeps a user from writing in all conversations of some kinds, or lets them write again. Cost: 1 call. NOT_FOUND for an unknown name.',
    args: {
      input: t.arg({ type: SetGlobalMuteInput, required: true, description: 'Who, where, and how long.' }),
    },
    resolve: async (_root, { input }, { globalMutes }) => ({ user: await globalMutes.set(input) }),
  }),
)

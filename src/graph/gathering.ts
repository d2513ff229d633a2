import type { Context } from '../context.ts'
import type { Gathering, GatheringFacts } from '../sources/gatherings.ts'
import type { Mute } from '../sources/moderation.ts'
import { builder } from './builder.ts'
import { paged } from './connection.ts'
import { AT_MOST } from './costs.ts'
import { MemberConnection, MemberEdgeType } from './member.ts'
import { UserType } from './user.ts'

/** What groups and chatrooms have in common has one set of resolvers. */
export function sourceOf({ kind }: Pick<Gathering, 'kind'>, { groups, chatrooms }: Context) {
  return kind === 'Group' ? groups : chatrooms
}

/** The resolver of a fact that lists may have told already. */
export function fact<Name extends keyof GatheringFacts>(name: Name) {
  return (gathering: Gathering, _args: object, context: Context) =>
    sourceOf(gathering, context).fact(gathering, name)
}

export const FROM_DETAIL =
  'Cost: nothing where the list told it, else 1 call per 100, which tells all such fields.'

/** The service answers these for one group or chatroom at a time. */
export const ONE_EACH = `Cost: 1 call for each group or chatroom. ${AT_MOST}`

const MuteType = builder.objectRef<Mute>('Mute').implement({
  description: 'A member who may not write for a while.',
  fields: (t) => ({
    user: t.expose('user', { type: UserType, nullable: false, description: 'Who is muted.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When it ends by itself; null when it lasts until it is lifted.',
    }),
  }),
})

export const GatheringType = builder.interfaceRef<Gathering>('Gathering').implement({
  description: 'What a group and a chatroom have in common: people in one place.',
  resolveType: ({ kind }) => kind,
  fields: (t) => ({
    name: t.string({
      description: `What it is called. ${FROM_DETAIL}`,
      resolve: fact('name'),
    }),
    description: t.string({
      description: `What it is about. ${FROM_DETAIL}`,
      resolve: fact('description'),
    }),
    owner: t.field({
      type: UserType,
      description: `Who made it, or was given it. ${FROM_DETAIL}`,
      resolve: fact('owner'),
    }),
    memberCount: t.int({
      description: `How many members it has, the owner included. ${FROM_DETAIL}`,
      resolve: fact('memberCount'),
    }),
    maxMembers: t.int({
      description: `How many members it can have. ${FROM_DETAIL}`,
      resolve: fact('maxMembers'),
    }),
    isMutedForAll: t.boolean({
      description: `Whether only the owner, admins and allowed members may write at the moment. ${FROM_DETAIL}`,
      resolve: fact('isMutedForAll'),
    }),
    custom: t.string({
      description: `Free text of the app. ${FROM_DETAIL}`,
      resolve: fact('custom'),
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: `When it was made. ${FROM_DETAIL}`,
      resolve: fact('createdAt'),
    }),
    members: t.field({
      type: MemberConnection,
      description: `Owner and members, in the order of the service. ${FROM_DETAIL} With over 10,000 members, 1 call more per page. ${AT_MOST}`,
      ...paged({
        page: (gathering: Gathering, request, context) =>
          sourceOf(gathering, context).members(gathering, request),
        edge: ({ user, role }, gathering) => ({ node: user, role, gathering }),
      }),
    }),
    admins: t.field({
      type: [UserType],
      description: `Members who may manage it; the owner is not among them. ${ONE_EACH}`,
      resolve: (gathering, _args, context) => sourceOf(gathering, context).admins(gathering),
    }),
    blockedUsers: t.field({
      type: [UserType],
      description: `Who may not become a member. ${ONE_EACH}`,
      resolve: (gathering, _args, context) => sourceOf(gathering, context).blockedUsers(gathering),
    }),
    allowedUsers: t.field({
      type: [UserType],
      description: `Members who may write even while all are muted. ${ONE_EACH}`,
      resolve: (gathering, _args, context) => sourceOf(gathering, context).allowedUsers(gathering),
    }),
    mutes: t.field({
      type: [MuteType],
      description: `Members who may not write for a while. Muting all is apart: see \`isMutedForAll\`. ${ONE_EACH}`,
      resolve: (gathering, _args, context) => sourceOf(gathering, context).mutes(gathering),
    }),
    announcement: t.string({
      description: `What its members are told; null when there is nothing. ${ONE_EACH}`,
      resolve: (gathering, _args, context) => sourceOf(gathering, context).announcement(gathering),
    }),
  }),
})

builder.objectField(MemberEdgeType, 'isAdmin', (t) =>
  t.boolean({
    description: `Whether they may manage it; false for the owner, see \`role\`. ${ONE_EACH}`,
    resolve: ({ gathering, node, role }, _args, context) =>
      role === 'OWNER' ? false : sourceOf(gathering, context).isAdmin(gathering.id, node),
  }),
)

import type { ItemResult } from '../sources/changes.ts'
import { builder } from './builder.ts'
import { paged } from './connection.ts'
import { namesField, ONE_CALL_EACH, RESULTS, UserResultType } from './item-result.ts'
import { UserConnection } from './user.ts'

const superAdmins = paged({
  page: (_parent: object, request, context) => context.superAdmins.list(request),
  edge: (node) => ({ node }),
})

builder.queryField('chatroomSuperAdmins', (t) =>
  t.field({
    type: UserConnection,
    description: 'Users whom the client apps let make chatrooms. Cost: 1 call per 100 users.',
    ...superAdmins,
  }),
)

const ChatroomSuperAdminsPayload = builder
  .objectRef<{ readonly results: readonly ItemResult[] }>('ChatroomSuperAdminsPayload')
  .implement({
    description: 'The super admins after a change.',
    fields: (t) => ({
      superAdmins: t.field({
        type: UserConnection,
        description: 'Who is one now. Cost: 1 call per 100 users.',
        ...superAdmins,
      }),
      results: t.expose('results', { type: [UserResultType], nullable: false, description: RESULTS }),
    }),
  })

builder.mutationFields((t) => ({
  addChatroomSuperAdmins: t.field({
    type: ChatroomSuperAdminsPayload,
    description: `Lets users make chatrooms in the client apps. NOT_FOUND for who is not registered. ${ONE_CALL_EACH}`,
    args: { usernames: t.arg.stringList(namesField) },
    resolve: async (_root, { usernames }, context) => ({ results: await context.superAdmins.add(usernames) }),
  }),
  removeChatroomSuperAdmins: t.field({
    type: ChatroomSuperAdminsPayload,
    description: `Makes super admins ordinary users again; who is none is DONE too. NOT_FOUND for who is not registered. ${ONE_CALL_EACH}`,
    args: { usernames: t.arg.stringList(namesField) },
    resolve: async (_root, { usernames }, context) => ({
      results: await context.superAdmins.remove(usernames),
    }),
  }),
}))

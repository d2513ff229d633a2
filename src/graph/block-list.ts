import type { User } from '../sources/users.ts'
import { builder } from './builder.ts'
import { paged } from './connection.ts'
import { AT_MOST } from './costs.ts'
import { namesField } from './item-result.ts'
import { changed, ONE_BY_ONE, ownerField, UserUsersPayload } from './relation.ts'
import { UserConnection, UserType } from './user.ts'

builder.objectField(UserType, 'blockedUsers', (t) =>
  t.field({
    type: UserConnection,
    description: `Whom they do not want to hear from, newest first, at most 500. Null for an unknown name. Cost: 1 call per 50 users. ${AT_MOST}`,
    ...paged({
      page: (user: User, request, { blocks }) => blocks.of(user, request),
      edge: (user) => ({ node: user }),
    }),
  }),
)

const BlockListInput = builder.inputType('BlockListInput', {
  description: 'Names on the block list of one user.',
  fields: (t) => ({ username: t.string(ownerField), usernames: t.stringList(namesField) }),
})

builder.mutationFields((t) => ({
  blockUsers: t.field({
    type: UserUsersPayload,
    description:
      'Keeps users from writing to one. Whoever is blocked already is DONE too. Cost: 1 call per 50 names, one after the other; where the service left out some of the names, 1 more to learn why, and 1 for each who is not on the list. LIMIT_REACHED when it is full.',
    args: { input: t.arg({ type: BlockListInput, required: true, description: 'By whom, and who.' }) },
    resolve: (_root, { input }, { blocks }) =>
      changed(input.username, blocks.add(input.username, input.usernames)),
  }),
  unblockUsers: t.field({
    type: UserUsersPayload,
    description: `Lets users write to one again. Whoever is not blocked is DONE too. ${ONE_BY_ONE}`,
    args: { input: t.arg({ type: BlockListInput, required: true, description: 'By whom, and who.' }) },
    resolve: (_root, { input }, { blocks }) =>
      changed(input.username, blocks.remove(input.username, input.usernames)),
  }),
}))

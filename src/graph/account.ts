import { builder } from './builder.ts'
import { namesField, ONE_CALL_EACH, UsersPayload } from './item-result.ts'
import { UserPayload } from './user-changes.ts'

const DeleteOldestUsersPayload = builder
  .objectRef<{ readonly usernames: readonly string[] }>('DeleteOldestUsersPayload')
  .implement({
    description: 'Who was deleted.',
    fields: (t) => ({
      usernames: t.exposeStringList('usernames', {
        nullable: false,
        description: 'Their names. Nobody has them any more.',
      }),
    }),
  })

const USERNAME = { required: true, description: 'Their name; case does not matter.' } as const

builder.mutationFields((t) => ({
  setPassword: t.field({
    type: UserPayload,
    description:
      'Replaces the password of a user; the old one is not needed. Cost: 1 call. NOT_FOUND for an unknown name.',
    args: {
      username: t.arg.string(USERNAME),
      newPassword: t.arg.string({ required: true, description: '1 to 64 characters.' }),
    },
    resolve: async (_root, { username, newPassword }, { accounts }) => ({
      user: await accounts.setPassword(username, newPassword),
    }),
  }),
  deactivateUser: t.field({
    type: UserPayload,
    description:
      'Bans an account: whoever is logged in is logged out, and cannot log in until `activateUser`. Cost: 1 call. NOT_FOUND for an unknown name.',
    args: { username: t.arg.string(USERNAME) },
    resolve: async (_root, { username }, { accounts }) => ({ user: await accounts.deactivate(username) }),
  }),
  activateUser: t.field({
    type: UserPayload,
    description: 'Lets a deactivated account log in again. Cost: 1 call. NOT_FOUND for an unknown name.',
    args: { username: t.arg.string(USERNAME) },
    resolve: async (_root, { username }, { accounts }) => ({ user: await accounts.activate(username) }),
  }),
  deleteUsers: t.field({
    type: UsersPayload,
    description: `Deletes users for good, with the groups and chatrooms that they own. An unknown name is FAILED with NOT_FOUND. ${ONE_CALL_EACH}`,
    args: {
      usernames: t.arg.stringList(namesField),
    },
    resolve: async (_root, { usernames }, { accounts }) => ({
      results: await accounts.deleteMany(usernames),
    }),
  }),
  deleteOldestUsers: t.field({
    type: DeleteOldestUsersPayload,
    description:
      'Deletes the users of the app that registered first, whoever they are, with the groups and chatrooms that they own. Meant for test data, so it is NOT_ALLOWED unless the setting `DELETE_OLDEST_USERS` is on. Never repeated when the outcome is unclear: a second call would delete the next ones. Cost: 1 call.',
    args: {
      count: t.arg.int({ required: true, description: 'How many, 1 to 100.' }),
      confirmDeleting: t.arg.int({
        required: true,
        description: 'The same number once more. Nothing is deleted when the two differ.',
      }),
    },
    resolve: async (_root, args, { accounts, settings }) => ({
      usernames: await accounts.deleteOldest(args, { isAllowed: settings.deleteOldestUsers }),
    }),
  }),
}))

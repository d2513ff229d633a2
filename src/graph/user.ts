import type { Profile } from '../sources/profiles.ts'
import type { Account, User } from '../sources/users.ts'
import { builder } from './builder.ts'
import { paged } from './connection.ts'
import { AT_MOST } from './costs.ts'

const OnlineStatusType = builder.enumType('OnlineStatus', {
  description: 'Whether a user has a connection to the service at this moment.',
  values: {
    ONLINE: { description: 'At least one device is connected.' },
    OFFLINE: { description: 'No device is connected, or nobody has this name. Push messages still arrive.' },
  } as const,
})

export const GenderType = builder.enumType('Gender', {
  description: 'What a user entered as gender.',
  values: {
    MALE: { description: 'Stored as 1.' },
    FEMALE: { description: 'Stored as 2.' },
    UNKNOWN: { description: 'Stored as 0, or as anything else.' },
  } as const,
})

const ProfileType = builder.objectRef<Profile>('Profile').implement({
  description: 'What a user shows of themselves: the user attributes. All of them come with one read.',
  fields: (t) => ({
    nickname: t.exposeString('nickname', { description: 'The name to show.' }),
    avatarUrl: t.exposeString('avatarUrl', { description: 'Address of the picture.' }),
    signature: t.exposeString('signature', { description: 'A line about themselves.' }),
    gender: t.expose('gender', { type: GenderType, description: 'Null when the user never said.' }),
    email: t.exposeString('email', { description: 'Mail address.' }),
    phone: t.exposeString('phone', { description: 'Phone number.' }),
    birthday: t.exposeString('birthday', { description: 'Birthday, as the user wrote it.' }),
    ext: t.exposeString('ext', { description: 'Free text of the app.' }),
    attribute: t.string({
      description:
        'Any attribute by its key, also one that the app made up (setting `PROFILE_PROPERTIES`). `attributes` of the user tells all of them, at a call each.',
      args: { name: t.arg.string({ required: true, description: 'The key, as the app stores it.' }) },
      resolve: (profile, { name }, { users, settings }) =>
        users.attribute(profile, name, settings.profileProperties),
    }),
  }),
})

const AccountType = builder.objectRef<Account>('Account').implement({
  description: 'The registration of a user.',
  fields: (t) => ({
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the name was registered.' }),
    modifiedAt: t.expose('modifiedAt', {
      type: 'DateTime',
      description: 'When the registration last changed.',
    }),
    isActive: t.exposeBoolean('isActive', {
      nullable: false,
      description: 'False for a deactivated account: it cannot log in.',
    }),
  }),
})

export const UserType = builder.objectRef<User>('User')

export const UserConnection = builder.connectionObject(
  { type: UserType, name: 'UserConnection', description: 'A page of users.' },
  { name: 'UserEdge', description: 'A user, and their place in the list.' },
)

builder.node(UserType, {
  description:
    'Somebody who chats. A user is a reference: it costs nothing and says nothing about whether the name is registered; `account` does.',
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'username' in value,
  id: { resolve: (user) => user.username, description: 'Global id, for `node` and `nodes`.' },
  fields: (t) => ({
    username: t.exposeString('username', {
      nullable: false,
      description: 'The name in the service, in lower case.',
    }),
    onlineStatus: t.field({
      type: OnlineStatusType,
      description: 'Whether they are connected. Cost: 1 call per 100 users, shared by all who ask.',
      resolve: (user, _args, { users }) => users.status(user),
    }),
    profile: t.field({
      type: ProfileType,
      description: 'Their user attributes. Cost: 1 call per 100 users, shared by all who ask.',
      resolve: (user, _args, { users }) => users.profile(user),
    }),
    account: t.field({
      type: AccountType,
      description: `Whether the name is registered (null when not), and since when. Cost: 1 call per user, because the service has no batch for it: do not ask for it in long lists. ${AT_MOST}`,
      resolve: (user, _args, { users }) => users.account(user),
    }),
  }),
})

builder.queryFields((t) => ({
  viewer: t.field({
    type: UserType,
    description: 'The user who asks, null for an admin. Costs nothing by itself.',
    resolve: (_root, _args, { caller, users }) =>
      caller.kind === 'user' ? users.byName(caller.username) : null,
  }),
  user: t.field({
    type: UserType,
    description:
      'The user of this name; null only beside an error. Costs nothing by itself, and does not check whether the name is registered.',
    args: { username: t.arg.string({ required: true, description: 'Their name; case does not matter.' }) },
    resolve: (_root, { username }, { users }) => users.byName(username),
  }),
  users: t.field({
    type: UserConnection,
    description: 'All users of the app, oldest first. Cost: 1 call per page.',
    ...paged({
      page: (_root: object, request, { users }) => users.list(request),
      edge: ({ username }) => ({ node: { username } }),
    }),
  }),
}))

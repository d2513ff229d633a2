import type { ItemResult } from '../sources/changes.ts'
import type { DevicePresence, Presence } from '../sources/presence-rows.ts'
import type { PresenceSubscription } from '../sources/subscriptions.ts'
import type { User } from '../sources/users.ts'
import { builder } from './builder.ts'
import { type EdgeShape, paged } from './connection.ts'
import { AT_MOST, atMost } from './costs.ts'
import { RESULTS, UserResultType } from './item-result.ts'
import { UserType } from './user.ts'
import { UserPayload } from './user-changes.ts'

const DeviceStatusType = builder.enumType('DeviceStatus', {
  description: 'What a device shows of its user; the app can make up others.',
  values: {
    ONLINE: { description: 'The user is there. A device shows it by itself while it is connected.' },
    OFFLINE: { description: 'The user is not there.' },
  } as const,
})

const DevicePresenceType = builder.objectRef<DevicePresence>('DevicePresence').implement({
  description: 'What one device of a user shows.',
  fields: (t) => ({
    deviceId: t.exposeString('deviceId', {
      nullable: false,
      description: 'Which device: its platform, alone or with an id behind it, as `android_123`.',
    }),
    status: t.expose('status', {
      type: DeviceStatusType,
      description: 'Null when the device shows one of the app’s own: see `customStatus`.',
    }),
    customStatus: t.exposeString('customStatus', {
      description: 'The status that the app made up, mostly a number; null when it is one of `status`.',
    }),
  }),
})

const PresenceType = builder.objectRef<Presence>('Presence').implement({
  description: 'What a user shows to those who watch them.',
  fields: (t) => ({
    ext: t.exposeString('ext', { description: 'Free text that they set with their status, as `busy`.' }),
    lastSeenAt: t.expose('lastSeenAt', {
      type: 'DateTime',
      description: 'When the service last heard of their presence.',
    }),
    devices: t.expose('devices', {
      type: [DevicePresenceType],
      nullable: false,
      description: 'Their devices, and what each of them shows.',
    }),
  }),
})

type SubscriptionEdge = EdgeShape<User> & Pick<PresenceSubscription, 'expiresAt'>

const SubscriptionEdgeType = builder.objectRef<SubscriptionEdge>('PresenceSubscriptionEdge').implement({
  description: 'A user who is watched, and until when.',
  fields: (t) => ({
    node: t.expose('node', { type: UserType, nullable: false, description: 'Who is watched.' }),
    cursor: t.exposeString('cursor', { nullable: false, description: 'To continue after this user.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends by itself.' }),
  }),
})

const SubscriptionConnection = builder.connectionObject(
  {
    type: UserType,
    name: 'PresenceSubscriptionConnection',
    description: 'A page of users whose presence somebody watches.',
  },
  SubscriptionEdgeType,
)

builder.objectFields(UserType, (t) => ({
  presence: t.field({
    type: PresenceType,
    description: `What they show to a subscriber; null when that one does not watch them (see \`subscribePresence\`). Cost: 1 call per 100 users for each subscriber, shared by all who ask. ${atMost('subscribers')} A paid feature: FEATURE_OFF where the app does not have it.`,
    args: { subscriber: t.arg.string({ required: true, description: 'Name of the user who watches.' }) },
    resolve: (user: User, { subscriber }, { presence }) => presence.of(user, subscriber),
  }),
  presenceSubscriptions: t.field({
    type: SubscriptionConnection,
    description: `Whose presence they watch, in the order of the service. Cost: 1 call per 500 users. ${AT_MOST}`,
    ...paged({
      page: (user: User, request, { presence }) => presence.subscriptionsOf(user, request),
      edge: ({ user, expiresAt }) => ({ node: user, expiresAt }),
    }),
  }),
}))

const SetPresenceInput = builder.inputType('SetPresenceInput', {
  description: 'What one device of a user shows: a `status` or a `customStatus`.',
  fields: (t) => ({
    username: t.string({ required: true, description: 'Whose presence.' }),
    deviceId: t.string({
      required: true,
      description: 'Which of their devices: its platform, alone or with an id behind it, as `android_123`.',
    }),
    status: t.field({ type: DeviceStatusType, description: 'One of those that the service knows.' }),
    customStatus: t.string({
      description:
        'One of the app’s own in place of `status`: a number of 2 or more; some services take 1 to 64 of the characters A-Z a-z 0-9 _ . -.',
    }),
    ext: t.string({
      defaultValue: '',
      description:
        'Free text for those who watch, as `busy`, up to 1024 bytes. It replaces the one before; left out, there is none.',
    }),
  }),
})

const SubscribePresenceInput = builder.inputType('SubscribePresenceInput', {
  description: 'Who is to watch whom, and for how long.',
  fields: (t) => ({
    subscriber: t.string({ required: true, description: 'Name of the user who watches.' }),
    usernames: t.stringList({
      required: true,
      description: 'Names of the users to watch, any number of them, the subscriber not among them.',
    }),
    durationSeconds: t.int({
      required: true,
      description: 'For how long, up to 2592000 (30 days). For those watched already it begins anew.',
    }),
  }),
})

const UnsubscribePresenceInput = builder.inputType('UnsubscribePresenceInput', {
  description: 'Who is to watch whom no longer.',
  fields: (t) => ({
    subscriber: t.string({ required: true, description: 'Name of the user who watches.' }),
    usernames: t.stringList({ required: true, description: 'Names, any number of them.' }),
  }),
})

interface ChangedSubscriptions {
  readonly subscriber: User
  readonly results: readonly ItemResult[]
}

const SubscriptionsPayload = builder
  .objectRef<ChangedSubscriptions>('PresenceSubscriptionsPayload')
  .implement({
    description: 'Subscriptions of a user after a change.',
    fields: (t) => ({
      subscriber: t.expose('subscriber', {
        type: UserType,
        nullable: false,
        description: 'The user who watches, as they are now.',
      }),
      results: t.expose('results', { type: [UserResultType], nullable: false, description: RESULTS }),
    }),
  })

const PER_HUNDRED = 'Cost: 1 call per 100 names, one after the other.'

builder.mutationFields((t) => ({
  setPresence: t.field({
    type: UserPayload,
    description: 'Sets what one device of a user shows to those who watch them. Cost: 1 call.',
    args: { input: t.arg({ type: SetPresenceInput, required: true, description: 'Whose, and what.' }) },
    resolve: async (_root, { input }, { presence }) => ({ user: await presence.set(input) }),
  }),
  subscribePresence: t.field({
    type: SubscriptionsPayload,
    description: `Lets a user watch the presence of others. Who is unknown is FAILED with NOT_FOUND; LIMIT_REACHED beyond 3000 in all. ${PER_HUNDRED}`,
    args: {
      input: t.arg({ type: SubscribePresenceInput, required: true, description: 'Who, whom, how long.' }),
    },
    resolve: async (_root, { input }, { presence, users }) => ({
      results: await presence.subscribe(input),
      subscriber: users.byName(input.subscriber),
    }),
  }),
  unsubscribePresence: t.field({
    type: SubscriptionsPayload,
    description: `Ends it. Who was not watched is DONE too. ${PER_HUNDRED}`,
    args: {
      input: t.arg({ type: UnsubscribePresenceInput, required: true, description: 'Who, and whom.' }),
    },
    resolve: async (_root, { input: { subscriber, usernames } }, { presence, users }) => ({
      results: await presence.unsubscribe(subscriber, usernames),
      subscriber: users.byName(subscriber),
    }),
  }),
}))

import { builder } from './builder.ts'
import { UsersPayload } from './item-result.ts'
import { PushDisplayStyleType, PushModeType } from './push.ts'
import { UserPayload } from './user-changes.ts'

const username = { required: true, description: 'Whose setting.' } as const

const PushNicknameInput = builder.inputType('PushNicknameInput', {
  description: 'What pushes call one user.',
  fields: (t) => ({
    username: t.string({ required: true, description: 'The user.' }),
    nickname: t.string({ required: true, description: 'Up to 100 characters; empty for none.' }),
  }),
})

const SetPushDoNotDisturbInput = builder.inputType('SetPushDoNotDisturbInput', {
  description: 'Hours of each day without pushes. Without hours those that were set before are kept.',
  fields: (t) => ({
    username: t.string(username),
    isOn: t.boolean({ required: true, description: 'Whether the hours are kept.' }),
    startHour: t.int({ description: 'From this hour on, 0 to 23.' }),
    endHour: t.int({ description: 'Until this hour, 0 to 23; equal to `startHour` is all day.' }),
  }),
})

const QuietHoursInput = builder.inputType('QuietHoursInput', {
  description: 'A span of each day without pushes; it may go past midnight.',
  fields: (t) => ({
    from: t.string({ required: true, description: 'When it begins, like `21:30`.' }),
    to: t.string({ required: true, description: 'When it ends, like `08:00`.' }),
  }),
})

const SetPushNotificationInput = builder.inputType('SetPushNotificationInput', {
  description:
    'Which messages are pushed: those of a conversation, or app-wide with neither `peer` nor `groupId`. What is left out stays as it is.',
  fields: (t) => ({
    username: t.string(username),
    peer: t.string({ description: 'For the conversation with this user.' }),
    groupId: t.id({ description: 'For the conversation in this group.' }),
    mode: t.field({ type: PushModeType, description: 'Which messages are pushed.' }),
    quietHours: t.field({
      type: QuietHoursInput,
      description: 'The span of each day without pushes. The service heeds it app-wide only.',
    }),
    muteForSeconds: t.int({
      description: 'No pushes for so long from now on, up to 604800 (7 days); 0 ends a silence.',
    }),
  }),
})

const SetPushBindingInput = builder.inputType('SetPushBindingInput', {
  description: 'A device that gets the pushes of a user.',
  fields: (t) => ({
    username: t.string({ required: true, description: 'Whose pushes.' }),
    deviceId: t.string({ required: true, description: 'The device, as the app names it.' }),
    token: t.string({
      required: true,
      description: 'The address that the push service gave the device. It is not shown again.',
    }),
    notifierName: t.string({ required: true, description: 'The push certificate to use.' }),
  }),
})

const RemovePushBindingInput = builder.inputType('RemovePushBindingInput', {
  description: 'A device that gets no more pushes of a user.',
  fields: (t) => ({
    username: t.string({ required: true, description: 'Whose pushes.' }),
    deviceId: t.string({ required: true, description: 'The device, as `bindings` names it.' }),
    notifierName: t.string({ required: true, description: 'The push certificate, as `bindings` names it.' }),
  }),
})

const ONE = 'Cost: 1 call. NOT_FOUND when nobody has the name.'

builder.mutationFields((t) => ({
  setPushNicknames: t.field({
    type: UsersPayload,
    description:
      'Sets the names that pushes show for users. A name that nobody has is FAILED with NOT_FOUND. Cost: 1 call per 50 users, one after the other, and 1 for each whom the service left out.',
    args: {
      nicknames: t.arg({
        type: [PushNicknameInput],
        required: true,
        description: 'Who, and how: any number of users, each of them once.',
      }),
    },
    resolve: async (_root, { nicknames }, { push }) => ({ results: await push.setNicknames(nicknames) }),
  }),
  setPushDisplayStyle: t.field({
    type: UserPayload,
    description: `Sets what pushes show of a message. ${ONE}`,
    args: {
      username: t.arg.string(username),
      style: t.arg({ type: PushDisplayStyleType, required: true, description: 'What they show.' }),
    },
    resolve: async (_root, { username, style }, { push }) => ({
      user: await push.setDisplayStyle(username, style),
    }),
  }),
  setPushDoNotDisturb: t.field({
    type: UserPayload,
    description: `Sets hours of each day without pushes, in the older form; \`setPushNotification\` has the newer one. ${ONE}`,
    args: {
      input: t.arg({ type: SetPushDoNotDisturbInput, required: true, description: 'Whose, and which.' }),
    },
    resolve: async (_root, { input }, { push }) => ({ user: await push.setDoNotDisturb(input) }),
  }),
  setPushNotification: t.field({
    type: UserPayload,
    description: `Sets which messages are pushed to a user. ${ONE}`,
    args: {
      input: t.arg({ type: SetPushNotificationInput, required: true, description: 'Whose, and which.' }),
    },
    resolve: async (_root, { input }, { push }) => ({ user: await push.setNotification(input) }),
  }),
  setPushLanguage: t.field({
    type: UserPayload,
    description: `Sets into which language the pushes to a user are translated. ${ONE}`,
    args: {
      username: t.arg.string(username),
      language: t.arg.string({
        required: true,
        description: 'A code of the translation service, like `en`.',
      }),
    },
    resolve: async (_root, { username, language }, { push }) => ({
      user: await push.setLanguage(username, language),
    }),
  }),
  setPushBinding: t.field({
    type: UserPayload,
    description: `Lets a device get the pushes of a user, or gives it another token. ${ONE}`,
    args: { input: t.arg({ type: SetPushBindingInput, required: true, description: 'Whose, and where.' }) },
    resolve: async (_root, { input }, { push }) => ({ user: await push.setBinding(input) }),
  }),
  removePushBinding: t.field({
    type: UserPayload,
    description: `Lets a device get the pushes of a user no longer. ${ONE}`,
    args: {
      input: t.arg({ type: RemovePushBindingInput, required: true, description: 'Whose, and where.' }),
    },
    resolve: async (_root, { input }, { push }) => ({ user: await push.removeBinding(input) }),
  }),
}))

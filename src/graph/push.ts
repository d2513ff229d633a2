import type { PushBinding } from '../sources/push.ts'
import type { PushNotification, QuietHours } from '../sources/push-notifications.ts'
import type { DoNotDisturb } from '../sources/push-preferences.ts'
import type { User } from '../sources/users.ts'
import { builder } from './builder.ts'
import { AT_MOST } from './costs.ts'
import { UserType } from './user.ts'

export const PushDisplayStyleType = builder.enumType('PushDisplayStyle', {
  description: 'What a push shows of a message.',
  values: {
    SUMMARY: { description: 'That there is a new message.' },
    MESSAGE: { description: 'The message itself.' },
  } as const,
})

export const PushModeType = builder.enumType('PushMode', {
  description: 'Which messages are pushed.',
  values: {
    DEFAULT: {
      description: 'Those that the app-wide setting of the user lets through. Only for a conversation.',
    },
    ALL: { description: 'All of them.' },
    AT: { description: 'Those that mention the user.' },
    NONE: { description: 'None.' },
  } as const,
})

const DoNotDisturbType = builder.objectRef<DoNotDisturb>('DoNotDisturb').implement({
  description: 'Hours of each day without pushes; all day when both are equal.',
  fields: (t) => ({
    isOn: t.exposeBoolean('isOn', { nullable: false, description: 'Whether the hours are kept.' }),
    startHour: t.exposeInt('startHour', { description: 'From this hour on, 0 to 23.' }),
    endHour: t.exposeInt('endHour', { description: 'Until this hour, 0 to 23.' }),
  }),
})

const QuietHoursType = builder.objectRef<QuietHours>('QuietHours').implement({
  description: 'A span of each day without pushes.',
  fields: (t) => ({
    from: t.exposeString('from', { nullable: false, description: 'When it begins, like `21:30`.' }),
    to: t.exposeString('to', { nullable: false, description: 'When it ends, like `08:00`.' }),
  }),
})

const PushNotificationType = builder.objectRef<PushNotification>('PushNotification').implement({
  description:
    'Which messages are pushed to a user: of one conversation, or of all. Null is what was never set.',
  fields: (t) => ({
    mode: t.expose('mode', { type: PushModeType, description: 'Which messages are pushed.' }),
    quietHours: t.expose('quietHours', {
      type: QuietHoursType,
      description: 'The span of each day without pushes.',
    }),
    mutedUntil: t.expose('mutedUntil', {
      type: 'DateTime',
      description: 'When the silence ends that was asked for; in the past when it is over.',
    }),
  }),
})

const PushBindingType = builder.objectRef<PushBinding>('PushBinding').implement({
  description:
    'A device that gets the pushes of a user. Its token is not shown: it is the address of the device.',
  fields: (t) => ({
    deviceId: t.exposeString('deviceId', {
      nullable: false,
      description: 'The device, as the app names it.',
    }),
    notifierName: t.exposeString('notifierName', { description: 'The push certificate that is used.' }),
  }),
})

const WITH_ACCOUNT = `Null when never set, and for an unknown name. Cost: 1 call per user, the one that \`account\` needs. ${AT_MOST}`

const PushSettingsType = builder.objectRef<User>('PushSettings').implement({
  description: 'How a user gets pushes while they are away.',
  fields: (t) => ({
    nickname: t.string({
      description: `The name that pushes show for them; the one in \`profile\` is another. ${WITH_ACCOUNT}`,
      resolve: (user, _args, { push }) => push.preference(user, 'nickname'),
    }),
    displayStyle: t.field({
      type: PushDisplayStyleType,
      description: `What pushes show. ${WITH_ACCOUNT}`,
      resolve: (user, _args, { push }) => push.preference(user, 'displayStyle'),
    }),
    doNotDisturb: t.field({
      type: DoNotDisturbType,
      description: `Hours without pushes, in the older form; \`notification\` has the newer one. ${WITH_ACCOUNT}`,
      resolve: (user, _args, { push }) => push.preference(user, 'doNotDisturb'),
    }),
    language: t.string({
      description: `Into which language pushes are translated. Null when never set, and for an unknown name. Cost: 1 call per user. ${AT_MOST}`,
      resolve: (user, _args, { push }) => push.language(user),
    }),
    bindings: t.field({
      type: [PushBindingType],
      description: `The devices that get them. Null for an unknown name. Cost: 1 call per user. ${AT_MOST}`,
      resolve: (user, _args, { push }) => push.bindings(user),
    }),
    notification: t.field({
      type: PushNotificationType,
      description: `Which messages are pushed: those of a conversation, or app-wide when neither argument is given. Null for an unknown name. Cost: 1 call per conversation. ${AT_MOST}`,
      args: {
        peer: t.arg.string({ description: 'The conversation with this user.' }),
        groupId: t.arg.id({ description: 'The conversation in this group.' }),
      },
      resolve: (user, choice, { push }) => push.notification(user, choice),
    }),
  }),
})

builder.objectField(UserType, 'push', (t) =>
  t.field({
    type: PushSettingsType,
    nullable: false,
    description: 'How they get pushes. Costs nothing by itself.',
    resolve: (user) => user,
  }),
)

import type { Device } from '../sources/devices.ts'
import { builder } from './builder.ts'
import { AT_MOST } from './costs.ts'
import { MessageType } from './message-content.ts'
import { UserType } from './user.ts'
import { UserPayload } from './user-changes.ts'

const PER_USER = `Cost: 1 call per user. ${AT_MOST}`

const DeviceType = builder.objectRef<Device>('Device').implement({
  description: 'Where a user is logged in.',
  fields: (t) => ({
    deviceId: t.exposeID('deviceId', {
      nullable: false,
      description: 'What `disconnectUser` knows it by: the platform and a number of its own.',
    }),
    uuid: t.exposeString('uuid', { description: 'The id that the device gave itself.' }),
    name: t.exposeString('name', { description: 'What it is called, such as its model.' }),
  }),
})

const DeliveryStatusType = builder.enumType('DeliveryStatus', {
  description: 'Whether a message has come to the user it was sent to.',
  values: {
    DELIVERED: { description: 'It has. The service says so of a message that it does not know, too.' },
    UNDELIVERED: { description: 'It waits for the user to come back.' },
  } as const,
})

builder.objectFields(UserType, (t) => ({
  devices: t.field({
    type: [DeviceType],
    description: `Where they are logged in; empty when they are away, and for an unknown name. ${PER_USER}`,
    resolve: (user, _args, { devices }) => devices.of(user),
  }),
  offlineMessageCount: t.int({
    description: `How many messages wait for them to come back. ${PER_USER}`,
    resolve: (user, _args, { devices }) => devices.offlineMessageCount(user),
  }),
  deliveryStatus: t.field({
    type: DeliveryStatusType,
    description: `Whether a message has come to them. Cost: 1 call per message. ${AT_MOST}`,
    args: {
      messageId: t.arg.id({ required: true, description: 'The message, by its id in the service.' }),
    },
    resolve: (user, { messageId }, { devices }) => devices.deliveryStatus(user, messageId),
  }),
}))

builder.interfaceField(MessageType, 'deliveryStatus', (t) =>
  t.field({
    type: DeliveryStatusType,
    description: `Whether it has come to a user; null in a chatroom, which keeps nothing for who is away. Cost: 1 call per message. ${AT_MOST}`,
    args: {
      username: t.arg.string({
        description:
          'Name of the user. Default: whom it is said to; for a message in a group null without it.',
      }),
    },
    resolve: ({ messageId, to }, { username }, { devices, users }) => {
      if ('kind' in to) {
        const isKept = to.kind === 'Group' && username != null
        return isKept ? devices.deliveryStatus(users.byName(username), messageId) : null
      }
      return devices.deliveryStatus(username == null ? to : users.byName(username), messageId)
    },
  }),
)

builder.mutationField('disconnectUser', (t) =>
  t.field({
    type: UserPayload,
    description:
      'Logs a user out everywhere, or on one device. They may log in again: see `deactivateUser`. Never repeated when the outcome is unclear. Cost: 1 call. NOT_FOUND for an unknown name or device.',
    args: {
      username: t.arg.string({ required: true, description: 'Their name; case does not matter.' }),
      deviceId: t.arg.id({ description: 'The only device to log out; without it, all of them.' }),
    },
    resolve: async (_root, { username, deviceId }, { devices }) => ({
      user: await devices.disconnect(username, deviceId ?? null),
    }),
  }),
)

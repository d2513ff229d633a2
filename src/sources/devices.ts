import { UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { readDigits, readPathName, readUsername } from './input.ts'
import { singleRead } from './singles.ts'
import { toUsername } from './spelling.ts'
import { ALL_WAITING_TAG, ANYBODY_TAG, accountTag, STATUSES_TAG, statusTag, waitingTag } from './tags.ts'
import type { User } from './users.ts'

/** Where somebody is logged in. */
export interface Device {
  /** The service's own, by which a single one is logged out. */
  readonly deviceId: string
  readonly uuid: string | null
  readonly name: string | null
}

export type DeliveryStatus = 'DELIVERED' | 'UNDELIVERED'

/** Logged-in devices by username; an unknown name has none. Cost: one call per name. Source: `user-resources`. */
const devices = singleRead({
  operation: 'user-resources',
  lifetime: 'status',
  tagsOf: (username: string) => [statusTag(username), accountTag(username), ANYBODY_TAG],
  call: (username) => ({ path: { username } }),
  value: ({ data }): readonly Device[] =>
    data.map((row) => ({
      deviceId: row.res,
      uuid: row.device_uuid || null,
      name: row.device_name || null,
    })),
})

const waitingTags = (username: string) => [
  waitingTag(username),
  ALL_WAITING_TAG,
  accountTag(username),
  ANYBODY_TAG,
]

/** Messages that wait, by username. Cost: one call per name. Source: operation `user-offline-count`. */
const offlineCounts = singleRead({
  operation: 'user-offline-count',
  lifetime: 'status',
  tagsOf: waitingTags,
  call: (username: string) => ({ path: { username } }),
  value({ data }, { appKey }, username) {
    const found = Object.entries(data).find(([name]) => toUsername(name, appKey) === username)
    return found === undefined ? null : Number(found[1])
  },
})

interface MessageTo {
  readonly username: string
  readonly messageId: string
}

/** Cost: one call per message. Source: operation `user-offline-status`. */
const deliveries = singleRead({
  operation: 'user-offline-status',
  lifetime: 'status',
  tagsOf: ({ username }: MessageTo) => waitingTags(username),
  call: ({ username, messageId }) => ({ path: { username, msg_id: messageId } }),
  value: ({ data }, _settings, { messageId }) => toDelivery(data[messageId]),
})

function toDelivery(word: string | undefined): DeliveryStatus | null {
  if (word === 'delivered') return 'DELIVERED'
  return word === 'undelivered' ? 'UNDELIVERED' : null
}

/** All this server knows about the REST side of logins, and of what waits for those who have none. */
export function devicesSource(client: Client) {
  return {
    of: ({ username }: User) => client.read(devices, username),
    offlineMessageCount: ({ username }: User) => client.read(offlineCounts, username),
    deliveryStatus: ({ username }: User, messageId: string) =>
      client.read(deliveries, { username, messageId: readDigits(messageId, 'messageId') }),

    /**
     * Logs a user out everywhere, or on one device. Cost: one call; never repeated when the outcome is unclear, though
     * one of the two is a GET. Fails with `NOT_FOUND` for an unknown name or device.
     * Source: operations `user-disconnect`, `user-disconnect-device`.
     */
    async disconnect(name: string, deviceId: string | null): Promise<User> {
      const username = readUsername(name)
      const path =
        deviceId === null ? { username } : { username, resourceId: readPathName(deviceId, 'deviceId', 128) }
      const operation = deviceId === null ? 'user-disconnect' : 'user-disconnect-device'
      return client.write({
        lane: 'membership',
        call: { operation, path },
        tags: [statusTag(username), STATUSES_TAG],
        outcome({ data }) {
          if (data.result !== false) return { username }
          throw new UpstreamError('NOT_ALLOWED', operation, { notExecuted: true })
        },
      })
    },
  }
}

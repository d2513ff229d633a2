import { NEVER } from './expiry.ts'
import { pickOne } from './random.ts'
import { WORLD_BEGAN_MS } from './seedpeople.ts'
import type { Store, StoredUser } from './store.ts'
import { DEVICES } from './words.ts'

const DAY_MS = 24 * 3_600_000
/** Later than any test or demo, whatever its clock says, and near enough that the seconds until then fit 31 bits. */
const FAR_AWAY_MS = WORLD_BEGAN_MS + 30 * 365 * DAY_MS
const MOST_BLOCKED = 3
const WATCHED = 3
const TEMPLATE = 'new-message'

/** One or two for everyone who is online. */
export function seedDevices(store: Store, random: () => number): void {
  for (const user of store.users.values()) {
    if (!user.online) continue
    for (let count = random() < 0.2 ? 2 : 1; count > 0; count -= 1) {
      const { platform, device_name } = pickOne<(typeof DEVICES)[number]>(DEVICES, random)
      const digits = hex(random, 12)
      const res = `${platform}_${digits}`
      user.devices.set(res, { res, device_uuid: `2a54e0b1-7d5f-4e50-9d5b-${digits}`, device_name })
    }
  }
}

/**
 * Gives some users what few have, by their number from 1: each ninth from the second on blocks people, each fortieth
 * from the thirteenth on is muted, each tenth from the third on has push settings, from the seventh on presence.
 */
export function seedAccounts(store: Store, usernames: readonly string[], random: () => number): void {
  const template = { name: TEMPLATE, title_pattern: '{0}', content_pattern: '{1}' }
  store.pushTemplates.set(TEMPLATE, { ...template, createAt: WORLD_BEGAN_MS, updateAt: WORLD_BEGAN_MS })
  for (const [index, username] of usernames.entries()) {
    const user = store.users.get(username)
    if (!user) continue
    const number = index + 1
    if (number % 9 === 2) seedBlocks({ store, user, usernames }, random)
    if (number % 40 === 13) seedMutes(store, user)
    if (number % 10 === 3) seedPush(user, random)
    if (number % 10 === 7) seedPresence(store, user)
  }
}

interface Blocking {
  readonly store: Store
  readonly user: StoredUser
  readonly usernames: readonly string[]
}

function seedBlocks({ store, user, usernames }: Blocking, random: () => number): void {
  for (let count = 1 + Math.floor(random() * MOST_BLOCKED); count > 0; count -= 1) {
    const blocked = usernames[Math.floor(random() * usernames.length)]
    if (blocked !== undefined && blocked !== user.username) user.blocks.set(blocked, store.nextSerial())
  }
}

/** One kind for ever, one for long, one that is over. */
function seedMutes(store: Store, { mutes }: StoredUser): void {
  mutes.set('chat', { serial: store.nextSerial(), endMs: NEVER })
  mutes.set('groupchat', { serial: store.nextSerial(), endMs: FAR_AWAY_MS })
  mutes.set('chatroom', { serial: store.nextSerial(), endMs: WORLD_BEGAN_MS })
}

/** The hours are text here and numbers once they are set by a call: documents show both. */
function seedPush(user: StoredUser, random: () => number): void {
  user.notifications.set('notification_display_style', 1)
  user.notifications.set('notification_no_disturbing', true)
  user.notifications.set('notification_no_disturbing_start', '22')
  user.notifications.set('notification_no_disturbing_end', '7')
  user.pushSettings.set(`user/${user.username}`, { type: 'ALL', ignoreInterval: '21:30-08:00' })
  user.pushLanguage = pickOne(['zh-Hans', 'en', 'de'], random)
  user.pushTemplate = TEMPLATE
  const device_id = `8ce08cad-9369-4e46-86c8-${hex(random, 12)}`
  user.pushBindings.set(device_id, { device_id, device_token: hex(random, 32), notifier_name: '104410638' })
}

/** Watches its first contacts, and has something to show itself. */
function seedPresence(store: Store, user: StoredUser): void {
  const [res = 'android'] = user.devices.keys()
  const statuses = new Map([[res, user.online ? '1' : '0']])
  user.presence = { changed: WORLD_BEGAN_MS + 60 * DAY_MS, ext: user.online ? 'busy' : '', statuses }
  for (const watched of [...(store.contacts.get(user.username)?.keys() ?? [])].slice(0, WATCHED)) {
    user.subscriptions.set(watched, { serial: store.nextSerial(), endMs: FAR_AWAY_MS })
  }
}

function hex(random: () => number, digits: number): string {
  return Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
}

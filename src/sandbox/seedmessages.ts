import { pickOne } from './random.ts'
import { WORLD_BEGAN_MS } from './seedpeople.ts'
import { seedPicture } from './seedpicture.ts'
import type { Gathering, SentMessage, Store, TargetType } from './store.ts'
import { LINES } from './words.ts'

const DAY_MS = 24 * 3_600_000
const MINUTE_MS = 60_000
const MESSAGES_PER_GATHERING = 5
const CONVERSATIONS = 50
/** In so many hours before the present one something was said, so that histories have something to show. */
const RECENT_HOURS = 6
const HOUR_MS = 60 * MINUTE_MS
/** Below those that later messages get, so that these do not depend on how much was said lately. */
const FIRST_RECENT_ID = 1_029_000_000_000_000_000n

/** What the past is seen from. */
export interface Present {
  readonly nowMs: number
  /** The path of the application. */
  readonly home: string
}

/** Some past: five messages in each group and chatroom, and two in each of fifty conversations. */
export function seedMessages(store: Store, random: () => number): void {
  let time = WORLD_BEGAN_MS + 60 * DAY_MS
  const say = (targetType: TargetType, from: string, target: string) => {
    time += MINUTE_MS
    const body = { msg: pickOne(LINES, random) }
    store.messages.push({
      id: store.nextMessageId(),
      from,
      targetType,
      target,
      type: 'txt',
      body,
      ext: undefined,
      time,
    })
  }
  for (const group of store.groups.values()) {
    for (const from of speakers(group)) say('chatgroups', from, group.id)
  }
  for (const room of store.chatrooms.values()) {
    for (const from of speakers(room)) say('chatrooms', from, room.id)
  }
  for (const [owner, contacts] of [...store.contacts].slice(0, CONVERSATIONS)) {
    const [friend] = contacts.keys()
    if (friend === undefined) continue
    say('users', owner, friend)
    say('users', friend, owner)
  }
}

/**
 * In each of the last hours three messages in the first group and in the first chatroom, and two between the first user
 * and their first contact. The last of the group is a picture.
 */
export function seedRecentMessages(store: Store, { nowMs, home }: Present, random: () => number): void {
  const [group] = store.groups.values()
  const [room] = store.chatrooms.values()
  const [[owner, contacts] = []] = store.contacts
  const [friend] = contacts?.keys() ?? []
  const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  let said = 0
  for (let ago = RECENT_HOURS; ago > 0; ago -= 1) {
    let time = hourMs - ago * HOUR_MS
    const text = (): Pick<SentMessage, 'type' | 'body'> => ({
      type: 'txt',
      body: { msg: pickOne(LINES, random) },
    })
    const say = (targetType: TargetType, from: string, target: string, content = text()) => {
      time += MINUTE_MS
      said += 1
      const id = String(FIRST_RECENT_ID + BigInt(said))
      store.messages.push({ id, from, targetType, target, ...content, ext: undefined, time })
    }
    for (const [index, from] of (group ? speakers(group).slice(0, 3) : []).entries()) {
      const isLast = ago === 1 && index === 2
      say('chatgroups', from, group?.id ?? '', isLast ? seedPicture(store, { home, nowMs }) : text())
    }
    for (const from of room ? speakers(room).slice(0, 3) : []) say('chatrooms', from, room?.id ?? '')
    if (owner !== undefined && friend !== undefined) {
      say('users', owner, friend)
      say('users', friend, owner)
    }
  }
}

function speakers({ members }: Gathering): string[] {
  return [...members.keys()].slice(0, MESSAGES_PER_GATHERING)
}

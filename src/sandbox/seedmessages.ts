import { pickOne } from './random.ts'
import { WORLD_BEGAN_MS } from './seedpeople.ts'
import type { Gathering, Store, TargetType } from './store.ts'
import { LINES } from './words.ts'

const DAY_MS = 24 * 3_600_000
const MINUTE_MS = 60_000
const MESSAGES_PER_GATHERING = 5
const CONVERSATIONS = 50

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

function speakers({ members }: Gathering): string[] {
  return [...members.keys()].slice(0, MESSAGES_PER_GATHERING)
}

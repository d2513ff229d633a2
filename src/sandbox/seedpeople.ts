import { pickOne } from './random.ts'
import { addContact, addUser, contactsOf, type Store } from './store.ts'
import { CITIES, FAMILY_NAMES, FIRST_NAMES, GIVEN_NAMES, LAST_NAMES, REMARKS, SIGNS } from './words.ts'

/** The first user registered in November 2023, and then one a minute. */
export const WORLD_BEGAN_MS = 1_700_000_000_000
const MINUTE_MS = 60_000

/** u0001, u0002 … Answers the names. About a third is online. */
export function seedUsers(store: Store, count: number, random: () => number): string[] {
  const usernames: string[] = []
  for (let number = 1; number <= count; number += 1) {
    const username = `u${String(number).padStart(4, '0')}`
    const nickname = seedNickname(random)
    const created = WORLD_BEGAN_MS + number * MINUTE_MS
    addUser(store, {
      username,
      password: `password-${username}`,
      nickname,
      created,
      online: random() < 1 / 3,
    })
    const attributes = seedAttributes({ number, username, nickname }, random)
    if (attributes.length > 0) store.attributes.set(username, new Map(attributes))
    usernames.push(username)
  }
  return usernames
}

/**
 * Gives everyone the same number of contacts: `contacts`, or one fewer when both it and the number of users are odd,
 * or all others when there are not that many. The users stand in a circle, and whoever stands at one of a few
 * distances is a contact, which makes it mutual.
 */
export function seedContacts(
  store: Store,
  usernames: readonly string[],
  contacts: number,
  random: () => number,
) {
  const size = usernames.length
  for (const distance of seedDistances(size, contacts, random)) {
    for (const [index, owner] of usernames.entries()) {
      const friend = usernames[(index + distance) % size]
      if (friend !== undefined) addContact(store, owner, friend)
    }
  }
  for (const owner of usernames) {
    for (const contact of contactsOf(store, owner).values()) {
      if (random() < 0.2) contact.remark = pickOne(REMARKS, random)
    }
  }
}

/** Each distance below half the circle gives everyone two contacts; exactly half of it gives one. */
function seedDistances(size: number, contacts: number, random: () => number): number[] {
  const wanted = Math.min(contacts, size - 1)
  const choices = Array.from({ length: Math.ceil(size / 2) - 1 }, (_, index) => index + 1)
  const distances: number[] = []
  while (distances.length < Math.floor(wanted / 2) && choices.length > 0) {
    distances.push(...choices.splice(Math.floor(random() * choices.length), 1))
  }
  if (wanted % 2 === 1 && size % 2 === 0) distances.push(size / 2)
  return distances
}

function seedNickname(random: () => number): string {
  if (random() < 0.5) return pickOne(FAMILY_NAMES, random) + pickOne(GIVEN_NAMES, random)
  return `${pickOne(FIRST_NAMES, random)} ${pickOne(LAST_NAMES, random)}`
}

/** Every fifteenth user never filled in anything, and every seventh from the fourth on only half of it. */
function seedAttributes(
  {
    number,
    username,
    nickname,
  }: { readonly number: number; readonly username: string; readonly nickname: string },
  random: () => number,
): [string, string][] {
  const attributes: [string, string][] = [
    ['nickname', nickname],
    ['avatarurl', `https://example.com/avatars/${username}.png`],
    ['gender', String(number % 3)],
    ['sign', pickOne(SIGNS, random)],
    ['mail', `${username}@example.com`],
    ['phone', `1380000${String(number % 10_000).padStart(4, '0')}`],
    ['birth', `19${70 + (number % 30)}-${twoDigits(1 + (number % 12))}-${twoDigits(1 + (number % 28))}`],
    ['ext', JSON.stringify({ city: pickOne(CITIES, random), level: 1 + (number % 9) })],
  ]
  if (number % 15 === 0) return []
  return number % 7 === 4 ? attributes.filter((_, index) => index % 2 === 0) : attributes
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

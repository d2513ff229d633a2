import type { ReplyOf } from '../upstream/contract.ts'
import { InputError } from '../upstream/errors.ts'
import type { Read } from '../upstream/reads.ts'
import { singleRead } from './singles.ts'
import { toUsername } from './spelling.ts'
import { ANYBODY_TAG, DELETIONS_TAG, PROFILES_TAG, profileTag } from './tags.ts'

export type Gender = 'MALE' | 'FEMALE' | 'UNKNOWN'

/** What a user shows of themselves: the user attributes. Null is what they never set. */
export interface Profile {
  readonly nickname: string | null
  readonly avatarUrl: string | null
  readonly signature: string | null
  readonly gender: Gender | null
  readonly email: string | null
  readonly phone: string | null
  readonly birthday: string | null
  readonly ext: string | null
  /** All that were read, by the service's key; also those that the app made up. */
  readonly attributes: ReadonlyMap<string, string>
}

/** The attributes that client apps know: what they are called here and there, and how long they may be there. */
const KNOWN = [
  { name: 'nickname', key: 'nickname', maxLength: 64 },
  { name: 'avatarUrl', key: 'avatarurl', maxLength: 256 },
  { name: 'signature', key: 'sign', maxLength: 256 },
  { name: 'email', key: 'mail', maxLength: 64 },
  { name: 'phone', key: 'phone', maxLength: 32 },
  { name: 'birthday', key: 'birth', maxLength: 64 },
  { name: 'ext', key: 'ext', maxLength: 2048 },
] as const

const GENDER_CODES = { MALE: '1', FEMALE: '2', UNKNOWN: '0' } as const
const GENDERS: ReadonlyMap<string, Gender> = new Map([
  ['1', 'MALE'],
  ['2', 'FEMALE'],
])

/**
 * Profile by username. An unknown name, or one without attributes, has an empty profile.
 * Cost: one call per 100 names, shared by all requests. Source: operation `user-attr-batch-get`.
 */
export const profiles: Read<string, Profile, 'user-attr-batch-get'> = {
  operation: 'user-attr-batch-get',
  lifetime: 'profile',
  leaf: true,
  idOf: (username) => username,
  tagsOf: (username) => [profileTag(username), ANYBODY_TAG],
  call: (targets, { profileProperties }) => ({ body: { targets, properties: profileProperties } }),
  answers: (reply, _keys, { appKey }) =>
    new Map(Object.entries(reply.data).map(([name, row]) => [toUsername(name, appKey), toProfile(row)])),
  missing: () => toProfile({}),
}

/**
 * Every attribute of a user, also those that the profile does not ask for; an unknown name has none.
 * Cost: one call per name. Source: operation `user-attr-get`.
 */
export const allAttributes = singleRead({
  operation: 'user-attr-get',
  lifetime: 'profile',
  tagsOf: (username: string) => [profileTag(username), ANYBODY_TAG],
  call: (username) => ({ path: { username } }),
  value: ({ data }) => Object.fromEntries(toTexts(data)),
})

/** Source: operation `user-attr-capacity`. */
export const attributesSize = singleRead({
  operation: 'user-attr-capacity',
  lifetime: 'profile',
  isOfApp: () => true,
  tagsOf: (_all: string) => [PROFILES_TAG, DELETIONS_TAG],
  call: () => ({}),
  value: ({ data }) => data,
})

/** Some apps delete an attribute by storing nothing in it. */
function toTexts(row: ReplyOf<'user-attr-get'>['data']): readonly (readonly [string, string])[] {
  const set = Object.entries(row).filter(([, value]) => value !== null && value !== '')
  return set.map(([key, value]) => [key, String(value)])
}

function toProfile(row: ReplyOf<'user-attr-get'>['data']): Profile {
  const attributes = new Map(toTexts(row))
  const text = (key: (typeof KNOWN)[number]['key']) => attributes.get(key) ?? null
  const gender = attributes.get('gender')
  return {
    nickname: text('nickname'),
    avatarUrl: text('avatarurl'),
    signature: text('sign'),
    gender: gender === undefined ? null : (GENDERS.get(gender) ?? 'UNKNOWN'),
    email: text('mail'),
    phone: text('phone'),
    birthday: text('birth'),
    ext: text('ext'),
    attributes,
  }
}

/** The same profile with these attributes alone, by the service's keys. */
export function restrictedTo({ attributes }: Profile, keys: readonly string[]): Profile {
  return toProfile(Object.fromEntries([...attributes].filter(([key]) => keys.includes(key))))
}

/** One attribute; null when it is not set. Refuses a key that is never read: it would look like one that is not set. */
export function attributeOf(
  { attributes }: Profile,
  name: string,
  profileProperties: readonly string[],
): string | null {
  if (profileProperties.includes(name)) return attributes.get(name) ?? null
  throw new InputError('name', `must be one of ${profileProperties.join(', ')} (setting PROFILE_PROPERTIES)`)
}

type Changeable = (typeof KNOWN)[number]['name']

/** What is absent or null stays as it is. */
export type ProfileChanges = { readonly [Name in Changeable]?: string | null | undefined } & {
  readonly gender?: Gender | null | undefined
  readonly attributes?: readonly { readonly name: string; readonly value: string }[] | null | undefined
}

/** Keys that `SetProfileInput` has a field for: two values for one would hide one of them. */
const FIELDS: ReadonlySet<string> = new Set(['gender', ...KNOWN.map(({ key }) => key)])

/** The changes by the service's keys. Refuses those that change nothing, or are too long. */
export function toAttributes(changes: ProfileChanges): Readonly<Record<string, string>> {
  const known = KNOWN.flatMap(({ name, key, maxLength }) => {
    const value = changes[name]
    if (value == null) return []
    if (value.length > maxLength) {
      throw new InputError(name, `must have at most ${maxLength} characters, not ${value.length}`)
    }
    return [[key, value] as const]
  })
  const gender = changes.gender == null ? [] : [['gender', GENDER_CODES[changes.gender]] as const]
  const own = (changes.attributes ?? []).map(({ name, value }, index) => {
    if (name === '') throw new InputError(`attributes[${index}].name`, 'must not be empty')
    if (FIELDS.has(name))
      throw new InputError(`attributes[${index}].name`, `must not be ${name}: it has a field`)
    return [name, value] as const
  })
  const all = [...own, ...known, ...gender]
  if (all.length === 0) throw new InputError('input', 'must set at least one property')
  return Object.fromEntries(all)
}

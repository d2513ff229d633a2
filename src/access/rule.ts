import { readDigits, readUsername } from '../sources/input.ts'
import { after, all, type Maybe } from '../sources/maybe.ts'
import type { StoredMessage } from '../sources/message.ts'
import { type Profile, restrictedTo } from '../sources/profiles.ts'
import type { User } from '../sources/users.ts'
import type { Access } from './access.ts'
import type { Place } from './facts.ts'

/** One field that a caller asks for. Admins are not asked. */
export interface Question {
  readonly parent: unknown
  readonly args: Readonly<Record<string, unknown>>
  readonly access: Access
}

type Check = (question: Question) => Maybe<boolean>

/** Who may have the value of a field, or make a change; and what of a value is shown. */
export interface Rule {
  /** Which users, in words that go on from "Users:"; the descriptions of the schema end with them. */
  readonly who?: string
  /** Whether the field is read at all, or the change made. Without it everybody may. */
  readonly may?: Check
  readonly show?: (value: unknown, question: Question) => Maybe<unknown>
}

/** Every caller; what is behind it has rules of its own. */
export const anybody: Rule = {}

/** A part of something that a rule has let the caller see. */
export const withParent: Rule = {}

export const admins: Rule = { who: 'none, this is for admins', may: () => false }

/** The user whose field it is. */
export const self: Rule = {
  who: 'of themselves',
  may: ({ parent, access }) => isUser(parent) && access.isSelf(parent.username),
}

/** The user whom an argument names: a name or a list of names, at a path as `input.username`. */
export const selfIn = (path: string): Rule => ({
  who: `only with themselves as \`${path}\``,
  may: ({ args, access }) => every(namedIn(args, path), (name) => access.isSelf(name)),
})

/** The same where it names somebody at all. */
export const selfWhereIn = (path: string): Rule => ({
  who: `with nobody else as \`${path}\``,
  may: ({ args, access }) => namedIn(args, path).every((name) => access.isSelf(name)),
})

/** Those who may see profile and status of the user whose field it is. */
export const visible: Rule = {
  who: 'all, or those who are related (setting `PROFILE_VISIBILITY`)',
  may: ({ parent, access }) => isUser(parent) && access.sees(parent),
}

/** The same of all users whom an argument names. */
export const visibleIn = (path: string): Rule => ({
  who: 'of whom they see the status',
  may: ({ args, access }) =>
    every(namedIn(args, path, readUsername), (username) => access.sees({ username })),
})

/** The same; but somebody else's profile has only what the operator lets all see. */
export const ownProfileOrPublic: Rule = {
  ...visible,
  who: `${visible.who}; of others only what \`PUBLIC_PROPERTIES\` names`,
  show(profile, { parent, access }) {
    if (isUser(parent) && access.isSelf(parent.username)) return profile
    return isProfile(profile) ? restrictedTo(profile, access.settings.publicProperties) : null
  },
}

/** Members of the group or chatroom whose field it is. */
export const members: Rule = {
  who: 'its members',
  may: ({ parent, access }) => isPlace(parent) && access.isMember(parent),
}

/** Members of the group that a thread is in. Where that is not known, nobody. */
export const membersOfItsGroup: Rule = {
  who: 'members of its group',
  may: ({ parent, access }) =>
    isObject(parent) &&
    typeof parent.groupId === 'string' &&
    access.isMember({ kind: 'Group', id: parent.groupId }),
}

/** Members; of a public group everybody. */
export const membersOrPublic: Rule = {
  who: 'its members; all where it is public',
  may: ({ parent, access }) => isPlace(parent) && mayMeet(parent, access),
}

/** Owner and admins of the group or chatroom whose field it is. */
export const managers: Rule = {
  who: 'its owner and admins',
  may: ({ parent, access }) => isPlace(parent) && access.manages(parent),
}

type PlaceCheck = (access: Access, place: Place) => Maybe<boolean>

/** A check of the groups or chatrooms that an argument names: an id or a list of ids. */
const placesIn =
  (who: string, check: PlaceCheck) =>
  (kind: Place['kind'], path: string): Rule => ({
    who,
    may: ({ args, access }) => every(namedIn(args, path, readDigits), (id) => check(access, { kind, id })),
  })

/** Members who are not muted. */
export const writersIn = placesIn('members who are not muted', (access, place) => access.mayWriteIn(place))
export const membersIn = placesIn('members', (access, place) => access.isMember(place))
export const managersIn = placesIn('its owner and admins', (access, place) => access.manages(place))
export const ownerIn = placesIn('its owner', (access, place) => access.isOwner(place))
/** Everybody, as far as one may become a member without being let in. */
export const openIn = placesIn('where nobody has to agree', (access, place) => access.isOpen(place))

/**
 * Those who name none but members of the group or chatroom that another argument names: the service does not check who
 * is one, and would reach strangers. Of one with over 10,000 members only those count whom its detail tells.
 */
export const namingMembersIn = (kind: Place['kind'], path: string, usernames: string): Rule => ({
  may({ args, access }) {
    const [id] = namedIn(args, path, readDigits)
    const names = namedIn(args, usernames, readUsername)
    return id !== undefined && every(names, (name) => access.isMemberOf({ kind, id }, { username: name }))
  },
})

/** Those whose contacts are all whom an argument names. One may also name oneself. */
export const contactsIn = (path: string): Rule => ({
  who: 'to their contacts',
  may: ({ args, access }) =>
    every(
      namedIn(args, path, readUsername),
      (username) => access.isSelf(username) || access.isContact({ username }),
    ),
})

/** Whom no mute keeps from writing to single users. */
export const writers: Rule = { who: 'while not muted', may: ({ access }) => access.mayWrite() }

/** Everybody, where the operator lets users add contacts by themselves. */
export const whereUsersAddContacts: Rule = {
  who: 'where the setting `CONTACT_ADDING` lets them',
  may: ({ access }) => access.settings.contactAdding === 'users',
}

/** All of them. The next one is asked only where those before it say yes. */
export const both = (...rules: readonly Rule[]): Rule => ({
  who: saying(rules, ', '),
  may: (question) => inTurn(rules, question, true),
})

/** One of them. The next one is asked only where those before it say no. */
export const either = (...rules: readonly Rule[]): Rule => ({
  who: saying(rules, '; or '),
  may: (question) => inTurn(rules, question, false),
})

/** Hides groups that the caller may not meet, and messages and jobs of others: they look as if they were not there. */
export const shown: Rule = {
  who: 'all, but private groups, and messages and jobs of others, are as if they were not there',
  show: (value, { access }) =>
    Array.isArray(value) ? value.map((one) => shownOne(one, access)) : shownOne(value, access),
}

/** The user whose job it is that an argument names. */
export const ownJobIn = (path: string): Rule => ({
  who: 'their own',
  may: ({ args, access }) => every(namedIn(args, path), (id) => access.ownsJob(id)),
})

/** One's own jobs; those of others look as if they were not there. */
export const ownJob: Rule = {
  who: 'their own; those of others are as if they were not there',
  show: (value, { access }) =>
    after(value, (found) => (isJob(found) && access.isSelf(found.owner) ? found : null)),
}

/** Users met here need no further check. */
export const meeting = (rule: Rule): Rule => ({
  ...rule,
  show: (value, { access }) => {
    for (const user of itemsIn(value).filter(isUser)) access.meet(user)
    return value
  },
})

/** The caller's own groups: of these a member, whatever their details say. */
export const joining = (rule: Rule): Rule => ({
  ...rule,
  show: (value, { access }) => {
    for (const place of itemsIn(value).filter(isPlace)) access.join(place)
    return value
  },
})

function shownOne(value: unknown, access: Access): Maybe<unknown> {
  return after(value, (found) => {
    if (found === null) return access.miss()
    if (isMessage(found)) return after(access.seesMessage(found), (sees) => (sees ? found : null))
    if (isJob(found)) return access.isSelf(found.owner) ? found : access.miss()
    return isPlace(found) ? after(mayMeet(found, access), (isShown) => (isShown ? found : null)) : found
  })
}

/** Chatrooms are open to every user; of groups, the public ones. */
function mayMeet(place: Place, access: Access): Maybe<boolean> {
  if (place.kind === 'Chatroom') return true
  return after(access.isMember(place), (isMember) => isMember || access.isPublic(place))
}

function saying(rules: readonly Rule[], between: string): string {
  return rules.flatMap(({ who }) => who ?? []).join(between)
}

function inTurn(rules: readonly Rule[], question: Question, whileIs: boolean): Maybe<boolean> {
  const [rule, ...others] = rules
  if (rule === undefined) return whileIs
  return after(rule.may?.(question) ?? true, (is) =>
    is === whileIs ? inTurn(others, question, whileIs) : is,
  )
}

/** At least one, and all of them. Asked together, so that they share calls. */
function every(names: readonly string[], check: (name: string) => Maybe<boolean>): Maybe<boolean> {
  return names.length > 0 && after(all(names.map(check)), (answers) => answers.every((is) => is))
}

/**
 * What an argument names, at a path as `input.usernames`; of objects in a list each has the rest of the path. All are
 * read before one is asked about: a bad one must not leave the questions about others behind, with nobody to wait for
 * their answers, which can be failures.
 */
function namedIn(
  args: unknown,
  path: string,
  read: (name: string, argument: string) => string = (name) => name,
): readonly string[] {
  const found = argumentAt(args, path)
  // As the resolver would call it.
  const argument = path.replace(/^input\./, '')
  return [found]
    .flat()
    .filter((value) => typeof value === 'string')
    .map((name, index) => read(name, Array.isArray(found) ? `${argument}[${index}]` : argument))
}

function argumentAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, name) => {
    if (Array.isArray(found)) return found.map((one: unknown) => (isObject(one) ? one[name] : undefined))
    return isObject(found) ? found[name] : undefined
  }, value)
}

/** Of a list its items, of a connection its nodes, of a value that is about a user that user. */
function itemsIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(itemsIn)
  if (!isObject(value)) return []
  if (Array.isArray(value.edges)) return value.edges.flatMap((edge) => (isObject(edge) ? [edge.node] : []))
  return [value.user ?? value]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isUser(value: unknown): value is User {
  return isObject(value) && typeof value.username === 'string'
}

function isProfile(value: unknown): value is Profile {
  return isObject(value) && value.attributes instanceof Map
}

function isMessage(value: unknown): value is StoredMessage {
  return isObject(value) && typeof value.messageId === 'string' && isObject(value.from) && isObject(value.to)
}

function isJob(value: unknown): value is { readonly owner: unknown } {
  return isObject(value) && value.kind === 'Job' && 'owner' in value
}

function isPlace(value: unknown): value is Place {
  return (
    isObject(value) && typeof value.id === 'string' && (value.kind === 'Group' || value.kind === 'Chatroom')
  )
}

import type { ReplyOf } from '../upstream/contract.ts'
import type { AppSettings, Read } from '../upstream/reads.ts'
import type { Client } from '../upstream/upstream.ts'
import { type Attributes, type NewAttribute, readAttributes, toAttributes } from './attributes.ts'
import { allDone, type Change, changeMany, type ItemResult } from './changes.ts'
import { readByName, readBytes, readDigits, readUsername } from './input.ts'
import { judgeBy, type Membership, type VerdictOf } from './members.ts'
import { GROUPS, listTagsOf, pathOf } from './places.ts'
import { toUsername } from './spelling.ts'
import { listTag } from './tags.ts'
import type { User } from './users.ts'

interface MemberKey {
  readonly id: string
  readonly username: string
}

/** A slash is in no username. */
const idOf = ({ id, username }: MemberKey) => `${id}/${username}`

/**
 * What the app keeps on members of a group; nothing is set on who is no member. Null for an unknown group.
 * Cost: one call per 10 members of one group. Source: operation `group-member-attr-batch-get`.
 */
const memberAttributes: Read<MemberKey, Attributes | null, 'group-member-attr-batch-get'> = {
  operation: 'group-member-attr-batch-get',
  lifetime: 'detail',
  leaf: true,
  idOf,
  partitionOf: ({ id }) => id,
  tagsOf: ({ id }) => listTagsOf(GROUPS, id, 'attribute'),
  call: (keys) => ({
    path: pathOf(GROUPS, keys[0]?.id ?? ''),
    body: { targets: keys.map(({ username }) => username) },
  }),
  answers: ({ data }, keys, { appKey }) => {
    const [only] = keys
    const rows = Object.entries(data)
    const pairs = rows.filter((pair): pair is [string, Value] => !isRow(pair[1]))
    // The call on a single member answers its attributes without its name.
    if (only !== undefined && keys.length === 1 && pairs.length > 0) {
      return new Map([[idOf(only), toAttributes(Object.fromEntries(pairs))]])
    }
    return new Map(
      rows.flatMap(([name, row]) =>
        isRow(row)
          ? [[idOf({ id: only?.id ?? '', username: toUsername(name, appKey) }), toAttributes(row)]]
          : [],
      ),
    )
  },
  missing: () => ({}),
  notFound: () => null,
}

type Answered = ReplyOf<'group-member-attr-batch-get'>['data'][string]
type Value = Exclude<Answered, object>

function isRow(answered: Answered): answered is Exclude<Answered, Value> {
  return typeof answered === 'object' && answered !== null
}

export interface NewMemberAttributes extends User {
  readonly attributes: readonly NewAttribute[]
}

const RULES = {
  readName: (name: string, argument: string) => readBytes(name, argument, { least: 1, most: 16 }),
  // An empty one deletes the attribute.
  readValue: (value: string, argument: string) => readBytes(value, argument, { least: 0, most: 512 }),
}

/** What the app keeps on the members of groups, for one request. */
export function memberAttributesSource(client: Client, membershipOf: (id: string) => Membership) {
  return {
    memberAttributes: ({ id }: { readonly id: string }, { username }: User) =>
      client.read(memberAttributes, { id, username }),

    /** Sets these and leaves the others; an empty value deletes. Cost: one call per 20 members. */
    async setMemberAttributes(
      groupId: string,
      members: readonly NewMemberAttributes[],
    ): Promise<readonly ItemResult[]> {
      const membership = membershipOf(readDigits(groupId, 'groupId'))
      const sent = readMembers(members)
      return changeMany(client, [...sent.keys()], settingAttributes(membership, sent))
    },
  }
}

/** By name. Refuses to set those of one member twice: which came last would depend on the size of the calls. */
function readMembers(members: readonly NewMemberAttributes[]): ReadonlyMap<string, Attributes> {
  return readByName(members, { argument: 'members', field: 'username' }, ({ username, attributes }, at) => [
    readUsername(username, `${at}.username`),
    Object.fromEntries(readAttributes(attributes, `${at}.attributes`, RULES)),
  ])
}

/** Who is no member is FAILED with `NOT_FOUND`. */
function settingAttributes(
  membership: Membership,
  sent: ReadonlyMap<string, Attributes>,
): Change<'group-member-attr-batch-set'> {
  return {
    lane: 'membership',
    operation: 'group-member-attr-batch-set',
    call: (usernames) => ({
      path: pathOf(GROUPS, membership.id),
      body: usernames.map((username) => ({ username, metadata: sent.get(username) ?? {} })),
    }),
    tagsOf: () => [listTag('group', membership.id, 'attribute')],
    told: toldByList,
    judge: judgeBy(membership, ofAttributes),
  }
}

/** Each was short enough: so what is refused to a member is more than all of theirs may be together. */
const ofAttributes: VerdictOf = ({ isMember }, { refusal }) => {
  if (isMember === false) return 'NOT_FOUND'
  return refusal === undefined ? 'LIMIT_REACHED' : undefined
}

/** Two lists, whose documented keys end in a colon; the call on a single member answers its attributes instead. */
function toldByList(
  { data }: ReplyOf<'group-member-attr-batch-set'>,
  usernames: readonly string[],
  { appKey }: AppSettings,
): ReadonlyMap<string, boolean> {
  const done = data['updateMetadataSucceeded:'] ?? data.updateMetadataSucceeded
  const failed = data['updateMetadataFailed:'] ?? data.updateMetadataFailed
  if (done === undefined && failed === undefined) return allDone(data, usernames)
  const told = (rows: typeof failed = [], isDone: boolean) =>
    rows.map((row) => [toUsername(typeof row === 'string' ? row : row.username, appKey), isDone] as const)
  return new Map([...told(done, true), ...told(failed, false)])
}

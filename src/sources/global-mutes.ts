import type { ReplyOf } from '../upstream/contract.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { unlessOff } from './features.ts'
import { atLeastOne } from './gatherings.ts'
import { readUsername } from './input.ts'
import { listRead } from './lists.ts'
import { type MuteTermGiven, readMuteTerm } from './mute-terms.ts'
import { type PageRequest, pageByNumber } from './paging.ts'
import { singleRead } from './singles.ts'
import { present, toDate, toUsername } from './spelling.ts'
import { ANYBODY_TAG, accountTag, GLOBAL_MUTES_TAG, globalMuteTag } from './tags.ts'
import type { User } from './users.ts'

/** Until when somebody may not write; null is for ever. */
export interface MuteTerm {
  readonly expiresAt: Date | null
}

/** Where somebody may not write, whichever conversation it is; null where they may. */
export type GlobalMute = Readonly<Record<ScopeField, MuteTerm | null>>

type ScopeField = 'users' | 'groups' | 'chatrooms'

export type MuteScope = 'USERS' | 'GROUPS' | 'CHATROOMS'

/** One kind of conversation in which somebody may not write. */
export interface MutedUser {
  readonly user: User
  readonly scope: MuteScope
  /** Null for a mute that is over: the service goes on listing it. */
  readonly term: MuteTerm | null
}

/** What is absent or null stays as it is. */
export type GlobalMuteChanges = { readonly [Scope in ScopeField]?: MuteTermGiven | null | undefined }

/** The kinds of conversation, as the service calls them. */
const SCOPES = [
  { scope: 'USERS', kind: 'chat' },
  { scope: 'GROUPS', kind: 'groupchat' },
  { scope: 'CHATROOMS', kind: 'chatroom' },
] as const

/** What the service says in place of a number of seconds. */
const FOREVER = -1
const LIFTED = 0

/** The service tells the time in seconds, though one document calls them milliseconds: no such time is below this. */
const FIRST_MS = 100_000_000_000

const PAGE = 50

/** By username, null for an unknown one. Cost: one call per name. Source: operation `global-mute-get`. */
const globalMutes = singleRead({
  operation: 'global-mute-get',
  // Not as a status: who may write is decided by it.
  lifetime: 'list',
  tagsOf: (username: string) => [globalMuteTag(username), accountTag(username), ANYBODY_TAG],
  call: (username) => ({ path: { username } }),
  value({ data }): GlobalMute {
    const term = (kind: MuteKind) => toTerm(data[kind], data.unixtime, 'global-mute-get')
    return { users: term('chat'), groups: term('groupchat'), chatrooms: term('chatroom') }
  },
})

/** A row for each user and kind, also for mutes that are over. Cost: one call per 50. Source: `global-mute-list`. */
const mutePages = listRead({
  operation: 'global-mute-list',
  tagsOf: () => [GLOBAL_MUTES_TAG],
  call: ({ from, size }) => ({ query: { pageNum: Number(from) + 1, pageSize: size } }),
  page: ({ data: { data, unixtime } }, { appKey }) => ({
    items: data.map((row) => toMutedUser(row, unixtime ?? row.unixtime, appKey)),
  }),
})

type MuteKind = (typeof SCOPES)[number]['kind']
type MuteRow = ReplyOf<'global-mute-get'>['data']

function toTerm(
  seconds: MuteRow['chat'],
  unixtime: number | undefined,
  operation: 'global-mute-get' | 'global-mute-list',
): MuteTerm | null {
  const left = Number(seconds ?? LIFTED)
  if (left === LIFTED) return null
  if (left === FOREVER) return { expiresAt: null }
  if (unixtime === undefined) {
    throw new UpstreamError('UPSTREAM_BAD_REPLY', operation, { hint: 'It does not say when it was read.' })
  }
  const readAtMs = unixtime < FIRST_MS ? unixtime * 1000 : unixtime
  return { expiresAt: toDate(readAtMs + left * 1000) }
}

function toMutedUser(row: MuteRow, unixtime: number | undefined, appKey: string): MutedUser {
  const name = row.username ?? row.userid
  const [found, ...others] = SCOPES.filter(({ kind }) => row[kind] !== undefined)
  // Left out, it would move all that follow to another place; counted twice as well.
  if (name === undefined || found === undefined || others.length > 0) {
    const hint = 'A row is not about one user and one kind.'
    throw new UpstreamError('UPSTREAM_BAD_REPLY', 'global-mute-list', { hint })
  }
  return {
    user: { username: toUsername(name, appKey) },
    scope: found.scope,
    term: toTerm(row[found.kind], unixtime, 'global-mute-list'),
  }
}

/** All this server knows about the REST side of mutes that hold everywhere. */
export function globalMutesSource(client: Client) {
  return {
    of: ({ username }: User) => client.read(globalMutes, username),

    /** Whether they may not write in conversations of this kind. Nobody is muted where the app has no mutes. */
    async isMuted({ username }: User, scope: ScopeField): Promise<boolean> {
      const mute = await unlessOff(() => client.read(globalMutes, username), null)
      return mute !== null && mute[scope] !== null
    },

    /** Those that last. A page can be shorter than asked for, because those that are over have places as well. */
    list: (request: PageRequest) =>
      pageByNumber(request, {
        list: GLOBAL_MUTES_TAG,
        size: PAGE,
        fetchPage: (from) => client.read(mutePages, { of: '', from, size: PAGE }),
        isShown: ({ term }) => term !== null,
      }),

    /** Sets the given kinds and leaves the others. Cost: one call. Fails with `NOT_FOUND` for an unknown name. */
    async set({ username: name, ...changes }: GlobalMuteChanges & User): Promise<User> {
      const username = readUsername(name)
      return client.write({
        lane: 'membership',
        call: { operation: 'global-mute-set', body: { username, ...atLeastOne(toSeconds(changes)) } },
        tags: [globalMuteTag(username), GLOBAL_MUTES_TAG],
        outcome({ data }) {
          if (data.result !== false) return { username }
          throw new UpstreamError('NOT_ALLOWED', 'global-mute-set', { notExecuted: true })
        },
      })
    },
  }
}

function toSeconds({ users, groups, chatrooms }: GlobalMuteChanges) {
  return present({
    chat: users && (readMuteTerm(users, 'users') ?? FOREVER),
    groupchat: groups && (readMuteTerm(groups, 'groups') ?? FOREVER),
    chatroom: chatrooms && (readMuteTerm(chatrooms, 'chatrooms') ?? FOREVER),
  })
}

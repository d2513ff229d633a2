import { envelope } from './answer.ts'
import { type Call, usernameParam } from './call.ts'
import { leaveGathering } from './departures.ts'
import { type GatheringKind, gatheringOf } from './gatherings.ts'
import { isNotInside, namesInBody, namesInPath, notMembers, OWNER_IS_SAFE, ownerIsSafe } from './refusals.ts'
import type { Route } from './router.ts'
import type { Gathering, Store } from './store.ts'

/** How the block list and the allow list differ, as data. */
interface MemberList {
  readonly segment: 'blocks' | 'white'
  readonly added: string
  readonly removed: string
  readonly names: (gathering: Gathering) => Set<string>
  readonly add: (store: Store, gathering: Gathering, username: string) => void
  /** The owner cannot be put on it. */
  readonly sparesOwner: boolean
  /** One name taken off is answered by an object, not by an array of one. */
  readonly answersOneBare: boolean
  readonly tooManyAdded: string
  readonly tooManyRemoved: string
}

const blockList: MemberList = {
  segment: 'blocks',
  added: 'add_blocks',
  removed: 'remove_blocks',
  names: (gathering) => gathering.blocked,
  add(store, gathering, username) {
    leaveGathering(store, gathering, username)
    gathering.blocked.add(username)
  },
  sparesOwner: true,
  answersOneBare: true,
  tooManyAdded: 'userNames is more than max limit',
  tooManyRemoved: 'removeBlacklist: list size more than max limit',
}

const allowList: MemberList = {
  segment: 'white',
  added: 'add_user_whitelist',
  removed: 'remove_user_whitelist',
  names: (gathering) => gathering.allowed,
  add: (_, gathering, username) => gathering.allowed.add(username),
  sparesOwner: false,
  answersOneBare: false,
  tooManyAdded: 'usernames size is more than max limit',
  tooManyRemoved: 'removeWhitelist size is more than max limit',
}

/** The block lists and the allow lists of groups and of chatrooms. Only members are put on either. */
export function memberListRoutes(kind: GatheringKind): readonly Route[] {
  return [blockList, allowList].flatMap((list) => routesOf(kind, list))
}

function routesOf(kind: GatheringKind, list: MemberList): readonly Route[] {
  const path = `${kind.root}/:id/${list.segment}/users`
  const about = (call: Call, store: Store): ListCall => {
    return { kind, list, call, store, gathering: gatheringOf(kind, call, store) }
  }
  return [
    { method: 'GET', path, answer: (call, store) => listNames(about(call, store)) },
    { method: 'POST', path, body: 'json', answer: (call, store) => addSeveral(about(call, store)) },
    { method: 'POST', path: `${path}/:username`, answer: (call, store) => addOne(about(call, store)) },
    { method: 'DELETE', path: `${path}/:usernames`, answer: (call, store) => takeOff(about(call, store)) },
  ]
}

interface ListCall {
  readonly kind: GatheringKind
  readonly list: MemberList
  readonly call: Call
  readonly store: Store
  readonly gathering: Gathering
}

function listNames({ list, call, gathering }: ListCall) {
  const data = [...list.names(gathering)]
  return envelope(call, { data, count: data.length })
}

function addOne(about: ListCall) {
  const { kind, list, call, gathering } = about
  const username = usernameParam(call)
  if (list.sparesOwner && username === gathering.owner) throw ownerIsSafe()
  if (!gathering.members.has(username)) throw notMembers(kind, [username])
  return envelope(call, { data: added(about, username) })
}

/** Each name has its own result, even if all fail. */
function addSeveral(about: ListCall) {
  const data = namesInBody(about.call, about.list.tooManyAdded).map((username) => added(about, username))
  return envelope(about.call, { data })
}

function takeOff({ kind, list, call, gathering }: ListCall) {
  const usernames = namesInPath(call, list.tooManyRemoved)
  const rows = usernames.map((user) => {
    const result = list.names(gathering).delete(user)
    const reason = result ? undefined : isNotInside(user, gathering, `${list.segment} list of ${kind.noun}`)
    return { result, action: list.removed, reason, user, [kind.listIdKey]: gathering.id }
  })
  return envelope(call, { data: list.answersOneBare && rows.length === 1 ? rows[0] : rows })
}

function added({ kind, list, store, gathering }: ListCall, user: string) {
  const reason = whyNot()
  if (reason === undefined) list.add(store, gathering, user)
  return { result: reason === undefined, action: list.added, reason, user, [kind.listIdKey]: gathering.id }

  function whyNot(): string | undefined {
    if (list.sparesOwner && user === gathering.owner) return OWNER_IS_SAFE
    return gathering.members.has(user) ? undefined : isNotInside(user, gathering, kind.noun)
  }
}

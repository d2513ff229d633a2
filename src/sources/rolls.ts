import { after, type Maybe } from './maybe.ts'
import type { Member, Membership, Standing } from './members.ts'
import type { GatheringPlace } from './places.ts'
import type { User } from './users.ts'

/** What a detail tells of who is in a group or chatroom. */
interface Told {
  readonly owner?: User
  readonly memberCount?: number
  readonly members?: readonly Member[]
}

type DetailOf = (id: string) => Maybe<{ readonly facts: Told } | null>

/** Whether somebody is a member of one, for those whose detail does not carry all of them. */
export type IsMember = (id: string, username: string) => Maybe<boolean | undefined>

/** The members that a detail carries, unless they are not all: the service cuts the list at 10,000. */
export function allMembers({ members, memberCount = 0 }: Told): readonly Member[] | undefined {
  return members !== undefined && members.length >= memberCount ? members : undefined
}

/** Whom one has as its members, for a request that changes something of them. */
export function membershipIn(place: GatheringPlace, detailOf: DetailOf, isMember: IsMember) {
  return (id: string): Membership => ({
    place,
    id,
    roll: async () => {
      const facts = (await detailOf(id))?.facts
      if (facts === undefined) return null
      const names = allMembers(facts)?.map((member) => member.user.username)
      return { owner: facts.owner?.username, members: names && new Set(names) }
    },
    isMember: async (username) => isMember(id, username),
  })
}

/** How a user stands to one, by its detail; of more than 10,000 members it does not tell who else is one. */
export function standingIn(detailOf: DetailOf) {
  /** Made once for each detail, however many fields ask. */
  const names = new WeakMap<readonly Member[], ReadonlySet<string>>()

  function namesIn({ members = [] }: Told): ReadonlySet<string> {
    const found = names.get(members) ?? new Set(members.map(({ user }) => user.username))
    names.set(members, found)
    return found
  }

  return (id: string, username: string): Maybe<Standing | null> =>
    after(detailOf(id), (found) => {
      if (found === null) return null
      const { facts } = found
      const isOwner = facts.owner?.username === username
      if (isOwner || namesIn(facts).has(username)) return { isOwner, isMember: true }
      return { isOwner, isMember: allMembers(facts) === undefined ? undefined : false }
    })
}

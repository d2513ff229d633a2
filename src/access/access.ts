import { after, all, type Maybe } from '../sources/maybe.ts'
import type { Standing } from '../sources/members.ts'
import type { StoredMessage } from '../sources/message.ts'
import type { Page } from '../sources/paging.ts'
import type { User } from '../sources/users.ts'
import type { Caller } from './caller.ts'
import type { AccessSettings, Facts, Place } from './facts.ts'
import { isMutedEverywhere, mayWriteIn } from './mutes.ts'

/**
 * Groups, chatrooms and super admins are looked at this far: whatever comes behind gives nobody a right. The groups of a
 * user come by 20, and of such calls a request may make 30.
 */
const MOST_PAGES = 6
const LARGEST_PAGE = 100

interface AccessOptions {
  readonly caller: Caller
  readonly settings: AccessSettings
  readonly facts: Facts
}

/**
 * What one caller may see and do, for one request. Every answer comes from facts that the query reads anyway, or from
 * a batched read more. They live in the caches of all, so that they are as old as those and go with our own changes;
 * answers are not kept. A read that fails fails the question: an outage is neither a no nor a yes.
 */
export class Access {
  /** An admin: no rule is asked, so that no check costs anything. */
  readonly isUnrestricted: boolean
  /** The user who asks; null for an admin. */
  readonly username: string | null
  readonly settings: AccessSettings
  readonly #facts: Facts
  readonly #met = new WeakSet<object>()
  readonly #joined = new WeakSet<object>()
  #circles: Promise<readonly ReadonlySet<string>[]> | undefined

  constructor({ caller, settings, facts }: AccessOptions) {
    this.isUnrestricted = caller.kind === 'admin'
    this.username = caller.kind === 'user' ? caller.username : null
    this.settings = settings
    this.#facts = facts
  }

  isSelf(username: unknown): boolean {
    return typeof username === 'string' && username.toLowerCase() === this.username
  }

  /** Remembers a user who stood in a list that the caller may see: nothing more is asked about them. */
  meet(user: User): void {
    this.#met.add(user)
  }

  /** Remembers a group out of the caller's own list. */
  join(place: Place): void {
    this.#joined.add(place)
  }

  /** Something was changed: who is related to whom is asked anew. */
  forget(): void {
    this.#circles = undefined
  }

  /** Whether the caller may see profile and status of a user. */
  sees(user: User): Maybe<boolean> {
    if (this.isSelf(user.username) || this.#met.has(user)) return true
    return this.settings.profileVisibility === 'app' || this.#isRelated(user)
  }

  /** Whether somebody is on the caller's list of contacts. */
  isContact(user: User): Maybe<boolean> {
    if (this.username === null) return false
    return after(this.#facts.contacts.isContactOf(user, this.username), (isContact) => isContact === true)
  }

  /**
   * Out of the detail. Where that does not tell, because there are over 10,000 members, the caller's own list does. It
   * is looked at for groups too that are not there or not theirs, so that nobody can tell one from the other.
   */
  isMember(place: Place): Maybe<boolean> {
    if (this.#joined.has(place)) return true
    return after(this.#standing(place), (standing): Maybe<boolean> => {
      if (standing?.isMember === true) return true
      const isListed = after(this.#isNoSecret(place, standing), (is) => !is && this.#isListed(place))
      return after(isListed, (is) => is && standing !== null && standing.isMember === undefined)
    })
  }

  /** Whether somebody is known to be one, out of the detail. */
  isMemberOf({ kind, id }: Place, { username }: User): Maybe<boolean> {
    return after(this.#facts.of(kind).standing(id, username), (standing) => standing?.isMember === true)
  }

  /** Costs what it does to find that a group is there and not the caller's. */
  async miss(): Promise<null> {
    await this.#placesOf('Group')
    return null
  }

  /**
   * Of a message by itself: its sender, its addressee, and who is in its group, by the caller's own list. So to find
   * that it is not theirs costs what it does to find that it is not there.
   */
  async seesMessage({ from, to, onlyFor }: StoredMessage): Promise<boolean> {
    if (this.isSelf(from.username) || (!('kind' in to) && this.isSelf(to.username))) return true
    const isForThem = onlyFor === undefined || onlyFor.some((username) => this.isSelf(username))
    if ('kind' in to && to.kind === 'Chatroom' && isForThem) return true
    const groupIds = await this.#placesOf('Group')
    return 'kind' in to && to.kind === 'Group' && isForThem && groupIds.includes(to.id)
  }

  isOwner(place: Place): Maybe<boolean> {
    return after(this.#standing(place), (standing) => standing?.isOwner === true)
  }

  /** Owner, admin, or of a chatroom super admin; who is no member of a group costs no further call. */
  async manages(place: Place): Promise<boolean> {
    if (await this.isOwner(place)) return true
    if ((await this.isMember(place)) && (await this.#isAdmin(place))) return true
    return place.kind === 'Chatroom' && (await this.#standing(place)) !== null && this.#isSuperAdmin()
  }

  /** A member whom nothing keeps from writing. */
  async mayWriteIn(place: Place): Promise<boolean> {
    return (
      (await this.isMember(place)) && this.username !== null && mayWriteIn(this.#facts, place, this.username)
    )
  }

  /** To single users. */
  async mayWrite(): Promise<boolean> {
    return this.username !== null && !(await isMutedEverywhere(this.#facts, 'User', this.username))
  }

  /** Anybody can find it. */
  isPublic({ kind, id }: Place): Maybe<boolean> {
    return after(this.#facts.of(kind).fact({ id, facts: {} }, 'isPublic'), (isPublic) => isPublic === true)
  }

  /** One may become a member without being asked in: it is public, and nobody has to agree. */
  isOpen(place: Place): Maybe<boolean> {
    if (place.kind === 'Chatroom') return after(this.#standing(place), (standing) => standing !== null)
    return after(this.isPublic(place), (isPublic): Maybe<boolean> => {
      if (!isPublic) return false
      const needsApproval = this.#facts.of(place.kind).fact({ id: place.id, facts: {} }, 'needsApproval')
      return after(needsApproval, (needs) => needs === false)
    })
  }

  /** Whether a job, by its global id, is one of the caller's. */
  async ownsJob(id: string): Promise<boolean> {
    const job = await this.#facts.jobs.byId(id)
    return job !== null && this.isSelf(job.owner)
  }

  #standing({ kind, id }: Place): Maybe<Standing | null> {
    return this.username === null ? null : this.#facts.of(kind).standing(id, this.username)
  }

  /** That the caller is no member is known, and that the place is there may be known. */
  #isNoSecret(place: Place, standing: Standing | null): Maybe<boolean> {
    if (standing?.isMember === undefined) return place.kind === 'Chatroom' && standing === null
    return place.kind === 'Chatroom' || this.isPublic(place)
  }

  async #isListed({ kind, id }: Place): Promise<boolean> {
    return (await this.#placesOf(kind)).includes(id)
  }

  #isAdmin({ kind, id }: Place): Maybe<boolean> {
    if (this.username === null) return false
    return after(this.#facts.of(kind).isAdmin(id, { username: this.username }), (isAdmin) => isAdmin === true)
  }

  async #isSuperAdmin(): Promise<boolean> {
    const users = await itemsOf((request) => this.#facts.superAdmins.list(request))
    return users.some(({ username }) => username === this.username)
  }

  /** A contact, or somebody in a group or chatroom of the caller. */
  async #isRelated(user: User): Promise<boolean> {
    if (await this.isContact(user)) return true
    this.#circles ??= Promise.all([this.#circleOf('Group'), this.#circleOf('Chatroom')])
    return (await this.#circles).some((circle) => circle.has(user.username))
  }

  /** All who are in one of the caller's. Of one with over 10,000 members only those whom its detail tells. */
  async #circleOf(kind: Place['kind']): Promise<ReadonlySet<string>> {
    const ids = await this.#placesOf(kind)
    const lists = await all(ids.map((id) => this.#facts.of(kind).fact({ id, facts: {} }, 'members')))
    return new Set(lists.flatMap((members) => members ?? []).map((member) => member.user.username))
  }

  async #placesOf(kind: Place['kind']): Promise<readonly string[]> {
    const { username } = this
    if (username === null) return []
    const places = await itemsOf<Place>((request) => this.#facts.of(kind).joinedBy({ username }, request))
    return places.map(({ id }) => id)
  }
}

/** A whole list, page by page. */
async function itemsOf<Item>(
  pageAt: (request: { first: number; after: string | null }) => Maybe<Page<Item> | null>,
): Promise<readonly Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page: Page<Item> | null = await pageAt({ first: LARGEST_PAGE, after: cursor })
    items.push(...(page?.items ?? []).map(({ item }) => item))
    cursor = page?.endCursor ?? page?.items.at(-1)?.cursor ?? null
    if (!page?.hasNextPage || cursor === null) break
  }
  return items
}

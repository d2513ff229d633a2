import type { ReplyOf } from '../upstream/contract.ts'
import { type UpstreamCode, UpstreamError } from '../upstream/errors.ts'
import type { AppSettings, Read } from '../upstream/reads.ts'
import type { Client } from '../upstream/upstream.ts'
import { allDone, type Change, changeMany, type ItemResult, type Told } from './changes.ts'
import { readOthers, readUpTo, readUsername } from './input.ts'
import { listRead, toCursor } from './lists.ts'
import { judgeOwner } from './owners.ts'
import { type PageRequest, pageByCursor } from './paging.ts'
import { toUsername } from './spelling.ts'
import { ANYBODY_TAG, accountTag, contactsTag } from './tags.ts'
import type { User } from './users.ts'

export interface Contact {
  readonly user: User
  /** What the owner of the list calls the contact. */
  readonly remark: string | null
}

/** Contacts of a user with their remarks. Cost: one call per 50. Source: operation `contact-list-paged`. */
const contactPages = listRead({
  operation: 'contact-list-paged',
  tagsOf: (username) => [contactsTag(username), accountTag(username)],
  call: ({ of, from, size }) => ({
    path: { username: of },
    query: { limit: size, cursor: from ?? undefined, needReturnRemark: true },
  }),
  page: ({ data, cursor, properties }, { appKey }) => {
    const page =
      'contacts' in data ? data : { contacts: data.map((username) => ({ username, remark: null })) }
    return {
      items: page.contacts.map(
        (row): Contact => ({
          user: { username: toUsername(row.username, appKey) },
          remark: row.remark || null,
        }),
      ),
      // Where the cursor stands is not documented for this call; each of the places the service uses is tried.
      next: toCursor(cursor ?? page.cursor ?? properties?.cursor),
    }
  },
})

/** Whether somebody is on a user's list. */
interface RelationKey {
  readonly owner: string
  readonly username: string
}

const relationId = ({ owner, username }: RelationKey) => `${owner} ${username}`

/**
 * Whether the owner has the user among their contacts. A name that nobody has is no contact, nor is one that the
 * answer lacks. Cost: one call per 100 names of one owner, shared by all requests. Source: operation `contact-check`.
 */
const relations: Read<RelationKey, boolean | null, 'contact-check'> = {
  operation: 'contact-check',
  lifetime: 'list',
  leaf: true,
  idOf: relationId,
  partitionOf: ({ owner }) => owner,
  tagsOf: ({ owner, username }) => [contactsTag(owner), accountTag(owner), accountTag(username), ANYBODY_TAG],
  call: (keys) => ({
    body: { username: keys[0]?.owner ?? '', check_list: keys.map(({ username }) => username) },
  }),
  answers: ({ entities }, [first], { appKey }) =>
    new Map(
      entities.map((row) => [
        relationId({ owner: first?.owner ?? '', username: toUsername(row.username, appKey) }),
        row.relation === 'friend',
      ]),
    ),
  missing: () => false,
  notFound: () => null,
}

export interface ContactImport {
  readonly username: string
  readonly contacts: readonly string[]
  /** Whether they are told. */
  readonly notify?: boolean | null | undefined
}

export interface Remark {
  readonly username: string
  readonly contact: string
  /** Empty takes it away. */
  readonly remark: string
}

/** All this server knows about the REST side of contacts. */
export function contactsSource(client: Client) {
  const changing =
    <Id extends 'contact-add' | 'contact-remove' | 'contact-import'>(
      changeOf: (owner: string) => Change<Id>,
    ) =>
    async (username: string, contacts: readonly string[]): Promise<readonly ItemResult[]> => {
      const owner = readUsername(username)
      const change = { ...changeOf(owner), judge: judgeOwner(client, owner) }
      return changeMany(client, readOthers(contacts, owner, 'contacts'), change)
    }

  return {
    of: ({ username }: User, request: PageRequest) =>
      pageByCursor(request, {
        operation: 'contact-list-paged',
        list: contactsTag(username),
        max: 50,
        fetchPage: (from, size) => client.read(contactPages, { of: username, from, size }),
      }),

    isContactOf: ({ username }: User, owner: string) =>
      client.read(relations, { owner: readUsername(owner), username }),

    /** Whoever is a contact already is DONE as well. Cost: one call per name. */
    add: changing(addingContacts),
    /** Whoever is none is DONE as well. Cost: one call per name. */
    remove: changing(removingContacts),
    /** Cost: one call per 10 names. */
    import: ({ username, contacts, notify }: ContactImport) =>
      changing((owner) => importingContacts(owner, notify ?? undefined))(username, contacts),

    /** Cost: one call. Fails with `NOT_FOUND` when they are not contacts. */
    async setRemark({ username, contact, remark }: Remark): Promise<User> {
      const owner = readUsername(username)
      const friend = readUsername(contact, 'contact')
      const text = readUpTo(remark, 'remark', 100)
      try {
        return await client.write({
          lane: 'membership',
          call: { operation: 'contact-remark-set', path: { owner, friend }, body: { remark: text } },
          tags: [contactsTag(owner)],
          outcome: () => ({ username: owner }),
        })
      } catch (error) {
        throw isNoContact(error) ? toNotFound(error) : error
      }
    },
  }
}

/** The service says "bad argument"; ours have been checked, so only that they are no contacts is left. */
function isNoContact(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.code === 'INVALID_ARGUMENT' && error.status === 400
}

function toNotFound(cause: UpstreamError): UpstreamError {
  return new UpstreamError('NOT_FOUND', 'contact-remark-set', {
    status: 400,
    notExecuted: true,
    hint: 'They are no contacts of each other.',
    cause,
  })
}

/** Both have each other on their lists. */
const tagsOf =
  (owner: string) =>
  (contacts: readonly string[]): readonly string[] =>
    [owner, ...contacts].map(contactsTag)

const addingContacts = (owner: string): Change<'contact-add'> => ({
  lane: 'membership',
  operation: 'contact-add',
  call: ([friend = '']) => ({ path: { owner, friend } }),
  tagsOf: tagsOf(owner),
  told: allDone,
})

const removingContacts = (owner: string): Change<'contact-remove'> => ({
  lane: 'membership',
  operation: 'contact-remove',
  call: ([friend = '']) => ({ path: { owner, friend } }),
  tagsOf: tagsOf(owner),
  told: allDone,
})

const importingContacts = (owner: string, notify: boolean | undefined): Change<'contact-import'> => ({
  lane: 'background',
  operation: 'contact-import',
  call: (usernames) => ({
    path: { username: owner },
    query: { isSendNotice: notify },
    body: { usernames: [...usernames] },
  }),
  tagsOf: tagsOf(owner),
  told: toldByImport,
})

/** Four lists of names. Why some failed the service does not know: so it need not be true that they did. */
function toldByImport(
  { data }: ReplyOf<'contact-import'>,
  _usernames: readonly string[],
  { appKey }: AppSettings,
): Told {
  const listed = (names: readonly string[] | undefined, fate: true | UpstreamCode) =>
    (names ?? []).map((name) => [toUsername(name, appKey), fate] as const)
  return new Map([
    ...listed(data.UnKnowFailed, 'OUTCOME_UNKNOWN'),
    ...listed(data.maxLimitFailed, 'LIMIT_REACHED'),
    ...listed(data.NotExistFailed, 'NOT_FOUND'),
    ...listed(data.success, true),
  ])
}

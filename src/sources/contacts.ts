import type { Client } from '../upstream/upstream.ts'
import { listRead, toCursor } from './lists.ts'
import { type PageRequest, pageByCursor } from './paging.ts'
import { toUsername } from './spelling.ts'
import { accountTag, contactsTag, DELETIONS_TAG } from './tags.ts'
import type { User } from './users.ts'

export interface Contact {
  readonly user: User
  /** What the owner of the list calls the contact. */
  readonly remark: string | null
}

/** Contacts of a user with their remarks. Cost: one call per 50. Source: operation `contact-list-paged`. */
const contactPages = listRead({
  operation: 'contact-list-paged',
  tagsOf: (username) => [contactsTag(username), accountTag(username), DELETIONS_TAG],
  call: ({ of, from, size }) => ({
    path: { username: of },
    query: { limit: size, cursor: from ?? undefined, needReturnRemark: true },
  }),
  page: (reply, { appKey }) => ({
    items: reply.data.contacts.map(
      (row): Contact => ({
        user: { username: toUsername(row.username, appKey) },
        remark: row.remark || null,
      }),
    ),
    // Where the cursor stands is not documented for this call; each of the places the service uses is tried.
    next: toCursor(reply.cursor ?? reply.data.cursor ?? reply.properties?.cursor),
  }),
})

/** All this server knows about the REST side of contacts. */
export function contactsSource(client: Client) {
  return {
    of: ({ username }: User, request: PageRequest) =>
      pageByCursor(request, {
        operation: 'contact-list-paged',
        list: contactsTag(username),
        max: 50,
        fetchPage: (from, size) => client.read(contactPages, { of: username, from, size }),
      }),
  }
}

import type { Client } from '../upstream/upstream.ts'
import { allDone, type Change, changeMany, type ItemResult } from './changes.ts'
import { readUsernames } from './input.ts'
import { listRead } from './lists.ts'
import { type PageRequest, pageByNumber } from './paging.ts'
import { toUsername } from './spelling.ts'
import { DELETIONS_TAG, SUPER_ADMINS_TAG } from './tags.ts'
import type { User } from './users.ts'

/** Their pages in this project; the service would give up to 1000. */
const PAGE = 100

/** Who may make chatrooms. Cost: one call per 100. Source: operation `chatroom-superadmin-list`. */
const superAdminPages = listRead({
  operation: 'chatroom-superadmin-list',
  // Whoever is deleted is none any more.
  tagsOf: () => [SUPER_ADMINS_TAG, DELETIONS_TAG],
  call: ({ from, size }) => ({ query: { pagenum: Number(from) + 1, pagesize: size } }),
  page: ({ data }, { appKey }) => ({
    items: data.map((name): User => ({ username: toUsername(name, appKey) })),
  }),
})

const tagsOf = () => [SUPER_ADMINS_TAG]

/** One name a call. */
const adding: Change<'chatroom-superadmin-add'> = {
  lane: 'background',
  operation: 'chatroom-superadmin-add',
  call: ([superadmin = '']) => ({ body: { superadmin } }),
  tagsOf,
  told: allDone,
}

/** One name a call. */
const removing: Change<'chatroom-superadmin-remove'> = {
  lane: 'background',
  operation: 'chatroom-superadmin-remove',
  call: ([superAdmin = '']) => ({ path: { superAdmin } }),
  tagsOf,
  told: allDone,
}

/** All this server knows about the REST side of super admins of chatrooms: those of the app, not of one chatroom. */
export function superAdminsSource(client: Client) {
  return {
    list: (request: PageRequest) =>
      pageByNumber(request, {
        list: SUPER_ADMINS_TAG,
        size: PAGE,
        fetchPage: (from) => client.read(superAdminPages, { of: '', from, size: PAGE }),
      }),

    /** Cost: one call per name. Who is not registered is FAILED with `NOT_FOUND`. */
    add: async (usernames: readonly string[]): Promise<readonly ItemResult[]> =>
      changeMany(client, readUsernames(usernames), adding),
    remove: async (usernames: readonly string[]): Promise<readonly ItemResult[]> =>
      changeMany(client, readUsernames(usernames), removing),
  }
}

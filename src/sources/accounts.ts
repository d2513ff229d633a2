import { InputError, UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { allDone, type Change, changeMany, type ItemResult } from './changes.ts'
import { readText, readUsername, readUsernames, readWhole } from './input.ts'
import { toUsername } from './spelling.ts'
import {
  ANYBODY_TAG,
  accountTag,
  contactsTag,
  DELETIONS_TAG,
  globalMuteTag,
  profileTag,
  STATUSES_TAG,
  statusTag,
  USERS_TAG,
  waitingTag,
} from './tags.ts'
import type { User } from './users.ts'

export interface OldestUsers {
  readonly count: number
  /** The same number once more: nobody deletes a hundred users by a slip. */
  readonly confirmDeleting: number
}

const MOST_OLDEST = 100

/** All this server knows about the REST side of accounts that are there already. */
export function accountsSource(client: Client) {
  /** One call about one account; answers a reference, so that what is asked of it is read afterwards. */
  async function change(
    operation: 'user-activate' | 'user-deactivate',
    name: string,
    touches: (username: string) => readonly string[],
  ): Promise<User> {
    const username = readUsername(name)
    return client.write({
      lane: 'membership',
      call: { operation, path: { username } },
      tags: [accountTag(username), USERS_TAG, ...touches(username)],
      outcome: () => ({ username }),
    })
  }

  return {
    /** Whoever is logged in is logged out, and cannot come back. Cost: one call. `NOT_FOUND` for an unknown name. */
    deactivate: (name: string) =>
      change('user-deactivate', name, (username) => [statusTag(username), STATUSES_TAG]),

    /** Cost: one call. Fails with `NOT_FOUND` for an unknown name. */
    activate: (name: string) => change('user-activate', name, () => []),

    /** Cost: one call. Fails with `NOT_FOUND` for an unknown name. */
    async setPassword(name: string, newPassword: string): Promise<User> {
      const username = readUsername(name)
      const newpassword = readText(newPassword, 'newPassword', 64)
      return client.write({
        lane: 'membership',
        call: { operation: 'user-password-set', path: { username }, body: { newpassword } },
        tags: [accountTag(username), USERS_TAG],
        outcome: () => ({ username }),
      })
    },

    /** With the groups and chatrooms that they own. Cost: one call per name. An unknown name is `NOT_FOUND`. */
    deleteMany: async (usernames: readonly string[]): Promise<readonly ItemResult[]> =>
      changeMany(client, readUsernames(usernames), DELETING),

    /**
     * Deletes whoever registered first and answers their names. A second call would delete the next ones.
     * Cost: one call. Fails with `NOT_ALLOWED` unless the operator allows it.
     */
    async deleteOldest(
      { count, confirmDeleting }: OldestUsers,
      { isAllowed }: { readonly isAllowed: boolean },
    ): Promise<readonly string[]> {
      if (!isAllowed) {
        const hint = 'This server makes it only with the setting DELETE_OLDEST_USERS=on.'
        throw new UpstreamError('NOT_ALLOWED', 'user-delete-batch', { notExecuted: true, hint })
      }
      readWhole(count, 'count', { least: 1, most: MOST_OLDEST, unit: 'users' })
      if (confirmDeleting !== count)
        throw new InputError(
          'confirmDeleting',
          `must be the same as count (${count}), not ${confirmDeleting}`,
        )
      return client.write({
        lane: 'background',
        call: { operation: 'user-delete-batch', query: { limit: count } },
        // Whom it deletes only its answer tells, and there may be none.
        tags: [DELETIONS_TAG, ANYBODY_TAG],
        outcome: ({ entities }, { appKey }) => entities.map(({ username }) => toUsername(username, appKey)),
      })
    },
  }
}

/** One name a call. */
const DELETING: Change<'user-delete'> = {
  lane: 'background',
  operation: 'user-delete',
  apart: true,
  call: ([username = '']) => ({ path: { username } }),
  tagsOf: (usernames) => [DELETIONS_TAG, ...usernames.flatMap(tagsOfUser)],
  told: allDone,
  // Besides 404 an unknown name can be a 400. Names were checked here, so nothing else can be wrong with them.
  judge: async (usernames, { refusal }) =>
    new Map(refusal?.code === 'INVALID_ARGUMENT' ? usernames.map((username) => [username, 'NOT_FOUND']) : []),
}

function tagsOfUser(username: string): readonly string[] {
  return [accountTag, profileTag, statusTag, contactsTag, globalMuteTag, waitingTag].map((tag) =>
    tag(username),
  )
}

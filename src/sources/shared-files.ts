import type { ReplyOf } from '../upstream/contract.ts'
import type { Client } from '../upstream/upstream.ts'
import { type Change, changeMany, type ItemResult } from './changes.ts'
import { readDigits, readFileIds } from './input.ts'
import { listRead } from './lists.ts'
import type { Membership } from './members.ts'
import { type PageRequest, pageByNumber } from './paging.ts'
import { GROUPS, listTagsOf, pathOf } from './places.ts'
import { toDate, toUsername } from './spelling.ts'
import { listTag } from './tags.ts'
import type { User } from './users.ts'

/** A file that the members of a group share. */
export interface SharedFile {
  readonly id: string
  readonly groupId: string
  readonly name: string | null
  readonly uploader: User | null
  readonly sizeBytes: number | null
  readonly uploadedAt: Date | null
}

/** Their pages in this project; the service would give up to 1000. */
const FILES_PAGE = 100

/** Files of a group, newest first. Cost: one call per 100. Source: operation `group-file-list`. */
const filePages = listRead({
  operation: 'group-file-list',
  tagsOf: (id) => listTagsOf(GROUPS, id, 'file'),
  call: ({ of, from, size }) => ({
    path: pathOf(GROUPS, of),
    query: { pagenum: Number(from) + 1, pagesize: size },
  }),
  page: ({ data }, { appKey }, { of: groupId }) => ({
    items: data.map((row) => ({ ...toSharedFile(row, appKey), groupId })),
  }),
})

/** Of a group that the row does not tell. */
export function toSharedFile(
  row: ReplyOf<'group-file-list'>['data'][number],
  appKey: string,
): Omit<SharedFile, 'groupId'> {
  return {
    id: row.file_id,
    name: row.file_name ?? null,
    uploader: row.file_owner ? { username: toUsername(row.file_owner, appKey) } : null,
    sizeBytes: row.file_size === undefined ? null : Number(row.file_size),
    uploadedAt: row.created === undefined ? null : toDate(row.created),
  }
}

/** The files of groups, for one request. */
export function sharedFilesSource(client: Client, membershipOf: (id: string) => Membership) {
  return {
    sharedFiles: ({ id }: { readonly id: string }, request: PageRequest) =>
      pageByNumber(request, {
        list: listTag('group', id, 'file'),
        size: FILES_PAGE,
        fetchPage: (from) => client.read(filePages, { of: id, from, size: FILES_PAGE }),
      }),

    /** Cost: one call per file. Fails with `NOT_FOUND` for an unknown group. */
    async deleteSharedFiles(groupId: string, fileIds: readonly string[]): Promise<readonly ItemResult[]> {
      const id = readDigits(groupId, 'groupId')
      return changeMany(client, readFileIds(fileIds, 'fileIds'), deletingFiles(membershipOf(id)))
    },
  }
}

/** One file a call. */
function deletingFiles({ id, roll }: Membership): Change<'group-file-delete'> {
  let known: Promise<unknown> | undefined
  return {
    lane: 'membership',
    operation: 'group-file-delete',
    apart: true,
    call: ([fileId = '']) => ({ path: { ...pathOf(GROUPS, id), file_id: fileId } }),
    tagsOf: () => [listTag('group', id, 'file')],
    told: ({ data }, [fileId = '']) => new Map([[fileId, data.result]]),
    async judge(_fileIds, { refusal }) {
      // The service says the same of an unknown file and of an unknown group.
      known ??= roll().catch(() => undefined)
      if (refusal?.code === 'NOT_FOUND' && (await known) === null) throw refusal
      return new Map()
    },
  }
}

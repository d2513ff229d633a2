import { envelope, FileContent, VendorError } from './answer.ts'
import { type Call, param } from './call.ts'
import { fileIn } from './files.ts'
import { groupKind } from './groups.ts'
import { numberedPage } from './paging.ts'
import type { Route } from './router.ts'
import type { Gathering, SharedFile, Store } from './store.ts'

/** The files that members of a group share. */
export const sharedFileRoutes: readonly Route[] = [
  { method: 'GET', path: '/chatgroups/:id/share_files', answer: listFiles },
  { method: 'POST', path: '/chatgroups/:id/share_files', body: 'multipart', answer: uploadFile },
  { method: 'GET', path: '/chatgroups/:id/share_files/:fileId', answer: downloadFile },
  { method: 'DELETE', path: '/chatgroups/:id/share_files/:fileId', answer: deleteFile },
]

/** Who uploads with the application's token. */
const APPLICATION = 'admin'

/** Newest first. */
function listFiles(call: Call, store: Store) {
  const files = [...groupOf(call, store).files.values()].reverse()
  const data = numberedPage(call, files, { first: 1, usual: 1000, most: 1000 }).map(
    ({ id, name, owner, created, bytes }) => {
      return { file_id: id, file_name: name, file_owner: owner, file_size: bytes.length, created }
    },
  )
  return envelope(call, { data })
}

function uploadFile(call: Call, store: Store) {
  const group = groupOf(call, store)
  const { name, bytes } = fileIn(call, 'IllegalArgumentException')
  const shared = shareFile(store, group, { name, bytes, owner: APPLICATION, created: call.now })
  const data = {
    file_url: `${call.baseUrl}${call.rawPath}/${shared.id}`,
    group_id: group.id,
    file_name: name,
    created: call.now,
    file_id: shared.id,
    file_size: bytes.length,
  }
  return envelope(call, { data })
}

function downloadFile(call: Call, store: Store): FileContent {
  return new FileContent(fileOf(groupOf(call, store), param(call, 'fileId')).bytes)
}

function deleteFile(call: Call, store: Store) {
  const group = groupOf(call, store)
  const { id } = fileOf(group, param(call, 'fileId'))
  group.files.delete(id)
  return envelope(call, { data: { group_id: group.id, file_id: id, result: true } })
}

export function shareFile(store: Store, group: Gathering, made: Omit<SharedFile, 'id'>): SharedFile {
  const id = `${store.nextSerial().toString(16).padStart(8, '0')}-ed19-11ea-b480-f3cfbdd7bd1e`
  const file = { id, ...made }
  group.files.set(id, file)
  return file
}

/** This service words a missing group in its own way. */
function groupOf(call: Call, store: Store): Gathering {
  const id = param(call, 'id')
  const group = groupKind.all(store).get(id)
  if (group) return group
  throw new VendorError(404, 'RestGroupFeignException', `grpID ${id} does not exist!`)
}

function fileOf({ files }: Gathering, id: string): SharedFile {
  const file = files.get(id)
  if (file) return file
  throw new VendorError(404, 'RestGroupFeignException', `file ${id} does not exist!`)
}

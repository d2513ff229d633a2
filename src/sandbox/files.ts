import { envelope, FileContent, VendorError } from './answer.ts'
import { type Call, isObject, param } from './call.ts'
import { isOver } from './expiry.ts'
import { UploadedFile } from './multipart.ts'
import type { Route } from './router.ts'
import type { Store, StoredFile } from './store.ts'

/** Attachments of messages. */
export const fileRoutes: readonly Route[] = [
  { method: 'POST', path: '/chatfiles', body: 'multipart', answer: uploadFile },
  { method: 'GET', path: '/chatfiles/:uuid', answer: downloadFile },
]

const LARGEST_FILE_BYTES = 10 * 1024 * 1024
const KEPT_MS = 7 * 24 * 3_600_000
/** Of all files together: the oldest go first, as if they had expired. */
const MOST_BYTES = 200 * 1024 * 1024

function uploadFile(call: Call, store: Store) {
  const file = fileIn(call)
  const serial = store.nextSerial().toString(16).padStart(8, '0')
  const stored: StoredFile = {
    uuid: `${serial}-56c1-11e9-822a-81ea50bb049d`,
    name: file.name,
    bytes: file.bytes,
    secret: isRestricted(call) ? `X9dIOlbBEemVjZs7gV9x7Yc-${serial}` : undefined,
    expires: call.now + KEPT_MS,
  }
  store.files.set(stored.uuid, stored)
  forgetOldest(store)
  const secret = stored.secret === undefined ? {} : { 'share-secret': stored.secret }
  return envelope(call, {
    path: '/chatfiles',
    entities: [{ uuid: stored.uuid, type: 'chatfile', ...secret }],
  })
}

/** No thumbnail is made: whoever asks for one gets the whole. */
function downloadFile(call: Call, store: Store): FileContent {
  const uuid = param(call, 'uuid')
  const file = store.files.get(uuid)
  if (file === undefined) throw new VendorError(404, 'entity_not_found', 'file may not exists')
  if (isOver(file.expires, call.now)) throw new VendorError(404, 'file_expired', `file ${uuid} is expired`)
  // No document says how a wrong secret is refused.
  const given = call.headers['share-secret'] ?? call.query['share-secret']
  if (file.secret !== undefined && given !== file.secret) {
    throw new VendorError(403, 'forbidden_op', 'the share-secret of the file is wrong')
  }
  return new FileContent(file.bytes)
}

/** The part `file` of the form; the vendor takes 10 MB. */
export function fileIn({ body }: Call, error = 'illegal_argument'): UploadedFile {
  const file = isObject(body) ? body.file : undefined
  if (!(file instanceof UploadedFile)) {
    throw new VendorError(400, error, 'file must be provided.')
  }
  if (file.bytes.length > LARGEST_FILE_BYTES) {
    throw new VendorError(413, 'Request Entity Too Large', 'file exceeding maximum limit')
  }
  return file
}

function isRestricted({ headers }: Call): boolean {
  const given = headers['restrict-access']
  if (given === '') throw new VendorError(400, 'illegal_argument', 'restrict-access must not be empty')
  return given === 'true'
}

function forgetOldest({ files }: Store): void {
  let bytes = [...files.values()].reduce((sum, file) => sum + file.bytes.length, 0)
  for (const [uuid, file] of files) {
    if (bytes <= MOST_BYTES) return
    files.delete(uuid)
    bytes -= file.bytes.length
  }
}

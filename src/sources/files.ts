import { safeFilename } from '../files/disposition.ts'
import { type FileLinks, type FileRef, isFileUuid, uuidIn } from '../files/links.ts'
import { beginsAs, fitsOneOf, isActive, readMediaType, typeByBytes, UNTYPED } from '../files/media-types.ts'
import type { ReplyOf } from '../upstream/contract.ts'
import { InputError, UpstreamError } from '../upstream/errors.ts'
import type { Write } from '../upstream/reads.ts'
import type { ByteStream } from '../upstream/streams.ts'
import type { Client } from '../upstream/upstream.ts'
import type { MessageFile } from './contents.ts'
import { readDigits } from './input.ts'
import { GROUPS, pathOf } from './places.ts'
import { type SharedFile, toSharedFile } from './shared-files.ts'
import { listTag } from './tags.ts'

/** A file that a client sends, on its way or in memory. */
export interface NewFile {
  readonly filename: string
  /** As the client says. */
  readonly type: string
  /** As many as are enough to see what it is. */
  readonly firstBytes: Uint8Array
  /** Known once it has been read. */
  readonly sizeBytes: () => number
  readonly bytes: () => AsyncIterable<Uint8Array>
  /** It is in memory. */
  readonly isRepeatable: boolean
}

/** A file that the service has, as the body of a message names it. */
export interface UploadedFile {
  readonly url: string
  /** Null where everybody of the app may download it. */
  readonly secret: string | null
  readonly filename: string
  readonly sizeBytes: number
  readonly type: string
}

export interface FileSettings {
  readonly files: { readonly maxBytes: number; readonly types: readonly string[] }
}

export interface FilesOptions {
  readonly settings: FileSettings
  readonly links: FileLinks
  /** To whom links are shown; null for an admin. */
  readonly username: string | null
}

/** A file with the name and the type that it will have. */
export type CheckedFile = NewFile & { readonly isChecked: true }

/** Files themselves: attachments of messages, and the contents of what groups share. */
export function filesSource(client: Client, { settings: { files }, links, username }: FilesOptions) {
  const link = (ref: FileRef) => links.urlOf(ref, username)

  return {
    /** Refuses what may not be uploaded, before anything of it is sent. */
    checked(file: NewFile, argument = 'file'): CheckedFile {
      const given = readMediaType(file.type)
      const type = given === UNTYPED ? typeByBytes(file.firstBytes) : given
      if (type === null || isActive(type) || !fitsOneOf(type, files.types)) {
        const expected = `must be of a type that is taken (${files.types.join(', ')}; no pages, no SVG)`
        throw new InputError(argument, `${expected}; it is ${type ?? given ?? 'of none'}`)
      }
      if (file.firstBytes.length === 0) throw new InputError(argument, 'must not be empty')
      if (!beginsAs(type, file.firstBytes)) throw new InputError(argument, `does not begin as ${type} does`)
      return {
        ...{ filename: safeFilename(file.filename), type, isChecked: true },
        ...{ firstBytes: file.firstBytes, isRepeatable: file.isRepeatable },
        sizeBytes: () => file.sizeBytes(),
        bytes: () => file.bytes(),
      }
    },

    /** Sends a file to the service. Cost: one call. */
    async upload(file: CheckedFile, options: UploadOptions): Promise<UploadedFile> {
      return toUploaded(file, await client.write(uploading(file, options)))
    },

    /** Shares a file in a group. Cost: one call, as above. Source: operation `group-file-upload`. */
    share(groupId: string, file: CheckedFile): Promise<SharedFile> {
      const id = readDigits(groupId, 'groupId')
      const upload = toUpload(file)
      return client.write({
        lane: 'send',
        call: { operation: 'group-file-upload', path: pathOf(GROUPS, id), upload },
        tags: [listTag('group', id, 'file')],
        outcome({ data }, { appKey }) {
          assertWhole(upload, 'group-file-upload')
          return { ...toSharedFile(data, appKey), groupId: id }
        },
      })
    },

    /** Begins to fetch a file. Cost: one call. Source: `file-download`, `file-thumbnail`, `group-file-download`. */
    open(ref: FileRef): Promise<ByteStream> {
      if (ref.kind === 'shared') {
        const path = { ...pathOf(GROUPS, ref.groupId), file_id: ref.fileId }
        return client.open({ operation: 'group-file-download', path })
      }
      const { uuid, secret, isThumbnail } = ref
      return client.open({
        operation: isThumbnail ? 'file-thumbnail' : 'file-download',
        path: { file_uuid: uuid },
        headers: {
          ...(secret === null ? {} : { 'share-secret': secret }),
          ...(isThumbnail ? { thumbnail: 'true' } : {}),
        },
      })
    },

    /** Where a client finds the file of a message; null for one that does not lie in this app. Costs nothing. */
    async linkOf(file: MessageFile, { isThumbnail = false } = {}): Promise<string | null> {
      const uuid = uuidIn(file.url, client.app.appKey)
      const { secret, filename } = file
      // It goes into a header of our call.
      if (uuid === null || (secret !== null && !SECRET.test(secret))) return null
      return link({ kind: 'attachment', uuid, secret, isThumbnail, filename: filename ?? uuid })
    },

    /** The same of a shared file. */
    linkOfShared: ({ id: fileId, groupId, name }: SharedFile) =>
      link({ kind: 'shared', groupId, fileId, filename: name ?? fileId }),
  }
}

interface UploadOptions {
  /** Nobody may download it without the secret. */
  readonly isRestricted: boolean
}

type Stored = Pick<UploadedFile, 'url' | 'secret'>

/**
 * One call, which is not repeated once the bytes of a file that is not in memory flow. What breaks off before its end is
 * not kept by the service. Source: operation `file-upload`.
 */
export function uploading(file: CheckedFile, { isRestricted }: UploadOptions) {
  const upload = toUpload(file)
  return {
    lane: 'send',
    call: {
      operation: 'file-upload',
      headers: { 'restrict-access': String(isRestricted) },
      upload,
    },
    tags: [],
    outcome(reply) {
      assertWhole(upload, 'file-upload')
      return toStored(reply)
    },
  } satisfies Write<Stored, 'file-upload'>
}

export function recallStored({ url, secret }: Readonly<Record<string, unknown>>): Stored {
  return { url: String(url), secret: secret === null ? null : String(secret) }
}

export function toUploaded(file: CheckedFile, stored: Stored): UploadedFile {
  const { filename, type } = file
  return { ...stored, filename, sizeBytes: file.sizeBytes(), type }
}

const SECRET = /^[!-~]{1,200}$/

function toUpload({ filename, type, bytes, isRepeatable }: CheckedFile) {
  return { filename, type, open: bytes, isRepeatable, progress: { hasBegun: false, isWhole: false } }
}

/** The service may say that it has a file of which it has a part. */
function assertWhole({ progress }: ReturnType<typeof toUpload>, operation: string): void {
  if (progress.isWhole) return
  throw new UpstreamError('OUTCOME_UNKNOWN', operation, { hint: 'It was answered before it was sent.' })
}

const STORED_AT = /^https?:\/\/[!-~]{1,500}\/chatfiles$/

function toStored({ uri, entities: [entity] }: ReplyOf<'file-upload'>): Stored {
  if (entity === undefined || !isFileUuid(entity.uuid)) {
    throw new UpstreamError('OUTCOME_UNKNOWN', 'file-upload', { hint: 'The answer names no file.' })
  }
  const secret = entity['share-secret'] || null
  if (!STORED_AT.test(uri) || (secret !== null && !SECRET.test(secret))) {
    throw new UpstreamError('UPSTREAM_BAD_REPLY', 'file-upload', { hint: 'The answer names no place.' })
  }
  return { url: `${uri}/${entity.uuid}`, secret }
}

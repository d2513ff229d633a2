import { InputError } from '../upstream/errors.ts'
import type { NewBody, NewFileInBody } from './bodies.ts'
import { type CheckedFile, type filesSource, recallStored, toUploaded, uploading } from './files.ts'
import type { SendingClient } from './once.ts'

export type Files = Pick<ReturnType<typeof filesSource>, 'checked'>

/** A body whose files may still have to be uploaded. */
export interface PreparedBody {
  /** As it will be, with addresses of the length that they can have: what is wrong with it is wrong with this. */
  readonly expected: NewBody
  /** Uploads what there is to upload. Cost: one call for each file. Null when there is nothing: then it is as expected. */
  readonly upload: ((client: SendingClient) => Promise<NewBody>) | null
}

/** Longer than the addresses and secrets of the service are. */
const EXPECTED = { url: `https://${'x'.repeat(160)}`, secret: 'x'.repeat(64) }
const KINDS = ['image', 'audio', 'video', 'file'] as const

/**
 * Checks the files of a body: each has been uploaded before (`url` and `filename`), or comes with it (`upload`).
 * Nothing is sent.
 */
export function prepareBody(files: Files, body: NewBody): PreparedBody {
  const kind = KINDS.find((name) => body[name] != null)
  const given = kind === undefined ? undefined : body[kind]
  if (kind === undefined || given == null) return { expected: body, upload: null }
  const argument = `body.${kind}`
  const file = checkedIn(files, given, argument)
  const thumbnail =
    kind === 'video' ? checkedThumbnail(files, body.video, `${argument}.thumbnailUpload`) : null
  if (file === null && thumbnail === null) return { expected: body, upload: null }
  const withFiles = (main: Stored | null, small: Stored | null): NewBody => ({
    [kind]: {
      ...given,
      upload: null,
      ...(kind === 'video' ? { thumbnailUpload: null } : {}),
      ...(main === null ? {} : { ...main, filename: given.filename ?? main.filename }),
      ...(small === null ? {} : { thumbnailUrl: small.url, thumbnailSecret: small.secret }),
    },
  })
  const expect = (one: CheckedFile | null): Stored | null =>
    one && { ...EXPECTED, filename: one.filename, sizeBytes: one.sizeBytes() }
  return {
    expected: withFiles(expect(file), expect(thumbnail)),
    // First the small one: a video without its picture would be half done.
    async upload(client) {
      const small = await store(client, thumbnail)
      return withFiles(await store(client, file), small)
    },
  }
}

async function store(client: SendingClient, file: CheckedFile | null): Promise<Stored | null> {
  if (file === null) return null
  const write = uploading(file, { isRestricted: true })
  // A file that no message names is seen by nobody: so it may be sent once more.
  return toUploaded(file, await client.send({ ...write, recall: recallStored, isPreparation: true }))
}

interface Stored {
  readonly url: string
  readonly secret: string | null
  readonly filename: string
  readonly sizeBytes: number
}

function checkedIn(files: Files, given: NewFileInBody, argument: string): CheckedFile | null {
  const { upload, url, filename, secret } = given
  if (upload == null) {
    if (url == null) throw new InputError(argument, 'must have `url` and `filename`, or `upload`')
    if (filename == null) throw new InputError(`${argument}.filename`, 'must be given with `url`')
    return null
  }
  if (url != null || secret != null) {
    throw new InputError(argument, 'must have either `upload`, or `url` with its `secret`')
  }
  return files.checked(upload, `${argument}.upload`)
}

function checkedThumbnail(files: Files, video: NewBody['video'], argument: string): CheckedFile | null {
  const { thumbnailUpload, thumbnailUrl, thumbnailSecret } = video ?? {}
  if (thumbnailUpload == null) return null
  if (thumbnailUrl != null || thumbnailSecret != null) {
    throw new InputError(argument, 'must not be given with `thumbnailUrl` or `thumbnailSecret`')
  }
  return files.checked(thumbnailUpload, argument)
}

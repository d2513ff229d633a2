import type { BodyOf } from '../upstream/contract.ts'
import { InputError } from '../upstream/errors.ts'
import type { NewFile } from './files.ts'

/** A file that was uploaded before, or comes with the message (`prepareBody` makes the former of the latter). */
export interface NewFileInBody {
  readonly url?: string | null | undefined
  readonly filename?: string | null | undefined
  readonly secret?: string | null | undefined
  readonly upload?: NewFile | null | undefined
}

interface Picture extends NewFileInBody {
  readonly width?: number | null | undefined
  readonly height?: number | null | undefined
}

interface Recording extends NewFileInBody {
  readonly durationSeconds: number
}

interface Video extends Recording {
  readonly sizeBytes?: number | null | undefined
  readonly thumbnailUpload?: NewFile | null | undefined
  readonly thumbnailUrl?: string | null | undefined
  readonly thumbnailSecret?: string | null | undefined
}

interface CustomBody {
  readonly event: string
  readonly extras?: Readonly<Record<string, unknown>> | null | undefined
}

/** What a message says: exactly one of these. */
export interface NewBody {
  readonly text?: { readonly content: string } | null | undefined
  readonly image?: Picture | null | undefined
  readonly audio?: Recording | null | undefined
  readonly video?: Video | null | undefined
  readonly file?: NewFileInBody | null | undefined
  readonly location?:
    | { readonly latitude: number; readonly longitude: number; readonly address: string }
    | null
    | undefined
  readonly command?: { readonly action: string } | null | undefined
  readonly custom?: CustomBody | null | undefined
}

export type MessageBody = Pick<BodyOf<'message-send-users'>, 'type' | 'body'>
type Row = MessageBody['body']

/** The body as the service has it. Refuses a custom one that the service would not take. */
export function toMessageBody(given: NewBody): MessageBody {
  const { text, image, audio, video, file, location, command, custom } = given
  if (text) return { type: 'txt', body: { msg: text.content } }
  if (image) return { type: 'img', body: toPicture(image) }
  if (audio) return { type: 'audio', body: toRecording(audio) }
  if (video) return { type: 'video', body: toVideo(video) }
  if (file) return { type: 'file', body: toFile(file) }
  if (location) return { type: 'loc', body: toPlace(location) }
  if (command) return { type: 'cmd', body: { action: command.action } }
  if (custom) return { type: 'custom', body: toCustom(custom) }
  throw new InputError('body', 'must have exactly one of its fields')
}

function toFile({ url, filename, secret, upload }: NewFileInBody): Row {
  if (upload != null)
    throw new InputError('body', 'cannot bring its file here: send that to `POST /files` before')
  if (url == null || filename == null) throw new InputError('body', 'must name a file')
  return { url, filename, ...(secret == null ? {} : { secret }) }
}

function toPicture({ width, height, ...file }: Picture): Row {
  return { ...toFile(file), ...(width == null || height == null ? {} : { size: { width, height } }) }
}

function toRecording({ durationSeconds, ...file }: Recording): Row {
  return { ...toFile(file), length: durationSeconds }
}

function toVideo({ sizeBytes, thumbnailUrl, thumbnailSecret, ...recording }: Video): Row {
  if (sizeBytes == null) throw new InputError('body.video.sizeBytes', 'must be given with `url`')
  return {
    ...toRecording(recording),
    file_length: sizeBytes,
    ...(thumbnailUrl == null ? {} : { thumb: thumbnailUrl }),
    ...(thumbnailSecret == null ? {} : { thumb_secret: thumbnailSecret }),
  }
}

/** Degrees as text: that is what the documents show. */
function toPlace({ latitude, longitude, address }: NonNullable<NewBody['location']>): Row {
  return { lat: String(latitude), lng: String(longitude), addr: address }
}

const EVENT = /^[A-Za-z0-9\-_/.]{1,32}$/
const MOST_EXTRAS = 16

function toCustom({ event, extras }: CustomBody): Row {
  if (!EVENT.test(event)) {
    throw new InputError('body.custom.event', 'must be 1 to 32 of the characters a-z A-Z 0-9 - _ / .')
  }
  const pairs = Object.entries(extras ?? {})
  const texts = pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  if (texts.length < pairs.length || pairs.length > MOST_EXTRAS) {
    throw new InputError('body.custom.extras', `must have at most ${MOST_EXTRAS} keys, each with a text`)
  }
  return { customEvent: event, customExts: Object.fromEntries(texts) }
}

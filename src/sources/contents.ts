import { countIn, isJsonObject, type JsonObject, numberIn, parsedIn, textIn } from './json.ts'

/** A file that a message names. Address and secret are what the service wants for a download: not for clients. */
export interface MessageFile {
  readonly url: string
  readonly secret: string | null
  readonly filename: string | null
  readonly sizeBytes: number | null
}

interface Size {
  /** In pixels. */
  readonly width: number | null
  readonly height: number | null
}

/** What a message says, by the name of its type in the graph. */
interface Contents {
  readonly TextMessage: { readonly content: string }
  readonly ImageMessage: { readonly file: MessageFile } & Size
  readonly AudioMessage: { readonly file: MessageFile; readonly durationSeconds: number | null }
  readonly VideoMessage: {
    readonly file: MessageFile
    readonly durationSeconds: number | null
    readonly thumbnail: MessageFile | null
  } & Size
  readonly FileMessage: { readonly file: MessageFile }
  readonly LocationMessage: {
    /** Degrees north and east. */
    readonly latitude: number
    readonly longitude: number
    readonly address: string | null
  }
  readonly CommandMessage: { readonly action: string }
  readonly CustomMessage: { readonly event: string; readonly extras: JsonObject }
  /** Several messages, forwarded as one; they are in its file. */
  readonly CombinedMessage: {
    readonly title: string | null
    readonly summary: string | null
    readonly file: MessageFile
  }
  /** Anything else, as it came, without the secrets of files. */
  readonly UnknownMessage: { readonly payload: JsonObject }
}

export type ContentKind = keyof Contents
export type ContentOf<Kind extends ContentKind> = { readonly kind: Kind } & Contents[Kind]
export type Content = { [Kind in ContentKind]: ContentOf<Kind> }[ContentKind]

/** By the service's name of the type. Null for a body that lacks what its type cannot be without. */
const READERS: ReadonlyMap<unknown, (row: JsonObject) => Content | null> = new Map([
  ['txt', toText],
  ['img', toPicture],
  ['audio', toRecording],
  ['video', toVideo],
  ['file', toOtherFile],
  ['loc', toPlace],
  ['cmd', toCommand],
  ['custom', toCustom],
])

/**
 * The content of a message out of its payload, as histories have it: `bodies` with one body. What has none, or several,
 * or one that cannot be read is unknown, and is there as it came. Never throws.
 */
export function toContent(payload: JsonObject): Content {
  const { bodies } = payload
  const [body, ...others] = Array.isArray(bodies) ? bodies : []
  const isAlone = isJsonObject(body) && others.length === 0
  return (isAlone ? toKnown(body) : null) ?? toUnknown(payload)
}

function toKnown(row: JsonObject): Content | null {
  // Of whatever type it says that it is.
  return row.subType === 'sub_combine' ? toCombined(row) : (READERS.get(row.type)?.(row) ?? null)
}

function toUnknown({ from, to, ext, ...payload }: JsonObject): Content {
  const shown = withoutSecrets(payload)
  return { kind: 'UnknownMessage', payload: isJsonObject(shown) ? shown : {} }
}

function toText({ msg }: JsonObject): Content | null {
  return typeof msg === 'string' ? { kind: 'TextMessage', content: msg } : null
}

function toPicture(row: JsonObject): Content | null {
  const file = toFile(row)
  return file && { kind: 'ImageMessage', file, ...toSize(row) }
}

function toRecording(row: JsonObject): Content | null {
  const file = toFile(row)
  return file && { kind: 'AudioMessage', file, durationSeconds: countIn(row.length) }
}

function toVideo(row: JsonObject): Content | null {
  const file = toFile(row)
  const thumbnail = toFile({ url: row.thumb, secret: row.thumb_secret })
  return (
    file && { kind: 'VideoMessage', file, durationSeconds: countIn(row.length), thumbnail, ...toSize(row) }
  )
}

function toOtherFile(row: JsonObject): Content | null {
  const file = toFile(row)
  return file && { kind: 'FileMessage', file }
}

/** Degrees come as numbers and as text. */
function toPlace({ lat, lng, addr }: JsonObject): Content | null {
  const [latitude, longitude] = [numberIn(lat), numberIn(lng)]
  if (latitude === null || longitude === null) return null
  return { kind: 'LocationMessage', latitude, longitude, address: textIn(addr) }
}

function toCommand({ action }: JsonObject): Content | null {
  return typeof action === 'string' ? { kind: 'CommandMessage', action } : null
}

function toCustom({ customEvent, ...row }: JsonObject): Content | null {
  if (typeof customEvent !== 'string') return null
  return { kind: 'CustomMessage', event: customEvent, extras: toExtras(row) }
}

/** As an object; or as an array of objects with one key each, and then as an object beside it. */
function toExtras({ customExts, 'v2:customExts': newer }: JsonObject): JsonObject {
  if (isJsonObject(newer)) return newer
  const parts = [customExts].flat().filter(isJsonObject)
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)))
}

function toCombined(row: JsonObject): Content | null {
  const file = toFile(row)
  return file && { kind: 'CombinedMessage', title: textIn(row.title), summary: textIn(row.summary), file }
}

function toFile({ url, secret, filename, file_length }: JsonObject): MessageFile | null {
  if (typeof url !== 'string' || url === '') return null
  return { url, secret: textIn(secret), filename: textIn(filename), sizeBytes: countIn(file_length) }
}

function toSize({ size }: JsonObject): Size {
  const { width, height }: JsonObject = isJsonObject(size) ? size : {}
  return { width: countIn(width), height: countIn(height) }
}

/** Nothing that people write is nested deeper; what is could not be written out again. */
const DEEPEST = 64
const SECRET = /secret|share[-_]?key/i
/** The service takes them in addresses too. */
const IN_ADDRESS = /([\w%.~-]{1,64})=[^&\s"']*/g

/** A copy without the secrets of files, wherever they are; what is nested too deep is null. */
function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return withoutSecretsIn(value, depth)
  if (typeof value !== 'object' || value === null) return value
  if (depth === DEEPEST) return null
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !SECRET.test(name))
      .map(([name, field]) => [name, withoutSecrets(field, depth + 1)]),
  )
}

/** Text can be an address, or JSON again; it is as it came where there is nothing to cut. */
function withoutSecretsIn(text: string, depth: number): string {
  const parsed = parsedIn(text)
  const shown = typeof parsed === 'number' ? parsed : withoutSecrets(parsed, depth + 1)
  if (JSON.stringify(shown) !== JSON.stringify(parsed)) return JSON.stringify(shown)
  return text.replace(IN_ADDRESS, (pair, name: string) => (SECRET.test(plain(name)) ? `${name}=` : pair))
}

function plain(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

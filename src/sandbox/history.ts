import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { envelope, FileContent, fileReply, type Reply, VendorError } from './answer.ts'
import { type Call, param } from './call.ts'
import { recordsBetween } from './records.ts'
import type { Route } from './router.ts'
import type { Store } from './store.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const KEPT_MS = 72 * HOUR_MS
const CALLS_PER_MINUTE = 10
const LINK_LIVES_MS = 10 * MINUTE_MS
/** The first part of the path of a file. Files are at a storage of their own, which knows no application and no token. */
const STORAGE = 'chat-message-files'

export const historyRoutes: readonly Route[] = [
  { method: 'GET', path: '/chatmessages/:hour', answer: answerLink },
]

/** Where the messages of one hour are, by UTC. Over the rate nothing is told; what is refused for its rate does not count. */
function answerLink(call: Call, store: Store) {
  assertPace(call, store)
  const { org, app } = call.application
  const name = param(call, 'hour')
  const startMs = readHour(name)
  if (startMs === null) {
    throw new VendorError(400, 'illegal_argument', 'This chatmessage request is not supported')
  }
  const about = `appkey: ${org}#${app}, time: ${name}`
  if (startMs < call.now - KEPT_MS) {
    const why = 'maybe chat message history is expired or unstored'
    throw new VendorError(400, 'illegal_argument', `illegal arguments: ${about}, ${why}`)
  }
  const isOver = startMs + HOUR_MS <= call.now
  if (!isOver || recordsBetween(store, startMs, startMs + HOUR_MS).length === 0) {
    const failed = 'Failed to find chat message history download url for'
    throw new VendorError(404, 'storage_object_not_found', `${failed} ${about}`)
  }
  const expires = Math.floor((call.now + LINK_LIVES_MS) / 1000)
  const signature = encodeURIComponent(signatureOf(`${name}.gz`, expires))
  const host = call.baseUrl.slice(0, -`/${org}/${app}`.length)
  const query = `Expires=${expires}&OSSAccessKeyId=demo&Signature=${signature}`
  return envelope(call, { data: [{ url: `${host}/${STORAGE}/${name}.gz?${query}` }] })
}

function assertPace({ now }: Call, { historyCalls }: Store): void {
  const recent = historyCalls.filter((at) => at > now - MINUTE_MS)
  if (recent.length >= CALLS_PER_MINUTE) {
    throw new VendorError(429, 'reach_limit', 'This request has reached api limit')
  }
  historyCalls.splice(0, historyCalls.length, ...recent, now)
}

/** When the hour `yyyyMMddHH` begins, in milliseconds; null for what is no hour. */
function readHour(name: string): number | null {
  const [, year, month, day, hour] = /^(\d{4})(\d\d)(\d\d)(\d\d)$/.exec(name)?.map(Number) ?? []
  if (year === undefined || month === undefined || day === undefined || hour === undefined) return null
  const startMs = Date.UTC(year, month - 1, day, hour)
  return nameOf(startMs) === name ? startMs : null
}

function nameOf(startMs: number): string {
  return new Date(startMs).toISOString().slice(0, 13).replace(/[-T]/g, '')
}

function signatureOf(file: string, expires: number): string {
  return createHash('sha1').update(`the key of the storage ${file} ${expires}`).digest('base64')
}

/** What the storage is asked for. */
export interface AskedFile {
  readonly segments: readonly string[]
  readonly query: Readonly<Record<string, string>>
  readonly authorization: string | undefined
  readonly now: number
}

export function isOfStorage(segments: readonly string[]): boolean {
  return segments[0] === STORAGE
}

/** A file: the link is what opens it, and a token beside it is one too many. Answers XML where it refuses. */
export function answerFile(
  { segments: [, file = ''], query: { Expires, Signature }, authorization, now }: AskedFile,
  store: Store,
): Reply {
  if (authorization !== undefined) return xmlReply(400, 'InvalidArgument')
  if (Signature !== signatureOf(file, Number(Expires))) return xmlReply(403, 'SignatureDoesNotMatch')
  if (Number(Expires) * 1000 < now) return xmlReply(403, 'AccessDenied')
  const startMs = readHour(file.replace(/\.gz$/, ''))
  const records = startMs === null ? [] : recordsBetween(store, startMs, startMs + HOUR_MS)
  if (records.length === 0) return xmlReply(404, 'NoSuchKey')
  return fileReply(new FileContent(gzipSync(records.map((record) => `${JSON.stringify(record)}\n`).join(''))))
}

function xmlReply(status: number, code: string): Reply {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>\n`
  return { status, contentType: 'application/xml', text }
}

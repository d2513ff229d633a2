import type { NumberName, TextName } from '../settings.ts'
import { isMediaPattern } from './media-types.ts'

interface Given {
  readonly text: (name: TextName) => string
  readonly list: (name: TextName) => readonly string[]
  readonly number: (name: NumberName) => number
}

/** Files: what is taken, and how addresses of them are made. */
export function readFiles({ text, list, number }: Given, faults: string[]) {
  const types = list('FILE_TYPES').map((type) => type.toLowerCase())
  const wrong = types.filter((type) => !isMediaPattern(type))
  if (wrong.length > 0) {
    faults.push(`FILE_TYPES must list media types like image/png or image/*; not ${wrong.join(', ')}`)
  }
  return {
    maxBytes: number('FILE_MAX_BYTES'),
    types,
    timeoutMs: number('FILE_TIMEOUT_MS'),
    downloadsAtOnce: number('FILE_DOWNLOADS_AT_ONCE'),
    urlSeconds: number('FILE_URL_SECONDS'),
    /** Undefined: one is made up. */
    urlKey: readKey(text('FILE_URL_KEY'), faults),
    publicUrl: readPublicUrl(text('PUBLIC_URL'), faults),
  }
}

const KEY_BYTES = 32

function readKey(given: string, faults: string[]): Uint8Array | undefined {
  if (given === '') return undefined
  const key = /^[0-9A-Fa-f]+$/.test(given) ? Buffer.from(given, 'hex') : Buffer.from(given, 'base64')
  if (key.length >= KEY_BYTES) return key.subarray(0, KEY_BYTES)
  faults.push(
    `FILE_URL_KEY must have at least ${KEY_BYTES} bytes, in hexadecimal or base64; make one with: openssl rand -hex 32`,
  )
  return undefined
}

function readPublicUrl(given: string, faults: string[]): string {
  const url = URL.canParse(given) ? new URL(given) : undefined
  const isPlain =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    `${url.search}${url.hash}${url.username}${url.password}` === ''
  if (given !== '' && !isPlain) {
    faults.push('PUBLIC_URL must be where clients find this server, like https://chat.example.com')
  }
  return given.replace(/\/+$/, '')
}

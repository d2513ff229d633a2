/** `image/png`, or `image/*` for all of a kind. */
export type MediaPattern = string

const PATTERN = /^[a-z]+\/(?:\*|[a-z0-9][a-z0-9!#$&^_.+-]{0,99})$/

export function isMediaPattern(text: string): text is MediaPattern {
  return PATTERN.test(text)
}

/** A media type without its parameters, in lower case; null for what is none. */
export function readMediaType(given: string): string | null {
  const [name = ''] = given.split(';')
  const type = name.trim().toLowerCase()
  return isMediaPattern(type) && !type.endsWith('/*') ? type : null
}

export function fitsOneOf(type: string, patterns: readonly MediaPattern[]): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern,
  )
}

/** As many bytes as are enough to tell a type. */
export const TELLING_BYTES = 512

/** How files of these types begin, in hexadecimal. The first that fits counts. */
const SIGNS: readonly (readonly [type: string, begins: RegExp])[] = [
  ['image/png', /^89504e470d0a1a0a/],
  ['image/jpeg', /^ffd8ff/],
  ['image/gif', /^474946383[79]61/],
  ['image/webp', /^52494646.{8}57454250/],
  ['image/bmp', /^424d.{8}00000000/],
  ['image/avif', /^.{8}66747970617669(?:66|73)/],
  ['image/heic', /^.{8}66747970(?:68656963|68656978|6d696631|6d736631)/],
  ['audio/wav', /^52494646.{8}57415645/],
  ['audio/mpeg', /^(?:494433|ff[ef][ab23])/],
  ['audio/aac', /^fff[0189]/],
  ['audio/amr', /^2321414d52/],
  ['audio/ogg', /^4f676753/],
  ['audio/flac', /^664c6143/],
  ['image/tiff', /^(?:49492a00|4d4d002a)/],
  ['image/x-icon', /^00000100/],
  ['audio/midi', /^4d546864/],
  ['audio/aiff', /^464f524d.{8}41494646/],
  ['audio/mp4', /^.{8}667479704d34(?:41|42)/],
  ['video/quicktime', /^.{8}(?:667479707174|6d6f6f76|6d646174|77696465)/],
  ['video/3gpp', /^.{8}667479703367/],
  ['video/mp4', /^.{8}66747970/],
  ['video/webm', /^1a45dfa3/],
  ['video/mpeg', /^000001b[a3]/],
  ['video/x-flv', /^464c5601/],
  ['video/x-ms-asf', /^3026b2758e66cf11/],
  ['video/x-msvideo', /^52494646.{8}41564920/],
  ['application/pdf', /^255044462d/],
  ['application/zip', /^504b(?:0304|0506)/],
  ['application/gzip', /^1f8b/],
  ['application/x-ole-storage', /^d0cf11e0a1b11ae1/],
  // What runs somewhere, whatever it says that it is.
  ['application/x-msdownload', /^4d5a/],
  ['application/x-executable', /^(?:7f454c46|cafebabe|feedfa|c[ef]faedfe|23212(?:f|02f))/],
]

/** A page, a picture with scripts in it, or what could be one: a tag of any name, behind whatever a browser skips. */
const PAGE = /^<[a-z!?/]/i
/** Marks of an encoding as latin1 has them, NUL (of letters with two or four bytes), and blanks. */
const SKIPPED = /^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)?\s*/

function isPage(first: Buffer): boolean {
  const text = first.toString('latin1').replaceAll('\0', '').replace(SKIPPED, '')
  // Behind so many blanks anything can follow.
  return PAGE.test(text) || (text === '' && first.length >= TELLING_BYTES)
}

/** Types of what a browser runs, or shows with what it runs in it. */
const ACTIVE = /(?:\+xml|\/xml|\/xml-.*|html|xhtml.*|script|script1\.\d|\/x-shockwave-flash|\/xsl)$/

/** Never taken, whatever is allowed. */
export function isActive(type: string): boolean {
  return ACTIVE.test(type)
}

/** Containers: what the types after it begin with too. */
const ALSO: Readonly<Record<string, RegExp>> = {
  'application/zip':
    /^application\/(?:x-zip-compressed|vnd\.openxmlformats-officedocument\..*|vnd\.oasis\..*|epub\+zip)$/,
  'application/x-ole-storage': /^application\/(?:msword|vnd\.ms-.*)$/,
  'audio/wav': /^audio\/(?:x-wav|wave|vnd\.wave)$/,
  'audio/mpeg': /^audio\/(?:mp3|x-mp3|aac)$/,
  'audio/aac': /^audio\/(?:x-aac|aacp|mpeg|mp3)$/,
  'audio/amr': /^audio\/(?:amr-wb|3gpp)$/,
  'audio/ogg': /^(?:audio\/opus|video\/ogg|application\/ogg)$/,
  'audio/flac': /^audio\/x-flac$/,
  'audio/mp4': /^(?:audio\/(?:x-m4a|m4a|aac)|video\/mp4)$/,
  'video/mp4': /^(?:audio\/(?:mp4|x-m4a|m4a)|video\/(?:x-m4v|quicktime|3gpp)|image\/(?:heic|heif|avif))$/,
  'video/quicktime': /^video\/mp4$/,
  'video/3gpp': /^(?:audio\/3gpp|video\/(?:3gpp2|mp4))$/,
  'video/webm': /^(?:audio\/webm|(?:video|audio)\/(?:x-)?matroska)$/,
  'video/x-msvideo': /^video\/(?:avi|msvideo)$/,
  'image/jpeg': /^image\/(?:jpg|pjpeg)$/,
  'image/png': /^image\/x-png$/,
  'image/x-icon': /^image\/vnd\.microsoft\.icon$/,
  'audio/midi': /^audio\/(?:x-midi|mid)$/,
  'audio/aiff': /^audio\/x-aiff$/,
  'video/x-ms-asf': /^(?:video\/x-ms-wmv|audio\/x-ms-wma)$/,
  'image/bmp': /^image\/x-ms-bmp$/,
  'image/heic': /^image\/(?:heif|heic-sequence|heif-sequence)$/,
}

/** The type that the first bytes tell of, or null: many types have no sign. */
export function typeByBytes(bytes: Uint8Array): string | null {
  const first = Buffer.from(bytes.subarray(0, TELLING_BYTES))
  if (isPage(first)) return 'text/html'
  const hex = first.toString('hex')
  return SIGNS.find(([, begins]) => begins.test(hex))?.[0] ?? null
}

/** Types that can be told by their bytes: whoever claims one of them must have them. */
const TOLD = new Set(SIGNS.map(([type]) => type))
const SHOWN = /^(?:image|audio|video)\//
/** What clients say when they do not know. */
export const UNTYPED = 'application/octet-stream'

/** Whether a file begins as one of this type may. */
export function beginsAs(type: string, bytes: Uint8Array): boolean {
  const told = typeByBytes(bytes)
  // Of what is shown or played all that is usual can be told.
  if (told === null) return !TOLD.has(type) && !SHOWN.test(type)
  return told === type || (ALSO[told]?.test(type) ?? false)
}

/** Types that a browser may show in place: it runs nothing in them. */
export function isShownInPlace(type: string): boolean {
  return TOLD.has(type) && SHOWN.test(type)
}

import { VendorError } from './answer.ts'

/** A part of a multipart form that has a file name. Parts without one are texts. */
export class UploadedFile {
  constructor(
    readonly name: string,
    readonly bytes: Buffer,
  ) {}
}

export type MultipartForm = Readonly<Record<string, string | UploadedFile>>

/** Reads `multipart/form-data` as RFC 7578 has it, by the name of each part. Throws the 400 of a body that is not. */
export function readMultipart(bytes: Buffer, contentType: string | undefined): MultipartForm {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '')
  const delimiter = `\r\n--${boundary?.[1] ?? boundary?.[2] ?? ''}`
  if (!boundary) throw malformed()
  const whole = Buffer.concat([Buffer.from('\r\n'), bytes]) // so that the first delimiter looks like the others
  const form: Record<string, string | UploadedFile> = {}
  let at = whole.indexOf(delimiter)
  while (at >= 0) {
    const start = at + delimiter.length
    if (whole.toString('latin1', start, start + 2) === '--') return form
    at = whole.indexOf(delimiter, start)
    if (at < 0) break
    const [name, value] = readPart(whole.subarray(start + 2, at))
    form[name] = value
  }
  throw malformed()
}

/** The form as a log keeps it: files by name and size. */
export function summaryOf(form: MultipartForm): Readonly<Record<string, unknown>> {
  const rows = Object.entries(form).map(([name, value]) => {
    return [name, value instanceof UploadedFile ? { name: value.name, size: value.bytes.length } : value]
  })
  return Object.fromEntries(rows)
}

function readPart(part: Buffer): [string, string | UploadedFile] {
  const headEnd = part.indexOf('\r\n\r\n')
  const head = part.toString('utf8', 0, Math.max(headEnd, 0))
  const name = /^content-disposition:.*[;\s]name="([^"]*)"/im.exec(head)?.[1]
  const fileName = /^content-disposition:.*[;\s]filename="([^"]*)"/im.exec(head)?.[1]
  if (name === undefined) throw malformed()
  const content = part.subarray(headEnd + 4)
  return [
    name,
    fileName === undefined ? content.toString() : new UploadedFile(fileName, Buffer.from(content)),
  ]
}

function malformed(): VendorError {
  return new VendorError(400, 'IllegalArgumentException', 'the request body is not multipart/form-data')
}

import { MEANT } from './files.ts'

/** A form by hand: what no client would send. */
export const formOf = (...parts: readonly string[]) => ({
  headers: { ...MEANT, 'content-type': 'multipart/form-data; boundary=b' },
  body: `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`,
})
export const partOf = (name: string, filename: string | null, content: string, type = 'text/plain') =>
  `content-disposition: form-data; name="${name}"${filename === null ? '' : `; filename="${filename}"`}\r\ncontent-type: ${type}\r\n\r\n${content}`

/** Beyond it file systems give up. */
const LONGEST_NAME = 150

/** A name that a file can have anywhere: no path, no control characters, nothing that turns the reading order. */
export function safeFilename(given: string | null): string {
  const name = [...(given ?? '').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').replace(/[\\/:*?"<>|]/g, '_')]
    .slice(-LONGEST_NAME)
    .join('')
    .trim()
    .replace(/^\.+/, '')
  return name === '' ? 'file' : name
}

/** `Content-Disposition` by RFC 6266: the name in ASCII for old clients, and whole. */
export function dispositionOf(kind: 'inline' | 'attachment', filename: string): string {
  const name = safeFilename(filename)
  const ascii = name.replace(/[^ -~]|[%\\"]/gu, '_')
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${whole}`
}

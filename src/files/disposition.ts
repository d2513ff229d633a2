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

/** Of what is shown or played. */
const MEDIA_NAME =
  /\.(?:png|jpe?g|gif|webp|bmp|avif|hei[cf]|tiff?|ico|wav|mp[34]|m4[av]|aac|amr|og[gav]|opus|flac|midi?|aiff?|mov|3gp|mpe?g|webm|mkv|flv|wm[av]|asf|avi)$/i
const ENDINGS: Readonly<Record<string, string>> = {
  jpeg: 'jpg',
  mpeg: 'mpg',
  quicktime: 'mov',
  '3gpp': '3gp',
}

/** The name of a picture, sound or video that is shown in place: kept by somebody, it must not become a page. */
export function namedAs(type: string, filename: string): string {
  if (MEDIA_NAME.test(filename)) return filename
  const [, kind = ''] = type.split('/')
  return `${filename}.${type === 'audio/mpeg' ? 'mp3' : (ENDINGS[kind] ?? kind.replace(/^x-(?:ms-?)?/, ''))}`
}

import type { SentMessage, Store } from './store.ts'

/** A sun of 64 by 64 pixels. */
const SUN =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAACVBMVEX/////xD0ePHJfAYtjAAAAnUlEQVR42u2XQQrAIAwETf7/6N4spWpWJ0Uo7n2GXDSbUk4+jdcgeEnizUBcVvgwlI8N7sjgUmTealRDm347BN4aCQ0BHxoi/KkYCcwEwyI/MlCByPcNKn8bFgfojaDznRG2C2b4puEIjiBF8IPHxD8U/KXxT3X/XuCrjS9XvN55weAVh5csXPN40Uyourxs87qfcHAknDwJR9fJRC5AlA1RoLyNIAAAAABJRU5ErkJggg=='
const BYTES = Buffer.from(SUN, 'base64')

/** The file of the demo world. */
export const SEEDED_UUID = 'f0000001-56c1-11e9-822a-81ea50bb049d'
const SECRET = 'X9dIOlbBEemVjZs7gV9x7Yc-f0000001'
const KEPT_MS = 7 * 24 * 3_600_000

/** A picture that was uploaded; answers a body that names it. `home` is the path of the application. */
export function seedPicture(
  store: Store,
  { home, nowMs }: { readonly home: string; readonly nowMs: number },
): Pick<SentMessage, 'type' | 'body'> {
  const file = { uuid: SEEDED_UUID, name: 'sun.png', bytes: BYTES, secret: SECRET }
  store.files.set(SEEDED_UUID, { ...file, expires: nowMs + KEPT_MS })
  const url = `https://a1.easemob.com/${home}/chatfiles/${SEEDED_UUID}`
  const size = { width: 64, height: 64 }
  return { type: 'img', body: { url, secret: SECRET, filename: file.name, file_length: BYTES.length, size } }
}

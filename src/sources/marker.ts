import { InputError } from '../upstream/errors.ts'
import { isJsonObject, type JsonObject, parsedIn } from './json.ts'

/**
 * In the `ext` of a message to some members of a group or chatroom. In the files of the history nothing else tells it
 * from one to all: without the mark everybody there would be shown it.
 */
const MARK = 'forSomeMembers'

type Ext = JsonObject | null | undefined

/** Refuses an ext of an app that has the name. */
export function assertUnmarked(ext: Ext): void {
  if (ext != null && Object.hasOwn(ext, MARK)) {
    throw new InputError('ext', `must not have "${MARK}": this server marks messages with it`)
  }
}

export function withMark(ext: Ext): JsonObject {
  return { ...ext, [MARK]: true }
}

/** An ext can come as text: what only looks like the mark counts too, because one that is missed is shown to all. */
export function isMarked(ext: unknown): boolean {
  if (typeof ext === 'string') return ext.includes(MARK) || isMarked(parsedIn(ext))
  return isJsonObject(ext) && Object.hasOwn(ext, MARK)
}

/** As the app gave it. */
export function withoutMark({ [MARK]: _mark, ...ext }: JsonObject): JsonObject {
  return ext
}

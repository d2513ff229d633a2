import { VendorError } from './answer.ts'
import type { Setting } from './gatherings.ts'

/** A text of at most `longest` characters; `title` is what the vendor's refusal calls it. */
export function textSetting(
  key: 'name' | 'description' | 'avatar' | 'custom',
  longest: number,
  title: string = key,
): Setting {
  return (gathering, value) => {
    if (typeof value !== 'string') return false
    if (value.length > longest) {
      throw new VendorError(403, 'exceed_limit', `${title} cannot exceed to ${longest}`)
    }
    gathering[key] = value
    return true
  }
}

/** Documents show flags both as booleans and as words. */
export function flagSetting(key: 'public' | 'membersonly' | 'allowinvites' | 'invite_need_confirm'): Setting {
  return (gathering, value) => {
    const word = String(value)
    if (word !== 'true' && word !== 'false') return false
    gathering[key] = word === 'true'
    return true
  }
}

/** Fewer places than members is answered by false, and changes nothing. */
export const maxusersSetting: Setting = (gathering, value) => {
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= gathering.members.size
  if (fits) gathering.maxusers = value
  return fits
}

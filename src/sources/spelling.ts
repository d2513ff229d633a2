/** How the service spells values, turned into how this project spells them. */

/** Ids come as strings of digits, sometimes as numbers. */
export function toId(id: string | number): string {
  return String(id)
}

/** Flags come as booleans, sometimes as text. */
export function toFlag(flag: boolean | string): boolean {
  return flag === true || flag === 'true'
}

/** Times come as milliseconds. */
export function toDate(milliseconds: number | string): Date {
  return new Date(Number(milliseconds))
}

/** Times of presence come as seconds, in digits. */
export function toDateOfSeconds(seconds: number | string): Date {
  return new Date(Number(seconds) * 1000)
}

/** Names are stored in lower case, and come with the app key in front in some answers (`org#app_user1`). */
export function toUsername(name: string, appKey: string): string {
  const prefix = `${appKey}_`
  return (name.startsWith(prefix) ? name.slice(prefix.length) : name).toLowerCase()
}

/** Only what the answer holds: what is absent stays absent, so that another answer may tell it. */
export function present<Facts extends object>(
  facts: {
    readonly [Name in keyof Facts]?: Facts[Name] | null | undefined
  },
): Partial<Facts> {
  const told = Object.entries(facts).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(told) as Partial<Facts>
}

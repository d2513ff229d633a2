import { readUsername } from '../sources/input.ts'

/** Who asks. Whoever is not one of these is refused before an operation is read. */
export type Caller =
  /** A server of the operator: may do everything. Without callers configured, the sandbox takes everybody for it. */
  | { readonly kind: 'admin' }
  /** One chat user, by the name that the service knows, in lower case. */
  | { readonly kind: 'user'; readonly username: string }

/** The user of a name that came from outside; null for a name that cannot be one. */
export function toUserCaller(name: string): Caller | null {
  try {
    return { kind: 'user', username: readUsername(name) }
  } catch {
    return null
  }
}

import { readFileSync } from 'node:fs'

/** The text of one of the operations that clients send, from `test/operations`. */
export function operation(name: string): string {
  return readFileSync(new URL(`../operations/${name}.graphql`, import.meta.url), 'utf8')
}

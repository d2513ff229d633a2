import { readFileSync } from 'node:fs'

/** The text of one of the operations that clients send, from `test/operations`. */
export function operation(name: string): string {
  return readFileSync(new URL(`../operations/${name}.graphql`, import.meta.url), 'utf8')
}

/** The variables that go with it. */
export function variables(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../operations/${name}.json`, import.meta.url), 'utf8'))
}

import { readFileSync } from 'node:fs'
import { MOST_TOKENS } from '../../src/documents/limits.ts'
import { readManifest } from '../../src/documents/manifest.ts'
import type { Untrusted } from '../../src/documents/trusted.ts'
import { schema } from '../../src/graph/schema.ts'
import type { TypedDocumentString } from '../gen/graphql.ts'
import { type Answer, type Harness, start } from './harness.ts'

export type Step = 'off' | 'report' | 'enforce'

export interface Sending {
  readonly method?: 'GET' | 'POST' | undefined
  readonly headers?: Readonly<Record<string, string>>
}

export interface TrustedHarness extends Harness {
  /** Sends these parameters, as JSON or in the URL. */
  send(parameters: object, sending?: Sending): Promise<Response>
  /** The code of the first error of the answer. */
  codeOf(parameters: object, sending?: Sending): Promise<string | undefined>
  /** What was told to the operator. */
  readonly told: readonly Untrusted[]
}

/** What GraphQL Code Generator writes of the operations in `test/operations`. */
export const MANIFEST_FILE = new URL('../gen/persisted-documents.json', import.meta.url).pathname
export const MANIFEST: Readonly<Record<string, string>> = JSON.parse(readFileSync(MANIFEST_FILE, 'utf8'))

/** A user of the demo data asks, and not an admin. */
export const AS_USER = { 'x-act-as': 'u0001' }

/** The documents name one of the first users or none, and any groups. */
const FEW = { users: 20, groups: 5, groupMembers: 10, chatrooms: 5, chatroomMembers: 5, contacts: 5 }

interface TrustedOptions {
  readonly manifest?: object
  readonly env?: Readonly<Record<string, string>>
}

/** Everything, with a manifest. */
export async function startTrusted(
  step: Step,
  { manifest = MANIFEST, env = {} }: TrustedOptions = {},
): Promise<TrustedHarness> {
  const told: Untrusted[] = []
  const harness = await start({
    sandbox: { seed: FEW },
    env: { ...env, TRUSTED_DOCUMENTS: step, TRUSTED_DOCUMENTS_FILE: 'read-by-the-test.json' },
    server: {
      trustedDocuments: readManifest(JSON.stringify(manifest), { schema, maxTokens: MOST_TOKENS, rules: [] }),
      onUntrusted: (found) => told.push(found),
    },
  })
  const send = (parameters: object, { method = 'POST', headers = {} }: Sending = {}) =>
    method === 'GET'
      ? harness.fetch(`/graphql?${toSearch(parameters)}`, { headers })
      : harness.fetch('/graphql', {
          method,
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(parameters),
        })
  return {
    ...harness,
    send,
    codeOf: async (parameters, sending) => {
      const { errors } = await answerOf(await send(parameters, sending))
      return errors?.[0]?.extensions.code
    },
    told,
  }
}

export async function answerOf(response: Response): Promise<Answer> {
  return (await response.json()) as Answer
}

/** The id that a generated document carries. */
export function idOf({ __meta__ }: Pick<TypedDocumentString<unknown, unknown>, '__meta__'>): string {
  return String(__meta__?.hash)
}

function toSearch(parameters: object): URLSearchParams {
  const entries = Object.entries(parameters).map(([name, value]) => {
    return [name, typeof value === 'string' ? value : JSON.stringify(value)]
  })
  return new URLSearchParams(entries)
}

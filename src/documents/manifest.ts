import {
  type DocumentNode,
  type GraphQLSchema,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql'
import { normalForm } from './normal-form.ts'

/** What clients may ask for by id. */
export interface TrustedDocuments {
  readonly byId: ReadonlyMap<string, TrustedDocument>
  /** Normal forms of all of them: a client that is not rebuilt yet sends the text. */
  readonly forms: ReadonlySet<string>
}

export interface TrustedDocument {
  readonly document: DocumentNode
  readonly form: string
}

export interface ManifestNeeds {
  readonly schema: GraphQLSchema
  /** This and the rules as for documents that clients send. */
  readonly maxTokens: number
  readonly rules: readonly ValidationRule[]
}

/** Nothing is trusted. */
export const NO_DOCUMENTS: TrustedDocuments = { byId: new Map(), forms: new Set() }

/** A longer id is nobody's: hashes have 40 to 135 characters. */
export const LONGEST_ID = 256

const FILE = 'TRUSTED_DOCUMENTS_FILE'

/**
 * Reads `persisted-documents.json` of GraphQL Code Generator: an object of ids and documents. Each document is parsed
 * and validated now, once. Throws one error that names everything that is wrong.
 */
export function readManifest(text: string, needs: ManifestNeeds): TrustedDocuments {
  const entries = readEntries(text)
  const byId = new Map<string, TrustedDocument>()
  const faults: string[] = []
  for (const [id, source] of entries) {
    const read = readDocument(source, needs)
    if (typeof read === 'string') faults.push(`  - ${nameIn(source)} (${id.slice(0, LONGEST_ID)}): ${read}`)
    else if (id === '' || id.length > LONGEST_ID)
      faults.push(`  - ${nameIn(source)}: its id must have 1 to ${LONGEST_ID} characters`)
    else byId.set(id, read)
  }
  if (faults.length > 0)
    throw new Error(`${FILE} holds documents that cannot be trusted:\n${faults.join('\n')}`)
  return { byId, forms: new Set([...byId.values()].map(({ form }) => form)) }
}

function readEntries(text: string): readonly (readonly [string, string])[] {
  const manifest = readJson(text)
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) throw notAManifest()
  const entries = Object.entries(manifest).map(([id, source]): [string, string] => {
    if (typeof source !== 'string') throw notAManifest()
    return [id, source]
  })
  if (entries.length === 0) throw new Error(`${FILE} holds no documents`)
  return entries
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`${FILE} is not JSON`)
  }
}

function notAManifest(): Error {
  return new Error(`${FILE} must be an object of ids and documents, like {"sha256:…": "query …"}`)
}

/** The document, or what is wrong with it. */
function readDocument(source: string, { schema, maxTokens, rules }: ManifestNeeds): TrustedDocument | string {
  try {
    const document = parse(source, { maxTokens })
    const [fault] = validate(schema, document, [...specifiedRules, ...rules])
    return fault === undefined ? { document, form: normalForm(document) } : fault.message
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Found without a parser: what cannot be parsed has a name too. */
function nameIn(source: string): string {
  return /\b(?:query|mutation|subscription)\s+(\w+)/.exec(source)?.[1] ?? 'a document without a name'
}

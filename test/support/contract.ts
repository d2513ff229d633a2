import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { type Contract, loadContract } from '../../src/upstream/contract.ts'

/** One use of a call of the service: what the contract has one id for. */
export interface Use {
  readonly id: string
  /** The tag it stands under. */
  readonly area: string
  readonly method: string
  readonly path: string
  /** Whether it changes nothing of the service. */
  readonly reads: boolean
  /** Name of the schema of its body. */
  readonly body?: string
  /** Whether it is sent with a token, where another use of the path differs in that. */
  readonly signed?: boolean
  /** Whether it asks for the thumbnail, where another use of the path differs in that. */
  readonly thumbnail?: boolean
  /** The use that this is only another path of; the documents have no id for it. */
  readonly otherPathOf?: string
  /** Where the keys stand of which one call takes several: a part of the path or body, or `body` itself. */
  readonly keys?: string
}

/** The contract with the service as far as only tests read it: all uses of all calls, and what is not called. */
export interface ContractDocument {
  readonly uses: readonly Use[]
  /** Calls in the other direction, by id. */
  readonly callbacks: readonly string[]
  /** Tags, in the order of the document. */
  readonly areas: readonly Area[]
  /** Ids that another one serves: a newer form of it, or the call on many. */
  readonly replaced: Readonly<Record<string, { readonly by: string; readonly reason: string }>>
  /** Ids that are not offered. */
  readonly leftOut: readonly Reason[]
  /** Ids that a later version will offer. */
  readonly later: readonly Reason[]
  /** Whether a body fits a schema of this name. */
  fits(schema: string, body: unknown): boolean
}

export interface Area {
  readonly name: string
  readonly description: string
}

export interface Reason {
  readonly area: string
  readonly ids: readonly string[]
  readonly reason: string
}

interface Extension {
  readonly id: string
  readonly reads?: boolean
  readonly body?: string
  readonly signed?: boolean
  readonly thumbnail?: boolean
  readonly otherPathOf?: string
  readonly batch?: { readonly of: string }
}

interface Operation {
  readonly tags: readonly string[]
  readonly 'x-easemob': readonly Extension[]
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly webhooks: Readonly<Record<string, unknown>>
  readonly tags: readonly Area[]
  readonly 'x-easemob-replaced': ContractDocument['replaced']
  readonly 'x-easemob-left-out': readonly Reason[]
  readonly 'x-easemob-later': readonly Reason[]
}

const FILE = new URL('../../schema/easemob.openapi.yaml', import.meta.url)

/** Read and compiled once: both are the same for all tests, and take longer than most of them. */
let asRead: ContractDocument | undefined
let asLoaded: Contract | undefined

/** The contract as the tests read it. */
export function readContract(): ContractDocument {
  asRead ??= parseContract()
  return asRead
}

/** The contract as the server reads it. */
export function sharedContract(): Contract {
  asLoaded ??= loadContract()
  return asLoaded
}

function parseContract(): ContractDocument {
  const document: Document = parse(readFileSync(FILE, 'utf8'))
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(document, 'easemob')
  return {
    uses: Object.entries(document.paths).flatMap(([path, item]) =>
      ['get', 'post', 'put', 'delete'].flatMap((method) => usesOf(method, path, item[method])),
    ),
    callbacks: Object.keys(document.webhooks),
    areas: document.tags,
    replaced: document['x-easemob-replaced'],
    leftOut: document['x-easemob-left-out'],
    later: document['x-easemob-later'],
    // By its address, which is compiled once: an object that refers to it would be compiled for each body.
    fits: (schema, body) => ajv.validate(`easemob#/components/schemas/${schema}`, body) === true,
  }
}

function usesOf(method: string, path: string, operation: Operation | undefined): readonly Use[] {
  if (operation === undefined) return []
  return operation['x-easemob'].map(({ id, reads = false, body, signed, thumbnail, otherPathOf, batch }) => ({
    id,
    area: operation.tags[0] ?? '',
    method: method.toUpperCase(),
    path,
    reads,
    ...(body === undefined ? {} : { body }),
    ...(signed === undefined ? {} : { signed }),
    ...(thumbnail === undefined ? {} : { thumbnail }),
    ...(otherPathOf === undefined ? {} : { otherPathOf }),
    ...(batch === undefined ? {} : { keys: batch.of }),
  }))
}

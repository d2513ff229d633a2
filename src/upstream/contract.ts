import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import type { ByteStream } from './streams.ts'
import type { operations } from './wire.ts'

/** Uses of a method and path that the contract names after another use of them: those bodies and answers are theirs. */
interface OtherUses {
  'file-thumbnail': 'file-download'
  'push-display-style-set': 'push-nickname-set'
  'push-no-disturb-set': 'push-nickname-set'
}

/** An operation of the upstream contract, by the `operationId` it has there, or by the id of another use of it. */
export type OperationId = keyof operations | keyof OtherUses

type Wire<Id extends OperationId> = Id extends keyof OtherUses
  ? operations[OtherUses[Id]]
  : Id extends keyof operations
    ? operations[Id]
    : never

/**
 * What the service answers to an operation, as the contract has it and as `dispatch.ts` has checked it; of a file its
 * bytes, as they come.
 */
export type ReplyOf<Id extends OperationId> =
  Wire<Id> extends {
    responses: { 200: { content: { 'application/json': infer Reply } } }
  }
    ? Reply
    : Wire<Id> extends { responses: { 200: { content: { 'application/octet-stream': unknown } } } }
      ? ByteStream
      : never

/** What an operation takes as its JSON body. */
export type BodyOf<Id extends OperationId> =
  Wire<Id> extends {
    requestBody?: { content: { 'application/json': infer Body } }
  }
    ? Body
    : never

export interface Rate {
  readonly calls?: number
  /** Quotas that count targets (messages) instead of calls. */
  readonly targets?: number
  /** None for a quota of the calendar day. */
  readonly seconds?: number
  readonly per?: 'day' | 'user'
  /** The status of a refusal; default 429. */
  readonly code?: number
  /** Operations with the same bucket share the limit. */
  readonly bucket?: string
}

/** One upstream operation as the contract describes it: everything the process needs to know to call it. */
export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  /** What each part of the path may look like; nothing else ever becomes part of a URL. */
  readonly pathPatterns: ReadonlyMap<string, RegExp>
  /** Changes nothing upstream, so it may be asked again after any failure. */
  readonly reads: boolean
  /** Answers with a file instead of JSON. */
  readonly answersBytes: boolean
  /** Keys or targets that one call takes at most. */
  readonly batchMax: number
  readonly rates: Readonly<Record<string, readonly Rate[]>>
  /** Its rates are a quota of its own: a 429 is about that, and no matter of pace. */
  readonly hasQuota: boolean
  /**
   * The error id of its 404s, where documents disagree about its path: a 404 with any other id means that the service
   * has no such path.
   */
  readonly notFoundId?: string | undefined
  /** What is wrong with an answer, or null when it fits. */
  faultOf(reply: unknown): string | null
}

export interface Contract {
  operation(id: string): Operation
  operations(): readonly Operation[]
}

interface Parameter {
  readonly $ref?: string
  readonly name: string
  readonly in: string
  readonly schema?: { readonly pattern?: string }
}

interface Extension {
  readonly id: string
  readonly reads?: boolean
  readonly batch?: { readonly max: number }
  readonly rates?: Readonly<Record<string, readonly Rate[]>>
  readonly quota?: boolean
  readonly notFound?: string
}

interface PathOperation {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly 'x-easemob': readonly Extension[]
  readonly responses: Readonly<Record<string, { content?: Record<string, { schema?: object }> }>>
}

interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, PathOperation>> & { parameters?: Parameter[] }>
  >
  readonly components: { readonly parameters?: Readonly<Record<string, Parameter>>; readonly schemas: object }
}

const METHODS = ['get', 'post', 'put', 'delete'] as const
const CONTRACT_FILE = new URL('../../schema/easemob.openapi.yaml', import.meta.url)

/** Reads `schema/easemob.openapi.yaml`, the one place that knows paths, maxima, rates and shapes. */
export function loadContract(): Contract {
  const document: Document = parse(readFileSync(CONTRACT_FILE, 'utf8'))
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(document, 'easemob')
  const ourNames = propertyNamesIn(document)

  const byId = new Map<string, Operation>()
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const found = item[method]
      if (found === undefined) continue
      for (const extension of found['x-easemob']) {
        byId.set(extension.id, toOperation({ document, ajv, ourNames }, { path, method, found, extension }))
      }
    }
  }
  return {
    operation(id) {
      const operation = byId.get(id)
      if (operation === undefined) throw new Error(`schema/easemob.openapi.yaml has no operation ${id}`)
      return operation
    },
    operations: () => [...byId.values()],
  }
}

interface Found {
  readonly path: string
  readonly method: (typeof METHODS)[number]
  readonly found: PathOperation
  readonly extension: Extension
}

interface Loaded {
  readonly document: Document
  readonly ajv: Ajv2020
  /** Every name that the contract gives to a property. */
  readonly ourNames: ReadonlySet<string>
}

function toOperation(loaded: Loaded, { path, method, found, extension }: Found): Operation {
  return {
    id: extension.id,
    method: method.toUpperCase(),
    path,
    pathPatterns: pathPatternsOf(loaded.document, path, found),
    reads: extension.reads ?? false,
    answersBytes: 'application/octet-stream' in (found.responses['200']?.content ?? {}),
    // One path can serve a call on one and a call on many; it is the same call.
    batchMax: Math.max(...found['x-easemob'].map(({ batch }) => batch?.max ?? 1)),
    rates: extension.rates ?? {},
    hasQuota: extension.quota ?? false,
    notFoundId: extension.notFound,
    faultOf: replyCheck(loaded, path, method),
  }
}

function pathPatternsOf(document: Document, path: string, found: PathOperation): ReadonlyMap<string, RegExp> {
  const shared = document.paths[path]?.parameters ?? []
  const patterns = new Map<string, RegExp>()
  // An operation's own parameters come last: they override those of its path.
  for (const parameter of [...shared, ...(found.parameters ?? [])]) {
    const resolved = resolveParameter(document, parameter)
    if (resolved.in !== 'path') continue
    const pattern = resolved.schema?.pattern
    if (pattern === undefined) throw new Error(`${found.operationId}: {${resolved.name}} has no pattern`)
    patterns.set(resolved.name, new RegExp(pattern))
  }
  return patterns
}

function resolveParameter(document: Document, parameter: Parameter): Parameter {
  if (parameter.$ref === undefined) return parameter
  const resolved = document.components.parameters?.[parameter.$ref.replace('#/components/parameters/', '')]
  if (resolved === undefined) throw new Error(`the contract lacks ${parameter.$ref}`)
  return resolved
}

/** Compiled at the first answer of the operation: most processes meet few of the two hundred. */
function replyCheck({ ajv, ourNames }: Loaded, path: string, method: string) {
  const pointer = ['paths', path, method, 'responses', '200', 'content', 'application/json', 'schema']
  const $ref = `easemob#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
  let check: ReturnType<typeof ajv.compile> | undefined
  return (reply: unknown): string | null => {
    check ??= ajv.compile({ $ref })
    if (check(reply)) return null
    const [fault] = check.errors ?? []
    return `${placeOf(fault?.instancePath ?? '', ourNames) || 'the answer'} ${fault?.message ?? 'does not fit'}`
  }
}

/** Where in an answer, without the names that only the answer knows: those are of people, or their phone numbers. */
function placeOf(pointer: string, ourNames: ReadonlySet<string>): string {
  const isOurs = (part: string) => ourNames.has(part) || /^\d{0,4}$/.test(part)
  return pointer
    .split('/')
    .map((part) => (isOurs(part) ? part : '*'))
    .join('/')
}

function propertyNamesIn(value: unknown, names = new Set<string>()): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return names
  if ('properties' in value && typeof value.properties === 'object' && value.properties !== null) {
    for (const name of Object.keys(value.properties)) names.add(name)
  }
  for (const part of Object.values(value)) propertyNamesIn(part, names)
  return names
}

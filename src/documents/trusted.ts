import { createHash } from 'node:crypto'
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations'
import { type DocumentNode, getOperationAST } from 'graphql'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { refused } from '../graph/refusal.ts'
import { LONGEST_ID, type TrustedDocument, type TrustedDocuments } from './manifest.ts'
import { normalForm, oneLine } from './normal-form.ts'

export interface TrustedOptions {
  /** `report` runs what is not trusted, and tells it; `enforce` refuses it. */
  readonly step: 'report' | 'enforce'
  readonly documents: TrustedDocuments
  /** Admins may send anything: they explore, and run servers. */
  readonly isAdmin: (request: Request) => boolean
  readonly onUntrusted: (found: Untrusted) => void
}

/** An operation of a user that runs, and would not under `enforce`. */
export interface Untrusted {
  readonly operationName: string | null
  /** The id that GraphQL Code Generator gives this document by default. */
  readonly documentId: string
  /** So many were told that no further one will be. */
  readonly isLast: boolean
}

/** A parameter beside those that GraphQL over HTTP has. */
export const ID_PARAMETER = 'documentId'

const MOST_TOLD = 1_000
const LONGEST_NAME = 100

/**
 * Runs documents of the manifest by their id, and decides about all others. That is done between reading and
 * validating a document: documents are told apart by what they say, and one that is refused learns nothing of the
 * schema.
 */
export function useTrustedDocuments({ step, documents, isAdmin, onUntrusted }: TrustedOptions): Plugin {
  const forms = new WeakMap<DocumentNode, string>()
  for (const { document, form } of documents.byId.values()) forms.set(document, form)
  const named = new WeakMap<Request, TrustedDocument>()
  const tell = tellOnce(onUntrusted)

  const lookup: Plugin = usePersistedOperations({
    allowArbitraryOperations: true, // decided below, when it is known what they say
    extractPersistedOperationId: (params, request) => idIn(params, request) ?? null,
    getPersistedOperation: (id) => documents.byId.get(id)?.document ?? null,
    customErrors: {
      notFound: () => refused('PERSISTED_DOCUMENT_NOT_FOUND', 'This server trusts no document of this id.'),
    },
  })

  function formOf(document: DocumentNode): string {
    const form = forms.get(document) ?? normalForm(document)
    forms.set(document, form)
    return form
  }

  return {
    ...lookup,
    onParams(payload) {
      const { params, request, setParams } = payload
      const id = idIn(params, request)
      if (id === undefined) return
      if (!params.query) {
        // What else was sent stays: whether it may be there is checked after us.
        return lookup.onParams?.({ ...payload, setParams: (found) => setParams({ ...params, ...found }) })
      }
      const document = documents.byId.get(id)
      if (document !== undefined) named.set(request, document)
    },
    onValidate({ params: { documentAST }, context }) {
      const { request, params } = context
      const meant = named.get(request)
      if (meant !== undefined && meant.form !== formOf(documentAST)) {
        throw refused('BAD_REQUEST', 'The id is of another document than the one beside it. Send either.')
      }
      if (isAdmin(request) || documents.forms.has(formOf(documentAST))) return
      if (step === 'enforce') {
        const message = 'This server runs trusted documents only: send the id of one.'
        // Thrown, not set as the result: results are remembered for whoever sends the document next.
        throw refused('PERSISTED_DOCUMENT_REQUIRED', message)
      }
      return ({ valid }) => {
        if (valid) tell(nameOf(documentAST, params.operationName), formOf(documentAST))
      }
    },
  }
}

/** The id that a request carries in one of the usual places. What yoga refuses by itself has none. */
function idIn(params: GraphQLParams | null, request: Request): string | undefined {
  const { documentId, extensions }: Readonly<Record<string, unknown>> = { ...params }
  const own = request.method === 'GET' ? new URL(request.url).searchParams.get(ID_PARAMETER) : documentId
  const found = [own, hashIn(extensions)].filter((id) => id !== undefined && id !== null)
  const [id] = found
  if (found.some((other) => other !== id)) throw refused('BAD_REQUEST', 'The request carries two ids.')
  if (id === undefined) return undefined
  if (typeof id === 'string' && id !== '' && id.length <= LONGEST_ID) return id
  throw refused('BAD_REQUEST', `The id of a document is a text of 1 to ${LONGEST_ID} characters.`)
}

/** `extensions.persistedQuery.sha256Hash`, as Apollo and urql send it. */
function hashIn(extensions: unknown): unknown {
  const { persistedQuery } = toRecord(extensions)
  const { version = 1, sha256Hash } = toRecord(persistedQuery)
  if (version !== 1) throw refused('BAD_REQUEST', 'extensions.persistedQuery must be of version 1.')
  return sha256Hash
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** The same status for all clients, whatever they accept. */
function nameOf(document: DocumentNode, operationName: string | null | undefined): string | null {
  return getOperationAST(document, operationName)?.name?.value.slice(0, LONGEST_NAME) ?? null
}

/** Once for each operation of each document, and no more than can be read: users can make up any number. */
function tellOnce(onUntrusted: TrustedOptions['onUntrusted']) {
  const told = new Set<string>()
  return (operationName: string | null, form: string) => {
    if (told.size >= MOST_TOLD) return
    const documentId = `sha256:${createHash('sha256').update(oneLine(form)).digest('hex')}`
    const key = `${documentId} ${operationName}`
    if (told.has(key)) return
    told.add(key)
    onUntrusted({ operationName, documentId, isLast: told.size === MOST_TOLD })
  }
}

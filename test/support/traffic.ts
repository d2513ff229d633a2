import type { CallRecord } from '../../src/sandbox/server.ts'
import type { ContractDocument, Use } from './contract.ts'

/** What tells one use of a path from another. */
export type Sent = Pick<CallRecord, 'method' | 'path' | 'body' | 'signed'> &
  Partial<Pick<CallRecord, 'thumbnail'>>

interface Candidate {
  readonly use: Use
  readonly parts: readonly string[]
}

/**
 * Names calls by their ids in the contract. Uses that share method and path are told apart by what was sent: with or
 * without a token, which schema the body fits, about one key or several. A call that fits no use keeps method and path
 * as its name; one that fits two has both names. Nothing is guessed, so a test that expects an id sees either.
 */
export function createNaming({ uses, fits }: ContractDocument): (sent: Sent) => string {
  const candidates: readonly Candidate[] = uses.map((use) => ({ use, parts: use.path.split('/') }))

  return (sent) => {
    const parts = sent.path.split('/')
    const here = candidates.filter(
      (candidate) => candidate.use.method === sent.method && isPathOf(candidate, parts),
    )
    // So that `/users/batch/status` is not the status of `batch`.
    const most = Math.max(...here.map(literalsIn))
    const sharing = here.filter((candidate) => literalsIn(candidate) === most)
    const fitting = sharing.length > 1 ? sharing.filter(({ use }) => isSentAs(use, sent)) : sharing
    return byNumberOfKeys(fitting, sent).join(' or ') || `${sent.method} ${sent.path}`
  }

  function isSentAs({ signed, thumbnail, body }: Use, sent: Sent): boolean {
    if (thumbnail !== undefined && thumbnail !== (sent.thumbnail ?? false)) return false
    return (signed ?? sent.signed) === sent.signed && (body === undefined || fits(body, sent.body))
  }
}

/** A use on many is one on several keys, where there is another for a single one. */
function byNumberOfKeys(fitting: readonly Candidate[], sent: Sent): readonly string[] {
  const many = fitting.find(({ use }) => use.keys !== undefined)
  if (many === undefined || fitting.length === 1) return fitting.map(({ use }) => use.id)
  const isOfSeveral = keysIn(many, sent) > 1
  return fitting.filter(({ use }) => (use.keys !== undefined) === isOfSeveral).map(({ use }) => use.id)
}

function keysIn({ use: { keys = '' }, parts }: Candidate, { path, body }: Sent): number {
  if (Array.isArray(body)) return body.length
  const place = parts.indexOf(`{${keys}}`)
  if (place < 0)
    throw new Error(`What tells a call on one from a call on many by ${keys} is not written yet.`)
  return path.split('/')[place]?.split(',').length ?? 0
}

function isPathOf({ parts }: Candidate, path: readonly string[]): boolean {
  return parts.length === path.length && parts.every((part, at) => isVariable(part) || part === path[at])
}

function literalsIn({ parts }: Candidate): number {
  return parts.filter((part) => !isVariable(part)).length
}

function isVariable(part: string): boolean {
  return part.startsWith('{')
}

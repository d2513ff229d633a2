import type { Chunk, ChunkOutcome } from '../store/jobs.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { fateOf } from './fate.ts'
import { isJsonObject } from './json.ts'
import { toRecipient } from './message.ts'
import { readOutcome, type Taken, toText } from './outcomes.ts'
import { idsOf, type SendResult, toResult } from './sends.ts'
import { operationOf, type Targets } from './targets.ts'

/** What targets of a job have in common, as it is kept. */
export type About = Pick<Targets, 'kind' | 'within'>

/** What is kept of a call that the service took: ids in the order of its targets, since those are kept already. */
export function takenOutcome(taken: Taken, targets: Targets): ChunkOutcome {
  const ids = idsOf(taken, targets)
  const sent = ids.filter((id) => id !== undefined).length
  const told = targets.within === null ? ids.map((id) => id ?? null) : ids.slice(0, 1)
  return { outcome: toText({ ids: told }), sent, failed: 0, unknown: ids.length - sent }
}

/** Of one that it did not take, or of which nobody knows. */
export function failedOutcome(error: unknown, { ids }: Pick<Targets, 'ids'>): ChunkOutcome {
  const fate = fateOf(error)
  const counts = { failed: 0, unknown: 0, [fate.status.toLowerCase()]: ids.length }
  return { outcome: toText(fate.error), sent: 0, ...counts }
}

/** Of one that the process was cut off in. */
export function cutOffOutcome(): string {
  const hint = 'This server was cut off before it had the answer. It is not sent again.'
  return toText(new UpstreamError('OUTCOME_UNKNOWN', 'sendMessage', { hint }))
}

/** What became of each target of a chunk. The messages themselves are not kept. */
export function resultsOf({ targets: ids, outcome }: Chunk, about: About): readonly SendResult[] {
  const targets = { ...about, ids }
  const of = (target: string) => ({ recipient: toRecipient(about.kind, target), target })
  if (outcome === null) {
    const status = 'CANCELLED'
    return ids.map((target) => ({ ...of(target), status, messageId: null, message: null, error: null }))
  }
  const found = readOutcome(outcome, recallIds) ?? new UpstreamError('OUTCOME_UNKNOWN', operationOf(targets))
  if (found instanceof UpstreamError) {
    const fate = fateOf(found)
    return ids.map((target) => ({ ...of(target), messageId: null, message: null, ...fate }))
  }
  return ids.map((target, index) => {
    const id = found[about.within === null ? index : 0]
    return { ...toResult(targets, target, id), message: null }
  })
}

function recallIds({ ids }: Readonly<Record<string, unknown>>): readonly (string | undefined)[] | undefined {
  return Array.isArray(ids) ? ids.map((id) => (typeof id === 'string' ? id : undefined)) : undefined
}

export function toAboutText({ kind, within }: Targets): string {
  return JSON.stringify({ kind, within })
}

/** Null for what this server has not written. */
export function readAbout(text: string): About | null {
  const about: unknown = JSON.parse(text)
  return isAbout(about) ? about : null
}

const KINDS: readonly unknown[] = ['User', 'Group', 'Chatroom']

function isAbout(value: unknown): value is About {
  return (
    isJsonObject(value) && KINDS.includes(value.kind) && (value.within === null || isJsonObject(value.within))
  )
}

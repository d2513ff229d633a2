import { failedOutcome, readAbout, takenOutcome } from '../sources/chunk-outcomes.ts'
import type { Taken } from '../sources/outcomes.ts'
import { callOf, isTemplate, type Notes, type Template } from '../sources/sends.ts'
import type { Targets } from '../sources/targets.ts'
import type { ChunkOutcome, Jobs, NextChunk } from '../store/jobs.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { Client } from '../upstream/upstream.ts'
import { mayTryAgain } from './patience.ts'

export interface ChunkParts {
  readonly client: Pick<Client, 'write'>
  readonly jobs: Pick<Jobs, 'begin' | 'release'>
  readonly notes: Notes
  readonly onFault: (error: unknown) => void
}

/** Sends one. What became of it; an error: it was certainly not sent, and is to be sent again. */
export async function sendChunk(next: NextChunk, parts: ChunkParts): Promise<ChunkOutcome | UpstreamError> {
  const { client, notes, onFault } = parts
  const { template, targets } = readChunk(next)
  const before = beginning(next, parts)
  try {
    // Waited for though this server ends: what it did must be known.
    const taken = await new Promise<Taken>((told, reject) => {
      client.write({ lane: 'background', ...callOf(template, targets, notes), before, told }).catch(reject)
    })
    return takenOutcome(taken, targets)
  } catch (error) {
    return mayTryAgain(error) ? error : failedOutcome(unclearUnlessTold(error, onFault), targets)
  }
}

function readChunk({ id, message, about: told, targets: ids }: NextChunk): {
  readonly template: Template
  readonly targets: Targets
} {
  const [template, about] = [JSON.parse(message), readAbout(told)]
  if (!isTemplate(template) || about === null) throw new Error(`Job ${id} cannot be read`)
  return { template, targets: { ...about, ids } }
}

/**
 * What is done before each attempt: on record before it leaves, so that it is not sent again whatever ends this
 * process then. A further attempt is made only of what was certainly not done: the record of the one before goes first.
 */
function beginning({ id, chunk }: NextChunk, { jobs, onFault }: ChunkParts): () => Promise<void> {
  let hasBegun = false
  async function begin() {
    if (hasBegun) await jobs.release(id, chunk)
    hasBegun = await jobs.begin(id, chunk)
  }
  return async () => {
    await begin().catch((error: unknown) => {
      onFault(error)
      throw error
    })
    if (!hasBegun) throw new Error('it was cancelled')
  }
}

/** Nothing that goes wrong here may look as if the chunk had not been sent. */
function unclearUnlessTold(error: unknown, onFault: (error: unknown) => void): UpstreamError {
  if (error instanceof UpstreamError) return error
  onFault(error)
  return new UpstreamError('OUTCOME_UNKNOWN', 'sendMessage', { cause: error })
}

import type { Journal, KeyedRequests, OpenJournal } from '../store/requests.ts'
import type { Asker } from '../upstream/asker.ts'
import type { OperationId } from '../upstream/contract.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { Write } from '../upstream/reads.ts'
import type { Client } from '../upstream/upstream.ts'
import { KeyReused } from './key-reused.ts'
import { fingerprintOf } from './keys.ts'
import { type Recall, readOutcome, toText } from './outcomes.ts'

/** What a send may use: its calls are noted, so that they are not made twice. */
export interface SendingClient extends Pick<Client, 'assertFits' | 'batchMax'> {
  /** Makes one call. Calls must be made in the same order whenever the same input is sent. */
  send<Outcome, Id extends OperationId>(write: NotedWrite<Outcome, Id>): Promise<Outcome>
}

interface NotedWrite<Outcome, Id extends OperationId> extends Write<Outcome, Id> {
  /** Its outcome as JSON had it. */
  readonly recall: Recall<Outcome>
}

export interface OneSend {
  readonly mutation: string
  /** Null: a send that may be repeated. */
  readonly key: string | null
  /** All that decides what is sent, as the caller gave it. */
  readonly input: unknown
}

/**
 * Does a send once for each key of a caller: who comes later with the same input gets what the first one got, for as
 * long as the store keeps it, and no call is made. What the store does not know the end of is UNKNOWN, and is not sent
 * again. What was certainly not done at all leaves no trace: the key is free again.
 *
 * `send` runs anew for each answer, over the calls that were noted; so it must do nothing but call, and read answers.
 * What is wrong with its input it has to find before.
 */
export type Once = <Outcome>(
  one: OneSend,
  send: (client: SendingClient) => Promise<Outcome>,
) => Promise<Outcome>

export interface OnceOptions {
  readonly client: Client
  readonly asker: Pick<Asker, 'stay' | 'onLeave'>
  /** Whose keys they are: the same key of another caller is another one. */
  readonly caller: string
  readonly requests: KeyedRequests
}

export function createOnce({ client, asker, caller, requests }: OnceOptions): Once {
  /** Also when the client leaves; what goes on after the time of the request is noted, but not waited for. */
  async function perform<Outcome>(
    send: (client: SendingClient) => Promise<Outcome>,
    journal: OpenJournal,
  ): Promise<Outcome> {
    const goOn = asker.stay()
    const recorder = createRecorder(client, journal)
    const outcome = send(recorder.client)
    const ended = outcome
      .then(
        () => recorder.end(undefined),
        (failure: unknown) => recorder.end(failure),
      )
      .finally(goOn)
    await whileHere(ended)
    return outcome
  }

  /** Until it has ended, or the time of this request has. */
  function whileHere(ended: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = asker.onLeave(() => resolve())
      ended.finally(() => stop()).then(resolve, reject)
    })
  }

  return async ({ mutation, key, input }, send) => {
    if (key === null) return send({ ...client, send: (write) => client.write(write) })
    const claim = await requests.claim({ caller, mutation, key, fingerprint: fingerprintOf(input) })
    if (claim.is === 'other') throw new KeyReused(mutation)
    if (claim.is === 'new') return perform(send, claim.journal)
    let isOver = false
    await whileHere(
      claim.ended.then(() => {
        isOver = true
      }),
    )
    if (claim.journal.failure !== undefined) throw claim.journal.failure
    return send(createReplay(client, claim.journal, { isOver }))
  }
}

function createRecorder(client: Client, journal: OpenJournal) {
  const noted: Promise<void>[] = []
  let isNothingDone = true

  function note(call: number, outcome: unknown): Promise<void> {
    if (!(outcome instanceof UpstreamError && outcome.notExecuted)) isNothingDone = false
    return journal.note(call, toText(outcome))
  }

  const recording: SendingClient = {
    ...client,
    send(write) {
      const call = noted.length
      let settled: Promise<unknown> | undefined
      const answer = client.write({
        ...write,
        told(itself) {
          settled = itself
        },
      })
      // A call that was refused at once has no course of its own.
      noted.push(
        (settled ?? answer).then(
          (outcome) => note(call, outcome),
          (error: unknown) => (error instanceof UpstreamError ? note(call, error) : undefined),
        ),
      )
      return answer
    },
  }
  return {
    client: recording,
    /** When every call has ended: one that the request does not wait for any more is worth knowing too. */
    async end(failure: unknown): Promise<void> {
      await Promise.all(noted)
      await journal.end({ forget: isNothingDone, failure })
    },
  }
}

/** Answers as the service did. */
function createReplay(
  client: Client,
  journal: Journal,
  { isOver }: { readonly isOver: boolean },
): SendingClient {
  let calls = 0
  return {
    batchMax: client.batchMax,
    assertFits: () => {},
    async send({ call: { operation }, recall }) {
      const text = journal.outcomeOf(calls)
      calls += 1
      const outcome = text === undefined ? undefined : readOutcome(text, recall)
      if (outcome instanceof UpstreamError) throw outcome
      if (outcome !== undefined) return outcome
      const hint = isOver
        ? 'It was cut off, and is not sent again under this key.'
        : 'It goes on: ask again with the same key.'
      throw new UpstreamError('OUTCOME_UNKNOWN', operation, { hint })
    },
  }
}

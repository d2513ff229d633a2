import type { OperationId, ReplyOf } from '../upstream/contract.ts'
import { type UpstreamCode, UpstreamError } from '../upstream/errors.ts'
import type { AppSettings, Write } from '../upstream/reads.ts'
import type { Client } from '../upstream/upstream.ts'
import { chunksOf } from './chunks.ts'
import { fateOf } from './fate.ts'
import { toUsername } from './spelling.ts'

/** What became of one item of a change on many: a user, a file, a key. */
export interface ItemResult {
  readonly item: string
  readonly status: 'DONE' | 'FAILED' | 'UNKNOWN'
  readonly error: UpstreamError | null
}

/**
 * Why an item was refused: it is as asked for already, or a code; undefined where that is not known. With
 * `OUTCOME_UNKNOWN` it need not have been refused at all.
 */
export type Verdict = 'DONE' | UpstreamCode | undefined

/** Whether an item was done, or why not. */
export type Told = ReadonlyMap<string, boolean | UpstreamCode>

/** A change of many items, as data: how some of them travel in one call, and how its answer tells what became of them. */
export interface Change<Id extends OperationId> {
  readonly lane: Write<unknown>['lane']
  readonly operation: Id
  readonly call: (items: readonly string[]) => Omit<Write<unknown, Id>['call'], 'operation'>
  /** The facts that the change of these items may touch. */
  readonly tagsOf: (items: readonly string[]) => readonly string[]
  /** Whether each was done, or why not. What the answer does not tell is UNKNOWN. */
  readonly told: (reply: ReplyOf<Id>, items: readonly string[], settings: AppSettings) => Told
  /** Why these were refused. Asked for only then. Throws what all of the change fails with. */
  readonly judge?: (
    refused: readonly string[],
    circumstances: Circumstances,
  ) => Promise<ReadonlyMap<string, Verdict>>
  /** A call that is refused with one of these can be about some of its items only, besides `ABOUT_SOME`. */
  readonly aboutSome?: readonly UpstreamCode[]
  /** Each item is a thing of its own, so their calls need not wait for each other. Default: one after the other. */
  readonly apart?: boolean
  /** The same change at another path, tried where the service does not have this one. */
  readonly elsewhere?: Change<Id>
}

/** How items were refused. */
export interface Circumstances {
  /** The service refused the whole call; else it accepted it, and refused these in its answer. */
  readonly refusal?: UpstreamError
  /** The call was about a single item. */
  readonly isAlone: boolean
}

/** A call that is refused with one of these can be about some of its items only. */
const ABOUT_SOME: ReadonlySet<UpstreamCode> = new Set([
  'NOT_FOUND',
  'INVALID_ARGUMENT',
  'NOT_ALLOWED',
  'ALREADY_EXISTS',
])

/** A URL may have 4 KB; where items travel in it, each comma takes three characters. */
const LONGEST_LIST = 3_500

/**
 * Makes a change of any number of items; answers one result for each, in the order given.
 * Cost: as many calls as the operation's maximum asks for, one after the other, because two changes of one thing at a
 * time would meet as a conflict upstream; of what is `apart`, the others as soon as the first has shown that there is
 * nothing wrong with all of them. More only where the service refuses a whole call: then what it may be about
 * is found by trying halves, within the calls that one request may make.
 */
export async function changeMany<Id extends OperationId>(
  client: Client,
  items: readonly string[],
  change: Change<Id>,
): Promise<readonly ItemResult[]> {
  const { lane, operation, apart = false } = change
  const [first = [], ...others] = chunksOf(items, client.batchMax(operation), LONGEST_LIST)
  client.assertFits({ lane, operation, calls: 1 + others.length, targetsPerCall: 1, oneByOne: !apart })
  let results: readonly ItemResult[]
  try {
    results = await changeSome(client, first, change)
  } catch (error) {
    if (change.elsewhere === undefined || !hasNoPath(error)) throw error
    return changeMany(client, items, change.elsewhere)
  }
  // What it is a part of can go away in between: what was done before must still be told.
  const changeOthers = (chunk: readonly string[]) =>
    changeSome(client, chunk, change).catch((error: unknown) => failed(chunk, error))
  if (apart) return [results, ...(await Promise.all(others.map(changeOthers)))].flat()
  for (const chunk of others) results = [...results, ...(await changeOthers(chunk))]
  return results
}

async function changeSome<Id extends OperationId>(
  client: Client,
  items: readonly string[],
  change: Change<Id>,
): Promise<readonly ItemResult[]> {
  const { lane, operation } = change
  let told: Told
  try {
    told = await client.write<Told, Id>({
      lane,
      call: { operation, ...change.call(items) },
      tags: change.tagsOf(items),
      outcome: (reply, settings) => change.told(reply, items, settings),
    })
  } catch (error) {
    if (change.elsewhere !== undefined && hasNoPath(error)) throw error
    const isAboutSome =
      error instanceof UpstreamError &&
      error.notExecuted &&
      (ABOUT_SOME.has(error.code) || change.aboutSome?.includes(error.code))
    return isAboutSome ? afterRefusal(client, items, { change, refusal: error }) : failed(items, error)
  }
  const isAlone = items.length === 1
  const refused = items.filter((item) => told.get(item) === false)
  const verdicts = refused.length === 0 ? undefined : await change.judge?.(refused, { isAlone })
  return items.map((item) => {
    const fate = told.get(item)
    if (fate === undefined) return unknown(item, operation)
    if (fate === true) return done(item)
    return judged(item, fate === false ? (verdicts?.get(item) ?? 'NOT_ALLOWED') : fate, operation)
  })
}

/** Refused as a call that the service does not have. */
function hasNoPath(error: unknown): boolean {
  return error instanceof UpstreamError && error.notExecuted && error.code === 'UPSTREAM_BAD_REPLY'
}

interface Refused<Id extends OperationId> {
  readonly change: Change<Id>
  readonly refusal: UpstreamError
}

/**
 * A refused call did nothing, but its refusal need not be about all of its items. So those without a verdict are tried
 * without the others, or else in halves, down to the one that it is about.
 */
async function afterRefusal<Id extends OperationId>(
  client: Client,
  items: readonly string[],
  { change, refusal }: Refused<Id>,
): Promise<readonly ItemResult[]> {
  const isAlone = items.length === 1
  const verdicts = await change.judge?.(items, { refusal, isAlone })
  const results = new Map<string, ItemResult>()
  const open: string[] = []
  for (const item of items) {
    const verdict = verdicts?.get(item)
    if (verdict !== undefined) results.set(item, judged(item, verdict, change.operation))
    else if (isAlone) results.set(item, { item, status: 'FAILED', error: refusal })
    else open.push(item)
  }
  const middle = open.length < items.length ? open.length : Math.ceil(open.length / 2)
  for (const half of [open.slice(0, middle), open.slice(middle)]) {
    if (half.length === 0) continue
    for (const result of await tryAgain(client, half, change)) results.set(result.item, result)
  }
  return items.flatMap((item) => results.get(item) ?? [])
}

/** Beyond the calls that were planned, so it counts against those that one request may make. */
async function tryAgain<Id extends OperationId>(
  client: Client,
  items: readonly string[],
  change: Change<Id>,
): Promise<readonly ItemResult[]> {
  try {
    client.priceCall(change.operation)
  } catch (cause) {
    const hint =
      'The service refused too many of its parts. Send what is left again, without what was refused.'
    return failed(
      items,
      new UpstreamError('UPSTREAM_CALL_LIMIT', change.operation, { cause, hint, notExecuted: true }),
    )
  }
  // What all of the change fails with is told of these alone: another half may have been done.
  return changeSome(client, items, change).catch((error: unknown) => failed(items, error))
}

function done(item: string): ItemResult {
  return { item, status: 'DONE', error: null }
}

function judged(item: string, verdict: 'DONE' | UpstreamCode, operation: OperationId): ItemResult {
  if (verdict === 'DONE') return done(item)
  if (verdict === 'OUTCOME_UNKNOWN') return unknown(item, operation)
  return { item, status: 'FAILED', error: new UpstreamError(verdict, operation, { notExecuted: true }) }
}

function unknown(item: string, operation: OperationId): ItemResult {
  return { item, status: 'UNKNOWN', error: new UpstreamError('OUTCOME_UNKNOWN', operation) }
}

/** Every item of a call shares its fate. */
function failed(items: readonly string[], error: unknown): ItemResult[] {
  const fate = fateOf(error)
  return items.map((item) => ({ item, ...fate }))
}

/** For answers that say nothing of single items: the call was accepted as a whole. */
export function allDone(_reply: unknown, items: readonly string[]): ReadonlyMap<string, boolean> {
  return new Map(items.map((item) => [item, true]))
}

interface UserRow {
  readonly user: string
  readonly result: boolean
}

/** One name answers an object, several an array. */
export function toldByUser(
  { data }: { readonly data: UserRow | readonly UserRow[] },
  _usernames: readonly string[],
  { appKey }: AppSettings,
): ReadonlyMap<string, boolean> {
  return new Map([data].flat().map(({ user, result }) => [toUsername(user, appKey), result]))
}

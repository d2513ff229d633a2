import { htmlReply, jsonReply, type Reply } from './answer.ts'
import type { CallRecord } from './calls.ts'

/** What goes wrong. None of these executes the call unless it says so. */
export type Fault =
  /** 503 with no body, as a gateway without a healthy server gives. */
  | { readonly kind: 'unavailable' }
  /** 429 `reach_limit`: too many calls; waiting helps. */
  | { readonly kind: 'reach-limit' }
  /** 429 `resource_limited`: the plan is used up; waiting does not help. */
  | { readonly kind: 'resource-limited' }
  /** 502 with a page of HTML. `executed` makes it the cruel one: done, but reported as failed. */
  | { readonly kind: 'bad-gateway'; readonly executed?: boolean }
  /** 200 with a body that is not JSON. */
  | { readonly kind: 'not-json' }
  /** Any answer. Text and bytes are sent as they are, anything else as JSON. */
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly body?: unknown
      readonly contentType?: string
      readonly executed?: boolean
    }
  /** Never answers. The socket stays open until the client leaves or the sandbox closes. */
  | { readonly kind: 'hang' }
  /** The connection is reset before the call is executed. */
  | { readonly kind: 'reset' }
  /** The call is executed; then the connection is reset, so that the client cannot know. */
  | { readonly kind: 'reset-after-accept' }
  /** The call is executed; the answer declares its full length, sends half of it, and the connection ends. */
  | { readonly kind: 'truncate' }
  /** The usual answer; only `delayMs` applies. */
  | { readonly kind: 'delay' }

/** Which calls a fault meets. The first rule that matches decides. */
export type FaultRule = Fault & {
  /** Default: every call that the rate limit lets pass. The function sees the body too. */
  readonly when?: ((call: CallRecord) => boolean) | { readonly method?: string; readonly path?: RegExp }
  /** How many calls it meets; default: until removed. */
  readonly times?: number
  /** Waited on top of the sandbox's own latency. */
  readonly delayMs?: number
}

/** How a call ends on the wire. */
export interface Ending {
  readonly kind: 'reply' | 'truncate' | 'hang' | 'reset'
  readonly reply?: Reply
}

export interface Faults {
  /** Returns the removal of the rule. */
  add(rule: FaultRule): () => void
  /** The rule that meets this call, if any; spends one of its `times`. */
  take(call: CallRecord): FaultRule | undefined
}

export function createFaults(): Faults {
  const rules = new Map<FaultRule, number>()
  return {
    add(rule) {
      const added = { ...rule } // the same rule object may be added twice
      rules.set(added, rule.times ?? Number.POSITIVE_INFINITY)
      return () => {
        rules.delete(added)
      }
    },
    take(call) {
      for (const [rule, timesLeft] of rules) {
        if (!meets(rule, call)) continue
        if (timesLeft <= 1) rules.delete(rule)
        else rules.set(rule, timesLeft - 1)
        return rule
      }
      return undefined
    },
  }
}

/** Plays the fault. `execute` does the call and is left alone by the faults that come before execution. */
export function endingOf(fault: Fault, execute: () => Reply, now: number): Ending {
  switch (fault.kind) {
    case 'delay':
      return { kind: 'reply', reply: execute() }
    case 'truncate':
      return { kind: 'truncate', reply: execute() }
    case 'reset-after-accept':
      execute()
      return { kind: 'reset' }
    case 'reset':
    case 'hang':
      return { kind: fault.kind }
    default:
      if ('executed' in fault && fault.executed) execute()
      return { kind: 'reply', reply: cannedReply(fault, now) }
  }
}

type CannedFault = Extract<
  Fault,
  { kind: 'unavailable' | 'reach-limit' | 'resource-limited' | 'bad-gateway' | 'not-json' | 'answer' }
>

function cannedReply(fault: CannedFault, now: number): Reply {
  switch (fault.kind) {
    case 'unavailable':
      return { status: 503, contentType: 'text/html', text: '' }
    case 'reach-limit':
      return reachLimitReply(now)
    case 'resource-limited':
      return planReply(now)
    case 'bad-gateway':
      return htmlReply(502, 'Bad Gateway')
    case 'not-json':
      return { status: 200, contentType: 'application/json;charset=UTF-8', text: 'OK, but this is not JSON' }
    case 'answer':
      return givenReply(fault.status, fault.body ?? '', fault.contentType)
  }
}

export function reachLimitReply(timestamp: number): Reply {
  const error_description = 'This request has reached api limit'
  return jsonReply(429, { error: 'reach_limit', timestamp, duration: 0, error_description })
}

function planReply(timestamp: number): Reply {
  const error_description =
    'You have exceeded the limit of the Free edition. Please upgrade to higher edition.'
  return jsonReply(429, { error: 'resource_limited', timestamp, duration: 0, error_description })
}

function givenReply(status: number, body: unknown, contentType: string | undefined): Reply {
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    return { status, contentType: contentType ?? 'text/plain', text: body }
  }
  const json = jsonReply(status, body)
  return contentType === undefined ? json : { ...json, contentType }
}

function meets({ when }: FaultRule, call: CallRecord): boolean {
  if (when === undefined) return true
  if (typeof when === 'function') return when(call)
  const methodFits = when.method === undefined || when.method === call.method
  return methodFits && (when.path === undefined || when.path.test(call.path))
}

import type { Plugin } from 'graphql-yoga'
import type { Context } from '../context.ts'
import { queryTooLarge, serverBusy } from '../graph/refusal.ts'
import { estimateAnswer } from './answer-size.ts'

export interface AnswerLimits {
  /** Values of one answer. */
  readonly nodeLimit: number
  /** Values of all answers that are being made. */
  readonly nodesAtOnce: number
}

export interface AnswerLimit {
  readonly plugin: Plugin<Context>
  /** What the answer to a request can hold; nothing before its operation is known. */
  valuesOf(request: Request): number
}

/** An answer of so few values is made however many are under way: who shows a card does not wait for large lists. */
const SMALL_ANSWER = 1_000

/**
 * Refuses an operation whose answer can hold too much, or does not fit into memory beside those that are being made,
 * before it costs anything. A few calls can be enough for millions of values, so the limits of calls do not help here.
 */
export function createAnswerLimit({ nodeLimit, nodesAtOnce }: AnswerLimits): AnswerLimit {
  const sizes = new WeakMap<Request, number>()
  let underWay = 0

  return {
    valuesOf: (request) => sizes.get(request) ?? 0,
    plugin: {
      instrumentation: {
        async request({ request }, answer) {
          try {
            await answer()
          } finally {
            underWay -= sizes.get(request) ?? 0
          }
        },
      },
      onExecute({ args, setExecuteFn }) {
        const { schema, document, operationName, variableValues: variables, contextValue } = args
        const { values, widest } = estimateAnswer({ schema, document, operationName, variables })
        // Not thrown: what was opened for the request is closed when it has a result.
        if (values > nodeLimit) {
          const refusal = tooLarge(values, nodeLimit, widest)
          setExecuteFn(() => ({ errors: [refusal] }))
        } else if (values > SMALL_ANSWER && underWay + values > nodesAtOnce) {
          setExecuteFn(() => ({ errors: [serverBusy('Too many large answers are being made.')] }))
        } else {
          sizes.set(contextValue.request, values)
          underWay += values
        }
      },
    },
  }
}

function tooLarge(values: number, nodeLimit: number, widest: string) {
  const where = widest === '' ? '' : ` Most of them are in ${widest}.`
  return queryTooLarge(
    `The answer could hold ${values} values, ${nodeLimit} are allowed.${where} Ask for a smaller \`first\`, fewer lists inside lists, or in several operations.`,
  )
}

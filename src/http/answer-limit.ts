import type { Plugin } from 'graphql-yoga'
import { queryTooLarge } from '../graph/refusal.ts'
import { estimateAnswer } from './answer-size.ts'

/**
 * Refuses an operation whose answer can hold too much, before it costs anything. A few calls can be enough for
 * millions of values, so the limits of calls do not help here.
 */
export function useAnswerLimit(nodeLimit: number): Plugin {
  return {
    onExecute({ args, setExecuteFn }) {
      const { schema, document, operationName, variableValues: variables } = args
      const { values, widest } = estimateAnswer({ schema, document, operationName, variables })
      if (values <= nodeLimit) return
      const where = widest === '' ? '' : ` Most of them are in ${widest}.`
      const refusal = queryTooLarge(
        `The answer could hold ${values} values, ${nodeLimit} are allowed.${where} Ask for a smaller \`first\`, fewer lists inside lists, or in several operations.`,
      )
      // Not thrown: what was opened for the request is closed when it has a result.
      setExecuteFn(() => ({ errors: [refusal] }))
    },
  }
}

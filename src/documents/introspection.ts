import { BREAK, type DocumentNode, visit } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { introspectionRefused } from '../graph/refusal.ts'

/**
 * Shows the schema only to those who may see it; `__typename` stays for all. No rule of validation: yoga remembers
 * what a document was found to be, and would tell the finding for one caller to the next.
 */
export function useIntrospectionFor(mayIntrospect: (request: Request) => boolean): Plugin {
  const known = new WeakMap<DocumentNode, boolean>()
  function isIntrospection(document: DocumentNode): boolean {
    const answer = known.get(document) ?? hasIntrospection(document)
    known.set(document, answer)
    return answer
  }
  return {
    onValidate({ params: { documentAST }, context }) {
      if (isIntrospection(documentAST) && !mayIntrospect(context.request)) throw introspectionRefused()
    },
  }
}

function hasIntrospection(document: DocumentNode): boolean {
  let isFound = false
  visit(document, {
    Field({ name: { value: name } }) {
      if (name !== '__schema' && name !== '__type') return undefined
      isFound = true
      return BREAK
    },
  })
  return isFound
}

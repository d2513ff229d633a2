import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import { type ASTVisitor, type DocumentNode, type GraphQLError, type ValidationRule, visit } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { queryTooLarge } from '../graph/refusal.ts'

export interface DocumentLimits {
  readonly depthLimit: number
  readonly aliasLimit: number
}

/** Written in one document. Clients of ours send two or three. */
const MOST_DIRECTIVES = 50

/** Letters of an alias. It comes again with each item of a list: a long one makes a large answer of few values. */
const LONGEST_ALIAS = 64

/**
 * Refuses documents that ask too deep or for too much side by side. The limits are the same for all callers, because
 * yoga remembers which documents are valid.
 */
export function useDocumentLimits(limits: DocumentLimits): Plugin {
  const rules = documentRules(limits)
  return {
    onValidate({ addValidationRule }) {
      for (const rule of rules) addValidationRule(rule)
    },
  }
}

/** The same as rules of validation. A rule throws where a document is too large. */
export function documentRules({ depthLimit, aliasLimit }: DocumentLimits): readonly ValidationRule[] {
  return [
    // Fragments are no levels of their own. Introspection has a limit in graphql itself.
    maxDepthRule({
      n: depthLimit,
      flattenFragments: true,
      onReject: [refusing('Ask in several operations.')],
    }),
    // By itself it takes any field under the alias `__typename` for harmless.
    maxAliasesRule({ n: aliasLimit, allowList: [], onReject: [refusing('Ask in several operations.')] }),
    directivesRule,
    aliasLengthRule,
  ]
}

/** Their own refusals are HTTP 200 without a code, and take the place of ours unless this throws. */
function refusing(advice: string) {
  return (_context: unknown, { message }: GraphQLError): never => {
    throw queryTooLarge(`${message.replace('Syntax Error: ', '')} ${advice}`)
  }
}

/** The rule of `graphql-armor` forgets those on a fragment that is spread a second time. */
function directivesRule(): ASTVisitor {
  return {
    Document(document) {
      const found = countDirectives(document)
      if (found <= MOST_DIRECTIVES) return
      throw queryTooLarge(
        `Directives limit of ${MOST_DIRECTIVES} exceeded, found ${found}. Leave some out, or ask in several operations.`,
      )
    },
  }
}

function aliasLengthRule(): ASTVisitor {
  return {
    Field({ alias }) {
      const found = alias?.value.length ?? 0
      if (found <= LONGEST_ALIAS) return
      throw queryTooLarge(
        `An alias may have ${LONGEST_ALIAS} letters, one has ${found}. Choose a shorter one.`,
      )
    },
  }
}

function countDirectives(document: DocumentNode): number {
  let found = 0
  visit(document, {
    Directive() {
      found += 1
    },
  })
  return found
}

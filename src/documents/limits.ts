import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import {
  type ASTVisitor,
  type DocumentNode,
  type GraphQLError,
  Lexer,
  Source,
  TokenKind,
  type ValidationRule,
  visit,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { queryTooLarge } from '../graph/refusal.ts'

export interface DocumentLimits {
  readonly depthLimit: number
  readonly aliasLimit: number
}

/** Words and signs in one document. The longest that clients of ours send has 130; 2000 brackets end the stack. */
export const MOST_TOKENS = 1_000
/** Written in one document. Clients of ours send two or three. */
const MOST_DIRECTIVES = 50

/** Letters of an alias. It comes again with each item of a list: a long one makes a large answer of few values. */
const LONGEST_ALIAS = 64

/** Refuses long documents while they are read, before anything is built from them. */
export function useTokenLimit(maxTokens = MOST_TOKENS): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source, options) => {
        try {
          return parseFn(source, { ...options, maxTokens })
        } catch (error) {
          throw hasMoreTokens(source, maxTokens) ? tooManyTokens(maxTokens) : error
        }
      })
    },
  }
}

function tooManyTokens(maxTokens: number) {
  return queryTooLarge(
    `The document has more than ${maxTokens} words and signs. Send values as variables, or ask in several operations.`,
  )
}

/** Whether that is why it could not be read: the parser tells it by its words alone. */
function hasMoreTokens(source: string | Source, maxTokens: number): boolean {
  const lexer = new Lexer(typeof source === 'string' ? new Source(source) : source)
  try {
    for (let tokens = 0; tokens <= maxTokens; tokens += 1) {
      if (lexer.advance().kind === TokenKind.EOF) return false
    }
    return true
  } catch {
    return false
  }
}

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

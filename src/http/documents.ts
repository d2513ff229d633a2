import { type DocumentNode, Lexer, Source, TokenKind } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { queryTooLarge } from '../graph/refusal.ts'

/** Words and signs in one document. The longest that clients of ours send has 130; 2000 brackets end the stack. */
export const MOST_TOKENS = 1_000
/** Text whose parsed documents are remembered, in characters. A parsed document takes some thirty times its text. */
const MOST_REMEMBERED = 1024 * 1024
/** What a document takes besides, however short its text is, in characters too. */
const SHORTEST = 200

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

/** What is wrong with a document is told like any other refusal; yoga by itself masks only what comes later. */
export function useMaskedValidation(mask: (error: unknown) => Error): Plugin {
  return {
    onValidate:
      () =>
      ({ result, setResult }) =>
        setResult(result.map(mask)),
  }
}

/**
 * What yoga remembers of documents, bounded by their size and not by their number: the oldest are forgotten first.
 * Only valid ones are remembered: what was found wrong can take hundreds of times the text, and nobody asks it twice.
 */
export function createDocumentMemory(mostCharacters = MOST_REMEMBERED) {
  const documents = new Map<string, DocumentNode>()
  const texts = new WeakMap<DocumentNode, string>()
  let characters = 0

  function remember(document: DocumentNode) {
    const text = texts.get(document)
    if (text === undefined || documents.has(text)) return
    documents.set(text, document)
    characters += weightOf(text)
    for (const oldest of documents.keys()) {
      if (characters <= mostCharacters) return
      documents.delete(oldest)
      characters -= weightOf(oldest)
    }
  }
  const plugin: Plugin = {
    onValidate:
      ({ params: { documentAST } }) =>
      ({ valid }) => {
        if (valid) remember(documentAST)
      },
  }
  return {
    plugin,
    caches: {
      errorCache: { get: () => undefined, set: () => {} },
      documentCache: {
        get: (text: string) => documents.get(text),
        set: (text: string, document: DocumentNode) => void texts.set(document, text),
      },
    },
  }
}

function weightOf(text: string): number {
  return text.length + SHORTEST
}

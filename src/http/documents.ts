import type { Plugin } from 'graphql-yoga'

/** Words and signs in one document. The longest that clients of ours send has 130; 2000 brackets end the stack. */
export const MOST_TOKENS = 1_000
/** Text whose parsed documents are remembered, in characters. A parsed document takes some thirty times its text. */
const MOST_REMEMBERED = 1024 * 1024

/** Refuses long documents while they are read, before anything is built from them. */
export function useTokenLimit(maxTokens = MOST_TOKENS): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source, options) => parseFn(source, { ...options, maxTokens }))
    },
  }
}

/**
 * What yoga remembers of documents, bounded by their size and not by their number: the oldest are forgotten first.
 * Documents that are wrong are not remembered at all.
 */
export function rememberedDocuments<Document>(mostCharacters = MOST_REMEMBERED) {
  const documents = new Map<string, Document>()
  let characters = 0
  return {
    errorCache: { get: () => undefined, set: () => {} },
    documentCache: {
      get: (text: string) => documents.get(text),
      set(text: string, document: Document) {
        if (!documents.has(text)) characters += text.length
        documents.set(text, document)
        for (const oldest of documents.keys()) {
          if (characters <= mostCharacters) return
          documents.delete(oldest)
          characters -= oldest.length
        }
      },
    },
  }
}

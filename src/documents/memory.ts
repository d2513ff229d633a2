import type { DocumentNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/** Text whose parsed documents are remembered, in characters. A parsed document takes some thirty times its text. */
const MOST_REMEMBERED = 1024 * 1024
/** What a document takes besides, however short its text is, in characters too. */
const SHORTEST = 200

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

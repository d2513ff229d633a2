import type { Plugin } from 'graphql-yoga'

/** What is wrong with a document is told like any other refusal; yoga by itself masks only what comes later. */
export function useMaskedValidation(mask: (error: unknown) => Error): Plugin {
  return {
    onValidate:
      () =>
      ({ result, setResult }) =>
        setResult(result.map(mask)),
  }
}

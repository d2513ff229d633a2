import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

const require = createRequire(import.meta.url)

export default defineConfig({
  // Dependencies are loaded by Node, as in production, which knows one graphql only: that one must be ours too, or else
  // instanceof GraphQLError is false.
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql/index.js') }] },
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    // Tests share nothing but modules, and no module holds state: loading the stack once a worker halves the time.
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 20_000,
  },
})

import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

const require = createRequire(import.meta.url)

export default defineConfig({
  // Under vitest two copies of graphql can load (ESM and CJS); instanceof GraphQLError is then false.
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql/index.js') }] },
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    // Not the page of GraphiQL: it knows no graphql, and its 10 MB of text would be held nine times over.
    server: { deps: { inline: [/node_modules\/(?!@graphql-yoga\/render-graphiql).*(graphql|pothos)/] } },
    // Tests share nothing but modules, and no module holds state: loading the stack once a worker halves the time.
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 20_000,
  },
})

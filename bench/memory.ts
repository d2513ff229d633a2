import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { buildSchema, type ExecutionArgs, printSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import { schema } from '../src/graph/schema.ts'
import { announce } from './announce.ts'

/**
 * The ceiling: our schema without our resolvers. Every field is a property of an object in memory, and the objects
 * are the answer to be given, read from standard input. Run by `bench.ts` in a process of its own.
 */
const root: object = JSON.parse(await text(process.stdin))
const yoga = createYoga({
  schema: buildSchema(printSchema(schema)),
  logging: false,
  multipart: false,
  cors: false,
  graphiql: false,
  landingPage: false,
  plugins: [
    {
      onExecute({ args }: { args: ExecutionArgs }) {
        args.rootValue = root
      },
    },
  ],
})
announce(createServer((request, response) => void yoga(request, response)))

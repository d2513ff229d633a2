import { createServer } from 'node:http'
import { printSchema } from 'graphql'
import { createSchema, createYoga } from 'graphql-yoga'
import { readConfig } from '../src/config.ts'
import { schema as ourSchema } from '../src/graph/schema.ts'
import { announce } from './announce.ts'
import { plainResolvers } from './plainresolvers.ts'
import { createPlainRest } from './plainrest.ts'

/**
 * The baseline: our schema by hand, as a good team would first write it. Yoga, resolvers that each fetch their own
 * object, a retry on 503; no batches, no memory, no budget. Run by `bench.ts` in a process of its own.
 */
const { service } = readConfig(process.env)
if (service === null) throw new Error('bench/plain.ts needs the EASEMOB_* variables')
const { PLAIN_ATTEMPTS } = process.env
const rest = await createPlainRest({ ...service, attempts: Number(PLAIN_ATTEMPTS) })
const schema = createSchema({
  typeDefs: printSchema(ourSchema),
  resolvers: plainResolvers(rest, service.appKey),
})
const yoga = createYoga({ schema, logging: false })
announce(createServer((request, response) => void yoga(request, response)))

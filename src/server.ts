import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import { createYoga, type Plugin, useReadinessCheck } from 'graphql-yoga'
import { createContext } from './context.ts'
import { createSchema } from './graph/schema.ts'
import { toRefusal } from './graph/refusal.ts'
import type { Config } from './config.ts'
import type { Upstream } from './upstream/upstream.ts'

export interface ServerOptions {
  readonly config: Config
  readonly upstream: Upstream
}

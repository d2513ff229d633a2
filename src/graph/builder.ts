import SchemaBuilder from '@pothos/core'
import RelayPlugin, { decodeGlobalID } from '@pothos/plugin-relay'
import type { Context } from '../context.ts'
import { badArgument } from './refusal.ts'

export interface SchemaTypes {
  Context: Context
  DefaultEdgesNullability: { list: false; items: false }
  Scalars: {
    DateTime: { Input: Date; Output: Date }
    JSONObject: { Input: Readonly<Record<string, unknown>>; Output: Readonly<Record<string, unknown>> }
    ID: { Input: string; Output: string }
  }
}

/**
 * Where every type of `graph/` is declared; declares none itself. Fields are nullable unless they say otherwise:
 * whatever costs an upstream call can fail, and must not take its parent with it.
 */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [RelayPlugin],
  relay: {
    cursorType: 'String',
    edgesFieldOptions: { nullable: { list: false, items: false } },
    nodeFieldOptions: { nullable: false },
    decodeGlobalID: readGlobalId,
    nodeQueryOptions: {
      description:
        'The object with this global id, or null when there is none. Costs what its own query costs.',
    },
    nodesQueryOptions: {
      description:
        'The objects with these global ids, null for those that do not exist. 1 call per 100 of a kind.',
    },
    pageInfoTypeOptions: { description: 'Where a page lies in its list.' },
    nodeTypeOptions: { description: 'An object that can be fetched again by its global id.' },
  },
})

function readGlobalId(id: string): { typename: string; id: string } {
  try {
    return decodeGlobalID(id)
  } catch {
    throw badArgument('id', 'must be a global id that this server returned')
  }
}

builder.queryType({ description: 'What can be read. Nothing here changes anything.' })
builder.mutationType({
  description: 'What can be changed. Mutations of one request run one after the other.',
})

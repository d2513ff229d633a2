import SchemaBuilder from '@pothos/core'
import RelayPlugin, { decodeGlobalID } from '@pothos/plugin-relay'
import type { Context } from '../context.ts'
import type { NewFile } from '../sources/files.ts'

export interface SchemaTypes {
  Context: Context
  DefaultEdgesNullability: { list: false; items: false }
  Scalars: {
    DateTime: { Input: Date; Output: Date }
    JSONObject: { Input: Readonly<Record<string, unknown>>; Output: Readonly<Record<string, unknown>> }
    Upload: { Input: NewFile; Output: never }
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
    idFieldOptions: { description: 'Global id, for `node` and `nodes`.' },
    nodeTypeOptions: { description: 'An object that can be fetched again by its global id.' },
    // In node.ts: those of the plugin fail a whole list because of one bad id.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: 'What is on the page, each with its place in the list.',
    },
    pageInfoFieldOptions: { description: 'Where the page lies in its list.' },
    nodeFieldOptions: { nullable: false, description: 'The object itself.' },
    cursorFieldOptions: { description: 'Its place in the list: `after` continues behind it.' },
    pageInfoTypeOptions: { description: 'Where a page lies in its list.' },
    hasNextPageFieldOptions: { description: 'Whether more follow.' },
    hasPreviousPageFieldOptions: { description: 'Whether the page began after a cursor.' },
    startCursorFieldOptions: { description: 'Cursor of the first edge, null on an empty page.' },
    endCursorFieldOptions: {
      description:
        'Where the page ends: `after` continues behind it. Null when there is nothing to continue after.',
    },
  },
})

/** A type whose values are of this shape. */
export type ObjectRefOf<Shape> = ReturnType<typeof builder.objectRef<Shape>>

builder.queryType({ description: 'What can be read. Nothing here changes anything.' })
builder.mutationType({
  description: 'What can be changed. Mutations of one request run one after the other.',
})

/** What declares the fields of an input type. */
export type InputFields = PothosSchemaTypes.InputFieldBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>,
  'InputObject'
>

/** The kind of object and the service's key in a global id. Throws for what is none. */
export const readGlobalId: (globalId: string) => { readonly typename: string; readonly id: string } =
  decodeGlobalID

import { GraphQLDateTime, GraphQLJSONObject } from 'graphql-scalars'
import { FormFile } from '../files/form-file.ts'
import { builder } from './builder.ts'
import { refused } from './refusal.ts'

builder.addScalarType('DateTime', GraphQLDateTime, {
  description: 'A moment, as ISO 8601 text in UTC: `2026-11-20T09:30:00.000Z`.',
})
builder.addScalarType('JSONObject', GraphQLJSONObject, { description: 'A JSON object with any keys.' })
builder.scalarType('Upload', {
  description:
    'A file that comes within the request, by the GraphQL multipart request (`operations`, `map`, and the files): in variables only. All of a request together have at most 1 MB; larger ones are sent to `POST /files`.',
  parseValue(value) {
    if (value instanceof FormFile) return value
    throw refused('GRAPHQL_VALIDATION_FAILED', 'An Upload must be a file of a GraphQL multipart request.')
  },
  parseLiteral() {
    throw refused('GRAPHQL_VALIDATION_FAILED', 'An Upload must be a variable.')
  },
  serialize() {
    throw new Error('An Upload is never part of an answer.')
  },
})

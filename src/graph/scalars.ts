import { GraphQLDateTime, GraphQLJSONObject } from 'graphql-scalars'
import { builder } from './builder.ts'

builder.addScalarType('DateTime', GraphQLDateTime, {
  description: 'A moment, as ISO 8601 text in UTC: `2026-11-20T09:30:00.000Z`.',
})
builder.addScalarType('JSONObject', GraphQLJSONObject, { description: 'A JSON object with any keys.' })

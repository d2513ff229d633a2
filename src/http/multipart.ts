import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { FormFile } from '../files/form-file.ts'
import { refused } from '../graph/refusal.ts'
import { isMultipart, LARGEST_BODY, tooLarge } from './body-limit.ts'

/** Of a message; more is for `POST /files`. */
const MOST_FILES = 10

/** The GraphQL multipart request: an operation with small files in its variables. Everything out of place is refused. */
export function useMultipart(): Plugin {
  return {
    onRequestParse({ request, setRequestParser }) {
      if (isMultipart(request)) setRequestParser(readMultipart)
    },
  }
}

async function readMultipart(request: Request): Promise<GraphQLParams> {
  const form = await readForm(request)
  assertSmall(form)
  const operations = jsonIn(form, 'operations')
  const map = jsonIn(form, 'map')
  const places = Object.entries(map)
  if (places.length === 0 || places.length > MOST_FILES) {
    throw wrong(`\`map\` may name 1 to ${MOST_FILES} files`)
  }
  const names = new Set(['operations', 'map', ...places.map(([name]) => name)])
  if ([...form.keys()].some((name) => !names.has(name))) throw wrong('each file must stand in `map`')
  for (const [name, paths] of places) {
    const [file, ...others] = form.getAll(name)
    if (file === undefined || typeof file === 'string' || others.length > 0) {
      throw wrong(`the part ${JSON.stringify(name.slice(0, 40))} must be one file`)
    }
    const bytes = new Uint8Array(await file.arrayBuffer())
    const value = new FormFile({ filename: file.name, type: file.type, bytes })
    if (!Array.isArray(paths) || paths.length === 0)
      throw wrong('`map` must have a list of places for each file')
    for (const path of paths) putAt(operations, path, value)
  }
  return operations
}

async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch (error) {
    // That it is too large has been said already.
    if (error instanceof Error && 'extensions' in error) throw error
    throw wrong('it must be whole multipart/form-data')
  }
}

type Json = Record<string, unknown>

/** What is no file has the limit of any operation. */
function assertSmall(form: FormData): void {
  const sizes = [...form.values()].map((value) => (typeof value === 'string' ? Buffer.byteLength(value) : 0))
  if (sizes.reduce((sum, size) => sum + size, 0) > LARGEST_BODY) throw tooLarge()
}

function jsonIn(form: FormData, name: 'operations' | 'map'): Json {
  const text = form.get(name)
  const value: unknown = typeof text === 'string' ? parsed(text) : undefined
  if (isObject(value) && !Array.isArray(value)) return value
  throw wrong(`\`${name}\` must be one JSON object`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Only where the operation says null: nothing that was sent is overwritten, and nothing is made up. */
function putAt(operations: Json, path: unknown, file: FormFile): void {
  const names = typeof path === 'string' ? path.split('.') : []
  const last = names.pop()
  const parent = names.reduce<unknown>(
    (found, name) => (isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined),
    operations,
  )
  const isPlace =
    names[0] === 'variables' && last !== undefined && isObject(parent) && Object.hasOwn(parent, last)
  if (!isPlace || parent[last] !== null) throw wrong('each place of a file must be a variable that is null')
  parent[last] = file
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}

function wrong(what: string): Error {
  return refused('BAD_REQUEST', `The form does not fit the GraphQL multipart request: ${what}.`)
}

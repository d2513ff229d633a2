import { SEEDED_UUID } from '../../src/sandbox/seedpicture.ts'
import type { Answer, Harness } from './harness.ts'

/** As a picture begins. */
export const PNG = Buffer.from('89504e470d0a1a0a', 'hex')

/** So many bytes that begin as a picture does. */
export function pictureOf(bytes: number): Buffer<ArrayBuffer> {
  const picture = Buffer.alloc(bytes, 'easemob')
  PNG.copy(picture)
  return picture
}

export interface TestFile {
  readonly name: string
  readonly type: string
  readonly bytes: Buffer<ArrayBuffer>
}

export const CAT: TestFile = { name: 'cat.png', type: 'image/png', bytes: pictureOf(2_000) }

export const MEANT = { 'graphql-require-preflight': '1' }

export function blobOf({ name, type, bytes }: TestFile): File {
  return new File([bytes], name, { type })
}

type Listening = Pick<Harness, 'listen'>

/** The GraphQL multipart request, over a socket: the files are the variables of these names. */
export async function askWithFiles(
  { listen }: Listening,
  query: string,
  { variables = {}, files, headers = {} }: WithFiles,
): Promise<Answer> {
  const form = new FormData()
  const empty = Object.fromEntries(Object.keys(files).map((name) => [name, null]))
  form.set('operations', JSON.stringify({ query, variables: { ...variables, ...empty } }))
  form.set(
    'map',
    JSON.stringify(Object.fromEntries(Object.keys(files).map((name) => [name, [`variables.${name}`]]))),
  )
  for (const [name, file] of Object.entries(files)) form.set(name, blobOf(file))
  const init = { method: 'POST', body: form, headers: { ...MEANT, ...headers } }
  const response = await fetch(await listen(), init)
  return (await response.json()) as Answer
}

interface WithFiles {
  readonly variables?: object
  readonly files: Readonly<Record<string, TestFile>>
  readonly headers?: Readonly<Record<string, string>>
}

/** What was uploaded to the service, in order; the demo world has a file besides. */
export function uploadedTo({ sandbox }: Pick<Harness, 'sandbox'>) {
  return [...sandbox.store.files.values()].filter(({ uuid }) => uuid !== SEEDED_UUID)
}

/** What this address of the server answers, over a socket. */
export async function fetchFile(
  { listen }: Listening,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  return fetch(new URL(path, await listen()), init)
}

/** A form with one file, over a socket. */
export async function postFile(
  { listen }: Listening,
  file: TestFile = CAT,
  {
    path = '/files',
    headers = MEANT,
    name = 'file',
  }: { path?: string; headers?: object; name?: string } = {},
): Promise<Response> {
  const body = new FormData()
  body.set(name, blobOf(file))
  return fetch(new URL(path, await listen()), { method: 'POST', body, headers: { ...headers } })
}

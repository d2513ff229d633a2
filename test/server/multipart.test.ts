import { describe, expect, it } from 'vitest'
import { askWithFiles, blobOf, CAT, MEANT, pictureOf } from '../support/files.ts'
import { type Harness, start } from '../support/harness.ts'

const sendOf = (variables: string, body: string) => `mutation(${variables}) {
  sendMessage(input: { from: "u0001", to: { users: ["u0002"] }, body: { ${body} } }) { results { status } }
}`
const IMAGE = sendOf('$file: Upload', 'image: { upload: $file }')

const codesIn = ({ errors }: { errors?: readonly { extensions: { code: string } }[] }) =>
  errors?.map(({ extensions }) => extensions.code)

describe('the GraphQL multipart request', () => {
  const operations = JSON.stringify({ query: IMAGE, variables: { file: null } })
  const map = '{"0":["variables.file"]}'
  const send = async (
    harness: Harness,
    parts: readonly (readonly [string, string | File])[],
    headers: Record<string, string> = MEANT,
  ) => {
    const body = new FormData()
    for (const [name, value] of parts) body.append(name, value)
    const response = await harness.fetch('/graphql', { method: 'POST', body, headers })
    return { status: response.status, ...(await response.json()) }
  }

  it.each([
    {
      what: 'no operations',
      parts: [
        ['map', map],
        ['0', blobOf(CAT)],
      ],
    },
    {
      what: 'operations that are no JSON',
      parts: [
        ['operations', '{'],
        ['map', map],
        ['0', blobOf(CAT)],
      ],
    },
    {
      what: 'a list of operations',
      parts: [
        ['operations', `[${operations}]`],
        ['map', map],
        ['0', blobOf(CAT)],
      ],
    },
    {
      what: 'no file at all',
      parts: [
        ['operations', '{"query":"{ __typename }"}'],
        ['map', '{}'],
      ],
    },
    {
      what: 'null for operations',
      parts: [
        ['operations', 'null'],
        ['map', map],
        ['0', blobOf(CAT)],
      ],
    },
    {
      what: 'no map',
      parts: [
        ['operations', operations],
        ['0', blobOf(CAT)],
      ],
    },
    {
      what: 'null for a place',
      parts: [
        ['operations', operations],
        ['map', '{"0":null}'],
        ['0', blobOf(CAT)],
      ],
    },
    {
      what: 'a number for a place',
      parts: [
        ['operations', operations],
        ['map', '{"0":[1]}'],
        ['0', blobOf(CAT)],
      ],
    },
    {
      what: 'the query as a place',
      parts: [
        ['operations', operations],
        ['map', '{"0":["query"]}'],
        ['0', blobOf(CAT)],
      ],
    },
    {
      what: 'a place that is not there',
      parts: [
        ['operations', operations],
        ['map', '{"0":["variables.x"]}'],
        ['0', blobOf(CAT)],
      ],
    },
    {
      what: 'a place in a prototype',
      parts: [
        ['operations', operations],
        ['map', '{"0":["variables.__proto__.x"]}'],
        ['0', blobOf(CAT)],
      ],
    },
    {
      what: 'a file that is missing',
      parts: [
        ['operations', operations],
        ['map', map],
      ],
    },
    {
      what: 'a text for a file',
      parts: [
        ['operations', operations],
        ['map', map],
        ['0', 'text'],
      ],
    },
    {
      what: 'a file that nobody wants',
      parts: [
        ['operations', operations],
        ['map', map],
        ['0', blobOf(CAT)],
        ['1', blobOf(CAT)],
      ],
    },
  ] as const)('with $what is refused', async ({ parts }) => {
    const harness = await start()
    const { status, errors } = await send(harness, parts)
    expect([status, codesIn({ errors })]).toEqual([400, ['BAD_REQUEST']])
    expect(harness.traffic()).toEqual({})
  })

  it('that any page could send is refused', async () => {
    const parts = [
      ['operations', operations],
      ['map', map],
      ['0', blobOf(CAT)],
    ] as const
    const { status, errors } = await send(await start(), parts, {})
    expect([status, codesIn({ errors })]).toEqual([415, ['BAD_REQUEST']])
  })

  it('has at most 1 MB, and an operation by itself no more than before', async () => {
    const harness = await start()
    const answer = await askWithFiles(harness, IMAGE, {
      files: { file: { ...CAT, bytes: pictureOf(1024 * 1024) } },
    })
    expect(codesIn(answer)).toEqual(['REQUEST_TOO_LARGE'])
    const long = await askWithFiles(harness, `${IMAGE} #${'x'.repeat(256 * 1024)}`, { files: { file: CAT } })
    expect(codesIn(long)).toEqual(['REQUEST_TOO_LARGE'])
    const fits = await askWithFiles(harness, IMAGE, {
      files: { file: { ...CAT, bytes: pictureOf(1_000_000) } },
    })
    expect(fits.errors).toBeUndefined()
  })

  it('is the only way for an Upload', async () => {
    const { ask } = await start()
    expect(codesIn(await ask(IMAGE, { file: { bytes: 'x' } }))).toEqual(['GRAPHQL_VALIDATION_FAILED'])
    expect(codesIn(await ask(sendOf('$a: String', 'image: { upload: "x" }')))).toContain(
      'GRAPHQL_VALIDATION_FAILED',
    )
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSchema, parse } from 'graphql'
import { describe, expect, it, onTestFinished } from 'vitest'
import { documentRules } from '../../src/documents/limits.ts'
import { readManifest } from '../../src/documents/manifest.ts'
import { normalForm, oneLine } from '../../src/documents/normal-form.ts'
import { readSetup } from '../../src/setup.ts'
import { GroupBoardDocument } from '../gen/graphql.ts'
import { runInVain, runServer, type Variables } from '../support/process.ts'
import { AS_USER, idOf, MANIFEST, MANIFEST_FILE } from '../support/trusted.ts'

const schema = buildSchema('type Query { user(name: String): User } type User { name: String, friend: User }')
const GOOD = 'query Good { user { name } }'
const needs = { schema, maxTokens: 20, rules: documentRules({ depthLimit: 3, aliasLimit: 2 }) }

describe('the manifest', () => {
  it('is read once, into documents that fit the schema', () => {
    const { byId, forms } = readManifest(JSON.stringify({ one: GOOD, two: GOOD }), needs)
    expect([...byId.keys()]).toEqual(['one', 'two'])
    expect(forms.size).toBe(1)
  })

  it('holds an id that every object has, if it says so itself', () => {
    expect([...readManifest(`{"__proto__": "${GOOD}"}`, needs).byId.keys()]).toEqual(['__proto__'])
  })

  it.each([
    { name: 'no JSON', text: '{', fault: 'TRUSTED_DOCUMENTS_FILE is not JSON' },
    { name: 'an empty file', text: '', fault: 'TRUSTED_DOCUMENTS_FILE is not JSON' },
    { name: 'a list', text: '[]', fault: 'must be an object of ids and documents' },
    { name: 'null', text: 'null', fault: 'must be an object of ids and documents' },
    { name: 'a text', text: '"query"', fault: 'must be an object of ids and documents' },
    { name: 'a number for a document', text: '{"a":1}', fault: 'must be an object of ids and documents' },
    { name: 'nothing', text: '{}', fault: 'holds no documents' },
    { name: 'no GraphQL', document: 'query Broken {', fault: 'Broken (the-id): Syntax Error: Expected Name' },
    {
      name: 'a field that is not there',
      document: 'query Old { user { age } }',
      fault: 'Old (the-id): Cannot query field "age" on type "User".',
    },
    {
      name: 'fragments and no operation',
      document: 'fragment F on User { name }',
      fault: 'a document without a name (the-id): Fragment "F" is never used.',
    },
    { name: 'types', document: 'type A { b: Int }', fault: 'The "A" definition is not executable.' },
    {
      name: 'too many words',
      document: `query Long { ${'user { name } '.repeat(5)} }`,
      fault: 'Long (the-id): Syntax Error: Document contains more that 20 tokens',
    },
    {
      name: 'too many levels',
      document: 'query Deep { user { friend { friend { name } } } }',
      fault: 'Deep (the-id): ',
    },
    {
      name: 'too many aliases',
      document: 'query Wide { a: user { name } b: user { name } c: user { name } }',
      fault: 'Wide (the-id): ',
    },
    { name: 'an id that is empty', text: `{"": "${GOOD}"}`, fault: 'Good: its id must have 1 to 256' },
    {
      name: 'an id that is too long',
      text: `{"${'i'.repeat(257)}": "${GOOD}"}`,
      fault: 'Good: its id must have 1 to 256 characters',
    },
  ])('with $name is refused, and says why', ({ text, document, fault }) => {
    expect(() => readManifest(text ?? JSON.stringify({ 'the-id': document }), needs)).toThrow(fault)
  })

  it('names all documents that are wrong, and none that is right', () => {
    const manifest = { a: 'query A { x }', b: GOOD, c: 'query C { y }' }
    expect(() => readManifest(JSON.stringify(manifest), needs)).toThrow(
      'TRUSTED_DOCUMENTS_FILE holds documents that cannot be trusted:\n' +
        '  - A (a): Cannot query field "x" on type "Query".\n' +
        '  - C (c): Cannot query field "y" on type "Query".',
    )
  })
})

describe('the normal form', () => {
  it.each(Object.entries(MANIFEST))('on one line is what the generator writes: %s', (_, text) => {
    expect(oneLine(normalForm(parse(text)))).toBe(text)
  })

  it.each([
    { name: 'spaces and comments', one: '{a b}', other: '{ a,\n b } # c' },
    { name: 'the order of fields', one: '{ a b { c d } }', other: '{ b { d c } a }' },
    {
      name: 'the order of fragments',
      one: '{ ...A ... on B { c d } e }',
      other: '{ e ... on B { d c } ...A }',
    },
    {
      name: 'the order of definitions and variables',
      one: 'query Q($a: Int, $b: Int) { c(a: $a, b: $b) ...F } fragment F on T { x }',
      other: 'fragment F on T { x } query Q($b: Int, $a: Int) { c(a: $a, b: $b) ...F }',
    },
    {
      name: 'the order below a field of a mutation',
      one: 'mutation { a { b c } }',
      other: 'mutation { a { c b } }',
    },
  ])('is the same whatever $name', ({ one, other }) => {
    expect(normalForm(parse(one))).toBe(normalForm(parse(other)))
  })

  it.each([
    { name: 'fields', one: '{ a }', other: '{ b }' },
    { name: 'names', one: 'query A { a }', other: 'query B { a }' },
    { name: 'aliases', one: '{ x: a }', other: '{ a }' },
    { name: 'arguments', one: '{ a(b: 1) }', other: '{ a(b: 2) }' },
    { name: 'texts by a space', one: '{ a(b: "c d") }', other: '{ a(b: "c  d") }' },
    { name: 'lists', one: '{ a(b: [1, 2]) }', other: '{ a(b: [2, 1]) }' },
    { name: 'directives', one: '{ a @skip(if: true) }', other: '{ a }' },
    { name: 'directives of a fragment', one: '{ ... @skip(if: true) { a } }', other: '{ ... { a } }' },
    { name: 'types of a fragment', one: '{ ... on A { a } }', other: '{ ... on B { a } }' },
    { name: 'types of a variable', one: 'query ($a: Int) { b }', other: 'query ($a: Int!) { b }' },
    { name: 'defaults', one: 'query ($a: Int = 1) { b }', other: 'query ($a: Int = 2) { b }' },
    { name: 'depth', one: '{ a { b } c }', other: '{ a { b c } }' },
    { name: 'kinds', one: '{ a }', other: 'subscription { a }' },
    { name: 'the order of a mutation', one: 'mutation { a b }', other: 'mutation { b a }' },
    {
      name: 'the order of a mutation in a fragment',
      one: 'mutation { ... { a b } }',
      other: 'mutation { ... { b a } }',
    },
    {
      name: 'the order of a mutation in a fragment with a name',
      one: 'mutation { ...F } fragment F on Mutation { a b }',
      other: 'mutation { ...F } fragment F on Mutation { b a }',
    },
  ])('tells documents apart that differ in $name', ({ one, other }) => {
    expect(normalForm(parse(one))).not.toBe(normalForm(parse(other)))
  })
})

describe('a server with a manifest', () => {
  it('runs its documents, and logs once what else was sent', async () => {
    const { fetch, ask, signal, ended } = await runServer({
      TRUSTED_DOCUMENTS: 'report',
      TRUSTED_DOCUMENTS_FILE: MANIFEST_FILE,
    })
    const search = new URLSearchParams({ documentId: idOf(GroupBoardDocument), variables: '{"groups":1}' })
    expect((await fetch(`/graphql?${search}`)).status).toBe(200)
    for (const _ of ['once', 'again']) await ask('query Mine { __typename }', {}, AS_USER)
    signal('SIGTERM')
    const { output } = await ended
    expect(output.match(/^.*not a trusted document.*$/gm)).toEqual([
      expect.stringMatching(/"operation":"Mine","documentId":"sha256:[0-9a-f]{64}"/),
    ])
  })

  it('does not start when a document does not fit, and says so without a trace of the stack', async () => {
    const { code, output, errors } = await runInVain({
      TRUSTED_DOCUMENTS: 'enforce',
      TRUSTED_DOCUMENTS_FILE: written('{"a":"query Old { old }"}'),
    })
    expect({ code, output }).toEqual({ code: 1, output: '' })
    expect(errors).toContain('TRUSTED_DOCUMENTS_FILE ')
    expect(errors).toContain('- Old (a): Cannot query field "old"')
    expect(errors).not.toContain('    at ')
  })

  it.each([
    { name: 'is not there', file: '/nowhere/documents.json', fault: 'cannot be read: ENOENT' },
    { name: 'is a folder', file: tmpdir(), fault: 'cannot be read: EISDIR' },
    { name: 'does not fit', text: '{"a":"query Old { old }"}', fault: '- Old (a): Cannot query field "old"' },
  ])('does not start when the file $name, and names its other faults too', async ({ file, text, fault }) => {
    const errors = await faultsOf({
      TRUSTED_DOCUMENTS: 'enforce',
      TRUSTED_DOCUMENTS_FILE: file ?? written(text),
      SANDBOX_USERS: 'many',
    })
    expect(errors).toContain('TRUSTED_DOCUMENTS_FILE ')
    expect(errors).toContain(fault)
    expect(errors).toContain('SANDBOX_USERS ')
  })

  it('does not start with a document that its limits would not let run', async () => {
    const errors = await faultsOf({
      TRUSTED_DOCUMENTS: 'enforce',
      TRUSTED_DOCUMENTS_FILE: MANIFEST_FILE,
      DEPTH_LIMIT: '5',
    })
    expect(errors).toMatch(/- GroupBoard \(sha256:\w+\): .*depth limit/)
  })

  it('starts with a file that it does not use', async () => {
    const setup = await readSetup({ TRUSTED_DOCUMENTS: 'off', TRUSTED_DOCUMENTS_FILE: '/nowhere.json' })
    expect(setup.trustedDocuments.byId.size).toBe(0)
  })
})

/** Why a server with these variables does not start. */
function faultsOf(variables: Variables): Promise<string> {
  return readSetup(variables).then(
    () => 'it starts',
    ({ message }: Error) => message,
  )
}

function written(text = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'persisted-documents.json')
  writeFileSync(file, text)
  return file
}

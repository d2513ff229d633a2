import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Import, readSource, readSources } from '../support/imports.ts'

interface Rule {
  /** Files below `src`; `graph/*` is everything in that folder. */
  readonly files: string
  /** What they may import of `src`. */
  readonly may: readonly string[]
  /** Of what they may import types besides. */
  readonly types?: readonly string[]
}

/** Imports go one way. The first rule that fits a file is its rule. */
const RULES: readonly Rule[] = [
  { files: 'main', may: ['*'] },
  {
    files: 'setup',
    may: ['config', 'documents/*', 'graph/schema', 'sandbox/options'],
  },
  {
    files: 'server',
    may: [
      'graph/schema',
      'graph/refusal',
      'context',
      'graphiql',
      'http/*',
      'documents/*',
      'access/*',
      'files/links',
      'jobs/runner',
      'log',
    ],
    types: ['config', 'history/*', 'store/*', 'upstream/*'],
  },
  {
    files: 'config',
    may: ['settings', 'upstream/rates', 'access/jwt-settings', 'files/file-settings', 'history/time-zone'],
  },
  { files: 'log', may: ['upstream/errors'] },
  { files: 'settings', may: ['settings/*'] },
  { files: 'settings/*', may: ['settings/*', 'upstream/rates'] },
  {
    files: 'context',
    may: ['sources/*', 'access/*'],
    types: ['history/*', 'store/*', 'upstream/*', 'files/links'],
  },
  { files: 'files/*', may: ['files/*'], types: ['settings'] },
  { files: 'access/jwt-settings', may: ['settings'], types: ['access/jwt'] },
  {
    files: 'access/*',
    may: ['access/*', 'sources/input', 'sources/maybe', 'sources/profiles'],
    types: ['sources/*', 'context'],
  },
  { files: 'graphiql', may: ['examples/*'] },
  { files: 'examples/*', may: ['examples/*'] },
  { files: 'documents/*', may: ['documents/*', 'graph/refusal'], types: ['context'] },
  {
    files: 'http/*',
    may: [
      'http/*',
      'files/*',
      'access/caller',
      'access/forbidden',
      'access/jwt',
      'graph/refusal',
      'upstream/errors',
    ],
    types: ['access/*', 'context', 'log', 'upstream/*'],
  },
  {
    files: 'graph/refusal',
    may: [
      'graph/coercion',
      'access/forbidden',
      'sources/key-reused',
      'sources/too-many-jobs',
      'store/store-error',
      'upstream/errors',
    ],
  },
  {
    files: 'graph/guard',
    may: ['access/forbidden', 'graph/failures', 'sources/maybe'],
    types: ['access/*', 'context'],
  },
  { files: 'graph/schema', may: ['access/rules', 'graph/*'] },
  { files: 'graph/scalars', may: ['graph/*', 'files/form-file'] },
  { files: 'graph/*', may: ['graph/*'], types: ['context', 'sources/*'] },
  {
    files: 'sources/*',
    may: [
      'sources/*',
      'files/disposition',
      'files/links',
      'files/media-types',
      'upstream/errors',
      'upstream/json',
    ],
    types: ['history/*', 'store/*', 'upstream/*'],
  },
  { files: 'jobs/*', may: ['jobs/*', 'sources/*', 'upstream/errors'], types: ['store/*', 'upstream/*'] },
  { files: 'history/time-zone', may: [] },
  {
    files: 'history/*',
    may: ['history/*', 'sources/message', 'upstream/clock', 'upstream/errors', 'upstream/json'],
    types: ['store/*', 'upstream/*'],
  },
  { files: 'store/*', may: ['store/*'] },
  { files: 'upstream/*', may: ['upstream/*'] },
  { files: 'sandbox/*', may: ['sandbox/*'], types: ['upstream/wire'] },
]

/** Each dependency has one door: replacing it is a change to one file. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  '@escape.tech/graphql-armor-max-aliases': ['documents/limits'],
  '@escape.tech/graphql-armor-max-depth': ['documents/limits'],
  '@fastify/busboy': ['files/form'],
  '@graphql-yoga/plugin-persisted-operations': ['documents/trusted'],
  '@graphql-yoga/render-graphiql': ['server'],
  '@pothos/core': ['graph/builder'],
  '@pothos/plugin-relay': ['graph/builder', 'graph/node'],
  ajv: ['upstream/contract'],
  dataloader: ['upstream/memo'],
  // Whoever reads documents.
  graphql: [
    'graph/guard',
    'graph/coercion',
    'graph/refusal',
    'documents/answer-size',
    'documents/arguments',
    'documents/limits',
    'documents/memory',
    'documents/introspection',
    'documents/manifest',
    'documents/normal-form',
    'documents/trusted',
  ],
  'graphql-scalars': ['graph/scalars'],
  'graphql-yoga': ['server'],
  libsql: ['store/database'],
  jose: ['access/jwt', 'files/links'],
  'lossless-json': ['upstream/json'],
  'lru-cache': ['upstream/cache'],
  pino: ['log'],
  undici: ['upstream/dispatch', 'upstream/remote-file'],
  yaml: ['upstream/contract'],
  'node:crypto': [
    'access/jwt',
    'access/jwt-settings',
    'http/callers',
    'http/request-log',
    'http/plain',
    'documents/trusted',
    'files/form-file',
    'files/links',
    'upstream/payload',
    'sandbox/*',
    'sources/keys',
  ],
  'node:fs': ['setup', 'store/database', 'upstream/contract'],
  'node:path': ['store/database'],
  'node:timers': ['history/ingest'],
  'node:zlib': ['history/lines', 'sandbox/history'],
  'node:http': ['http/listener', 'sandbox/*'],
  'node:stream': ['http/download'],
}

/** Those whose types may be named elsewhere too. */
const DOORS_OF_TYPES: Readonly<Record<string, readonly string[]>> = {
  'graphql-yoga': ['documents/*', 'http/*'],
  'node:stream': ['history/lines', 'upstream/remote-file'],
  'node:http': ['files/form', 'http/*'],
}

/** What is there without an import, and who may use it. */
const GLOBALS: Readonly<Record<string, readonly string[]>> = {
  process: ['main', 'sandbox/main'],
  performance: ['upstream/clock', 'sandbox/clock'],
  Date: [
    'main',
    'access/jwt',
    'files/links',
    'sources/*',
    'history/*',
    'graph/scalars',
    'examples/messages',
    'graph/builder',
    'sandbox/*',
  ],
  setTimeout: [
    'upstream/clock',
    'sandbox/clock',
    'sandbox/server',
    'http/listener',
    'http/lingering',
    'main',
  ],
  setInterval: ['sandbox/server', 'http/listener'],
  fetch: ['access/jwt'],
}

/** Needed to run, but imported by nothing. */
const TOOLS = ['tsx']

const sources = readSources()
const imports = sources.flatMap((source) => source.imports)
const isOfSrc = ({ to }: Import) => sources.some(({ name }) => name === to)

describe('the source files', () => {
  it.each(RULES)('$files import no more than they may', (rule) => {
    const broken = imports
      .filter(isOfSrc)
      .filter(({ from }) => ruleOf(from) === rule)
      .filter(({ to, isType }) => !fits(to, [...rule.may, ...(isType ? (rule.types ?? []) : [])]))
    expect(broken).toEqual([])
  })

  it('have a rule each', () => {
    expect(sources.map(({ name }) => name).filter((name) => ruleOf(name) === undefined)).toEqual([])
  })

  it('reach each dependency through its one door', () => {
    const broken = imports
      .filter((one) => !isOfSrc(one))
      .filter(({ from, to, isType }) => {
        return !fits(from, [...(DOORS[to] ?? []), ...(isType ? (DOORS_OF_TYPES[to] ?? []) : [])])
      })
    expect(broken).toEqual([])
  })

  it.each(Object.entries(GLOBALS))('use %s only where it belongs', (name, doors) => {
    const users = sources.filter(({ uses }) => uses.has(name)).map((source) => source.name)
    expect(users.filter((user) => !fits(user, doors))).toEqual([])
  })

  it('need every dependency of package.json, and no other', () => {
    const { dependencies }: { dependencies: object } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    )
    const needed = imports.filter((one) => !isOfSrc(one) && !one.to.startsWith('node:')).map(({ to }) => to)
    expect([...new Set([...needed, ...TOOLS])].sort()).toEqual(Object.keys(dependencies).sort())
  })
})

describe('the reader of imports', () => {
  it.each([
    { text: "import { a } from './b.ts'", to: 'graph/b', isType: false },
    { text: "import './b.ts'", to: 'graph/b', isType: false },
    { text: "import type { A } from '../sources/b.ts'", to: 'sources/b', isType: true },
    { text: "import { type A, type B } from '../sources/b.ts'", to: 'sources/b', isType: true },
    { text: "import { type A, b } from '../sources/b.ts'", to: 'sources/b', isType: false },
    { text: "import b, { type A } from 'undici'", to: 'undici', isType: false },
    { text: "export type { A } from 'ajv/dist/2020.js'", to: 'ajv', isType: true },
    { text: "export { a } from '@pothos/core/x'", to: '@pothos/core', isType: false },
    { text: "type A = import('../upstream/b.ts').A", to: 'upstream/b', isType: true },
    { text: "const a = await import('../upstream/b.ts')", to: 'upstream/b', isType: false },
  ])('understands $text', ({ text, to, isType }) => {
    expect(readSource('graph/a.ts', text).imports).toEqual([{ from: 'graph/a', to, isType }])
  })

  it('tells a global from a property and from a variable of that name', () => {
    const uses = (text: string) => [...readSource('a.ts', text).uses]
    expect(uses('one.process; ({ process: 1 })')).toEqual(['one'])
    expect(uses('const { fetch } = two; fetch()')).toEqual(['two'])
    expect(uses('(fetch) => fetch()')).toEqual([])
    expect(uses('one.process; process.env')).toEqual(['one', 'process'])
  })
})

function ruleOf(file: string): Rule | undefined {
  return RULES.find(({ files }) => fits(file, [files]))
}

function fits(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  )
}

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** What `npm run codegen` writes: two files, and a folder of them. */
const FILES = ['schema/schema.graphql', 'src/upstream/wire.ts'] as const
const FOLDER = 'test/gen'

const faults = [...drift(), ...untracked()]
if (faults.length > 0) {
  console.error(faults.join('\n'))
  console.error('Run `npm run codegen`, read what it changes, and commit that too.')
  process.exit(1)
}
console.log('The generated files are as the generators write them.')

/** Generates anew, compares, and puts everything back: a check changes nothing, whatever it finds. */
function drift(): string[] {
  const before = readGenerated()
  try {
    execFileSync('npm', ['run', '--silent', 'codegen'], { stdio: ['ignore', 'ignore', 'inherit'] })
    return changed(before).map((path) => {
      return `${path} is ${before.has(path) ? 'not what would be generated now' : 'missing'}.`
    })
  } finally {
    for (const path of changed(before)) restore(path, before.get(path))
  }
}

function changed(before: ReadonlyMap<string, string>): string[] {
  const after = readGenerated()
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].filter((path) => before.get(path) !== after.get(path))
}

function restore(path: string, text: string | undefined): void {
  if (text === undefined) rmSync(path)
  else writeFileSync(path, text)
}

function readGenerated(): ReadonlyMap<string, string> {
  const inFolder = existsSync(FOLDER) ? readdirSync(FOLDER).map((name) => `${FOLDER}/${name}`) : []
  const paths = [...FILES.filter((path) => existsSync(path)), ...inFolder]
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]))
}

/** A generated file that nobody added would be missing in every other checkout. */
function untracked(): string[] {
  if (!existsSync('.git')) return []
  const listed = execFileSync('git', ['ls-files', '--others', '--exclude-standard', '--', ...FILES, FOLDER])
  return listed
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((path) => `${path} is not in git.`)
}

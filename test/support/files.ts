import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A path where no file is, in a directory that is gone after the test. */
export function freshPath(name = 'store.db'): string {
  const directory = mkdtempSync(join(tmpdir(), 'easemob-graphql-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return join(directory, name)
}

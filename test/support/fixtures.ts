import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('../fixtures/', import.meta.url)

/** An answer of the service, as its documents or its SDK show it. */
export interface Fixture {
  readonly status: number
  readonly text: string
}

interface IndexRow {
  readonly status: number
  /** What is peculiar about it. */
  readonly shows: string
}

/** Answers by the name of their file, each to be told by some test what it means. */
export function openFixtures() {
  const index: Readonly<Record<string, IndexRow>> = JSON.parse(
    readFileSync(new URL('index.json', FOLDER), 'utf8'),
  )
  const unread = new Set(Object.keys(index))
  return {
    index,
    /** The files of the folder, whether the index knows them or not. */
    files: () => readdirSync(FOLDER).filter((file) => file !== 'index.json'),
    /** Those that nobody has read so far. */
    unread: (): ReadonlySet<string> => unread,
    read(file: string): Fixture {
      const row = index[file]
      if (row === undefined) throw new Error(`test/fixtures/index.json has no ${file}`)
      unread.delete(file)
      return { status: row.status, text: readFileSync(new URL(file, FOLDER), 'utf8') }
    },
  }
}

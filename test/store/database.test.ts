import { existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import Libsql from 'libsql'
import { describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { StoreError } from '../../src/store/store-error.ts'
import { freshPath } from '../support/paths.ts'

const TABLE = 'CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT'
const ADD = 'INSERT INTO notes (text) VALUES (?)'
const textsIn = (database: Database) =>
  database.all('SELECT text FROM notes ORDER BY id').map(({ text }) => text)

/** A file of some pages, closed. */
function filled(path: string): void {
  const database = openDatabase(path, [TABLE])
  database.together(() => {
    for (let note = 0; note < 1000; note += 1) database.run(ADD, 'a note '.repeat(30))
  })
  database.close()
}

function faultOf(open: () => unknown): unknown {
  try {
    open()
  } catch (error) {
    return error
  }
  return undefined
}

describe('a database', () => {
  it.each(['in a file', 'in memory'])('%s gives back what it was given', (where) => {
    const database = openDatabase(where === 'in a file' ? freshPath() : null, [TABLE])
    expect(database.run(ADD, 'one')).toEqual({ changes: 1, added: 1 })
    expect(database.run(ADD, 'two')).toEqual({ changes: 1, added: 2 })
    expect(textsIn(database)).toEqual(['one', 'two'])
    database.close()
  })

  it('has it again when the file is opened anew', () => {
    const path = freshPath()
    for (const expected of [[], ['one'], ['one', 'one']]) {
      const database = openDatabase(path, [TABLE])
      expect(textsIn(database)).toEqual(expected)
      database.run(ADD, 'one')
      database.close()
    }
  })

  it('does all of what belongs together, or nothing', () => {
    const database = openDatabase(null, [TABLE])
    const half = () =>
      database.together(() => {
        database.run(ADD, 'one')
        throw new Error('in the middle')
      })
    expect(half).toThrow('in the middle')
    expect(textsIn(database)).toEqual([])
    database.close()
  })

  it('waits for the disk where that is wanted, and only there', () => {
    const database = openDatabase(freshPath())
    const level = () => database.all('PRAGMA synchronous')
    expect(database.lasting(level)).toEqual([{ synchronous: 2 }])
    expect(() => database.lasting(() => expect.fail('thrown'))).toThrow('thrown')
    expect(database.together(level)).toEqual([{ synchronous: 1 }])
    database.close()
  })

  it('tells a fault in its own words and keeps the cause for the log', () => {
    const database = openDatabase(null, [TABLE])
    const fault = faultOf(() => database.run('INSERT INTO notes (text) VALUES (?)', null))
    expect(fault).toBeInstanceOf(StoreError)
    expect(fault).toMatchObject({ cause: { code: 'SQLITE_CONSTRAINT_NOTNULL' } })
    database.close()
  })

  it('is a file for this user alone', () => {
    const path = freshPath()
    const database = openDatabase(path, [TABLE])
    database.run(ADD, 'one')
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600)
    database.close()
    expect(existsSync(`${path}-wal`)).toBe(false)
  })
})

describe('the tables', () => {
  it('are brought up step by step, each step once', () => {
    const path = freshPath()
    const steps = [TABLE, `INSERT INTO notes (text) VALUES ('of step 2')`, 'ALTER TABLE notes ADD at INTEGER']
    for (const known of [1, 1, 2, 3, 3]) openDatabase(path, steps.slice(0, known)).close()
    const database = openDatabase(path, steps)
    expect(database.all('SELECT * FROM notes')).toMatchObject([{ text: 'of step 2', at: null }])
    database.close()
  })

  it('stay as they were when a step fails', () => {
    const path = freshPath()
    openDatabase(path, [TABLE]).close()
    const broken = `INSERT INTO notes (text) VALUES ('half'); INSERT INTO nowhere VALUES (1)`
    const fault = faultOf(() => openDatabase(path, [TABLE, broken]))
    expect(fault).toMatchObject({ name: 'StoreError', message: expect.stringContaining('nowhere') })
  })

  it('of a later version are left alone', () => {
    const path = freshPath()
    openDatabase(path, [TABLE, 'ALTER TABLE notes ADD at INTEGER']).close()
    const before = readFileSync(path)
    expect(faultOf(() => openDatabase(path, [TABLE]))).toMatchObject({
      name: 'StoreError',
      message: expect.stringMatching(/was written by a later version .*version 2, known are 1/),
    })
    expect(readFileSync(path).equals(before)).toBe(true)
  })
})

describe('a file that cannot be the store', () => {
  it.each([
    {
      what: 'of text',
      make: (path: string) => writeFileSync(path, 'Dear diary. '.repeat(1000)),
      says: /is damaged, or no database\. Put a copy/,
    },
    {
      what: 'whose beginning is overwritten',
      make: (path: string) => overwrite(path, 0, 100),
      says: /is damaged, or no database\. Put a copy/,
    },
    {
      what: 'whose middle is overwritten',
      make: (path: string) => overwrite(path, 40_000, 120_000),
      says: /is damaged\. Put a copy/,
    },
    {
      what: 'that was cut off',
      make: (path: string) => {
        filled(path)
        truncateSync(path, 50_000)
      },
      says: /is damaged, or no database\. Put a copy/,
    },
    {
      what: 'of another program',
      make: (path: string) => new Libsql(path).exec('CREATE TABLE theirs (id)'),
      says: /is a database of another program\. Set STORE_FILE/,
    },
    { what: 'that is a directory', make: (path: string) => mkdirSync(path), says: /cannot be written \(/ },
    {
      what: 'in a directory that is not there',
      make: () => {},
      path: '/none/store.db',
      says: /cannot be written \(.*Set STORE_FILE/,
    },
  ])('$what is refused with one clear message', ({ make, says, path = freshPath() }) => {
    make(path)
    const fault = faultOf(() => openDatabase(path, [TABLE]))
    expect(fault).toBeInstanceOf(StoreError)
    expect(fault).toMatchObject({ message: expect.stringMatching(says) })
    expect(String(fault)).toContain(path)
    expect(String(fault)).not.toContain('\n')
  })

  it('is one that is open already', () => {
    const path = freshPath()
    const database = openDatabase(path, [TABLE])
    expect(faultOf(() => openDatabase(path, [TABLE]))).toMatchObject({
      message: expect.stringMatching(/is in use by another process\. A file serves one server/),
    })
    database.run(ADD, 'still ours')
    database.close()
    openDatabase(path, [TABLE]).close()
  })
})

describe('a name that could be an address', () => {
  it.each(['libsql://127.0.0.1:1', 'http://127.0.0.1:1', 'file:store.db'])('is a file: %s', (name) => {
    const fault = faultOf(() => openDatabase(`${dirname(freshPath())}/none/${name}`, [TABLE]))
    expect(fault).toMatchObject({ message: expect.stringContaining('cannot be written') })
  })
})

function overwrite(path: string, from: number, to: number): void {
  filled(path)
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(7, from, to))
}

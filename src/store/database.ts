import { closeSync, openSync } from 'node:fs'
import { resolve } from 'node:path'
import Libsql from 'libsql'
import { MIGRATIONS } from './migrations.ts'
import { StoreError } from './store-error.ts'

type Value = string | number | null
export type Row = Readonly<Record<string, unknown>>

/** A database in this process. Every call blocks it, so each must be short. Fails with a `StoreError`. */
export interface Database {
  /** Rows that it changed, and the number of the last one that it added. */
  run(sql: string, ...values: readonly Value[]): { readonly changes: number; readonly added: number }
  all(sql: string, ...values: readonly Value[]): readonly Row[]
  /** All of it is done, or nothing. */
  together<Outcome>(work: () => Outcome): Outcome
  /** The same, and what it has written is on the disk when this returns: not even power loss takes it back. Slower. */
  lasting<Outcome>(work: () => Outcome): Outcome
  close(): void
}

/** "emgq": tells our files from those of other programs. */
const OURS = 0x65_6d_67_71

/**
 * Opens the file, and makes it if it is not there; null is a database in memory. Throws a `StoreError` when it is in use,
 * damaged, of another program, of a later version, or cannot be written.
 *
 * What was written before is there after the process was killed: it is with the operating system then. After power loss
 * the file is whole, but of its last seconds only what was `lasting` is sure to be there, and what came before that.
 */
export function openDatabase(file: string | null, migrations = MIGRATIONS): Database {
  if (file === null) return open(':memory:', migrations)
  const path = resolve(file)
  try {
    makePrivate(path)
    return open(path, migrations)
  } catch (error) {
    if (error instanceof StoreError) throw new StoreError(`${path} ${error.message}`)
    throw new StoreError(`${path} ${whyNotOpened(error)}`, { cause: error })
  }
}

/** Who wrote to whom is nobody else's business. A file that is there keeps its mode, and must not be opened twice. */
function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
}

function open(path: string, migrations: readonly string[]): Database {
  const connection = new Libsql(path)
  // Before anything is read: so the lock is held until the end.
  connection.pragma('locking_mode = EXCLUSIVE')
  assertOurs(connection, migrations.length)
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = NORMAL')
  connection.pragma('foreign_keys = ON')
  const statements = new Map<string, Libsql.Statement>()
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? connection.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  // Takes the lock; whoever has it already makes it fail.
  connection.exec('BEGIN EXCLUSIVE; COMMIT')
  migrate(connection, migrations)

  return {
    // Values in one list: of a single null the library would take the names of parameters.
    run: guarded((sql, ...values) => {
      const { changes, lastInsertRowid } = prepared(sql).run(values)
      return { changes, added: Number(lastInsertRowid) }
    }),
    all: guarded((sql, ...values) => prepared(sql).all(values).filter(isRow)),
    together: guarded((work) => inTransaction(connection, work)),
    lasting: guarded((work) => {
      connection.pragma('synchronous = FULL')
      try {
        return inTransaction(connection, work)
      } finally {
        connection.pragma('synchronous = NORMAL')
      }
    }),
    close() {
      // Statements keep a connection until they are collected, and with it the lock; this gives it back now.
      connection.pragma('journal_mode = DELETE')
      connection.pragma('locking_mode = NORMAL')
      connection.exec('BEGIN; SELECT 1 FROM sqlite_schema; COMMIT')
      connection.close()
    },
  }
}

/** Before anything is written: a file that is not for this server stays as it was. */
function assertOurs(connection: Libsql.Database, known: number): void {
  const [check] = rowsOf(connection.pragma('quick_check(1)'))
  if (check?.quick_check !== 'ok') throw new StoreError(`is damaged. ${WHAT_TO_DO}`)
  const [table] = rowsOf(connection.prepare('SELECT 1 FROM sqlite_schema').all())
  if (table !== undefined && numberOf(connection, 'application_id') !== OURS) {
    throw new StoreError('is a database of another program. Set STORE_FILE to a file of its own.')
  }
  const version = numberOf(connection, 'user_version')
  if (version > known) {
    throw new StoreError(
      `was written by a later version of this server (tables of version ${version}, known are ${known}). Run that one, or set STORE_FILE to another file.`,
    )
  }
}

function migrate(connection: Libsql.Database, migrations: readonly string[]): void {
  const version = numberOf(connection, 'user_version')
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue
    inTransaction(connection, () => {
      connection.exec(`${step}; PRAGMA application_id = ${OURS}; PRAGMA user_version = ${index + 1}`)
    })
  }
}

/** The library's own would tell of a full disk that there is nothing to roll back: SQLite has done that by then. */
function inTransaction<Outcome>(connection: Libsql.Database, work: () => Outcome): Outcome {
  connection.exec('BEGIN IMMEDIATE')
  try {
    const outcome = work()
    connection.exec('COMMIT')
    return outcome
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK')
    throw error
  }
}

function numberOf(connection: Libsql.Database, pragma: 'application_id' | 'user_version'): number {
  return Number(rowsOf(connection.pragma(pragma))[0]?.[pragma])
}

const WHAT_TO_DO =
  'Put a copy of it back; or move it away, and the server begins with an empty one: then it no longer knows what was sent under which key.'

function whyNotOpened(error: unknown): string {
  if (hasCode(error, 'SQLITE_BUSY')) {
    return 'is in use by another process. A file serves one server: stop the other one, or set STORE_FILE to another file.'
  }
  if (hasCode(error, 'SQLITE_NOTADB', 'SQLITE_CORRUPT')) return `is damaged, or no database. ${WHAT_TO_DO}`
  const reason = error instanceof Error ? error.message : String(error)
  return `cannot be written (${reason}). Set STORE_FILE to a file in a directory that this process may write to.`
}

/** What fails in use, like a full disk, is told as ours: with its words for the log, and none for clients. */
function guarded<Given extends readonly unknown[], Outcome>(
  work: (...given: Given) => Outcome,
): (...given: Given) => Outcome {
  return (...given) => {
    try {
      return work(...given)
    } catch (error) {
      // A TypeError is the library's word for a database that is closed.
      if (!(error instanceof Libsql.SqliteError || error instanceof TypeError)) throw error
      throw new StoreError(`The store failed: ${error.message}`, { cause: error })
    }
  }
}

function rowsOf(found: unknown): readonly Row[] {
  return Array.isArray(found) ? found.filter(isRow) : []
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code)
}

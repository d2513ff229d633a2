import { readFileSync } from 'node:fs'
import { type Config, readConfig } from './config.ts'
import { documentRules, MOST_TOKENS } from './documents/limits.ts'
import { NO_DOCUMENTS, readManifest, type TrustedDocuments } from './documents/manifest.ts'
import { schema } from './graph/schema.ts'
import type { SandboxOptions } from './sandbox/options.ts'

/** All that a process needs to know before it starts. */
export interface Setup {
  readonly config: Config
  /** None in front of a real service. */
  readonly sandboxOptions: SandboxOptions | undefined
  readonly trustedDocuments: TrustedDocuments
}

type Environment = Parameters<typeof readConfig>[0]

/** Throws one error that names all that is wrong: with the server, with the sandbox and with the files that they need. */
export async function readSetup(env: Environment): Promise<Setup> {
  const faults: string[] = []
  const config = attempt(() => readConfig(env), faults)
  const sandboxOptions = config?.service ? undefined : await readSandboxOptions(env, faults)
  const trustedDocuments = attempt(() => readTrustedDocuments(config), faults)
  if (config === undefined || trustedDocuments === undefined || faults.length > 0) {
    throw new Error(faults.join('\n'))
  }
  return { config, sandboxOptions, trustedDocuments }
}

/** A manifest that is not used need not be right. */
function readTrustedDocuments(config: Config | undefined) {
  if (config === undefined || config.trustedDocuments.step === 'off') return NO_DOCUMENTS
  const needs = { schema, maxTokens: MOST_TOKENS, rules: documentRules(config) }
  return readManifest(readManifestFile(config.trustedDocuments.file), needs)
}

function readManifestFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new Error(`TRUSTED_DOCUMENTS_FILE cannot be read: ${reason}`)
  }
}

/** The sandbox is loaded only when it is asked for: a server with a real service holds no stand-in. */
async function readSandboxOptions(env: Environment, faults: string[]) {
  const options = await import('./sandbox/options.ts')
  return attempt(() => options.readSandboxOptions(env), faults)
}

function attempt<Value>(read: () => Value, faults: string[]): Value | undefined {
  try {
    return read()
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error))
    return undefined
  }
}

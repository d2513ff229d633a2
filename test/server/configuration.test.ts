import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ConfigError, readConfig } from '../../src/config.ts'
import { CHOICES, NUMBERS } from '../../src/settings.ts'
import { readSetup } from '../../src/setup.ts'
import { runInVain } from '../support/process.ts'

const KEY = 'k'.repeat(32)
const SERVICE = {
  EASEMOB_BASE_URL: 'https://a1.easemob.com',
  EASEMOB_ORG: 'an-org',
  EASEMOB_APP: 'an-app',
  EASEMOB_CLIENT_ID: 'an-id',
  EASEMOB_CLIENT_SECRET: 'a-secret',
  ADMIN_KEY: KEY,
}

describe('the configuration', () => {
  it('is the sandbox when nothing is set, or set to nothing', () => {
    expect(readConfig({}).service).toBeNull()
    expect(readConfig({ EASEMOB_ORG: ' ', ADMIN_KEY: '', PORT: '' })).toEqual(readConfig({}))
  })

  it('is a real service when all five of its variables and a key are set', () => {
    const { service, adminKeys } = readConfig(SERVICE)
    expect(service).toEqual({
      baseUrl: 'https://a1.easemob.com/an-org/an-app',
      appKey: 'an-org#an-app',
      clientId: 'an-id',
      clientSecret: 'a-secret',
    })
    expect(adminKeys).toEqual([KEY])
  })

  it('cannot be changed once it is read', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true)
  })

  it.each(Object.keys(SERVICE))('misses %s when only that is not set', (name) => {
    const faults = faultsOf({ ...SERVICE, [name]: '' })
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(new RegExp(`^${name} is missing`))
  })

  it.each(Object.entries(NUMBERS))('keeps %s between its bounds', (name, { least, most }) => {
    for (const right of [least, most]) expect(faultsOf({ [name]: String(right) })).toEqual([])
    for (const wrong of [least - 1, most + 1, least + 0.5, Number.NaN, '0x', '1e99']) {
      expect(faultsOf({ [name]: String(wrong) })).toEqual([
        expect.stringMatching(new RegExp(`^${name} must be a whole number from ${least} to ${most},`)),
      ])
    }
  })

  it.each(Object.entries(CHOICES))('takes for %s one of its options', (name, { options }) => {
    const needed = { TRUSTED_DOCUMENTS_FILE: 'documents.json' }
    for (const option of options) expect(faultsOf({ ...needed, [name]: option })).toEqual([])
    expect(faultsOf({ ...needed, [name]: 'another' })).toEqual([
      `${name} must be one of ${options.join(', ')}; not "another"`,
    ])
  })

  it.each([
    { name: 'EASEMOB_BASE_URL', value: 'a1.easemob.com' },
    { name: 'PUBLIC_URL', value: 'https://:secret@chat.example.com' },
    { name: 'EASEMOB_BASE_URL', value: 'ftp://a1.easemob.com' },
    { name: 'EASEMOB_BASE_URL', value: 'https://me:secret@a1.easemob.com' },
    { name: 'EASEMOB_BASE_URL', value: 'https://a1.easemob.com/?x=1' },
    { name: 'EASEMOB_ORG', value: 'an/org' },
    { name: 'EASEMOB_APP', value: '..' },
    { name: 'ADMIN_KEY', value: 'k'.repeat(31) },
    { name: 'ADMIN_KEY', value: `${KEY},short` },
    { name: 'ADMIN_KEY', value: `${KEY},${KEY},${KEY}` },
    { name: 'ADMIN_KEY', value: `${KEY} ${KEY}` },
    { name: 'ADMIN_KEY', value: 'ü'.repeat(32) },
    { name: 'CORS_ORIGINS', value: 'https://a.example/path' },
    { name: 'CORS_ORIGINS', value: '*' },
    { name: 'RATE_PROFILE', value: 'fast' },
  ])('refuses $name=$value', ({ name, value }) => {
    expect(faultsOf({ ...SERVICE, [name]: value })).toEqual([expect.stringContaining(name)])
  })

  it.each([
    { step: 'off', file: '', faults: [] },
    { step: 'off', file: 'documents.json', faults: [] },
    { step: 'report', file: 'documents.json', faults: [] },
    { step: 'enforce', file: 'documents.json', faults: [] },
    {
      step: 'report',
      file: ' ',
      faults: [expect.stringMatching(/^TRUSTED_DOCUMENTS_FILE is missing:.*=report/)],
    },
    {
      step: 'enforce',
      file: '',
      faults: [expect.stringMatching(/^TRUSTED_DOCUMENTS_FILE is missing:.*=enforce/)],
    },
    { step: 'Enforce', file: '', faults: [expect.stringMatching(/^TRUSTED_DOCUMENTS must be one of/)] },
  ])('with TRUSTED_DOCUMENTS=$step and the file "$file" has the faults $faults', ({ step, file, faults }) => {
    expect(faultsOf({ TRUSTED_DOCUMENTS: step, TRUSTED_DOCUMENTS_FILE: file })).toEqual(faults)
  })

  it.each([
    { over: 'a real service', env: SERVICE, level: 'info' },
    { over: 'the sandbox', env: {}, level: 'warn' },
  ])('logs at $level over $over when nothing else is set', ({ env, level }) => {
    expect(readConfig(env).logLevel).toBe(level)
    expect(readConfig({ ...env, LOG_LEVEL: 'error' }).logLevel).toBe('error')
  })

  it.each([
    { read: '', shown: 'none', faults: [] },
    { read: 'nickname,color', shown: 'color', faults: [] },
    // Whoever reads less shows less, without saying so.
    { read: 'color', shown: '', faults: [] },
    {
      read: '',
      shown: 'avatarUrl',
      faults: [expect.stringMatching(/^PUBLIC_PROPERTIES must be .*not avatarUrl$/)],
    },
    {
      read: '',
      shown: 'nickname,none',
      faults: [expect.stringMatching(/^PUBLIC_PROPERTIES must be .*not none$/)],
    },
  ])(
    'with the properties "$read" and of them public "$shown" has the faults $faults',
    ({ read, shown, faults }) => {
      expect(faultsOf({ PROFILE_PROPERTIES: read, PUBLIC_PROPERTIES: shown })).toEqual(faults)
    },
  )

  it('never repeats what a secret holds', () => {
    const secrets = { ADMIN_KEY: 'hush-hush', EASEMOB_CLIENT_SECRET: 'quiet-please' }
    expect(faultsOf({ ...SERVICE, ...secrets, EASEMOB_ORG: '' }).join()).not.toMatch(/hush|quiet/)
  })
})

describe('a server that cannot start', () => {
  it('names all faults at once, those of the sandbox too, and ends with 1', async () => {
    const { code, output, errors } = await runInVain({
      PORT: '99999',
      CORS_ORIGINS: 'nonsense',
      SANDBOX_USERS: 'many',
    })
    expect(code).toBe(1)
    expect(output).toBe('')
    for (const name of ['PORT', 'CORS_ORIGINS', 'SANDBOX_USERS']) expect(errors).toContain(`${name} `)
    expect(errors).not.toContain('    at ')
  })

  it('says how to get the key that a real service needs', async () => {
    const starting = readSetup({ ...SERVICE, ADMIN_KEY: '' })
    await expect(starting).rejects.toThrow(/ADMIN_KEY is missing.*openssl rand -hex 32/)
  })

  it('says that the port is taken, and what to do', async () => {
    const port = await takenPort()
    const { code, output, errors } = await runInVain({ PORT: String(port) })
    expect({ code, output }).toEqual({ code: 1, output: '' })
    expect(errors).toBe(
      `Cannot listen: listen EADDRINUSE: address already in use 127.0.0.1:${port}. ` +
        `Stop what uses port ${port}, or set PORT to another.\n`,
    )
  })
})

function faultsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

async function takenPort(): Promise<number> {
  const server = createServer()
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

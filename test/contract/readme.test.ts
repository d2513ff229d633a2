import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { REQUEST_CODES } from '../../src/graph/refusal.ts'
import { readSandboxOptions } from '../../src/sandbox/options.ts'
import { CHOICES, NUMBERS, TEXTS } from '../../src/settings.ts'
import { MESSAGES } from '../../src/upstream/errors.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

describe('the README', () => {
  it('lists every setting, with its default and bounds', () => {
    const texts = Object.entries(TEXTS).map(([name, { fallback, description }]) => {
      return `| \`${name}\` | ${fallback === '' ? 'none' : `\`${fallback}\``} | | ${description} |`
    })
    const choices = Object.entries(CHOICES).map(([name, { options, description }]) => {
      return `| \`${name}\` | \`${options[0]}\` | ${options.map((option) => `\`${option}\``).join(', ')} | ${description} |`
    })
    const numbers = Object.entries(NUMBERS).map(([name, { fallback, least, most, description }]) => {
      return `| \`${name}\` | \`${fallback}\` | ${least} – ${most} | ${description} |`
    })
    const head = ['| variable | default | from – to | what it does |', '| --- | --- | --- | --- |']
    expect(between('settings')).toBe([...head, ...texts, ...choices, ...numbers].join('\n'))
  })

  it('lists every code that an error can have, and what to do about it', () => {
    const [, , ...rows] = between('codes').split('\n')
    const cells = rows.map((row) => row.split(' | '))
    const expected = Object.entries({ ...REQUEST_CODES, ...MESSAGES })
    expect(cells.map(([code, meaning]) => [code, meaning])).toEqual(
      expected.map(([code, meaning]) => [`| \`${code}\``, meaning]),
    )
    for (const [, , advice] of cells) expect(advice).toMatch(/^[A-Z].*\. \|$/)
  })

  it('names the variables of the sandbox, and no others', () => {
    const read = new Set<string>()
    const environment = new Proxy<Record<string, string>>(
      {},
      {
        get: (_, name) => {
          read.add(String(name))
          return undefined
        },
      },
    )
    readSandboxOptions(environment)
    expect([...new Set(readme.match(/\bSANDBOX_[A-Z_]+/g))].sort()).toEqual([...read].sort())
  })
})

/** The text between two comments that the page does not show. */
function between(name: string): string {
  return readme.split(`<!-- ${name}:begin -->\n`)[1]?.split(`\n<!-- ${name}:end -->`)[0] ?? ''
}

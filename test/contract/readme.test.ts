import { readFileSync } from 'node:fs'
import { isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { REQUEST_CODES } from '../../src/graph/refusal.ts'
import { schema } from '../../src/graph/schema.ts'
import { readSandboxOptions } from '../../src/sandbox/options.ts'
import { CHOICES, NUMBERS, TEXTS } from '../../src/settings.ts'
import { MESSAGES } from '../../src/upstream/errors.ts'
import { countAreas } from '../support/areas.ts'
import { type Reason, readContract } from '../support/contract.ts'

const areas = countAreas(readContract())
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

  it('says of each area how much is offered, and what is not and why', () => {
    const cells = coverageRows().map(([title, count, , missing]) => [title, count, missing])
    expect(cells).toEqual(
      areas.map(({ title, offered, all, notYet, never }) => {
        const missing = [listed('Not yet', notYet), listed('No', never)].filter((text) => text !== '')
        return [title, `${offered} of ${all}`, missing.join(' ')]
      }),
    )
    const all = areas.reduce((sum, area) => sum + area.all, 0)
    expect(readme).toContain(`The documents of the service have ${all} operations`)
  })

  it('names only fields that there are, for each area of which something is offered', () => {
    const known = new Set(fieldNames())
    const words = coverageRows().map(([, , offered = '']) => offered)
    expect(words.map((text) => text === '')).toEqual(areas.map(({ offered }) => offered === 0))
    const named = words.flatMap((text) => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
    expect(named.filter((name) => !known.has(name))).toEqual([])
  })

  it('says who may see and do it, for every query and every mutation', () => {
    const named = new Set([...between('rules').matchAll(/`([^`]+)`/g)].map(([, name]) => name))
    const roots = [schema.getQueryType(), schema.getMutationType()]
    const fields = roots.flatMap((type) => Object.keys(type?.getFields() ?? {}))
    expect(fields.filter((name) => !named.has(name))).toEqual([])

    const names = fieldNames().flatMap((name) => [name, name.split('.').at(-1)])
    const known = new Set([...names, ...Object.keys({ ...TEXTS, ...CHOICES }), 'User'])
    const words = [...named].filter((name) => !known.has(name?.split('=')[0]))
    expect(words).toEqual([])
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

/** The cells of the table of areas. */
function coverageRows(): readonly (readonly string[])[] {
  const [, , ...rows] = between('coverage').split('\n')
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

function listed(word: string, rows: readonly Reason[]): string {
  const reasons = rows.map(({ reason, ids }) => `${reason} (${ids.map((id) => `\`${id}\``).join(', ')})`)
  return reasons.length === 0 ? '' : `${word}: ${reasons.join('; ')}.`
}

/** `groups` of a query, `blockUsers` of a mutation, `User.contacts` of any other type. */
function fieldNames(): readonly string[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.keys(type.getFields()).map((field) =>
        ['Query', 'Mutation'].includes(type.name) ? field : `${type.name}.${field}`,
      ),
    )
}

/** The text between two comments that the page does not show. */
function between(name: string): string {
  return readme.split(`<!-- ${name}:begin -->\n`)[1]?.split(`\n<!-- ${name}:end -->`)[0] ?? ''
}

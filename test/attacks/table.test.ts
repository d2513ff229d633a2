import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

const rows = read('README.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes('`'))
  .map((line) => {
    const [, weakness = '', file = '', test = ''] = line.split('|').map((cell) => cell.trim())
    return { weakness, file: file.replaceAll('`', ''), test }
  })

describe('the table of weaknesses', () => {
  it.each(rows)('names a test that exists: $weakness', ({ file, test }) => {
    expect(read(`../${file}.test.ts`)).toContain(`'${test}'`)
  })

  it('is read to its end', () => {
    expect(rows).toHaveLength(30)
  })
})

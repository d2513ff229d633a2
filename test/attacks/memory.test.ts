import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { openTarget, operationOf } from './attacker.ts'

const KIB = 1024
const MIB = 1024 * KIB

interface Flood {
  readonly what: string
  readonly many: number
  /** Different each time, so that remembering one does not help with the next. */
  readonly body: (index: number) => string
  readonly status: number
  readonly codes: readonly string[]
  readonly mostMib?: number
}

const padded = (query: string, index: number) => operationOf(`${query} # ${index} ${'x'.repeat(200 * KIB)}`)
const fields = (index: number) => Array.from({ length: 90 }, (_, field) => `f${index}_${field}`).join(' ')

const FLOODS: readonly Flood[] = [
  {
    what: 'documents of 200 KiB',
    many: 120,
    body: (index) => padded('{ __typename }', index),
    status: 200,
    codes: [],
  },
  {
    what: 'documents of 200 KiB that are not GraphQL',
    many: 120,
    body: (index) => padded('{ __typename', index),
    status: 200,
    codes: ['GRAPHQL_PARSE_FAILED'],
  },
  {
    what: 'documents of 200 KiB in lines of comments',
    many: 60,
    body: (index) => operationOf(`{ a${index}: __typename }${'#\n'.repeat(60 * KIB)}`),
    status: 200,
    codes: [],
    // Each comment is remembered as a word of its own. Without a bound these are 210.
    mostMib: 64,
  },
  {
    what: 'documents of 90 mistakes each',
    many: 120,
    body: (index) => operationOf(`{ ${fields(index)} }`),
    status: 200,
    codes: Array.from({ length: 90 }, () => 'GRAPHQL_VALIDATION_FAILED'),
  },
  {
    what: 'bodies that are too large',
    many: 120,
    body: (index) => operationOf(`{ __typename } # ${index} ${'x'.repeat(256 * KIB)}`),
    status: 413,
    codes: ['REQUEST_TOO_LARGE'],
  },
  {
    what: 'long variables',
    many: 120,
    body: (index) =>
      operationOf('query ($n: Int) { groups(first: $n) { edges { cursor } } }', {
        n: `${index} ${'x'.repeat(200 * KIB)}`,
      }),
    status: 400,
    codes: ['GRAPHQL_VALIDATION_FAILED'],
  },
]

describe('a flood of different requests', () => {
  it.each(FLOODS)(
    'of $what does not fill the heap, and asks nothing',
    async ({ many, body, status, codes, mostMib = 16 }) => {
      const { attack, traffic } = await openTarget()
      const send = async (from: number, to: number) => {
        for (let begin = from; begin < to; begin += 20) {
          const numbers = Array.from({ length: Math.min(20, to - begin) }, (_, index) => begin + index)
          for (const reply of await Promise.all(numbers.map((index) => attack(body(index))))) {
            expect(reply.status).toBe(status)
            expect(reply.codes).toEqual(codes)
          }
        }
      }
      await attack(operationOf('{ __typename }'))
      const before = usedHeap()

      await send(0, many)

      expect(usedHeap() - before).toBeLessThan(mostMib * MIB)
      expect(traffic()).toEqual({})
    },
    60_000,
  )
})

function usedHeap(): number {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
  collect()
  const { used_heap_size, malloced_memory, external_memory } = getHeapStatistics()
  return used_heap_size + malloced_memory + external_memory
}

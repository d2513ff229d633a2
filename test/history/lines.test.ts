import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ingest } from '../../src/history/ingest.ts'
import { type Line, linesOf } from '../../src/history/lines.ts'
import { openStore } from '../../src/store/store.ts'

const LIMITS = { longestLine: 10, mostBytes: 1000 }

/** A file that comes in pieces of so many bytes. */
function inPieces(file: Buffer, size: number): Readable {
  const pieces = Array.from({ length: Math.ceil(file.length / size) }, (_, index) =>
    file.subarray(index * size, (index + 1) * size),
  )
  return Readable.from(pieces)
}

async function read(file: Buffer, { size = 7, limits = LIMITS } = {}) {
  const found: Line[] = []
  try {
    for await (const lines of linesOf(inPieces(file, size), limits)) found.push(...lines)
  } catch (error) {
    return { found, error: error instanceof Error ? error.message : error }
  }
  return { found, error: undefined }
}

describe('the lines of a file', () => {
  it.each([
    { what: 'with a newline at its end', text: 'one\ntwo\n', lines: ['one', 'two'] },
    { what: 'without one', text: 'one\ntwo', lines: ['one', 'two'] },
    { what: 'with empty lines', text: '\none\n\n', lines: ['', 'one', ''] },
    { what: 'with nothing in it', text: '', lines: [] },
    { what: 'with letters of several bytes', text: '你好\n🙂\n', lines: ['你好', '🙂'] },
    {
      what: 'with lines that are too long',
      text: `${'x'.repeat(11)}\n${'y'.repeat(10)}\n`,
      lines: [null, 'y'.repeat(10)],
    },
    { what: 'with a long line at its end', text: `one\n${'x'.repeat(500)}`, lines: ['one', null] },
  ])('are read one by one: $what', async ({ text, lines }) => {
    for (const size of [1, 5, 1000]) {
      expect(await read(gzipSync(text), { size })).toEqual({ found: lines, error: undefined })
    }
  })

  it('go on in the next part of a file that was packed in parts', async () => {
    const file = Buffer.concat([gzipSync('one\ntw'), gzipSync('o\n')])

    expect(await read(file)).toEqual({ found: ['one', 'two'], error: undefined })
  })

  it('are good up to where the file is cut off, and then there is an error', async () => {
    const text = Array.from({ length: 100 }, (_, index) => `${index}`).join('\n')
    const limits = { ...LIMITS, mostBytes: 10_000 }

    const { found, error } = await read(gzipSync(text).subarray(0, -4), { limits })

    expect(error).toMatch(/unexpected end/)
    expect(found.slice(0, 3)).toEqual(['0', '1', '2'])
  })

  it.each([
    { what: 'is not packed', file: Buffer.from('{"msg_id":"1"}\n'), error: /incorrect header/ },
    {
      what: 'unpacks to more than a file can be',
      file: gzipSync(`${'x'.repeat(9)}\n`.repeat(1000)),
      error: /too large/,
    },
    {
      what: 'unpacks to one line without an end',
      file: gzipSync(Buffer.alloc(5_000_000)),
      error: /too large/,
    },
  ])('are an error where the file $what', async ({ file, error }) => {
    const result = await read(file, { size: 1000 })

    expect(result.error).toMatch(error)
  })
})

const record = (index: number) =>
  JSON.stringify({
    ...{ msg_id: String(1_029_457_500_000_000_000n + BigInt(index)), timestamp: 1_543_312_800_000 + index },
    ...{ chat_type: 'chat', from: 'a', to: 'b' },
    payload: { bodies: [{ type: 'txt', msg: 'hello' }], ext: {}, from: `user${index % 50}`, to: 'user99' },
  })

describe('a file of 100,000 lines', () => {
  it('is written in small batches, and no more of it is unpacked than is written', async () => {
    const LINES = 100_000
    const store = openStore({ file: null, now: Date.now, onFault() {}, jobsKeptMs: 0 })
    let handedOver = 0
    let written = 0
    let mostHeld = 0
    let largest = 0
    let turns = 0
    const ticking = setInterval(() => (turns += 1))
    function* pieces() {
      // Such as a network would hand over, if it were asked: each with 100 lines.
      for (let index = 0; index < LINES; index += 100) {
        handedOver = index + 100
        mostHeld = Math.max(mostHeld, handedOver - written)
        yield gzipSync(Array.from({ length: 100 }, (_, line) => `${record(index + line)}\n`).join(''))
      }
    }
    const counting = {
      async add(messages: Parameters<typeof store.history.add>[0]) {
        largest = Math.max(largest, messages.length)
        await store.history.add(messages)
        written += messages.length
      },
    }
    const counts = { messages: 0, corrupt: 0 }
    const packed = Readable.from(pieces(), { highWaterMark: 1 })

    await ingest(linesOf(packed), {
      ...{ store: counting, appKey: 'o#a', counts },
      signal: new AbortController().signal,
    })
    clearInterval(ticking)
    await store.close()

    expect(counts).toEqual({ messages: LINES, corrupt: 0 })
    expect(written).toBe(LINES)
    expect(largest).toBe(100)
    // A batch, and what the buffers of two streams hold: far from the file, and the same for any file.
    expect(mostHeld).toBeLessThan(10_000)
    // Others had their turn in between.
    expect(turns).toBeGreaterThan(100)
  }, 60_000)
})

import { describe, expect, it, onTestFinished } from 'vitest'
import type { NewHistoryMessage } from '../../src/store/history.ts'
import { openStore } from '../../src/store/store.ts'

const EVER = { fromMs: 0, untilMs: 1e15, after: null, limit: 1000 }

function open({ now = (): number => 1000 } = {}) {
  const store = openStore({
    file: null,
    now,
    jobsKeptMs: 0,
    onFault(error) {
      throw error
    },
  })
  onTestFinished(() => store.close())
  const add = (...messages: readonly Partial<NewHistoryMessage>[]) =>
    store.history.add(
      messages.map((message) => ({
        ...{ id: '1', conversation: 'c', sender: 'anna', sentAt: 100, isMarked: false, record: '{}' },
        ...message,
      })),
    )
  const idsFor = async (viewer: string | null, query: object = {}) =>
    (await store.history.page({ ...EVER, conversation: 'c', viewer, ...query })).map(({ id }) => id)
  return { ...store, add, idsFor }
}

describe('messages of the history', () => {
  it('stay as they came first', async () => {
    const { add, history } = open()
    await add({ record: 'first' })
    await add({ record: 'second', conversation: 'other' })

    expect(await history.find(['1', '2'])).toEqual([
      { id: '1', sentAt: 100, record: 'first', edits: null, recipients: null },
    ])
  })

  it('come all of a batch, or none', async () => {
    const { add, idsFor } = open()

    await expect(add({ id: '1' }, { id: '2', sentAt: 0.5 })).rejects.toThrow('store failed')

    expect(await idsFor(null)).toEqual([])
  })

  it('to some members are for their sender, for whom it is noted, and for whoever may read all', async () => {
    const { add, notes, idsFor } = open()
    await add({ id: '1' }, { id: '2', isMarked: true }, { id: '3', isMarked: true })
    await notes.recipients('3', ['carl', 'gina'])

    expect(await idsFor(null)).toEqual(['3', '2', '1'])
    expect(await idsFor('anna')).toEqual(['3', '2', '1'])
    expect(await idsFor('carl')).toEqual(['3', '1'])
    expect(await idsFor('sven')).toEqual(['1'])
    expect(await idsFor('sven', { limit: 1 })).toEqual(['1'])
  })

  it('that were recalled are gone, and do not come back with a later file', async () => {
    const { add, notes, idsFor, history } = open()
    await add({ id: '1' }, { id: '2' })
    await notes.recalled('1')
    await notes.recalled('3')
    await add({ id: '1' }, { id: '3' })

    expect(await idsFor(null)).toEqual(['2'])
    expect(await history.find(['1', '3'])).toEqual([])
  })

  it('bring along what of them was changed, whether that was known before or later', async () => {
    const { add, notes, history } = open()
    const edit = (body: number) => ({ bodies: [body], ext: null, keepsOtherExt: true })
    await notes.edited('1', edit(1))
    await add({ id: '1' }, { id: '2' }, { id: '3' })
    await notes.edited('2', edit(2))
    await notes.recipients('2', ['carl'])
    await notes.edited('2', edit(3))

    const found = await history.find(['1', '2', '3'])

    expect(found.map(({ id, edits }) => [id, JSON.parse(edits ?? 'null')])).toEqual([
      ['1', [edit(1)]],
      ['2', [edit(2), edit(3)]],
      ['3', null],
    ])
  })

  it('are for some only where that was noted before, whatever their line says', async () => {
    const { add, notes, history, idsFor } = open()
    await notes.recipients('1', ['carl'])
    await add({ id: '1', isMarked: false }, { id: '2', isMarked: false })

    expect(await idsFor('carl')).toEqual(['2', '1'])
    expect(await idsFor('gina')).toEqual(['2'])
    expect((await history.find(['1', '2'])).map(({ recipients }) => recipients)).toEqual([['carl'], null])
  })

  it('are forgotten in small bites, and notes a day later than what they are about', async () => {
    const DAY_MS = 24 * 3_600_000
    let now = 1000
    const { add, notes, history, idsFor } = open({ now: () => now })
    await add(...Array.from({ length: 1100 }, (_, index) => ({ id: `${index}`, sentAt: index })))
    await notes.recalled('9999')

    expect(await history.forget(1050)).toBe(true)
    expect(await idsFor(null)).toHaveLength(600)
    expect(await history.forget(1050)).toBe(true)
    expect(await history.forget(1050)).toBe(false)
    expect(await idsFor(null)).toHaveLength(50)
    now += DAY_MS
    await add({ id: '9999', sentAt: 2000 })
    expect(await history.find(['9999'])).toEqual([])
    await history.forget(1001 + DAY_MS)
    await add({ id: '9999', sentAt: 2 * DAY_MS })
    expect(await history.find(['9999'])).toHaveLength(1)
  })
})

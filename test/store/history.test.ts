import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { createHistory, type HistoryPlace, type NewHistoryMessage } from '../../src/store/history.ts'
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

  it.each(['anna', 'carl', 'gina', null])(
    'are the same page by page as all of them would be with those left out that are not for %s',
    async (viewer) => {
      const { add, notes, history } = open()
      const names = ['anna', 'carl', 'gina', 'sven']
      const messages = Array.from({ length: 200 }, (_, index) => ({
        // Several of a moment, and ids that are not in the order of time.
        ...{ id: String((index * 7919) % 1000), sentAt: index - (index % 4), record: '{}' },
        ...{ conversation: `c${index % 2}`, sender: names[index % 3] ?? '', isMarked: index % 5 > 0 },
        recipients: names.filter((_, place) => (index >> 1) % (place + 2) === 0),
      }))
      const isNoted = ({ isMarked, recipients }: (typeof messages)[number]) =>
        isMarked && recipients.length > 0
      const note = async (from: number, to: number) => {
        for (const message of messages.slice(from, to).filter(isNoted)) {
          await notes.recipients(message.id, message.recipients)
        }
      }
      // Some notes come before their messages, and others behind them.
      await note(0, 100)
      await add(...messages)
      await note(100, 200)
      const recalled = new Set(messages.filter((_, index) => index % 11 === 0).map(({ id }) => id))
      for (const id of recalled) await notes.recalled(id)

      const expected = messages
        .filter(({ id, conversation, sentAt }) => !recalled.has(id) && conversation === 'c1' && sentAt >= 20)
        .filter(({ sentAt }) => sentAt < 180)
        .filter(
          ({ isMarked, sender, recipients }) =>
            viewer === null || !isMarked || sender === viewer || recipients.includes(viewer),
        )
        .sort((one, other) => other.sentAt - one.sentAt || (one.id < other.id ? 1 : -1))
        .map(({ id }) => id)
      const found: string[] = []
      let after: HistoryPlace | null = null
      const stretch = { conversation: 'c1', viewer, fromMs: 20, untilMs: 180, limit: 3 }
      do {
        const page = await history.page({ ...stretch, after })
        found.push(...page.map(({ id }) => id))
        after = page.at(-1) ?? null
      } while (after !== null && found.length <= messages.length)

      expect(expected.length).toBeGreaterThan(30)
      expect(found).toEqual(expected)
    },
  )

  it('of a conversation are found by the index alone, however many of them are for others', async () => {
    const database = openDatabase(null)
    onTestFinished(() => database.close())
    const plans: string[] = []
    const history = createHistory(
      {
        ...database,
        all(sql, ...values) {
          plans.push(
            ...database.all(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => String(detail)),
          )
          return database.all(sql, ...values)
        },
      },
      { now: () => 0 },
    )

    await history.page({ ...EVER, conversation: 'c', viewer: 'carl', after: { sentAt: 5, id: '1' } })

    expect(plans.filter((step) => /^(SEARCH|SCAN) m |ORDER BY/.test(step))).toEqual([
      expect.stringMatching(/^SEARCH m USING INDEX \S+ \(id=\?\)$/),
      expect.stringMatching(
        /^SEARCH m USING .* \(conversation=\? AND marked=\? AND sent_at>\? AND sent_at<\?\)$/,
      ),
      expect.stringMatching(
        /^SEARCH m USING .* \(conversation=\? AND username=\? AND sent_at>\? AND sent_at<\?\)$/,
      ),
      // Of what was found, which is two pages at most.
      'USE TEMP B-TREE FOR ORDER BY',
    ])
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

  it('are forgotten in small bites', async () => {
    const { add, history, idsFor } = open()
    await add(...Array.from({ length: 1100 }, (_, index) => ({ id: `${index}`, sentAt: index })))

    expect(await history.forget(1050)).toBe(true)
    expect(await idsFor(null)).toHaveLength(600)
    expect(await history.forget(1050)).toBe(true)
    expect(await history.forget(1050)).toBe(false)
    expect(await idsFor(null)).toHaveLength(50)
  })

  it('stay recalled, and for some only, when less of them was kept for some time and then more again', async () => {
    const HOUR_MS = 3_600_000
    let now = 0
    const { add, notes, history, idsFor } = open({ now: () => now })
    await notes.recalled('1')
    await notes.recipients('2', ['carl'])
    now = 744 * HOUR_MS
    await history.forget(now)
    await add({ id: '1' }, { id: '2', isMarked: true })

    expect(await idsFor('carl')).toEqual(['2'])
    now += 1
    await history.forget(now)
    await add({ id: '1' })
    expect(await idsFor(null)).toEqual(['1'])
  })
})

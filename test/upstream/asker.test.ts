import { describe, expect, it } from 'vitest'
import { Asker } from '../../src/upstream/asker.ts'
import { createBurdens } from '../../src/upstream/burdens.ts'
import { UpstreamError } from '../../src/upstream/errors.ts'
import { createFalseClock } from '../support/clock.ts'

function askerOf(callLimit = 3, singleCallLimit = callLimit) {
  const clock = createFalseClock()
  return {
    clock,
    asker: new Asker({ caller: 'somebody', clock, timeoutMs: 10_000, callLimit, singleCallLimit }),
  }
}

const PATIENT = { timeoutMs: 10_000, callLimit: 100, singleCallLimit: 100 }
const STATUS = { operation: 'user-status-batch', keysPerCall: 100 }
const ACCOUNT = { operation: 'user-get', keysPerCall: 1 }

const call = (keys = 1) => ({ operation: 'user-get', keys, filled: keys, capacity: 100, shared: false })

describe('the price of a request', () => {
  it('counts a call for each batch that its keys would fill alone', () => {
    const { asker } = askerOf(3)
    for (let key = 0; key < 200; key += 1) asker.price(STATUS)
    for (let key = 0; key < 1; key += 1) asker.price(ACCOUNT)

    expect(() => asker.price(ACCOUNT)).toThrow(
      expect.objectContaining({ code: 'UPSTREAM_CALL_LIMIT', notExecuted: true }),
    )
    expect(() => asker.price(STATUS)).toThrow(/Ask for smaller pages/)
  })

  it('counts a call for each partition, whose keys cannot travel together', () => {
    const { asker } = askerOf(2)
    const contact = (partition: string) => ({ operation: 'contact-check', keysPerCall: 100, partition })
    for (let key = 0; key < 50; key += 1) asker.price(contact('joe'))
    asker.price(contact('ann'))

    expect(() => asker.price(contact('joe'))).not.toThrow()
    expect(() => asker.price(contact('sue'))).toThrow(
      expect.objectContaining({ code: 'UPSTREAM_CALL_LIMIT' }),
    )
  })

  it('bounds what the service answers for one object at a time, and nothing else by it', () => {
    const { asker } = askerOf(100, 2)
    asker.price(ACCOUNT)
    asker.price(ACCOUNT)

    expect(() => asker.price(ACCOUNT)).toThrow(/one object a call: a request may ask for 2/)
    expect(() => asker.price({ operation: 'group-admin-list', keysPerCall: 1 })).not.toThrow()
    for (let key = 0; key < 300; key += 1) asker.price(STATUS)
  })

  it('bounds the partitions of one operation alike: each is an object that needs a call of its own', () => {
    const { asker } = askerOf(100, 2)
    const attributes = (partition: string) => ({ operation: 'member-attr', keysPerCall: 10, partition })
    for (let key = 0; key < 30; key += 1) asker.price(attributes('one group'))
    asker.price(attributes('another'))

    expect(() => asker.price(attributes('a third'))).toThrow(/one object a call: a request may ask for 2/)
    expect(() => asker.price(attributes('a third'))).toThrow(UpstreamError)
    expect(() => asker.price(attributes('another'))).not.toThrow()
    expect(() => asker.price({ ...attributes('joe'), operation: 'contact-check' })).not.toThrow()
  })

  it('lets keys in that fit into a call counted before', () => {
    const { asker } = askerOf(1)
    asker.price(STATUS)

    for (let key = 1; key < 100; key += 1) expect(() => asker.price(STATUS)).not.toThrow()
    expect(() => asker.price(STATUS)).toThrow(UpstreamError)
  })

  it('makes a request large that asks for more than ten calls, or has had them', () => {
    const { asker } = askerOf(100)
    for (let key = 0; key < 1_000; key += 1) asker.price(STATUS)
    expect(asker.standing).toBe('new')
    asker.paid(call())
    expect(asker.standing).toBe('begun')
    asker.price(STATUS)
    expect(asker.standing).toBe('large')

    const { asker: writer } = askerOf()
    writer.permits = 11
    expect(writer.standing).toBe('large')
  })

  it('makes all requests of a caller large while those under way need more than thirty calls together', () => {
    const clock = createFalseClock()
    const burdens = createBurdens()
    const request = (caller: string, calls: number) => {
      const burden = burdens.join(caller)
      const asker = new Asker({ ...PATIENT, caller, burden, clock })
      for (let key = 0; key < calls; key += 1) asker.price(ACCOUNT)
      return asker
    }
    const few = [request('joe', 10), request('joe', 10), request('joe', 9)]
    few[2]?.tookPermit({ forBatch: false })
    few[2]?.price(ACCOUNT)
    expect(few.map(({ standing }) => standing)).toEqual(['new', 'new', 'new'])

    const last = request('joe', 1)

    expect([...few, last].map(({ standing }) => standing)).toEqual(['large', 'large', 'large', 'large'])
    expect(request('ann', 10).standing).toBe('new')
    few[0]?.leave(new Error('done'))
    few[0]?.tookPermit({ forBatch: false })
    expect(last.standing).toBe('new')
  })
})

describe('a request that leaves', () => {
  it('ends all its waits once, and every later one at once', () => {
    const { clock, asker } = askerOf()
    const ended: unknown[] = []
    asker.onLeave((reason) => ended.push(reason))
    const takenBack = asker.onLeave(() => ended.push('taken back'))
    takenBack()

    asker.leave(new Error('the client left'))
    asker.leave(new Error('again'))
    clock.advance(20_000)
    asker.onLeave((reason) => ended.push(reason))

    expect(ended).toEqual([asker.left, asker.left])
    expect(asker.left).toMatchObject({ cause: { message: 'the client left' } })
  })

  it('leaves by itself when its time is up', () => {
    const { clock, asker } = askerOf()
    clock.advance(9_999)
    expect(asker.left).toBeUndefined()

    clock.advance(1)

    expect(asker.left).toMatchObject({ code: 'UPSTREAM_TIMEOUT' })
  })

  it.each([
    { begun: false, left: 'told in time' },
    { begun: true, left: undefined },
  ])('gives up early only if no call has started for it (begun: $begun)', ({ begun, left }) => {
    const { clock, asker } = askerOf()
    const busy = new UpstreamError('UPSTREAM_BUSY', 'user-get')
    asker.leaveUnlessBegun(asker.since + 8_000, () => busy)
    if (begun) asker.paid(call())

    clock.advance(8_000)

    expect(asker.left).toBe(left === undefined ? undefined : busy)
  })
})

describe('what a request is told of its cost', () => {
  it('waits that overlap count once', () => {
    const { clock, asker } = askerOf()
    const since = clock.now()
    clock.advance(100)
    asker.waited(since)
    asker.waited(since + 50)
    clock.advance(100)
    asker.waited(since + 150)

    expect(asker.waitedMs).toBe(150)
  })

  it('calls, keys and fill are kept by operation', () => {
    const { asker } = askerOf()
    asker.paid(call(40))
    asker.paid({ ...call(2), filled: 60, shared: true })

    expect([...asker.costs]).toEqual([['user-get', { calls: 2, keys: 42, filled: 100, capacity: 200 }]])
    expect(asker.sharedCalls).toBe(1)
  })
})

describe('leaf keys', () => {
  it('wait until nothing is under way that can lead to more of them, and go out together', async () => {
    const { clock, asker } = askerOf()
    const handed: number[] = []
    const endOne = asker.branch()
    const endOther = asker.branch()
    asker.whenOnlyLeavesWait(() => handed.push(1))
    await clock.run(0)
    endOne()
    endOne()
    asker.whenOnlyLeavesWait(() => handed.push(2))
    await clock.run(0)
    expect(handed).toEqual([])

    endOther()
    asker.whenOnlyLeavesWait(() => handed.push(3))
    await clock.run(0)

    expect(handed).toEqual([1, 2, 3])
  })

  it('of a request that has left are not asked', async () => {
    const { clock, asker } = askerOf()
    const handed: number[] = []
    const end = asker.branch()
    asker.whenOnlyLeavesWait(() => handed.push(1))

    asker.leave(new Error('the client left'))
    end()
    await clock.run(0)

    expect(handed).toEqual([])
  })
})

describe('a request that is kept', () => {
  it('leaves when it is no longer kept, though its client left before', () => {
    const { asker } = askerOf()
    const [first, second] = [asker.stay(), asker.stay()]
    asker.leave(new Error('the client left'))
    expect(asker.left).toBeUndefined()
    first()
    first()
    expect(asker.left).toBeUndefined()
    second()
    expect(asker.left).toMatchObject({ code: 'UPSTREAM_TIMEOUT' })
  })

  it('stays when it is no longer kept and nobody has left', () => {
    const { asker } = askerOf()
    asker.stay()()
    expect(asker.left).toBeUndefined()
  })

  it('leaves when its time is up', () => {
    const { asker, clock } = askerOf()
    asker.stay()
    clock.advance(10_000)
    expect(asker.left).toMatchObject({ message: expect.stringContaining('took too long') })
  })
})

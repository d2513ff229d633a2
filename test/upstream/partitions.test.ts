import { describe, expect, it } from 'vitest'
import type { Read } from '../../src/upstream/reads.ts'
import { createFalseClock } from '../support/clock.ts'
import { connect, startService } from '../support/service.ts'

interface Pair {
  readonly owner: string
  readonly other: string
}

/** Whether two users are contacts: one call for up to 100 others of one owner. */
const contactChecks: Read<Pair, boolean, 'contact-check'> = {
  operation: 'contact-check',
  lifetime: 'list',
  leaf: true,
  idOf: ({ owner, other }) => JSON.stringify([owner, other]),
  partitionOf: ({ owner }) => owner,
  tagsOf: ({ owner }) => [`contacts-of:${owner}`],
  call: (pairs) => ({
    body: { username: pairs[0]?.owner ?? '', check_list: pairs.map(({ other }) => other) },
  }),
  answers: (_reply, pairs) => new Map(pairs.map((pair) => [contactChecks.idOf(pair), true])),
  missing: () => false,
}

async function startChecks() {
  const clock = createFalseClock()
  const service = await startService({ '*': { text: '{"entities":[],"data":[]}' } })
  const { upstream } = connect(service.baseUrl, { clock })
  const check = (owner: string, other: string, asker = upstream.asker('somebody')) =>
    upstream.open(asker).read(contactChecks, { owner, other })
  /** What was asked, as `owner: others`; the others in the order of the alphabet. */
  const asked = () =>
    service.calls
      .filter(({ body }) => body !== '')
      .map(({ body }) => {
        const { username, check_list } = JSON.parse(body)
        return `${username}: ${check_list.sort().join(' ')}`
      })
  return { clock, upstream, check, asked }
}

describe('keys of a read with partitions', () => {
  it('share a call within their partition, in one request and across requests', async () => {
    const { clock, upstream, check, asked } = await startChecks()
    const one = upstream.asker('one')

    await clock.until(
      Promise.all([check('ann', 'x', one), check('ann', 'y', one), check('ann', 'z'), check('ann', 'x')]),
    )

    expect(asked()).toEqual(['ann: x y z'])
  })

  it('never share a call with those of another partition', async () => {
    const { clock, upstream, check, asked } = await startChecks()
    const one = upstream.asker('one')

    await clock.until(
      Promise.all([check('ann', 'x', one), check('bob', 'x', one), check('ann', 'y'), check('bob', 'z')]),
    )

    expect(asked().sort()).toEqual(['ann: x y', 'bob: x z'])
  })

  it('are many calls only when they are more than a call takes', async () => {
    const { clock, upstream, check, asked } = await startChecks()
    const one = upstream.asker('one')
    const others = Array.from({ length: 150 }, (_, index) => `o${index}`)

    await clock.until(
      Promise.all(others.flatMap((other) => [check('ann', other, one), check('bob', other, one)])),
    )

    expect(asked().map((call) => call.split(' ').length - 1)).toEqual([100, 100, 50, 50])
  })

  it('are priced by partition: a request may ask about so many as about single objects', async () => {
    const { clock, upstream, check, asked } = await startChecks()
    const one = upstream.asker('one')
    const owners = Array.from({ length: 31 }, (_, index) => `u${index}`)

    const answers = await clock.until(
      Promise.allSettled(owners.flatMap((owner) => [check(owner, 'x', one), check(owner, 'y', one)])),
    )

    expect(asked()).toHaveLength(30)
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []))
    expect(refused).toEqual(['UPSTREAM_CALL_LIMIT', 'UPSTREAM_CALL_LIMIT'])
  })

  it('are remembered for all, long after their partition is empty', async () => {
    const { clock, check, asked } = await startChecks()
    const owners = Array.from({ length: 60 }, (_, index) => `u${index}`)
    await clock.until(Promise.all(owners.map((owner) => check(owner, 'x'))))
    expect(asked()).toHaveLength(60)

    const again = owners.map((owner) => check(owner, 'x'))

    // At once, and not as promises.
    expect(again).toEqual(owners.map(() => true))
    expect(asked()).toHaveLength(60)
  })

  it('gather anew in a partition that was empty', async () => {
    const { clock, check, asked } = await startChecks()
    await clock.until(Promise.all([check('ann', 'x'), check('bob', 'x')]))

    await clock.until(Promise.all([check('ann', 'y'), check('ann', 'z'), check('ann', 'x')]))

    expect(asked().sort()).toEqual(['ann: x', 'ann: y z', 'bob: x'])
  })

  it('share a call with those that their request holds back while others are answered', async () => {
    const { clock, upstream, check, asked } = await startChecks()
    const asker = upstream.asker('one')
    // Something that may lead to more keys: until it ends, the leaves of its request wait.
    const endBranch = asker.branch()
    const held = check('ann', 'x', asker)
    await clock.until(Promise.resolve(check('ann', 'y')))
    expect(asked()).toEqual(['ann: y'])

    endBranch()
    await clock.until(Promise.all([held, check('ann', 'z')]))

    expect(asked()).toEqual(['ann: y', 'ann: x z'])
  })

  it('are asked for again in a partition whose only request has left', async () => {
    const { clock, upstream, check, asked } = await startChecks()
    const asker = upstream.asker('one')
    const left = Promise.resolve(check('ann', 'x', asker)).catch((error: unknown) => error)
    asker.leave(new Error('its client is gone'))

    expect(await clock.until(left)).toMatchObject({ code: 'UPSTREAM_TIMEOUT' })
    await clock.run(100)
    expect(asked()).toEqual([])
    await clock.until(Promise.resolve(check('ann', 'x')))
    expect(asked()).toEqual(['ann: x'])
  })
})

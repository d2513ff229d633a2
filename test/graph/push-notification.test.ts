import { describe, expect, it } from 'vitest'
import { createFalseClock } from '../support/clock.ts'
import { type Answer, start } from '../support/harness.ts'

const seed = { users: 120, groups: 2, chatrooms: 0 }
const NOTIFICATION = 'mode quietHours { from to } mutedUntil'
const GROUP = '200000000000001'

/** A change, and what is read back of it in the same answer. */
const SET_NOTIFICATION = (choice = '') => `mutation($input: SetPushNotificationInput!) {
  it: setPushNotification(input: $input) { user { push { notification${choice} { ${NOTIFICATION} } } } }
}`

describe('setPushNotification', () => {
  it.each([
    { what: 'app-wide', of: {}, choice: '' },
    { what: 'of a peer', of: { peer: 'U0002' }, choice: '(peer: "u0002")' },
    { what: 'of a group', of: { groupId: GROUP }, choice: `(groupId: "${GROUP}")` },
  ])('sets what is pushed $what, as the time of its end, in the same answer', async ({ of, choice }) => {
    const clock = createFalseClock()
    const { ask } = await start({ clock, sandbox: { seed } })
    const set = (change: object) =>
      clock.until(ask(SET_NOTIFICATION(choice), { input: { username: 'u0001', ...of, ...change } }))
    const shown = ({ data }: Answer) => data.it.user.push.notification

    const whole = await set({
      mode: 'NONE',
      quietHours: { from: '21:30', to: '08:00' },
      muteForSeconds: 604_800,
    })
    const end = new Date(shown(whole).mutedUntil).getTime()
    const mode = await set({ mode: 'AT' })

    expect(whole.errors).toBeUndefined()
    expect(shown(whole)).toMatchObject({ mode: 'NONE', quietHours: { from: '21:30', to: '08:00' } })
    expect(Math.abs(end - clock.now() - 604_800_000)).toBeLessThan(10_000)
    expect(shown(mode)).toEqual({ ...shown(whole), mode: 'AT' })
  })

  it('leaves other conversations alone', async () => {
    const { ask } = await start({ sandbox: { seed } })
    await ask(SET_NOTIFICATION('(peer: "u0002")'), {
      input: { username: 'u0001', peer: 'u0002', mode: 'NONE' },
    })

    const { data } = await ask(`{ user(username: "u0001") { push {
      all: notification { mode } other: notification(peer: "u0003") { mode } group: notification(groupId: "${GROUP}") { mode }
    } } }`)

    expect(data.user.push).toEqual({
      all: { mode: 'DEFAULT' },
      other: { mode: 'DEFAULT' },
      group: { mode: 'DEFAULT' },
    })
  })

  it('ends a silence with 0', async () => {
    const clock = createFalseClock()
    const { ask } = await start({ clock, sandbox: { seed } })
    const set = (muteForSeconds: number) =>
      clock.until(ask(SET_NOTIFICATION(), { input: { username: 'u0001', muteForSeconds } }))
    await set(3600)

    const { data } = await set(0)

    expect(new Date(data.it.user.push.notification.mutedUntil).getTime()).toBeLessThanOrEqual(clock.now())
  })

  it.each([
    { argument: 'input', change: {} },
    { argument: 'groupId', change: { mode: 'ALL', peer: 'u0002', groupId: GROUP } },
    { argument: 'groupId', change: { mode: 'ALL', groupId: '0' } },
    { argument: 'peer', change: { mode: 'ALL', peer: 'a/b' } },
    { argument: 'quietHours.from', change: { quietHours: { from: '24:00', to: '08:00' } } },
    { argument: 'quietHours.to', change: { quietHours: { from: '23:00', to: '8:00' } } },
    { argument: 'quietHours.to', change: { quietHours: { from: '23:00', to: '08:60' } } },
    { argument: 'muteForSeconds', change: { muteForSeconds: 604_801 } },
    { argument: 'muteForSeconds', change: { muteForSeconds: -1 } },
  ])('is not asked of the service with $change', async ({ argument, change }) => {
    const { ask, calls } = await start({ sandbox: { seed } })

    const { errors } = await ask(SET_NOTIFICATION(), { input: { username: 'u0001', ...change } })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })

  it('fails with NOT_FOUND for a name that nobody has', async () => {
    const { ask } = await start({ sandbox: { seed } })

    const { data, errors } = await ask(SET_NOTIFICATION(), { input: { username: 'ghost', mode: 'ALL' } })

    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'NOT_FOUND' } }])
  })
})

describe('what is pushed to a user', () => {
  it.each([
    { argument: 'groupId', choice: `peer: "u0001", groupId: "${GROUP}"` },
    { argument: 'groupId', choice: 'groupId: "x"' },
    { argument: 'peer', choice: 'peer: ".."' },
  ])('is not asked for with $choice', async ({ argument, choice }) => {
    const { ask, calls } = await start({ sandbox: { seed } })

    const { errors } = await ask(`{ user(username: "u0001") { push { notification(${choice}) { mode } } } }`)

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
    expect(calls()).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { seedStore } from '../../src/sandbox/seed.ts'
import { createStore } from '../../src/sandbox/store.ts'
import { openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

function seeded(users: number) {
  const store = createStore()
  seedStore(store, { users })
  return [...store.users.values()]
}

describe('the users of the demo world', () => {
  it('have a device or two when they are online, and none when they are not', () => {
    const sizes = { online: new Set<number>(), offline: new Set<number>() }
    for (const { online, devices } of seeded(450)) sizes[online ? 'online' : 'offline'].add(devices.size)
    expect([...sizes.online].sort()).toEqual([1, 2])
    expect([...sizes.offline]).toEqual([0])
  })

  it.each([20, 450])('have, some of them, blocks, mutes, push settings and presence: %i users', (users) => {
    const everyone = seeded(users)
    const some = {
      blocks: everyone.filter(({ blocks }) => blocks.size > 0).length,
      mutes: everyone.filter(({ mutes }) => mutes.size > 0).length,
      push: everyone.filter(({ notifications, pushLanguage }) => notifications.size > 0 && pushLanguage)
        .length,
      presence: everyone.filter(({ presence }) => presence).length,
      subscriptions: everyone.filter(({ subscriptions }) => subscriptions.size > 0).length,
    }
    for (const [what, count] of Object.entries(some)) {
      expect(count, what).toBeGreaterThan(0)
      expect(count, what).toBeLessThan(users / 3)
    }
  })

  it.each([1, 2, 3, 4, 5])('never block themselves, even among %i', (users) => {
    expect(seeded(users).some(({ username, blocks }) => blocks.has(username))).toBe(false)
  })

  it('are the same for the same size', () => {
    expect(seeded(60)).toEqual(seeded(60))
  })

  it('have one who is muted for ever in one place, for long in another, and no more in a third', async () => {
    const { ask } = await openSandbox({ seed: { users: 20 } })
    const { body } = await ask('GET', '/mutes/u0013')
    expect(body).toMatchObject({ data: { chat: -1, chatroom: 0 } })
    expect(body).toMatchObject({ data: { groupchat: expect.any(Number) } })
    expect(faultOf('global-mute-get', body)).toBeNull()
  })

  it('show hours as text where a call would show numbers', async () => {
    const { ask } = await openSandbox({ seed: { users: 20 } })
    const { body } = await ask('GET', '/users/u0003')
    expect(body).toMatchObject({
      entities: [{ notification_no_disturbing_start: '22', notification_display_style: 1 }],
    })
    expect(faultOf('user-get', body)).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/sandbox/random.ts'
import { pacedWindow, type RateWindow, slidingWindow } from '../../src/upstream/window.ts'
import { mostInAnyWindow } from '../support/windows.ts'

const WINDOW_MS = 1030

/** Starts whatever arrives as early as the window allows, in order, and answers when each started. */
function startsOf(arrivals: readonly number[], window: RateWindow): number[] {
  let now = 0
  return arrivals.map((arrival) => {
    now = Math.max(now, arrival)
    for (let opensAt = window.opensAt(now); opensAt > now; opensAt = window.opensAt(now)) now = opensAt
    window.take(now)
    return now
  })
}

/** Crowds, trickles and silences, as the seed will have it. */
function randomArrivals(seed: number, count: number): number[] {
  const random = createRandom(seed)
  let at = 0
  let gapMs = 0
  return Array.from({ length: count }, () => {
    if (random() < 0.1) gapMs = [0, 3, 30, 70, 400][Math.floor(random() * 5)] ?? 0
    if (random() < 0.01) at += random() * 3 * WINDOW_MS
    at += random() * gapMs
    return at
  })
}

const saturated = (count: number) => Array<number>(count).fill(0)

describe('the paced window', () => {
  it.each([1, 2, 3, 5, 7, 10, 29, 30, 100])(
    'never lets more than %i start in any window, whatever the arrivals',
    (limit) => {
      for (let seed = 1; seed <= 60; seed += 1) {
        const starts = startsOf(
          randomArrivals(seed, 400),
          pacedWindow(() => limit, WINDOW_MS),
        )

        expect(mostInAnyWindow(starts, WINDOW_MS)).toBeLessThanOrEqual(limit)
      }
    },
  )

  it.each([1, 2, 3, 5, 7, 30])('wastes nothing of %i a window when more is always waiting', (limit) => {
    const starts = startsOf(
      saturated(limit * 20),
      pacedWindow(() => limit, WINDOW_MS),
    )

    const last = starts.at(-1) ?? 0
    expect(last).toBeLessThan(20 * WINDOW_MS)
  })

  it('lets half of a crowd start at once and the other half evenly over the window', () => {
    const starts = startsOf(
      saturated(30),
      pacedWindow(() => 30, WINDOW_MS),
    )

    const evenly = Array.from({ length: 15 }, (_, index) => (index * WINDOW_MS) / 15)
    expect(starts.slice(0, 15)).toEqual(Array(15).fill(0))
    for (const [index, start] of starts.slice(15).entries()) expect(start).toBeCloseTo(evenly[index] ?? 0, 6)
  })

  it('lets a newcomer wait for one step of the even half, not for the end of a spent window', () => {
    const window = pacedWindow(() => 30, WINDOW_MS)
    startsOf(saturated(16), window)

    expect(window.opensAt(10)).toBeCloseTo(WINDOW_MS / 15)
  })

  it('counts what may start now, and lets exactly so many start', () => {
    const window = pacedWindow(() => 5, WINDOW_MS)
    const free: number[] = []
    for (let now = 0; now < 4 * WINDOW_MS; now += 101) {
      const said = window.free(now)
      let started = 0
      while (window.opensAt(now) <= now) {
        window.take(now)
        started += 1
      }
      expect(started).toBe(said)
      free.push(said)
    }
    expect(Math.max(...free)).toBe(4)
  })

  it('keeps to a limit that goes down and up: each start finds fewer in the window behind it', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = createRandom(seed)
      const limits = Array.from({ length: 200 }, () => 1 + Math.floor(random() * 30))
      const limitAt = (time: number) => limits[Math.floor(time / 700) % limits.length] ?? 1
      let now = 0
      const window = pacedWindow(() => limitAt(now), WINDOW_MS)
      const starts: number[] = []
      for (const arrival of randomArrivals(seed, 300)) {
        now = Math.max(now, arrival)
        // The limit may rise before the window opens: look again at every step, as a pump does.
        while (window.opensAt(now) > now) now = Math.min(window.opensAt(now), now + 10)
        window.take(now)
        starts.push(now)
        const inWindow = starts.filter((start) => start > now - WINDOW_MS + 0.001).length
        expect(inWindow).toBeLessThanOrEqual(limitAt(now))
      }
    }
  })
})

describe('the sliding window', () => {
  it('never lets more weight than its limit into any window', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = createRandom(seed)
      const window = slidingWindow(20, WINDOW_MS)
      const starts: { at: number; weight: number }[] = []
      let now = 0
      for (const arrival of randomArrivals(seed, 200)) {
        const weight = 1 + Math.floor(random() * 20)
        now = Math.max(now, arrival, window.opensAt(Math.max(now, arrival), weight))
        expect(window.opensAt(now, weight)).toBe(now)
        window.take(now, weight)
        starts.push({ at: now, weight })
        const inWindow = starts.filter(({ at }) => at > now - WINDOW_MS)
        expect(inWindow.reduce((sum, start) => sum + start.weight, 0)).toBeLessThanOrEqual(20)
      }
    }
  })

  it('opens as soon as enough weight has left it', () => {
    const window = slidingWindow(10, 1000)
    window.take(0, 4)
    window.take(100, 4)

    expect(window.opensAt(200, 2)).toBe(200)
    expect(window.opensAt(200, 3)).toBe(1000)
    expect(window.opensAt(200, 7)).toBe(1100)
    expect(window.free(200)).toBe(2)
  })

  it('lets through alone what is heavier than all of it', () => {
    const window = slidingWindow(10, 1000)
    window.take(0)

    expect(window.opensAt(1, 50)).toBe(1000)
    window.take(1000, 50)
    expect(window.opensAt(1500)).toBe(2000)
  })
})

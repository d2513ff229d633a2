import { describe, expect, it } from 'vitest'
import { type Evidence, judge } from './judge.ts'

const sent = (target: string, messageId = `id of ${target}`) => ({ target, status: 'SENT', messageId })
const unknown = (target: string) => ({ target, status: 'UNKNOWN', messageId: null })

/** Four targets, two a call; one kill. */
const RIGHT: Evidence = {
  targets: ['a', 'b', 'c', 'd'],
  perCall: 2,
  kills: 1,
  results: [sent('a'), sent('b'), unknown('c'), unknown('d')],
  messages: new Map([
    ['a', ['id of a']],
    ['b', ['id of b']],
    ['c', ['id of c']],
  ]),
}

describe('the judge of a crash', () => {
  it('finds nothing wrong with one unknown call for each kill, sent or not', () => {
    expect(judge(RIGHT)).toEqual([])
  })

  it.each([
    {
      what: 'who is lost',
      changed: { results: RIGHT.results.slice(0, 3) },
      fault: 'd is lost, and got 0 messages',
    },
    {
      what: 'who got it twice',
      changed: { messages: new Map([...RIGHT.messages, ['a', ['id of a', 'another']]]) },
      fault: 'a is SENT, and got 2 messages',
    },
    {
      what: 'who got it twice and is unknown',
      changed: { messages: new Map([...RIGHT.messages, ['c', ['one', 'two']]]) },
      fault: 'c is UNKNOWN, and got 2 messages',
    },
    {
      what: 'who was promised it',
      changed: { messages: new Map([...RIGHT.messages].slice(1)) },
      fault: 'a is SENT, and got 0 messages: not its own',
    },
    {
      what: 'more unknown calls than kills',
      changed: { kills: 0 },
      fault: '1 calls are unknown after 0 kills',
    },
    {
      what: 'who is told of twice',
      changed: { results: [...RIGHT.results, sent('a')] },
      fault: '1 targets are told of twice',
    },
    {
      what: 'a stranger',
      changed: { messages: new Map([...RIGHT.messages, ['e', ['id']]]) },
      fault: 'e was never asked for',
    },
    {
      what: 'who is said to have failed',
      changed: { results: RIGHT.results.with(3, { ...unknown('d'), status: 'FAILED' }) },
      fault: 'd is FAILED, and got 0 messages',
    },
  ])('finds $what', ({ changed, fault }) => {
    expect(judge({ ...RIGHT, ...changed })).toEqual([fault])
  })
})

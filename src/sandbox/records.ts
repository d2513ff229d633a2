import { CHAT_TYPES } from './conversations.ts'
import type { SentMessage, Store } from './store.ts'

/**
 * A message as a line of an hourly file. Of a message to some members nothing says who they are: no document shows a
 * record of one.
 */
export function toRecord({ id, time, from, target, targetType, type, body, ext = {} }: SentMessage) {
  return {
    msg_id: id,
    timestamp: time,
    direction: 'outgoing',
    to: target,
    from,
    chat_type: CHAT_TYPES[targetType],
    payload: { bodies: [{ ...body, type }], ext, from, to: target },
  }
}

/** Records of what was sent from one moment on and before another, in milliseconds, in the order of sending. */
export function recordsBetween({ messages }: Store, fromMs: number, untilMs: number) {
  return messages.filter(({ time }) => time >= fromMs && time < untilMs).map(toRecord)
}

import { describe, expect, it } from 'vitest'
import { loadContract } from '../../src/upstream/contract.ts'
import { quotaEndMs } from '../../src/upstream/quotas.ts'

const contract = loadContract()
const HOUR_MS = 3_600_000
/** 22:30 in UTC, of some day. */
const EVENING = Date.UTC(2026, 4, 6, 22, 30)

describe('a quota that is used up', () => {
  it.each([
    { id: 'message-send-users', status: 403, endMs: 60_000 },
    { id: 'message-send-groups', status: 403, endMs: 1_000 },
    { id: 'message-send-rooms', status: 403, endMs: 1_000 },
    { id: 'message-send-group-targeted', status: 403, endMs: 1_000 },
    { id: 'message-send-room-targeted', status: 403, endMs: 1_000 },
    { id: 'message-broadcast-users', status: 429, endMs: 1_800_000 },
    { id: 'message-broadcast-online', status: 429, endMs: 60_000 },
    { id: 'message-broadcast-rooms', status: 429, endMs: 60_000 },
    { id: 'conversation-delete', status: 429, endMs: 60_000 },
    { id: 'message-broadcast-users', status: 403, endMs: 1.5 * HOUR_MS },
    { id: 'message-broadcast-online', status: 403, endMs: 1.5 * HOUR_MS },
    { id: 'message-broadcast-rooms', status: 403, endMs: 1.5 * HOUR_MS },
  ])('of $id, told by $status, is free again after $endMs ms at the latest', ({ id, status, endMs }) => {
    expect(quotaEndMs(contract.operation(id), status, EVENING)).toBe(endMs)
  })

  it('of a day ends at a time that is not known where the service does not tell the time', () => {
    expect(quotaEndMs(contract.operation('message-broadcast-users'), 403, Number.NaN)).toBeUndefined()
  })

  it('is not known to end where there is none', () => {
    expect(quotaEndMs(contract.operation('message-recall'), 403, EVENING)).toBeUndefined()
  })
})

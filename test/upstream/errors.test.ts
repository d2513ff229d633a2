import { describe, expect, it } from 'vitest'
import { codeOf } from '../../src/upstream/errors.ts'

describe('an id that the service gives to several failures', () => {
  it.each([
    { status: 403, id: 'group_error', text: 'thread not open.', code: 'FEATURE_OFF' },
    {
      status: 403,
      id: 'group_error',
      text: 'msg already create thread.not allow to create.',
      code: 'ALREADY_EXISTS',
    },
    { status: 403, id: 'group_error', text: 'thread number has reached limit.', code: 'LIMIT_REACHED' },
    { status: 403, id: 'group_error', text: 'user join thread reach limit.', code: 'LIMIT_REACHED' },
    { status: 400, id: 'illegal_argument', text: 'too many sub presence', code: 'LIMIT_REACHED' },
  ])('means $code where its text says "$text"', ({ status, id, text, code }) => {
    expect(codeOf(status, id, { text })).toBe(code)
    expect(codeOf(status, id, { text: text.toUpperCase() })).toBe(code)
  })

  it.each([
    { status: 403, id: 'group_error', text: 'something new', code: 'NOT_ALLOWED' },
    { status: 403, id: 'group_error', text: undefined, code: 'NOT_ALLOWED' },
    { status: 400, id: 'illegal_argument', text: "you can't sub yourself", code: 'INVALID_ARGUMENT' },
    { status: 400, id: 'group_error', text: 'thread not nested.', code: 'INVALID_ARGUMENT' },
    // The words count under their own id and status only.
    { status: 404, id: 'group_error', text: 'thread not open.', code: 'NOT_FOUND' },
    { status: 403, id: 'forbidden_op', text: 'thread not open.', code: 'NOT_ALLOWED' },
    { status: 403, id: undefined, text: 'thread not open.', code: 'NOT_ALLOWED' },
  ])('means what the id or the status means with any other text: $status $id "$text"', (row) => {
    expect(codeOf(row.status, row.id, { text: row.text })).toBe(row.code)
  })
})

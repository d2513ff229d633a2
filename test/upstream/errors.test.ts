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
    { status: 400, id: 'message_recall_error', text: "can't find msg to", code: 'NOT_FOUND' },
    { status: 403, id: 'message_recall_error', text: 'exceed recall time limit', code: 'TOO_LATE' },
    { status: 403, id: 'message_recall_error', text: 'not_found msg', code: 'NOT_FOUND' },
    { status: 403, id: 'forbidden_op', text: 'message recall service is unopened', code: 'FEATURE_OFF' },
    {
      ...{ status: 403, id: 'message_rewrite_error', code: 'FEATURE_OFF' },
      text: 'The message rewrite feature is not open.',
    },
    {
      ...{ status: 403, id: 'message_rewrite_error', code: 'LIMIT_REACHED' },
      text: 'The message has reached its edit limit.',
    },
    {
      ...{ status: 400, id: 'Bad Request', code: 'FEATURE_OFF' },
      text: 'this appKey is not open reaction service!',
    },
    { status: 400, id: 'Bad Request', text: 'The quantity has exceeded the limit!', code: 'LIMIT_REACHED' },
    {
      ...{ status: 400, id: 'Bad Request', code: 'ALREADY_EXISTS' },
      text: 'the user is already operation this message',
    },
    { status: 400, id: 'Bad Request', text: 'the user operation is illegal!', code: 'NOT_ALLOWED' },
  ])('means $code where its text says "$text"', ({ status, id, text, code }) => {
    expect(codeOf(status, id, { text })).toBe(code)
    expect(codeOf(status, id, { text: text.toUpperCase() })).toBe(code)
  })

  it.each([
    { status: 403, id: 'group_error', text: 'something new', code: 'NOT_ALLOWED' },
    { status: 403, id: 'group_error', text: undefined, code: 'NOT_ALLOWED' },
    { status: 400, id: 'illegal_argument', text: "you can't sub yourself", code: 'INVALID_ARGUMENT' },
    { status: 400, id: 'group_error', text: 'thread not nested.', code: 'INVALID_ARGUMENT' },
    { status: 403, id: 'message_recall_error', text: 'something new', code: 'NOT_ALLOWED' },
    { status: 400, id: 'message_recall_error', text: "param to can't be empty", code: 'INVALID_ARGUMENT' },
    { status: 404, id: 'message_rewrite_error', text: 'is unavailable', code: 'NOT_FOUND' },
    { status: 401, id: 'message_rewrite_error', text: 'not authorized to edit', code: 'NOT_ALLOWED' },
    { status: 400, id: 'Bad Request', text: 'groupId can not be null!', code: 'INVALID_ARGUMENT' },
    { status: 400, id: 'user illegal exception', text: 'illegal', code: 'NOT_ALLOWED' },
    // The words count under their own id and status only.
    { status: 404, id: 'group_error', text: 'thread not open.', code: 'NOT_FOUND' },
    { status: 403, id: 'forbidden_op', text: 'thread not open.', code: 'NOT_ALLOWED' },
    { status: 403, id: undefined, text: 'thread not open.', code: 'NOT_ALLOWED' },
  ])('means what the id or the status means with any other text: $status $id "$text"', (row) => {
    expect(codeOf(row.status, row.id, { text: row.text })).toBe(row.code)
  })
})

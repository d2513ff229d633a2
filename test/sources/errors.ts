import type { UpstreamCode } from '../../src/upstream/errors.ts'

/** What a refusal means, and how often the same read is then asked in all. */
export interface ErrorCase {
  readonly fixture: string
  readonly code: UpstreamCode
  readonly calls: number
}

const once = (code: UpstreamCode, ...names: readonly string[]): readonly ErrorCase[] =>
  names.map((name) => ({ fixture: `error-${name}`, code, calls: 1 }))

export const errorCases: readonly ErrorCase[] = [
  ...once(
    'INVALID_ARGUMENT',
    '400-illegal-argument.json',
    '400-invalid-parameter.json',
    '400-json-parse.json',
  ),
  ...once('INVALID_ARGUMENT', '400-batch-too-large.json', '400-too-many-targets.json'),
  ...once('ALREADY_EXISTS', '400-duplicate-user.json'),
  ...once('CREDENTIALS_REFUSED', '400-invalid-grant.json', '404-app.json'),
  ...once('FEATURE_OFF', '400-service-not-open.json', '403-feature-off.json', '403-recall-not-enabled.json'),
  ...once('NOT_ALLOWED', '403-already-member.json', '403-not-members.json', '403-owner-forbidden.json'),
  ...once('LIMIT_REACHED', '403-exceed-limit.json', '413-too-large.json'),
  ...once('MESSAGE_QUOTA', '403-message-quota.json'),
  ...once('NOT_FOUND', '404-user.json', '404-group.json', '404-group-current.json', '404-history.json'),
  ...once('NOT_FOUND', '404-file.json', '404-file-expired.json'),
  ...once('PLAN_LIMIT', '429-plan.json'),
  ...once('UPSTREAM_BAD_REPLY', '415-media-type.json', '500-web-application.json'),
  // Once more with a new token, then it is not the token's fault.
  { fixture: 'error-401-corrupt-token.json', code: 'TOKEN_REFUSED', calls: 2 },
  { fixture: 'error-401-expired-token.json', code: 'TOKEN_REFUSED', calls: 2 },
  { fixture: 'error-401-invalid-token.json', code: 'TOKEN_REFUSED', calls: 2 },
  { fixture: 'error-401-oauth.json', code: 'TOKEN_REFUSED', calls: 2 },
  { fixture: 'error-401-registration-closed.json', code: 'TOKEN_REFUSED', calls: 2 },
  // Waiting helps.
  { fixture: 'error-409-concurrent.json', code: 'CONFLICT', calls: 3 },
  { fixture: 'error-429-rate.json', code: 'RATE_LIMITED', calls: 3 },
  { fixture: 'error-503-ip-limit.txt', code: 'RATE_LIMITED', calls: 3 },
]

import { describe, expect, it } from 'vitest'
import { keysOf, openSandbox } from './client.ts'
import { faultOf } from './contract.ts'

const FULL = ['action', 'application', 'applicationName', 'duration', 'organization', 'timestamp', 'uri']
const PLAIN = ['action', 'duration', 'timestamp']
const LEAN = [...PLAIN, 'entities', 'uri']
const RESULT = ['result']
const TOKEN = ['access_token', 'expires_in']
const BINDING = { device_id: 'd', device_token: 't', notifier_name: 'n' }
const CREDENTIALS = {
  grant_type: 'client_credentials',
  client_id: 'demo-client-id',
  client_secret: 'demo-client-secret',
}

interface Row {
  readonly id: string
  readonly asked: string
  readonly json?: unknown
  /** The documented keys, beside those of the envelope. */
  readonly keys: readonly string[]
}

const rows: readonly Row[] = [
  { id: 'token-app', asked: 'POST /token', json: CREDENTIALS, keys: [...TOKEN, 'application'] },
  {
    id: 'token-user-password',
    asked: 'POST /token',
    json: { grant_type: 'password', username: 'u0001', password: 'password-u0001' },
    keys: [...TOKEN, 'user'],
  },
  {
    id: 'token-user-inherit',
    asked: 'POST /token',
    json: { grant_type: 'inherit', username: 'u0001' },
    keys: [...TOKEN, 'user'],
  },
  {
    id: 'user-register',
    asked: 'POST /users',
    json: { username: 'new', password: 'p' },
    keys: [...FULL, 'path', 'entities'],
  },
  {
    id: 'user-delete-batch',
    asked: 'DELETE /users?limit=2',
    keys: [...FULL, 'path', 'params', 'entities', 'cursor'],
  },
  {
    id: 'user-password-set',
    asked: 'PUT /users/u0001/password',
    json: { newpassword: 'p' },
    keys: PLAIN,
  },
  { id: 'user-status-get', asked: 'GET /users/u0001/status', keys: [...LEAN, 'data', 'count'] },
  { id: 'user-resources', asked: 'GET /users/u0001/resources', keys: [...FULL, 'path', 'entities', 'data'] },
  { id: 'user-disconnect', asked: 'GET /users/u0001/disconnect', keys: [...LEAN, 'data', 'count'] },
  {
    id: 'user-disconnect-device',
    asked: 'DELETE /users/u0001/disconnect/android_1',
    keys: [...FULL, 'path', 'entities', 'data'],
  },
  { id: 'user-deactivate', asked: 'POST /users/u0001/deactivate', keys: [...PLAIN, 'entities'] },
  { id: 'user-activate', asked: 'POST /users/u0001/activate', keys: PLAIN },
  { id: 'user-offline-count', asked: 'GET /users/u0001/offline_msg_count', keys: [...LEAN, 'data', 'count'] },
  {
    id: 'user-offline-status',
    asked: 'GET /users/u0001/offline_msg_status/123',
    keys: [...LEAN, 'data', 'count'],
  },
  {
    id: 'global-mute-set',
    asked: 'POST /mutes',
    json: { username: 'u0001', chat: 9 },
    keys: [...FULL, 'path', 'data'],
  },
  { id: 'global-mute-get', asked: 'GET /mutes/u0001', keys: [...FULL, 'path', 'data'] },
  { id: 'global-mute-list', asked: 'GET /mutes?pageNum=1&pageSize=9', keys: [...FULL, 'path', 'data'] },
  { id: 'user-attr-capacity', asked: 'GET /metadata/user/capacity', keys: ['data', 'duration', 'timestamp'] },
  {
    id: 'contact-import',
    asked: 'POST /users/u0001/contacts/import',
    json: { usernames: ['u0002'] },
    keys: [...FULL, 'entities', 'data', 'status'],
  },
  {
    id: 'contact-check',
    asked: 'POST /contacts/check',
    json: { username: 'u0001', check_list: ['u0002'] },
    keys: [...FULL, 'path', 'entities'],
  },
  { id: 'user-block-list', asked: 'GET /users/u0001/blocks/users', keys: [...LEAN, 'data', 'count'] },
  {
    id: 'user-block-list',
    asked: 'GET /users/u0001/blocks/users?pageSize=1',
    keys: [...LEAN, 'data', 'count', 'cursor'],
  },
  {
    id: 'user-block-add',
    asked: 'POST /users/u0001/blocks/users',
    json: { usernames: ['u0002'] },
    keys: [...FULL, 'entities', 'data'],
  },
  {
    id: 'user-block-remove',
    asked: 'DELETE /users/u0001/blocks/users/u0002',
    keys: [...FULL, 'path', 'entities'],
  },
  {
    id: 'push-nickname-set',
    asked: 'PUT /users/u0001',
    json: { nickname: 'x' },
    keys: [...FULL, 'path', 'entities'],
  },
  {
    id: 'push-display-style-set',
    asked: 'PUT /users/u0001',
    json: { notification_display_style: '1' },
    keys: [...FULL, 'path', 'entities'],
  },
  {
    id: 'push-no-disturb-set',
    asked: 'PUT /users/u0001',
    json: { notification_no_disturbing: true },
    keys: [...FULL, 'path', 'entities'],
  },
  {
    id: 'push-nickname-batch-set',
    asked: 'PUT /push/nickname',
    json: [{ username: 'u0001', push_nickname: 'x' }],
    keys: [...FULL, 'path', 'entities'],
  },
  {
    id: 'push-binding-set',
    asked: 'PUT /users/u0001/push/binding',
    json: BINDING,
    keys: [...FULL, 'path', 'entities'],
  },
  { id: 'push-binding-get', asked: 'GET /users/u0001/push/binding', keys: [...FULL, 'path', 'entities'] },
  {
    id: 'push-setting-set',
    asked: 'PUT /users/u0001/notification/user/u0002',
    json: { type: 'NONE' },
    keys: [...FULL, 'path', 'data'],
  },
  {
    id: 'push-setting-get',
    asked: 'GET /users/u0001/notification/user/u0002',
    keys: [...FULL, 'path', 'data'],
  },
  {
    id: 'push-language-set',
    asked: 'PUT /users/u0001/notification/language',
    json: { translationLanguage: 'EU' },
    keys: [...FULL, 'path', 'data'],
  },
  {
    id: 'push-language-get',
    asked: 'GET /users/u0001/notification/language',
    keys: [...FULL, 'path', 'data'],
  },
  {
    id: 'push-template-create',
    asked: 'POST /notification/template',
    json: { name: 'test7', title_pattern: '{0}', content_pattern: '{0}' },
    keys: [...FULL, 'path', 'data'],
  },
  {
    id: 'push-template-get',
    asked: 'GET /notification/template/new-message',
    keys: [...FULL, 'path', 'data'],
  },
  {
    id: 'push-template-assign',
    asked: 'PUT /users/u0001/notification/template',
    json: { templateName: 'new-message' },
    keys: [...FULL, 'data'],
  },
  {
    id: 'push-template-delete',
    asked: 'DELETE /notification/template/new-message',
    keys: [...FULL, 'path', 'data'],
  },
  {
    id: 'presence-set',
    asked: 'POST /users/u0001/presence/android_1/1',
    json: { ext: '' },
    keys: RESULT,
  },
  {
    id: 'presence-subscribe',
    asked: 'POST /users/u0001/presence/600',
    json: { usernames: ['u0002'] },
    keys: RESULT,
  },
  {
    id: 'presence-batch-get',
    asked: 'POST /users/u0001/presence',
    json: { usernames: ['u0002'] },
    keys: RESULT,
  },
  { id: 'presence-unsubscribe', asked: 'DELETE /users/u0001/presence', json: ['u0002'], keys: RESULT },
  { id: 'presence-subscriptions', asked: 'GET /users/u0001/presence/sublist', keys: RESULT },
  {
    id: 'presence-group-online-count',
    asked: 'GET /presence/online/200000000000001/type/1',
    keys: RESULT,
  },
]

describe('an answer about users', () => {
  it.each(rows)(
    '$id: $asked has the documented keys and fits the contract',
    async ({ id, asked, json, keys }) => {
      const { sandbox, ask } = await openSandbox({ seed: { users: 20, groups: 2 } })
      const user = sandbox.store.users.get('u0001')
      const device = { res: 'android_1', device_uuid: '1', device_name: 'x' }
      user?.devices.set(device.res, device)
      for (const [index, blocked] of ['u0003', 'u0004'].entries()) user?.blocks.set(blocked, index)

      const [method = '', path = ''] = asked.split(' ')
      const { status, body } = await ask(method, path, json === undefined ? {} : { json })
      expect(status).toBe(200)
      expect(faultOf(id, body)).toBeNull()
      expect(keysOf(body)).toEqual([...keys].sort())
    },
  )
})

import { describe, expect, it } from 'vitest'
import { start } from '../support/harness.ts'

const NO_PATH = { kind: 'answer', status: 404, body: { error: 'service_resource_not_found' } } as const

/** Of the whole app: no object that could be unknown. */
const OF_APP = [
  { field: 'users { edges { cursor } }', path: '/users' },
  { field: 'groups { edges { cursor } }', path: '/chatgroups' },
  { field: 'chatrooms { edges { cursor } }', path: '/chatrooms' },
  { field: 'threads { edges { cursor } }', path: '/thread' },
  { field: 'mutedUsers { edges { cursor } }', path: '/mutes' },
  { field: 'chatroomSuperAdmins { edges { cursor } }', path: '/chatrooms/super_admin' },
  { field: 'userAttributesSizeBytes', path: '/metadata/user/capacity' },
]

describe('a service that does not have the path of a call', () => {
  it.each(OF_APP)('is told from one that has nothing there: $path', async ({ field, path }) => {
    const { ask, sandbox, calls } = await start()
    sandbox.fault({ ...NO_PATH, when: (call) => call.path === path })

    const { data, errors } = await ask(`{ it: ${field} }`)

    expect(calls()).toEqual([`GET ${path}`])
    expect(data).toEqual({ it: null })
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'UPSTREAM_BAD_REPLY' } }])
  })
})

import { envelope, VendorError } from './answer.ts'
import { type Call, objectBody, textOf, usernameParam } from './call.ts'
import { checkUserExists } from './gatherings.ts'
import { numberedPage } from './paging.ts'
import type { Route } from './router.ts'
import type { Store } from './store.ts'

/** Super admins of the whole application, not of one chatroom, though the path looks like one. */
export const superAdminRoutes: readonly Route[] = [
  { method: 'GET', path: '/chatrooms/super_admin', answer: listSuperAdmins },
  { method: 'POST', path: '/chatrooms/super_admin', body: 'json', answer: addSuperAdmin },
  { method: 'DELETE', path: '/chatrooms/super_admin/:username', answer: removeSuperAdmin },
]

function listSuperAdmins(call: Call, store: Store) {
  const data = numberedPage(call, [...store.superAdmins], { first: 1, usual: 10, most: 1000 })
  return envelope(call, { data, count: data.length })
}

function addSuperAdmin(call: Call, store: Store) {
  const username = textOf(objectBody(call).superadmin)?.toLowerCase()
  if (username === undefined) throw new VendorError(400, 'invalid_parameter', 'superadmin must be provided')
  checkUserExists(store, username)
  store.superAdmins.add(username)
  return envelope(call, { data: { result: 'success', resource: '' } })
}

/** Answers the name of who is one no longer as `newSuperAdmin`. Who never was one is no error. */
function removeSuperAdmin(call: Call, store: Store) {
  const username = usernameParam(call)
  checkUserExists(store, username)
  store.superAdmins.delete(username)
  return envelope(call, { data: { newSuperAdmin: username, resource: '' }, properties: {} })
}

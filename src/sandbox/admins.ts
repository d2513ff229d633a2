import { envelope, VendorError } from './answer.ts'
import { type Call, objectBody, textOf, usernameParam } from './call.ts'
import { type GatheringKind, gatheringOf } from './gatherings.ts'
import { isNotInside, ownerIsSafe } from './refusals.ts'
import type { Route } from './router.ts'
import type { Store } from './store.ts'

const MOST_ADMINS = 99

/** The admins of groups and of chatrooms. */
export function adminRoutes(kind: GatheringKind): readonly Route[] {
  const path = `${kind.root}/:id/admin`
  return [
    { method: 'GET', path, answer: (call, store) => listAdmins(kind, call, store) },
    { method: 'POST', path, body: 'json', answer: (call, store) => addAdmin(kind, call, store) },
    {
      method: 'DELETE',
      path: `${path}/:username`,
      answer: (call, store) => removeAdmin(kind, call, store),
    },
  ]
}

function listAdmins(kind: GatheringKind, call: Call, store: Store) {
  const data = [...gatheringOf(kind, call, store).admins]
  return envelope(call, { data, count: data.length })
}

/** Who is an admin already stays one. */
function addAdmin(kind: GatheringKind, call: Call, store: Store) {
  const gathering = gatheringOf(kind, call, store)
  const newadmin = textOf(objectBody(call).newadmin)?.toLowerCase()
  if (newadmin === undefined) throw new VendorError(400, 'invalid_parameter', 'newadmin must be provided')
  if (newadmin === gathering.owner) throw ownerIsSafe()
  if (!gathering.members.has(newadmin)) {
    throw new VendorError(404, 'resource_not_found', isNotInside(newadmin, gathering))
  }
  if (gathering.admins.size >= MOST_ADMINS && !gathering.admins.has(newadmin)) {
    throw new VendorError(403, 'exceed_limit', `admins size is greater than max admin size ${MOST_ADMINS}`)
  }
  gathering.admins.add(newadmin)
  return envelope(call, { data: { result: 'success', newadmin }, properties: {} })
}

function removeAdmin(kind: GatheringKind, call: Call, store: Store) {
  const gathering = gatheringOf(kind, call, store)
  const oldadmin = usernameParam(call)
  if (!gathering.admins.delete(oldadmin)) {
    throw new VendorError(403, 'forbidden_op', `user:${oldadmin} is not admin of group:${gathering.id}`)
  }
  return envelope(call, { data: { result: 'success', oldadmin } })
}

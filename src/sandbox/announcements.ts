import { envelope, VendorError } from './answer.ts'
import { type Call, objectBody } from './call.ts'
import { type GatheringKind, gatheringOf } from './gatherings.ts'
import type { Route } from './router.ts'
import type { Store } from './store.ts'

const LONGEST = 512

/** The announcements of groups and of chatrooms. */
export function announcementRoutes(kind: GatheringKind): readonly Route[] {
  const path = `${kind.root}/:id/announcement`
  return [
    {
      method: 'GET',
      path,
      answer: (call, store) => {
        return envelope(call, { data: { announcement: gatheringOf(kind, call, store).announcement } })
      },
    },
    { method: 'POST', path, body: 'json', answer: (call, store) => setAnnouncement(kind, call, store) },
  ]
}

/** An empty text takes the announcement away. */
function setAnnouncement(kind: GatheringKind, call: Call, store: Store) {
  const gathering = gatheringOf(kind, call, store)
  const { announcement } = objectBody(call)
  if (typeof announcement !== 'string') {
    throw new VendorError(400, 'illegal_argument', 'announcement is null')
  }
  if (announcement.length > LONGEST) {
    throw new VendorError(403, kind.announcementError, 'announce info length exceeds limit!')
  }
  gathering.announcement = announcement
  return envelope(call, { data: { id: gathering.id, result: true } })
}

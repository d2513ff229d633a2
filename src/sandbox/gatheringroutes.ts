import { adminRoutes } from './admins.ts'
import { announcementRoutes } from './announcements.ts'
import type { GatheringKind } from './gatherings.ts'
import { memberListRoutes } from './memberlists.ts'
import { memberMuteRoutes } from './membermutes.ts'
import { memberRoutes } from './members.ts'
import type { Route } from './router.ts'
import { muteAllRoutes } from './switches.ts'

/** What one can do to the people of a group and of a chatroom alike. */
export function gatheringRoutes(kind: GatheringKind): readonly Route[] {
  return [
    ...memberRoutes(kind),
    ...adminRoutes(kind),
    ...memberListRoutes(kind),
    ...memberMuteRoutes(kind),
    ...muteAllRoutes(kind),
    ...announcementRoutes(kind),
  ]
}

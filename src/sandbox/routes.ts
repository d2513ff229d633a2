import { attributeRoutes } from './attributes.ts'
import { broadcastRoutes } from './broadcasts.ts'
import { chatroomRoutes } from './chatrooms.ts'
import { contactRoutes } from './contacts.ts'
import { deviceRoutes } from './devices.ts'
import { editRoutes } from './edits.ts'
import { fileRoutes } from './files.ts'
import { globalMuteRoutes } from './globalmutes.ts'
import { groupRoutes } from './groups.ts'
import { historyRoutes } from './history.ts'
import { importRoutes } from './imports.ts'
import { memberAttributeRoutes } from './memberattributes.ts'
import { messageRoutes } from './messages.ts'
import { oldMessageRoutes } from './oldmessages.ts'
import { presenceRoutes } from './presence.ts'
import { pushRoutes } from './push.ts'
import { pushSettingRoutes } from './pushsettings.ts'
import { reactionRoutes } from './reactions.ts'
import { recallRoutes } from './recalls.ts'
import { roamingRoutes } from './roaming.ts'
import { roomAttributeRoutes } from './roomattributes.ts'
import type { Route } from './router.ts'
import { sharedFileRoutes } from './sharedfiles.ts'
import { superAdminRoutes } from './superadmins.ts'
import { threadMemberRoutes } from './threadmembers.ts'
import { threadRoutes } from './threads.ts'
import { tokenRoutes } from './token.ts'
import { userBlockRoutes } from './userblocks.ts'
import { userRoutes } from './users.ts'

/** Every operation that the sandbox plays. */
export const routes: readonly Route[] = [
  ...tokenRoutes,
  ...userRoutes,
  ...deviceRoutes,
  ...globalMuteRoutes,
  ...attributeRoutes,
  ...contactRoutes,
  ...userBlockRoutes,
  ...pushRoutes,
  ...pushSettingRoutes,
  ...presenceRoutes,
  ...groupRoutes,
  ...memberAttributeRoutes,
  ...sharedFileRoutes,
  ...chatroomRoutes,
  ...superAdminRoutes,
  ...roomAttributeRoutes,
  ...threadRoutes,
  ...threadMemberRoutes,
  ...messageRoutes,
  ...oldMessageRoutes,
  ...broadcastRoutes,
  ...recallRoutes,
  ...editRoutes,
  ...importRoutes,
  ...roamingRoutes,
  ...reactionRoutes,
  ...fileRoutes,
  ...historyRoutes,
]

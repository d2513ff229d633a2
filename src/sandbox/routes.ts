import { attributeRoutes } from './attributes.ts'
import { chatroomRoutes } from './chatrooms.ts'
import { contactRoutes } from './contacts.ts'
import { groupRoutes } from './groups.ts'
import { messageRoutes } from './messages.ts'
import type { Route } from './router.ts'
import { tokenRoutes } from './token.ts'
import { userRoutes } from './users.ts'

/** Every operation that the sandbox plays. */
export const routes: readonly Route[] = [
  ...tokenRoutes,
  ...userRoutes,
  ...attributeRoutes,
  ...contactRoutes,
  ...groupRoutes,
  ...chatroomRoutes,
  ...messageRoutes,
]

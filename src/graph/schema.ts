import { builder } from './builder.ts'
import './scalars.ts'
import './node.ts'
import './user.ts'
import './user-changes.ts'
import './contact.ts'
import './group.ts'
import './chatroom.ts'
import './gathering-changes.ts'
import './shared-file.ts'
import './member-attributes.ts'
import './chatroom-attributes.ts'
import './super-admins.ts'
import './message.ts'

/** Importing a file of this folder declares its types; this one imports them all. */
export const createSchema = () => builder.toSchema()

import type { ContentKind, MessageFile } from '../sources/contents.ts'
import type { Message, MessageOf } from '../sources/message.ts'
import { builder } from './builder.ts'
import { ChatroomType } from './chatroom.ts'
import { GroupType } from './group.ts'
import { UserType } from './user.ts'

export const RecipientType = builder.unionType('Recipient', {
  description: 'Whom a message goes to.',
  types: [UserType, GroupType, ChatroomType],
  resolveType: (value) => ('kind' in value ? value.kind : 'User'),
})

/**
 * Its global id does not name the type of its content: what is unknown to this version may be known to the next, and
 * must still be found.
 */
export const MessageType = builder.interfaceRef<Message>('Message').implement({
  description:
    'A message: the same whether it was just sent or comes out of a history. There is a type for each kind of content. Costs nothing by itself.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: ({ kind }) => kind,
  fields: (t) => ({
    id: t.globalID({
      nullable: false,
      description: 'Global id, for `node` and `nodes`.',
      resolve: ({ messageId }) => ({ id: messageId, type: 'Message' }),
    }),
    messageId: t.exposeID('messageId', { nullable: false, description: 'The id in the service: digits.' }),
    from: t.expose('from', { type: UserType, nullable: false, description: 'Who says it.' }),
    to: t.expose('to', {
      type: RecipientType,
      nullable: false,
      description:
        'Whom it is said to; of a message to some members of a group or chatroom, the group or chatroom.',
    }),
    sentAt: t.expose('sentAt', {
      type: 'DateTime',
      description: 'When the service took it; null where its answer to a send did not say.',
    }),
    ext: t.expose('ext', {
      type: 'JSONObject',
      nullable: false,
      description: 'What the app let travel along; empty when it was nothing.',
    }),
  }),
})

const LINK =
  'Where the file is, at this server (setting `PUBLIC_URL`), for whoever has this address and for some time (`FILE_URL_SECONDS`): no credential is needed, so a page can show it. Costs nothing until it is opened.'

/** Where a file is downloaded from is not for clients: with its secret anybody could. */
export const MessageFileType = builder.objectRef<MessageFile>('MessageFile').implement({
  description: 'A file that a message brings.',
  fields: (t) => ({
    filename: t.exposeString('filename', { description: 'What it is called, where that is known.' }),
    sizeBytes: t.exposeInt('sizeBytes', {
      description: 'How large it is, where that is known: histories tell it, sends only of videos.',
    }),
    downloadUrl: t.string({
      description: `${LINK} Null for a file that does not lie in the service of this app.`,
      resolve: (file, _args, { files }) => files.linkOf(file),
    }),
  }),
})

const DURATION = 'How long it is, where that is known.'
const PIXELS = 'In pixels, where that is known.'

function messageType<Kind extends ContentKind>(kind: Kind) {
  return builder.objectRef<MessageOf<Kind>>(kind)
}

/** What each of them has besides its own fields. */
const asMessage = (kind: ContentKind) => ({
  // In this order: the `id` of the last one counts.
  interfaces: [builder.nodeInterfaceRef(), MessageType],
  isTypeOf: (value: unknown) =>
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind,
})

messageType('TextMessage').implement({
  ...asMessage('TextMessage'),
  description: 'Text.',
  fields: (t) => ({
    content: t.exposeString('content', { nullable: false, description: 'The text.' }),
  }),
})

messageType('ImageMessage').implement({
  ...asMessage('ImageMessage'),
  description: 'A picture.',
  fields: (t) => ({
    file: t.expose('file', { type: MessageFileType, nullable: false, description: 'The picture.' }),
    thumbnailUrl: t.string({
      description: `The picture made small. ${LINK}`,
      resolve: ({ file }, _args, { files }) => files.linkOf(file, { isThumbnail: true }),
    }),
    width: t.exposeInt('width', { description: PIXELS }),
    height: t.exposeInt('height', { description: PIXELS }),
  }),
})

messageType('AudioMessage').implement({
  ...asMessage('AudioMessage'),
  description: 'A voice message.',
  fields: (t) => ({
    file: t.expose('file', { type: MessageFileType, nullable: false, description: 'The recording.' }),
    durationSeconds: t.exposeInt('durationSeconds', { description: DURATION }),
  }),
})

messageType('VideoMessage').implement({
  ...asMessage('VideoMessage'),
  description: 'A video.',
  fields: (t) => ({
    file: t.expose('file', { type: MessageFileType, nullable: false, description: 'The video.' }),
    durationSeconds: t.exposeInt('durationSeconds', { description: DURATION }),
    width: t.exposeInt('width', { description: PIXELS }),
    height: t.exposeInt('height', { description: PIXELS }),
    thumbnailUrl: t.string({
      description: `A picture of it. Null when it has none. ${LINK}`,
      resolve: ({ thumbnail }, _args, { files }) => thumbnail && files.linkOf(thumbnail),
    }),
    thumbnail: t.expose('thumbnail', {
      type: MessageFileType,
      description: 'A picture of it, a file of its own; null when it has none.',
    }),
  }),
})

messageType('FileMessage').implement({
  ...asMessage('FileMessage'),
  description: 'Any other file.',
  fields: (t) => ({
    file: t.expose('file', { type: MessageFileType, nullable: false, description: 'The file.' }),
  }),
})

messageType('LocationMessage').implement({
  ...asMessage('LocationMessage'),
  description: 'A place.',
  fields: (t) => ({
    latitude: t.exposeFloat('latitude', { nullable: false, description: 'Degrees north.' }),
    longitude: t.exposeFloat('longitude', { nullable: false, description: 'Degrees east.' }),
    address: t.exposeString('address', { description: 'What the place is called.' }),
  }),
})

messageType('CommandMessage').implement({
  ...asMessage('CommandMessage'),
  description: 'A command for the receiving app; people do not see it.',
  fields: (t) => ({
    action: t.exposeString('action', { nullable: false, description: 'What the app is to do.' }),
  }),
})

messageType('CustomMessage').implement({
  ...asMessage('CustomMessage'),
  description: 'Anything the app made up.',
  fields: (t) => ({
    event: t.exposeString('event', { nullable: false, description: 'What it is.' }),
    extras: t.expose('extras', {
      type: 'JSONObject',
      nullable: false,
      description: 'What belongs to it; empty when nothing does.',
    }),
  }),
})

messageType('CombinedMessage').implement({
  ...asMessage('CombinedMessage'),
  description: 'Several messages that were forwarded as one. Only client apps send them.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'What it is called.' }),
    summary: t.exposeString('summary', { description: 'The beginning of what is in it.' }),
    file: t.expose('file', {
      type: MessageFileType,
      nullable: false,
      description: 'The messages, in a form of the client apps.',
    }),
  }),
})

messageType('UnknownMessage').implement({
  ...asMessage('UnknownMessage'),
  description:
    'A message whose content this server cannot read: of a type that it does not know, or not whole.',
  fields: (t) => ({
    payload: t.expose('payload', {
      type: 'JSONObject',
      nullable: false,
      description: 'The content as the service has it, without the secrets of files: `bodies`, as a rule.',
    }),
  }),
})

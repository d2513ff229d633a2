const FILE = 'file { filename sizeBytes }'

/** What each type has besides what all have. */
const OWN_FIELDS = {
  TextMessage: 'content',
  ImageMessage: `${FILE} width height`,
  AudioMessage: `${FILE} durationSeconds`,
  VideoMessage: `${FILE} durationSeconds width height thumbnail { filename sizeBytes }`,
  FileMessage: FILE,
  LocationMessage: 'latitude longitude address',
  CommandMessage: 'action',
  CustomMessage: 'event extras',
  CombinedMessage: `${FILE} title summary`,
  UnknownMessage: 'payload',
}

const SHARED_FIELDS = `id messageId sentAt ext from { username }
  to { ... on User { username } ... on Group { groupId } ... on Chatroom { chatroomId } }`

/** Everything that a message tells, whatever it says: the same for what is sent and for what a history holds. */
export const MESSAGE_FRAGMENT = `fragment WholeMessage on Message {
  __typename
  ${Object.entries(OWN_FIELDS)
    .map(([type, fields]) => `... on ${type} { ${SHARED_FIELDS} ${fields} }`)
    .join('\n  ')}
}`

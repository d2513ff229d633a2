import { MESSAGE_FRAGMENT } from '../support/messages.ts'
import type { Row } from './reads.ts'

const FILE = 'url: "https://a/chatfiles/1", filename: "f"'
const BODIES = [
  'text: { content: "Hi" }',
  `image: { ${FILE}, width: 1, height: 2 }`,
  `audio: { ${FILE}, durationSeconds: 3 }`,
  `video: { ${FILE}, durationSeconds: 3, sizeBytes: 4 }`,
  `file: { ${FILE} }`,
  'location: { latitude: 1.5, longitude: 2.5, address: "A" }',
  'command: { action: "a" }',
  'custom: { event: "e", extras: { k: "v" } }',
]

const sendOf = (body: string, index: number) => `m${index}: sendMessage(input: {
  from: "u0001", to: { users: ["u0002"] }, body: { ${body} }
}) { results { message { ...WholeMessage } } }`

export const MESSAGES: readonly Row[] = [
  {
    what: 'a message of each type, with all that it tells',
    query: `mutation { ${BODIES.map(sendOf).join(' ')} } ${MESSAGE_FRAGMENT}`,
    traffic: { 'message-send-users': 8 },
  },
]

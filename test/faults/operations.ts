/** One call: a batched read of one key. */
export const STATUS = '{ user(username: "u0001") { onlineStatus } }'

/** One call for each name: the service has no batch for it. */
export const account = (username: string) => `{ user(username: "${username}") { account { isActive } } }`

/** One call that must not be made twice. */
export const SEND = `mutation ($text: String! = "hello") {
  sendMessage(input: { from: "u0002", to: { users: ["u0001"] }, body: { text: { content: $text } } }) {
    results { status messageId error { code message } }
  }
}`

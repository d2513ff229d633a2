/** The store cannot be opened, or cannot take or give what it should. The message is for whoever runs the server. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}

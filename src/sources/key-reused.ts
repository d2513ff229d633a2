/** The key of a request was used for another one; nothing was done. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused'

  constructor(mutation: string) {
    super(
      `idempotencyKey was used for another input of ${mutation} in the last 24 hours. Make a new key for each new send.`,
    )
  }
}

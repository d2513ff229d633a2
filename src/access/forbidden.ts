/** A change that its caller may not make. Says the same of what is not there, so that nothing can be learned from it. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden'

  constructor() {
    super('You may not do this, or it is not there.')
  }
}

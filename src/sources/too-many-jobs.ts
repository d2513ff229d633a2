/** The caller has as many jobs that have not ended as there may be; nothing was done. */
export class TooManyJobs extends Error {
  override readonly name = 'TooManyJobs'

  constructor(most: number) {
    super(`There are ${most} jobs already that have not ended. Wait until one has, or cancel one.`)
  }
}

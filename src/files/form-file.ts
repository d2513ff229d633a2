import { createHash } from 'node:crypto'
import { TELLING_BYTES } from './media-types.ts'

/** A small file that came within an operation. It is in memory; what it holds is no property that anybody walks over. */
export class FormFile {
  readonly #bytes: Uint8Array
  readonly #filename: string
  readonly #type: string

  constructor(file: { readonly filename: string; readonly type: string; readonly bytes: Uint8Array }) {
    this.#bytes = file.bytes
    this.#filename = file.filename
    this.#type = file.type
  }

  get filename(): string {
    return this.#filename
  }

  get type(): string {
    return this.#type
  }

  get firstBytes(): Uint8Array {
    return this.#bytes.subarray(0, TELLING_BYTES)
  }

  get isRepeatable(): true {
    return true
  }

  sizeBytes(): number {
    return this.#bytes.length
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    yield this.#bytes
  }

  /** What tells two files apart, where an input is compared with another. */
  toJSON(): object {
    const sha256 = createHash('sha256').update(this.#bytes).digest('hex')
    return { filename: this.#filename, type: this.#type, sha256 }
  }
}

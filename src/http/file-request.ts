import type { IncomingMessage } from 'node:http'
import type { Caller } from '../access/caller.ts'
import type { Context } from '../context.ts'
import type { FileLinks } from '../files/links.ts'
import type { Allowances } from './allowances.ts'
import type { Callers } from './callers.ts'
import type { PlainParts, PlainRequest } from './plain.ts'

export interface FileParts extends PlainParts {
  readonly callers: Pick<Callers, 'identify'>
  readonly links: FileLinks
  readonly maxBytes: number
  /** It is known who uploads, and that they may: their file may take its time. */
  readonly onAdmit: (request: IncomingMessage) => void
  /** What one request may use: it may take longer than an operation. */
  readonly open: OpenFile
  /** The same for a download, which is asked for in the name of the links, not of the user to whom one was shown. */
  readonly openDownload: OpenFile
  /** What each user's links may cost, whoever opens them: nothing of it is taken from the user. */
  readonly downloads: Allowances
  readonly onFault: (error: unknown) => void
}

type OpenFile = (caller: Caller) => Pick<Context, 'asker' | 'access' | 'files'>

/** A request lasts until its answer is read, or nobody waits for it any more. */
export function openFor(plain: PlainRequest, caller: Caller, open: OpenFile) {
  const context = open(caller)
  const { asker } = context
  plain.asks(asker)
  plain.response.once('close', () => asker.leave(new Error('the answer is read, or the client has left')))
  return context
}

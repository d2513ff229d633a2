import { UpstreamError } from '../upstream/errors.ts'
import type { Maybe } from './maybe.ts'

/** What is read, or another value where the app does not have the feature. */
export async function unlessOff<Value>(read: () => Maybe<Value>, otherwise: Value): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof UpstreamError && error.code === 'FEATURE_OFF') return otherwise
    throw error
  }
}

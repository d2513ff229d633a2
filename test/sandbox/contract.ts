import { sharedContract } from '../support/contract.ts'

/** What is wrong with an answer by the REST contract, or null when it fits. */
export function faultOf(operation: string, body: unknown): string | null {
  return sharedContract().operation(operation).faultOf(body)
}

import { type Contract, loadContract } from '../../src/upstream/contract.ts'

/** Read once for each test file: it is the same file for all. */
let contract: Contract | undefined

/** What is wrong with an answer by the REST contract, or null when it fits. */
export function faultOf(operation: string, body: unknown): string | null {
  contract ??= loadContract()
  return contract.operation(operation).faultOf(body)
}

import { CHANGES } from './examples/changes.ts'
import type { Example } from './examples/example.ts'
import { MESSAGES } from './examples/messages.ts'
import { READS } from './examples/reads.ts'
import { SERVICE_EXAMPLES } from './examples/service.ts'

/** A tab that GraphiQL opens with. Its title is the name of the operation. */
export interface Tab {
  readonly query: string
  /** As JSON text. GraphiQL drops those of the first tab, so its operation must run without. */
  readonly variables?: string
  /** As JSON text. */
  readonly headers?: string
}

export interface GraphiqlNeeds {
  readonly isSandbox: boolean
}

/** Settings of the page. A token that is typed into it is gone with the page: it is not kept in the browser. */
export function graphiqlSettings({ isSandbox }: GraphiqlNeeds) {
  return { defaultTabs: graphiqlTabs(isSandbox), shouldPersistHeaders: false }
}

/**
 * The tabs of a browser that has none yet. Those of the sandbox carry ids of its demo data; those of a real service
 * carry none and change nothing.
 */
export function graphiqlTabs(isSandbox: boolean): Tab[] {
  return (isSandbox ? [...READS, ...CHANGES, ...MESSAGES] : SERVICE_EXAMPLES).map(toTab)
}

function toTab({ comment, operation, variables, headers }: Example): Tab {
  return {
    query: `${comment.map((line) => `# ${line}`).join('\n')}\n${operation.trim()}\n`,
    ...(variables === undefined ? {} : { variables: toText(variables) }),
    ...(headers === undefined ? {} : { headers: toText(headers) }),
  }
}

function toText(value: object): string {
  return JSON.stringify(value, null, 2)
}

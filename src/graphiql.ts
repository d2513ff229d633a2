/** A tab that GraphiQL opens with. */
export interface Tab {
  readonly query: string
  readonly variables?: string
}

export function graphiqlTabs(_isSandbox: boolean): Tab[] {
  return [{ query: '{ users(first: 3) { edges { node { username onlineStatus profile { nickname } } } } }' }]
}

/** An operation that shows something, for the tabs of GraphiQL. */
export interface Example {
  /** What it shows, then `Cost:` as counted when nothing is remembered. Lines of 56: so wide is the editor. */
  readonly comment: readonly string[]
  readonly operation: string
  readonly variables?: object
  /** HTTP headers that it is sent with. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Global id, as `id` fields tell it. */
export function globalId(type: 'User' | 'Group' | 'Chatroom' | 'Job', key: string): string {
  return Buffer.from(`${type}:${key}`).toString('base64')
}

/** Groups with their members, as large as the tab wants them. */
export const groupBoard = (groups: number, members: number) => `
query GroupBoard($groups: Int = ${groups}, $members: Int = ${members}) {
  groups(first: $groups) {
    edges {
      node {
        groupId
        name
        description
        memberCount
        maxMembers
        owner { username profile { nickname avatarUrl } }
        members(first: $members) {
          edges {
            role
            node {
              username
              onlineStatus
              profile { nickname avatarUrl }
            }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`

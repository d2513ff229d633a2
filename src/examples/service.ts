import { type Example, groupBoard } from './example.ts'

const PUT_KEY = [
  'Put your key in place of <ADMIN_KEY> in Headers below;',
  'each tab has its own. Then the two arrows at the lower',
  'left load the docs.',
]

/** For any app: without ids, and without changes. */
export const SERVICE_EXAMPLES: readonly Example[] = [
  {
    comment: [
      'The four newest groups with 20 members each.',
      'Cost: 4 upstream calls at most: 1 list, 1 for all',
      'details and members, 1 for profiles, 1 for statuses.',
      ...PUT_KEY,
    ],
    operation: groupBoard(4, 20),
  },
  {
    comment: [
      'The first users of the app. Copy `endCursor` into the',
      'variable `after` to see the next page.',
      'Cost: 3 upstream calls: list, profiles, statuses.',
      ...PUT_KEY,
    ],
    operation: `
query UserList($first: Int = 20, $after: String) {
  users(first: $first, after: $after) {
    edges {
      node {
        username
        onlineStatus
        profile { nickname }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
    variables: { first: 20, after: null },
  },
  {
    comment: [
      'What can be asked and changed, and what it costs. The',
      'book at the upper left shows the same and more.',
      'Cost: 0 upstream calls.',
      ...PUT_KEY,
    ],
    operation: `
query SchemaTour {
  __schema {
    queryType { fields { name description } }
    mutationType { fields { name description } }
  }
}`,
  },
]

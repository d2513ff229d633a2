/** Users who reacted in the same way, each with a serial number, in the order in which they did. */
export interface StoredReaction {
  readonly id: string
  readonly users: Map<string, number>
}

export interface MessageActs {
  /** Ids of those that were taken back. */
  readonly recalled: Set<string>
  /** How often each was edited, by id. */
  readonly edits: Map<string, number>
  /** Reaction by its name, by message id. */
  readonly reactions: Map<string, Map<string, StoredReaction>>
  /** Ids of messages that are no longer stored for a user, by user name. */
  readonly unstored: Map<string, Set<string>>
  /** Conversations that were deleted, with the time in milliseconds, by user name. */
  readonly deletedConversations: Map<string, { readonly channel: string; readonly time: number }[]>
}

export function createMessageActs(): MessageActs {
  return {
    recalled: new Set(),
    edits: new Map(),
    reactions: new Map(),
    unstored: new Map(),
    deletedConversations: new Map(),
  }
}

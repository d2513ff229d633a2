/**
 * The tables, as numbered steps: a file says how many of them it has had (`user_version`). A step that was released is
 * never changed, and never taken away: what a server of yesterday has written, one of today must read.
 */
export const MIGRATIONS: readonly string[] = [
  // 1: requests that carry a key, and what became of their calls. Nothing of a message is in it.
  `CREATE TABLE requests (
     id INTEGER PRIMARY KEY,
     caller TEXT NOT NULL,
     mutation TEXT NOT NULL,
     key TEXT NOT NULL,
     fingerprint TEXT NOT NULL, -- SHA-256 of the input
     expires_at INTEGER NOT NULL, -- ms since 1970
     UNIQUE (caller, mutation, key)
   ) STRICT;
   CREATE INDEX requests_by_expiry ON requests (expires_at);
   CREATE TABLE request_calls (
     request INTEGER NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
     call INTEGER NOT NULL, -- in the order in which they were made
     outcome TEXT NOT NULL, -- JSON: ids of messages, or an error
     PRIMARY KEY (request, call)
   ) STRICT, WITHOUT ROWID;`,
]

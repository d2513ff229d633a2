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
  // 2: messages out of the files of the history, and what is known of messages besides.
  `CREATE TABLE history_messages (
     seq INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     conversation TEXT NOT NULL,
     sender TEXT NOT NULL,
     sent_at INTEGER NOT NULL, -- ms since 1970, as all times here
     marked INTEGER NOT NULL, -- 1: for some members of a group or chatroom only
     record TEXT NOT NULL -- the line of the file
   ) STRICT;
   CREATE INDEX history_by_conversation ON history_messages (conversation, sent_at, id);
   CREATE INDEX history_by_time ON history_messages (sent_at, id);
   CREATE TABLE history_hours (
     hour INTEGER PRIMARY KEY, -- when it begins
     state TEXT NOT NULL,
     messages INTEGER NOT NULL,
     corrupt INTEGER NOT NULL, -- lines that are no messages
     tries INTEGER NOT NULL,
     tried_at INTEGER NOT NULL,
     next_try_at INTEGER -- null: never again
   ) STRICT;
   CREATE TABLE message_notes (
     id TEXT PRIMARY KEY,
     recalled INTEGER NOT NULL,
     edited TEXT, -- JSON: what of its payload is different now
     noted_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX notes_by_time ON message_notes (noted_at);
   CREATE TABLE message_recipients (
     id TEXT NOT NULL REFERENCES message_notes (id) ON DELETE CASCADE,
     username TEXT NOT NULL,
     PRIMARY KEY (id, username)
   ) STRICT, WITHOUT ROWID;`,
]

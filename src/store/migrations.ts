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
   CREATE INDEX history_by_mark ON history_messages (conversation, marked, sent_at, id);
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
     edits TEXT, -- JSON: a list of what became different in its payload
     noted_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX notes_by_time ON message_notes (noted_at);
   CREATE TABLE message_recipients (
     id TEXT NOT NULL REFERENCES message_notes (id) ON DELETE CASCADE,
     username TEXT NOT NULL,
     PRIMARY KEY (id, username)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE history_readers ( -- who may see a marked message: its sender, and whom it is known to have gone to
     conversation TEXT NOT NULL,
     username TEXT NOT NULL,
     sent_at INTEGER NOT NULL,
     id TEXT NOT NULL REFERENCES history_messages (id) ON DELETE CASCADE,
     PRIMARY KEY (conversation, username, sent_at, id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX readers_by_message ON history_readers (id);
   -- The note and the message may come in any order.
   CREATE TRIGGER readers_of_message AFTER INSERT ON history_messages WHEN new.marked = 1 BEGIN
     INSERT INTO history_readers (conversation, username, sent_at, id)
       SELECT new.conversation, new.sender, new.sent_at, new.id
       UNION SELECT new.conversation, username, new.sent_at, new.id FROM message_recipients WHERE id = new.id;
   END;
   CREATE TRIGGER readers_of_note AFTER INSERT ON message_recipients BEGIN
     INSERT OR IGNORE INTO history_readers (conversation, username, sent_at, id)
       SELECT conversation, new.username, sent_at, id FROM history_messages WHERE id = new.id AND marked = 1;
   END;`,
  // 3: jobs: a message to so many that it takes longer than a request, in chunks of one call each.
  `CREATE TABLE jobs (
     job INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
     caller TEXT NOT NULL,
     request INTEGER REFERENCES requests (id) ON DELETE SET NULL, -- the key it was made under
     about TEXT NOT NULL, -- JSON: what kind of targets they are
     chunks INTEGER NOT NULL,
     total INTEGER NOT NULL, -- targets; the next four count those whose end is known
     sent INTEGER NOT NULL DEFAULT 0,
     failed INTEGER NOT NULL DEFAULT 0,
     unknown INTEGER NOT NULL DEFAULT 0,
     cancelled INTEGER NOT NULL DEFAULT 0,
     next_chunk INTEGER NOT NULL DEFAULT 0, -- all before it have an outcome
     under_way INTEGER NOT NULL DEFAULT 0, -- 1: the next chunk may have been sent
     created_at INTEGER NOT NULL, -- ms since 1970, as all times
     started_at INTEGER,
     paused_at INTEGER,
     paused_code TEXT,
     cancelled_at INTEGER,
     ended_at INTEGER
   ) STRICT;
   CREATE INDEX jobs_by_request ON jobs (request) WHERE request IS NOT NULL;
   CREATE INDEX open_jobs ON jobs (caller) WHERE ended_at IS NULL;
   CREATE INDEX ended_jobs ON jobs (ended_at) WHERE ended_at IS NOT NULL;
   CREATE TABLE job_messages ( -- only until the job has ended
     job INTEGER PRIMARY KEY REFERENCES jobs (job) ON DELETE CASCADE,
     message TEXT NOT NULL -- JSON
   ) STRICT;
   CREATE TABLE job_chunks (
     job INTEGER NOT NULL REFERENCES jobs (job) ON DELETE CASCADE,
     chunk INTEGER NOT NULL,
     targets TEXT NOT NULL, -- JSON: their names or ids
     outcome TEXT, -- JSON: ids of messages in the order of the targets, or an error
     sent INTEGER NOT NULL DEFAULT 0,
     failed INTEGER NOT NULL DEFAULT 0,
     unknown INTEGER NOT NULL DEFAULT 0,
     PRIMARY KEY (job, chunk)
   ) STRICT;`,
]

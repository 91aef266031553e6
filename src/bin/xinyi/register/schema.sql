-- The register of a platform that issues bundles: which entry of which status list is whose, and how it stands.
-- `PRAGMA user_version` is the version of this schema. Times are UNIX seconds, digests are of SHA-256.
-- Reports may read it while commands work on it. Only `xinyi` writes it.

-- The status lists, the one that is being filled last.
CREATE TABLE lists (
  list INTEGER PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  bits INTEGER NOT NULL CHECK (bits IN (1, 2, 4, 8)),
  entries INTEGER NOT NULL CHECK (entries > 0),
  opened_at INTEGER NOT NULL,
  -- The `iat` of the newest token that was signed; none so far is NULL.
  signed_at INTEGER,
  -- When the last of its bundles ends, or would: nobody asks the list then, until a bundle of it is renewed.
  ends_at INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Each call of `xinyi issue`.
CREATE TABLE runs (
  run INTEGER PRIMARY KEY,
  begun_at INTEGER NOT NULL,
  -- NULL while it can go on.
  ended_at INTEGER,
  outcome TEXT CHECK (outcome IN ('finished', 'abandoned', 'broken_off')),
  -- Of settings, keys, options, tables and law: only the same go on with it.
  asked_sha256 BLOB NOT NULL,
  iat INTEGER NOT NULL,
  exp INTEGER NOT NULL,
  -- The file of bundles; NULL for standard output.
  output TEXT,
  -- The last line of the input that was answered, and the digest of all bytes up to its end.
  lines INTEGER NOT NULL DEFAULT 0,
  input_sha256 BLOB NOT NULL,
  -- How far the output belongs to those lines.
  output_bytes INTEGER NOT NULL DEFAULT 0,
  bundles INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The entries of status lists that are in use. None is ever used for another subject or another key, or deleted.
CREATE TABLE entries (
  entry INTEGER PRIMARY KEY,
  list INTEGER NOT NULL REFERENCES lists,
  idx INTEGER NOT NULL CHECK (idx >= 0),
  -- What the platform calls the subject.
  subject TEXT NOT NULL,
  -- The holder's public key, a JWK (RFC 7517).
  holder TEXT NOT NULL,
  -- Of what was said last: of everything, and of records alone.
  claims_sha256 BLOB NOT NULL,
  records_sha256 BLOB NOT NULL,
  -- Where it was first used: a run and the line of its input.
  first_run INTEGER NOT NULL REFERENCES runs,
  first_line INTEGER NOT NULL,
  -- The same of its newest bundle, and when that ends.
  run INTEGER NOT NULL REFERENCES runs,
  line INTEGER NOT NULL,
  exp INTEGER NOT NULL,
  -- 0 valid, 1 invalid, which it stays, 2 suspended.
  status INTEGER NOT NULL DEFAULT 0 CHECK (status IN (0, 1, 2)),
  -- 1: nobody was given a bundle with it.
  void INTEGER NOT NULL DEFAULT 0 CHECK (void IN (0, 1)),
  UNIQUE (list, idx)
) STRICT;
CREATE INDEX entries_of_subject ON entries (subject);
CREATE INDEX entries_not_valid ON entries (list, idx) WHERE status <> 0;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER entries_stay_whose BEFORE UPDATE OF list, idx, subject, holder, first_run, first_line ON entries
BEGIN SELECT RAISE(ABORT, 'an entry is never given to another'); END;
CREATE TRIGGER invalid_for_good BEFORE UPDATE OF status ON entries WHEN OLD.status = 1 AND NEW.status <> 1
BEGIN SELECT RAISE(ABORT, 'what is invalid stays so'); END;

-- The keys that get no bundle any more, whoever asks.
CREATE TABLE revoked_keys (
  holder TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL CHECK (who <> ''),
  why TEXT NOT NULL CHECK (why <> '')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER revoked_keys_stay BEFORE DELETE ON revoked_keys
BEGIN SELECT RAISE(ABORT, 'what is revoked stays so'); END;
CREATE TRIGGER revoked_keys_stay_as_they_are BEFORE UPDATE ON revoked_keys
BEGIN SELECT RAISE(ABORT, 'what is revoked stays so'); END;

-- Who changed the status of what, when, and why. It is only added to.
CREATE TABLE changes (
  change INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  entry INTEGER NOT NULL REFERENCES entries,
  before INTEGER NOT NULL,
  after INTEGER NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('suspended', 'revoked', 'reinstated', 'records_changed', 'void')),
  who TEXT NOT NULL CHECK (who <> ''),
  why TEXT NOT NULL CHECK (why <> '')
) STRICT;
CREATE INDEX changes_of_entry ON changes (entry);
CREATE TRIGGER changes_stay BEFORE DELETE ON changes
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER changes_stay_as_they_are BEFORE UPDATE ON changes
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

-- For reports: what was given out.
CREATE VIEW issued AS
SELECT e.entry, l.uri, e.idx, e.subject, e.exp, e.status
FROM entries e JOIN lists l USING (list) JOIN runs r ON r.run = e.first_run
WHERE e.void = 0 AND (r.outcome = 'finished' OR e.first_line <= r.lines);

-- The register's own tables. They are never dropped and never rebuilt: what stands here is the
-- register, everything else is a view of it. docs/log-format.md says what each byte means.

-- Which register this file is. One row, for ever.
CREATE TABLE register (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    id       BLOB    NOT NULL CHECK (length(id) = 16),
    alg      INTEGER NOT NULL,
    training INTEGER NOT NULL CHECK (training IN (0, 1))
) STRICT;

-- Both logs: 1 acts, 2 reads. Without a rowid, so that no row has a second name under which
-- INSERT OR REPLACE could take its place.
CREATE TABLE event (
    log    INTEGER NOT NULL CHECK (log IN (1, 2)),
    seq    INTEGER NOT NULL CHECK (seq >= 0),
    header BLOB    NOT NULL CHECK (length(header) = 100),
    salt   BLOB    NOT NULL CHECK (length(salt) = 32),
    leaf   BLOB    NOT NULL UNIQUE CHECK (length(leaf) = 32),
    body   BLOB    NOT NULL,
    PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;

-- The right edge of each tree, so that an append need not read the log.
CREATE TABLE frontier (
    log   INTEGER PRIMARY KEY CHECK (log IN (1, 2)),
    size  INTEGER NOT NULL CHECK (size > 0),
    peaks BLOB    NOT NULL
) STRICT;

-- What was applied to this file, with the SHA-256 of its text.
CREATE TABLE schema_part (
    part    TEXT    PRIMARY KEY,
    version INTEGER NOT NULL,
    sha256  BLOB    NOT NULL CHECK (length(sha256) = 32)
) STRICT;

CREATE TRIGGER event_is_next BEFORE INSERT ON event
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM event WHERE log = NEW.log)
BEGIN SELECT RAISE(ABORT, 'the log only takes the next event'); END;

CREATE TRIGGER event_is_new BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE leaf = NEW.leaf)
BEGIN SELECT RAISE(ABORT, 'the log already holds this event'); END;

CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;

CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is never deleted from'); END;

CREATE TRIGGER register_is_one BEFORE INSERT ON register
WHEN EXISTS (SELECT 1 FROM register)
BEGIN SELECT RAISE(ABORT, 'a file holds one register'); END;

CREATE TRIGGER register_is_not_changed BEFORE UPDATE ON register
BEGIN SELECT RAISE(ABORT, 'a register keeps its name'); END;

CREATE TRIGGER register_is_not_deleted BEFORE DELETE ON register
BEGIN SELECT RAISE(ABORT, 'a register keeps its name'); END;

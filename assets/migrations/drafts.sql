-- What people have begun to write. Outside the register, outside its backups, gone when done.
CREATE TABLE draft (
    owner      TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    updated_ms INTEGER NOT NULL,
    payload    TEXT    NOT NULL,
    holder     TEXT,
    PRIMARY KEY (owner, id)
) STRICT, WITHOUT ROWID;

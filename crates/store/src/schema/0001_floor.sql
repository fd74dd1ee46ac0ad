-- What happened. Only appended to; the triggers below refuse everything else.

CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counter (name, last) VALUES ('citizen', 0), ('case', 0);

CREATE TABLE fact_kind (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- The content of an erased fact is gone; its place in the sequence stays.
INSERT INTO fact_kind (id, name) VALUES (0, 'erased');

CREATE TABLE fact (
    id INTEGER NOT NULL PRIMARY KEY,
    citizen INTEGER NOT NULL,
    kind INTEGER NOT NULL REFERENCES fact_kind (id),
    recorded_at INTEGER NOT NULL,
    entry TEXT,
    CHECK ((kind = 0) = (entry IS NULL))
) STRICT;

CREATE INDEX fact_of_citizen ON fact (citizen, id);

-- Opened for one citizen inside the transaction that erases, and closed before it ends.
CREATE TABLE erasing (
    citizen INTEGER NOT NULL PRIMARY KEY
) STRICT;

CREATE TABLE tombstone (
    citizen INTEGER NOT NULL PRIMARY KEY,
    erased_at INTEGER NOT NULL,
    employee INTEGER NOT NULL,
    rule TEXT NOT NULL,
    facts INTEGER NOT NULL
) STRICT;

CREATE TRIGGER fact_only_grows BEFORE INSERT ON fact
WHEN NEW.id <= (SELECT coalesce(max(id), 0) FROM fact)
BEGIN
    SELECT RAISE(ABORT, 'a fact takes the next place');
END;

CREATE TRIGGER fact_time_never_falls BEFORE INSERT ON fact
WHEN NEW.recorded_at < (SELECT recorded_at FROM fact ORDER BY id DESC LIMIT 1)
BEGIN
    SELECT RAISE(ABORT, 'recorded_at never falls');
END;

CREATE TRIGGER fact_is_never_changed BEFORE UPDATE ON fact
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE citizen = OLD.citizen)
    OR NEW.entry IS NOT NULL OR NEW.id <> OLD.id OR NEW.citizen <> OLD.citizen
    OR NEW.recorded_at <> OLD.recorded_at
BEGIN
    SELECT RAISE(ABORT, 'facts are never changed');
END;

CREATE TRIGGER fact_is_never_deleted BEFORE DELETE ON fact
BEGIN
    SELECT RAISE(ABORT, 'facts are never deleted');
END;

CREATE TRIGGER tombstone_is_never_changed BEFORE UPDATE ON tombstone
BEGIN
    SELECT RAISE(ABORT, 'tombstones are never changed');
END;

CREATE TRIGGER tombstone_is_never_deleted BEFORE DELETE ON tombstone
BEGIN
    SELECT RAISE(ABORT, 'tombstones are never deleted');
END;

-- Posts that have been stored, by their key, with what they gave.
CREATE TABLE posted (
    post BLOB NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL,
    citizen INTEGER NOT NULL,
    case_id INTEGER,
    first INTEGER NOT NULL,
    facts INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX posted_of_citizen ON posted (citizen);

-- The rulebook as it was when a case first pinned one of its versions, whole.
CREATE TABLE page (
    hash TEXT NOT NULL PRIMARY KEY,
    path TEXT NOT NULL,
    content TEXT NOT NULL
) STRICT;

CREATE TABLE book_page (
    book TEXT NOT NULL,
    position INTEGER NOT NULL,
    page TEXT NOT NULL REFERENCES page (hash),
    PRIMARY KEY (book, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_version (
    hash TEXT NOT NULL PRIMARY KEY,
    what TEXT NOT NULL CHECK (what IN ('model', 'calendar')),
    book TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who may sign in.
CREATE TABLE team (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE user (
    id INTEGER NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    role TEXT NOT NULL,
    team INTEGER REFERENCES team (id),
    password TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    added_at INTEGER NOT NULL
) STRICT;

CREATE INDEX user_of_team ON user (team, id);

CREATE TABLE session (
    token BLOB NOT NULL PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES user (id),
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_of_user ON session (user);
CREATE INDEX session_by_expiry ON session (expires);

CREATE TABLE sign_in_failure (
    login TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    waits_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX failure_by_time ON sign_in_failure (waits_until);

-- Who read or wrote what about whom.
CREATE TABLE access (
    id INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    employee INTEGER,
    citizen INTEGER,
    case_id INTEGER,
    what TEXT NOT NULL CHECK (what IN ('read', 'write')),
    page TEXT NOT NULL
) STRICT;

CREATE INDEX access_of_citizen ON access (citizen, id) WHERE citizen IS NOT NULL;

CREATE TRIGGER access_is_never_changed BEFORE UPDATE ON access
BEGIN
    SELECT RAISE(ABORT, 'the access log is never changed');
END;

CREATE TRIGGER access_is_never_deleted BEFORE DELETE ON access
BEGIN
    SELECT RAISE(ABORT, 'the access log is never deleted');
END;

-- What was set, by whom; the latest line of a name holds.
CREATE TABLE setting (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    at INTEGER NOT NULL,
    employee INTEGER,
    terminal TEXT,
    CHECK ((employee IS NULL) <> (terminal IS NULL))
) STRICT;

CREATE INDEX setting_by_name ON setting (name, id);

CREATE TRIGGER setting_is_never_changed BEFORE UPDATE ON setting
BEGIN
    SELECT RAISE(ABORT, 'settings are never changed, only set anew');
END;

CREATE TRIGGER setting_is_never_deleted BEFORE DELETE ON setting
BEGIN
    SELECT RAISE(ABORT, 'settings are never deleted');
END;

-- Who sits at the server's terminal is no employee of the program: the account's name stands beside.
ALTER TABLE access ADD COLUMN terminal TEXT;
ALTER TABLE tombstone ADD COLUMN terminal TEXT;

-- What was shown outside: on which state of knowledge the municipality's numbers rest, and the tables as readers got them.

CREATE TABLE vintage (
    id INTEGER NOT NULL PRIMARY KEY,
    -- The day the numbers were drawn.
    day INTEGER NOT NULL,
    -- The last fact known; 0 where nothing had happened yet.
    known_at INTEGER NOT NULL,
    at INTEGER NOT NULL,
    employee INTEGER,
    terminal TEXT,
    CHECK ((employee IS NULL) <> (terminal IS NULL))
) STRICT;

CREATE TRIGGER vintage_is_never_changed BEFORE UPDATE ON vintage
BEGIN
    SELECT RAISE(ABORT, 'a vintage is never changed, only drawn anew');
END;

CREATE TRIGGER vintage_is_never_deleted BEFORE DELETE ON vintage
BEGIN
    SELECT RAISE(ABORT, 'a vintage is never deleted');
END;

CREATE TABLE released_tables (
    id INTEGER NOT NULL PRIMARY KEY,
    vintage INTEGER NOT NULL REFERENCES vintage (id),
    name TEXT NOT NULL,
    -- Names the definition: when it changes, the tables are made anew.
    definition TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX released_once ON released_tables (name, vintage, definition);

CREATE TRIGGER released_is_never_changed BEFORE UPDATE ON released_tables
BEGIN
    SELECT RAISE(ABORT, 'what was released is never changed');
END;

CREATE TRIGGER released_is_never_deleted BEFORE DELETE ON released_tables
BEGIN
    SELECT RAISE(ABORT, 'what was released is never deleted');
END;

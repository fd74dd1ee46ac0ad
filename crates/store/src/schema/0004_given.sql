-- Numbers from outside. They are never changed: a new revision stands beside the old one.

-- Denominators and expected numbers, one by one.
CREATE TABLE given_number (
    id INTEGER NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('denominator', 'expected')),
    name TEXT NOT NULL,
    part TEXT NOT NULL,
    -- 0 for the whole country.
    municipality INTEGER NOT NULL,
    period TEXT NOT NULL,
    units INTEGER NOT NULL,
    places INTEGER NOT NULL,
    source TEXT NOT NULL,
    dated INTEGER NOT NULL,
    at INTEGER NOT NULL,
    employee INTEGER,
    terminal TEXT,
    CHECK ((employee IS NULL) <> (terminal IS NULL))
) STRICT;

CREATE UNIQUE INDEX given_once ON given_number (purpose, name, part, municipality, period, source, dated);

CREATE TRIGGER given_is_never_changed BEFORE UPDATE ON given_number
BEGIN
    SELECT RAISE(ABORT, 'given numbers are never changed, only given anew');
END;

CREATE TRIGGER given_is_never_deleted BEFORE DELETE ON given_number
BEGIN
    SELECT RAISE(ABORT, 'given numbers are never deleted');
END;

-- What others published, table by table.
CREATE TABLE published_revision (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    digest BLOB NOT NULL,
    retrieved INTEGER NOT NULL,
    source TEXT NOT NULL,
    head TEXT NOT NULL,
    at INTEGER NOT NULL,
    employee INTEGER,
    terminal TEXT,
    CHECK ((employee IS NULL) <> (terminal IS NULL))
) STRICT;

CREATE UNIQUE INDEX published_once ON published_revision (name, digest);

CREATE TABLE published_row (
    revision INTEGER NOT NULL REFERENCES published_revision (id),
    position INTEGER NOT NULL,
    period TEXT NOT NULL,
    members TEXT NOT NULL,
    numbers TEXT NOT NULL,
    PRIMARY KEY (revision, position)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER revision_is_never_changed BEFORE UPDATE ON published_revision
BEGIN
    SELECT RAISE(ABORT, 'what was published is never changed');
END;

CREATE TRIGGER revision_is_never_deleted BEFORE DELETE ON published_revision
BEGIN
    SELECT RAISE(ABORT, 'what was published is never deleted');
END;

CREATE TRIGGER published_is_never_changed BEFORE UPDATE ON published_row
BEGIN
    SELECT RAISE(ABORT, 'what was published is never changed');
END;

CREATE TRIGGER published_is_never_deleted BEFORE DELETE ON published_row
BEGIN
    SELECT RAISE(ABORT, 'what was published is never deleted');
END;

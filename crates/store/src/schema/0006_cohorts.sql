-- Frozen cohorts: drawn on a day, never added to. Members are written only inside the transaction that draws.

CREATE TABLE cohort (
    id INTEGER NOT NULL PRIMARY KEY,
    post BLOB NOT NULL UNIQUE,
    digest BLOB NOT NULL,
    definition TEXT NOT NULL,
    population TEXT NOT NULL,
    line TEXT NOT NULL,
    parameters TEXT NOT NULL,
    page TEXT NOT NULL,
    page_hash TEXT NOT NULL,
    drawn_on INTEGER NOT NULL,
    observed_on INTEGER NOT NULL,
    known_at INTEGER,
    unknown INTEGER NOT NULL,
    at INTEGER NOT NULL,
    employee INTEGER,
    terminal TEXT,
    CHECK (observed_on <= drawn_on),
    CHECK ((employee IS NULL) <> (terminal IS NULL))
) STRICT;

-- Why a member was let in; empty once the member's content was erased.
CREATE TABLE cohort_member (
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    citizen INTEGER NOT NULL,
    why TEXT,
    PRIMARY KEY (cohort, citizen)
) STRICT, WITHOUT ROWID;

CREATE INDEX cohort_of_citizen ON cohort_member (citizen, cohort);

-- That a member left; the latest line of a member counts. Reason and day are empty once the content was erased.
CREATE TABLE cohort_leaving (
    id INTEGER NOT NULL PRIMARY KEY,
    cohort INTEGER NOT NULL,
    citizen INTEGER NOT NULL,
    reason TEXT,
    day INTEGER,
    at INTEGER NOT NULL,
    employee INTEGER,
    terminal TEXT,
    FOREIGN KEY (cohort, citizen) REFERENCES cohort_member (cohort, citizen),
    CHECK ((reason IS NULL) = (day IS NULL)),
    CHECK ((employee IS NULL) <> (terminal IS NULL))
) STRICT;

CREATE INDEX leaving_of_cohort ON cohort_leaving (cohort, id);
CREATE INDEX leaving_of_citizen ON cohort_leaving (citizen);

-- Open for one cohort inside the transaction that draws it, and closed before that ends.
CREATE TABLE drawing (
    cohort INTEGER NOT NULL PRIMARY KEY
) STRICT;

CREATE TRIGGER cohort_is_never_changed BEFORE UPDATE ON cohort
BEGIN
    SELECT RAISE(ABORT, 'a drawn cohort is never changed');
END;

CREATE TRIGGER cohort_is_never_deleted BEFORE DELETE ON cohort
BEGIN
    SELECT RAISE(ABORT, 'a drawn cohort is never deleted');
END;

CREATE TRIGGER member_is_never_added BEFORE INSERT ON cohort_member
WHEN NOT EXISTS (SELECT 1 FROM drawing WHERE cohort = NEW.cohort)
BEGIN
    SELECT RAISE(ABORT, 'nobody is added to a drawn cohort');
END;

CREATE TRIGGER member_is_never_changed BEFORE UPDATE ON cohort_member
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE citizen = OLD.citizen)
    OR NEW.why IS NOT NULL OR NEW.cohort <> OLD.cohort OR NEW.citizen <> OLD.citizen
BEGIN
    SELECT RAISE(ABORT, 'members are never changed');
END;

CREATE TRIGGER member_is_never_deleted BEFORE DELETE ON cohort_member
BEGIN
    SELECT RAISE(ABORT, 'members are never deleted');
END;

CREATE TRIGGER leaving_is_never_changed BEFORE UPDATE ON cohort_leaving
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE citizen = OLD.citizen)
    OR NEW.reason IS NOT NULL OR NEW.id <> OLD.id OR NEW.cohort <> OLD.cohort OR NEW.citizen <> OLD.citizen
    OR NEW.at <> OLD.at
BEGIN
    SELECT RAISE(ABORT, 'leavings are never changed, only recorded anew');
END;

CREATE TRIGGER leaving_is_never_deleted BEFORE DELETE ON cohort_leaving
BEGIN
    SELECT RAISE(ABORT, 'leavings are never deleted');
END;

-- Everything here follows from the facts and can be made again. Days are days since 1970-01-01. A duty without a due day
-- has due = 3000000 (after every day), one without a booked day or an opening day has -3000000 (before every day), so that
-- comparisons with a day need no case for NULL.

CREATE TABLE citizen_row (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    cpr TEXT NOT NULL,
    last INTEGER NOT NULL,
    wake INTEGER,
    folded_on INTEGER NOT NULL
) STRICT;

CREATE INDEX citizen_by_wake ON citizen_row (wake) WHERE wake IS NOT NULL;
CREATE INDEX citizen_by_name ON citizen_row (name_key, id);
CREATE INDEX citizen_by_cpr ON citizen_row (cpr, id);

CREATE TABLE citizen_word (
    word TEXT NOT NULL,
    citizen INTEGER NOT NULL,
    PRIMARY KEY (word, citizen)
) STRICT, WITHOUT ROWID;

CREATE INDEX word_of_citizen ON citizen_word (citizen);

CREATE TABLE case_row (
    id INTEGER NOT NULL PRIMARY KEY,
    citizen INTEGER NOT NULL,
    model TEXT NOT NULL,
    version TEXT NOT NULL,
    open INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    next_due INTEGER NOT NULL,
    law_changed INTEGER NOT NULL,
    assigned INTEGER NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE INDEX case_of_citizen ON case_row (citizen, id, open, model, assigned, law_changed);
CREATE INDEX case_by_due ON case_row (next_due, id, open, model, assigned, law_changed);
CREATE INDEX case_by_opening ON case_row (opened, id, open, model, assigned, law_changed);
CREATE INDEX case_by_standing ON case_row (open, assigned, law_changed, model);

CREATE TABLE case_holder (
    employee INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    PRIMARY KEY (employee, case_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX holder_of_case ON case_holder (case_id);

-- What an event of a version is, as far as lists narrow by it.
CREATE TABLE duty_class (
    id INTEGER NOT NULL PRIMARY KEY,
    model TEXT NOT NULL,
    event TEXT NOT NULL,
    step TEXT NOT NULL,
    role TEXT NOT NULL,
    act TEXT NOT NULL,
    UNIQUE (model, event, step, role, act)
) STRICT;

CREATE TABLE duty_row (
    citizen INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    duty INTEGER NOT NULL,
    class INTEGER NOT NULL REFERENCES duty_class (id),
    holder INTEGER,
    standing INTEGER NOT NULL CHECK (standing IN (0, 1, 2)),
    due INTEGER NOT NULL,
    booked INTEGER NOT NULL,
    free_on INTEGER NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (citizen, case_id, duty)
) STRICT, WITHOUT ROWID;

CREATE INDEX duty_of_citizen ON duty_row (citizen, case_id, duty, standing, due, booked, free_on, class, holder);
CREATE INDEX duty_by_due ON duty_row (due, case_id, duty, standing, booked, free_on, class, holder);
CREATE INDEX duty_by_holder ON duty_row (holder, due, case_id, duty, standing, booked, free_on, class);
CREATE INDEX duty_by_class ON duty_row (class, due, case_id, duty, standing, booked, free_on, holder);
CREATE INDEX duty_by_booking ON duty_row (booked) WHERE booked > -3000000;
CREATE INDEX duty_may_wait ON duty_row (due, case_id, duty, standing, booked, free_on, class, holder)
WHERE standing = 1 OR free_on > -3000000;
CREATE INDEX duty_on_hold ON duty_row (due, case_id, duty, class, holder) WHERE standing = 2;

-- How many duties there are of each kind and day: what the counts over everything are summed from.
CREATE TABLE duty_tally (
    assigned INTEGER NOT NULL,
    standing INTEGER NOT NULL,
    due INTEGER NOT NULL,
    booked INTEGER NOT NULL,
    free_on INTEGER NOT NULL,
    class INTEGER NOT NULL,
    duties INTEGER NOT NULL,
    PRIMARY KEY (assigned, standing, due, booked, free_on, class)
) STRICT, WITHOUT ROWID;

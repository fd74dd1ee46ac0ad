//! The orders in which everything can be walked, and the ways to gather part of it, in SQL.

use crate::query::tally::belongs;
use crate::statements::statements;

/// The columns of a slim row.
macro_rules! slim {
    () => {
        "SELECT citizen, case_id, duty, class, holder, standing, due, booked, free_on FROM duty_row "
    };
}

/// A walk in the order of due days over one index; `?4` and `?5` are the first and last due day.
macro_rules! by_due {
    ($index:literal, $which:literal, $order:literal) => {
        concat!(
            "SELECT citizen, case_id, duty FROM duty_row INDEXED BY ",
            $index,
            " WHERE ",
            $which,
            " due BETWEEN ?4 AND ?5 AND ",
            belongs!(),
            " ORDER BY ",
            $order,
            " LIMIT ?6 OFFSET ?7"
        )
    };
}

/// A walk in the order of names; `?4`: whether only rows that nobody holds.
macro_rules! by_name {
    ($order:literal) => {
        concat!(
            "SELECT duty_row.citizen, case_id, duty
            FROM citizen_row INDEXED BY citizen_by_name
            CROSS JOIN duty_row ON duty_row.citizen = citizen_row.id
            WHERE ",
            belongs!(),
            " AND (NOT ?4 OR holder IS NULL)
            ORDER BY ",
            $order,
            " LIMIT ?5 OFFSET ?6"
        )
    };
}

/// A walk through one class or one holder (`?4`); `?5`: whether only rows that nobody holds.
macro_rules! within {
    ($which:literal, $order:literal) => {
        concat!(
            "SELECT citizen, case_id, duty FROM duty_row WHERE ",
            $which,
            " AND ",
            belongs!(),
            " AND (NOT ?5 OR holder IS NULL) ORDER BY ",
            $order,
            " LIMIT ?6 OFFSET ?7"
        )
    };
}

statements! {
    DUE_UP = by_due!("duty_by_due", "", "due, case_id, duty");
    DUE_DOWN = by_due!("duty_by_due", "", "due DESC, case_id DESC, duty DESC");
    FREE_UP = by_due!("duty_by_holder", "holder IS NULL AND", "due, case_id, duty");
    FREE_DOWN = by_due!("duty_by_holder", "holder IS NULL AND", "due DESC, case_id DESC, duty DESC");
    WAIT_UP = by_due!("duty_may_wait", "(standing = 1 OR free_on > -3000000) AND", "due, case_id, duty");
    WAIT_DOWN = by_due!("duty_may_wait", "(standing = 1 OR free_on > -3000000) AND",
        "due DESC, case_id DESC, duty DESC");
    HOLD_UP = by_due!("duty_on_hold", "standing = 2 AND", "due, case_id, duty");
    HOLD_DOWN = by_due!("duty_on_hold", "standing = 2 AND", "due DESC, case_id DESC, duty DESC");
    NAME_UP = by_name!("name_key, citizen_row.id, due, case_id, duty");
    NAME_DOWN = by_name!("name_key DESC, citizen_row.id DESC, due DESC, case_id DESC, duty DESC");
    CLASS_UP = within!("class = ?4", "due, case_id, duty");
    CLASS_DOWN = within!("class = ?4", "due DESC, case_id DESC, duty DESC");
    HOLDER_UP = within!("holder IS ?4", "due, case_id, duty");
    HOLDER_DOWN = within!("holder IS ?4", "due DESC, case_id DESC, duty DESC");
    HOLDER_COUNT = concat!("SELECT count(*) FROM duty_row WHERE holder IS ?4 AND ", belongs!());
    SLIM_BY_DUE = concat!(slim!(), "INDEXED BY duty_by_due WHERE due BETWEEN ?1 AND ?2");
    SLIM_FREE = concat!(slim!(), "INDEXED BY duty_by_holder WHERE holder IS NULL AND due BETWEEN ?1 AND ?2");
    SLIM_WAIT = concat!(slim!(), "INDEXED BY duty_may_wait
        WHERE (standing = 1 OR free_on > -3000000) AND due BETWEEN ?1 AND ?2");
    SLIM_HOLD = concat!(slim!(), "INDEXED BY duty_on_hold WHERE standing = 2");
    SLIM_BOOKED = concat!(slim!(), "INDEXED BY duty_by_booking
        WHERE booked > -3000000 AND booked = ?1 AND due > ?1");
    SLIM_CLASS = concat!(slim!(), "INDEXED BY duty_by_class WHERE class = ?1");
}

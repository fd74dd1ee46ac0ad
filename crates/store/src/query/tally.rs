//! Counts over everything, summed from the maintained tally instead of the rows.

use casework::Group;
use rusqlite::Connection;

use super::GroupCounts;
use super::question::Question;
use crate::StoreError;
use crate::statements::statements;

/// [`super::question::group`] in SQL; `?1` is the day.
macro_rules! group {
    () => {
        "CASE WHEN standing = 2 THEN 5 WHEN due < ?1 THEN 0 WHEN booked = ?1 THEN 1
        WHEN standing = 1 OR free_on > ?1 THEN 4 WHEN due = ?1 THEN 1
        WHEN due <= ?1 + 7 THEN 2 ELSE 3 END"
    };
}

/// Whether a row belongs to the set: `?2` a group or NULL, `?3` the mask of classes or NULL.
macro_rules! belongs {
    () => {
        concat!(
            "(?2 IS NULL OR ",
            $crate::query::tally::group!(),
            " = ?2) AND (?3 IS NULL OR substr(?3, class, 1) = '1')"
        )
    };
}

pub(in crate::query) use {belongs, group};

statements! {
    BY_GROUP = concat!(
        "SELECT ", group!(), ", sum(duties) FROM duty_tally
        WHERE assigned <= ?2 AND (?3 IS NULL OR substr(?3, class, 1) = '1') GROUP BY 1"
    );
    BY_CLASS = concat!(
        "SELECT class, sum(duties) FROM duty_tally
        WHERE assigned <= ?4 AND ", belongs!(), " GROUP BY class"
    );
}

/// The groups in the order they are shown.
pub(super) const GROUPS: [Group; 6] = [
    Group::Overdue,
    Group::Today,
    Group::Soon,
    Group::Later,
    Group::Waiting,
    Group::OnHold,
];

/// Counts by group, of all classes or those of a mask.
pub(super) fn by_group(
    connection: &Connection,
    question: &Question,
    mask: Option<&str>,
) -> Result<GroupCounts, StoreError> {
    let mut statement = connection.prepare_cached(BY_GROUP)?;
    let mut rows = statement.query((question.today, !question.unassigned, mask))?;
    let mut counts = GroupCounts::default();
    while let Some(row) = rows.next()? {
        let group: i64 = row.get(0)?;
        let duties: i64 = row.get(1)?;
        if let Some(group) = GROUPS.into_iter().find(|known| *known as i64 == group) {
            counts.add(group, duties.cast_unsigned());
        }
    }
    Ok(counts)
}

/// How many rows of the list each class has, of all classes or those of a mask.
pub(super) fn by_class(
    connection: &Connection,
    question: &Question,
    mask: Option<&str>,
) -> Result<std::collections::BTreeMap<i64, u64>, StoreError> {
    let mut statement = connection.prepare_cached(BY_CLASS)?;
    let rows = statement.query_map(
        (
            question.today,
            question.part().number(),
            mask,
            !question.unassigned,
        ),
        |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned())),
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

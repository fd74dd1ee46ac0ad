//! Lists over everything: an index is walked in the order asked for, or, where fewer rows have to be seen that way, the
//! rows are gathered by day or event and sorted. The tally tells beforehand which is less work.

use casework::Group;
use rusqlite::{Connection, Params, ToSql};

use super::orders;
use crate::StoreError;
use crate::query::day::Listed;
use crate::query::gather::{slim, sorted_page};
use crate::query::question::{DutyKey, Part, Question};
use crate::query::tally::{GROUPS, by_class, by_group};
use crate::query::{DaySort, GroupCounts};

/// A first or last due day beyond every other.
const ANY: i64 = 4_000_000;

/// Rows of the classes asked for, up to which gathering them beats walking past the others.
const FEW: u64 = 20_000;

/// Counts everything and returns the page's rows.
pub(in crate::query) fn page(
    connection: &Connection,
    question: &Question,
) -> Result<Listed, StoreError> {
    let counts = by_group(connection, question, question.mask.as_deref())?;
    let everything = match question.mask {
        Some(_) => by_group(connection, question, None)?,
        None => counts,
    };
    let walk = Walk {
        connection,
        question,
        counts,
        everything,
    };
    let part = question.part();
    let keys = if walk.listed(part.group) <= part.skip {
        Vec::new()
    } else {
        walk.page(part)?
    };
    Ok(Listed {
        counts,
        classes: by_class(connection, question, None)?,
        keys,
    })
}

/// A list over everything, counted.
struct Walk<'a> {
    connection: &'a Connection,
    question: &'a Question,
    counts: GroupCounts,
    /// The counts of all classes.
    everything: GroupCounts,
}

/// How the rows of a list can be reached without walking past others.
#[derive(PartialEq, Eq)]
enum Way {
    Classes,
    Unheld,
    Today,
    Waiting,
    OnHold,
    Due,
}

impl Walk<'_> {
    fn page(&self, part: Part) -> Result<Vec<DutyKey>, StoreError> {
        let (way, rows) = self.way(part);
        let listed = self.listed(part.group);
        let walked = self.walked(part);
        match self.question.sort {
            DaySort::Due if self.is_direct(part, &way, rows) => self.by_due(part),
            DaySort::Group => self.by_groups(part),
            DaySort::Name if walked < rows + listed => self.by_names(part),
            DaySort::Event if walked < rows => self.by_classes(part),
            DaySort::Holder if walked < rows => self.by_holders(part),
            _ => self.gathered(part, &way),
        }
    }

    /// How many rows a walk in another order sees before the page is full, if the list lies evenly in that order.
    fn walked(&self, part: Part) -> u64 {
        let total = self.everything.total();
        total
            .saturating_mul(part.skip + part.take)
            .div_euclid(self.listed(part.group).max(1))
            .min(total)
    }

    /// Whether walking by due day sees little else than the list.
    fn is_direct(&self, part: Part, way: &Way, rows: u64) -> bool {
        !part.is(Group::Today) && (*way != Way::Classes || self.walked(part) < rows)
    }

    fn listed(&self, group: Option<Group>) -> u64 {
        group.map_or_else(|| self.counts.total(), |group| self.counts.of(group))
    }

    /// The most direct way to the rows, and about how many have to be seen on it.
    fn way(&self, part: Part) -> (Way, u64) {
        let of = |group: Group| self.everything.of(group);
        let narrowed = self.counts.total();
        if self.question.mask.is_some() && narrowed <= FEW {
            return (Way::Classes, narrowed);
        }
        let everything = self.everything.total();
        if self.question.unassigned {
            return (Way::Unheld, everything);
        }
        match part.group {
            Some(Group::Today) => (Way::Today, of(Group::Today)),
            Some(Group::Waiting) => (Way::Waiting, of(Group::Waiting)),
            Some(Group::OnHold) => (Way::OnHold, of(Group::OnHold)),
            Some(Group::Overdue) => (Way::Due, of(Group::Overdue)),
            Some(Group::Soon) => (Way::Due, of(Group::Soon) + of(Group::Today)),
            Some(Group::Later) => (Way::Due, everything - of(Group::Overdue)),
            None => (Way::Due, everything),
        }
    }

    fn keys(
        &self,
        (up, down): (&'static str, &'static str),
        parameters: impl Params,
    ) -> Result<Vec<DutyKey>, StoreError> {
        let sql = if self.question.descending { down } else { up };
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(parameters, |row| {
            Ok(DutyKey {
                citizen: row.get(0)?,
                case: row.get(1)?,
                duty: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn by_due(&self, part: Part) -> Result<Vec<DutyKey>, StoreError> {
        if let Some(class) = self.question.only_class() {
            return self.within((orders::CLASS_UP, orders::CLASS_DOWN), Some(class), part);
        }
        let (first, last) = self.due_days(part);
        let statements = if self.question.unassigned {
            (orders::FREE_UP, orders::FREE_DOWN)
        } else if part.is(Group::Waiting) {
            (orders::WAIT_UP, orders::WAIT_DOWN)
        } else if part.is(Group::OnHold) {
            (orders::HOLD_UP, orders::HOLD_DOWN)
        } else {
            (orders::DUE_UP, orders::DUE_DOWN)
        };
        let parameters = (
            self.question.today,
            part.number(),
            self.question.mask.as_deref(),
            first,
            last,
            part.take.cast_signed(),
            part.skip.cast_signed(),
        );
        self.keys(statements, parameters)
    }

    /// Group after group, each in the order of due days.
    fn by_groups(&self, part: Part) -> Result<Vec<DutyKey>, StoreError> {
        let mut groups: Vec<Group> = match part.group {
            Some(group) => vec![group],
            None => GROUPS.to_vec(),
        };
        if self.question.descending {
            groups.reverse();
        }
        let in_order = groups
            .into_iter()
            .map(|group| (group, self.counts.of(group)));
        segmented(part, in_order, |group, part| {
            let part = Part {
                group: Some(group),
                ..part
            };
            let (way, rows) = self.way(part);
            if self.is_direct(part, &way, rows) {
                self.by_due(part)
            } else {
                self.gathered(part, &way)
            }
        })
    }

    fn by_names(&self, part: Part) -> Result<Vec<DutyKey>, StoreError> {
        let parameters = (
            self.question.today,
            part.number(),
            self.question.mask.as_deref(),
            self.question.unassigned,
            part.take.cast_signed(),
            part.skip.cast_signed(),
        );
        self.keys((orders::NAME_UP, orders::NAME_DOWN), parameters)
    }

    fn by_classes(&self, part: Part) -> Result<Vec<DutyKey>, StoreError> {
        let counts = by_class(
            self.connection,
            self.question,
            self.question.mask.as_deref(),
        )?;
        let mut classes = self.question.classes.clone();
        if self.question.descending {
            classes.reverse();
        }
        let in_order = classes
            .into_iter()
            .map(|class| (class, counts.get(&class).copied().unwrap_or(0)));
        segmented(part, in_order, |class, part| {
            self.within((orders::CLASS_UP, orders::CLASS_DOWN), Some(class), part)
        })
    }

    fn by_holders(&self, part: Part) -> Result<Vec<DutyKey>, StoreError> {
        let mut holders = vec![None];
        if !self.question.unassigned {
            holders.extend(
                self.question
                    .employees
                    .iter()
                    .map(|employee| Some(*employee)),
            );
        }
        if self.question.descending {
            holders.reverse();
        }
        let mut found = Vec::new();
        let mut rest = part;
        for holder in holders {
            if rest.take == 0 {
                break;
            }
            let count = self.count_of_holder(holder, part)?;
            let mut of_holder = segmented(rest, [(holder, count)].into_iter(), |holder, part| {
                self.within((orders::HOLDER_UP, orders::HOLDER_DOWN), holder, part)
            })?;
            rest.skip = rest.skip.saturating_sub(count);
            rest.take -= of_holder.len() as u64;
            found.append(&mut of_holder);
        }
        Ok(found)
    }

    fn count_of_holder(&self, holder: Option<i64>, part: Part) -> Result<u64, StoreError> {
        let parameters = (
            self.question.today,
            part.number(),
            self.question.mask.as_deref(),
            holder,
        );
        let mut statement = self.connection.prepare_cached(orders::HOLDER_COUNT)?;
        let count: i64 = statement.query_row(parameters, |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    fn within(
        &self,
        statements: (&'static str, &'static str),
        id: Option<i64>,
        part: Part,
    ) -> Result<Vec<DutyKey>, StoreError> {
        let parameters = (
            self.question.today,
            part.number(),
            self.question.mask.as_deref(),
            id,
            self.question.unassigned,
            part.take.cast_signed(),
            part.skip.cast_signed(),
        );
        self.keys(statements, parameters)
    }

    /// The due days that a group can have.
    fn due_days(&self, part: Part) -> (i64, i64) {
        let today = self.question.today;
        match part.group {
            Some(Group::Overdue) => (-ANY, today - 1),
            Some(Group::Soon) => (today + 1, today + 7),
            Some(Group::Later) => (today + 8, ANY),
            Some(Group::Today | Group::Waiting) => (today, ANY),
            Some(Group::OnHold) | None => (-ANY, ANY),
        }
    }

    fn gathered(&self, part: Part, way: &Way) -> Result<Vec<DutyKey>, StoreError> {
        let today = self.question.today;
        let (first, last) = self.due_days(part);
        let mut rows = Vec::new();
        let mut collect = |sql: &'static str, parameters: &[&dyn ToSql]| {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut found = statement.query(parameters)?;
            while let Some(row) = found.next()? {
                let row = slim(row, today)?;
                if self.question.lists(&row, part.group) {
                    rows.push(row);
                }
            }
            Ok::<_, StoreError>(())
        };
        match way {
            Way::Classes => {
                let classes = self.question.classes.iter();
                for class in classes.filter(|class| self.question.takes_class(**class)) {
                    collect(orders::SLIM_CLASS, &[class])?;
                }
            }
            Way::Unheld => collect(orders::SLIM_FREE, &[&first, &last])?,
            Way::Today => {
                collect(orders::SLIM_BY_DUE, &[&today, &today])?;
                collect(orders::SLIM_BOOKED, &[&today])?;
            }
            Way::Waiting => collect(orders::SLIM_WAIT, &[&first, &last])?,
            Way::OnHold => collect(orders::SLIM_HOLD, &[])?,
            Way::Due => collect(orders::SLIM_BY_DUE, &[&first, &last])?,
        }
        sorted_page(self.connection, self.question, part, rows)
    }
}

/// Walks segment after segment, each given with how many rows of the list it has, until the part is full.
fn segmented<T>(
    part: Part,
    segments: impl Iterator<Item = (T, u64)>,
    walk: impl Fn(T, Part) -> Result<Vec<DutyKey>, StoreError>,
) -> Result<Vec<DutyKey>, StoreError> {
    let mut rest = part;
    let mut found = Vec::new();
    for (segment, rows) in segments {
        if rest.take == 0 {
            break;
        }
        if rows <= rest.skip {
            rest.skip -= rows;
            continue;
        }
        let mut keys = walk(segment, rest)?;
        rest.skip = 0;
        rest.take = rest.take.saturating_sub(keys.len() as u64);
        found.append(&mut keys);
    }
    Ok(found)
}

//! What periods and members are called, and the codes they have in files.

use calendar::Day;
use figures::{ColumnKind, Length, MISSING};
use rulebook::registers::{Bounds, Breakdown, Registers};
use tables::{Period, Text};

use super::both;
use crate::request::Every;

/// The period that begins on a day: its code, and what it is called. A week has its Monday's.
pub(super) fn period(start: Day, every: Every) -> (String, Text) {
    let period = match every {
        Every::Week => Period::Day(start),
        Every::Month => Period::month_of(start),
        Every::Quarter => Period::Quarter(start.year(), (start.month() - 1) / 3 + 1),
        Every::Year => Period::Year(start.year()),
    };
    (period.to_string(), period.label())
}

/// The code of a member of a breakdown, and what it is called on a day.
pub(super) fn member(
    registers: &Registers,
    breakdown: &Breakdown,
    day: Day,
    member: i32,
) -> (String, Text) {
    if member == MISSING {
        return ("unknown".to_owned(), Text::new("Uoplyst", "Not stated"));
    }
    let schema = registers.schema();
    let label = match &breakdown.of {
        Bounds::Column {
            track,
            column,
            gather,
        } => registers.column(track, column).and_then(|(track, column)| {
            let kind = &schema.tracks[usize::from(track.0)].columns[usize::from(column.0)].kind;
            coded(registers, kind, gather.as_deref(), day, member)
        }),
        Bounds::Attribute { attribute, gather } => {
            schema.attribute(attribute).and_then(|attribute| {
                let kind = &schema.attributes[usize::from(attribute.0)].kind;
                coded(registers, kind, gather.as_deref(), day, member)
            })
        }
        Bounds::Age(bounds) => {
            bound(bounds, member).map(|(from, next)| match next.map(|next| next - 1) {
                Some(last) if last == from => {
                    Text::new(format!("{from} år"), format!("{from} years"))
                }
                Some(last) => {
                    Text::new(format!("{from}–{last} år"), format!("{from}–{last} years"))
                }
                None => Text::new(
                    format!("{from} år og over"),
                    format!("{from} years and over"),
                ),
            })
        }
        Bounds::Seniority(bounds) => bound(bounds, member).map(|(from, next)| {
            let from = length(from);
            match next.map(length) {
                Some(to) => Text::new(
                    format!("{} – under {}", from.da, to.da),
                    format!("{} – under {}", from.en, to.en),
                ),
                None => Text::new(
                    format!("{} og mere", from.da),
                    format!("{} and more", from.en),
                ),
            }
        }),
    };
    let code = member.to_string();
    let label = label.unwrap_or_else(|| Text::same(code.clone()));
    (code, label)
}

fn coded(
    registers: &Registers,
    kind: &ColumnKind,
    gather: Option<&str>,
    day: Day,
    member: i32,
) -> Option<Text> {
    let ColumnKind::Code { list } = kind else {
        return None;
    };
    let list = registers.list(list)?;
    let list = match gather {
        None => list,
        Some(gather) => registers.list(&list.gathering(gather, day)?.to)?,
    };
    list.number(member).map(|code| both(&code.title))
}

/// The bound at a member's place, and the next one.
fn bound<T: Copy>(bounds: &[T], member: i32) -> Option<(T, Option<T>)> {
    let at = usize::try_from(member).ok()?;
    Some((*bounds.get(at)?, bounds.get(at + 1).copied()))
}

fn length(length: Length) -> Text {
    let (number, one, many) = match length {
        Length::Months(months) if months % 12 == 0 => {
            (months / 12, ("år", "year"), ("år", "years"))
        }
        Length::Months(months) => (months, ("måned", "month"), ("måneder", "months")),
        Length::Days(days) if days % 7 == 0 && days > 0 => {
            (days / 7, ("uge", "week"), ("uger", "weeks"))
        }
        Length::Days(days) => (days, ("dag", "day"), ("dage", "days")),
    };
    let (da, en) = if number == 1 { one } else { many };
    Text::new(format!("{number} {da}"), format!("{number} {en}"))
}

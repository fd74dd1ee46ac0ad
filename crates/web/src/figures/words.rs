//! Words for figures: texts of the rulebook for tables, periods and members.

use calendar::Day;
use figures::{Length, MISSING, Schema};
use rulebook::Text as PageText;
use rulebook::indicators::Period as PeriodLength;
use rulebook::registers::{Bounds, Breakdown, Registers};
use tables::{Period, Text};

use crate::language::Language;

/// A text of a page in both languages; Danish stands in where there is no English.
pub(super) fn both(text: &PageText) -> Text {
    Text::new(text.da.clone(), text.in_language("en"))
}

/// The language of tables.
pub(super) fn table_language(language: Language) -> tables::Language {
    match language {
        Language::Danish => tables::Language::Danish,
        Language::English => tables::Language::English,
    }
}

/// The period from `start` of this length, as statistics name it. Weeks are named by their last day.
pub(super) fn period(start: Day, until: Day, length: PeriodLength) -> Period {
    match length {
        PeriodLength::Week => Period::Day(until.plus(-1)),
        PeriodLength::Month => Period::month_of(start),
        PeriodLength::Quarter => Period::Quarter(start.year(), (start.month() - 1) / 3 + 1),
        PeriodLength::Year => Period::Year(start.year()),
    }
}

/// The words of a member of a breakdown, and the code it has in files and addresses.
pub(super) fn member(
    registers: &Registers,
    breakdown: &Breakdown,
    day: Day,
    member: i32,
) -> (String, Text) {
    if member == MISSING {
        return ("unknown".to_owned(), Text::new("Uoplyst", "Not stated"));
    }
    let code = member.to_string();
    let label = match &breakdown.of {
        Bounds::Column {
            track,
            column,
            gather,
        } => {
            let kind = registers.column(track, column).map(|(track, column)| {
                &registers.schema().tracks[usize::from(track.0)].columns[usize::from(column.0)].kind
            });
            coded(registers, kind, gather.as_deref(), day, member)
        }
        Bounds::Attribute { attribute, gather } => {
            let kind = attribute_kind(registers.schema(), attribute);
            coded(registers, kind, gather.as_deref(), day, member)
        }
        Bounds::Age(bounds) => Some(
            between(
                bounds,
                member,
                |age| age.to_string(),
                |below| (below - 1).to_string(),
            )
            .map_or_else(Text::default, |(from, to)| match to {
                Some(to) if to == from => Text::new(format!("{from} år"), format!("{from} years")),
                Some(to) => Text::new(format!("{from}–{to} år"), format!("{from}–{to} years")),
                None => Text::new(
                    format!("{from} år og over"),
                    format!("{from} years and over"),
                ),
            }),
        ),
        Bounds::Seniority(bounds) => usize::try_from(member).ok().and_then(|at| {
            let from = length(*bounds.get(at)?);
            Some(match bounds.get(at + 1) {
                Some(to) => {
                    let to = length(*to);
                    Text::new(
                        format!("{} – under {}", from.da, to.da),
                        format!("{} – under {}", from.en, to.en),
                    )
                }
                None => Text::new(
                    format!("{} og mere", from.da),
                    format!("{} and more", from.en),
                ),
            })
        }),
    };
    (code.clone(), label.unwrap_or_else(|| Text::same(code)))
}

/// The id of a group of people that numbers can be given for: `age-five-25`, `sex-kvinde`.
pub(super) fn group(registers: &Registers, breakdown: &Breakdown, member: i32) -> String {
    let within = match &breakdown.of {
        Bounds::Age(bounds) => usize::try_from(member)
            .ok()
            .and_then(|at| bounds.get(at))
            .map(ToString::to_string),
        Bounds::Attribute {
            attribute,
            gather: None,
        } => match attribute_kind(registers.schema(), attribute) {
            Some(figures::ColumnKind::Code { list }) => registers
                .list(list)
                .and_then(|list| list.number(member))
                .map(|code| code.id.clone()),
            _ => None,
        },
        _ => None,
    };
    let within = within.unwrap_or_else(|| member.to_string());
    format!("{}-{within}", breakdown.id)
}

fn between<T: Copy>(
    bounds: &[T],
    member: i32,
    from: impl Fn(T) -> String,
    last: impl Fn(T) -> String,
) -> Option<(String, Option<String>)> {
    let at = usize::try_from(member).ok()?;
    let first = from(*bounds.get(at)?);
    Some((first, bounds.get(at + 1).map(|bound| last(*bound))))
}

fn attribute_kind<'a>(schema: &'a Schema, name: &str) -> Option<&'a figures::ColumnKind> {
    let at = schema.attribute(name)?;
    Some(&schema.attributes[usize::from(at.0)].kind)
}

fn coded(
    registers: &Registers,
    kind: Option<&figures::ColumnKind>,
    gather: Option<&str>,
    day: Day,
    member: i32,
) -> Option<Text> {
    let figures::ColumnKind::Code { list } = kind? else {
        return None;
    };
    let list = registers.list(list)?;
    let list = match gather {
        None => list,
        Some(gather) => registers.list(&list.gathering(gather, day)?.to)?,
    };
    list.number(member).map(|code| both(&code.title))
}

/// A length in words.
pub(super) fn length(length: Length) -> Text {
    let (number, one, many, one_en, many_en) = match length {
        Length::Months(months) if months % 12 == 0 => (months / 12, "år", "år", "year", "years"),
        Length::Months(months) => (months, "måned", "måneder", "month", "months"),
        Length::Days(days) if days % 7 == 0 && days > 0 => {
            (days / 7, "uge", "uger", "week", "weeks")
        }
        Length::Days(days) => (days, "dag", "dage", "day", "days"),
    };
    if number == 1 {
        Text::new(format!("1 {one}"), format!("1 {one_en}"))
    } else {
        Text::new(format!("{number} {many}"), format!("{number} {many_en}"))
    }
}

/// The language of lines that people type.
pub(super) fn line_language(language: Language) -> figures::language::Language {
    match language {
        Language::Danish => figures::language::Language::Danish,
        Language::English => figures::language::Language::English,
    }
}

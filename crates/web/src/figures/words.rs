//! Words for figures: texts of the rulebook for tables, periods and members.

use calendar::Day;
use rulebook::Text as PageText;
use rulebook::indicators::Period as PeriodLength;
use rulebook::registers::{Breakdown, Registers, member_code};
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

/// The period of this length that a day begins, as statistics name it.
pub(super) fn period(start: Day, length: PeriodLength) -> Period {
    match length {
        PeriodLength::Week => Period::week_of(start),
        PeriodLength::Month => Period::month_of(start),
        PeriodLength::Quarter => Period::quarter_of(start),
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
    let title = breakdown.member(registers, day, member);
    (member_code(member), both(&title))
}

/// The language of lines that people type.
pub(super) fn line_language(language: Language) -> figures::language::Language {
    match language {
        Language::Danish => figures::language::Language::Danish,
        Language::English => figures::language::Language::English,
    }
}

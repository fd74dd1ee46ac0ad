//! Days as people write and say them.

use calendar::{Day, Weekday};

use super::{Language, words};

/// Writes days in a language, relative to a day that is today.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dates {
    pub(crate) language: Language,
    pub(crate) today: Day,
}

impl Dates {
    /// `15. september 2021`, `15 September 2021`.
    pub(crate) fn long(self, day: Day) -> String {
        let label = tables::Period::Day(day).label();
        match self.language {
            Language::Danish => label.da,
            Language::English => label.en,
        }
    }

    /// `onsdag 15. september 2021`, `Wednesday 15 September 2021`.
    pub(crate) fn full(self, day: Day) -> String {
        format!("{} {}", self.weekday(day), self.long(day))
    }

    /// `on. 15/9`, `Wed 15/9`; with the year when it is another than today's.
    pub(crate) fn short(self, day: Day) -> String {
        let weekday: String = match self.language {
            Language::Danish => self.weekday(day).chars().take(2).chain(['.']).collect(),
            Language::English => self.weekday(day).chars().take(3).collect(),
        };
        if day.year() == self.today.year() {
            format!("{weekday} {}/{}", day.day(), day.month())
        } else {
            format!("{weekday} {}/{} {}", day.day(), day.month(), day.year())
        }
    }

    /// `15.09.2021`: for tables.
    #[expect(
        clippy::unused_self,
        reason = "days are written through one type, whatever the language"
    )]
    pub(crate) fn numeric(self, day: Day) -> String {
        format!("{:02}.{:02}.{}", day.day(), day.month(), day.year())
    }

    pub(crate) fn weekday(self, day: Day) -> &'static str {
        let danish = self.language == Language::Danish;
        match day.weekday() {
            Weekday::Monday if danish => "mandag",
            Weekday::Tuesday if danish => "tirsdag",
            Weekday::Wednesday if danish => "onsdag",
            Weekday::Thursday if danish => "torsdag",
            Weekday::Friday if danish => "fredag",
            Weekday::Saturday if danish => "lørdag",
            Weekday::Sunday if danish => "søndag",
            Weekday::Monday => "Monday",
            Weekday::Tuesday => "Tuesday",
            Weekday::Wednesday => "Wednesday",
            Weekday::Thursday => "Thursday",
            Weekday::Friday => "Friday",
            Weekday::Saturday => "Saturday",
            Weekday::Sunday => "Sunday",
        }
    }

    /// How far from today: `i dag`, `i morgen`, `om 5 dage`, `3 dage over`.
    pub(crate) fn until_due(self, due: Day) -> String {
        let days = i64::from(due.since(self.today));
        let words = words(self.language);
        match days {
            0 => words.text("date-today", &[]),
            1 => words.text("date-tomorrow", &[]),
            2.. => words.text("date-in-days", &[("days", days.into())]),
            _ => words.text("date-days-over", &[("days", (-days).into())]),
        }
    }
}

/// A day as people type it: `2021-09-15` (what a date field sends), `15.09.2021`, `15-9-2021`, `15/9 2021`.
pub(crate) fn day_from_text(text: &str) -> Option<Day> {
    let text = text.trim();
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let mut parts = text
        .split(['.', '-', '/', ' '])
        .filter(|part| !part.is_empty());
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_people_write_them() {
        let today = day_from_text("2021-09-15").unwrap();
        let danish = Dates {
            language: Language::Danish,
            today,
        };
        let english = Dates {
            language: Language::English,
            today,
        };
        assert_eq!(danish.full(today), "onsdag 15. september 2021");
        assert_eq!(danish.short(today), "on. 15/9");
        assert_eq!(english.short(today.plus(200)), "Sun 3/4 2022");
        assert_eq!(danish.until_due(today), "i dag");
        assert_eq!(danish.until_due(today.plus(1)), "i morgen");
        assert_eq!(danish.until_due(today.plus(-3)), "3 dage over");
        assert_eq!(danish.until_due(today.plus(-1)), "1 dag over");
        assert_eq!(english.until_due(today.plus(9)), "in 9 days");
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        let day = day_from_text("2021-09-05");
        for text in [
            "05.09.2021",
            "5.9.2021",
            "5-9-2021",
            "5/9 2021",
            " 5/9/2021 ",
            "5. 9. 2021",
        ] {
            assert_eq!(day_from_text(text), day, "{text}");
        }
        for text in ["", "31.02.2021", "5.9.21", "5.9", "i morgen", "5.9.2021.1"] {
            assert_eq!(day_from_text(text), None, "{text}");
        }
    }
}

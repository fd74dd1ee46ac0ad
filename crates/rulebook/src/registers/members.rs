//! What the members of a breakdown are called on a day, and the codes they have in files and addresses.

use calendar::Day;
use figures::{ColumnKind, Length, MISSING};

use super::{Bounds, Breakdown, RegisterList, Registers};
use crate::Text;

/// The code of a member in files and addresses: its number, or `unknown`.
pub fn member_code(member: i32) -> String {
    if member == MISSING {
        "unknown".to_owned()
    } else {
        member.to_string()
    }
}

impl Breakdown {
    /// What a member is called on a day; its code where no page has words for it.
    pub fn member(&self, registers: &Registers, day: Day, member: i32) -> Text {
        if member == MISSING {
            return text("Uoplyst", "Not stated");
        }
        let known = match &self.of {
            Bounds::Column { .. } | Bounds::Attribute { .. } => self
                .list(registers, day)
                .and_then(|list| list.number(member))
                .map(|code| code.title.clone()),
            Bounds::Age(bounds) => bound(bounds, member).map(|(from, next)| ages(from, next)),
            Bounds::Seniority(bounds) => {
                bound(bounds, member).map(|(from, next)| lengths(from, next))
            }
        };
        known.unwrap_or_else(|| Text::danish(member_code(member)))
    }

    /// The id of a member as a group of people that numbers can be given for: `age-five-25`, `sex-kvinde`.
    pub fn group(&self, registers: &Registers, member: i32) -> String {
        let within = match &self.of {
            Bounds::Age(bounds) => bound(bounds, member).map(|(from, _)| from.to_string()),
            Bounds::Attribute { gather: None, .. } => self
                .ungathered(registers)
                .and_then(|list| list.number(member))
                .map(|code| code.id.clone()),
            _ => None,
        };
        let within = within.unwrap_or_else(|| member.to_string());
        format!("{}-{within}", self.id)
    }

    /// The list whose codes are the members on a day: what the codes are gathered to, where they are. `None` where members
    /// are no codes.
    fn list<'r>(&self, registers: &'r Registers, day: Day) -> Option<&'r RegisterList> {
        let list = self.ungathered(registers)?;
        match &self.of {
            Bounds::Column { gather, .. } | Bounds::Attribute { gather, .. } => match gather {
                None => Some(list),
                Some(gather) => registers.list(&list.gathering(gather, day)?.to),
            },
            Bounds::Age(_) | Bounds::Seniority(_) => None,
        }
    }

    /// The list of the column or attribute itself.
    fn ungathered<'r>(&self, registers: &'r Registers) -> Option<&'r RegisterList> {
        let schema = registers.schema();
        let kind = match &self.of {
            Bounds::Column { track, column, .. } => {
                let (track, column) = registers.column(track, column)?;
                &schema.tracks[usize::from(track.0)].columns[usize::from(column.0)].kind
            }
            Bounds::Attribute { attribute, .. } => {
                &schema.attributes[usize::from(schema.attribute(attribute)?.0)].kind
            }
            Bounds::Age(_) | Bounds::Seniority(_) => return None,
        };
        match kind {
            ColumnKind::Code { list } => registers.list(list),
            _ => None,
        }
    }
}

/// The bound at a member's place, and the next one.
fn bound<T: Copy>(bounds: &[T], member: i32) -> Option<(T, Option<T>)> {
    let at = usize::try_from(member).ok()?;
    Some((*bounds.get(at)?, bounds.get(at + 1).copied()))
}

fn ages(from: u16, next: Option<u16>) -> Text {
    match next.map(|next| next - 1) {
        Some(last) if last == from => text(format!("{from} år"), format!("{from} years")),
        Some(last) => text(format!("{from}–{last} år"), format!("{from}–{last} years")),
        None => text(
            format!("{from} år og over"),
            format!("{from} years and over"),
        ),
    }
}

fn lengths(from: Length, next: Option<Length>) -> Text {
    let (da, en) = length(from);
    match next.map(length) {
        Some((next_da, next_en)) => text(
            format!("{da} – under {next_da}"),
            format!("{en} – under {next_en}"),
        ),
        None => text(format!("{da} og mere"), format!("{en} and more")),
    }
}

/// A length in Danish and in English words.
fn length(length: Length) -> (String, String) {
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
    (format!("{number} {da}"), format!("{number} {en}"))
}

fn text(da: impl Into<String>, en: impl Into<String>) -> Text {
    Text {
        da: da.into(),
        en: Some(en.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Book;

    fn breakdown(of: Bounds) -> Breakdown {
        Breakdown {
            id: "invented".to_owned(),
            title: Text::danish("Opfundet"),
            of,
            source: crate::SourceRef::default(),
            place: 0..0,
            path: String::new(),
        }
    }

    fn called(registers: &Registers, of: &Breakdown, member: i32) -> (String, String) {
        let day = "2024-01-31".parse().unwrap();
        let title = of.member(registers, day, member);
        (title.da.clone(), title.in_language("en").to_owned())
    }

    fn pair(da: &str, en: &str) -> (String, String) {
        (da.to_owned(), en.to_owned())
    }

    #[test]
    fn ages_are_told_from_their_bounds() {
        let registers = Registers::default();
        let of = breakdown(Bounds::Age(vec![16, 18, 19, 67]));
        for (member, da, en) in [
            (0, "16–17 år", "16–17 years"),
            (1, "18 år", "18 years"),
            (2, "19–66 år", "19–66 years"),
            (3, "67 år og over", "67 years and over"),
            (MISSING, "Uoplyst", "Not stated"),
            (4, "4", "4"),
        ] {
            assert_eq!(called(&registers, &of, member), pair(da, en));
        }
    }

    #[test]
    fn lengths_are_told_in_the_largest_unit_that_is_whole() {
        let registers = Registers::default();
        let of = breakdown(Bounds::Seniority(vec![
            Length::Days(1),
            Length::Days(7),
            Length::Days(15),
            Length::Months(1),
            Length::Months(18),
            Length::Months(24),
        ]));
        for (member, da, en) in [
            (0, "1 dag – under 1 uge", "1 day – under 1 week"),
            (1, "1 uge – under 15 dage", "1 week – under 15 days"),
            (2, "15 dage – under 1 måned", "15 days – under 1 month"),
            (3, "1 måned – under 18 måneder", "1 month – under 18 months"),
            (4, "18 måneder – under 2 år", "18 months – under 2 years"),
            (5, "2 år og mere", "2 years and more"),
            (-1, "-1", "-1"),
        ] {
            assert_eq!(called(&registers, &of, member), pair(da, en));
        }
    }

    #[test]
    fn codes_have_the_words_of_their_list_and_gatherings_those_of_what_they_lead_to() {
        let Ok(book) = Book::load(&Book::embedded_sources()) else {
            panic!("the embedded pages load");
        };
        let registers = book.catalogue().registers();
        let municipality = registers.breakdown("municipality").unwrap();
        let region = registers.breakdown("region").unwrap();
        assert_eq!(called(registers, municipality, 101).0, "København");
        assert_eq!(called(registers, region, 1084).0, "Region Hovedstaden");
        assert_eq!(called(registers, municipality, 999_999).0, "999999");
        assert_eq!(
            called(registers, municipality, MISSING),
            pair("Uoplyst", "Not stated")
        );
        let sex = registers.breakdown("sex").unwrap();
        assert_eq!(sex.group(registers, 2), "sex-kvinde");
        let early = "1900-01-01".parse().unwrap();
        assert_eq!(
            region.list(registers, early).map(|list| &list.id),
            None,
            "nothing is gathered before there are regions"
        );
    }

    #[test]
    fn a_code_is_the_number_itself() {
        assert_eq!(member_code(101), "101");
        assert_eq!(member_code(MISSING), "unknown");
    }
}

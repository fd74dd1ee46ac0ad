//! The cells in which a day of a person counts.

use std::collections::BTreeSet;

use calendar::Day;
use figures::{ColumnId, Dimension, Length, MISSING, Population, SpellTest};

use super::days::Person;

/// A spell test and the row that stands for it; none where no spell covers the day.
type Chosen<'a> = Vec<(&'a SpellTest, Option<usize>)>;

/// The cells of a day. Age and seniority are told on a day of `span`: its last, and the last on which there is something to
/// tell. Where `fixed` names a row, the dimensions of its spells are those of that row.
pub(crate) fn cells(
    person: &Person<'_>,
    by: &[Dimension],
    day: i32,
    span: (i32, i32),
    fixed: Option<(&SpellTest, usize)>,
) -> BTreeSet<Vec<i32>> {
    let mut found = BTreeSet::new();
    let chosen = fixed.map(|(test, row)| (test, Some(row)));
    let around = Around { person, day, span };
    around.spread(
        by,
        &mut chosen.into_iter().collect(),
        &mut Vec::new(),
        &mut found,
    );
    found
}

struct Around<'a, 'b> {
    person: &'a Person<'b>,
    day: i32,
    span: (i32, i32),
}

impl Around<'_, '_> {
    fn spread<'d>(
        &self,
        by: &'d [Dimension],
        chosen: &mut Chosen<'d>,
        members: &mut Vec<i32>,
        found: &mut BTreeSet<Vec<i32>>,
    ) {
        let Some((dimension, rest)) = by.split_first() else {
            found.insert(members.clone());
            return;
        };
        let Dimension::Column {
            of,
            column,
            gathered,
        } = dimension
        else {
            members.push(self.constant(dimension));
            self.spread(rest, chosen, members, found);
            members.pop();
            return;
        };
        let known = chosen.iter().find(|(test, _)| *test == of);
        let rows: Vec<Option<usize>> = match known {
            Some((_, row)) => vec![*row],
            None => self
                .person
                .rows(of, self.day)
                .into_iter()
                .map(Some)
                .collect(),
        };
        let none = rows.is_empty().then_some(None);
        for row in rows.into_iter().chain(none) {
            chosen.push((of, row));
            members.push(row.map_or(MISSING, |row| self.value(of, *column, gathered, row)));
            self.spread(rest, chosen, members, found);
            members.pop();
            chosen.pop();
        }
    }

    fn value(&self, of: &SpellTest, column: ColumnId, gathered: &[(i32, i32)], row: usize) -> i32 {
        let track = self.person.histories.track(of.track);
        gather(gathered, track.columns[usize::from(column.0)][row])
    }

    /// The member of a dimension that is no column.
    fn constant(&self, dimension: &Dimension) -> i32 {
        match dimension {
            Dimension::Column { .. } => MISSING,
            Dimension::Attribute {
                attribute,
                gathered,
            } => gather(gathered, self.person.histories.attribute(*attribute)[0]),
            Dimension::Age { birth, bounds } => {
                let born = self.person.histories.attribute(*birth)[0];
                if born == MISSING {
                    return MISSING;
                }
                let age = Day::from_epoch(self.span.1).years_since(Day::from_epoch(born));
                last_reached(bounds.iter().map(|&bound| i32::from(bound) <= age))
            }
            Dimension::Seniority { of, bounds } => self.seniority(of, bounds),
        }
    }

    fn seniority(&self, of: &Population, bounds: &[Length]) -> i32 {
        let said = self.person.say(of);
        let mut days = (self.span.0..=self.span.1).rev();
        let Some(day) = days.find(|&day| said.on(day) == Some(true)) else {
            return MISSING;
        };
        let Some(start) = self.person.run_start(of, day) else {
            return MISSING;
        };
        last_reached(bounds.iter().map(|bound| match *bound {
            Length::Days(days) => i64::from(day - start) + 1 >= i64::from(days),
            Length::Months(months) => {
                let months = i32::try_from(months).expect("few");
                day + 1 >= Day::from_epoch(start).plus_months(months).epoch()
            }
        }))
    }
}

fn gather(gathered: &[(i32, i32)], value: i32) -> i32 {
    if gathered.is_empty() {
        return value;
    }
    let member = gathered.iter().find(|(code, _)| *code == value);
    member.map_or(MISSING, |(_, member)| *member)
}

/// The place of the last bound that is reached; the bounds ascend.
fn last_reached(reached: impl Iterator<Item = bool>) -> i32 {
    let count = reached.take_while(|&reached| reached).count();
    match i32::try_from(count) {
        Ok(count) if count > 0 => count - 1,
        _ => MISSING,
    }
}

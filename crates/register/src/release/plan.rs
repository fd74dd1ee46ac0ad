//! Which tables are judged together, and what must be counted for them.

use std::collections::BTreeSet;
use std::sync::Arc;

use figures::{Measure, Periods, Query};
use rulebook::Catalogue;
use rulebook::indicators::IndicatorVersion;
use rulebook::registers::{Bounds, Registers};
use tables::Text;

use crate::form::Problem;
use crate::request::{About, Every, Request, unasked};
use crate::results::numbers::{Beyond, Made, Number, supported};
use crate::series::Given;

/// The tables of one indicator, judged together.
#[derive(Debug)]
pub(super) struct Family {
    pub(super) indicator: Arc<IndicatorVersion>,
    pub(super) every: Every,
    /// What shares are taken of.
    pub(super) given: Arc<Given>,
    pub(super) numbers: Vec<Number>,
    /// The places of its tables in the request.
    pub(super) wanted: Vec<usize>,
    /// All breakdowns, in the order in which the request names them.
    pub(super) by: Vec<String>,
    /// What is counted: a set of breakdowns, as bits by their places in `by`.
    pub(super) cuts: Vec<Cut>,
    /// The first days of all periods of its tables, ascending.
    pub(super) starts: Vec<i32>,
    measures: Vec<Measure>,
}

/// One query of a family.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) set: u32,
    pub(super) periods: Periods,
    /// Its place among the queries.
    pub(super) query: usize,
    /// The months of the periods, where a number is their average, and the place of their query.
    pub(super) months: Option<(Periods, usize)>,
}

/// More breakdowns at once have too many margins.
const MOST_BREAKDOWNS: usize = 6;

pub(super) fn plan(
    request: &Request,
    catalogue: &Catalogue,
) -> Result<(Vec<Family>, Vec<Query>), Problem> {
    let mut families: Vec<Family> = Vec::new();
    for (place, wanted) in request.wanted.iter().enumerate() {
        let About::Table {
            indicator,
            by,
            every,
            ..
        } = &wanted.about
        else {
            return Err(no_lists(&wanted.file.display().to_string()));
        };
        let known = families
            .iter()
            .position(|one| one.indicator.id == indicator.id);
        let at = known.unwrap_or_else(|| {
            let beyond = Beyond {
                given: &wanted.given,
                series: catalogue.series(),
                every: *every,
            };
            families.push(Family::new(indicator, beyond, &wanted.given));
            families.len() - 1
        });
        families[at].add(place, indicator, *every, by)?;
    }
    let mut queries = Vec::new();
    for family in &mut families {
        family.check(request, catalogue.registers())?;
        family.cut(request, catalogue.registers(), &mut queries)?;
    }
    Ok((families, queries))
}

impl Family {
    fn new(indicator: &Arc<IndicatorVersion>, beyond: Beyond<'_>, given: &Arc<Given>) -> Family {
        let (numbers, measures) = supported(indicator, beyond);
        Family {
            indicator: Arc::clone(indicator),
            every: beyond.every,
            given: Arc::clone(given),
            numbers,
            wanted: Vec::new(),
            by: Vec::new(),
            cuts: Vec::new(),
            starts: Vec::new(),
            measures,
        }
    }

    fn add(
        &mut self,
        place: usize,
        indicator: &IndicatorVersion,
        every: Every,
        by: &[String],
    ) -> Result<(), Problem> {
        if every != self.every || indicator.from != self.indicator.from {
            return Err(not_together(&indicator.id));
        }
        self.wanted.push(place);
        for id in by {
            if !self.by.contains(id) {
                self.by.push(id.clone());
            }
        }
        Ok(())
    }

    /// The breakdowns of a table as bits.
    pub(super) fn set(&self, by: &[String]) -> u32 {
        let places = by
            .iter()
            .filter_map(|id| self.by.iter().position(|known| known == id));
        places.fold(0, |set, place| set | 1 << place)
    }

    fn check(&self, request: &Request, registers: &Registers) -> Result<(), Problem> {
        if self.by.len() > MOST_BREAKDOWNS {
            return Err(too_many(&self.indicator.id));
        }
        let bases: Vec<Option<String>> = (self.by.iter())
            .map(|id| registers.breakdown(id).map(|one| base(&one.of)))
            .collect();
        for (at, one) in bases.iter().enumerate() {
            if let Some(before) = bases[..at].iter().position(|other| one == other) {
                return Err(same_base(&self.by[before], &self.by[at]));
            }
        }
        if !is_acyclic(&self.sets(request)) {
            return Err(ring(&self.indicator.id));
        }
        Ok(())
    }

    /// The sets of breakdowns of its tables.
    fn sets(&self, request: &Request) -> Vec<u32> {
        let tables = self
            .wanted
            .iter()
            .map(|&place| &request.wanted[place].about);
        tables.map(|about| self.set(breakdowns(about))).collect()
    }

    /// Every margin of every table, over the periods in which a table needs it.
    fn cut(
        &mut self,
        request: &Request,
        registers: &Registers,
        queries: &mut Vec<Query>,
    ) -> Result<(), Problem> {
        let mut starts = BTreeSet::new();
        let tables: Vec<(u32, &Periods)> = self
            .wanted
            .iter()
            .filter_map(|&place| match &request.wanted[place].about {
                About::Table { by, periods, .. } => Some((self.set(by), periods)),
                About::List { .. } => None,
            })
            .collect();
        for (_, periods) in &tables {
            starts.extend(&periods.bounds[..periods.len()]);
        }
        for set in 0..1_u32 << self.by.len() {
            let needing = tables.iter().filter(|(table, _)| set & !table == 0);
            let bounds: BTreeSet<i32> = needing
                .flat_map(|(_, periods)| periods.bounds.iter().copied())
                .collect();
            let (Some(first), Some(last)) = (bounds.first(), bounds.last()) else {
                continue;
            };
            let periods = self.every.covering(*first, *last);
            let by: Vec<&str> = self.named(set).collect();
            let asked = (self.indicator)
                .asked(registers, &by, periods.clone())
                .map_err(|cause| unasked(&cause))?;
            let asked = figures::Indicator {
                measures: self.measures.clone(),
                ..asked
            };
            let query = queries.len();
            queries.push(Query::Cube(asked.clone()));
            let mut numbers = self.numbers.iter();
            let months = (self.every.months(&periods))
                .filter(|_| numbers.any(|number| matches!(number.made, Made::Average { .. })));
            let months = months.map(|months| {
                queries.push(Query::Cube(figures::Indicator {
                    periods: months.clone(),
                    ..asked
                }));
                (months, queries.len() - 1)
            });
            self.cuts.push(Cut {
                set,
                periods,
                query,
                months,
            });
        }
        self.starts = starts.into_iter().collect();
        Ok(())
    }

    /// The breakdowns of a set, in their order.
    pub(super) fn named(&self, set: u32) -> impl Iterator<Item = &str> {
        let by = self.by.iter().enumerate();
        by.filter(move |(place, _)| set & 1 << place != 0)
            .map(|(_, id)| id.as_str())
    }

    /// How many measures the engine counts.
    pub(super) fn width(&self) -> usize {
        self.measures.len()
    }
}

/// A table's breakdowns.
pub(super) fn breakdowns(about: &About) -> &[String] {
    match about {
        About::Table { by, .. } => by,
        About::List { .. } => &[],
    }
}

/// What a breakdown divides; two of the same are not independent of each other.
fn base(bounds: &Bounds) -> String {
    match bounds {
        Bounds::Column { track, column, .. } => format!("column {track} {column}"),
        Bounds::Attribute { attribute, .. } => format!("attribute {attribute}"),
        Bounds::Age(_) => "age".to_owned(),
        Bounds::Seniority(_) => "seniority".to_owned(),
    }
}

/// Whether tables that agree on what they share always have a common cube. Where three cross in a ring, they may not, and a
/// reader who knows that there is one knows more than the tables say.
fn is_acyclic(sets: &[u32]) -> bool {
    let mut sets: Vec<u32> = sets.to_vec();
    loop {
        let before = sets.clone();
        for at in 0..sets.len() {
            let others = sets.iter().enumerate().filter(|(other, _)| *other != at);
            let shared = others.fold(0, |all, (_, set)| all | set);
            sets[at] &= shared;
        }
        let all = sets.clone();
        let mut at = 0;
        sets.retain(|set| {
            let earlier = all[..at].iter().any(|other| set & !other == 0);
            let later = all[at + 1..]
                .iter()
                .any(|other| set & !other == 0 && set != other);
            at += 1;
            !earlier && !later
        });
        if sets == before {
            return sets.iter().all(|set| *set == 0);
        }
    }
}

fn no_lists(file: &str) -> Problem {
    (
        Text::new(
            format!("»{file}« er en liste over personer, og den forlader aldrig huset"),
            format!("{file} is a list of persons, which never leaves the house"),
        ),
        Text::new(
            "tag listen ud, eller kør uden --release",
            "take the list out, or run without --release",
        ),
    )
}

fn not_together(indicator: &str) -> Problem {
    (
        Text::new(
            format!(
                "tabellerne om »{indicator}« har forskellige periodelængder eller udgaver og kan ikke vurderes sammen"
            ),
            format!(
                "the tables about {indicator} have different lengths of period or versions and cannot be judged together"
            ),
        ),
        Text::new(
            "skriv samme »every« og samme udgave i dem alle",
            "write the same `every` and the same version in all of them",
        ),
    )
}

fn same_base(one: &str, other: &str) -> Problem {
    (
        Text::new(
            format!(
                "»{one}« og »{other}« deler det samme op, så den ene kan røbe, hvad den anden skjuler"
            ),
            format!("{one} and {other} divide the same, so one can give away what the other hides"),
        ),
        Text::new("vælg en af dem", "choose one of them"),
    )
}

fn ring(indicator: &str) -> Problem {
    (
        Text::new(
            format!(
                "tabellerne om »{indicator}« krydser hinanden i ring, og så kan det ikke ses, hvad de røber tilsammen"
            ),
            format!(
                "the tables about {indicator} cross in a ring, so what they give away together cannot be told"
            ),
        ),
        Text::new(
            "spørg om én tabel med alle fordelingerne, eller udelad en af tabellerne",
            "ask for one table with all breakdowns, or leave one of the tables out",
        ),
    )
}

fn too_many(indicator: &str) -> Problem {
    (
        Text::new(
            format!("tabellerne om »{indicator}« har mere end {MOST_BREAKDOWNS} fordelinger"),
            format!("the tables about {indicator} have more than {MOST_BREAKDOWNS} breakdowns"),
        ),
        Text::new("spørg om færre fordelinger", "ask for fewer breakdowns"),
    )
}

#[cfg(test)]
mod tests {
    use super::is_acyclic;

    #[test]
    fn a_ring_of_three_is_told_from_what_hangs_together_like_a_tree() {
        for (sets, acyclic) in [
            (vec![0b000], true),
            (vec![0b001, 0b010, 0b100], true),
            (vec![0b011, 0b110], true),
            (vec![0b011, 0b110, 0b101], false),
            (vec![0b011, 0b110, 0b101, 0b111], true),
            (vec![0b0011, 0b0110, 0b1100, 0b1001], false),
            (vec![0b011, 0b011, 0b001], true),
        ] {
            assert_eq!(is_acyclic(&sets), acyclic, "{sets:?}");
        }
    }
}

//! Which tables are judged together, and what must be counted for them.

use std::collections::BTreeSet;
use std::sync::Arc;

use figures::{Dimension, MISSING, Measure, Periods, Query};
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
    /// A breakdown and the one that gathers it, by their places: municipality and region.
    pub(super) gathering: Vec<Gathering>,
}

/// Two breakdowns of the same, of which one gathers the members of the other.
#[derive(Debug)]
pub(super) struct Gathering {
    pub(super) fine: usize,
    pub(super) coarse: usize,
    /// Pairs of members, ascending.
    to: Vec<(i32, i32)>,
}

impl Gathering {
    /// The member that a finer one is part of.
    pub(super) fn of(&self, member: i32) -> i32 {
        let found = self.to.binary_search_by_key(&member, |(fine, _)| *fine);
        found.map_or(MISSING, |at| self.to[at].1)
    }
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
            gathering: Vec::new(),
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

    /// The breakdown that stands for one that gathers it; else itself.
    pub(super) fn axis(&self, place: usize) -> usize {
        let gathered = self.gathering.iter().find(|one| one.coarse == place);
        gathered.map_or(place, |one| one.fine)
    }

    /// A set, with what is gathered in the place of what gathers it.
    pub(super) fn finest(&self, set: u32) -> u32 {
        let places = (0..self.by.len()).filter(|place| set & 1 << place != 0);
        places.fold(0, |set, place| set | 1 << self.axis(place))
    }

    /// The breakdowns of a table as bits.
    pub(super) fn set(&self, by: &[String]) -> u32 {
        let places = by
            .iter()
            .filter_map(|id| self.by.iter().position(|known| known == id));
        places.fold(0, |set, place| set | 1 << place)
    }

    fn check(&mut self, request: &Request, registers: &Registers) -> Result<(), Problem> {
        if self.by.len() > MOST_BREAKDOWNS {
            return Err(too_many(&self.indicator.id));
        }
        let bounds = |place: usize| registers.breakdown(&self.by[place]).map(|one| &one.of);
        let bases: Vec<Option<(String, Option<String>)>> = (0..self.by.len())
            .map(|place| bounds(place).map(base))
            .collect();
        let mut gathering: Vec<Gathering> = Vec::new();
        for (at, one) in bases.iter().enumerate() {
            let Some((one, gather)) = one else { continue };
            for (before, other) in bases[..at].iter().enumerate() {
                let Some((_, other_gather)) = other.as_ref().filter(|other| other.0 == *one) else {
                    continue;
                };
                let (fine, coarse) = match (other_gather, gather) {
                    (None, Some(_)) => (before, at),
                    (Some(_), None) => (at, before),
                    _ => return Err(same_base(&self.by[before], &self.by[at])),
                };
                let both = 1 << fine | 1 << coarse;
                let sets = self.sets(request);
                if gathering.iter().any(|known| known.fine == fine)
                    || sets.iter().any(|set| set & both == both)
                {
                    return Err(same_base(&self.by[before], &self.by[at]));
                }
                gathering.push(Gathering {
                    fine,
                    coarse,
                    to: Vec::new(),
                });
            }
        }
        self.gathering = gathering;
        let sets = self.sets(request).into_iter();
        let sets: Vec<u32> = sets.map(|set| self.finest(set)).collect();
        if !is_acyclic(&sets) {
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
            // Nobody is asked by a breakdown and by what gathers it at once; each is a margin of the tables by the other.
            let mut gathering = self.gathering.iter();
            if gathering.any(|one| set & 1 << one.fine != 0 && set & 1 << one.coarse != 0) {
                continue;
            }
            let finest = self.finest(set);
            let needing = tables
                .iter()
                .filter(|(table, _)| finest & !self.finest(*table) == 0);
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
            for one in &mut self.gathering {
                if set == 1 << one.coarse
                    && let [
                        Dimension::Column { gathered, .. } | Dimension::Attribute { gathered, .. },
                    ] = &asked.by[..]
                {
                    one.to.clone_from(gathered);
                }
            }
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

/// What a breakdown divides, and what gathers it; two of the same are not independent of each other.
fn base(bounds: &Bounds) -> (String, Option<String>) {
    match bounds {
        Bounds::Column {
            track,
            column,
            gather,
        } => (format!("column {track} {column}"), gather.clone()),
        Bounds::Attribute { attribute, gather } => {
            (format!("attribute {attribute}"), gather.clone())
        }
        Bounds::Age(_) => ("age".to_owned(), None),
        Bounds::Seniority(_) => ("seniority".to_owned(), None),
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

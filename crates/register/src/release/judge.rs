//! Judging a family period by period: which numbers may be shown.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use calendar::Day;
use figures::Answer;
use rulebook::registers::member_code;
use tables::{
    Cell, Coarsening, Dimension, Disclosure, Head, LeftOut, Measure, Member, Quantity, Refusal,
    Role, Rule, ShareOf, Table, Text, Zeros, release,
};

use super::adding::adding;
use super::cuts::Cuts;
use super::plan::Family;
use super::{Ground, Publication, ReleaseError, TOTAL};
use crate::request::About;

/// A family that is being judged.
pub(super) struct Judging<'a> {
    pub(super) family: &'a Family,
    pub(super) publication: &'a Publication<'a>,
    pub(super) ground: Ground<'a>,
    pub(super) cuts: Cuts<'a>,
    /// The breakdowns and the days of each of its tables.
    tables: Vec<(u32, i32, i32)>,
}

/// A period, judged.
pub(super) struct Judged {
    pub(super) start: i32,
    /// The released tables by their sets of breakdowns; none where nothing could be shown.
    pub(super) tables: Vec<(u32, Table)>,
    /// The breakdowns that were given up, by their places.
    pub(super) given_up: Vec<usize>,
    pub(super) is_unprotected: bool,
}

/// The members of a breakdown in a table that is judged.
struct Axis {
    place: usize,
    /// Of which breakdown each is which member; the total first.
    members: Vec<Option<(usize, i32)>>,
    parents: Vec<Option<usize>>,
}

/// The most combinations of members that are judged at once.
const MOST_JUDGED: usize = 50_000;

impl<'a> Judging<'a> {
    pub(super) fn new(
        family: &'a Family,
        answers: &'a [Answer],
        publication: &'a Publication<'a>,
        ground: Ground<'a>,
    ) -> Result<Judging<'a>, ReleaseError> {
        let about = |place: &usize| &publication.request.wanted[*place].about;
        let tables = family.wanted.iter().filter_map(|place| match about(place) {
            About::Table { by, periods, .. } => Some((
                family.set(by),
                *periods.bounds.first()?,
                *periods.bounds.last()?,
            )),
            About::List { .. } => None,
        });
        Ok(Judging {
            family,
            publication,
            ground,
            cuts: Cuts::new(family, answers, ground)?,
            tables: tables.collect(),
        })
    }

    /// Judges all periods, each by itself: no number of one is part of a number of another.
    pub(super) fn periods(
        &self,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Vec<Judged>, ReleaseError> {
        let starts = &self.family.starts;
        let (next, done) = (AtomicUsize::new(0), AtomicU64::new(0));
        let work = || {
            let mut judged = Vec::new();
            while let Some(&start) = starts.get(next.fetch_add(1, Ordering::Relaxed)) {
                judged.push(self.period(start)?);
                progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            }
            Ok(judged)
        };
        let threads = self.ground.threads.clamp(1, starts.len().max(1));
        let judged: Vec<Result<Vec<Judged>, ReleaseError>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let joined = threads.into_iter().map(|thread| {
                let stopped = |_| Err(ReleaseError::Unfit("a thread stopped".into()));
                thread.join().unwrap_or_else(stopped)
            });
            joined.collect()
        });
        let mut all = Vec::with_capacity(starts.len());
        for one in judged {
            all.extend(one?);
        }
        all.sort_by_key(|one| one.start);
        Ok(all)
    }

    fn period(&self, start: i32) -> Result<Judged, ReleaseError> {
        let asked = self.tables.iter();
        let sets: Vec<u32> = asked
            .filter(|(_, from, until)| (*from..*until).contains(&start))
            .map(|(set, _, _)| *set)
            .collect();
        let finest: Vec<u32> = sets.iter().map(|set| self.family.finest(*set)).collect();
        let mut largest: Vec<u32> = Vec::new();
        for &set in &finest {
            let is_part = finest
                .iter()
                .any(|other| set & !other == 0 && set != *other);
            if !is_part && !largest.contains(&set) {
                largest.push(set);
            }
        }
        let (from, until) = self.judged_days(start);
        let places = 0..self.family.by.len();
        let members: Vec<Vec<i32>> = places
            .map(|place| self.cuts.members(place, from, until))
            .collect();
        let mut tables = Vec::new();
        for &set in &largest {
            let axes: Vec<Axis> = (0..members.len())
                .filter(|place| set & 1 << place != 0)
                .map(|place| self.axis(place, set, &sets, &members))
                .collect();
            tables.push(self.judged(&axes, start)?);
        }
        let rule = self.rule();
        let before: Vec<Table> = tables.clone();
        let released = match release(tables, &rule) {
            Ok(released) => Some(released.into_tables()),
            // Nothing protects them, so nothing is shown.
            Err(Refusal::Unprotected { .. }) => None,
            Err(fault) => return Err(ReleaseError::Unfit(fault.into())),
        };
        let is_unprotected = released.is_none();
        let released = released.unwrap_or_default();
        let mut given_up: Vec<usize> = Vec::new();
        for (before, after) in before.iter().zip(&released) {
            for (one, other) in before.dimensions().iter().zip(after.dimensions()) {
                let place = self.family.by.iter().position(|id| *id == one.id);
                given_up.extend(place.filter(|_| one.members.len() != other.members.len()));
            }
        }
        given_up.sort_unstable();
        given_up.dedup();
        Ok(Judged {
            start,
            tables: largest.into_iter().zip(released).collect(),
            given_up,
            is_unprotected,
        })
    }

    /// The days whose members are judged in a period. Where zeros are hidden, members of other periods are zeros here.
    fn judged_days(&self, start: i32) -> (i32, i32) {
        if self.publication.protection.zeros == Zeros::Shown {
            return (start, start + 1);
        }
        let froms = self.tables.iter().map(|(_, from, _)| *from);
        let untils = self.tables.iter().map(|(_, _, until)| *until);
        (
            froms.min().unwrap_or(start),
            untils.max().unwrap_or(start + 1),
        )
    }

    fn rule(&self) -> Rule {
        let places = (0..self.family.by.len()).rev();
        let by = places.filter(|place| self.family.axis(*place) == *place);
        let by = by.map(|place| &self.family.by[place]);
        Rule {
            threshold: self.publication.protection.threshold,
            zeros: self.publication.protection.zeros,
            coarsen: by
                .map(|by| Coarsening::Drop {
                    dimension: by.clone(),
                })
                .collect(),
        }
    }

    /// The members of a breakdown in a table that is judged: its own, where a table of these asks for them, each below the one that
    /// gathers it, where a table asks for that.
    fn axis(&self, fine: usize, set: u32, sets: &[u32], members: &[Vec<i32>]) -> Axis {
        let has = |place: usize| {
            let mut sets = sets.iter();
            sets.any(|one| one & 1 << place != 0 && self.family.finest(*one) & !set == 0)
        };
        let mut axis = Axis {
            place: fine,
            members: vec![None],
            parents: vec![None],
        };
        let mut gathering = self.family.gathering.iter();
        let gathering = gathering.find(|one| {
            let asked = sets.iter().any(|set| set & 1 << one.coarse != 0);
            one.fine == fine && asked
        });
        if let Some(one) = gathering {
            for &member in &members[one.coarse] {
                axis.members.push(Some((one.coarse, member)));
                axis.parents.push(Some(0));
            }
            if !has(fine) {
                return axis;
            }
        }
        for &member in &members[fine] {
            let above = gathering.and_then(|one| {
                let above = Some((one.coarse, one.of(member)));
                axis.members.iter().position(|known| *known == above)
            });
            axis.members.push(Some((fine, member)));
            axis.parents.push(Some(above.unwrap_or(0)));
        }
        axis
    }

    /// The code of a member in tables that are judged.
    pub(super) fn code(&self, place: usize, member: i32) -> String {
        let code = member_code(member);
        if self.family.axis(place) == place {
            code
        } else {
            format!("{}:{code}", self.family.by[place])
        }
    }

    /// One period of a margin as a table to be judged; the first member of each breakdown is its total.
    fn judged(&self, axes: &[Axis], start: i32) -> Result<Table, ReleaseError> {
        let sizes = axes.iter().map(|axis| axis.members.len());
        let cells = sizes.fold(1_usize, usize::saturating_mul);
        if cells > MOST_JUDGED {
            return Err(ReleaseError::TooLarge(cells));
        }
        let dimensions = axes.iter().map(|axis| Dimension {
            id: self.family.by[axis.place].clone(),
            label: Text::default(),
            role: Role::Class,
            members: (axis.members.iter().zip(&axis.parents))
                .map(|(member, parent)| Member {
                    code: member.map_or_else(
                        || TOTAL.to_owned(),
                        |(place, member)| self.code(place, member),
                    ),
                    label: Text::default(),
                    parent: *parent,
                })
                .collect(),
        });
        let cell = |at: &[usize], number: usize| {
            let named = axes.iter().zip(at).map(|(axis, &at)| axis.members[at]);
            self.cell(start, named.flatten(), number)
        };
        let table = Table::build(head(), dimensions.collect(), self.measures(), cell);
        let table = table.map_err(|fault| ReleaseError::Unfit(fault.into()))?;
        let mut measures = table.measures().to_vec();
        for (at, measure) in measures.iter_mut().enumerate() {
            measure.parts = adding(&table, at);
            measure.share_of = self.share_of(&table, at);
        }
        let (dimensions, cells) = (table.dimensions().to_vec(), table.cells().to_vec());
        Table::new(head(), dimensions, measures, cells)
            .map_err(|fault| ReleaseError::Unfit(fault.into()))
    }

    pub(super) fn measures(&self) -> Vec<Measure> {
        let numbers = self.family.numbers.iter();
        numbers
            .map(|number| Measure {
                id: number.id.clone(),
                label: number.title.clone(),
                unit: number.unit.clone(),
                kind: number.kind(),
                places: number.places(),
                parts: Vec::new(),
                share_of: None,
            })
            .collect()
    }

    /// The counts that a share is made of, where they stand beside it everywhere.
    fn share_of(&self, table: &Table, measure: usize) -> Option<ShareOf> {
        let (part, whole) = self.family.numbers[measure].share_of()?;
        let width = table.measures().len();
        let same = table
            .cells()
            .chunks(width)
            .all(|cells| match &cells[measure] {
                Cell::Known(Quantity::Ratio { inside, all, .. }) => {
                    cells[part] == Cell::count(*inside) && cells[whole] == Cell::count(*all)
                }
                _ => true,
            });
        same.then(|| ShareOf {
            part: table.measures()[part].id.clone(),
            whole: table.measures()[whole].id.clone(),
        })
    }

    /// An exact number: at the total of the breakdowns that are not named, and of those without a member.
    pub(super) fn cell(
        &self,
        start: i32,
        named: impl Iterator<Item = (usize, i32)>,
        number: usize,
    ) -> Cell {
        let mut named: Vec<(usize, i32)> = named.collect();
        named.sort_unstable();
        let set = named.iter().fold(0, |set, (place, _)| set | 1 << place);
        let members: Vec<i32> = named.into_iter().map(|(_, member)| member).collect();
        self.cuts
            .slice(set, start)
            .map_or(Cell::Unknown { needs: None }, |slice| {
                slice.cell(&members, number)
            })
    }
}

/// A head that says nothing yet: what stands beside the numbers is known where they are written.
pub(super) fn head() -> Head {
    Head {
        title: Text::default(),
        population: Text::default(),
        unit: Text::default(),
        period: Text::default(),
        source: Text::default(),
        known_on: Day::MIN,
        left_out: LeftOut::default(),
        faults: Vec::new(),
        disclosure: Disclosure::Inside,
    }
}

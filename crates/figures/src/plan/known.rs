//! Known ranges: the days of which a node's value can be known, by what is observed.

use super::{NodeId, Operation, PopulationPlan, Provided};
use crate::operate::civil::Span;
use crate::schema::TrackId;
use crate::sets::{BEGIN, Days, END};

impl PopulationPlan {
    pub(super) fn known_range(&self, operation: &Operation) -> Days {
        match operation {
            Operation::Everyone | Operation::Has { .. } | Operation::Age { .. } => Days::ALL,
            Operation::On(spells) => self.observed(spells.track),
            Operation::Share {
                of, among, window, ..
            } => {
                let parts = std::iter::once(*of).chain(*among);
                seen_whole(self.all_known(parts), *window)
            }
            Operation::Suffix { of, length, .. } => {
                seen_whole(self.known(*of), Span::Days(*length))
            }
            Operation::Counted(counted) => {
                seen_whole(self.observed(counted.of.track), counted.window)
            }
            Operation::Continuous { of, length } => {
                let known = self.known(*of);
                // A run that is as old as the observation has lasted for the length on the day before the length is over.
                later(known, |from| length.after(from) - 1)
            }
            Operation::Beginning { of, length } | Operation::Since { of, length } => {
                later(self.known(*of), |from| length.after(from))
            }
            Operation::Ever(of) | Operation::Not(of) => self.known(*of),
            Operation::Bridged { of, provided, .. } => match provided {
                Provided::Nothing => self.known(*of),
                Provided::Throughout(other) => self.all_known([*of, *other].into_iter()),
                Provided::SumAtMost(counted) => {
                    self.known(*of).intersect(self.observed(counted.of.track))
                }
            },
            Operation::And(parts) | Operation::Or(parts) => self.all_known(parts.iter().copied()),
        }
    }

    fn all_known(&self, parts: impl Iterator<Item = NodeId>) -> Days {
        parts.fold(Days::ALL, |known, part| known.intersect(self.known(part)))
    }

    fn observed(&self, track: TrackId) -> Days {
        let observed = self.observation.get(usize::from(track.0));
        observed.map_or(Days { from: 0, until: 0 }, |observed| {
            let observed = Days {
                from: observed.from,
                until: observed.until,
            };
            observed.intersect(Days::ALL)
        })
    }
}

/// The days whose whole window is known.
fn seen_whole(known: Days, window: Span) -> Days {
    later(known, |from| window.first_day_without(from))
}

/// The range from a later day on. What has always been observed is always known.
fn later(known: Days, from: impl Fn(i32) -> i32) -> Days {
    Days {
        from: if known.from <= BEGIN {
            BEGIN
        } else {
            from(known.from).clamp(known.from, END)
        },
        until: known.until,
    }
}

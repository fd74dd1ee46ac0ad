//! The operators: each runs over a whole tile before the next one starts.
//!
//! An operator reads sets and writes a set. It is called once a tile; inside it there is no call through a pointer, no
//! allocation and no look-up per spell. Days of which something is unknown are a matter of the plan, which runs an operator
//! twice where a person has such days: with the days that are certain, and with those that are possible.

pub(crate) mod algebra;
pub(crate) mod bridge;
pub(crate) mod calendar_share;
pub(crate) mod civil;
pub(crate) mod leaf;
pub(crate) mod runs;
pub(crate) mod share;
pub(crate) mod spells;
pub(crate) mod suffix;
pub(crate) mod window;
pub(crate) mod windows;

use crate::sets::Set;

/// The persons of a tile that an operator has to look at, ascending.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Active<'a> {
    /// All of so many.
    All(usize),
    /// Some of so many; the others get empty sets.
    Some(usize, &'a [u32]),
}

impl Active<'_> {
    /// How many persons the tile has.
    pub(crate) fn persons(self) -> usize {
        match self {
            Active::All(persons) | Active::Some(persons, _) => persons,
        }
    }

    /// Those of the persons of whom this is true.
    pub(crate) fn those(self, is_one: impl Fn(usize) -> bool) -> Vec<u32> {
        let narrowed = |one| u32::try_from(one).expect("a tile has fewer persons than 2³²");
        match self {
            Active::All(persons) => (0..persons)
                .filter(|&one| is_one(one))
                .map(narrowed)
                .collect(),
            Active::Some(_, some) => some
                .iter()
                .copied()
                .filter(|&one| is_one(one as usize))
                .collect(),
        }
    }

    /// Writes a set person by person.
    ///
    /// `person` adds the intervals of the person it is given, by [`Set::push`] or [`Set::push_row`]. The set has been cleared.
    #[inline]
    pub(crate) fn write(self, out: &mut Set, mut person: impl FnMut(usize, &mut Set)) {
        match self {
            Active::All(persons) => {
                for one in 0..persons {
                    person(one, out);
                    out.close_person();
                }
            }
            Active::Some(persons, some) => {
                for &one in some {
                    out.close_persons_before(one as usize);
                    person(one as usize, out);
                    out.close_person();
                }
                out.close_persons_before(persons);
            }
        }
    }

    /// Fills in where each person's intervals end: `person` writes those of the one it is given and says how many have been
    /// written in all. `offsets` holds its first entry.
    #[inline]
    pub(crate) fn count(self, offsets: &mut Vec<u32>, mut person: impl FnMut(usize) -> usize) {
        let mut written = 0;
        let narrowed = |count| u32::try_from(count).expect("a tile has fewer intervals than 2³²");
        match self {
            Active::All(persons) => {
                offsets.extend((0..persons).map(|one| narrowed(person(one))));
            }
            Active::Some(persons, some) => {
                for &one in some {
                    offsets.resize(one as usize + 1, written);
                    written = narrowed(person(one as usize));
                    offsets.push(written);
                }
                offsets.resize(persons + 1, written);
            }
        }
    }
}

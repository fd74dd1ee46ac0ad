//! Cells: small numbers for the combinations of members that are met.
//!
//! Cells are given out as they are met, so that a breakdown by many dimensions takes memory for the combinations that
//! occur and not for those that could.

use std::collections::BTreeMap;

use super::member::Members;

/// Combined numbers of up to so many bits are looked up in a table.
const TABLE_BITS: u32 = 20;

const UNMET: u32 = u32::MAX;

/// The cells of an indicator by the dimensions that do not move with time.
#[derive(Debug, Clone)]
pub(crate) struct Cells {
    members: Vec<Members>,
    /// Where each dimension's number begins in a key.
    shifts: Vec<u32>,
    bits: Vec<u32>,
    /// Per cell the number of each dimension, one after another.
    numbers: Vec<u32>,
    count: u32,
    index: Index,
}

/// The combinations of members do not fit a key of 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooManyMembers;

#[derive(Debug, Clone)]
enum Index {
    Table(Vec<u32>),
    Map(BTreeMap<u64, u32>),
}

impl Cells {
    pub(crate) fn new(members: Vec<Members>) -> Result<Cells, TooManyMembers> {
        let bits = vec![0; members.len()];
        let mut cells = Cells {
            shifts: bits.clone(),
            bits,
            members,
            numbers: Vec::new(),
            count: 0,
            index: Index::Table(vec![UNMET]),
        };
        cells.make_room()?;
        Ok(cells)
    }

    /// How many cells have been met.
    pub(crate) fn len(&self) -> usize {
        self.count as usize
    }

    /// The member of a cell in a dimension.
    pub(crate) fn member(&self, cell: usize, dimension: usize) -> i32 {
        let number = self.numbers[cell * self.members.len() + dimension];
        self.members[dimension].member(number)
    }

    /// Gives every code of a dimension a number; [`Cells::make_room`] has to follow before keys are built.
    pub(crate) fn meet(
        &mut self,
        dimension: usize,
        codes: impl Iterator<Item = i32>,
        numbers: &mut Vec<u32>,
    ) {
        let members = &mut self.members[dimension];
        numbers.clear();
        numbers.extend(codes.map(|code| members.number(code)));
    }

    /// Widens the keys to the members met so far. Keys built before are void.
    pub(crate) fn make_room(&mut self) -> Result<(), TooManyMembers> {
        let mut grown = false;
        for (bits, members) in self.bits.iter_mut().zip(&self.members) {
            while members.len() > 1 << *bits {
                *bits += 1;
                grown = true;
            }
        }
        if grown {
            let mut shift = 0;
            for (place, bits) in self.shifts.iter_mut().zip(&self.bits) {
                *place = shift;
                shift += bits;
            }
            if shift > 64 {
                return Err(TooManyMembers);
            }
            self.index = if shift <= TABLE_BITS {
                Index::Table(vec![UNMET; 1 << shift])
            } else {
                Index::Map(BTreeMap::new())
            };
            self.index_again();
        }
        Ok(())
    }

    fn index_again(&mut self) {
        let dimensions = self.members.len();
        for cell in 0..self.count {
            let at = cell as usize * dimensions;
            let key = (0..dimensions)
                .map(|dimension| self.part(dimension, self.numbers[at + dimension]))
                .sum();
            self.set(key, cell);
        }
    }

    /// A number's part of a key; the parts of all dimensions add up.
    #[inline]
    pub(crate) fn part(&self, dimension: usize, number: u32) -> u64 {
        u64::from(number) << self.shifts[dimension]
    }

    /// The cells of some rows by the codes of their columns, one a dimension, where nothing but known codes and cells is met;
    /// otherwise nothing.
    pub(crate) fn known(
        &self,
        columns: &[(usize, &[i32])],
        rows: impl Iterator<Item = u32>,
        found: &mut Vec<u32>,
    ) -> bool {
        let Index::Table(table) = &self.index else {
            return false;
        };
        let column = |at: usize| {
            let (dimension, codes) = columns[at];
            let numbers = self.members[dimension].known();
            let shift = self.shifts[dimension];
            // An unknown number gives a key far beyond the table.
            move |row: u32| {
                let code = codes[row as usize].cast_unsigned() as usize;
                let number = numbers.get(code).copied().unwrap_or(UNMET);
                u64::from(number) << shift
            }
        };
        found.clear();
        let mut all_known = true;
        let cell = |key: u64| {
            let place = usize::try_from(key).unwrap_or(usize::MAX);
            let cell = table.get(place).copied().unwrap_or(UNMET);
            all_known &= cell != UNMET;
            cell
        };
        // Written out for few columns, the loops keep all they need in registers.
        match columns.len() {
            1 => {
                let one = column(0);
                found.extend(rows.map(one).map(cell));
            }
            2 => {
                let (one, other) = (column(0), column(1));
                found.extend(rows.map(|row| one(row) + other(row)).map(cell));
            }
            3 => {
                let (one, other, third) = (column(0), column(1), column(2));
                let keys = rows.map(|row| one(row) + other(row) + third(row));
                found.extend(keys.map(cell));
            }
            _ => all_known = false,
        }
        if !all_known {
            found.clear();
        }
        all_known
    }

    /// The cell of a key.
    #[inline]
    pub(crate) fn cell(&mut self, key: u64) -> u32 {
        let found = match &self.index {
            Index::Table(table) => table[usize::try_from(key).expect("a key within the table")],
            Index::Map(map) => map.get(&key).copied().unwrap_or(UNMET),
        };
        if found == UNMET { self.add(key) } else { found }
    }

    #[cold]
    fn add(&mut self, key: u64) -> u32 {
        let cell = self.count;
        self.count += 1;
        for (&shift, &bits) in self.shifts.iter().zip(&self.bits) {
            // Without bits the dimension has one member, and its shift may lie beyond the key.
            let number = if bits == 0 {
                0
            } else {
                key >> shift & ((1 << bits) - 1)
            };
            let number = u32::try_from(number).expect("a dimension's members fit its bits");
            self.numbers.push(number);
        }
        self.set(key, cell);
        cell
    }

    fn set(&mut self, key: u64, cell: u32) {
        match &mut self.index {
            Index::Table(table) => table[usize::try_from(key).expect("within the table")] = cell,
            Index::Map(map) => {
                map.insert(key, cell);
            }
        }
    }

    /// For each cell of another value, the cell of this one with the same members; they are added where missing.
    pub(crate) fn adopt(&mut self, other: &Cells) -> Result<Vec<u32>, TooManyMembers> {
        let dimensions = self.members.len();
        let mut keys: Vec<Vec<u32>> = Vec::new();
        for cell in 0..other.len() {
            let numbers = (0..dimensions).map(|one| {
                let member = other.member(cell, one);
                self.members[one].adopt(member)
            });
            keys.push(numbers.collect());
        }
        self.make_room()?;
        let key = |cells: &Cells, numbers: &[u32]| {
            (0..dimensions)
                .map(|one| cells.part(one, numbers[one]))
                .sum()
        };
        let cells = keys.iter().map(|numbers| {
            let key = key(self, numbers);
            self.cell(key)
        });
        Ok(cells.collect())
    }
}

//! The members of a dimension: small numbers, given out as the codes are met.

use std::collections::BTreeMap;

use crate::schema::MISSING;

/// Codes of a list lie below this (see [`crate::ColumnKind::Code`]); others are looked up more slowly.
const DENSE: usize = 1 << 15;

const UNMET: u32 = u32::MAX;

/// Which number each code has. Number 0 is »unknown«.
#[derive(Debug, Clone)]
pub(crate) struct Members {
    /// By code, up to the highest met so far.
    numbers: Vec<u32>,
    /// Codes that are no codes of a list.
    rare: BTreeMap<i32, u32>,
    /// The member of each number.
    names: Vec<i32>,
    /// Whether codes that were not named at the start are unknown.
    closed: bool,
}

impl Members {
    /// The codes themselves, or what they are gathered to.
    pub(crate) fn new(gathered: &[(i32, i32)]) -> Members {
        let mut members = Members {
            numbers: Vec::new(),
            rare: BTreeMap::new(),
            names: vec![MISSING],
            closed: false,
        };
        let mut places = BTreeMap::new();
        for &(code, member) in gathered {
            let number = *places.entry(member).or_insert_with(|| members.name(member));
            members.set(code, number);
        }
        members.closed = !gathered.is_empty();
        members
    }

    /// How many numbers are given out.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// The member with this number.
    pub(crate) fn member(&self, number: u32) -> i32 {
        self.names[number as usize]
    }

    /// The numbers of the codes met so far, by code; [`u32::MAX`] for others.
    pub(crate) fn known(&self) -> &[u32] {
        &self.numbers
    }

    /// The number of a code.
    #[inline]
    pub(crate) fn number(&mut self, code: i32) -> u32 {
        // A negative code becomes a place beyond the table.
        match self.numbers.get(code.cast_unsigned() as usize) {
            Some(&number) if number != UNMET => number,
            _ => self.meet(code),
        }
    }

    /// The number of a member that another value gave out.
    pub(crate) fn adopt(&mut self, member: i32) -> u32 {
        if self.closed {
            let place = self.names.iter().position(|&name| name == member);
            let place = place.expect("gathered members are the same wherever the plan is");
            u32::try_from(place).expect("fewer members than spells")
        } else {
            self.number(member)
        }
    }

    #[cold]
    fn meet(&mut self, code: i32) -> u32 {
        if code == MISSING || (self.closed && !self.rare.contains_key(&code)) {
            return 0;
        }
        if let Some(&number) = self.rare.get(&code) {
            return number;
        }
        let number = self.name(code);
        self.set(code, number);
        number
    }

    fn name(&mut self, member: i32) -> u32 {
        let number = u32::try_from(self.names.len()).expect("fewer members than spells");
        self.names.push(member);
        number
    }

    fn set(&mut self, code: i32, number: u32) {
        match usize::try_from(code) {
            Ok(place) if place < DENSE => {
                if self.numbers.len() <= place {
                    self.numbers.resize(place + 1, UNMET);
                }
                self.numbers[place] = number;
            }
            _ => {
                self.rare.insert(code, number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_keeps_its_number() {
        let mut members = Members::new(&[]);
        let codes = [860, 101, MISSING, -7, 101, 40_000, 860, -7];
        let numbers = codes.map(|code| members.number(code));
        assert_eq!(numbers, [1, 2, 0, 3, 2, 4, 1, 3]);
        assert_eq!(
            codes.map(|code| code),
            numbers.map(|one| members.member(one))
        );
    }

    #[test]
    fn a_code_that_is_not_gathered_is_unknown() {
        let mut members = Members::new(&[(101, 1084), (147, 1084), (461, 1083)]);
        let numbers = [461, 147, 101, 999, 3, 90_000].map(|code| members.number(code));
        assert_eq!(
            numbers.map(|one| members.member(one)),
            [1083, 1084, 1084, MISSING, MISSING, MISSING]
        );
        assert_eq!(members.len(), 3);
    }
}

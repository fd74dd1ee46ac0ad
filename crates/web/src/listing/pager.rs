//! Which part of a list is shown, and the way to the others.

use super::Address;
use crate::page::Frame;

/// Rows on a page of every list.
pub(crate) const ROWS: u32 = 50;

/// A part of a list. Rows are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pager {
    pub(crate) from: u64,
    pub(crate) to: u64,
    pub(crate) total: u64,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
}

impl Pager {
    /// The part `number` (from 0) of a list of `total` rows, `shown` of them on this page.
    pub(crate) fn new(address: &Address, number: u32, shown: usize, total: u64) -> Pager {
        let before = u64::from(number) * u64::from(ROWS);
        let to = before + shown as u64;
        let page = |number: u32| {
            let number = if number == 0 {
                String::new()
            } else {
                number.to_string()
            };
            address.clone().with("page", number).to_string()
        };
        Pager {
            from: if shown == 0 { 0 } else { before + 1 },
            to: if shown == 0 { 0 } else { to },
            total,
            previous: (number > 0).then(|| page(number - 1)),
            next: (to < total && shown > 0).then(|| page(number.saturating_add(1))),
        }
    }

    /// `1–50 af 1.234`
    pub(crate) fn words(&self, page: &Frame) -> String {
        let total = page.number(self.total);
        if self.to == 0 {
            return page.t1("pager-none", "total", total);
        }
        let (from, to) = (page.number(self.from), page.number(self.to));
        let arguments = [
            ("from", from.into()),
            ("to", to.into()),
            ("total", total.into()),
        ];
        page.t_with("pager-of", &arguments)
    }

    /// What the store is asked for.
    pub(crate) fn part(number: u32) -> store::Page {
        store::Page { number, size: ROWS }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_other_parts_keeps_the_address() {
        let address = Address::new("/cases").with("sort", "due");
        let first = Pager::new(&address, 0, 50, 120);
        assert_eq!((first.from, first.to, first.previous), (1, 50, None));
        assert_eq!(first.next.as_deref(), Some("/cases?sort=due&page=1"));
        let last = Pager::new(&address, 2, 20, 120);
        assert_eq!((last.from, last.to, last.next), (101, 120, None));
        let empty = Pager::new(&address, 0, 0, 0);
        assert_eq!((empty.from, empty.to, empty.next), (0, 0, None));
    }
}

//! Pairs what is expected with what is found, so that as many as possible have a partner.

/// For each expected the found one it is paired with, and the found ones left over. `fits(expected, found)`.
///
/// Augmenting paths (Kuhn): an expectation that asks little gives way to one that asks more.
pub(super) fn pair(
    expected: usize,
    found: usize,
    fits: impl Fn(usize, usize) -> bool,
) -> (Vec<Option<usize>>, Vec<usize>) {
    let mut partner: Vec<Option<usize>> = vec![None; found];
    for at in 0..expected {
        let mut tried = vec![false; found];
        augment(at, &mut partner, &mut tried, &fits);
    }
    let mut pairs = vec![None; expected];
    for (at, taken) in partner.iter().enumerate() {
        if let Some(taken) = taken {
            pairs[*taken] = Some(at);
        }
    }
    let left = (0..found).filter(|at| partner[*at].is_none()).collect();
    (pairs, left)
}

fn augment(
    expected: usize,
    partner: &mut [Option<usize>],
    tried: &mut [bool],
    fits: &impl Fn(usize, usize) -> bool,
) -> bool {
    for at in 0..partner.len() {
        if tried[at] || !fits(expected, at) {
            continue;
        }
        tried[at] = true;
        let is_free = match partner[at] {
            None => true,
            Some(other) => augment(other, partner, tried, fits),
        };
        if is_free {
            partner[at] = Some(expected);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_little_gives_way() {
        // 0 fits both, 1 only the first.
        let (pairs, left) = pair(2, 2, |expected, found| expected == 0 || found == 0);
        assert_eq!(pairs, [Some(1), Some(0)]);
        assert!(left.is_empty());
    }

    #[test]
    fn what_is_left_over_is_told() {
        let (pairs, left) = pair(1, 3, |_, found| found == 1);
        assert_eq!((pairs, left), (vec![Some(1)], vec![0, 2]));
        let (pairs, left) = pair(2, 1, |_, _| true);
        assert_eq!((pairs, left), (vec![Some(0), None], vec![]));
    }
}

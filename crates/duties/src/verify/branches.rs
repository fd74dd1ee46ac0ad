//! What can come with an event: every combination of what it brings, as far as guards can tell.

use super::kernel::{Assignment, Kernel};

/// What an event can bring, by event; and what may become known at any moment.
pub(super) struct Branches {
    pub(super) events: Vec<Vec<Assignment>>,
    pub(super) supplies: Vec<(usize, u8)>,
}

impl Branches {
    /// Every combination of the classes of the fields an event brings. Fields that nobody is known to bring are
    /// supplied by the world if `is_open`.
    pub(super) fn new(kernel: &Kernel, brings: &[Vec<usize>], is_open: bool) -> Branches {
        let classes = |field: usize| kernel.fields[field].domain.values.len();
        let combine = |fields: &Vec<usize>| {
            let mut all = vec![Assignment::new()];
            for field in fields.iter().filter(|field| classes(**field) > 0) {
                if !kernel.fields[*field].domain.is_asked() {
                    continue;
                }
                let longer = all.iter().flat_map(|before| {
                    (1..=classes(*field)).map(|class| {
                        let mut after = before.clone();
                        after.push((*field, u8::try_from(class).unwrap_or(u8::MAX)));
                        after
                    })
                });
                all = longer.collect();
            }
            all
        };
        let is_brought = |field: usize| brings.iter().any(|brought| brought.contains(&field));
        let free = (0..kernel.fields.len()).filter(|field| {
            is_open && !is_brought(*field) && !kernel.fields[*field].shifts.is_empty()
        });
        Branches {
            events: brings.iter().map(combine).collect(),
            supplies: free
                .flat_map(|field| (1..=classes(field)).map(move |class| (field, class)))
                .filter_map(|(field, class)| Some((field, u8::try_from(class).ok()?)))
                .collect(),
        }
    }
}

//! Demand: of which days a node's set has to be right, so that the sets that are read are.

use super::{NodeId, Operation, PopulationPlan};
use crate::operate::civil::Span;
use crate::population::Gap;
use crate::sets::{BEGIN, Days, END};

impl PopulationPlan {
    /// Says that the node's set will be read on these days. Asking again adds to what was asked.
    ///
    /// Readers that look at whole runs ask for all days up to the last one that they look at.
    pub(crate) fn demand(&mut self, node: NodeId, days: Days) {
        if !self.roots.contains(&node) {
            self.roots.push(node);
            self.nodes[node.at()].readers += 1;
        }
        self.widen(node, days.intersect(Days::ALL));
    }

    fn widen(&mut self, node: NodeId, days: Days) {
        let at = &mut self.nodes[node.at()];
        let wider = at.demanded.hull(days);
        if wider == at.demanded {
            return;
        }
        at.demanded = wider;
        let needed = needed(&at.operation, wider).intersect(Days::ALL);
        for part in at.operation.parts() {
            self.widen(part, needed);
        }
    }
}

/// The days that an operation looks at in its parts to be right on `days`.
fn needed(operation: &Operation, days: Days) -> Days {
    let Days { from, until } = days;
    match operation {
        Operation::Share { window, .. } => Days {
            from: window.window_start(from).min(from),
            until,
        },
        Operation::Suffix { length, .. } => Days {
            from: Span::Days(*length).window_start(from).min(from),
            until,
        },
        // The day before the run counts too: it shows that the run began. Months are held to the month's end.
        Operation::Continuous { length, .. } | Operation::Beginning { length, .. } => Days {
            from: length.window_start(from).min(from) - 4,
            until,
        },
        Operation::Since { .. } | Operation::Ever(_) => Days { from: BEGIN, until },
        Operation::Bridged { gap, .. } => {
            // A gap without a whole month lies within two of them.
            let longest = match gap {
                Gap::Days(days) => i32::try_from(*days).unwrap_or(END).min(END),
                Gap::LessThanACalendarMonth => 62,
            };
            Days {
                from: from - longest - 1,
                until: until + longest + 1,
            }
        }
        _ => days,
    }
}

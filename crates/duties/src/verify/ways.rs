//! What a space of markings says: where duties may be owed, where they can still be discharged, and how to get there.

use std::collections::VecDeque;

use super::explore::{Edge, Label, Space};
use super::kernel::{Marking, Nodes};
use super::table::NONE;

impl Space<'_> {
    pub(super) fn transitions(&self) -> usize {
        self.edges.len()
    }

    /// The events on a shortest way to a marking.
    pub(super) fn path(&self, marking: u32) -> Vec<usize> {
        let mut hops = Vec::new();
        let mut at = marking;
        while self.parents[at as usize] != NONE {
            let parent = self.parents[at as usize];
            hops.push((parent as usize, at as usize));
            at = parent;
        }
        let mut path = self.first.clone();
        for (from, to) in hops.into_iter().rev() {
            path.extend(self.hop(from, to, None));
        }
        path
    }

    /// Who owes what where, and can still do it: for each marking the nodes that may be owed, and the nodes whose duty
    /// can still be discharged, excluded or cancelled.
    pub(super) fn duties(&self) -> (Vec<Nodes>, Vec<Nodes>) {
        let count = self.markings.len();
        let mut may = vec![0; count];
        may[0] = self.owed_first;
        let mut left = vec![0_usize];
        let mut is_listed = vec![false; count];
        // The duties that are part of a marking are owed exactly where it says.
        for (at, marking) in self.markings.iter().enumerate() {
            may[at] |= marking.pending & self.kept;
            is_listed[at] = true;
        }
        left.extend((0..count).rev());
        while let Some(at) = left.pop() {
            is_listed[at] = false;
            for edge in self.out(at) {
                let label = self.labels[edge.label as usize];
                let target = edge.target as usize;
                let owed = may[at] & !self.kept & !label.discharged | label.created;
                if owed & !may[target] != 0 {
                    may[target] |= owed;
                    if !std::mem::replace(&mut is_listed[target], true) {
                        left.push(target);
                    }
                }
            }
        }
        (may, self.dischargeable())
    }

    fn dischargeable(&self) -> Vec<Nodes> {
        let (offsets, sources) = self.backward();
        let free = |marking: &Marking| {
            if marking.closed {
                Nodes::MAX
            } else {
                !marking.included | self.kept & !marking.pending
            }
        };
        let mut can: Vec<Nodes> = self.markings.iter().map(free).collect();
        for (at, can) in can.iter_mut().enumerate() {
            for edge in self.out(at) {
                *can |= self.labels[edge.label as usize].discharged;
            }
        }
        let mut is_listed = vec![true; can.len()];
        let mut left: Vec<usize> = (0..can.len()).collect();
        while let Some(at) = left.pop() {
            is_listed[at] = false;
            for source in &sources[offsets[at]..offsets[at + 1]] {
                let source = *source as usize;
                if can[at] & !can[source] != 0 {
                    can[source] |= can[at];
                    if !std::mem::replace(&mut is_listed[source], true) {
                        left.push(source);
                    }
                }
            }
        }
        can
    }

    fn out(&self, at: usize) -> &[Edge] {
        &self.edges[self.offsets[at]..self.offsets[at + 1]]
    }

    /// The steps turned round: the sources of the steps to each marking.
    fn backward(&self) -> (Vec<usize>, Vec<u32>) {
        let mut offsets = vec![0; self.markings.len() + 1];
        for edge in &self.edges {
            offsets[edge.target as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let mut free = offsets.clone();
        let mut sources = vec![0; self.edges.len()];
        for source in 0..self.markings.len() {
            for edge in self.out(source) {
                let place = &mut free[edge.target as usize];
                sources[*place] = u32::try_from(source).unwrap_or(NONE);
                *place += 1;
            }
        }
        (offsets, sources)
    }

    /// The first marking from which no goal can be reached.
    pub(super) fn lost(&self, is_goal: impl Fn(&Marking) -> bool) -> Option<u32> {
        let (offsets, sources) = self.backward();
        let mut reaching: Vec<bool> = self.markings.iter().map(is_goal).collect();
        let mut left: Vec<usize> = (0..reaching.len()).filter(|at| reaching[*at]).collect();
        while let Some(at) = left.pop() {
            for source in &sources[offsets[at]..offsets[at + 1]] {
                if !std::mem::replace(&mut reaching[*source as usize], true) {
                    left.push(*source as usize);
                }
            }
        }
        let lost = reaching.iter().position(|reaching| !reaching)?;
        u32::try_from(lost).ok()
    }

    /// A shortest way on which a duty comes to be owed in one of these markings.
    pub(super) fn way_owing(&self, duty: Nodes, is_there: impl Fn(usize) -> bool) -> Vec<usize> {
        // Twice as many places: each marking with the duty owed (odd) and not owed (even).
        let mut parents: Vec<Option<(usize, u32)>> = vec![None; self.markings.len() * 2];
        let start = usize::from((self.owed_first | self.markings[0].pending) & duty != 0);
        let mut left = VecDeque::from([start]);
        let mut seen = vec![false; parents.len()];
        seen[start] = true;
        while let Some(place) = left.pop_front() {
            let (at, owes) = (place / 2, place % 2 == 1);
            if owes && is_there(at) {
                return self.way_back(&parents, place);
            }
            for edge in self.out(at) {
                let label = self.labels[edge.label as usize];
                let target = edge.target as usize;
                let owes = if self.kept & duty != 0 {
                    self.markings[target].pending & duty != 0
                } else {
                    label.created & duty != 0 || (owes && label.discharged & duty == 0)
                };
                let next = target * 2 + usize::from(owes);
                if !std::mem::replace(&mut seen[next], true) {
                    parents[next] = Some((place, edge.label));
                    left.push_back(next);
                }
            }
        }
        Vec::new()
    }

    /// The events on the way that was found; which of several events with the same effect it was is looked up again.
    fn way_back(&self, parents: &[Option<(usize, u32)>], mut place: usize) -> Vec<usize> {
        let mut hops = Vec::new();
        while let Some((before, label)) = parents[place] {
            hops.push((before / 2, place / 2, self.labels[label as usize]));
            place = before;
        }
        let mut way = self.first.clone();
        for (from, to, label) in hops.into_iter().rev() {
            way.extend(self.hop(from, to, Some(label)));
        }
        way
    }

    /// The events of a step from one marking to another, with this effect on duties if it matters.
    fn hop(&self, from: usize, to: usize, wanted: Option<Label>) -> Vec<usize> {
        let (marking, goal) = (self.markings[from], self.markings[to]);
        let enabled = self.kernel.enabled(&marking);
        let nodes = (0..self.kernel.rows.len()).filter(|node| enabled & (1 << node) != 0);
        for node in nodes {
            for assignment in &self.branches.events[self.kernel.rows[node].event] {
                let arrival = self.arrive(&marking, node, assignment);
                if arrival.next == goal && wanted.is_none_or(|wanted| wanted == arrival.label) {
                    let nodes = arrival.trail.iter();
                    return nodes.map(|node| self.kernel.rows[*node].event).collect();
                }
            }
        }
        // Time alone, or information: there is no event to name.
        Vec::new()
    }
}

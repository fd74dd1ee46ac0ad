//! The journal: every fact in the order it happened, with what was corrected and retracted.

use facts::{CaseId, Fact, FactId, Kind};

use crate::{Case, Coordinates};

/// Whether a recorded fact still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JournalStanding {
    /// It counts.
    Counts,
    /// A later fact took its place.
    CorrectedBy(FactId),
    /// It was retracted by this fact; its content is hidden from ordinary readers.
    RetractedBy(FactId),
}

/// One recorded fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalRow<'a> {
    /// The fact as recorded. Show its content only if the standing allows it.
    pub fact: &'a Fact,
    /// The root of its chain.
    pub root: FactId,
    /// Whether it counts.
    pub standing: JournalStanding,
}

impl JournalRow<'_> {
    /// Whether ordinary readers may see the content.
    pub fn is_readable(&self) -> bool {
        !matches!(self.standing, JournalStanding::RetractedBy(_))
    }
}

/// Every fact known by a cut and happened by a day, as recorded: by day, time, root and then sequence, so that corrections
/// follow what they corrected unless they moved it.
pub fn journal(facts: &[Fact], coordinates: Coordinates) -> Vec<JournalRow<'_>> {
    let known: Vec<&Fact> = facts
        .iter()
        .filter(|fact| coordinates.known_at.is_none_or(|cut| fact.id <= cut))
        .collect();
    let root_of = |id: FactId| {
        known
            .iter()
            .find(|fact| fact.id == id)
            .map_or(id, |fact| fact.root())
    };
    let mut rows: Vec<JournalRow<'_>> = known
        .iter()
        .filter(|fact| fact.entry.happened_on <= coordinates.as_of)
        .map(|fact| {
            let root = fact.root();
            let retracted = known.iter().find(|other| {
                matches!(other.entry.kind, Kind::FactRetracted { fact } if root_of(fact) == root)
            });
            let newest = known
                .iter()
                .filter(|other| other.root() == root)
                .map(|other| other.id)
                .max()
                .unwrap_or(fact.id);
            let standing = match retracted {
                Some(retraction) => JournalStanding::RetractedBy(retraction.id),
                None if newest > fact.id => JournalStanding::CorrectedBy(newest),
                None => JournalStanding::Counts,
            };
            JournalRow {
                fact,
                root,
                standing,
            }
        })
        .collect();
    rows.sort_by_key(|row| {
        let entry = &row.fact.entry;
        (entry.happened_on, entry.time, row.root, row.fact.id)
    });
    rows
}

/// Whether a fact belongs in a case's journal: registered in it, or for the citizen as a whole.
pub(crate) fn concerns(fact: &Fact, case: CaseId) -> bool {
    fact.entry.case.is_none_or(|own| own == case)
}

impl Case<'_> {
    /// The part of a citizen's journal that belongs to this case: what was registered in it or without a case, and what
    /// counts in it.
    pub fn journal<'f>(&self, facts: &'f [Fact]) -> Vec<JournalRow<'f>> {
        let mut rows = journal(facts, self.coordinates);
        rows.retain(|row| {
            concerns(row.fact, self.id) || self.steps.iter().any(|step| step.root.0 == row.root.0)
        });
        rows
    }
}

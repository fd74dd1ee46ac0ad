//! Rules that say two things at once: the same events and relation with different values, or in and out together.

use std::collections::BTreeMap;

use duties::RelationKind;

use crate::compile::Built;
use crate::guard::{Together, Vocabulary, together};
use crate::page::{Report, Sink};

/// Tells contradictions; gives the positions of relations that only repeat what a group says already.
pub(crate) fn contradictions(sink: &Sink, built: &[Built], vocabulary: &Vocabulary) -> Vec<usize> {
    let mut pairs: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (position, one) in built.iter().enumerate() {
        let key = (one.relation.source, one.relation.target);
        pairs.entry(key).or_default().push(position);
    }
    let mut repeated = Vec::new();
    for positions in pairs.values() {
        for (nth, &first) in positions.iter().enumerate() {
            for &second in &positions[nth + 1..] {
                if compare(sink, &built[first], &built[second], vocabulary) {
                    repeated.push(second);
                }
            }
        }
    }
    repeated
}

/// Whether the second only repeats the first; tells when they cannot stand together.
fn compare(sink: &Sink, first: &Built, second: &Built, vocabulary: &Vocabulary) -> bool {
    let (one, other) = (&first.relation, &second.relation);
    let in_and_out = matches!(
        (one.kind, other.kind),
        (RelationKind::Include, RelationKind::Exclude { .. })
            | (RelationKind::Exclude { .. }, RelationKind::Include)
    );
    if in_and_out {
        if first.checked == second.checked {
            let message = "det samme tages både ind i sagen og ud af den på én gang";
            sink.tell(
                Report::error("include-and-exclude", &second.place, message)
                    .remedy("slet den ene, giv dem hver sin betingelse, eller skriv except = [\"…\"] ved gruppen")
                    .also(&first.place, "modsat her"),
            );
        }
        return false;
    }
    if std::mem::discriminant(&one.kind) != std::mem::discriminant(&other.kind) {
        return false;
    }
    let overlap = match together(first.checked.as_ref(), second.checked.as_ref(), vocabulary) {
        Together::Never => false,
        Together::Sometimes => true,
        Together::Unsure => first.checked == second.checked,
    };
    if !overlap {
        return false;
    }
    let same = one.kind == other.kind && one.quantifier == other.quantifier;
    let is_response = matches!(one.kind, RelationKind::Response { .. });
    if same && (first.expanded || second.expanded) && !is_response {
        return first.checked == second.checked;
    }
    // Effects without values under different guards simply add up.
    let valueless = matches!(
        one.kind,
        RelationKind::Include | RelationKind::NoResponse | RelationKind::Milestone
    );
    if same && first.checked != second.checked && !is_response {
        return false;
    }
    if valueless && !same {
        return false;
    }
    let report = if same {
        Report::error("said-twice", &second.place, "det samme er sagt to gange")
            .remedy("slet den ene")
    } else {
        Report::error(
            "contradiction",
            &second.place,
            "to regler om det samme siger hver sit",
        )
        .remedy("behold én, eller giv dem betingelser eller datoer, der ikke overlapper")
    };
    sink.tell(report.also(&first.place, "den anden"));
    false
}

//! The reductions against none: on random models both give the same verdicts.

use std::collections::BTreeSet;

use super::agreement::{Chance, model};
use super::assemble::Plan;
use super::branches::Branches;
use super::check::{Flaw, Limits, check};
use super::explore::Space;
use super::influence;
use super::kernel::Nodes;
use crate::{Effect, Model};

/// Dead events, events whose duties can get stuck, and whether some marking cannot reach one without duties.
#[derive(Debug, PartialEq, Eq)]
struct Verdict {
    dead: BTreeSet<usize>,
    stuck: BTreeSet<usize>,
    is_lost: bool,
}

/// Every event, every duty, every mark, one step at a time; `None` if that is too much.
fn plainly(model: &Model) -> Option<Verdict> {
    let brings = influence::brought(&model.compiled);
    let plan = Plan {
        compiled: &model.compiled,
        kept: &vec![true; model.compiled.events.len()],
        copies: 1,
        brings: Some(&brings),
    };
    let mut kernel = plan.kernel().ok()?;
    kernel.lasting = 0;
    kernel.askers.fill(Nodes::MAX);
    kernel.includable = Nodes::MAX;
    kernel.remembered = Nodes::MAX;
    let branches = Branches::new(&kernel, &brings, true);
    let space = Space::explore(&kernel, &branches, Nodes::MAX, 8_000);
    if !space.is_finished {
        return None;
    }
    let (may, can) = space.duties();
    let mut verdict = Verdict {
        dead: BTreeSet::new(),
        stuck: BTreeSet::new(),
        is_lost: space.lost(|marking| kernel.is_settled(marking)).is_some(),
    };
    for (node, row) in kernel.rows.iter().enumerate() {
        let bit: Nodes = 1 << node;
        if space.seen & bit == 0 {
            verdict.dead.insert(row.event);
        }
        let mut markings = space.markings.iter().enumerate();
        if markings.any(|(at, marking)| may[at] & marking.included & !can[at] & bit != 0) {
            verdict.stuck.insert(row.event);
        }
    }
    Some(verdict)
}

#[test]
fn reductions_change_no_verdict() {
    let (mut compared, mut dead, mut stuck, mut livelocks) = (0, 0, 0, 0);
    for seed in 0..400 {
        let mut definition = model(&mut Chance(seed)).definition().clone();
        for event in &mut definition.events {
            if matches!(event.effect, Effect::Exits | Effect::Reopens) {
                event.effect = Effect::None;
            }
        }
        let model = Model::compile(definition).unwrap();
        let Some(plain) = plainly(&model) else {
            continue;
        };
        let report = check(&model, Limits::default());
        assert!(report.is_finished());
        let of = |flaws: &[Flaw]| -> BTreeSet<usize> {
            let found = report.findings.iter().filter(|it| flaws.contains(&it.flaw));
            found.flat_map(|it| it.events.iter().copied()).collect()
        };
        let is_livelock = !of(&[Flaw::Livelock]).is_empty();
        let reduced = Verdict {
            dead: of(&[Flaw::Dead]),
            stuck: of(&[Flaw::Stuck, Flaw::Deadlock]),
            is_lost: plain.is_lost,
        };
        assert_eq!(reduced, plain, "seed {seed}: {:#?}", model.definition());
        let explained = is_livelock || !plain.stuck.is_empty();
        assert_eq!(
            explained,
            plain.is_lost,
            "seed {seed}: {:#?}",
            model.definition()
        );
        compared += 1;
        dead += plain.dead.len();
        stuck += plain.stuck.len();
        livelocks += usize::from(is_livelock);
    }
    assert!(compared > 100, "only {compared} models were small enough");
    assert!(
        dead > 20 && stuck > 20 && livelocks > 2,
        "{dead} dead, {stuck} stuck, {livelocks} livelocks"
    );
}

//! Makes a failing run smaller.

use calendar::{Calendar, Roll};
use duties::{Action, Definition, Event, Model, Relation};

use super::ablations;
use crate::random::Run;

/// The smallest run found that still fails, by taking out one thing after the other until nothing more can go.
pub(crate) fn shrink(mut run: Run, fails: &dyn Fn(&Run) -> bool) -> Run {
    loop {
        let Some(smaller) = smaller(&run)
            .into_iter()
            .find(|less| Model::compile(less.definition.clone()).is_ok() && fails(less))
        else {
            return run;
        };
        run = smaller;
    }
}

/// Every run that is one thing smaller.
fn smaller(run: &Run) -> Vec<Run> {
    let mut list = Vec::new();
    let mut put = |change: &dyn Fn(&mut Run)| {
        let mut less = run.clone();
        change(&mut less);
        list.push(less);
    };
    if run.as_of.len() > 1 {
        for at in 0..run.as_of.len() {
            put(&|less| {
                less.as_of.remove(at);
            });
        }
    }
    let steps = run.steps.len();
    for size in [16, 8, 4, 2, 1] {
        for at in (0..steps).step_by(size) {
            put(&|less| {
                less.steps.drain(at..(at + size).min(steps));
            });
        }
    }
    for at in 0..run.definition.relations.len() {
        put(&|less| {
            less.definition.relations.remove(at);
        });
    }
    for at in 0..run.definition.events.len() {
        if let Some(less) = without_event(run, at) {
            list.push(less);
        }
    }
    simpler(run, &mut list);
    for (names, definition) in ablations(&run.definition) {
        // Turning a quantifier round and round makes nothing smaller.
        if names.contains(&"any is not all") {
            continue;
        }
        let is_new = definition.relations.iter().all(|relation| {
            run.definition.relations.contains(relation) || relation.guard.is_none()
        });
        if is_new {
            list.push(Run {
                definition,
                ..run.clone()
            });
        }
    }
    list.retain(|less| less.as_of != run.as_of || !is_same(less, run));
    list
}

fn simpler(run: &Run, list: &mut Vec<Run>) {
    let mut put = |change: &dyn Fn(&mut Run)| {
        let mut less = run.clone();
        change(&mut less);
        list.push(less);
    };
    put(&|less| less.calendar = Calendar::default());
    put(&|less| less.case = 0);
    put(&|less| less.steps.sort_by_key(|step| (step.day, step.sequence)));
    for at in 0..run.steps.len() {
        put(&|less| less.steps[at].time = None);
        if let Action::Execute { values, .. } = &run.steps[at].action {
            for value in 0..values.len() {
                put(&|less| {
                    if let Action::Execute { values, .. } = &mut less.steps[at].action {
                        values.remove(value);
                    }
                });
            }
        }
    }
    for at in 0..run.definition.events.len() {
        put(&|less| {
            if let Some(pending) = &mut less.definition.events[at].pending {
                pending.deadline = None;
            }
        });
        put(&|less| {
            let deadline = less.definition.events[at].pending.as_mut();
            if let Some(deadline) = deadline.and_then(|one| one.deadline.as_mut()) {
                deadline.roll = Roll::None;
            }
        });
    }
}

/// The run without an event that nothing speaks of.
fn without_event(run: &Run, gone: usize) -> Option<Run> {
    let definition = &run.definition;
    let mentions = |relation: &Relation| relation.source == gone || relation.target == gone;
    if definition.relations.iter().any(mentions) {
        return None;
    }
    let does = |action: &Action| matches!(action, Action::Execute { event, .. } if *event == gone);
    if run.steps.iter().any(|step| does(&step.action)) {
        return None;
    }
    let shift = |event: &mut usize| *event -= usize::from(*event > gone);
    let mut less = run.clone();
    less.definition.events.remove(gone);
    for relation in &mut less.definition.relations {
        shift(&mut relation.source);
        shift(&mut relation.target);
    }
    for step in &mut less.steps {
        if let Action::Execute { event, .. } = &mut step.action {
            shift(event);
        }
    }
    Some(less)
}

fn is_same(left: &Run, right: &Run) -> bool {
    left.definition == right.definition
        && left.steps == right.steps
        && left.calendar == right.calendar
        && left.case == right.case
}

/// A definition in few lines, for a report.
pub(crate) fn told_shortly(run: &Run) -> String {
    let Definition {
        events,
        relations,
        fields,
        instances,
        rounds,
        pause_groups,
    } = &run.definition;
    let mut lines = vec![format!("rounds {rounds}, pause groups {pause_groups}")];
    lines.extend(instances.iter().map(|one| format!("{one:?}")));
    lines.extend(fields.iter().map(|one| format!("{one:?}")));
    lines.extend(events.iter().enumerate().map(event_line));
    let line = |(at, one): (usize, &Relation)| format!("{at}: {one:?}");
    lines.extend(relations.iter().enumerate().map(line));
    let line = |(at, one): (usize, &duties::Step)| format!("{at}: {one:?}");
    lines.extend(run.steps.iter().enumerate().map(line));
    lines.push(format!("as of {:?}, case {}", run.as_of, run.case));
    lines.push(format!("{} holidays", run.calendar.holidays().len()));
    lines.join("\n")
}

fn event_line((at, one): (usize, &Event)) -> String {
    let mut words = vec![format!("{at}: {:?} {:?}", one.kind, one.lifecycle)];
    let mut put = |is_so: bool, word: String| {
        if is_so {
            words.push(word);
        }
    };
    put(one.instance.is_some(), format!("of {:?}", one.instance));
    put(!one.included, "excluded".to_owned());
    put(one.pending.is_some(), format!("{:?}", one.pending));
    put(
        one.repeat != duties::Repeat::Many,
        format!("{:?}", one.repeat),
    );
    put(
        one.completes.is_some(),
        format!("completes {:?}", one.completes),
    );
    put(
        one.effect != duties::Effect::None,
        format!("{:?}", one.effect),
    );
    put(
        one.pause_group.is_some(),
        format!("pause group {:?}", one.pause_group),
    );
    words.join(", ")
}

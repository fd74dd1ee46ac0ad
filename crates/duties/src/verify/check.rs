//! Runs the checks and words the findings.

use super::assemble::{Plan, TooLarge};
use super::branches::Branches;
use super::explore::{Space, events_of, nodes_of};
use super::influence::{self, Influence};
use super::kernel::{Kernel, Nodes};
use crate::{Effect, Model};

/// How far a check goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Markings visited per run; beyond, the run says that it did not finish.
    pub markings: usize,
    /// Copies of each kind of instance.
    pub copies: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            markings: 1_000_000,
            copies: 1,
        }
    }
}

/// What was found, and how much was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What is wrong; empty is good if every run finished.
    pub findings: Vec<Finding>,
    /// What was explored.
    pub runs: Vec<Run>,
}

/// One exploration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What it was about.
    pub subject: Subject,
    /// How many events took part after the reductions.
    pub events: usize,
    /// How many markings were visited.
    pub markings: usize,
    /// How many different steps lie between them.
    pub transitions: usize,
    /// Whether all markings were visited. If not, only what was found holds, not that nothing else is wrong.
    pub is_finished: bool,
    /// Why it could not even begin.
    pub too_large: Option<TooLarge>,
}

/// What an exploration is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The model as it is. Left out when an exit can always happen, for then everything can always be discharged.
    Whole,
    /// The model without exits and reopenings.
    WithoutExits,
    /// This event, which bears on no other, and what bears on it.
    Leaf(usize),
    /// The events, beginning with this one, whose duties can bring each other forth, and what bears on them.
    Circle(usize),
}

/// Something wrong with a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub flaw: Flaw,
    /// The events it is about: those owed, or the dead one.
    pub events: Vec<usize>,
    /// The events that lead there, in order; empty for a dead event.
    pub path: Vec<usize>,
    /// In which exploration.
    pub subject: Subject,
}

/// What can be wrong with a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// The duty is stuck, and on some way there nothing that bears on anything can happen any more.
    Deadlock,
    /// The event can never happen.
    Dead,
    /// The duty can never be discharged, cancelled or excluded from here on.
    Stuck,
    /// Each of these duties can be discharged, but never all: discharging one brings forth another.
    Livelock,
}

impl Report {
    /// Whether every run finished, so that no finding means nothing wrong.
    pub fn is_finished(&self) -> bool {
        self.runs.iter().all(|run| run.is_finished)
    }
}

/// Checks a model. Each event is taken to bring the fields that its own effects and its completion ask for; fields
/// that nobody brings may become known at any moment.
pub fn check(model: &Model, limits: Limits) -> Report {
    let brings = influence::brought(&model.compiled);
    Check::new(model, limits, &brings, true).run()
}

/// Checks a model whose events bring these fields, by event position.
pub fn check_bringing(model: &Model, limits: Limits, brings: &[Vec<usize>]) -> Report {
    Check::new(model, limits, brings, false).run()
}

struct Check<'a> {
    model: &'a Model,
    limits: Limits,
    brings: &'a [Vec<usize>],
    /// Whether the world supplies fields that no event brings.
    is_open: bool,
    influence: Influence,
    report: Report,
}

impl<'a> Check<'a> {
    fn new(model: &'a Model, limits: Limits, brings: &'a [Vec<usize>], is_open: bool) -> Check<'a> {
        Check {
            model,
            limits,
            brings,
            is_open,
            influence: Influence::new(&model.compiled, brings),
            report: Report::default(),
        }
    }

    fn run(mut self) -> Report {
        let compiled = &self.model.compiled;
        let events = &compiled.definition.events;
        let is_exit =
            |event: usize| matches!(events[event].effect, Effect::Exits | Effect::Reopens);
        let exits: Vec<usize> = (0..events.len()).filter(|event| is_exit(*event)).collect();
        let inner: Vec<bool> = (0..events.len()).map(|event| !is_exit(event)).collect();
        let mut main = self.influence.core(&inner);
        for event in (0..events.len()).filter(|event| inner[*event]) {
            main[event] |= self.influence.bears_on_another(event);
        }
        self.take_along(&mut main, &inner);
        let is_way_out = |event: &&usize| {
            events[**event].effect == Effect::Exits && influence::is_always_free(compiled, **event)
        };
        let reopens = exits.iter().any(|exit| {
            let mut relations = compiled.definition.relations.iter();
            relations.any(|relation| relation.source == *exit)
        });
        if !exits.is_empty() && (reopens || !exits.iter().any(|exit| is_way_out(&exit))) {
            let mut whole = main.clone();
            for exit in &exits {
                add(&mut whole, &self.influence.cone(*exit));
            }
            self.explore(Subject::Whole, &whole, &[]);
        }
        let subject = if exits.is_empty() {
            Subject::Whole
        } else {
            Subject::WithoutExits
        };
        self.explore(subject, &main, &[]);
        for leaf in (0..events.len()).filter(|event| inner[*event]) {
            let kept = both(&self.influence.cone(leaf), &inner);
            if !is_within(&kept, &main) {
                self.explore(Subject::Leaf(leaf), &kept, &[]);
            }
        }
        for circle in influence::circles(compiled) {
            let mut kept = vec![false; events.len()];
            for event in &circle {
                add(&mut kept, &self.influence.cone(*event));
            }
            self.explore(Subject::Circle(circle[0]), &both(&kept, &inner), &circle);
        }
        self.report
    }

    /// Takes along events that need no state and depend on nothing that is not there anyway.
    fn take_along(&self, kept: &mut [bool], inner: &[bool]) {
        loop {
            let next = (0..kept.len()).find(|event| {
                let is_new = inner[*event] && !kept[*event];
                let is_covered = || {
                    let mut bearing = both(&self.influence.cone(*event), inner);
                    bearing[*event] = false;
                    is_within(&bearing, kept)
                };
                is_new && influence::is_stateless(&self.model.compiled, *event) && is_covered()
            });
            let Some(event) = next else { return };
            kept[event] = true;
        }
    }

    fn explore(&mut self, subject: Subject, kept: &[bool], counted: &[usize]) {
        let mut run = Run {
            subject,
            events: kept.iter().filter(|kept| **kept).count(),
            markings: 0,
            transitions: 0,
            is_finished: false,
            too_large: None,
        };
        let plan = Plan {
            compiled: &self.model.compiled,
            kept,
            copies: self.limits.copies,
            brings: Some(self.brings),
        };
        match plan.kernel() {
            Err(too_large) => run.too_large = Some(too_large),
            Ok(kernel) => {
                let branches = Branches::new(&kernel, self.brings, self.is_open);
                let counted = counted
                    .iter()
                    .fold(0, |nodes, event| nodes | nodes_of(&kernel, *event));
                let limit = self.limits.markings;
                let space = Space::explore(&kernel, &branches, counted, limit);
                run.markings = space.markings.len();
                run.transitions = space.transitions();
                run.is_finished = space.is_finished;
                let judge = Judge {
                    kernel: &kernel,
                    space: &space,
                    subject,
                    counted,
                    judged: self.judged(&kernel, subject, kept),
                };
                for finding in judge.findings(&self.report.findings) {
                    let mut known = self.report.findings.iter();
                    let is_same = |known: &Finding| {
                        (known.flaw, &known.events) == (finding.flaw, &finding.events)
                    };
                    if !known.any(is_same) {
                        self.report.findings.push(finding);
                    }
                }
            }
        }
        self.report.runs.push(run);
    }
}

impl Check<'_> {
    /// The nodes that can be judged when these events are kept: all that bears on them is there, exits apart.
    fn judged(&self, kernel: &Kernel, subject: Subject, kept: &[bool]) -> Nodes {
        if let Subject::Leaf(leaf) = subject {
            return nodes_of(kernel, leaf);
        }
        let events = &self.model.compiled.definition.events;
        let mut nodes = 0;
        for event in (0..kept.len()).filter(|event| kept[*event]) {
            let mut bearing = self.influence.cone(event);
            for (bears, words) in bearing.iter_mut().zip(events) {
                let is_exit = matches!(words.effect, Effect::Exits | Effect::Reopens);
                *bears &= subject == Subject::Whole || !is_exit;
            }
            if is_within(&bearing, kept) {
                nodes |= nodes_of(kernel, event);
            }
        }
        nodes
    }
}

fn add(kept: &mut [bool], more: &[bool]) {
    for (kept, more) in kept.iter_mut().zip(more) {
        *kept |= more;
    }
}

fn both(left: &[bool], right: &[bool]) -> Vec<bool> {
    left.iter()
        .zip(right)
        .map(|(left, right)| *left && *right)
        .collect()
}

fn is_within(few: &[bool], many: &[bool]) -> bool {
    few.iter().zip(many).all(|(few, many)| !few || *many)
}

/// Draws verdicts from a space of markings.
struct Judge<'a> {
    kernel: &'a Kernel,
    space: &'a Space<'a>,
    subject: Subject,
    /// The duties of a circle.
    counted: Nodes,
    /// Nodes of which everything that bears on them is there.
    judged: Nodes,
}

impl Judge<'_> {
    fn findings(&self, known: &[Finding]) -> Vec<Finding> {
        let mut found = Vec::new();
        let is_finished = self.space.is_finished;
        match self.subject {
            Subject::Circle(_) => {
                if is_finished {
                    self.livelock(known, &mut found);
                }
            }
            Subject::Leaf(leaf) => {
                if is_finished {
                    self.dead(&[leaf], &mut found);
                    self.stuck(&mut found);
                }
            }
            Subject::Whole | Subject::WithoutExits => {
                if is_finished {
                    let mut events: Vec<usize> =
                        self.kernel.rows.iter().map(|row| row.event).collect();
                    events.dedup();
                    self.dead(&events, &mut found);
                    self.stuck(&mut found);
                }
            }
        }
        found
    }

    fn dead(&self, events: &[usize], found: &mut Vec<Finding>) {
        for event in events {
            if nodes_of(self.kernel, *event) & self.space.seen == 0 {
                found.push(Finding {
                    flaw: Flaw::Dead,
                    events: vec![*event],
                    path: Vec::new(),
                    subject: self.subject,
                });
            }
        }
    }

    /// Duties that are owed somewhere and can never be discharged from there on; a deadlock if nothing can happen.
    fn stuck(&self, found: &mut Vec<Finding>) {
        let (may, can) = self.space.duties();
        let lost = |at: usize| {
            let marking = &self.space.markings[at];
            let owed = if marking.closed {
                0
            } else {
                may[at] & marking.included
            };
            owed & !can[at] & self.judged
        };
        let all = (0..may.len()).fold(0, |nodes, at| nodes | lost(at));
        let halted = self
            .space
            .halted
            .iter()
            .fold(0, |nodes, at| nodes | lost(*at as usize));
        for node in (0..self.kernel.rows.len()).filter(|node| all & (1 << node) != 0) {
            let bit: Nodes = 1 << node;
            let flaw = if halted & bit != 0 {
                Flaw::Deadlock
            } else {
                Flaw::Stuck
            };
            let path = self.space.way_owing(bit, |at| lost(at) & bit != 0);
            found.push(Finding {
                flaw,
                events: events_of(self.kernel, bit),
                path,
                subject: self.subject,
            });
        }
    }

    /// Duties of a circle of which each can be discharged, but never all.
    fn livelock(&self, known: &[Finding], found: &mut Vec<Finding>) {
        let events = events_of(self.kernel, self.counted);
        let is_explained = |known: &Finding| {
            matches!(known.flaw, Flaw::Stuck | Flaw::Deadlock)
                && known.events.iter().any(|event| events.contains(event))
        };
        if known.iter().any(is_explained) {
            return;
        }
        let lost = self.space.lost(|marking| {
            marking.closed || marking.pending & marking.included & self.counted == 0
        });
        if let Some(at) = lost {
            let marking = &self.space.markings[at as usize];
            let owed = marking.pending & marking.included & self.counted;
            found.push(Finding {
                flaw: Flaw::Livelock,
                events: events_of(self.kernel, owed),
                path: self.space.path(at),
                subject: self.subject,
            });
        }
    }
}

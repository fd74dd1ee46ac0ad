//! Runs the checks and words the findings.

use super::assemble::{Plan, TooLarge};
use super::explore::{Branches, Space, events_of, nodes_of};
use super::influence::{self, Influence};
use super::kernel::{Kernel, Marking, Nodes};
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
    /// The model as it is.
    Whole,
    /// The model without exits and reopenings, for an exit discharges everything.
    WithoutExits,
    /// This event, which bears on no other, and what bears on it.
    Leaf(usize),
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
    /// Duties are pending and nothing that bears on anything can happen.
    Deadlock,
    /// The event can never happen.
    Dead,
    /// The duty can never be discharged, cancelled or excluded from here on.
    Stuck,
    /// Each duty can be discharged, but never all.
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
        let events = &self.model.compiled.definition.events;
        let is_exit =
            |event: usize| matches!(events[event].effect, Effect::Exits | Effect::Reopens);
        let exits: Vec<usize> = (0..events.len()).filter(|event| is_exit(*event)).collect();
        let inner: Vec<bool> = (0..events.len()).map(|event| !is_exit(event)).collect();
        let core = self.influence.core(inner.clone());
        if !exits.is_empty() {
            let mut whole = core.clone();
            for exit in &exits {
                for (kept, bears) in whole.iter_mut().zip(self.influence.cone(*exit)) {
                    *kept |= bears;
                }
            }
            self.explore(Subject::Whole, &whole);
        }
        let subject = if exits.is_empty() {
            Subject::Whole
        } else {
            Subject::WithoutExits
        };
        self.explore(subject, &core);
        for leaf in (0..events.len()).filter(|event| inner[*event] && !core[*event]) {
            if !influence::is_always_free(&self.model.compiled, leaf) {
                let mut bearing = self.influence.cone(leaf);
                for (kept, is_inner) in bearing.iter_mut().zip(&inner) {
                    *kept &= is_inner;
                }
                self.explore(Subject::Leaf(leaf), &bearing);
            }
        }
        self.report
    }

    fn explore(&mut self, subject: Subject, kept: &[bool]) {
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
                let space = Space::explore(&kernel, &branches, self.limits.markings);
                run.markings = space.markings.len();
                run.transitions = space.transitions();
                run.is_finished = space.is_finished;
                let judge = Judge {
                    kernel: &kernel,
                    space: &space,
                    subject,
                };
                for finding in judge.findings() {
                    let is_known =
                        self.report.findings.iter().any(|known| {
                            known.flaw == finding.flaw && known.events == finding.events
                        });
                    if !is_known {
                        self.report.findings.push(finding);
                    }
                }
            }
        }
        self.report.runs.push(run);
    }
}

/// Draws verdicts from a space of markings.
struct Judge<'a> {
    kernel: &'a Kernel,
    space: &'a Space<'a>,
    subject: Subject,
}

impl Judge<'_> {
    fn findings(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        self.deadlocks(&mut found);
        if self.space.is_finished {
            self.dead(&mut found);
            self.stuck(&mut found);
        }
        found
    }

    /// The nodes whose duties count here: of a leaf's exploration only its own.
    fn counted(&self) -> Nodes {
        match self.subject {
            Subject::Leaf(leaf) => nodes_of(self.kernel, leaf),
            Subject::Whole | Subject::WithoutExits => Nodes::MAX,
        }
    }

    fn owed(&self, marking: &Marking) -> Nodes {
        if marking.closed {
            0
        } else {
            marking.pending & marking.included & self.counted()
        }
    }

    fn finding(&self, flaw: Flaw, nodes: Nodes, at: u32) -> Finding {
        Finding {
            flaw,
            events: events_of(self.kernel, nodes),
            path: self.space.path(at),
            subject: self.subject,
        }
    }

    /// The first marking for each set of duties with which everything halts.
    fn deadlocks(&self, found: &mut Vec<Finding>) {
        let mut known = Vec::new();
        for at in &self.space.halted {
            let owed = self.owed(&self.space.markings[*at as usize]);
            if owed != 0 && !known.contains(&owed) {
                known.push(owed);
                found.push(self.finding(Flaw::Deadlock, owed, *at));
            }
        }
    }

    fn dead(&self, found: &mut Vec<Finding>) {
        let events = self.kernel.rows.iter().map(|row| row.event);
        let mut events: Vec<usize> = match self.subject {
            Subject::Leaf(leaf) => vec![leaf],
            Subject::Whole | Subject::WithoutExits => events.collect(),
        };
        events.dedup();
        for event in events {
            if nodes_of(self.kernel, event) & self.space.seen == 0 {
                found.push(Finding {
                    flaw: Flaw::Dead,
                    events: vec![event],
                    path: Vec::new(),
                    subject: self.subject,
                });
            }
        }
    }

    fn stuck(&self, found: &mut Vec<Finding>) {
        let backward = self.space.backward();
        let settled = |marking: &Marking| self.owed(marking) == 0;
        let reaching = self.space.reaching(&backward, settled);
        let lost = |at: &usize| !reaching[*at];
        let places = 0..self.space.markings.len();
        let Some(first) = places.clone().find(lost) else {
            return;
        };
        let suspects = places
            .clone()
            .filter(lost)
            .fold(0, |nodes, at| nodes | self.owed(&self.space.markings[at]));
        let mut is_explained = false;
        for node in (0..self.kernel.rows.len()).filter(|node| suspects & (1 << node) != 0) {
            let bit: Nodes = 1 << node;
            let free = |marking: &Marking| self.owed(marking) & bit == 0;
            let reaching = self.space.reaching(&backward, free);
            if let Some(at) = places.clone().find(|at| !reaching[*at]) {
                is_explained = true;
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                found.push(self.finding(Flaw::Stuck, bit, at));
            }
        }
        if !is_explained {
            let owed = self.owed(&self.space.markings[first]);
            let at = u32::try_from(first).unwrap_or(u32::MAX);
            found.push(self.finding(Flaw::Livelock, owed, at));
        }
    }
}

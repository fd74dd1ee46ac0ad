//! Random histories: the reference walks ahead, so that most steps are enabled and some are not.

use calendar::{Calendar, Day};
use duties::{Action, Definition, Effect, EventKind, FieldType, InstanceKey, RootId, Step, Value};

use super::{Chance, days, graph, guards};
use crate::reference::Case;

/// Everything a comparison needs.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) definition: Definition,
    pub(crate) calendar: Calendar,
    pub(crate) case: u64,
    /// In random order.
    pub(crate) steps: Vec<Step>,
    /// The days on which to look, the last one last.
    pub(crate) as_of: Vec<Day>,
}

/// The run of a seed.
pub(crate) fn run(seed: u64) -> Run {
    let mut chance = Chance::new(seed);
    let definition = graph::definition(&mut chance);
    run_of(chance, definition)
}

/// A run of this definition.
pub(crate) fn run_of(mut chance: Chance, definition: Definition) -> Run {
    let calendar = days::calendar(&mut chance);
    let case = chance.bits();
    let steps = walk(&mut chance, &definition, &calendar, case);
    let first = steps.iter().map(|step| step.day).min();
    let last = steps.iter().map(|step| step.day).max();
    let (first, last) = first.zip(last).unwrap_or_else(|| {
        let day = days::first_day(&mut chance);
        (day, day)
    });
    let length = usize::try_from(last.since(first)).unwrap() + 1;
    let ahead = |chance: &mut Chance, days| i32::try_from(chance.below(days)).unwrap();
    let as_of = vec![
        first.plus(ahead(&mut chance, length) - 3),
        last,
        last.plus(ahead(&mut chance, 120)),
    ];
    Run {
        definition,
        calendar,
        case,
        steps,
        as_of,
    }
}

struct Walker<'a> {
    chance: &'a mut Chance,
    case: Case<'a>,
    steps: Vec<Step>,
}

fn walk(
    chance: &mut Chance,
    definition: &Definition,
    calendar: &Calendar,
    number: u64,
) -> Vec<Step> {
    let length = chance.weighed(&[(2, 0), (30, 8), (50, 20), (18, 40)]);
    let day = days::first_day(chance);
    let mut walker = Walker {
        case: Case::start(definition, calendar, number, day),
        chance,
        steps: Vec::new(),
    };
    for _ in 0..length {
        walker.step();
        walker.wait();
    }
    let mut steps = walker.steps;
    chance.shuffle(&mut steps);
    steps
}

impl Walker<'_> {
    fn step(&mut self) {
        if self.chance.percent(9) && !self.case.ledger.is_empty() {
            return self.set_aside();
        }
        let places = self.places();
        let (enabled, blocked): (Vec<_>, Vec<_>) = places
            .into_iter()
            .partition(|(event, key)| self.case.blockers(*event, *key).is_empty());
        let deviates = self.chance.percent(12);
        let due: Vec<_> = enabled
            .iter()
            .copied()
            .filter(|(event, key)| {
                let place = self.case.place(*event, *key).unwrap();
                let effect = self.case.definition.events[*event].effect;
                let resumes =
                    matches!(effect, Effect::Resumes(group) if self.case.pauses[group].is_some());
                resumes || !self.case.pending_on(*event, place).is_empty()
            })
            .collect();
        let from = if enabled.is_empty() || deviates && !blocked.is_empty() {
            blocked
        } else if !due.is_empty() && self.chance.percent(35) {
            due
        } else {
            enabled
        };
        // A case that is closed or paused most of the time shows little.
        let mut picked = self.chance.pick(&from);
        if matches!(
            self.case.definition.events[picked.0].effect,
            Effect::Exits | Effect::Pauses { .. }
        ) {
            picked = self.chance.pick(&from);
        }
        let (event, instance) = picked;
        let values = self.values(event);
        let root = match self.steps.last() {
            Some(last) if self.chance.percent(6) => last.root,
            _ => RootId(self.chance.bits() % 1_000_000),
        };
        self.case.execute(root, event, instance, &values);
        self.push(
            root,
            Action::Execute {
                event,
                instance,
                values: values.into_iter().collect(),
            },
        );
    }

    fn push(&mut self, root: RootId, action: Action) {
        self.steps.push(Step {
            root,
            day: self.case.today,
            time: days::time(self.chance),
            sequence: u64::try_from(self.steps.len()).unwrap(),
            action,
        });
    }

    fn set_aside(&mut self) {
        let ids: Vec<_> = self.case.ledger.iter().map(|duty| duty.id).collect();
        let can: Vec<_> = ids
            .iter()
            .copied()
            .filter(|id| self.case.may_set_aside(*id).is_some())
            .collect();
        let from = if can.is_empty() || self.chance.percent(15) {
            &ids
        } else {
            &can
        };
        let duty = self.chance.pick(from);
        let ahead = i32::from(self.chance.between(0, 50)) - 3;
        let until = self.chance.percent(60).then(|| self.case.today.plus(ahead));
        let root = RootId(self.chance.bits() % 1_000_000);
        self.case.set_aside(duty, until);
        self.push(root, Action::SetAside { duty, until });
    }

    /// Every (event, instance) that people might do, and a few that they could not.
    fn places(&mut self) -> Vec<(usize, Option<InstanceKey>)> {
        let mut places = Vec::new();
        for (at, event) in self.case.definition.events.iter().enumerate() {
            if event.kind == EventKind::Timer && !self.chance.percent(5) {
                continue;
            }
            let Some(kind) = event.instance else {
                places.push((at, None));
                continue;
            };
            let known: Vec<InstanceKey> = self
                .case
                .all_instances(kind)
                .into_iter()
                .filter_map(|one| self.case.key(Some(one)))
                .collect();
            if self.case.is_opens(at) || self.chance.percent(3) {
                // Counted in each kind, so that two kinds use the same keys.
                let next = u64::try_from(known.len()).unwrap() + 1;
                places.push((at, Some(InstanceKey(next))));
            }
            if !self.case.is_opens(at) || self.chance.percent(4) {
                places.extend(known.into_iter().map(|key| (at, Some(key))));
            }
            if self.chance.percent(1) {
                places.push((at, None));
            }
        }
        if places.is_empty() {
            places.push((0, None));
        }
        places
    }

    fn values(&mut self, event: usize) -> Vec<(usize, Value)> {
        let mut values = Vec::new();
        let today = self.case.today;
        for (at, field) in self.case.definition.fields.iter().enumerate() {
            // Each event decides some of the fields, always the same ones.
            let effect = self.case.definition.events[event].effect;
            let decides = (at + event).is_multiple_of(3)
                || matches!(effect, Effect::Pauses { until: Some(until), .. } if until == at);
            if !decides || self.chance.percent(25) {
                continue;
            }
            let value = if self.chance.percent(2) {
                self.chance
                    .pick(&[Value::Choice(7), Value::Set(1 << 40), Value::Number(3)])
            } else if field.of == FieldType::Day {
                Value::Day(today.plus(i32::from(self.chance.between(0, 60)) - 8))
            } else {
                guards::value(self.chance, &field.of)
            };
            values.push((at, value));
        }
        values
    }

    fn wait(&mut self) {
        let today = self.case.today;
        let ahead = match self.chance.below(20) {
            0..=6 => 0,
            7..=13 => i32::from(self.chance.between(1, 9)),
            14..=16 => i32::from(self.chance.between(10, 45)),
            17 => i32::from(self.chance.between(46, 150)),
            _ => {
                // To the due day of something, or the day after.
                let dues: Vec<Day> = self
                    .case
                    .ledger
                    .iter()
                    .filter(|duty| duty.ended.is_none())
                    .filter_map(|duty| duty.due)
                    .filter(|due| *due >= today && due.since(today) < 200)
                    .collect();
                if dues.is_empty() {
                    0
                } else {
                    self.chance.pick(&dues).since(today) + i32::from(self.chance.between(0, 1))
                }
            }
        };
        self.case.advance(today.plus(ahead));
    }
}

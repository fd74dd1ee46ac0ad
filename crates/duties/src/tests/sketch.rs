//! A short way to write small definitions and histories.

use calendar::{Calendar, Day, Holiday, HolidayRule, Roll, Span};

use crate::{
    Action, Cadence, Deadline, Definition, Duty, DutyState, Effect, Engine, Event, EventKind,
    Field, FieldType, Fold, Guard, InitialDuty, InstanceKey, InstanceKind, Lifecycle, Model,
    Quantifier, Relation, RelationKind, Repeat, RootId, State, Step, Strength, Value,
};

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn span(text: &str) -> Span {
    text.parse().unwrap()
}

/// Easter from Thursday to Monday, and Christmas.
pub(crate) fn holidays() -> Calendar {
    let rules = [
        HolidayRule::Easter(-3),
        HolidayRule::Easter(-2),
        HolidayRule::Easter(1),
        HolidayRule::Fixed { month: 12, day: 25 },
        HolidayRule::Fixed { month: 12, day: 26 },
    ];
    let holiday = |rule| Holiday {
        name: String::new(),
        rule,
        from: None,
        to: None,
    };
    Calendar::new(rules.map(holiday).to_vec())
}

pub(crate) fn within(text: &str) -> Deadline {
    Deadline {
        within: span(text),
        strength: Strength::Must,
        roll: Roll::None,
    }
}

pub(crate) fn response(deadline: &str) -> RelationKind {
    RelationKind::Response {
        act: Strength::Must,
        deadline: (!deadline.is_empty()).then(|| within(deadline)),
        cadence: None,
    }
}

pub(crate) fn repeated(deadline: &str, cadence: Cadence) -> RelationKind {
    RelationKind::Response {
        act: Strength::Default,
        deadline: Some(within(deadline)),
        cadence: Some(cadence),
    }
}

pub(crate) const CONDITION: RelationKind = RelationKind::Condition { delay: None };
pub(crate) const SUSPEND: RelationKind = RelationKind::Exclude { cancel: false };
pub(crate) const CANCEL: RelationKind = RelationKind::Exclude { cancel: true };

/// A definition in the making. Everything is found by id; ids are single letters or words.
#[derive(Default)]
pub(crate) struct Sketch {
    pub(crate) definition: Definition,
}

impl Sketch {
    /// Events of the case: Activity, included, many.
    pub(crate) fn new(events: &[&str]) -> Sketch {
        let mut sketch = Sketch::default();
        for id in events {
            sketch.event(id);
        }
        sketch
    }

    pub(crate) fn event(&mut self, id: &str) -> &mut Event {
        self.definition.events.push(Event {
            id: id.to_owned(),
            kind: EventKind::Activity,
            instance: None,
            lifecycle: Lifecycle::Inside,
            included: true,
            pending: None,
            repeat: Repeat::Many,
            completes: None,
            effect: Effect::None,
            pause_group: None,
        });
        self.definition.events.last_mut().unwrap()
    }

    /// A kind of instance with an event that opens, one inside and one that closes: `open`, `work`, `close`.
    pub(crate) fn placement(&mut self, limit: usize) -> usize {
        self.definition.instances.push(InstanceKind {
            id: "placement".to_owned(),
            limit,
        });
        for (id, lifecycle) in [
            ("open", Lifecycle::Opens),
            ("work", Lifecycle::Inside),
            ("close", Lifecycle::Closes),
        ] {
            let event = self.event(id);
            event.instance = Some(0);
            event.lifecycle = lifecycle;
        }
        0
    }

    pub(crate) fn at(&mut self, id: &str) -> &mut Event {
        let position = self.position(id);
        &mut self.definition.events[position]
    }

    pub(crate) fn position(&self, id: &str) -> usize {
        let is_it = |event: &Event| event.id == id;
        self.definition.events.iter().position(is_it).unwrap()
    }

    pub(crate) fn field(&mut self, id: &str, of: FieldType, instance: Option<usize>) -> usize {
        self.definition.fields.push(Field {
            id: id.to_owned(),
            of,
            instance,
            initial: None,
        });
        self.definition.fields.len() - 1
    }

    pub(crate) fn owed(&mut self, id: &str, deadline: &str) {
        self.at(id).pending = Some(InitialDuty {
            act: Strength::Must,
            deadline: (!deadline.is_empty()).then(|| within(deadline)),
        });
    }

    pub(crate) fn relate(
        &mut self,
        source: &str,
        kind: RelationKind,
        target: &str,
    ) -> &mut Relation {
        let relation = Relation {
            id: format!("r{}", self.definition.relations.len()),
            kind,
            source: self.position(source),
            target: self.position(target),
            guard: None,
            quantifier: None,
        };
        self.definition.relations.push(relation);
        self.definition.relations.last_mut().unwrap()
    }

    pub(crate) fn guarded(&mut self, source: &str, kind: RelationKind, target: &str, guard: Guard) {
        self.relate(source, kind, target).guard = Some(guard);
    }

    pub(crate) fn asking(
        &mut self,
        source: &str,
        kind: RelationKind,
        target: &str,
        quantifier: Quantifier,
    ) -> &mut Relation {
        let relation = self.relate(source, kind, target);
        relation.quantifier = Some(quantifier);
        relation
    }

    pub(crate) fn model(self) -> Model {
        Model::compile(self.definition).unwrap()
    }
}

/// A case under way: what was registered, folded anew for every question.
pub(crate) struct Case {
    pub(crate) model: Model,
    calendar: Calendar,
    pub(crate) steps: Vec<Step>,
}

impl Case {
    pub(crate) fn new(sketch: Sketch) -> Case {
        Case {
            model: sketch.model(),
            calendar: holidays(),
            steps: Vec::new(),
        }
    }

    pub(crate) fn engine(&self) -> Engine<'_> {
        Engine {
            model: &self.model,
            calendar: &self.calendar,
        }
    }

    pub(crate) fn event(&self, id: &str) -> usize {
        self.model.event(id).unwrap()
    }

    fn step(&mut self, on: &str, action: Action) {
        let sequence = self.steps.len() as u64 + 1;
        self.steps.push(Step {
            root: RootId(sequence),
            day: day(on),
            time: None,
            sequence,
            action,
        });
    }

    pub(crate) fn does(&mut self, on: &str, id: &str) -> &mut Case {
        self.brings(on, id, None, &[])
    }

    pub(crate) fn does_in(&mut self, on: &str, id: &str, key: u64) -> &mut Case {
        self.brings(on, id, Some(key), &[])
    }

    pub(crate) fn brings(
        &mut self,
        on: &str,
        id: &str,
        key: Option<u64>,
        values: &[(usize, Value)],
    ) -> &mut Case {
        let action = Action::Execute {
            event: self.event(id),
            instance: key.map(InstanceKey),
            values: values.iter().copied().collect(),
        };
        self.step(on, action);
        self
    }

    /// Sets aside the newest duty on an event as it stands on that day.
    pub(crate) fn sets_aside(&mut self, on: &str, id: &str, until: Option<&str>) -> &mut Case {
        let state = self.on(on);
        let event = self.event(id);
        let newest = state.ledger().iter().rfind(|duty| duty.event == event);
        let duty = newest.unwrap().id;
        let until = until.map(day);
        self.step(on, Action::SetAside { duty, until });
        self
    }

    pub(crate) fn fold(&self, as_of: &str) -> Fold {
        self.engine().fold(7, &self.steps, day(as_of))
    }

    pub(crate) fn on(&self, as_of: &str) -> State {
        self.fold(as_of).state
    }

    /// The ledger as of a day, one line per duty: event, instance, created → due, state, ended.
    pub(crate) fn ledger(&self, as_of: &str) -> Vec<String> {
        let state = self.on(as_of);
        state.ledger().iter().map(|duty| self.line(duty)).collect()
    }

    fn line(&self, duty: &Duty) -> String {
        let id = &self.model.definition().events[duty.event].id;
        let key = duty
            .instance
            .map_or(String::new(), |key| format!("#{}", key.0));
        let due = duty.due.map_or(String::new(), |due| format!(" due {due}"));
        let ended = duty.ended.map_or(String::new(), |day| format!(" {day}"));
        let until = duty
            .until
            .map_or(String::new(), |day| format!(" until {day}"));
        let state = match duty.state {
            DutyState::Open => "open",
            DutyState::Suspended => "suspended",
            DutyState::Paused => "paused",
            DutyState::Met => "met",
            DutyState::Late => "late",
            DutyState::Cancelled => "cancelled",
            DutyState::Superseded => "superseded",
            DutyState::SetAside => "set aside",
        };
        format!("{id}{key} {}{due}: {state}{ended}{until}", duty.created)
    }

    /// The blockers of an event as of a day.
    pub(crate) fn blockers(&self, as_of: &str, id: &str, key: Option<u64>) -> Vec<crate::Blocker> {
        let state = self.on(as_of);
        let event = self.event(id);
        let key = key.map(InstanceKey);
        let found = self.engine().blockers(&state, event, key);
        assert_eq!(
            found.is_empty(),
            self.engine().is_enabled(&state, event, key)
        );
        found
    }
}

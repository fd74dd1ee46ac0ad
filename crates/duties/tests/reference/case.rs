//! What a case consists of (semantics §1): the root scope, the instances with theirs, the ledger, the running cadences.

use calendar::{Calendar, Day};
use duties::{
    Definition, Duty, DutyId, DutyState, Event, Instance, InstanceKey, Lifecycle, Pending, RootId,
    Value,
};

use super::ledger::is_unended;

/// Which scope: a position in [`Case::placements`], or the root.
pub(crate) type Place = Option<usize>;

/// The marking and the values of one scope; every list has one entry per event, or per field, of the definition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scope {
    pub(crate) included: Vec<bool>,
    pub(crate) excluded_by: Vec<Option<usize>>,
    pub(crate) last: Vec<Option<Day>>,
    pub(crate) count: Vec<u32>,
    pub(crate) count_in_round: Vec<u32>,
    pub(crate) values: Vec<Option<Value>>,
}

/// An instance and its scope.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placement {
    pub(crate) instance: Instance,
    pub(crate) scope: Scope,
}

/// A cadence that runs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Running {
    pub(crate) relation: usize,
    pub(crate) instance: Option<InstanceKey>,
    pub(crate) trigger: RootId,
    pub(crate) anchor: Day,
    pub(crate) turn: u32,
}

/// What an exit remembers for a reopening: positions in the ledger with the duties as they were, and the cadences.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Remembered {
    pub(crate) duties: Vec<(usize, Duty)>,
    pub(crate) cadences: Vec<Running>,
}

/// One case on one day.
#[derive(Debug, Clone)]
pub(crate) struct Case<'a> {
    pub(crate) definition: &'a Definition,
    pub(crate) calendar: &'a Calendar,
    pub(crate) number: u64,
    pub(crate) today: Day,
    pub(crate) root: Scope,
    pub(crate) placements: Vec<Placement>,
    pub(crate) ledger: Vec<Duty>,
    pub(crate) cadences: Vec<Running>,
    pub(crate) rounds: Vec<u32>,
    pub(crate) pauses: Vec<Option<(Day, Option<Day>)>>,
    pub(crate) closed: Option<(usize, Day)>,
    pub(crate) remembered: Remembered,
    pub(crate) runaway: bool,
    pub(crate) pending: Vec<Pending>,
    /// How often time alone changed something.
    pub(crate) happenings: u64,
}

impl<'a> Case<'a> {
    /// A case that begins on this day.
    pub(crate) fn start(
        definition: &'a Definition,
        calendar: &'a Calendar,
        number: u64,
        day: Day,
    ) -> Case<'a> {
        let mut case = Case {
            definition,
            calendar,
            number,
            today: day,
            root: empty_scope(definition),
            placements: Vec::new(),
            ledger: Vec::new(),
            cadences: Vec::new(),
            rounds: vec![0; definition.rounds],
            pauses: vec![None; definition.pause_groups],
            closed: None,
            remembered: Remembered::default(),
            runaway: false,
            pending: Vec::new(),
            happenings: 0,
        };
        case.create_initial_duties(None, RootId(0));
        case
    }

    pub(crate) fn event(&self, event: usize) -> &'a Event {
        &self.definition.events[event]
    }

    /// Whether the event lives in an instance scope; an `Opens` event lives in the root.
    pub(crate) fn is_inside(&self, event: usize) -> bool {
        let event = self.event(event);
        event.instance.is_some() && event.lifecycle != Lifecycle::Opens
    }

    pub(crate) fn is_opens(&self, event: usize) -> bool {
        self.event(event).lifecycle == Lifecycle::Opens
    }

    /// Where the instance of this kind with this key is, open or closed.
    pub(crate) fn find(&self, kind: usize, key: InstanceKey) -> Option<usize> {
        self.placements
            .iter()
            .position(|one| one.instance.kind == kind && one.instance.key == key)
    }

    /// The scope of (event, key): the root for an event that lives there, else the instance; `None` if there is none.
    pub(crate) fn place(&self, event: usize, key: Option<InstanceKey>) -> Option<Place> {
        if self.is_inside(event) {
            let kind = self.event(event).instance.unwrap();
            self.find(kind, key?).map(Some)
        } else {
            Some(None)
        }
    }

    pub(crate) fn scope(&self, place: Place) -> &Scope {
        match place {
            None => &self.root,
            Some(at) => &self.placements[at].scope,
        }
    }

    pub(crate) fn scope_mut(&mut self, place: Place) -> &mut Scope {
        match place {
            None => &mut self.root,
            Some(at) => &mut self.placements[at].scope,
        }
    }

    pub(crate) fn key(&self, place: Place) -> Option<InstanceKey> {
        place.map(|at| self.placements[at].instance.key)
    }

    pub(crate) fn is_closed_instance(&self, place: Place) -> bool {
        place.is_some_and(|at| self.placements[at].instance.closed.is_some())
    }

    /// The open instances of a kind, in the order of their opening.
    pub(crate) fn open_instances(&self, kind: usize) -> Vec<usize> {
        (0..self.placements.len())
            .filter(|at| {
                let instance = self.placements[*at].instance;
                instance.kind == kind && instance.closed.is_none()
            })
            .collect()
    }

    /// All instances of a kind, in the order of their opening.
    pub(crate) fn all_instances(&self, kind: usize) -> Vec<usize> {
        (0..self.placements.len())
            .filter(|at| self.placements[*at].instance.kind == kind)
            .collect()
    }

    /// The value of a field as one in this scope reads it.
    pub(crate) fn value(&self, field: usize, place: Place) -> Option<Value> {
        match self.definition.fields[field].instance {
            None => self.root.values[field],
            Some(kind) => {
                let at = place?;
                let placement = &self.placements[at];
                (placement.instance.kind == kind)
                    .then(|| placement.scope.values[field])
                    .flatten()
            }
        }
    }

    /// Positions in the ledger of the duties on an event in a scope.
    pub(crate) fn duties_on(&self, event: usize, place: Place) -> Vec<usize> {
        let key = self.key(place);
        (0..self.ledger.len())
            .filter(|at| self.ledger[*at].event == event && self.ledger[*at].instance == key)
            .collect()
    }

    /// The pending duties on an event in a scope.
    pub(crate) fn pending_on(&self, event: usize, place: Place) -> Vec<&Duty> {
        self.duties_on(event, place)
            .into_iter()
            .map(|at| &self.ledger[at])
            .filter(|duty| matches!(duty.state, DutyState::Open | DutyState::Paused))
            .collect()
    }

    /// The unended duties, in the order of their creation.
    pub(crate) fn unended(&self) -> Vec<DutyId> {
        self.ledger
            .iter()
            .filter(|duty| is_unended(duty))
            .map(|duty| duty.id)
            .collect()
    }

    pub(crate) fn open(&mut self, kind: usize, key: InstanceKey, root: RootId) -> usize {
        self.placements.push(Placement {
            instance: Instance {
                key,
                kind,
                opened: self.today,
                closed: None,
            },
            scope: empty_scope(self.definition),
        });
        let at = self.placements.len() - 1;
        self.create_initial_duties(Some(at), root);
        at
    }

    /// Brings the shown state of every unended duty up to date.
    pub(crate) fn show(&mut self) {
        for at in 0..self.ledger.len() {
            let duty = &self.ledger[at];
            if !matches!(
                duty.state,
                DutyState::Open | DutyState::Suspended | DutyState::Paused
            ) {
                continue;
            }
            let place = self.place(duty.event, duty.instance).unwrap();
            let excluded = !self.scope(place).included[duty.event];
            let stands_still = self.stands_still(duty.event).is_some();
            self.ledger[at].state = if excluded {
                DutyState::Suspended
            } else if stands_still {
                DutyState::Paused
            } else {
                DutyState::Open
            };
        }
    }

    /// Since when the pause group of the event stands still.
    pub(crate) fn stands_still(&self, event: usize) -> Option<Day> {
        let group = self.event(event).pause_group?;
        self.pauses[group].map(|(since, _)| since)
    }
}

fn empty_scope(definition: &Definition) -> Scope {
    let events = definition.events.len();
    Scope {
        included: definition.events.iter().map(|one| one.included).collect(),
        excluded_by: vec![None; events],
        last: vec![None; events],
        count: vec![0; events],
        count_in_round: vec![0; events],
        values: definition.fields.iter().map(|one| one.initial).collect(),
    }
}

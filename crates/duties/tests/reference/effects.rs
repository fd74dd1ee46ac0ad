//! The effect relations of an execution (semantics §4, step 9).

use duties::{DutyState, Pending, RelationKind, RootId};

use super::case::{Case, Place, Running};
use super::guards::{Truth, add_once};

/// An effect relation whose guard holds for these targets.
struct Firing {
    relation: usize,
    targets: Vec<Place>,
}

impl Case<'_> {
    /// Step 9.
    pub(crate) fn fire(&mut self, root: RootId, event: usize, speaks_of: Place) {
        let mut firing = Vec::new();
        for relation in 0..self.definition.relations.len() {
            let is_effect = !matches!(
                self.definition.relations[relation].kind,
                RelationKind::Condition { .. } | RelationKind::Milestone
            );
            if is_effect && self.definition.relations[relation].source == event {
                firing.push(self.read(root, relation, speaks_of));
            }
        }
        let phase = |wanted: fn(&RelationKind) -> bool| {
            let relations = &self.definition.relations;
            firing
                .iter()
                .filter(move |one| wanted(&relations[one.relation].kind))
                .flat_map(|one| one.targets.iter().map(|target| (one.relation, *target)))
                .collect::<Vec<(usize, Place)>>()
        };
        let no_responses = phase(|kind| matches!(kind, RelationKind::NoResponse));
        let excludes = phase(|kind| matches!(kind, RelationKind::Exclude { .. }));
        let includes = phase(|kind| matches!(kind, RelationKind::Include));
        let responses = phase(|kind| matches!(kind, RelationKind::Response { .. }));
        for (relation, place) in no_responses {
            self.cancel(self.definition.relations[relation].target, place);
        }
        for (relation, place) in excludes {
            let relation = &self.definition.relations[relation];
            let scope = self.scope_mut(place);
            scope.included[relation.target] = false;
            scope.excluded_by[relation.target] = Some(event);
            if relation.kind == (RelationKind::Exclude { cancel: true }) {
                self.cancel(relation.target, place);
            }
        }
        for (relation, place) in includes {
            let target = self.definition.relations[relation].target;
            self.scope_mut(place).included[target] = true;
        }
        self.show();
        for (relation, place) in responses {
            self.begin_response(root, relation, place);
        }
    }

    /// Reads the guard of an effect for each of its targets.
    fn read(&mut self, root: RootId, relation: usize, speaks_of: Place) -> Firing {
        let what = &self.definition.relations[relation];
        let source_kind = self.event(what.source).instance;
        let targets: Vec<Place> = match (self.is_inside(what.target), source_kind) {
            (false, _) => vec![None],
            (true, None) => {
                let kind = self.event(what.target).instance.unwrap();
                self.open_instances(kind).into_iter().map(Some).collect()
            }
            (true, Some(_)) => speaks_of
                .into_iter()
                .map(Some)
                .filter(|place| !self.is_closed_instance(*place))
                .collect(),
        };
        let mut fires = Vec::new();
        let mut missing = Vec::new();
        let mut is_unknown = false;
        for target in targets {
            let scope = if source_kind.is_some() {
                speaks_of
            } else {
                target
            };
            match self.holds(what.guard.as_ref(), scope) {
                Truth::Yes => fires.push(target),
                Truth::No => {}
                Truth::Unknown(fields) => {
                    is_unknown = true;
                    add_once(&mut missing, &fields);
                }
            }
        }
        if is_unknown {
            self.pending.push(Pending {
                root,
                day: self.today,
                relation,
                fields: missing,
            });
        }
        Firing {
            relation,
            targets: fires,
        }
    }

    fn begin_response(&mut self, root: RootId, relation: usize, place: Place) {
        let key = self.key(place);
        let older: Vec<usize> = (0..self.ledger.len())
            .filter(|at| {
                self.ledger[*at].relation == Some(relation) && self.ledger[*at].instance == key
            })
            .collect();
        self.end(&older, DutyState::Superseded);
        self.cadences
            .retain(|one| !(one.relation == relation && one.instance == key));
        let RelationKind::Response {
            deadline, cadence, ..
        } = self.definition.relations[relation].kind
        else {
            panic!("only responses are begun");
        };
        let mut literal = deadline.map(|one| self.calendar.add(self.today, one.within));
        if cadence.is_some() {
            let running = Running {
                relation,
                instance: key,
                trigger: root,
                anchor: self.today,
                turn: 0,
            };
            literal = Some(self.turn_due(&running).0);
            if self.closed.is_none() {
                self.cadences.push(running);
            }
        }
        self.respond(relation, place, root, literal);
    }
}

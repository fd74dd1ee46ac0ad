//! Every reason why an event cannot happen on the case's day (semantics §2 and §9).

use calendar::{Day, Span};
use duties::{
    Blocker, Effect, EventKind, InstanceKey, Lifecycle, Quantifier, Relation, RelationKind, Repeat,
};

use super::case::{Case, Place};
use super::guards::{Truth, add_once};

impl Case<'_> {
    pub(crate) fn blockers(&self, event: usize, key: Option<InstanceKey>) -> Vec<Blocker> {
        let mut reasons = Vec::new();
        let what = self.event(event);
        match (self.closed, what.effect == Effect::Reopens) {
            (Some((by, _)), false) => reasons.push(Blocker::Closed { by }),
            (None, true) => reasons.push(Blocker::NotClosed),
            _ => {}
        }
        let place = self.place(event, key);
        if self.is_inside(event) {
            if place.is_none_or(|place| self.is_closed_instance(place)) {
                reasons.push(Blocker::NoSuchInstance);
            }
        } else if what.lifecycle == Lifecycle::Opens {
            let kind = what.instance.unwrap();
            if key.is_some_and(|key| self.find(kind, key).is_some()) {
                reasons.push(Blocker::InstanceExists);
            }
            let limit = self.definition.instances[kind].limit;
            if self.open_instances(kind).len() >= limit {
                reasons.push(Blocker::TooManyInstances { kind, limit });
            }
        }
        if let Some(place) = place {
            reasons.extend(self.blockers_in(event, place));
        }
        if what.kind == EventKind::Timer {
            reasons.push(Blocker::Timer);
        }
        reasons
    }

    fn blockers_in(&self, event: usize, place: Place) -> Vec<Blocker> {
        let mut reasons = Vec::new();
        let scope = self.scope(place);
        if !scope.included[event] {
            let by = scope.excluded_by[event];
            reasons.push(Blocker::Excluded { by });
        }
        let is_done = match self.event(event).repeat {
            Repeat::Many => false,
            Repeat::Once => scope.count[event] > 0,
            Repeat::OncePerRound(_) => scope.count_in_round[event] > 0,
        };
        if is_done {
            reasons.push(Blocker::AlreadyDone);
        }
        for (at, relation) in self.definition.relations.iter().enumerate() {
            if relation.target == event
                && matches!(
                    relation.kind,
                    RelationKind::Condition { .. } | RelationKind::Milestone
                )
            {
                reasons.extend(self.asked(at, relation, place));
            }
        }
        reasons
    }

    /// What one condition or milestone says about its target in this scope.
    fn asked(&self, at: usize, relation: &Relation, target: Place) -> Vec<Blocker> {
        let source = relation.source;
        match (self.is_inside(source), self.is_inside(relation.target)) {
            (false, false) => self.asked_of(at, relation, None, None),
            (false, true) => self.asked_of(at, relation, None, target),
            (true, true) => self.asked_of(at, relation, target, target),
            (true, false) => match (relation.kind, relation.quantifier.unwrap()) {
                (RelationKind::Condition { delay }, Quantifier::Any) => {
                    self.condition_on_any(at, relation, delay)
                }
                (_, Quantifier::Any) => self.milestone_on_any(at, relation),
                (_, Quantifier::All) => {
                    let kind = self.event(source).instance.unwrap();
                    self.open_instances(kind)
                        .into_iter()
                        .flat_map(|one| self.asked_of(at, relation, Some(one), Some(one)))
                        .collect()
                }
            },
        }
    }

    /// Asks the source in one scope; the guard is read in a scope of its own.
    fn asked_of(&self, at: usize, relation: &Relation, asked: Place, guard: Place) -> Vec<Blocker> {
        let source = relation.source;
        if !self.scope(asked).included[source] {
            return Vec::new();
        }
        let reason = match relation.kind {
            RelationKind::Condition { delay } => {
                let opened = guard.map(|at| self.placements[at].instance.opened);
                let done = if self.is_opens(source) && self.is_inside(relation.target) {
                    opened
                } else {
                    self.scope(asked).last[source]
                };
                self.condition(at, relation, done, delay, self.key(asked))
            }
            _ => self.milestone(at, relation, asked),
        };
        let Some(reason) = reason else {
            return Vec::new();
        };
        match self.holds(relation.guard.as_ref(), guard) {
            Truth::Yes => vec![reason],
            Truth::No => Vec::new(),
            Truth::Unknown(fields) => unknown(at, &fields),
        }
    }

    fn condition(
        &self,
        at: usize,
        relation: &Relation,
        done: Option<Day>,
        delay: Option<Span>,
        instance: Option<InstanceKey>,
    ) -> Option<Blocker> {
        let Some(last) = done else {
            return Some(Blocker::NotDone {
                relation: at,
                event: relation.source,
                instance,
            });
        };
        let opens = self.calendar.add(last, delay.unwrap_or(Span::ZERO));
        (self.today < opens).then_some(Blocker::TooEarly {
            relation: at,
            event: relation.source,
            opens,
        })
    }

    fn milestone(&self, at: usize, relation: &Relation, asked: Place) -> Option<Blocker> {
        let pending = self.pending_on(relation.source, asked);
        if pending.is_empty() {
            return None;
        }
        Some(Blocker::StillPending {
            relation: at,
            event: relation.source,
            instance: self.key(asked),
            due: pending.iter().filter_map(|duty| duty.due).min(),
        })
    }

    fn condition_on_any(
        &self,
        at: usize,
        relation: &Relation,
        delay: Option<Span>,
    ) -> Vec<Blocker> {
        let kind = self.event(relation.source).instance.unwrap();
        let mut missing = Vec::new();
        let mut earliest: Option<Day> = None;
        let instances = self.all_instances(kind);
        // A rule that holds for nobody says nothing; before there is an instance, the case is asked.
        let spoken_of: Vec<Place> = if instances.is_empty() {
            vec![None]
        } else {
            instances.iter().copied().map(Some).collect()
        };
        let is_false = |place: &Place| self.holds(relation.guard.as_ref(), *place) == Truth::No;
        if spoken_of.iter().all(is_false) {
            return Vec::new();
        }
        for one in instances {
            match self.holds(relation.guard.as_ref(), Some(one)) {
                Truth::No => {}
                Truth::Unknown(fields) => add_once(&mut missing, &fields),
                Truth::Yes => {
                    let last = self.placements[one].scope.last[relation.source];
                    let opens =
                        last.map(|last| self.calendar.add(last, delay.unwrap_or(Span::ZERO)));
                    if opens.is_some_and(|opens| opens <= self.today) {
                        return Vec::new();
                    }
                    earliest = earliest.into_iter().chain(opens).min();
                }
            }
        }
        let event = relation.source;
        if !missing.is_empty() {
            unknown(at, &missing)
        } else if let Some(opens) = earliest {
            vec![Blocker::TooEarly {
                relation: at,
                event,
                opens,
            }]
        } else {
            vec![Blocker::NotDone {
                relation: at,
                event,
                instance: None,
            }]
        }
    }

    fn milestone_on_any(&self, at: usize, relation: &Relation) -> Vec<Blocker> {
        let kind = self.event(relation.source).instance.unwrap();
        let mut missing = Vec::new();
        let mut due: Option<Day> = None;
        let mut asked = 0;
        for one in self.open_instances(kind) {
            match self.holds(relation.guard.as_ref(), Some(one)) {
                Truth::No => continue,
                Truth::Unknown(fields) => add_once(&mut missing, &fields),
                Truth::Yes => {}
            }
            asked += 1;
            let pending = self.pending_on(relation.source, Some(one));
            if pending.is_empty() {
                return Vec::new();
            }
            due = due
                .into_iter()
                .chain(pending.iter().filter_map(|duty| duty.due))
                .min();
        }
        if asked == 0 {
            Vec::new()
        } else if missing.is_empty() {
            vec![Blocker::StillPending {
                relation: at,
                event: relation.source,
                instance: None,
                due,
            }]
        } else {
            unknown(at, &missing)
        }
    }
}

fn unknown(relation: usize, fields: &[usize]) -> Vec<Blocker> {
    fields
        .iter()
        .map(|field| Blocker::Unknown {
            relation,
            field: *field,
        })
        .collect()
}

//! Scopes begin and end: the root with the case, an instance when it is opened and closed.

use calendar::Day;

use crate::marking::{Chain, EventSet, Mark, Scope};
use crate::owing::NewDuty;
use crate::{DutyState, Engine, InstanceKey, RootId, State, identity};

impl Engine<'_> {
    /// Opens an instance with its initial marking and duties.
    pub(crate) fn open_scope(
        self,
        state: &mut State,
        class: usize,
        key: InstanceKey,
        root: RootId,
    ) -> usize {
        let case = state.case;
        let opened = state.today;
        state.open[class - 1] += 1;
        self.begin_scope(state, class, key, root, (case, opened))
    }

    /// Begins a scope: the root (class 0) or an instance.
    pub(crate) fn begin_scope(
        self,
        state: &mut State,
        class: usize,
        key: InstanceKey,
        root: RootId,
        (case, opened): (u64, Day),
    ) -> usize {
        let row = &self.model.compiled.classes[class];
        let position = state.scopes.len();
        state.scopes.push(Scope {
            class,
            key,
            opened,
            closed: None,
            included: row.included,
            done: EventSet::default(),
            live: EventSet::default(),
            owed: EventSet::default(),
            marks: state.marks.len(),
            values: state.values.len(),
            chains: state.chains.len(),
            prefix: identity::prefix(case, (class > 0).then_some(key)),
        });
        let mark = Mark {
            last: opened,
            count: 0,
            since_round: 0,
            excluded_by: None,
        };
        let chain = Chain {
            newest: None,
            greatest: 0,
        };
        state
            .marks
            .resize(state.marks.len() + row.events.len(), mark);
        state.values.extend_from_slice(&row.values);
        state.chains.resize(state.chains.len() + row.chains, chain);
        for event in &row.pending {
            let initial = self.model.compiled.definition.events[*event].pending;
            let Some(initial) = initial else { continue };
            state.create(
                self.calendar,
                NewDuty {
                    scope: position,
                    event: *event,
                    relation: None,
                    trigger: root,
                    created: opened,
                    literal: initial
                        .deadline
                        .map(|deadline| self.calendar.add(opened, deadline.within)),
                    act: initial.act,
                    deadline: initial.deadline,
                },
            );
        }
        position
    }
}

impl State {
    /// Closes an instance: its duties are cancelled, its cadences stop. Once closed, it stays as it was.
    pub(crate) fn close_scope(&mut self, scope: usize, day: Day) {
        if !self.scopes[scope].is_open() {
            return;
        }
        self.scopes[scope].closed = Some(day);
        self.open[self.scopes[scope].class - 1] -= 1;
        self.end_where(day, |slot, _| {
            (slot.scope as usize == scope).then_some(DutyState::Cancelled)
        });
        self.cadences.retain(|running| running.scope != scope);
    }
}

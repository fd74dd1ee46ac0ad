//! A definition with one construct taken out, for every construct in it.
//!
//! Serves twice: a construct was *effective* in a run if the run tells something else without it, and a failing run is
//! made smaller by taking out what it does not need.

mod shrink;

use calendar::{Roll, Span};
use duties::{
    Cadence, Definition, Effect, EventKind, FieldType, Guard, Lifecycle, Quantifier, Relation,
    RelationKind, Repeat,
};

pub(crate) use shrink::{shrink, told_shortly};

/// The names of constructs that are one occurrence, and the definition without it.
pub(crate) type Ablation = (Vec<&'static str>, Definition);

/// Every way of taking one construct out.
pub(crate) fn ablations(definition: &Definition) -> Vec<Ablation> {
    let mut list = Vec::new();
    for at in 0..definition.relations.len() {
        of_relation(definition, at, &mut list);
    }
    for at in 0..definition.events.len() {
        of_event(definition, at, &mut list);
    }
    for at in 0..definition.instances.len() {
        let mut less = definition.clone();
        less.instances[at].limit = usize::MAX;
        list.push((vec!["limit of instances"], less));
    }
    for at in 0..definition.fields.len() {
        if definition.fields[at].initial.is_some() {
            let mut less = definition.clone();
            less.fields[at].initial = None;
            list.push((vec!["initial value"], less));
        }
    }
    list
}

/// A relation that does nothing, in the place of one: positions stay.
fn neutral(relation: &Relation) -> Relation {
    Relation {
        kind: RelationKind::Include,
        guard: Some(Guard::Any(Vec::new())),
        quantifier: None,
        ..relation.clone()
    }
}

fn of_relation(definition: &Definition, at: usize, list: &mut Vec<Ablation>) {
    let relation = &definition.relations[at];
    let mut put = |names: Vec<&'static str>, change: &dyn Fn(&mut Relation)| {
        let mut less = definition.clone();
        change(&mut less.relations[at]);
        list.push((names, less));
    };
    let mut names = vec![kind_name(&relation.kind), reach(definition, relation)];
    names.extend(quantifier_name(relation));
    put(names, &|relation| *relation = neutral(relation));
    if let Some(quantifier) = relation.quantifier {
        let other = match quantifier {
            Quantifier::Any => Quantifier::All,
            Quantifier::All => Quantifier::Any,
        };
        put(vec!["any is not all"], &|relation| {
            relation.quantifier = Some(other);
        });
    }
    if let Some(guard) = &relation.guard {
        put(guard_names(definition, guard), &|relation| {
            relation.guard = None;
        });
    }
    match relation.kind {
        RelationKind::Condition { delay: Some(span) } => put(vec![delay_name(span)], &|relation| {
            relation.kind = RelationKind::Condition { delay: None };
        }),
        RelationKind::Exclude { cancel: true } => put(vec!["exclude that cancels"], &|relation| {
            relation.kind = RelationKind::Exclude { cancel: false };
        }),
        RelationKind::Response { .. } => of_response(relation, &mut put),
        _ => {}
    }
}

type Put<'a> = dyn FnMut(Vec<&'static str>, &dyn Fn(&mut Relation)) + 'a;

fn of_response(relation: &Relation, put: &mut Put<'_>) {
    let RelationKind::Response {
        act,
        deadline,
        cadence,
    } = relation.kind
    else {
        return;
    };
    let with = |deadline, cadence| {
        move |relation: &mut Relation| {
            relation.kind = RelationKind::Response {
                act,
                deadline,
                cadence,
            };
        }
    };
    if let Some(cadence) = cadence {
        put(vec![cadence_name(cadence)], &with(deadline, None));
    } else if deadline.is_some() {
        put(vec!["deadline"], &with(None, None));
    }
    if let Some(mut deadline) = deadline
        && deadline.roll == Roll::NextWorkingDay
    {
        deadline.roll = Roll::None;
        put(
            vec!["roll to the next working day"],
            &with(Some(deadline), cadence),
        );
    }
}

fn kind_name(kind: &RelationKind) -> &'static str {
    match kind {
        RelationKind::Condition { .. } => "condition",
        RelationKind::Milestone => "milestone",
        RelationKind::Response { .. } => "response",
        RelationKind::NoResponse => "no-response",
        RelationKind::Include => "include",
        RelationKind::Exclude { .. } => "exclude",
    }
}

fn quantifier_name(relation: &Relation) -> Option<&'static str> {
    Some(match (relation.kind, relation.quantifier?) {
        (RelationKind::Milestone, Quantifier::Any) => "milestone: any",
        (RelationKind::Milestone, Quantifier::All) => "milestone: all",
        (_, Quantifier::Any) => "condition: any",
        (_, Quantifier::All) => "condition: all",
    })
}

fn delay_name(span: Span) -> &'static str {
    if span.months > 0 {
        "delay in months"
    } else if span.working_days > 0 {
        "delay in working days"
    } else {
        "delay in days"
    }
}

fn cadence_name(cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::Rolling => "rolling cadence",
        Cadence::Anchored => "anchored cadence",
        Cadence::CalendarMonth => "cadence by calendar month",
        Cadence::CalendarWeek => "cadence by calendar week",
    }
}

/// From where to where a relation reaches.
fn reach(definition: &Definition, relation: &Relation) -> &'static str {
    let inside = |event: usize| {
        let event = &definition.events[event];
        event.instance.is_some() && event.lifecycle != Lifecycle::Opens
    };
    let asks = matches!(
        relation.kind,
        RelationKind::Condition { .. } | RelationKind::Milestone
    );
    let opens = definition.events[relation.source].lifecycle == Lifecycle::Opens;
    match (inside(relation.source), inside(relation.target), asks) {
        (false, false, true) => "asks: root of root",
        (false, true, true) if opens => "asks: inside of its opening",
        (false, true, true) => "asks: inside of root",
        (true, true, true) => "asks: inside of the same",
        (true, false, true) => "asks: root of inside",
        (false, false, false) => "effect: root to root",
        (false, true, false) if opens => "effect: opening to inside",
        (false, true, false) => "effect: root to inside",
        (true, true, false) => "effect: inside to the same",
        (true, false, false) => "effect: inside to root",
    }
}

/// What a guard asks about.
fn guard_names(definition: &Definition, guard: &Guard) -> Vec<&'static str> {
    let mut names = vec!["guard"];
    let mut left = vec![guard];
    while let Some(guard) = left.pop() {
        match guard {
            Guard::Not(inner) => {
                names.push("guard: not");
                left.push(inner);
            }
            Guard::All(parts) => {
                names.push("guard: all");
                left.extend(parts);
            }
            Guard::Any(parts) => {
                names.push("guard: any");
                left.extend(parts);
            }
            Guard::Contains(..) => names.push("guard: contains"),
            Guard::Known(_) => names.push("guard: known"),
            Guard::Open(..) => names.push("guard: open instances"),
            Guard::Compare(field, ..) => names.push(match definition.fields[*field].of {
                FieldType::Flag => "guard: flag",
                FieldType::Number => "guard: number",
                FieldType::Day => "guard: day",
                FieldType::Choice(_) => "guard: choice",
                FieldType::Set(_) => "guard: set",
            }),
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn of_event(definition: &Definition, at: usize, list: &mut Vec<Ablation>) {
    let event = &definition.events[at];
    let mut put = |name, change: &dyn Fn(&mut duties::Event)| {
        let mut less = definition.clone();
        change(&mut less.events[at]);
        list.push((vec![name], less));
    };
    if event.kind == EventKind::Timer {
        put("timer", &|event| event.kind = EventKind::Activity);
    }
    if event.lifecycle == Lifecycle::Closes {
        put("closes", &|event| event.lifecycle = Lifecycle::Inside);
    }
    if !event.included {
        put("excluded at first", &|event| event.included = true);
    }
    if event.pending.is_some() {
        put("initial duty", &|event| event.pending = None);
    }
    match event.repeat {
        Repeat::Many => {}
        Repeat::Once => put("once", &|event| event.repeat = Repeat::Many),
        Repeat::OncePerRound(_) => put("once per round", &|event| event.repeat = Repeat::Many),
    }
    if event.completes.is_some() {
        put("completes", &|event| event.completes = None);
    }
    if event.pause_group.is_some() {
        put("pause group", &|event| event.pause_group = None);
    }
    let effect = match event.effect {
        Effect::None => return,
        Effect::Exits => "exits",
        Effect::Reopens => "reopens",
        Effect::Pauses { .. } => "pauses",
        Effect::Resumes(_) => "resumes",
        Effect::BeginsRound(_) => "begins a round",
    };
    put(effect, &|event| event.effect = Effect::None);
    if let Effect::Pauses {
        group,
        until: Some(_),
    } = event.effect
    {
        put("pauses until a day", &|event| {
            event.effect = Effect::Pauses { group, until: None };
        });
    }
}

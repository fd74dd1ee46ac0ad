//! An invented programme of fifty events: preparation, a meeting that decides, placements, contact, holds, an end.

use calendar::{Calendar, Holiday, HolidayRule, Roll, Span};
use duties::{
    Cadence, Comparison, Deadline, Definition, Effect, Event, EventKind, Field, FieldType, Guard,
    InitialDuty, InstanceKind, Lifecycle, Quantifier, Relation, RelationKind, Repeat, Strength,
    Value,
};

const CASE: [&str; 36] = [
    "begin",
    "summon",
    "interview",
    "form",
    "documents",
    "consent",
    "invite",
    "meeting",
    "agreement",
    "plan",
    "support",
    "start",
    "prepare",
    "present",
    "recommend",
    "broker",
    "broker-named",
    "cv-begun",
    "goal",
    "cv",
    "match",
    "contact",
    "monthly",
    "half-year",
    "new-meeting",
    "adjust",
    "plan-adjusted",
    "offer",
    "note",
    "answer",
    "hold",
    "go-on",
    "absence",
    "assign",
    "exit",
    "reopen",
];

const PLACEMENT: [&str; 14] = [
    "agree",
    "person",
    "purpose",
    "follow-up-plan",
    "begins",
    "visit",
    "hours",
    "extend",
    "evaluate",
    "report",
    "warn",
    "talk",
    "interrupt",
    "ends",
];

/// The relations of the case and the placements: source, what it does, target, guard.
const RELATIONS: &str = "
begin > summon P1W | begin > meeting P8W | summon > interview P2W | summon ? interview
interview > form P1W | interview ? form | form > documents P5WD | form ? documents
consent > invite P1W | consent + invite | interview ? meeting | documents ? meeting | invite * meeting
meeting - summon | meeting - interview | meeting > agreement P2W | meeting ? agreement
agreement > plan P1W | meeting > support = suppl | meeting > prepare = target | meeting > present P8W = target
meeting > start P0D = other | prepare ? present | present + recommend | present > recommend P4W
recommend > start = no | start > broker P6M | start > cv P6M | start > half-year P6M | start + half-year
start ~ contact P1W | broker > broker-named P1W | broker ? cv-begun | broker ? goal | cv-begun ? cv | goal ? cv
goal ? match | agreement * match | half-year > new-meeting P4W | half-year + new-meeting | half-year > form P1W
new-meeting x half-year | new-meeting > adjust P2W = other | new-meeting > prepare = target | adjust > plan-adjusted P1W
new-meeting - new-meeting | offer > note P2W | note > answer P2W | answer ? note | absence > contact P2D
assign > broker P1W | match ? agree | agree > person P1W | agree > purpose P1W = praktik | agree > follow-up-plan P2W
agree x half-year | person * begins | purpose * begins | follow-up-plan ? visit | begins ~ visit P1M | begins x contact
begins ^ monthly P1M | hours > follow-up-plan P1W | extend > purpose P1W = praktik | visit > report P1W
report > evaluate P3M | warn > talk P1W | talk - warn | evaluate ? ends | interrupt > half-year P6M | interrupt + half-year
interrupt ~ contact P1W | ends > note P1W
";

fn event(id: &str) -> Event {
    Event {
        id: id.to_owned(),
        kind: EventKind::Activity,
        instance: None,
        lifecycle: Lifecycle::Inside,
        included: !matches!(id, "invite" | "recommend" | "new-meeting"),
        pending: None,
        repeat: Repeat::Many,
        completes: None,
        effect: Effect::None,
        pause_group: None,
    }
}

fn events() -> Vec<Event> {
    let mut events: Vec<Event> = CASE.iter().chain(&PLACEMENT).map(|id| event(id)).collect();
    for (position, event) in events.iter_mut().enumerate() {
        if position >= CASE.len() {
            event.instance = Some(0);
        }
        match event.id.as_str() {
            "begin" => {
                event.repeat = Repeat::Once;
                event.pending = Some(InitialDuty {
                    act: Strength::Must,
                    deadline: None,
                });
            }
            "half-year" => event.kind = EventKind::Timer,
            "meeting" => {
                event.repeat = Repeat::OncePerRound(0);
                event.completes = Some(Guard::Known(0));
            }
            "new-meeting" => event.effect = Effect::BeginsRound(0),
            "hold" => {
                event.effect = Effect::Pauses {
                    group: 0,
                    until: Some(3),
                }
            }
            "go-on" => event.effect = Effect::Resumes(0),
            "exit" => event.effect = Effect::Exits,
            "reopen" => event.effect = Effect::Reopens,
            "agree" => event.lifecycle = Lifecycle::Opens,
            "interrupt" | "ends" => event.lifecycle = Lifecycle::Closes,
            "contact" | "visit" | "follow-up-plan" => event.pause_group = Some(0),
            _ => {}
        }
    }
    events
}

fn fields() -> Vec<Field> {
    let choice = |options: &[&str]| {
        FieldType::Choice(options.iter().map(|option| (*option).to_owned()).collect())
    };
    let field = |id: &str, of, instance| Field {
        id: id.to_owned(),
        of,
        instance,
        initial: None,
    };
    vec![
        field("target", choice(&["yes", "no", "undecided"]), None),
        field("supplementary", FieldType::Flag, None),
        field("recommendation", choice(&["a", "b", "none"]), None),
        field("until", FieldType::Day, None),
        field("form", choice(&["praktik", "wage"]), Some(0)),
    ]
}

fn guard(word: &str) -> Guard {
    let choice = |field, choice| Guard::Compare(field, Comparison::Equal, Value::Choice(choice));
    match word {
        "suppl" => Guard::Compare(1, Comparison::Equal, Value::Flag(true)),
        "target" => choice(0, 0),
        "other" => Guard::All(vec![
            Guard::Not(Box::new(choice(0, 0))),
            Guard::Not(Box::new(choice(0, 2))),
        ]),
        "no" => choice(2, 2),
        "praktik" => choice(4, 0),
        _ => unreachable!("the table above uses five words"),
    }
}

/// Reads the table: `>` response, `~` rolling, `^` by calendar month, `?` condition, `*` milestone, `+` include,
/// `-` exclude, `x` exclude that cancels.
fn relations() -> Vec<Relation> {
    let position = |id: &str| {
        let mut all = CASE.iter().chain(&PLACEMENT);
        all.position(|event| *event == id)
            .expect("the table names events")
    };
    let entries = RELATIONS.lines().flat_map(|line| line.split(" | "));
    let words = entries.map(|entry| entry.split_whitespace().collect::<Vec<_>>());
    let mut relations: Vec<Relation> = Vec::new();
    for (number, words) in words.filter(|words| !words.is_empty()).enumerate() {
        let deadline = words.get(3).and_then(|text| text.parse().ok()).map(within);
        let response = |cadence| RelationKind::Response {
            act: Strength::Default,
            deadline,
            cadence,
        };
        let (source, target) = (position(words[0]), position(words[2]));
        let inside = CASE.len() + 1;
        relations.push(Relation {
            id: format!("relation-{number}"),
            kind: match words[1] {
                ">" => response(None),
                "~" => response(Some(Cadence::Rolling)),
                "^" => response(Some(Cadence::CalendarMonth)),
                "?" => RelationKind::Condition { delay: None },
                "*" => RelationKind::Milestone,
                "+" => RelationKind::Include,
                "-" => RelationKind::Exclude { cancel: false },
                _ => RelationKind::Exclude { cancel: true },
            },
            source,
            target,
            guard: words
                .iter()
                .skip_while(|word| **word != "=")
                .nth(1)
                .map(|word| guard(word)),
            quantifier: (source >= inside && target < inside && matches!(words[1], "?" | "*"))
                .then_some(Quantifier::Any),
        });
    }
    relations
}

fn within(within: Span) -> Deadline {
    Deadline {
        within,
        strength: Strength::Aim,
        roll: Roll::NextWorkingDay,
    }
}

/// The programme.
pub(crate) fn definition() -> Definition {
    Definition {
        events: events(),
        relations: relations(),
        fields: fields(),
        instances: vec![InstanceKind {
            id: "placement".to_owned(),
            limit: 2,
        }],
        rounds: 1,
        pause_groups: 1,
    }
}

/// Danish holidays, as a rulebook page would list them.
pub(crate) fn calendar() -> Calendar {
    let easter = [-3, -2, 1, 39, 50].map(HolidayRule::Easter);
    let fixed = [(1, 1), (12, 24), (12, 25), (12, 26), (12, 31), (6, 5)]
        .map(|(month, day)| HolidayRule::Fixed { month, day });
    let holiday = |rule| Holiday {
        name: String::new(),
        rule,
        from: None,
        to: None,
    };
    Calendar::new(easter.into_iter().chain(fixed).map(holiday).collect())
}

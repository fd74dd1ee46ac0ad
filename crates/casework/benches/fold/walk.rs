//! Seeded random walks over a page, as facts.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::{Day, Timestamp};
use casework::{ActionRow, Case, Coordinates, fold_case};
use duties::{Effect, Lifecycle};
use facts::{
    Actor, CaseId, CitizenId, EmployeeId, Entry, Fact, FactId, FieldType, Kind, KindName,
    PlacementId, Value,
};
use rulebook::{Book, CalendarVersion, ModelVersion};

pub(crate) const CASE: CaseId = CaseId(1);
pub(crate) const FACTS: usize = 42;

pub(crate) struct Walks {
    pub(crate) model: Arc<ModelVersion>,
    pub(crate) calendar: Arc<CalendarVersion>,
    pub(crate) histories: Vec<Vec<Fact>>,
    /// A day after the last fact of all.
    pub(crate) end: Day,
}

/// splitmix64: small, seeded, the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let sides = u64::try_from(sides.max(1)).expect("few sides");
        usize::try_from((z ^ (z >> 31)) % sides).expect("less than the sides")
    }
}

impl Walks {
    pub(crate) fn draw(book: &Book, count: u64) -> Walks {
        let model = Arc::clone(&book.models()[0]);
        let calendar = Arc::clone(book.calendar());
        let mut walks = Walks {
            end: model.from,
            model,
            calendar,
            histories: Vec::new(),
        };
        let mut seed = 0;
        while walks.histories.len() as u64 != count {
            seed += 1;
            // A walk that has nothing left to do before it is long enough is drawn again.
            if let Some(facts) = walks.walk(&mut Dice(seed)) {
                walks.end = facts
                    .iter()
                    .map(|fact| fact.entry.happened_on)
                    .max()
                    .map_or(walks.end, |last| last.plus(7).max(walks.end));
                walks.histories.push(facts);
            }
        }
        walks
    }

    fn walk(&self, dice: &mut Dice) -> Option<Vec<Fact>> {
        let opened = self.model.from.plus(i32::try_from(dice.roll(90)).ok()?);
        let opening = Kind::CaseOpened {
            model: self.model.name.clone(),
            version: self.model.hash.clone(),
            calendar: self.calendar.hash.clone(),
        };
        let mut facts = vec![fact(1, opened, opening, BTreeMap::new())];
        let mut day = opened;
        let mut placements = 0;
        for _ in 0..FACTS * 4 {
            if facts.len() == FACTS {
                return Some(facts);
            }
            day = day.plus(i32::try_from(dice.roll(7)).ok()?);
            let case = fold_case(
                &self.model,
                &self.calendar.calendar,
                &facts,
                CASE,
                Coordinates::on(day),
            )
            .ok()?;
            let actions = self.possible(&case);
            if actions.is_empty() {
                return None;
            }
            let action = &actions[dice.roll(actions.len())];
            let opens =
                self.model.model.definition().events[action.event].lifecycle == Lifecycle::Opens;
            let placement = action
                .instance
                .or(opens.then_some(PlacementId(placements + 1)));
            if let Some((kind, answers)) = self.act(action.event, placement, day, dice) {
                placements += u64::from(opens);
                let id = facts.len() as u64 + 1;
                let mut done = fact(id, day, kind, answers);
                let with = &self.model.events[action.event].with;
                done.entry.participants = with.iter().cloned().collect();
                facts.push(done);
            }
        }
        None
    }

    /// What can be done and neither closes the case nor stops its clocks.
    fn possible(&self, case: &Case<'_>) -> Vec<ActionRow> {
        let definition = self.model.model.definition();
        let mut actions = case.actions();
        actions.retain(|action| {
            action.blocked_by.is_empty()
                && !matches!(
                    definition.events[action.event].effect,
                    Effect::Exits | Effect::Reopens | Effect::Pauses { .. }
                )
        });
        actions
    }

    fn act(
        &self,
        event: usize,
        placement: Option<PlacementId>,
        day: Day,
        dice: &mut Dice,
    ) -> Option<(Kind, BTreeMap<String, Value>)> {
        let text = &self.model.events[event];
        let mut answers = BTreeMap::new();
        for id in &text.decides {
            let is_required = text.required_fields.contains(id);
            if is_required || dice.roll(3) > 0 {
                let value = drawn(&self.model.field(id)?.of, day, dice);
                answers.insert(id.clone(), value);
            }
        }
        let satisfier = text.satisfied_by.first()?;
        if satisfier.kind == KindName::ActivityDone {
            let event = text.id.clone();
            return Some((Kind::ActivityDone { event, placement }, answers));
        }
        let mut fields = satisfier
            .when
            .as_ref()
            .map(rulebook::FactGuard::example)
            .unwrap_or_default();
        for spec in satisfier.kind.form() {
            if spec.required && !fields.contains_key(spec.id) {
                fields.insert(spec.id.to_owned(), drawn(&spec.of, day, dice));
            }
        }
        if let Some(placement) = placement {
            let number = i64::try_from(placement.0).expect("few placements");
            fields.insert("placement".to_owned(), Value::Number(number));
        }
        fields
            .entry("appointment".to_owned())
            .or_insert(Value::Number(1));
        let kind = Kind::from_fields(satisfier.kind, &fields).ok()?;
        text.is_satisfied_by(&fact(0, day, kind.clone(), BTreeMap::new()).entry)
            .then_some((kind, answers))
    }
}

fn drawn(of: &FieldType, day: Day, dice: &mut Dice) -> Value {
    match of {
        FieldType::Flag => Value::Flag(dice.roll(2) == 1),
        FieldType::Number => Value::Number(i64::try_from(dice.roll(40)).expect("small") + 1),
        FieldType::Day => Value::Day(day.plus(i32::try_from(dice.roll(30)).expect("small"))),
        FieldType::Choice(ids) => Value::Choice(ids[dice.roll(ids.len())].clone()),
        FieldType::Set(ids) => {
            Value::Set(ids.iter().filter(|_| dice.roll(2) == 1).cloned().collect())
        }
        FieldType::Text => Value::Text("…".to_owned()),
    }
}

fn fact(id: u64, day: Day, kind: Kind, answers: BTreeMap<String, Value>) -> Fact {
    Fact {
        id: FactId(id),
        recorded_at: Timestamp(0),
        entry: Entry {
            citizen: CitizenId(1),
            case: Some(CASE),
            happened_on: day,
            time: None,
            kind,
            answers,
            participants: std::collections::BTreeSet::new(),
            note: None,
            actor: Actor::Employee(EmployeeId(1)),
            role: "sagsbehandler".to_owned(),
            corrects: None,
            reason: None,
        },
    }
}

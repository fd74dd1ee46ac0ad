//! One version of a model.

use calendar::Day;

use super::{EventText, Section, SourceRef, Text};

/// Whom a new version meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transition {
    /// Cases opened from its first day on; others stay with theirs.
    NewCases,
    /// All open cases from a day, once a person has confirmed.
    AllFrom {
        /// The day.
        day: Day,
        /// Where that is said.
        source: SourceRef,
    },
}

/// A relation in words; parallel to the definition's relations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationText {
    /// Where it is said.
    pub source: SourceRef,
    /// Where in the handbook.
    pub anchor: String,
    /// One line in Danish: what it means.
    pub meaning: String,
    /// Its guard in Danish, if it has one.
    pub guard: Option<String>,
    /// Byte range of the rule in the page.
    pub place: std::ops::Range<usize>,
}

/// One of a field's choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// Its words.
    pub title: Text,
}

/// A decision field in words, including those in free text that the engine does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldText {
    /// Its id.
    pub id: String,
    /// The question in the form.
    pub label: Text,
    /// What values it takes.
    pub of: facts::FieldType,
    /// The words of its choices, in the order of the type.
    pub choices: Vec<Choice>,
    /// Position in the definition's fields; `None` for free text.
    pub engine: Option<usize>,
    /// Position of the instance kind that has its own value.
    pub instance: Option<usize>,
}

impl FieldText {
    /// The engine's form of a value; `None` for free text and for what the field cannot take.
    pub fn engine_value(&self, value: &facts::Value) -> Option<(usize, duties::Value)> {
        let position = |id: &str| {
            let at = self.choices.iter().position(|choice| choice.id == id)?;
            u8::try_from(at).ok()
        };
        let value = match (&self.of, value) {
            (facts::FieldType::Flag, facts::Value::Flag(flag)) => duties::Value::Flag(*flag),
            (facts::FieldType::Number, facts::Value::Number(number)) => {
                duties::Value::Number(*number)
            }
            (facts::FieldType::Day, facts::Value::Day(day)) => duties::Value::Day(*day),
            (facts::FieldType::Choice(_), facts::Value::Choice(id)) => {
                duties::Value::Choice(position(id)?)
            }
            (facts::FieldType::Set(_), facts::Value::Set(ids)) => {
                let mut set = 0_u64;
                for id in ids {
                    set |= 1_u64.checked_shl(u32::from(position(id)?))?;
                }
                duties::Value::Set(set)
            }
            _ => return None,
        };
        Some((self.engine?, value))
    }

    /// The form people read of a value of the engine; `None` if it is not one of this field.
    pub fn from_engine(&self, value: duties::Value) -> Option<facts::Value> {
        let id = |at: usize| self.choices.get(at).map(|choice| choice.id.clone());
        Some(match (&self.of, value) {
            (facts::FieldType::Flag, duties::Value::Flag(flag)) => facts::Value::Flag(flag),
            (facts::FieldType::Number, duties::Value::Number(number)) => {
                facts::Value::Number(number)
            }
            (facts::FieldType::Day, duties::Value::Day(day)) => facts::Value::Day(day),
            (facts::FieldType::Choice(_), duties::Value::Choice(at)) => {
                facts::Value::Choice(id(usize::from(at))?)
            }
            (facts::FieldType::Set(_), duties::Value::Set(set)) => facts::Value::Set(
                (0..self.choices.len().min(64))
                    .filter(|at| set >> at & 1 == 1)
                    .filter_map(id)
                    .collect(),
            ),
            _ => return None,
        })
    }
}

/// A role in the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleText {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// Whether an employee of the municipality holds it.
    pub staff: bool,
    /// The role that stands in while nobody has been assigned.
    pub holder: Option<String>,
}

/// A choice the page makes where the source is silent or contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The value that holds, as the page writes it.
    pub value: String,
    /// What the page recommends.
    pub default: String,
    /// The question the source leaves open.
    pub question: Text,
    /// Why this value.
    pub reason: Text,
    /// Where the question arises.
    pub source: SourceRef,
    /// Where in the handbook.
    pub anchor: String,
}

/// A step of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepText {
    /// Its id.
    pub id: String,
    /// The heading.
    pub title: Text,
    /// Where in the handbook.
    pub anchor: String,
}

/// A kind of instance in words; parallel to the definition's instances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceText {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Text,
}

/// A round or pause group in words; its position is the engine's number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Text,
}

/// A model as it holds from a day on.
#[derive(Debug, Clone)]
pub struct ModelVersion {
    /// The model's id; the same in all versions.
    pub name: String,
    /// The page's heading.
    pub title: Text,
    /// blake3 (hex) of the normalised page; for second and later versions of one page, of page and first day.
    pub hash: String,
    /// The first day on which it holds.
    pub from: Day,
    /// The first day on which it no longer holds.
    pub until: Option<Day>,
    /// The page's own source.
    pub source: SourceRef,
    /// Whom it meets.
    pub transition: Transition,
    /// Whether it is openly invented.
    pub invented: bool,
    /// Where the page was read from.
    pub path: String,
    /// The page, whole, for the store.
    pub text: String,
    /// What the engine runs.
    pub model: duties::Model,
    /// Parallel to `model.definition().events`.
    pub events: Vec<EventText>,
    /// Parallel to `model.definition().relations`.
    pub relations: Vec<RelationText>,
    /// Every decision field.
    pub fields: Vec<FieldText>,
    /// The roles.
    pub roles: Vec<RoleText>,
    /// What the page had to decide.
    pub parameters: Vec<Parameter>,
    /// The steps, in page order.
    pub steps: Vec<StepText>,
    /// The handbook page; all of it, also what does not hold on this version's days.
    pub sections: Vec<Section>,
    /// Parallel to `model.definition().instances`.
    pub instances: Vec<InstanceText>,
    /// The pause groups, by the engine's number.
    pub pause_groups: Vec<Named>,
    /// The kinds of round, by the engine's number.
    pub rounds: Vec<Named>,
}

impl ModelVersion {
    /// The position of the event with this id.
    pub fn event(&self, id: &str) -> Option<usize> {
        self.events.iter().position(|event| event.id == id)
    }

    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&FieldText> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The role with this id.
    pub fn role(&self, id: &str) -> Option<&RoleText> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// The field at this position of the definition.
    pub fn engine_field(&self, position: usize) -> Option<&FieldText> {
        self.fields
            .iter()
            .find(|field| field.engine == Some(position))
    }
}

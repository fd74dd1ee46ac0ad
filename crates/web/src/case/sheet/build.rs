//! Fields from the page's decisions and from the kinds' own fields.

use facts::{FieldSpec, FieldType, KindName, Value};
use rulebook::{EventText, FieldText};

use super::{Choice, Field, Input};
use crate::case::reading::Opened;
use crate::case::wording;
use crate::page::Frame;

/// Above so many choices a list folds out.
const FEW: usize = 6;

fn one_of(choices: Vec<Choice>) -> Input {
    if choices.len() > FEW {
        Input::Select(choices)
    } else {
        Input::Radio(choices)
    }
}

fn yes_or_no(frame: &Frame) -> Input {
    let choice = |value: &str| Choice {
        value: value.to_owned(),
        label: frame.t(value),
        is_chosen: false,
    };
    Input::Radio(vec![choice("yes"), choice("no")])
}

/// A decision of the page, with the value it has already, if any.
pub(crate) fn decision(
    frame: &Frame,
    field: &FieldText,
    is_required: bool,
    value: Option<&Value>,
) -> Field {
    let choices = || -> Vec<Choice> {
        let words = |choice: &rulebook::Choice| frame.text(&choice.title).to_owned();
        field
            .choices
            .iter()
            .map(|choice| Choice {
                value: choice.id.clone(),
                label: words(choice),
                is_chosen: false,
            })
            .collect()
    };
    let input = match field.of {
        FieldType::Flag => yes_or_no(frame),
        FieldType::Number => Input::Number,
        FieldType::Day => Input::Day {
            latest: None,
            earliest: None,
        },
        FieldType::Choice(_) => one_of(choices()),
        FieldType::Set(_) => Input::Boxes(choices()),
        FieldType::Text => Input::Area,
    };
    let mut made = Field::new(
        format!("answer-{}", field.id),
        frame.text(&field.label),
        input,
    );
    made.is_required = is_required;
    made.filled(&value.map(texts).unwrap_or_default())
}

/// A value as the texts a form holds.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Flag(true) => vec!["yes".to_owned()],
        Value::Flag(false) => vec!["no".to_owned()],
        Value::Number(number) => vec![number.to_string()],
        Value::Day(day) => vec![day.to_string()],
        Value::Choice(text) | Value::Text(text) => vec![text.clone()],
        Value::Set(ids) => ids.iter().cloned().collect(),
    }
}

/// What a field of a kind is called, in the form, the preview and the journal alike.
pub(crate) fn own_label(frame: &Frame, kind: KindName, id: &str) -> String {
    match (kind, id) {
        (KindName::FlexJobAwarded, "minutes") => frame.t("field-hours-at-award"),
        (KindName::FlexJobStarted | KindName::FlexJobHoursChanged, "minutes") => {
            frame.t("field-effective-hours")
        }
        (_, "minutes") => frame.t("field-hours"),
        (KindName::AppointmentMade | KindName::AppointmentMoved, "day" | "time" | "place") => {
            frame.t(&format!("field-summoned-{id}"))
        }
        (KindName::ClockPaused, "until") => frame.t("hold-until"),
        (KindName::DutySetAside, "until") => frame.t("set-aside-until"),
        _ => frame.t(&format!("field-{id}")),
    }
}

/// A field of the kind itself. Minutes are asked for as hours; codes as a list of their words.
pub(crate) fn own_field(
    opened: &Opened<'_>,
    kind: KindName,
    field: &FieldSpec,
    value: Option<&Value>,
) -> Field {
    let frame = opened.frame;
    let name = format!("own-{}", field.id);
    let label = own_label(frame, kind, field.id);
    if field.id == "minutes" {
        let hours = value.map(|value| match value {
            Value::Number(minutes) if minutes % 60 == 0 => (minutes / 60).to_string(),
            Value::Number(minutes) => format!("{}:{:02}", minutes / 60, minutes % 60),
            _ => String::new(),
        });
        let mut made = Field::new(name, label, Input::Text).hint(frame.t("hours-hint"));
        made.is_required = field.required;
        return made.filled(&hours.into_iter().collect::<Vec<_>>());
    }
    let input = match &field.of {
        FieldType::Flag => yes_or_no(frame),
        FieldType::Number => Input::Number,
        FieldType::Day => Input::Day {
            latest: None,
            earliest: None,
        },
        FieldType::Choice(ids) => {
            let word = |id: &String| match field.id {
                "purpose" => frame.t(&format!("purpose-{id}")),
                _ => frame.t(&format!("choice-{id}")),
            };
            let choice = |id: &String| Choice {
                value: id.clone(),
                label: word(id),
                is_chosen: false,
            };
            one_of(ids.iter().map(choice).collect())
        }
        FieldType::Text if field.id == "time" => Input::Time,
        FieldType::Text => match code_field(opened, field.id) {
            Some(choices) => Input::Select(choices),
            None => Input::Text,
        },
        FieldType::Set(_) => Input::Boxes(Vec::new()),
    };
    let mut made = Field::new(name, label, input);
    made.is_required = field.required;
    if field.id == "purpose" {
        made = made.hint(frame.t("purpose-hint"));
    }
    made.filled(&value.map(texts).unwrap_or_default())
}

/// The choices of a field whose values are codes of the rulebook or roles of the model.
fn code_field(opened: &Opened<'_>, id: &str) -> Option<Vec<Choice>> {
    let frame = opened.frame;
    if id == "with" {
        let roles = opened.case.model.roles.iter().filter(|role| role.staff);
        let choice = |role: &rulebook::RoleText| Choice {
            value: role.id.clone(),
            label: frame.text(&role.title).to_owned(),
            is_chosen: false,
        };
        return Some(roles.map(choice).collect());
    }
    let codes = casework::codes_of(opened.app.store.book(), id);
    if codes.is_empty() {
        return None;
    }
    let choice = |code: &casework::CodeChoice<'_>| Choice {
        value: code.id.to_owned(),
        label: frame.text(code.title).to_owned(),
        is_chosen: false,
    };
    Some(codes.iter().map(choice).collect())
}

/// The role of the citizen on every page of rules.
const CITIZEN: &str = "borger";

/// Who took part: the roles the page names for this act. To begin with only the citizen is chosen; that others came is for
/// somebody to say.
pub(crate) fn participants(
    opened: &Opened<'_>,
    event: &EventText,
    chosen: Option<&[String]>,
) -> Option<Field> {
    if event.with.is_empty() {
        return None;
    }
    let model = opened.case.model.as_ref();
    let choice = |id: &String| Choice {
        value: id.clone(),
        label: wording::role(opened.frame, model, id),
        is_chosen: match chosen {
            Some(chosen) => chosen.contains(id),
            None => id == CITIZEN,
        },
    };
    let choices = event.with.iter().map(choice).collect();
    Some(Field::new(
        "participants",
        opened.frame.t("register-participants"),
        Input::Boxes(choices),
    ))
}

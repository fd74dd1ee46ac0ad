//! Sheets: every form of a case, built from the page or a fact, read back into values, and shown again with its faults.

mod build;
mod read;

pub(crate) use build::{decision, own_field, own_label, participants};
pub(crate) use read::{read_day, read_decision, read_own, read_time};

use crate::form::Form;
use crate::page::Frame;

/// One choice of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) is_chosen: bool,
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// Sent along unseen.
    Hidden,
    Text,
    Area,
    Day {
        latest: Option<calendar::Day>,
        earliest: Option<calendar::Day>,
    },
    Time,
    Number,
    /// One of a few.
    Radio(Vec<Choice>),
    /// One of many.
    Select(Vec<Choice>),
    /// Any of them.
    Boxes(Vec<Choice>),
}

/// One field of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) value: String,
    pub(crate) input: Input,
    pub(crate) is_required: bool,
    pub(crate) fault: Option<String>,
}

impl Field {
    /// A field that is filled in as text.
    pub(crate) fn new(name: impl Into<String>, label: impl Into<String>, input: Input) -> Field {
        Field {
            name: name.into(),
            label: label.into(),
            hint: None,
            value: String::new(),
            input,
            is_required: false,
            fault: None,
        }
    }

    pub(crate) fn required(mut self) -> Field {
        self.is_required = true;
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Field {
        self.hint = Some(hint.into());
        self
    }

    /// What stands in it: one value, or several for boxes.
    pub(crate) fn filled(mut self, values: &[String]) -> Field {
        match &mut self.input {
            Input::Radio(choices) | Input::Select(choices) | Input::Boxes(choices) => {
                for choice in choices {
                    choice.is_chosen = values.contains(&choice.value);
                }
            }
            _ => self.value = values.first().cloned().unwrap_or_default(),
        }
        self
    }
}

/// Something wrong with a field, to be shown at it; without a field it stands above the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) field: Option<String>,
    pub(crate) words: String,
}

impl Fault {
    pub(crate) fn at(field: &str, words: impl Into<String>) -> Fault {
        Fault {
            field: Some(field.to_owned()),
            words: words.into(),
        }
    }

    pub(crate) fn above(words: impl Into<String>) -> Fault {
        Fault {
            field: None,
            words: words.into(),
        }
    }
}

/// A form with everything around it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Sheet {
    pub(crate) title: String,
    /// What it is about: safe HTML of the rulebook page.
    pub(crate) about: Option<String>,
    pub(crate) written: Option<super::wording::Written>,
    /// Plain sentences above the form.
    pub(crate) lead: Vec<String>,
    pub(crate) guidance: Vec<String>,
    /// What to talk about, by barrier.
    pub(crate) questions: Vec<(Option<String>, Vec<String>)>,
    pub(crate) blocked_by: Vec<super::wording::ReasonWords>,
    pub(crate) fields: Vec<Field>,
    /// Required answers are missing, and the form offers to go on without them.
    pub(crate) lacks_answers: bool,
    /// Faults that belong to no field.
    pub(crate) faults: Vec<String>,
}

impl Sheet {
    /// The sheet as somebody has filled it in.
    pub(crate) fn filled_from(mut self, form: &Form) -> Sheet {
        for field in &mut self.fields {
            let values: Vec<String> = form.every(&field.name).map(str::to_owned).collect();
            *field = field.clone().filled(&values);
        }
        self
    }

    /// The sheet with faults at their fields.
    pub(crate) fn with_faults(mut self, faults: &[Fault]) -> Sheet {
        for fault in faults {
            let at = fault.field.as_deref();
            let field = self
                .fields
                .iter_mut()
                .find(|field| Some(field.name.as_str()) == at && field.input != Input::Hidden);
            match field {
                Some(field) => field.fault = Some(fault.words.clone()),
                None => self.faults.push(fault.words.clone()),
            }
        }
        self
    }
}

/// The two fields every sheet about something that happened begins with.
pub(crate) fn when(
    frame: &Frame,
    day: calendar::Day,
    time: Option<calendar::LocalTime>,
) -> [Field; 2] {
    let latest = Some(frame.today);
    [
        Field::new(
            "happened-on",
            frame.t("register-day"),
            Input::Day {
                latest,
                earliest: None,
            },
        )
        .required()
        .filled(&[day.to_string()]),
        Field::new("time", frame.t("register-time"), Input::Time).filled(
            &time
                .map(|time| time.to_string())
                .into_iter()
                .collect::<Vec<_>>(),
        ),
    ]
}

/// The note of the journal.
pub(crate) fn note(frame: &Frame, label: &str, is_required: bool) -> Field {
    let field = Field::new("note", frame.t(label), Input::Area);
    if is_required { field.required() } else { field }
}

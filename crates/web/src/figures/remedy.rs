//! What to choose instead where a question cannot be answered: which field it is, and what may stand there.

use std::sync::Arc;

use rulebook::Text;

use super::asked::LENGTHS;
use crate::error::WebError;
use crate::frame::Frame;

/// What is wrong with a question, and the way back to one that is answered.
#[derive(Debug, Clone)]
pub(crate) struct Remedy {
    fault: Fault,
    /// The indicator's ordinary view.
    back: String,
}

/// Which field holds something that cannot be answered.
#[derive(Debug, Clone)]
pub(super) enum Fault {
    Whose,
    /// The titles of the numbers there are.
    Number(Vec<Text>),
    /// The titles of the breakdowns there are.
    Breakdown(Vec<Text>),
    /// The ids of the lengths there are.
    Length(Vec<&'static str>),
    Month,
    /// So many periods were asked for, and so many are shown at the most.
    TooMany {
        asked: usize,
        most: usize,
    },
}

impl Fault {
    /// The refusal, with the way back to an indicator.
    pub(super) fn of(self, indicator: &str) -> WebError {
        WebError::Unanswerable(Arc::new(Remedy {
            fault: self,
            back: format!("/figures/{indicator}"),
        }))
    }
}

impl Remedy {
    /// In sentences: the field, and what may stand in it.
    pub(crate) fn words(&self, frame: &Frame) -> String {
        let titles = |all: &[Text]| -> String {
            let all: Vec<&str> = all.iter().map(|title| frame.text(title)).collect();
            all.join(", ")
        };
        match &self.fault {
            Fault::Whose => {
                let all = ["figures-reach", "figures-municipality", "figures-both"];
                let all = all.map(|key| frame.t(key));
                frame.t1("remedy-whose", "allowed", all.join(", "))
            }
            Fault::Number(all) => frame.t1("remedy-number", "allowed", titles(all)),
            Fault::Breakdown(all) if all.is_empty() => frame.t("remedy-by-none"),
            Fault::Breakdown(all) => frame.t1("remedy-by", "allowed", titles(all)),
            Fault::Length(all) => {
                let named = LENGTHS.iter().filter(|(_, id)| all.contains(id));
                let words = named.map(|(_, id)| frame.t(&format!("figures-length-{id}")));
                let words: Vec<String> = words.collect();
                frame.t1("remedy-length", "allowed", words.join(", "))
            }
            Fault::Month => frame.t("remedy-month"),
            Fault::TooMany { asked, most } => {
                frame.t2("remedy-months", ("asked", *asked), ("most", *most))
            }
        }
    }

    /// The address of the indicator's ordinary view.
    pub(crate) fn back(&self) -> &str {
        &self.back
    }
}

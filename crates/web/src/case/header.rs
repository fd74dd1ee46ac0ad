//! The head of every page of a case: who, where in the model, who holds it, and the way to its other pages.

use super::reading::Opened;
use super::wording;
use crate::rights::Action;

/// One page of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tab {
    pub(crate) address: String,
    /// Key of its name.
    pub(crate) key: &'static str,
    pub(crate) is_here: bool,
}

/// A step of the model and where the case is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StepWords {
    pub(crate) title: String,
    /// `current`, `begun` or `ahead`: for the stylesheet and, in words, for everybody.
    pub(crate) state: &'static str,
    pub(crate) open: usize,
}

/// Everything the head shows.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question a template asks"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) address: String,
    pub(crate) citizen: String,
    pub(crate) name: String,
    pub(crate) cpr: String,
    pub(crate) age: String,
    pub(crate) number: u64,
    pub(crate) model: String,
    pub(crate) handbook: String,
    pub(crate) invented: bool,
    pub(crate) opened: String,
    pub(crate) closed: Option<String>,
    /// The case is on hold, and until when.
    pub(crate) on_hold: Option<String>,
    pub(crate) steps: Vec<StepWords>,
    /// Role and who holds it; `None`: nobody.
    pub(crate) holders: Vec<(String, Option<String>)>,
    pub(crate) tabs: Vec<Tab>,
    /// Who has read and written, for those who may see it.
    pub(crate) access_log: Option<String>,
    /// A new version of the law waits for somebody's confirmation.
    pub(crate) law_changed: Option<String>,
    /// The case is shown as it was on an earlier day.
    pub(crate) as_of: Option<String>,
    /// Why it is not shown from the day that was asked for.
    pub(crate) out_of_range: Option<String>,
    pub(crate) may_register: bool,
    pub(crate) may_hand_over: bool,
    pub(crate) may_close: bool,
}

const TABS: [(&str, &str); 5] = [
    ("", "case-tab-overview"),
    ("/journal", "case-tab-journal"),
    ("/plan", "case-tab-plan"),
    ("/time", "case-tab-time"),
    ("/what-if", "case-tab-what-if"),
];

impl Header {
    /// The head for the page `here` (the end of its address, as in `/plan`).
    pub(crate) fn of(opened: &Opened<'_>, here: &str) -> Header {
        let (frame, case) = (opened.frame, &opened.case);
        let model = case.model.as_ref();
        let address = format!("/cases/{}", case.id);
        let age = case.coordinates.as_of.years_since(opened.cpr.birth());
        let closed = case.fold.state.closed().map(|(event, day)| {
            let why = frame.text(&model.events[event].title).to_owned();
            frame.t2("case-closed-by", ("event", why), ("day", frame.long(day)))
        });
        let digits = opened.cpr.digits();
        Header {
            citizen: format!("/citizens/{}", case.citizen),
            name: opened.name.clone(),
            cpr: format!("{}-{}", &digits[..6], &digits[6..]),
            age: frame.t1("case-age", "years", i64::from(age)),
            number: case.id.0,
            model: frame.text(&model.title).to_owned(),
            handbook: format!("/handbook/{}/{}", model.name, model.from),
            invented: model.invented,
            opened: frame.long(case.opened),
            on_hold: opened
                .on_hold()
                .filter(|_| closed.is_none())
                .map(|hold| match hold.until {
                    Some(until) => frame.t1("case-on-hold-until", "day", frame.long(until)),
                    None => frame.t("case-on-hold"),
                }),
            may_register: opened.may(Action::Register) && closed.is_none(),
            may_hand_over: (opened.may(Action::HandOver) || opened.may(Action::Assign))
                && closed.is_none(),
            closed,
            steps: steps(opened),
            holders: holders(opened),
            tabs: TABS
                .iter()
                .map(|(end, key)| Tab {
                    address: format!("{address}{end}"),
                    key,
                    is_here: *end == here,
                })
                .collect(),
            access_log: opened
                .user
                .may_ever(Action::SeeAccessLog)
                .then(|| format!("/citizens/{}/access", case.citizen)),
            law_changed: case.law.as_ref().map(|law| frame.long(law.day)),
            as_of: (case.coordinates.as_of != frame.today)
                .then(|| frame.long(case.coordinates.as_of)),
            out_of_range: opened.out_of_range.map(|asked| {
                if asked < case.opened {
                    frame.t2(
                        "case-not-yet-open",
                        ("day", frame.long(asked)),
                        ("opened", frame.long(case.opened)),
                    )
                } else {
                    frame.t1("case-day-ahead", "day", frame.long(asked))
                }
            }),
            may_close: opened.may(Action::CloseCase),
            address,
        }
    }
}

fn steps(opened: &Opened<'_>) -> Vec<StepWords> {
    let progress = opened.case.progress();
    progress
        .iter()
        .map(|step| StepWords {
            title: opened
                .frame
                .text(&opened.case.model.steps[step.step].title)
                .to_owned(),
            state: match (step.current, step.begun) {
                (true, _) => "current",
                (false, true) => "begun",
                (false, false) => "ahead",
            },
            open: step.open,
        })
        .collect()
}

fn holders(opened: &Opened<'_>) -> Vec<(String, Option<String>)> {
    let case = &opened.case;
    case.model
        .roles
        .iter()
        .filter(|role| role.staff)
        .map(|role| {
            let holder = case
                .holders
                .get(&role.id)
                .map(|holder| opened.employee(*holder));
            (wording::role(opened.frame, &case.model, &role.id), holder)
        })
        .collect()
}

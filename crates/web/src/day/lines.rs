//! A duty as a line of the day: verb, citizen, day, why, how it stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::Day;
use casework::{DutyRow, Group, RowState};
use duties::Strength;
use rulebook::ModelVersion;
use store::DayRow;

use super::asked::Asked;
use crate::colleagues::Colleagues;
use crate::page::Frame;
use crate::rights::Action;

/// The versions that the lines speak of, by hash.
pub(crate) type Versions = BTreeMap<String, Arc<ModelVersion>>;

/// A line.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) verb: String,
    pub(crate) name: String,
    pub(crate) case: u64,
    /// Which placement, when the duty belongs to one.
    pub(crate) select: String,
    pub(crate) current: bool,
    pub(crate) due: Option<Due>,
    pub(crate) act: &'static str,
    pub(crate) why: String,
    pub(crate) source: String,
    pub(crate) source_address: String,
    pub(crate) verified: bool,
    pub(crate) standing: Option<Standing>,
    pub(crate) holder: String,
    pub(crate) since: String,
}

/// The due day in words.
#[derive(Debug, Clone)]
pub(crate) struct Due {
    pub(crate) day: String,
    pub(crate) iso: String,
    pub(crate) relative: String,
    pub(crate) overdue: bool,
    /// The day is an aim: it can be passed without a rule being broken, but the act stays due.
    pub(crate) aim: bool,
}

/// How it stands, when more is to be said than that it is open.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) words: String,
    pub(crate) blocked: bool,
    /// What is missing, and where it is registered.
    pub(crate) remedy: Option<(String, String)>,
}

/// Lines under one heading.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    /// The heading's text; empty if the list is not in the order of groups.
    pub(crate) key: &'static str,
    pub(crate) count: u64,
    pub(crate) lines: Vec<Line>,
    /// Where the lines are, when only their number stands here.
    pub(crate) folded: Option<String>,
}

/// The text that names a group.
pub(crate) const fn group_key(group: Group) -> &'static str {
    match group {
        Group::Overdue => "day-overdue",
        Group::Today => "day-today",
        Group::Soon => "day-soon",
        Group::Later => "day-later",
        Group::Waiting => "day-waiting",
        Group::OnHold => "day-on-hold",
    }
}

/// The text that names the strength of an act.
pub(crate) const fn act_key(act: Strength) -> &'static str {
    match act {
        Strength::Must => "act-must",
        Strength::Default => "act-default",
        Strength::Aim => "act-aim",
    }
}

/// What lines are made of.
pub(crate) struct Words<'a> {
    pub(crate) page: &'a Frame,
    pub(crate) asked: &'a Asked,
    pub(crate) versions: &'a Versions,
    pub(crate) colleagues: &'a Colleagues,
}

impl Words<'_> {
    /// One duty as a line.
    pub(crate) fn line(&self, row: &DayRow) -> Line {
        let duty = &row.duty;
        let version = self.versions.get(&row.version);
        let event = version.and_then(|version| {
            let at = version.event(&duty.event)?;
            version.events.get(at)
        });
        let (why, source, anchor, verified) = self.why(duty, version);
        let case = duty.case;
        let address = self.asked.address().with("case", case);
        Line {
            verb: event.map_or_else(
                || duty.event.clone(),
                |event| self.page.text(&event.verb).to_owned(),
            ),
            name: row.name.clone(),
            case: case.0,
            select: address.to_string(),
            current: self.asked.case == Some(case),
            due: duty.due.map(|due| self.due(duty, due)),
            act: act_key(duty.act),
            why,
            source,
            source_address: version.map_or_else(String::new, |version| {
                format!("/handbook/{}/{}#{anchor}", version.name, version.from)
            }),
            verified,
            standing: self.standing(duty, version),
            holder: duty
                .holder
                .map_or_else(|| self.page.t("day-nobody"), |id| self.colleagues.name(id)),
            since: self.page.short(duty.created),
        }
    }

    fn due(&self, duty: &DutyRow, due: Day) -> Due {
        Due {
            day: self.page.short(due),
            iso: due.to_string(),
            relative: self.page.until_due(due),
            overdue: duty.is_overdue(self.page.today),
            aim: duty.day_strength == Some(Strength::Aim),
        }
    }

    /// Why it is there: the rule in a line, its source, and its place in the handbook.
    fn why(
        &self,
        duty: &DutyRow,
        version: Option<&Arc<ModelVersion>>,
    ) -> (String, String, String, bool) {
        let Some(version) = version else {
            return (String::new(), String::new(), String::new(), false);
        };
        if let Some(at) = duty.relation
            && let Some(relation) = version.relations.get(at)
        {
            return (
                crate::why::short(self.page, version, at)
                    .unwrap_or_else(|| relation.meaning.clone()),
                relation.source.text.clone(),
                relation.anchor.clone(),
                relation.source.verified,
            );
        }
        let event = version.event(&duty.event).map(|at| &version.events[at]);
        let why = self.page.t("day-why-from-start");
        event.map_or_else(
            || (why.clone(), String::new(), String::new(), false),
            |event| {
                (
                    why.clone(),
                    event.source.text.clone(),
                    event.anchor.clone(),
                    event.source.verified,
                )
            },
        )
    }

    fn standing(&self, duty: &DutyRow, version: Option<&Arc<ModelVersion>>) -> Option<Standing> {
        let page = self.page;
        let calm = |words: String| {
            Some(Standing {
                words,
                blocked: false,
                remedy: None,
            })
        };
        match &duty.state {
            RowState::OnHold {
                until: Some(until), ..
            }
            | RowState::SetAside { until, .. } => {
                return calm(page.t1("day-hold-until", "day", page.short(*until)));
            }
            RowState::OnHold { until: None, .. } => return calm(page.t("day-hold-open")),
            RowState::Open | RowState::Waiting { .. } | RowState::Blocked => {}
        }
        if let Some((day, time)) = duty.appointment {
            let day_words = page.short(day);
            let passed = day < page.today;
            let words = match time {
                Some(time) => page.t2(
                    "day-appointment-at",
                    ("day", day_words),
                    ("time", time.to_string()),
                ),
                None => page.t1("day-appointment", "day", day_words),
            };
            return Some(Standing {
                words: if passed {
                    format!("{words} – {}", page.t("day-appointment-passed"))
                } else {
                    words
                },
                blocked: passed,
                remedy: None,
            });
        }
        if let RowState::Waiting { role } = &duty.state {
            let role = version.and_then(|version| version.role(role)).map_or_else(
                || role.clone(),
                |role| page.text(&role.title).to_lowercase(),
            );
            return calm(page.t1("day-waiting-for", "role", role));
        }
        if let Some(opens) = duty.opens_on.filter(|opens| *opens > page.today) {
            return calm(page.t1("day-opens-on", "day", page.short(opens)));
        }
        self.missing(duty, version)
    }

    /// The first thing that is missing, with the way to register it.
    fn missing(&self, duty: &DutyRow, version: Option<&Arc<ModelVersion>>) -> Option<Standing> {
        let first = duty.blocked_by.first()?;
        let missing = first.event.as_deref().or(first.field.as_deref())?;
        let words = version
            .and_then(|version| {
                let event = version.event(missing).map(|at| &version.events[at].title);
                let title = event.or_else(|| Some(&version.field(missing)?.label))?;
                Some(self.page.text(title).to_owned())
            })
            .unwrap_or_else(|| missing.to_owned());
        let remedy = first
            .remedy
            .as_deref()
            .filter(|_| self.page.may_ever(Action::Register))
            .map(|remedy| {
                let address = format!("/cases/{}/register/{remedy}", duty.case);
                (words.clone(), address)
            });
        Some(Standing {
            words: match &remedy {
                Some(_) => self.page.t("day-blocked"),
                None => self.page.t1("day-blocked-by", "what", words),
            },
            blocked: true,
            remedy,
        })
    }
}

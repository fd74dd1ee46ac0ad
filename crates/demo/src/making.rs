//! Makes a fact that satisfies an event of a page: its kind from the page, the rest by chance.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Day, LocalTime};
use facts::{
    AppointmentId, BenefitEnd, ContactForm, EmployeeId, FieldType, Kind, KindName, PlacementEnd,
    PlacementForm, PlacementId, PlacementPurpose, Sex, Value,
};
use rulebook::{EventText, ModelVersion, Satisfier};

use crate::dice::Dice;
use crate::names;
use crate::people::{Company, name};

/// What a fact is made from.
pub(crate) struct Making<'a> {
    pub(crate) dice: &'a mut Dice,
    pub(crate) companies: &'a [Company],
    /// Job brokers and caseworkers of the case's team, by role.
    pub(crate) colleague: &'a dyn Fn(&str, usize) -> Option<EmployeeId>,
    /// The day it happens.
    pub(crate) day: Day,
    /// The placement it is about, if it is about one that exists.
    pub(crate) placement: Option<PlacementId>,
    /// The next free number of a placement.
    pub(crate) next_placement: PlacementId,
    /// The next free number of an appointment.
    pub(crate) next_appointment: AppointmentId,
    /// The appointment at which it happens.
    pub(crate) appointment: Option<AppointmentId>,
    /// The benefit that runs.
    pub(crate) benefit: Option<&'a str>,
}

impl Making<'_> {
    /// A kind that satisfies the event; `None` if chance cannot make one.
    pub(crate) fn kind(&mut self, text: &EventText) -> Option<Kind> {
        let satisfier: &Satisfier = text.satisfied_by.first()?;
        let fields = satisfier
            .when
            .as_ref()
            .map(rulebook::FactGuard::example)
            .unwrap_or_default();
        let fields = Fields(&fields);
        let kind = self
            .people_and_papers(satisfier.kind, &fields)
            .or_else(|| self.work(satisfier.kind, &fields, text))
            .or_else(|| self.life(satisfier.kind, &fields, text))?;
        Some(kind)
    }

    fn people_and_papers(&mut self, name: KindName, fields: &Fields<'_>) -> Option<Kind> {
        Some(match name {
            KindName::CaseAssigned => {
                let role = fields.text("role")?;
                let at = self.dice.below(10);
                let employee = (self.colleague)(&role, at)?;
                Kind::CaseAssigned { role, employee }
            }
            KindName::AppointmentMade => Kind::AppointmentMade {
                appointment: self.next_appointment,
                for_event: fields.text("for-event")?,
                day: self.weekday_after(5, 14),
                time: Some(self.time()),
                place: Some("Jobcentret, mødelokale 2".to_owned()),
            },
            KindName::ConversationHeld => Kind::ConversationHeld {
                with: fields
                    .text("with")
                    .unwrap_or_else(|| "sagsbehandler".to_owned()),
                form: fields
                    .text("form")
                    .and_then(|id| ContactForm::from_id(&id))
                    .unwrap_or_else(|| *self.dice.pick(ContactForm::ALL)),
                appointment: self.appointment,
            },
            KindName::MeetingHeld => Kind::MeetingHeld {
                meeting: fields.text("meeting")?,
                appointment: self.appointment,
            },
            KindName::ConsentGiven => Kind::ConsentGiven {
                scope: fields.text("scope")?,
            },
            KindName::ConsentRefused => Kind::ConsentRefused {
                scope: fields.text("scope")?,
            },
            KindName::ConsentWithdrawn => Kind::ConsentWithdrawn {
                scope: fields.text("scope")?,
            },
            KindName::DocumentFiled => {
                let document = fields.text("document")?;
                self.document(document)
            }
            _ => return None,
        })
    }

    /// A document of this kind, filed today.
    pub(crate) fn document(&mut self, document: String) -> Kind {
        let number = self.dice.below(9000) + 1000;
        Kind::DocumentFiled {
            title: format!("{document} nr. {number}"),
            document,
            dated: self.day,
            place: format!("ESDH {}-{number}", self.day.year()),
        }
    }

    fn work(&mut self, name: KindName, fields: &Fields<'_>, text: &EventText) -> Option<Kind> {
        let minutes =
            |dice: &mut Dice, from, to| u32::try_from(dice.between(from, to) * 30).unwrap_or(300);
        Some(match name {
            KindName::PlacementAgreed => {
                let form = fields
                    .text("form")
                    .and_then(|id| PlacementForm::from_id(&id))
                    .unwrap_or(if self.dice.chance(80) {
                        PlacementForm::Praktik
                    } else {
                        PlacementForm::PaidHours
                    });
                let company = self.dice.pick(self.companies);
                let continued = fields.flag("continued").unwrap_or(text.carries_on);
                let from = if continued {
                    self.day.plus(-self.dice.between(10, 60))
                } else {
                    self.day.plus(self.dice.between(0, 10))
                };
                Kind::PlacementAgreed {
                    placement: self.next_placement,
                    form,
                    purpose: (form == PlacementForm::Praktik)
                        .then(|| *self.dice.pick(PlacementPurpose::ALL)),
                    company: company.name.clone(),
                    cvr: Some(company.cvr.clone()),
                    minutes: minutes(self.dice, 8, 50),
                    from,
                    until: Some(from.plus(7 * self.dice.between(8, 26))),
                    continued,
                }
            }
            KindName::PlacementStarted => Kind::PlacementStarted {
                placement: self.placement?,
            },
            KindName::PlacementExtended => Kind::PlacementExtended {
                placement: self.placement?,
                until: self.day.plus(7 * self.dice.between(4, 13)),
            },
            KindName::PlacementHoursChanged => Kind::PlacementHoursChanged {
                placement: self.placement?,
                minutes: minutes(self.dice, 10, 60),
            },
            KindName::PaidHoursBegan => Kind::PaidHoursBegan {
                placement: self.placement?,
                minutes: minutes(self.dice, 4, 20),
            },
            KindName::PlacementEnded => Kind::PlacementEnded {
                placement: self.placement?,
                how: fields
                    .text("how")
                    .and_then(|id| PlacementEnd::from_id(&id))
                    .unwrap_or_else(|| *self.dice.pick(PlacementEnd::ALL)),
            },
            KindName::JobStarted => Kind::JobStarted {
                employer: self.dice.pick(self.companies).name.clone(),
                minutes: 2220,
                job: None,
                industry: None,
            },
            KindName::EducationStarted => Kind::EducationStarted {
                education: "Social- og sundhedshjælper".to_owned(),
            },
            _ => return None,
        })
    }

    fn life(&mut self, name: KindName, fields: &Fields<'_>, text: &EventText) -> Option<Kind> {
        Some(match name {
            KindName::CaseClosed => Kind::CaseClosed,
            KindName::CaseReopened => Kind::CaseReopened,
            KindName::ClockPaused => Kind::ClockPaused {
                until: Some(self.day.plus(self.dice.between(14, 60))),
            },
            KindName::ClockResumed => Kind::ClockResumed,
            KindName::BenefitBegan => Kind::BenefitBegan {
                benefit: fields.text("benefit")?,
                category: None,
            },
            KindName::BenefitEnded => Kind::BenefitEnded {
                benefit: fields
                    .text("benefit")
                    .or_else(|| self.benefit.map(str::to_owned))?,
                why: fields
                    .text("why")
                    .and_then(|id| BenefitEnd::from_id(&id))
                    .unwrap_or(BenefitEnd::Job),
            },
            KindName::MarkSet => Kind::MarkSet {
                mark: fields.text("mark")?,
            },
            KindName::ResidenceBegan => Kind::ResidenceBegan { municipality: 751 },
            KindName::Died => Kind::Died,
            KindName::ActivityDone => Kind::ActivityDone {
                event: text.id.clone(),
                placement: self.placement,
            },
            _ => return None,
        })
    }

    /// Answers to the questions the event asks; optional ones are often left out.
    pub(crate) fn answers(
        &mut self,
        model: &ModelVersion,
        text: &EventText,
    ) -> BTreeMap<String, Value> {
        let mut answers = BTreeMap::new();
        for id in &text.decides {
            let Some(field) = model.field(id) else {
                continue;
            };
            let is_required = text.required_fields.contains(id);
            if !is_required && self.dice.chance(25) {
                continue;
            }
            let value = match field.of {
                FieldType::Text => Value::Text(self.text(id)),
                _ => self.value(&field.of),
            };
            answers.insert(id.clone(), value);
        }
        answers
    }

    /// A text that answers the question: by what the field's id speaks of.
    fn text(&mut self, id: &str) -> String {
        if id.contains("navn") {
            let sex = if self.dice.chance(50) {
                Sex::Female
            } else {
                Sex::Male
            };
            return name(self.dice, sex);
        }
        let spoken_of = |(words, _): &&(&str, &[&str])| id.contains(words);
        let texts = names::ANSWERS.iter().find(spoken_of);
        let texts = texts.map_or(names::NOTES, |(_, texts)| texts);
        (*self.dice.pick(texts)).to_owned()
    }

    fn value(&mut self, of: &FieldType) -> Value {
        match of {
            FieldType::Flag => Value::Flag(self.dice.chance(50)),
            FieldType::Number => Value::Number(i64::from(self.dice.between(1, 20))),
            FieldType::Day => Value::Day(self.weekday_after(7, 40)),
            FieldType::Choice(choices) => Value::Choice(self.choice(choices)),
            FieldType::Set(choices) => {
                let chosen: BTreeSet<String> = choices
                    .iter()
                    .filter(|_| self.dice.chance(35))
                    .cloned()
                    .collect();
                Value::Set(chosen)
            }
            FieldType::Text => Value::Text((*self.dice.pick(names::NOTES)).to_owned()),
        }
    }

    /// A choice. Most citizens turn out not to be in the target group of another benefit, and few meetings end undecided.
    fn choice(&mut self, choices: &[String]) -> String {
        let weights: Vec<usize> = choices
            .iter()
            .map(|choice| match choice.as_str() {
                "nej" => 6,
                "uafklaret" => 1,
                _ => 3,
            })
            .collect();
        let at = self.dice.weighed(&weights).unwrap_or(0);
        choices.get(at).cloned().unwrap_or_default()
    }

    /// A time between eight and half past three.
    pub(crate) fn time(&mut self) -> LocalTime {
        let half_hours = self.dice.below(16);
        let (hour, minute) = (8 + half_hours / 2, half_hours % 2 * 30);
        LocalTime::new(
            u16::try_from(hour).unwrap_or(9),
            u16::try_from(minute).unwrap_or(0),
        )
        .expect("between eight and half past three")
    }

    fn weekday_after(&mut self, from: i32, to: i32) -> Day {
        working_day(self.day.plus(self.dice.between(from, to)))
    }
}

/// The day, or the Monday after it if it lies in a weekend.
pub(crate) fn working_day(day: Day) -> Day {
    match day.weekday() {
        calendar::Weekday::Saturday => day.plus(2),
        calendar::Weekday::Sunday => day.plus(1),
        _ => day,
    }
}

/// Values that a page's guard asks for.
struct Fields<'a>(&'a BTreeMap<String, Value>);

impl Fields<'_> {
    fn text(&self, id: &str) -> Option<String> {
        match self.0.get(id)? {
            Value::Text(text) | Value::Choice(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn flag(&self, id: &str) -> Option<bool> {
        match self.0.get(id)? {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }
}

//! Casework's structures in words: reasons, strengths, days, values, facts.

use calendar::Day;
use casework::{Case, Reason, ReasonKind};
use duties::Strength;
use facts::{Actor, Entry, FieldType, Kind, Value};
use rulebook::{CodeList, EventText, FieldText, ModelVersion, SourceRef};

use super::reading::Opened;
use crate::page::Frame;
use crate::rights::Action;

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) address: String,
    pub(crate) words: String,
}

/// Where something is written: the source as the page names it, and the place in the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) source: String,
    pub(crate) address: String,
    /// Whether somebody has checked that the source says so.
    pub(crate) verified: bool,
}

/// A reason why something cannot be done now: what, who can remove it, where, and by what rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReasonWords {
    pub(crate) what: String,
    pub(crate) who: Option<String>,
    pub(crate) remedy: Option<Link>,
    pub(crate) written: Option<Written>,
}

/// The place in the handbook of something on a model's page.
pub(crate) fn handbook(model: &ModelVersion, anchor: &str) -> String {
    format!("/handbook/{}/{}#{anchor}", model.name, model.from)
}

/// A source with its place in the handbook.
pub(crate) fn written(model: &ModelVersion, source: &SourceRef, anchor: &str) -> Written {
    Written {
        source: source.text.clone(),
        address: handbook(model, anchor),
        verified: source.verified,
    }
}

/// What an event is called as something to do.
pub(crate) fn verb<'m>(frame: &Frame, event: &'m EventText) -> &'m str {
    frame.text(&event.verb)
}

/// The verb of an event by its id; the id itself for one that the version does not have.
pub(crate) fn verb_of(frame: &Frame, model: &ModelVersion, id: &str) -> String {
    let event = model.event(id).map(|at| &model.events[at]);
    event.map_or_else(|| id.to_owned(), |event| verb(frame, event).to_owned())
}

/// The title of an event by its id.
pub(crate) fn title_of(frame: &Frame, model: &ModelVersion, id: &str) -> String {
    let event = model.event(id).map(|at| &model.events[at]);
    event.map_or_else(
        || id.to_owned(),
        |event| frame.text(&event.title).to_owned(),
    )
}

/// The name of a role.
pub(crate) fn role(frame: &Frame, model: &ModelVersion, id: &str) -> String {
    model
        .role(id)
        .map_or_else(|| id.to_owned(), |role| frame.text(&role.title).to_owned())
}

/// The role with who holds it: »Jobformidler (Ida Holm)«.
pub(crate) fn role_with_holder(opened: &Opened<'_>, case: &Case<'_>, id: &str) -> String {
    let title = role(opened.frame, &case.model, id);
    match case.holders.get(id) {
        Some(holder) => format!("{title} ({})", opened.employee(*holder)),
        None => title,
    }
}

/// One reason in words.
pub(crate) fn reason(opened: &Opened<'_>, case: &Case<'_>, reason: &Reason) -> ReasonWords {
    let frame = opened.frame;
    let model = case.model.as_ref();
    let event = reason
        .event
        .as_deref()
        .map(|id| title_of(frame, model, id))
        .unwrap_or_default();
    let day = reason.day.map(|day| frame.long(day)).unwrap_or_default();
    let what = match reason.what {
        ReasonKind::Closed => frame.t1("reason-closed", "event", event),
        ReasonKind::NotClosed => frame.t("reason-not-closed"),
        ReasonKind::Excluded if reason.event.is_none() => frame.t("reason-not-yet"),
        ReasonKind::Excluded => frame.t1("reason-excluded", "event", event),
        ReasonKind::AlreadyDone => frame.t("reason-already-done"),
        ReasonKind::NotDone => frame.t1("reason-not-done", "event", event),
        ReasonKind::TooEarly => frame.t2("reason-too-early", ("event", event), ("day", day)),
        ReasonKind::StillPending => frame.t1("reason-still-pending", "event", event),
        ReasonKind::Unknown => {
            let field = reason.field.as_deref().and_then(|id| model.field(id));
            let label = field.map_or(String::new(), |field| frame.text(&field.label).to_owned());
            frame.t1("reason-unknown", "field", label)
        }
        ReasonKind::TooManyInstances => frame.t1(
            "reason-too-many",
            "limit",
            i64::try_from(reason.limit.unwrap_or(0)).unwrap_or(0),
        ),
        ReasonKind::NoSuchInstance => frame.t("reason-no-placement"),
        ReasonKind::InstanceExists => frame.t("reason-placement-exists"),
        ReasonKind::Timer => frame.t("reason-timer"),
        ReasonKind::LawChanged => frame.t("reason-law-changed"),
    };
    let remedy = if reason.what == ReasonKind::LawChanged {
        Some(Link {
            address: format!("/cases/{}/law", case.id),
            words: frame.t("law-look"),
        })
    } else {
        reason.remedy.as_deref().map(|id| Link {
            address: register_address(case, id, reason.instance.map(|placement| placement.0)),
            words: verb_of(frame, model, id),
        })
    };
    ReasonWords {
        what,
        who: reason
            .role
            .as_deref()
            .map(|id| role_with_holder(opened, case, id)),
        remedy,
        written: reason
            .source(model)
            .map(|(source, anchor)| written(model, source, anchor)),
    }
}

/// Several reasons in words. That something has to be done first, and that it is still pending, is one reason to people.
pub(crate) fn reasons(opened: &Opened<'_>, case: &Case<'_>, all: &[Reason]) -> Vec<ReasonWords> {
    let awaits =
        |reason: &Reason| matches!(reason.what, ReasonKind::NotDone | ReasonKind::StillPending);
    let mut told: Vec<(&Reason, ReasonWords)> = Vec::new();
    for next in all {
        let words = reason(opened, case, next);
        let is_told = told.iter().any(|(known, known_words)| {
            let is_same_act = awaits(known)
                && awaits(next)
                && known.event == next.event
                && known.instance == next.instance;
            is_same_act || (known_words.what == words.what && known_words.remedy == words.remedy)
        });
        if !is_told {
            told.push((next, words));
        }
    }
    told.into_iter().map(|(_, words)| words).collect()
}

/// Where an event is registered.
pub(crate) fn register_address(case: &Case<'_>, event: &str, placement: Option<u64>) -> String {
    match placement {
        Some(placement) => format!("/cases/{}/register/{event}?placement={placement}", case.id),
        None => format!("/cases/{}/register/{event}", case.id),
    }
}

/// How strongly something binds, as one word of the law.
pub(crate) fn strength(frame: &Frame, strength: Strength) -> String {
    frame.t(match strength {
        Strength::Must => "strength-must",
        Strength::Default => "strength-default",
        Strength::Aim => "strength-aim",
    })
}

/// A value as people read it.
pub(crate) fn value(frame: &Frame, field: &FieldText, value: &Value) -> String {
    let choice = |id: &str| {
        let found = field.choices.iter().find(|choice| choice.id == id);
        found.map_or_else(
            || id.to_owned(),
            |choice| frame.text(&choice.title).to_owned(),
        )
    };
    match value {
        Value::Flag(true) => frame.t("yes"),
        Value::Flag(false) => frame.t("no"),
        Value::Number(number) => frame.number(*number),
        Value::Day(day) => frame.long(*day),
        Value::Choice(id) => choice(id),
        Value::Set(ids) => ids
            .iter()
            .map(|id| choice(id))
            .collect::<Vec<_>>()
            .join(", "),
        Value::Text(text) => text.clone(),
    }
}

/// The key of the question under which hours stand that the page copies from a fact in minutes; `None` for everything else.
pub(crate) fn hours_label(event: &EventText, field: usize) -> Option<&'static str> {
    let is_minutes =
        |copied: &&rulebook::Copied| copied.field == field && copied.fact_field == "minutes";
    event.copies.iter().find(is_minutes)?;
    let is_paid = event
        .satisfied_by
        .iter()
        .any(|by| by.kind == facts::KindName::PaidHoursBegan);
    Some(if is_paid {
        "field-paid-hours"
    } else {
        "field-hours"
    })
}

/// A value of a fact's own field.
pub(crate) fn fact_value(
    opened: &Opened<'_>,
    kind: &Kind,
    id: &str,
    of: &FieldType,
) -> Option<String> {
    let frame = opened.frame;
    let value = kind.field(id)?;
    Some(match value {
        Value::Choice(choice) => frame.t(&format!("choice-{choice}")),
        Value::Number(minutes) if id == "minutes" => hours(frame, minutes),
        Value::Number(number) => frame.number(number),
        Value::Day(day) => frame.long(day),
        Value::Flag(flag) => frame.t(if flag { "yes" } else { "no" }),
        Value::Text(text) => fact_code(frame, opened, id, &text),
        Value::Set(_) => return matches!(of, FieldType::Set(_)).then(String::new),
    })
}

/// The words of a code that a field of a fact holds; the text itself where the field takes any.
fn fact_code(frame: &Frame, opened: &Opened<'_>, field: &str, text: &str) -> String {
    let codes = casework::codes_of(opened.app.store.book(), field);
    let known = codes.iter().find(|code| code.id == text);
    known.map_or_else(|| text.to_owned(), |code| frame.text(code.title).to_owned())
}

/// Minutes a week as hours, the Danish way: `7,5`.
pub(crate) fn hours(frame: &Frame, minutes: i64) -> String {
    let (whole, rest) = (minutes / 60, minutes % 60);
    let text = if rest == 0 {
        whole.to_string()
    } else {
        format!("{whole}:{rest:02}")
    };
    frame.t1("hours-a-week", "hours", text)
}

/// What a fact is called: the event it satisfies, else its kind with the code it speaks of.
pub(crate) fn fact_title(
    frame: &Frame,
    opened: &Opened<'_>,
    model: &ModelVersion,
    entry: &Entry,
) -> String {
    let satisfied = model.events.iter().find(|event| {
        matches!(&entry.kind, Kind::ActivityDone { event: id, .. } if *id == event.id)
            || event.satisfied_by.iter().any(|by| {
                by.kind == entry.kind.name()
                    && by.kind.id() != "activity-done"
                    && by.when.as_ref().is_none_or(|when| when.holds(entry))
            })
    });
    let kind = about_title(frame, opened, model, entry)
        .unwrap_or_else(|| kind_title(frame, opened, model, &entry.kind));
    match satisfied {
        Some(event) if matches!(entry.kind, Kind::ActivityDone { .. }) => {
            frame.text(&event.title).to_owned()
        }
        Some(event) => format!("{} · {kind}", frame.text(&event.title)),
        None => kind,
    }
}

fn kind_title(frame: &Frame, opened: &Opened<'_>, model: &ModelVersion, kind: &Kind) -> String {
    let name = frame.t(&format!("kind-{}", kind.name().id()));
    let codes = opened.app.store.book().codes();
    let code = |list: CodeList, id: &str| {
        codes
            .get(list, id)
            .map_or_else(|| id.to_owned(), |code| frame.text(&code.title).to_owned())
    };
    let detail = match kind {
        Kind::BenefitBegan { benefit, category } | Kind::BenefitChanged { benefit, category } => {
            let category = category.as_deref().map(|id| code(CodeList::Categories, id));
            let benefit = code(CodeList::Benefits, benefit);
            category.map_or(benefit.clone(), |category| format!("{benefit}, {category}"))
        }
        Kind::BenefitEnded { benefit, why } => {
            format!(
                "{}, {}",
                code(CodeList::Benefits, benefit),
                frame.t(&format!("choice-{}", why.id()))
            )
        }
        Kind::MarkSet { mark } | Kind::MarkCleared { mark } => code(CodeList::Marks, mark),
        Kind::CaseAssigned { role: id, employee } => {
            format!("{}: {}", role(frame, model, id), opened.employee(*employee))
        }
        Kind::AppointmentMade {
            for_event,
            day,
            time,
            ..
        } => {
            format!(
                "{}, {}",
                title_of(frame, model, for_event),
                moment(frame, *day, *time)
            )
        }
        Kind::ConversationHeld { with, form, .. } => {
            format!(
                "{}, {}",
                role(frame, model, with),
                frame.t(&format!("choice-{}", form.id()))
            )
        }
        Kind::ConsentGiven { scope }
        | Kind::ConsentRefused { scope }
        | Kind::ConsentWithdrawn { scope } => code(CodeList::Consents, scope),
        Kind::DocumentFiled {
            document, title, ..
        } => format!("{}: {title}", code(CodeList::Documents, document)),
        Kind::AbsenceBegan { absence, .. } | Kind::AbsenceEnded { absence } => absence.clone(),
        Kind::BenefitDegreeChanged { benefit, percent } => {
            format!("{}, {percent} %", code(CodeList::Benefits, benefit))
        }
        Kind::ResidenceEnded { why } => frame.t(&format!("choice-{}", why.id())),
        Kind::EducationStarted { education } | Kind::EducationEnded { education } => {
            education.clone()
        }
        Kind::ActivityDone { event, .. } => return title_of(frame, model, event),
        kind => match work_detail(frame, opened, kind) {
            Some(detail) => detail,
            None => return name,
        },
    };
    format!("{name}: {detail}")
}

/// What a fact about work tells: placements, jobs, offers and what is awarded instead.
fn work_detail(frame: &Frame, opened: &Opened<'_>, kind: &Kind) -> Option<String> {
    Some(match kind {
        Kind::PlacementAgreed { company, form, .. } => {
            format!("{company}, {}", frame.t(&format!("choice-{}", form.id())))
        }
        Kind::PlacementEnded { how, .. } => frame.t(&format!("choice-{}", how.id())),
        Kind::PlacementExtended { until, .. } => frame.long(*until),
        Kind::PlacementHoursChanged { minutes, .. } | Kind::PaidHoursBegan { minutes, .. } => {
            hours(frame, i64::from(*minutes))
        }
        Kind::JobStarted { employer, .. }
        | Kind::JobEnded { employer }
        | Kind::FlexJobStarted { employer, .. }
        | Kind::FlexJobEnded { employer } => employer.clone(),
        Kind::JobHoursChanged { employer, minutes }
        | Kind::FlexJobHoursChanged { employer, minutes } => {
            format!("{employer}, {}", hours(frame, i64::from(*minutes)))
        }
        Kind::OfferBegan { offer, .. }
        | Kind::OfferExtended { offer, .. }
        | Kind::OfferEnded { offer, .. } => fact_code(frame, opened, "offer", offer),
        Kind::FlexJobAwarded { scheme, .. } => fact_code(frame, opened, "scheme", scheme),
        Kind::PensionAwarded { cause, .. } => fact_code(frame, opened, "cause", cause),
        _ => return None,
    })
}

/// The title of a fact about another one: which appointment was moved, called off or missed, which registration was taken
/// back, which duty was set aside.
fn about_title(
    frame: &Frame,
    opened: &Opened<'_>,
    model: &ModelVersion,
    entry: &Entry,
) -> Option<String> {
    let name = frame.t(&format!("kind-{}", entry.kind.name().id()));
    let detail = match &entry.kind {
        Kind::AppointmentMoved {
            appointment,
            day,
            time,
        } => {
            let before = appointment_before(opened, model, *appointment, entry)?;
            let to = moment(frame, *day, *time);
            frame.t2("appointment-moved-to", ("appointment", before), ("to", to))
        }
        Kind::AppointmentCancelled { appointment } | Kind::DidNotAppear { appointment } => {
            appointment_before(opened, model, *appointment, entry)?
        }
        Kind::FactRetracted { fact } => {
            let told = opened
                .facts
                .iter()
                .rfind(|known| known.id == *fact || known.entry.corrects == Some(*fact))?;
            let is_retracted = opened.facts.iter().any(
                |known| matches!(known.entry.kind, Kind::FactRetracted { fact: other } if other == *fact),
            );
            let day = frame.long(told.entry.happened_on);
            if is_retracted && !opened.may(Action::SeeRetracted) {
                day
            } else {
                format!("{}, {day}", fact_title(frame, opened, model, &told.entry))
            }
        }
        Kind::DutySetAside { duty, .. } => {
            let duty = opened.case.duty(*duty)?;
            verb(frame, &opened.case.model.events[duty.event]).to_owned()
        }
        _ => return None,
    };
    Some(format!("{name}: {detail}"))
}

/// What an appointment was for and when, as it stood before an entry about it.
fn appointment_before(
    opened: &Opened<'_>,
    model: &ModelVersion,
    id: facts::AppointmentId,
    entry: &Entry,
) -> Option<String> {
    let mut found: Option<(&str, Day, Option<calendar::LocalTime>)> = None;
    for fact in opened.facts {
        if fact.entry == *entry {
            break;
        }
        match &fact.entry.kind {
            Kind::AppointmentMade {
                appointment,
                for_event,
                day,
                time,
                ..
            } if *appointment == id => found = Some((for_event, *day, *time)),
            Kind::AppointmentMoved {
                appointment,
                day,
                time,
            } if *appointment == id => {
                if let Some(found) = &mut found {
                    (found.1, found.2) = (*day, *time);
                }
            }
            _ => {}
        }
    }
    let (event, day, time) = found?;
    let title = title_of(opened.frame, model, event);
    Some(format!("{title}, {}", moment(opened.frame, day, time)))
}

/// A day with its time, if it has one.
pub(crate) fn moment(frame: &Frame, day: Day, time: Option<calendar::LocalTime>) -> String {
    match time {
        Some(time) => frame.t2(
            "moment",
            ("day", frame.long(day)),
            ("time", time.to_string()),
        ),
        None => frame.long(day),
    }
}

/// According to whom.
pub(crate) fn actor(opened: &Opened<'_>, actor: &Actor) -> String {
    match actor {
        Actor::Employee(id) => opened.employee(*id),
        Actor::Import(what) => opened.frame.t1("actor-import", "what", what.clone()),
    }
}

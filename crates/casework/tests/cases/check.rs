//! Faulty input is told at its field.

use casework::{FaultKind, check, check_all};
use facts::{
    Actor, AppointmentId, CaseId, CitizenId, Entry, FactId, Kind, KindName, PlacementForm,
    PlacementId, PlacementPurpose, Value,
};

use crate::folding::duty_on;
use crate::support::*;

fn history(book: &rulebook::Book) -> Vec<facts::Fact> {
    recorded(vec![
        opened(book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        correcting(activity("2021-01-12", "skema"), 2),
        meeting("2021-02-01", "ja"),
        summons("2021-02-02", 1, "2021-02-10"),
        agreed("2021-02-05", 1),
        activity("2021-02-06", "ansoeg"),
        retracting("2021-02-06", 7),
    ])
}

/// The faults of an entry registered on 2021-03-01 upon the history above, as `field why`.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the tests make an entry and hand it over"
)]
fn faults(entry: Entry) -> Vec<String> {
    let book = book();
    match check(&book, &history(&book), &entry, day("2021-03-01")) {
        Ok(()) => Vec::new(),
        Err(faults) => faults
            .into_iter()
            .map(|fault| format!("{} {:?}", fault.field, fault.why))
            .collect(),
    }
}

#[test]
fn sound_entries_have_no_faults() {
    let kind = Kind::ActivityDone {
        event: text("opfoelgning"),
        placement: Some(PlacementId(1)),
    };
    let sound = [
        talk("2021-03-01"),
        answering(
            meeting("2021-02-20", "nej"),
            &[("hensyn", Value::Text(text("Ryg")))],
        ),
        answering(
            entry("2021-02-20", kind),
            &[("tilfreds", Value::Flag(true))],
        ),
        started("2021-02-08", 1),
        agreed("2021-02-20", 2),
        correcting(meeting("2021-02-01", "nej"), 4),
        correcting(agreed("2021-02-06", 1), 6),
        retracting("2021-03-01", 2),
        noted(entry("2021-02-20", Kind::CaseClosed), "Flyttet."),
        noted(
            entry("2021-02-20", Kind::ClockPaused { until: None }),
            "Syg.",
        ),
        entry("2021-02-20", Kind::NoteWritten),
    ];
    for entry in sound {
        assert_eq!(faults(entry.clone()), [""; 0], "{entry:?}");
    }
}

#[test]
fn faults_of_the_envelope() {
    let mut wrong = talk("2021-03-02");
    wrong.citizen = CitizenId(4);
    wrong.case = Some(CaseId(99));
    wrong.role = text(" ");
    assert_eq!(
        faults(wrong),
        [
            "case Unknown",
            "citizen OtherCitizen",
            "happened-on InFuture",
            "role Missing"
        ]
    );
    let mut import = talk("2021-02-20");
    import.actor = Actor::Import(text("cases"));
    import.role = String::new();
    assert_eq!(faults(import), [""; 0]);
    let mut nowhere = activity("2021-02-20", "skema");
    nowhere.case = None;
    assert_eq!(faults(nowhere), ["case Missing"]);
    let mut stranger = meeting("2021-02-20", "ja");
    stranger.participants.insert(text("kongen"));
    assert_eq!(faults(stranger), ["participants Unknown"]);
    assert_eq!(
        faults(activity("2021-01-03", "skema")),
        ["happened-on BeforeBeginning"]
    );
    let book = book();
    assert_eq!(faults(opened(&book, "2021-02-01")), ["case Exists"]);
    // The same facts would count in both, so every duty would stand twice.
    for on in ["2021-02-01", "2020-06-01"] {
        let mut second = opened(&book, on);
        second.case = Some(CaseId(77));
        assert_eq!(faults(second), ["model Exists"]);
    }
}

#[test]
fn corrections_and_retractions_name_a_root_that_counts() {
    assert_eq!(
        faults(correcting(talk("2021-02-01"), 99)),
        ["corrects Unknown"]
    );
    assert_eq!(
        faults(correcting(talk("2021-02-01"), 3)),
        ["corrects NotRoot"]
    );
    assert_eq!(
        faults(correcting(talk("2021-02-01"), 7)),
        ["corrects Retracted"]
    );
    assert_eq!(
        faults(correcting(talk("2021-02-01"), 8)),
        ["corrects NotHere"]
    );
    assert_eq!(faults(retracting("2021-02-20", 99)), ["fact Unknown"]);
    assert_eq!(faults(retracting("2021-02-20", 3)), ["fact NotRoot"]);
    assert_eq!(faults(retracting("2021-02-20", 7)), ["fact Retracted"]);
    assert_eq!(faults(retracting("2021-02-20", 8)), ["fact NotHere"]);
    let mut silent = retracting("2021-02-20", 2);
    silent.note = None;
    assert_eq!(faults(silent), ["note Missing"]);
}

#[test]
fn a_praktik_has_exactly_one_purpose_and_paid_hours_none() {
    let with = |form, purpose| {
        let mut agreed = agreed("2021-02-20", 2);
        if let Kind::PlacementAgreed {
            form: own,
            purpose: why,
            ..
        } = &mut agreed.kind
        {
            *own = form;
            *why = purpose;
        }
        faults(agreed)
    };
    let purpose = Some(PlacementPurpose::PaidHours);
    assert_eq!(with(PlacementForm::Praktik, None), ["purpose Missing"]);
    assert_eq!(with(PlacementForm::PaidHours, purpose), ["purpose NotHere"]);
    assert_eq!(with(PlacementForm::Praktik, purpose), [""; 0]);
    assert_eq!(with(PlacementForm::PaidHours, None), [""; 0]);
}

#[test]
fn what_is_spoken_of_must_be_there() {
    let about = |kind| faults(entry("2021-02-20", kind));
    assert_eq!(faults(started("2021-02-20", 9)), ["placement Unknown"]);
    assert_eq!(faults(agreed("2021-02-20", 1)), ["placement Exists"]);
    assert_eq!(
        faults(started("2021-02-04", 1)),
        ["happened-on BeforeBeginning"]
    );
    let (one, nine) = (AppointmentId(1), AppointmentId(9));
    assert_eq!(
        about(Kind::AppointmentCancelled { appointment: nine }),
        ["appointment Unknown"]
    );
    assert_eq!(
        faults(summons("2021-02-20", 1, "2021-03-01")),
        ["appointment Exists"]
    );
    let mut early = entry("2021-02-09", Kind::DidNotAppear { appointment: one });
    assert_eq!(faults(early.clone()), ["happened-on BeforeBeginning"]);
    early.happened_on = day("2021-02-10");
    assert_eq!(faults(early), [""; 0]);
    let unknown = Kind::AppointmentMade {
        appointment: nine,
        for_event: text("ukendt"),
        day: day("2021-03-05"),
        time: None,
        place: None,
    };
    assert_eq!(about(unknown), ["for-event Unknown"]);
    let meeting = Kind::MeetingHeld {
        meeting: text("kaffe"),
        appointment: None,
    };
    assert_eq!(about(meeting), ["meeting UnknownCode"]);
    assert_eq!(
        faults(assigned("2021-02-20", "kongen", 1)),
        ["role Unknown"]
    );
}

#[test]
fn activities_name_an_event_that_is_registered_so() {
    let about = |event: &str, placement: Option<u64>| {
        let kind = Kind::ActivityDone {
            event: text(event),
            placement: placement.map(PlacementId),
        };
        faults(entry("2021-02-20", kind))
    };
    assert_eq!(about("ukendt", None), ["event Unknown"]);
    assert_eq!(about("seks-maaneder", None), ["event NotHere"]);
    assert_eq!(
        about("moede", None),
        [format!("event RegisteredAs({:?})", [KindName::MeetingHeld])]
    );
    assert_eq!(about("skema", Some(1)), ["placement NotHere"]);
    assert_eq!(about("opfoelgning", None), ["placement Missing"]);
    assert_eq!(about("opfoelgning", Some(9)), ["placement Unknown"]);
}

#[test]
fn answers_are_asked_for_and_of_their_type() {
    let wrong = answering(
        meeting("2021-02-20", "maaske"),
        &[
            ("hensyn", Value::Number(1)),
            ("maal", Value::Text(text("Lager"))),
            ("stoette", Value::Set([text("slik")].into_iter().collect())),
            ("ukendt", Value::Flag(true)),
        ],
    );
    assert_eq!(
        faults(wrong),
        [
            "answers.hensyn WrongType",
            "answers.maal Unknown",
            "answers.maalgruppe WrongType",
            "answers.stoette WrongType",
            "answers.ukendt Unknown",
        ]
    );
    let stray = answering(
        entry("2021-02-20", Kind::NoteWritten),
        &[("maal", Value::Flag(true))],
    );
    assert_eq!(faults(stray), ["answers.maal Unknown"]);
}

#[test]
fn a_case_is_closed_once_and_reopened_when_closed() {
    let book = book();
    let mut facts = history(&book);
    let reopened = entry("2021-02-20", Kind::CaseReopened);
    assert_eq!(faults(reopened.clone()), ["case CaseOpen"]);
    let closing = noted(entry("2021-02-15", Kind::CaseClosed), "Flyttet.");
    let mut entries: Vec<Entry> = facts.into_iter().map(|fact| fact.entry).collect();
    entries.push(closing.clone());
    facts = recorded(entries);
    let today = day("2021-03-01");
    assert_eq!(check(&book, &facts, &reopened, today), Ok(()));
    let again = noted(entry("2021-02-16", Kind::CaseClosed), "Igen.");
    let faults = check(&book, &facts, &again, today).unwrap_err();
    assert_eq!(faults[0].why, FaultKind::CaseClosed);
    let corrected = correcting(closing, 9);
    assert_eq!(
        check(&book, &facts, &corrected, today),
        Ok(()),
        "not by itself"
    );
}

#[test]
fn only_a_default_duty_may_be_set_aside() {
    let book = book();
    let facts = history(&book);
    let case = read(&book, &facts, "2021-02-20");
    let aside = |duty, until: Option<&str>| {
        let until = until.map(day);
        faults(noted(
            entry("2021-02-20", Kind::DutySetAside { duty, until }),
            "Ferie.",
        ))
    };
    let plan = duty_on(&case, "plan").id.0;
    assert_eq!(aside(plan, None), [""; 0]);
    assert_eq!(aside(plan, Some("2021-02-20")), ["until BeforeBeginning"]);
    assert_eq!(
        aside(duty_on(&case, "start").id.0, None),
        ["duty MayNotBeSetAside"]
    );
    assert_eq!(aside(1, None), ["duty Unknown"]);
    assert!(case.may_set_aside(duty_on(&case, "plan").id));
}

#[test]
fn entries_stored_together_build_on_each_other() {
    let book = book();
    let together = [
        opened(&book, "2021-01-04"),
        agreed("2021-01-10", 1),
        started("2021-01-11", 1),
    ];
    let today = day("2021-03-01");
    assert_eq!(check_all(&book, &[], &together, today), Ok(()));
    let turned = [
        together[0].clone(),
        together[2].clone(),
        together[1].clone(),
    ];
    let faults = check_all(&book, &[], &turned, today).unwrap_err();
    assert_eq!((faults[0].0, faults[0].1.field.as_str()), (1, "placement"));
    let again = correcting(activity("2021-01-10", "skema"), FactId(1).0);
    assert!(check_all(&book, &[], &[together[0].clone(), again], today).is_err());
}

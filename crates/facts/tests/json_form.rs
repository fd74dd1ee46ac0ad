//! The JSON form of every kind, held to a golden file: what a store wrote once can be read for ever.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Day, LocalTime, Timestamp};
use facts::{
    Actor, AppointmentId, BenefitEnd, CaseId, CitizenId, ContactForm, EmployeeId, Entry, Fact,
    FactId, FieldType, Kind, KindName, PlacementEnd, PlacementForm, PlacementId, PlacementPurpose,
    ResidenceEnd, Sex, Value,
};

fn day(text: &str) -> Day {
    text.parse().expect("invented data is sound")
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// One kind of each name, or two where a field may be left out.
fn samples() -> Vec<Kind> {
    let mut samples = about_people();
    samples.extend(about_cases());
    samples.extend(about_placements());
    samples.extend(about_figures());
    samples.extend(about_awards());
    samples
}

fn about_people() -> Vec<Kind> {
    vec![
        Kind::CitizenRegistered {
            cpr: "7506804000".parse().expect("invented data is sound"),
            name: text("Åse Ærø"),
        },
        Kind::CprChanged {
            cpr: "7506804001".parse().expect("invented data is sound"),
        },
        Kind::ResidenceBegan { municipality: 163 },
        Kind::Died,
        Kind::BenefitBegan {
            benefit: text("kontanthjaelp"),
            category: None,
        },
        Kind::BenefitChanged {
            benefit: text("kontanthjaelp"),
            category: Some(text("aktivitetsparat")),
        },
        Kind::BenefitEnded {
            benefit: text("kontanthjaelp"),
            why: BenefitEnd::OtherBenefit,
        },
        Kind::MarkSet { mark: text("fsm2") },
        Kind::MarkCleared { mark: text("fsm2") },
        Kind::ConsentGiven {
            scope: text("netvaerk"),
        },
        Kind::ConsentRefused {
            scope: text("netvaerk"),
        },
        Kind::ConsentWithdrawn {
            scope: text("netvaerk"),
        },
        Kind::JobStarted {
            employer: text("Bageriet"),
            minutes: 2220,
            job: None,
            industry: None,
        },
        Kind::JobEnded {
            employer: text("Bageriet"),
        },
        Kind::EducationStarted {
            education: text("SOSU"),
        },
        Kind::EducationEnded {
            education: text("SOSU"),
        },
    ]
}

fn about_cases() -> Vec<Kind> {
    vec![
        Kind::CaseOpened {
            model: text("afklaring"),
            version: text("aa11"),
            calendar: text("bb22"),
        },
        Kind::CaseAssigned {
            role: text("sagsbehandler"),
            employee: EmployeeId(4),
        },
        Kind::CaseClosed,
        Kind::CaseReopened,
        Kind::ModelChanged {
            from: text("aa11"),
            to: text("cc33"),
        },
        Kind::AppointmentMade {
            appointment: AppointmentId(1),
            for_event: text("moede"),
            day: day("2021-02-15"),
            time: LocalTime::new(10, 30),
            place: Some(text("Lokale 2")),
        },
        Kind::AppointmentMade {
            appointment: AppointmentId(2),
            for_event: text("moede"),
            day: day("2021-02-15"),
            time: None,
            place: None,
        },
        Kind::AppointmentMoved {
            appointment: AppointmentId(1),
            day: day("2021-02-16"),
            time: LocalTime::new(9, 0),
        },
        Kind::AppointmentCancelled {
            appointment: AppointmentId(2),
        },
        Kind::DidNotAppear {
            appointment: AppointmentId(1),
        },
        Kind::ConversationHeld {
            with: text("jobformidler"),
            form: ContactForm::Phone,
            appointment: Some(AppointmentId(3)),
        },
        Kind::MeetingHeld {
            meeting: text("step-up"),
            appointment: None,
        },
        Kind::DocumentFiled {
            document: text("min-plan"),
            dated: day("2021-02-01"),
            title: text("Min Plan"),
            place: text("ESDH 12"),
        },
        Kind::DutySetAside {
            duty: u64::MAX,
            until: Some(day("2021-05-01")),
        },
        Kind::ClockPaused { until: None },
        Kind::ClockResumed,
        Kind::ActivityDone {
            event: text("skema"),
            placement: None,
        },
        Kind::NoteWritten,
        Kind::FactRetracted { fact: FactId(17) },
    ]
}

fn about_placements() -> Vec<Kind> {
    let placement = PlacementId(7);
    vec![
        Kind::PlacementAgreed {
            placement,
            form: PlacementForm::Praktik,
            purpose: Some(PlacementPurpose::Training),
            company: text("Bageriet"),
            cvr: Some("10172748".parse().expect("invented data is sound")),
            minutes: 900,
            from: day("2021-03-01"),
            until: Some(day("2021-05-31")),
            continued: false,
        },
        Kind::PlacementAgreed {
            placement,
            form: PlacementForm::PaidHours,
            purpose: None,
            company: text("Bageriet"),
            cvr: None,
            minutes: 300,
            from: day("2021-03-01"),
            until: None,
            continued: true,
        },
        Kind::PlacementStarted { placement },
        Kind::PlacementExtended {
            placement,
            until: day("2021-06-30"),
        },
        Kind::PlacementHoursChanged {
            placement,
            minutes: 1200,
        },
        Kind::PaidHoursBegan {
            placement,
            minutes: 240,
        },
        Kind::PlacementEnded {
            placement,
            how: PlacementEnd::Interrupted,
        },
    ]
}

/// What indicators ask about and no case does.
fn about_figures() -> Vec<Kind> {
    vec![
        Kind::ResidenceEnded {
            why: ResidenceEnd::Abroad,
        },
        Kind::CitizenDescribed {
            birth: Some(day("1980-06-15")),
            sex: Some(Sex::Female),
            origin: Some(text("dansk")),
            country: Some(text("danmark")),
        },
        Kind::CitizenDescribed {
            birth: None,
            sex: None,
            origin: None,
            country: None,
        },
        Kind::BenefitDegreeChanged {
            benefit: text("dagpenge"),
            percent: 50,
        },
        Kind::JobStarted {
            employer: text("Bageriet"),
            minutes: 600,
            job: Some(text("igu")),
            industry: Some(text("handel")),
        },
        Kind::JobHoursChanged {
            employer: text("Bageriet"),
            minutes: 900,
        },
        Kind::HoursReported {
            employer: Some(text("Bageriet")),
            from: day("2021-02-01"),
            minutes: 2_580,
        },
        Kind::HoursReported {
            employer: None,
            from: day("2021-02-01"),
            minutes: 60,
        },
        Kind::OfferBegan {
            offer: text("vejledning"),
            place: Some(text("Jobhuset")),
            minutes: Some(1_200),
            until: Some(day("2021-04-30")),
        },
        Kind::OfferBegan {
            offer: text("vejledning"),
            place: None,
            minutes: None,
            until: None,
        },
        Kind::OfferExtended {
            offer: text("vejledning"),
            place: Some(text("Jobhuset")),
            until: day("2021-05-31"),
        },
        Kind::OfferEnded {
            offer: text("vejledning"),
            place: Some(text("Jobhuset")),
        },
        Kind::AbsenceBegan {
            absence: text("sygdom"),
            until: Some(day("2021-03-12")),
        },
        Kind::AbsenceEnded {
            absence: text("sygdom"),
        },
        Kind::CvPublished,
        Kind::CvWithdrawn,
    ]
}

/// Samples of what is awarded.
fn about_awards() -> Vec<Kind> {
    vec![
        Kind::FlexJobAwarded {
            scheme: text("ny-ordning"),
            minutes: Some(300),
        },
        Kind::FlexJobAwarded {
            scheme: text("gammel-ordning"),
            minutes: None,
        },
        Kind::FlexJobStarted {
            employer: text("Bageriet"),
            minutes: 360,
        },
        Kind::FlexJobHoursChanged {
            employer: text("Bageriet"),
            minutes: 480,
        },
        Kind::FlexJobEnded {
            employer: text("Bageriet"),
        },
        Kind::PensionAwarded {
            cause: text("psykisk"),
            course: Some(text("fra-ressourceforloeb")),
        },
        Kind::PensionAwarded {
            cause: text("fysisk"),
            course: None,
        },
        Kind::WorkDutyBegan,
        Kind::WorkDutyEnded,
    ]
}

fn entry(kind: Kind) -> Entry {
    Entry {
        citizen: CitizenId(1),
        case: Some(CaseId(2)),
        happened_on: day("2021-02-15"),
        time: None,
        kind,
        answers: BTreeMap::new(),
        participants: BTreeSet::new(),
        note: None,
        actor: Actor::Employee(EmployeeId(4)),
        role: text("sagsbehandler"),
        corrects: None,
        reason: None,
    }
}

fn full_entry() -> Entry {
    Entry {
        time: LocalTime::new(10, 30),
        answers: BTreeMap::from([
            (text("antal"), Value::Number(-3)),
            (text("dag"), Value::Day(day("2021-03-01"))),
            (text("i-maalgruppe"), Value::Choice(text("ja"))),
            (text("maal"), Value::Text(text("lager »nær« \"hjem\""))),
            (text("oensker"), Value::Flag(true)),
            (
                text("stoette"),
                Value::Set(BTreeSet::from([text("kursus"), text("mentor")])),
            ),
        ]),
        participants: BTreeSet::from([text("borger"), text("netvaerk")]),
        note: Some(text("Talte om mål.\nNæste gang: økonomi.")),
        corrects: Some(FactId(12)),
        reason: Some(text("Mødet blev holdt før skemaet.")),
        ..entry(Kind::NoteWritten)
    }
}

/// Every form once: the kinds, then whole facts.
fn written() -> String {
    let mut lines: Vec<String> = samples()
        .iter()
        .map(|kind| serde_json::to_string(kind).expect("invented data is sound"))
        .collect();
    let import = Entry {
        case: None,
        actor: Actor::Import(text("benefits")),
        role: String::new(),
        ..entry(Kind::Died)
    };
    for (id, entry) in (1..).zip([
        full_entry(),
        import,
        // The envelope and this kind both have a role, so they must not share a level.
        entry(Kind::CaseAssigned {
            role: text("jobformidler"),
            employee: EmployeeId(5),
        }),
    ]) {
        let fact = Fact {
            id: FactId(id),
            recorded_at: Timestamp(1_613_400_000_000),
            entry,
        };
        lines.push(serde_json::to_string(&fact).expect("invented data is sound"));
    }
    lines.join("\n") + "\n"
}

const GOLDEN: &str = include_str!("json_form.golden");

#[test]
fn what_is_written_is_what_always_was() {
    let written = written();
    for (line, (now, golden)) in (1..).zip(written.lines().zip(GOLDEN.lines())) {
        assert_eq!(
            now, golden,
            "line {line} of crates/facts/tests/json_form.golden"
        );
    }
    assert_eq!(written, GOLDEN, "lines were added or removed");
}

#[test]
fn every_kind_is_in_the_golden_file_and_reads_back() {
    let names: BTreeSet<KindName> = samples().iter().map(Kind::name).collect();
    let all: BTreeSet<KindName> = KindName::ALL.iter().copied().collect();
    assert_eq!(names, all);
    for (kind, line) in samples().iter().zip(GOLDEN.lines()) {
        assert_eq!(&serde_json::from_str::<Kind>(line).unwrap(), kind, "{line}");
        let form: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(form["kind"], kind.name().id());
        let version = if kind.name() == KindName::JobStarted {
            2
        } else {
            1
        };
        assert_eq!(form["v"], version);
    }
    for line in GOLDEN.lines().skip(samples().len()) {
        let fact: Fact = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&fact).unwrap(), line);
    }
}

/// What programs wrote before the form of a kind changed.
#[test]
fn older_versions_are_read() {
    let line = r#"{"v":1,"kind":"job-started","employer":"Bageriet","minutes":2220}"#;
    let expected = Kind::JobStarted {
        employer: text("Bageriet"),
        minutes: 2220,
        job: None,
        industry: None,
    };
    assert_eq!(serde_json::from_str::<Kind>(line).unwrap(), expected);
}

#[test]
fn an_unknown_kind_or_field_refuses_to_open() {
    let mut form = serde_json::to_value(full_entry()).unwrap();
    form["fact"]["kind"] = "salary-paid".into();
    let error = serde_json::from_value::<Entry>(form)
        .unwrap_err()
        .to_string();
    assert!(error.contains("»salary-paid« is unknown"), "{error}");
    let mut form = serde_json::to_value(full_entry()).unwrap();
    form["mood"] = "good".into();
    let error = serde_json::from_value::<Entry>(form)
        .unwrap_err()
        .to_string();
    assert!(error.contains("unknown field `mood`"), "{error}");
}

/// A field that pages may ask about is a field of the kind, under the same name, with such values.
#[test]
fn schema_and_fields_agree() {
    for kind in samples() {
        let name = kind.name();
        let form = serde_json::to_value(&kind).unwrap();
        for spec in name.schema() {
            let at = format!("{}.{}", name.id(), spec.id);
            assert!(form.get(spec.id).is_some(), "{at} is no field of the kind");
            let is_null = form[spec.id].is_null();
            assert!(!(spec.required && is_null), "{at} is required");
            let Some(value) = kind.field(spec.id) else {
                assert!(is_null, "{at} is there and cannot be read");
                continue;
            };
            assert!(!is_null, "{at} is read and is not there");
            match (&spec.of, &value) {
                (FieldType::Flag, Value::Flag(flag)) => assert_eq!(form[spec.id], *flag, "{at}"),
                (FieldType::Number, Value::Number(number)) => {
                    assert_eq!(form[spec.id], *number, "{at}");
                }
                (FieldType::Day, Value::Day(day)) => {
                    assert_eq!(form[spec.id], day.to_string(), "{at}");
                }
                (FieldType::Text, Value::Text(text)) => assert_eq!(form[spec.id], **text, "{at}"),
                (FieldType::Choice(choices), Value::Choice(id)) => {
                    assert_eq!(form[spec.id], **id, "{at}");
                    assert!(choices.contains(id), "{at}");
                }
                (of, value) => panic!("{at}: {value:?} is no {of:?}"),
            }
        }
        let placement = form.get("placement").and_then(serde_json::Value::as_u64);
        assert_eq!(kind.placement().map(|id| id.0), placement, "{}", name.id());
        assert_eq!(kind.field("no-such-field"), None);
    }
}

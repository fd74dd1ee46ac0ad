//! Files that figures are made of: offers, work, stays, numbers of others, published tables.

use std::path::Path;

use calendar::{Day, FixedClock, LocalTime, Timestamp};
use casework::histories::life;
use store::{Purpose, Store};

use super::super::{PublishedFile, PublishedOutcome, Wish, import, import_published};
use super::{OF_PERSON, clock, desk, known};
use crate::command::ImportKind;

#[test]
fn an_offer_has_a_planned_end_that_may_be_moved() {
    let desk = known();
    // The clock stands on 15 September 2021: the end lies ahead, and is planned.
    let told = desk.twice(
        ImportKind::Offers,
        "cpr;tilbud;sted;timer;fra;til\n7506804001;vejledning;Jobhuset;20;1-9-2021;30-9-2021\n7506804001;Vejledning og opkvalificering;Kurset;;1-9-2021;\n",
    );
    assert_eq!(told, ["2021-09-01 offer-began", "2021-09-01 offer-began"]);
    let moved = "cpr;tilbud;sted;timer;fra;til\n7506804001;vejledning;Jobhuset;20;1-9-2021;31-10-2021\n7506804001;vejledning;Kurset;;1-9-2021;10-9-2021\n";
    let told = desk.twice(ImportKind::Offers, moved);
    assert_eq!(told.len(), 4);
    let offers = life(&desk.facts(OF_PERSON), None).offers;
    let days: Vec<_> = offers
        .iter()
        .map(|spell| {
            (
                spell.what.place.clone().unwrap(),
                spell.until.unwrap().to_string(),
            )
        })
        .collect();
    assert_eq!(
        days,
        [
            ("Jobhuset".to_owned(), "2021-11-01".to_owned()),
            ("Kurset".to_owned(), "2021-09-11".to_owned())
        ]
    );
    // What goes on after the moved end is another offer.
    let told = desk.twice(
        ImportKind::Offers,
        "cpr;tilbud;sted;timer;fra;til\n7506804001;vejledning;Kurset;;12-9-2021;\n",
    );
    assert_eq!(told.len(), 5);
}

#[test]
fn jobs_change_their_hours_and_hours_are_reported() {
    let desk = known();
    let told = desk.twice(
        ImportKind::Jobs,
        "cpr;arbejdsgiver;timer;jobtype;branche;fra;til\n7506804001;Bageriet;10;;;1-1-2021;31-1-2021\n7506804001;Bageriet;15;;;1-2-2021;28-2-2021\n7506804001;Bageriet;15;igu;handel;1-3-2021;\n7506804001;Værftet;5;;;1-2-2021;\n",
    );
    assert_eq!(
        told,
        [
            "2021-01-01 job-started",
            "2021-02-01 job-hours-changed",
            "2021-02-01 job-started",
            "2021-03-01 job-started",
        ]
    );
    let spells = life(&desk.facts(OF_PERSON), None).jobs;
    let minutes: Vec<u32> = spells.iter().map(|spell| spell.what.minutes).collect();
    assert_eq!(minutes, [600, 900, 300, 900]);
    let told = desk.twice(
        ImportKind::Hours,
        "cpr;arbejdsgiver;timer;fra;til\n7506804001;Bageriet;43,5;1-1-2021;31-1-2021\n7506804001;;2;1-1-2021;31-1-2021\n",
    );
    assert_eq!(
        told[4..],
        ["2021-01-31 hours-reported", "2021-01-31 hours-reported"]
    );
}

#[test]
fn a_new_home_ends_the_one_before() {
    let desk = known();
    let told = desk.twice(
        ImportKind::Residence,
        "cpr;kommune;fra;til;hvorhen\n7506804001;751;1-1-2015;;\n7506804001;461;1-1-2020;;\n",
    );
    assert_eq!(
        told,
        ["2015-01-01 residence-began", "2020-01-01 residence-began"]
    );
    let told = desk.twice(
        ImportKind::Residence,
        "cpr;kommune;fra;til;hvorhen\n7506804001;101;1-1-2021;31-5-2021;udlandet\n",
    );
    assert_eq!(
        told[2..],
        ["2021-01-01 residence-began", "2021-06-01 residence-ended"]
    );
    // An older home, learned of late, does not end the one that is known to follow.
    let told = desk.twice(
        ImportKind::Residence,
        "cpr;kommune;fra;til;hvorhen\n7506804001;400;1-1-2010;31-12-2014;\n",
    );
    assert_eq!(told[4..], ["2010-01-01 residence-began"]);
    let homes = life(&desk.facts(OF_PERSON), None).residences;
    let municipalities: Vec<u16> = homes.iter().map(|spell| spell.what).collect();
    assert_eq!(municipalities, [400, 751, 461, 101]);
    desk.refuses(
        ImportKind::Residence,
        "cpr;kommune;fra;til;hvorhen\n7506804001;851;1-1-2018;1-2-2018;\n",
        "overlapper en registreret periode fra 2015-01-01",
    );
}

#[test]
fn a_benefit_learned_of_late_does_not_end_the_one_that_follows() {
    let desk = known();
    desk.bring_ok(
        ImportKind::Benefits,
        "cpr;ydelse;fra;til\n7506804001;kontanthjaelp;1-1-2020;31-12-2020\n",
    );
    desk.twice(
        ImportKind::Benefits,
        "cpr;ydelse;fra;til\n7506804001;kontanthjaelp;1-1-2019;31-12-2019\n",
    );
    let spells = life(&desk.facts(OF_PERSON), None).benefits;
    assert_eq!(spells.len(), 2, "{spells:?}");
}

#[test]
fn a_benefit_may_be_paid_in_part() {
    let desk = known();
    let told = desk.twice(
        ImportKind::Benefits,
        "cpr;ydelse;kategori;grad;fra;til\n7506804001;dagpenge;jobparat;50;1-1-2020;31-1-2020\n7506804001;dagpenge;jobparat;;1-2-2020;29-2-2020\n7506804001;dagpenge;jobparat;100;1-4-2020;\n",
    );
    assert_eq!(
        told,
        [
            "2020-01-01 benefit-began",
            "2020-01-01 benefit-degree-changed",
            "2020-02-01 benefit-changed",
            "2020-02-01 benefit-degree-changed",
            "2020-03-01 benefit-ended",
            "2020-04-01 benefit-began",
        ]
    );
    let spells = life(&desk.facts(OF_PERSON), None).benefits;
    let percent: Vec<u8> = spells.iter().map(|spell| spell.what.percent).collect();
    assert_eq!(percent, [50, 100, 100]);
    desk.refuses(
        ImportKind::Benefits,
        "cpr;ydelse;kategori;grad;fra\n7506804001;sygedagpenge;;120;1-1-2020\n",
        "»grad« er ikke hele procent",
    );
}

#[test]
fn education_absence_cv_and_conversations_come_in() {
    let desk = known();
    desk.twice(
        ImportKind::Education,
        "cpr;uddannelse;fra;til\n7506804001;SOSU;1-1-2020;30-6-2020\n7506804001;Erhvervsuddannelse;1-8-2020;\n",
    );
    desk.twice(
        ImportKind::Absences,
        "cpr;fravær;fra;til\n7506804001;sygdom;1-9-2021;30-9-2021\n",
    );
    // Longer than was planned.
    desk.twice(
        ImportKind::Absences,
        "cpr;fravær;fra;til\n7506804001;sygdom;1-9-2021;15-10-2021\n",
    );
    desk.twice(
        ImportKind::Cv,
        "cpr;fra;til\n7506804001;1-1-2021;31-3-2021\n7506804001;1-5-2021;\n",
    );
    desk.twice(
        ImportKind::Contacts,
        "cpr;dag;holdt af;form;a-kasse\n7506804001;1-2-2021;sagsbehandler;personligt;ja\n7506804001;1-3-2021;A-kasse;telefon;\n",
    );
    let facts = desk.facts(OF_PERSON);
    let life = life(&facts, None);
    let absence = &life.absences[..];
    assert_eq!(absence.len(), 1);
    assert_eq!(absence[0].until.unwrap().to_string(), "2021-10-16");
    assert_eq!(life.cv.len(), 2);
    assert_eq!(life.educations.len(), 2);
    assert!(life.contacts[0].what.participants.contains("a-kasse"));
    assert_eq!(life.contacts[1].what.with, "a-kasse");
}

#[test]
fn who_a_citizen_is_may_be_recorded() {
    let desk = desk();
    let file = "cpr;navn;registreret;fødselsdag;køn;oprindelse\n7506804001;Åse Ærø;1-3-2012;15-6-1980;kvinde;dansk\n";
    let told = desk.twice(ImportKind::Citizens, file);
    // The day of birth is that of the number and need not be told; the sex is another.
    assert_eq!(told, ["2021-09-15 citizen-described"]);
    let life = life(&desk.facts(OF_PERSON), None);
    assert_eq!(life.birth.unwrap().to_string(), "1980-06-15");
    assert_eq!(life.sex, Some(facts::Sex::Female));
    assert_eq!(life.origin.as_deref(), Some("dansk"));
}

#[test]
fn hostile_rows_are_refused_with_line_column_and_remedy() {
    use ImportKind::{Absences, Contacts, Hours, Jobs, Offers, Residence};
    let desk = known();
    let offer = |row: &str| format!("cpr;tilbud;timer;fra;til\n7506804001;{row}\n");
    for (row, expected) in [
        ("trylleri;;1-1-2021;", "linje 2: »tilbud« kendes ikke"),
        ("vejledning;7.5;1-1-2021;", "»timer« har punktum"),
        ("vejledning;;1-1-2021;31-12-2020", "»til« ligger før »fra«"),
        ("vejledning;;16-9-2021;", "»fra« er ikke omme endnu"),
        ("=1+1;;1-1-2021;", "»tilbud« kendes ikke"),
    ] {
        desk.refuses(Offers, &offer(row), expected);
    }
    for (kind, content, expected) in [
        (
            Jobs,
            "cpr;arbejdsgiver;timer;fra;til\n7506804001;B;169;1-1-2021;\n",
            "»timer« er flere timer",
        ),
        (
            Jobs,
            "cpr;arbejdsgiver;timer;branche;fra\n7506804001;B;7;rumfart;1-1-2021\n",
            "»branche« kendes ikke",
        ),
        (
            Jobs,
            "cpr;arbejdsgiver;timer;fra;til\n7506804001;B;7;1-1-2021;\n7506804001;B;8;1-2-2021;\n",
            "overlapper linje 3 om det samme (B)",
        ),
        (
            Hours,
            "cpr;timer;fra;til\n7506804001;800;1-1-2021;31-1-2021\n",
            "»timer« er ikke en værdi",
        ),
        (
            Hours,
            "cpr;timer;fra;til\n7506804001;8;1-1-2021;31-1-2021\n7506804001;9;1-1-2021;31-1-2021\n",
            "linje 3: »timer« er et andet antal",
        ),
        (
            Hours,
            "cpr;timer;fra;til\n7506804001;8;1-1-2021;31-1-2021\n7506804001;8;31-1-2021;28-2-2021\n",
            "linje 3: »fra« og »til« overlapper timer",
        ),
        (
            Hours,
            "cpr;timer;fra;til\n7506804001;8;1-9-2021;30-9-2021\n",
            "»til« ligger efter i dag",
        ),
        (
            Residence,
            "cpr;kommune;fra\n7506804001;7;1-1-2021\n",
            "»kommune« er ikke en kommunekode",
        ),
        (
            Contacts,
            "cpr;dag;holdt af;form\n7506804001;1-1-2021;troldmand;telefon\n",
            "»holdt af« kendes ikke",
        ),
        (
            Contacts,
            "cpr;dag;holdt af;form\n7506804001;1-1-2021;sagsbehandler;røgsignal\n",
            "»form« kendes ikke",
        ),
        (
            Absences,
            "cpr;fravær;fra\n7506804009;sygdom;1-1-2021\n",
            "findes ikke; hent borgeren ind først",
        ),
    ] {
        desk.refuses(kind, content, expected);
    }
}

#[test]
fn from_when_a_file_is_complete_is_kept_with_it() {
    let desk = known();
    let path = desk.file("cv.csv", b"cpr;fra;til\n7506804001;1-1-2021;\n");
    let complete = |kind, day: &str, dry_run| {
        let wish = Wish {
            kind,
            accept_valid: false,
            dry_run,
            complete_from: Some(day.parse().unwrap()),
        };
        import(&desk.store, &path, wish, &clock())
    };
    complete(ImportKind::Cv, "2020-01-01", true).unwrap();
    assert!(desk.store.observed().unwrap().since.is_empty());
    complete(ImportKind::Cv, "2020-01-01", false).unwrap();
    let since = desk.store.observed().unwrap().since;
    assert_eq!(since["cv"].to_string(), "2020-01-01");
    assert!(complete(ImportKind::Cv, "2021-09-16", false).is_err());
    assert!(complete(ImportKind::Cases, "2020-01-01", false).is_err());
}

#[test]
fn a_file_with_refused_rows_is_not_complete() {
    let desk = known();
    let rows = "cpr;ydelse;kategori;fra;til\n7506804001;kontanthjaelp;;1-1-2021;31-3-2021\n7506804001;kontanthjaelp;;1-2-2021;30-4-2021\n";
    let path = desk.file("ydelser.csv", rows.as_bytes());
    let bring = |complete_from: Option<&str>| {
        let wish = Wish {
            kind: ImportKind::Benefits,
            accept_valid: true,
            dry_run: false,
            complete_from: complete_from.map(|day| day.parse().unwrap()),
        };
        import(&desk.store, &path, wish, &clock())
    };
    let refused = bring(Some("2020-01-01")).unwrap_err().to_string();
    assert!(
        refused.contains("2 af filens rækker er afvist"),
        "{refused}"
    );
    assert!(refused.contains("ydelser.afvist.csv"), "{refused}");
    assert!(desk.store.observed().unwrap().since.is_empty());
    assert_eq!(bring(None).unwrap().refused, 2);
}

#[test]
fn a_birthday_that_is_not_that_of_the_number_is_told() {
    let desk = desk();
    let outcome = desk.bring_ok(
        ImportKind::Citizens,
        "cpr;navn;fødselsdag\n7506804001;Borger Et;1-6-1975\n7506804002;Borger To;\n",
    );
    let told: Vec<&String> = (outcome.warnings.iter())
        .filter(|one| one.contains("fødselsdag"))
        .collect();
    assert_eq!(told.len(), 1, "{:?}", outcome.warnings);
    assert!(told[0].starts_with("linje 2:"), "{told:?}");
}

const FORCE: &str = "størrelse;gruppe;kommune;periode;tal;kilde;dateret\narbejdsstyrken;;751;2020;180 500;DST RAS300;1-6-2021\nbefolkningen-16-66;;;2021K1;3700000;DST FOLK1A;1-6-2021\n";

#[test]
fn a_denominator_is_never_overwritten() {
    let desk = desk();
    let kept = || desk.store.given_numbers(Purpose::Denominator).unwrap();
    let first = desk.bring_ok(ImportKind::Denominators, FORCE);
    assert_eq!((first.accepted, first.unchanged), (2, 0));
    assert!(first.warnings.is_empty());
    let again = desk.bring_ok(ImportKind::Denominators, FORCE);
    assert_eq!(
        (again.accepted, again.unchanged, again.stored),
        (0, 2, false)
    );
    assert_eq!(kept().len(), 2);
    // The same source of the same day cannot say two things.
    let contradicts = FORCE.replace("180 500", "180 501");
    desk.refuses(
        ImportKind::Denominators,
        &contradicts,
        "linje 2: »tal« er et andet end det, samme kilde",
    );
    assert_eq!(kept().len(), 2);
    let revised = contradicts.replace("RAS300;1-6-2021", "RAS300;1-8-2021");
    let revised = desk.bring_ok(ImportKind::Denominators, &revised);
    assert_eq!((revised.accepted, revised.unchanged), (1, 1));
    assert!(
        revised.warnings[0].contains("begge bliver stående"),
        "{revised:?}"
    );
    let of_municipality: Vec<i128> = kept()
        .iter()
        .filter(|row| row.given.municipality == Some(751))
        .map(|row| row.given.number.units)
        .collect();
    assert_eq!(of_municipality, [180_500, 180_501]);
    assert!(
        desk.store
            .given_numbers(Purpose::Expected)
            .unwrap()
            .is_empty()
    );
    let header = "størrelse;gruppe;kommune;periode;tal;kilde;dateret";
    for (row, expected) in [
        (
            "arbejdsstyrken;;751;2020;1.000;x;1-1-2021",
            "»tal« har punktum",
        ),
        ("arbejdsstyrken;;751;2020;0;x;1-1-2021", "»tal« er nul"),
        (
            "arbejdsstyrken;;751;2020;-5;x;1-1-2021",
            "»tal« er under nul",
        ),
        (
            "arbejdsstyrken;;751;i år;5;x;1-1-2021",
            "»periode« er ikke en periode",
        ),
        (
            "arbejdsstyrken;;751;2020;5;x;1-1-2031",
            "»dateret« ligger efter i dag",
        ),
        ("arbejdsstyrken;;751;2020;5;;1-1-2021", "»kilde« mangler"),
        (
            "arbejdsstyrken;;75;2020;5;x;1-1-2021",
            "»kommune« er ikke en kommunekode",
        ),
    ] {
        desk.refuses(
            ImportKind::Denominators,
            &format!("{header}\n{row}\n"),
            expected,
        );
    }
    let expected =
        format!("{header}\nforventet-antal;kontanthjaelpsomraadet;751;2021M08;0;STAR;1-9-2021\n");
    assert!(desk.bring_ok(ImportKind::Expected, &expected).stored);
}

fn keep(
    store: &Store,
    path: &Path,
    table: &str,
    retrieved: &str,
    day: &str,
) -> anyhow::Result<PublishedOutcome> {
    let noon = LocalTime::new(12, 0).unwrap();
    let day: Day = day.parse().unwrap();
    let file = PublishedFile {
        path,
        table,
        retrieved: retrieved.parse().unwrap(),
        source: None,
        dry_run: false,
    };
    import_published(store, file, &FixedClock(Timestamp::at(day, noon)))
}

const PUBLISHED: &str = r#"[{"Variables":[{"Name":"Area"},{"Name":"Period"},{"Name":"Antal"}],"Data":[["Aarhus","2021M07",1234],["Aarhus","2021M08",1240]]}]"#;

#[test]
fn published_figures_are_kept_beside_each_other() {
    let desk = desk();
    let path = desk.file("y01.json", PUBLISHED.as_bytes());
    let keep =
        |path: &Path, retrieved| keep(&desk.store, path, " Y01A02 ", retrieved, "2021-09-15");
    let first = keep(&path, "2021-09-14").unwrap();
    assert_eq!(
        (
            first.rows,
            first.earlier,
            first.already,
            first.source.as_str()
        ),
        (2, 0, false, "jobindsats.dk")
    );
    let again = keep(&path, "2021-09-15").unwrap();
    assert_eq!((again.earlier, again.already), (1, true));
    let revised = desk.file("y01-ny.json", PUBLISHED.replace("1234", "1235").as_bytes());
    assert!(!keep(&revised, "2021-09-15").unwrap().already);
    let revisions = desk.store.published_revisions("y01a02").unwrap();
    assert_eq!(revisions.len(), 2);
    assert_eq!(desk.store.published_rows(revisions[0].id).unwrap().len(), 2);
    assert!(keep(&path, "2021-09-16").is_err(), "retrieved tomorrow");
    for hostile in ["", "{}", "[[[[", "<html>502</html>", "\u{feff}"] {
        let path = desk.file("fjendtlig.json", hostile.as_bytes());
        assert!(keep(&path, "2021-09-15").is_err(), "{hostile}");
    }
    assert_eq!(desk.store.published_names().unwrap(), ["y01a02"]);
}

//! Files of what is awarded: flex jobs, pensions, the work duty.

use casework::histories::life;

use super::super::{Wish, import};
use super::{Desk, OF_PERSON, clock, known};
use crate::command::ImportKind::{self, FlexAwards, FlexJobs, Pensions, WorkDuty};

const AWARDS: &str = "cpr;dag;ordning;timer\n";
const JOBS: &str = "cpr;arbejdsgiver;timer;fra;til\n";
const PENSIONS: &str = "cpr;dag;årsag;forløb\n";
const DUTY: &str = "cpr;fra;til\n";

#[test]
fn a_flex_job_is_awarded_begun_and_measured_again() {
    let desk = known();
    let told = desk.twice(
        FlexAwards,
        &format!("{AWARDS}7506804001;1-3-2019;Ny fleksjobordning;5\n"),
    );
    assert_eq!(told, ["2019-03-01 flex-job-awarded"]);
    // Out of order: the later stretch stands first.
    let told = desk.twice(
        FlexJobs,
        &format!(
            "{JOBS}7506804001;Bageriet;7,5;1-1-2021;\n7506804001;Bageriet;5;1-5-2019;31-12-2020\n7506804001;Værftet;2;1-6-2019;30-6-2019\n"
        ),
    );
    let mut flex: Vec<String> = told[1..].to_vec();
    flex.sort();
    assert_eq!(
        flex,
        [
            "2019-05-01 flex-job-started",
            "2019-06-01 flex-job-started",
            "2019-07-01 flex-job-ended",
            "2021-01-01 flex-job-hours-changed",
        ]
    );
    let life = life(&desk.facts(OF_PERSON), None);
    let minutes: Vec<u32> = life.flex_jobs.iter().map(|job| job.what.minutes).collect();
    assert_eq!(minutes, [300, 120, 450]);
    assert_eq!(life.flex_awards[0].what.minutes, Some(300));
    // A new award does not cut the job in two: the same file still says what is known.
    desk.twice(
        FlexAwards,
        &format!("{AWARDS}7506804001;1-6-2021;ny-ordning;6\n"),
    );
    let again = desk.bring_ok(
        FlexJobs,
        &format!("{JOBS}7506804001;Bageriet;7,5;1-1-2021;\n"),
    );
    assert_eq!((again.accepted, again.unchanged), (0, 1));
}

#[test]
fn a_pension_is_awarded_once_a_day_and_the_work_duty_comes_and_goes() {
    let desk = known();
    let told = desk.twice(
        Pensions,
        &format!(
            "{PENSIONS}7506804001;1-3-2021;Psykisk lidelse;fra-ressourceforloeb\n7506804001;1-3-2021;psykisk;Fra ressourceforløb\n7506804001;1-2-2020;fysisk;\n"
        ),
    );
    assert_eq!(
        told,
        ["2021-03-01 pension-awarded", "2020-02-01 pension-awarded"]
    );
    let told = desk.twice(
        WorkDuty,
        &format!("{DUTY}7506804001;1-1-2021;\n7506804001;1-2-2020;31-3-2020\n"),
    );
    let mut duty = told[2..].to_vec();
    duty.sort();
    assert_eq!(
        duty,
        [
            "2020-02-01 work-duty-began",
            "2020-04-01 work-duty-ended",
            "2021-01-01 work-duty-began",
        ]
    );
    let told = desk.twice(WorkDuty, &format!("{DUTY}7506804001;1-1-2021;30-6-2021\n"));
    assert_eq!(told.last().unwrap(), "2021-07-01 work-duty-ended");
}

#[test]
fn two_rows_that_differ_about_a_day_are_both_refused() {
    let desk = known();
    let two = format!("{PENSIONS}7506804001;1-3-2021;psykisk;\n7506804001;1-3-2021;fysisk;\n");
    let outcome = desk.import(Pensions, &two);
    assert_eq!((outcome.refused, outcome.accepted), (2, 0), "{outcome:?}");
    assert!(
        outcome.faults[0].contains("linje 3, der gælder samme dag"),
        "{:?}",
        outcome.faults
    );
}

/// Somebody with one of each.
fn told() -> Desk {
    let desk = known();
    desk.bring_ok(
        Pensions,
        &format!("{PENSIONS}7506804001;1-3-2021;psykisk;\n"),
    );
    desk.bring_ok(
        FlexAwards,
        &format!("{AWARDS}7506804001;1-3-2019;ny-ordning;5\n"),
    );
    desk.bring_ok(
        FlexJobs,
        &format!("{JOBS}7506804001;Bageriet;5;1-5-2019;\n"),
    );
    desk.bring_ok(WorkDuty, &format!("{DUTY}7506804001;1-1-2021;30-6-2021\n"));
    desk
}

#[test]
fn what_contradicts_the_store_is_refused() {
    let desk = told();
    for (kind, row, expected) in [
        (
            Pensions,
            "7506804001;1-3-2021;fysisk;",
            "registreret samme dag; ret den i programmet",
        ),
        (Pensions, "7506804001;1-3-2020;;", "»årsag« mangler"),
        (
            Pensions,
            "7506804001;1-3-2020;træthed;",
            "»årsag« kendes ikke",
        ),
        (
            Pensions,
            "7506804001;1-3-2020;fysisk;fra-flekjob",
            "mente du »fra-fleksjob«?",
        ),
        (
            Pensions,
            "7506804001;16-9-2021;fysisk;",
            "»dag« er ikke omme endnu",
        ),
        (
            Pensions,
            "7506804009;1-3-2020;fysisk;",
            "hent borgeren ind først",
        ),
        (
            FlexAwards,
            "7506804001;1-3-2019;ny-ordning;6",
            "registreret samme dag",
        ),
        (
            FlexAwards,
            "7506804001;1-3-2020;ny-ordnin;6",
            "mente du »ny-ordning«?",
        ),
        (FlexAwards, "7506804001;1-3-2020;ny-ordning;200", "»timer«"),
        (
            FlexJobs,
            "7506804001;Bageriet;6;1-5-2019;",
            "registreret fra samme dag",
        ),
        (
            FlexJobs,
            "7506804001;Bageriet;6;1-5-2020;",
            "overlapper en registreret periode",
        ),
        (
            FlexJobs,
            "7506804001;;6;1-5-2020;",
            "»arbejdsgiver« mangler",
        ),
        (
            WorkDuty,
            "7506804001;1-6-2021;",
            "overlapper en registreret periode",
        ),
        (
            WorkDuty,
            "7506804001;1-6-2020;31-5-2020",
            "»til« ligger før",
        ),
    ] {
        desk.refuses(kind, &format!("{}{row}\n", header(kind)), expected);
    }
}

fn header(kind: ImportKind) -> &'static str {
    match kind {
        FlexAwards => AWARDS,
        FlexJobs => JOBS,
        Pensions => PENSIONS,
        _ => DUTY,
    }
}

#[test]
fn an_empty_file_changes_nothing() {
    let desk = known();
    for kind in [FlexAwards, FlexJobs, Pensions, WorkDuty] {
        let outcome = desk.bring_ok(kind, header(kind));
        assert_eq!((outcome.rows, outcome.stored), (0, false), "{kind:?}");
    }
}

#[test]
fn a_complete_file_says_from_when_its_track_is_told() {
    let desk = known();
    let told = |desk: &Desk, kind, content: String| {
        let path = desk.file("fil.csv", content.as_bytes());
        let wish = Wish {
            kind,
            accept_valid: false,
            dry_run: false,
            complete_from: Some("2019-01-01".parse().unwrap()),
        };
        import(&desk.store, &path, wish, &clock())
    };
    for (kind, row) in [
        (FlexJobs, "7506804001;Bageriet;5;1-5-2019;\n"),
        (Pensions, "7506804001;1-3-2021;psykisk;\n"),
        (WorkDuty, "7506804001;1-1-2021;\n"),
    ] {
        told(&desk, kind, format!("{}{row}", header(kind))).unwrap();
    }
    let since = desk.store.observed().unwrap().since;
    let tracks: Vec<&str> = since.keys().map(String::as_str).collect();
    assert_eq!(tracks, ["awards", "flex-jobs", "work-duty"]);
    let refused = told(&desk, FlexAwards, AWARDS.to_owned()).unwrap_err();
    assert!(refused.to_string().contains("flex-jobs"), "{refused}");
}

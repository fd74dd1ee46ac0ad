//! Flex jobs, pensions and the work duty in rows.

use super::*;

fn measured(employer: &str, minutes: u32) -> Kind {
    Kind::FlexJobHoursChanged {
        employer: text(employer),
        minutes,
    }
}

#[test]
fn a_flex_job_is_told_from_measuring_to_measuring_against_its_award() {
    let told = told(
        &facts(vec![
            ("2020-01-01", awarded("ny-ordning", Some(300))),
            ("2020-02-01", flex_job("Bageriet", 300)),
            ("2020-03-01", measured("Bageriet", 420)),
            ("2020-04-01", flex_job("Værftet", 120)),
            ("2020-05-01", measured("Bageriet", 240)),
            // Nobody works there: there is nothing to measure.
            ("2020-05-01", measured("Havnen", 600)),
            (
                "2020-06-01",
                Kind::FlexJobEnded {
                    employer: text("Bageriet"),
                },
            ),
        ]),
        None,
        "2020-12-31",
    );
    assert_eq!(
        rows(&told, "flex-jobs"),
        [
            "2020-02-01 – 2020-03-01: 1 300 2 (2)",
            "2020-03-01 – 2020-05-01: 1 420 1 (3)",
            "2020-04-01 – 2021-01-01: 1 120 3 (4)",
            "2020-05-01 – 2020-06-01: 1 240 3 (5)",
        ]
    );
}

#[test]
fn without_an_award_scheme_and_change_are_missing_and_a_late_one_fills_them() {
    let mut all = facts(vec![("2020-02-01", flex_job("Bageriet", 300))]);
    assert_eq!(
        rows(&told(&all, None, "2020-12-31"), "flex-jobs"),
        ["2020-02-01 – 2021-01-01: ? 300 ? (1)"]
    );
    // The old scheme measured no hours at the award.
    all.push(fact(2, "2012-02-01", awarded("gammel-ordning", None)));
    assert_eq!(
        rows(&told(&all, None, "2020-12-31"), "flex-jobs"),
        ["2020-02-01 – 2021-01-01: 2 300 ? (1)"]
    );
    // A new award counts from its day, also for the job that runs.
    all.push(fact(3, "2020-06-01", awarded("ny-ordning", Some(240))));
    assert_eq!(
        rows(&told(&all, None, "2020-12-31"), "flex-jobs"),
        [
            "2020-02-01 – 2020-06-01: 2 300 ? (1)",
            "2020-06-01 – 2021-01-01: 1 300 1 (1)"
        ]
    );
}

#[test]
fn a_pension_is_awarded_on_a_day_and_the_work_duty_lasts() {
    let told = told(
        &facts(vec![
            ("2020-01-01", Kind::WorkDutyBegan),
            ("2020-02-01", Kind::WorkDutyEnded),
            (
                "2020-03-01",
                Kind::PensionAwarded {
                    cause: text("psykisk"),
                    course: Some(text("fra-fleksjob")),
                },
            ),
            (
                "2020-04-01",
                Kind::PensionAwarded {
                    cause: text("fysisk"),
                    course: None,
                },
            ),
            ("2020-05-01", Kind::WorkDutyBegan),
        ]),
        None,
        "2020-12-31",
    );
    assert_eq!(
        rows(&told, "awards"),
        [
            "2020-03-01 – 2020-03-02: 2 3 (3)",
            "2020-04-01 – 2020-04-02: 1 ? (4)"
        ]
    );
    assert_eq!(
        rows(&told, "work-duty"),
        [
            "2020-01-01 – 2020-02-01:  (1)",
            "2020-05-01 – 2021-01-01:  (5)"
        ]
    );
}

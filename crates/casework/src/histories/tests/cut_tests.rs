//! Late facts, corrections, retractions, cuts, and what no facts can break.

use super::*;

#[test]
fn what_is_learned_late_moves_only_what_it_should_and_only_for_those_who_know() {
    let mut all = facts(vec![
        ("2020-01-01", began("kontanthjaelp", None)),
        ("2020-03-01", job("Bageriet", 2_220, None)),
        ("2020-06-01", ended("kontanthjaelp")),
    ]);
    let before = told(&all, None, "2020-12-31");
    // Late: the category had changed in April.
    all.push(fact(
        4,
        "2020-04-01",
        Kind::BenefitChanged {
            benefit: text("kontanthjaelp"),
            category: Some(text("jobparat")),
        },
    ));
    let late = told(&all, None, "2020-12-31");
    assert_eq!(
        rows(&late, "benefits"),
        [
            "2020-01-01 – 2020-04-01: 2 0 ? 100 (1)",
            "2020-04-01 – 2020-06-01: 2 1 ? 100 (4)"
        ]
    );
    assert_eq!(rows(&late, "jobs"), rows(&before, "jobs"));
    assert_eq!(told(&all, Some(3), "2020-12-31"), before);
    // Corrected: it ended in July. The row keeps the root of the chain.
    let mut correction = fact(5, "2020-07-01", ended("kontanthjaelp"));
    correction.entry.corrects = Some(FactId(3));
    all.push(correction);
    let corrected = told(&all, None, "2020-12-31");
    assert_eq!(
        rows(&corrected, "benefits")[1],
        "2020-04-01 – 2020-07-01: 2 1 ? 100 (4)"
    );
    assert_eq!(told(&all, Some(4), "2020-12-31"), late);
    // Retracted: nothing was known of April after all.
    all.push(fact(
        6,
        "2020-08-01",
        Kind::FactRetracted { fact: FactId(4) },
    ));
    assert_eq!(
        rows(&told(&all, None, "2020-12-31"), "benefits"),
        ["2020-01-01 – 2020-07-01: 2 0 ? 100 (1)"]
    );
    assert_eq!(told(&all, Some(5), "2020-12-31"), corrected);
}

#[test]
fn nothing_is_told_after_the_view_or_after_death() {
    let all = facts(vec![
        ("2020-01-01", began("dagpenge", None)),
        ("2020-05-01", Kind::Died),
        ("2020-06-01", job("Bageriet", 60, None)),
    ]);
    let seen = told(&all, None, "2020-12-31");
    assert_eq!(
        rows(&seen, "benefits"),
        ["2020-01-01 – 2020-05-01: 1 0 ? 100 (1)"]
    );
    assert!(rows(&seen, "jobs").is_empty());
    assert_eq!(rows(&seen, "life"), ["2020-05-01 – 2021-01-01: 1 (2)"]);
    let early = told(&all, None, "2020-03-31");
    assert_eq!(
        rows(&early, "benefits"),
        ["2020-01-01 – 2020-04-01: 1 0 ? 100 (1)"]
    );
    assert!(rows(&early, "life").is_empty());
    assert!(rows(&told(&all, None, "2019-12-31"), "benefits").is_empty());
}

#[test]
fn what_is_constant_comes_from_the_number_unless_it_was_recorded() {
    let registered = Kind::CitizenRegistered {
        cpr: "7506804001".parse().unwrap(),
        name: text("Åse Ærø"),
    };
    let mut all = facts(vec![("2020-01-01", registered)]);
    let values = |told: &Told| -> Vec<i32> {
        let attributes = told.histories.attributes.iter();
        attributes.map(|values| values[0]).collect()
    };
    let birth = day("1980-06-15").epoch();
    assert_eq!(values(&told(&all, None, "2020-01-01")), [birth, 1, MISSING]);
    all.push(fact(
        2,
        "2019-01-01",
        Kind::CitizenDescribed {
            birth: Some(day("1980-06-14")),
            sex: Some(Sex::Female),
            origin: Some(text("dansk")),
            country: None,
        },
    ));
    assert_eq!(
        values(&told(&all, None, "2020-01-01")),
        [birth - 1, 2, 0],
        "although the number came on a later day"
    );
    assert_eq!(values(&told(&all, Some(1), "2020-01-01"))[2], MISSING);
}

#[test]
fn a_code_without_a_number_is_missing_and_counted() {
    let all = facts(vec![
        ("2020-01-01", began("naturalier", None)),
        (
            "2020-01-01",
            Kind::EducationStarted {
                education: text("SOSU"),
            },
        ),
    ]);
    let told = told(&all, None, "2020-01-31");
    assert_eq!(
        rows(&told, "benefits"),
        ["2020-01-01 – 2020-02-01: ? 0 ? 100 (1)"]
    );
    let counted: Vec<_> = told.unknown_codes.iter().collect();
    assert_eq!(
        counted,
        [
            (&(text("benefits"), text("naturalier")), &1),
            (&(text("education"), text("SOSU")), &1)
        ]
    );
}

#[test]
fn a_track_nobody_tells_is_never_observed() {
    let since = BTreeMap::from([(text("benefits"), day("2010-01-01"))]);
    let shape = shape();
    let observed = shape.observation(&since, day("2020-01-01"), day("2020-12-31"));
    let of = |track: &str| {
        let at = shape.schema().track(track).unwrap();
        let observation = observed[usize::from(at.0)];
        (
            Day::from_epoch(observation.from),
            Day::from_epoch(observation.until),
        )
    };
    assert_eq!(of("benefits"), (day("2010-01-01"), day("2021-01-01")));
    assert_eq!(of("jobs"), (day("2020-01-01"), day("2021-01-01")));
    assert_eq!(of("homes"), (day("2021-01-01"), day("2021-01-01")));
}

fn any_kind() -> impl Strategy<Value = Kind> {
    let benefit = prop::sample::select(vec!["dagpenge", "kontanthjaelp"]);
    let placement = (1..3_u64).prop_map(PlacementId);
    prop_oneof![
        benefit.clone().prop_map(|benefit| began(benefit, None)),
        benefit.clone().prop_map(|benefit| Kind::BenefitChanged {
            benefit: text(benefit),
            category: Some(text("jobparat"))
        }),
        (benefit.clone(), 1..=100_u8).prop_map(|(benefit, percent)| {
            Kind::BenefitDegreeChanged {
                benefit: text(benefit),
                percent,
            }
        }),
        benefit.prop_map(ended),
        prop::sample::select(vec![751, 461]).prop_map(home),
        Just(Kind::ResidenceEnded {
            why: ResidenceEnd::Abroad
        }),
        Just(Kind::Died),
        Just(job("Bageriet", 300, None)),
        Just(Kind::JobEnded {
            employer: text("Bageriet")
        }),
        prop::option::of(1..600_u32).prop_map(|minutes| Kind::FlexJobAwarded {
            scheme: text("ny-ordning"),
            minutes
        }),
        (1..600_u32).prop_map(|minutes| flex_job("Bageriet", minutes)),
        (1..600_u32).prop_map(|minutes| Kind::FlexJobHoursChanged {
            employer: text("Bageriet"),
            minutes
        }),
        Just(Kind::WorkDutyBegan),
        Just(Kind::WorkDutyEnded),
        Just(Kind::CvPublished),
        Just(Kind::CvWithdrawn),
        placement
            .clone()
            .prop_map(|placement| Kind::PlacementStarted { placement }),
        placement.prop_map(|placement| Kind::PlacementAgreed {
            placement,
            form: PlacementForm::Praktik,
            purpose: None,
            company: text("Bageriet"),
            cvr: None,
            minutes: 60,
            from: day("2020-01-01"),
            until: Some(day("2020-02-01")),
            continued: true,
        }),
    ]
}

fn any_facts() -> impl Strategy<Value = Vec<Fact>> {
    let one = (any_kind(), 0..400, prop::option::weighted(0.2, 1..20_u64));
    prop::collection::vec(one, 0..30).prop_map(|told| {
        let begin = day("2020-01-01");
        (1..)
            .zip(told)
            .map(|(id, (kind, after, corrects))| {
                let mut fact = fact(id, "2020-01-01", kind);
                fact.entry.happened_on = begin.plus(after);
                fact.entry.corrects = corrects.filter(|root| *root < id).map(FactId);
                fact
            })
            .collect()
    })
}

proptest! {
    /// Whatever was registered: the invariants hold, the order of storing rows does not matter, what was known is what was
    /// known, and looking earlier gives the same days as cutting what is seen later.
    #[test]
    fn any_facts_make_sound_histories(facts in any_facts(), cut in 0..30_u64, early in 0..400) {
        let whole = told(&facts, None, "2021-06-30");
        let mut reversed = facts.clone();
        reversed.reverse();
        prop_assert_eq!(&told(&reversed, None, "2021-06-30"), &whole);
        let known: Vec<Fact> = facts.iter().filter(|fact| fact.id.0 <= cut).cloned().collect();
        prop_assert_eq!(&told(&facts, Some(cut), "2021-06-30"), &told(&known, None, "2021-06-30"));
        let early = day("2020-01-01").plus(early);
        let seen_early = told(&facts, None, &early.to_string());
        for (later, sooner) in whole.histories.tracks.iter().zip(&seen_early.histories.tracks) {
            let until = early.plus(1).epoch();
            let mut cut: Vec<(i32, i32)> = later.start.iter().zip(&later.end)
                .map(|(start, end)| (*start, (*end).min(until)))
                .filter(|(start, end)| start < end)
                .collect();
            cut.sort_unstable();
            let seen: Vec<(i32, i32)> = sooner.start.iter().copied().zip(sooner.end.iter().copied()).collect();
            prop_assert_eq!(cut, seen);
        }
        prop_assert_eq!(life(&facts, None).benefits, life(&reversed, None).benefits);
    }
}

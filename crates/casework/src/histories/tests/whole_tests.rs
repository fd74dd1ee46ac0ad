//! The pages' own schema: every track and column of it is told by facts.

use super::*;

/// Columns of the pages that facts do not tell, each with the reason. What stands here is unknown for one's own
/// municipality, however much is registered.
const NOT_TOLD: &[(&str, &str)] = &[];

/// A life in which everything happens that a page may ask about.
#[expect(clippy::too_many_lines, reason = "one list, a fact an entry")]
fn whole_life() -> Vec<Fact> {
    let offer = Kind::OfferBegan {
        offer: text("vejledning"),
        place: None,
        minutes: Some(600),
        until: None,
    };
    let hours = Kind::HoursReported {
        employer: None,
        from: day("2020-01-01"),
        minutes: 600,
    };
    let talk = |with: &str| Kind::ConversationHeld {
        with: text(with),
        form: ContactForm::Phone,
        appointment: None,
    };
    let mut all = facts(vec![
        (
            "2019-12-01",
            Kind::CitizenRegistered {
                cpr: "7506804001".parse().unwrap(),
                name: text("Åse Ærø"),
            },
        ),
        (
            "2019-12-01",
            Kind::CitizenDescribed {
                birth: None,
                sex: None,
                origin: Some(text("dansk")),
                country: Some(text("danmark")),
            },
        ),
        ("2019-12-01", home(751)),
        ("2020-01-01", began("dagpenge", Some("jobparat"))),
        ("2020-01-01", began("kontanthjaelp", None)),
        ("2020-01-01", job("Værftet", 300, Some("igu"))),
        ("2020-01-01", job("Bageriet", 60, None)),
        ("2020-01-31", hours),
        ("2020-01-01", offer),
        ("2020-01-01", talk("sagsbehandler")),
        ("2020-01-02", talk("a-kasse")),
        ("2020-01-03", talk("sagsbehandler")),
        (
            "2020-01-01",
            Kind::MarkSet {
                mark: text("afklaringspuljen"),
            },
        ),
        (
            "2020-01-01",
            Kind::EducationStarted {
                education: text("gymnasial"),
            },
        ),
        ("2020-01-01", Kind::CvPublished),
        ("2020-01-01", awarded("ny-ordning", Some(300))),
        ("2020-01-02", flex_job("Havnen", 240)),
        (
            "2020-01-03",
            Kind::FlexJobHoursChanged {
                employer: text("Havnen"),
                minutes: 300,
            },
        ),
        (
            "2020-01-04",
            Kind::FlexJobHoursChanged {
                employer: text("Havnen"),
                minutes: 360,
            },
        ),
        ("2020-01-01", Kind::WorkDutyBegan),
        (
            "2020-01-20",
            Kind::PensionAwarded {
                cause: text("fysisk"),
                course: Some(text("fra-fleksjob")),
            },
        ),
        (
            "2020-01-01",
            Kind::AbsenceBegan {
                absence: text("sygdom"),
                until: None,
            },
        ),
        (
            "2020-02-01",
            Kind::ResidenceEnded {
                why: ResidenceEnd::Abroad,
            },
        ),
        ("2020-02-02", Kind::Died),
    ]);
    let participants = &mut all[9].entry.participants;
    participants.insert(crate::histories::UNEMPLOYMENT_FUND.to_owned());
    all
}

/// A page that renames a track or column, or adds one that no fact fills, fails here.
#[test]
fn every_column_of_the_pages_is_told_by_facts() {
    let book = rulebook::Book::embedded();
    let shape = Shape::of(&book);
    let schema = shape.schema();
    for name in TRACKS {
        let track = schema.track(name);
        assert!(track.is_some(), "the pages lack the track {name}");
    }
    let mut builder = Builder::new(&shape, day("2020-12-31"));
    builder.add(CitizenId(1), &whole_life(), None);
    let told = builder.finish();
    assert!(told.unknown_codes.is_empty(), "{:?}", told.unknown_codes);
    let mut empty = Vec::new();
    for (at, attribute) in schema.attributes.iter().enumerate() {
        if told.histories.attributes[at][0] == MISSING {
            empty.push(attribute.name.clone());
        }
    }
    for (track, rows) in schema.tracks.iter().zip(&told.histories.tracks) {
        if rows.start.is_empty() {
            empty.push(track.name.clone());
        }
        for (column, values) in track.columns.iter().zip(&rows.columns) {
            if values.iter().all(|value| *value == MISSING) {
                empty.push(format!("{}.{}", track.name, column.name));
            }
        }
    }
    let excused: Vec<&str> = NOT_TOLD.iter().map(|(column, _)| *column).collect();
    assert_eq!(
        empty, excused,
        "facts do not tell these: fill them in casework::histories, or say in NOT_TOLD why not"
    );
}

#[test]
fn every_code_that_no_fact_carries_is_on_the_pages() {
    let book = rulebook::Book::embedded();
    let shape = Shape::of(&book);
    let mut builder = Builder::new(&shape, day("2020-12-31"));
    builder.add(CitizenId(1), &whole_life(), None);
    let told = builder.finish();
    let codes = |track: &str, column: &str| {
        let track = shape.schema().track(track).unwrap();
        let column = shape.schema().column(track, column).unwrap();
        let rows = told.histories.track(track);
        let mut codes = rows.columns[usize::from(column.0)].clone();
        codes.sort_unstable();
        codes.dedup();
        codes
    };
    // More, the same and fewer hours; talks with both, with the fund, with the municipality; abroad, and dead.
    assert_eq!(codes("flex-jobs", "change"), [1, 2, 3]);
    assert_eq!(codes("contacts", "kind"), [1, 2, 3]);
    assert_eq!(codes("life", "event"), [1, 2]);
}

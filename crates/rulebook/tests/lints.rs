//! Traps are told as warnings on pages that load; the model checker's findings stand at their places.

use duties::verify::Limits;
use rulebook::{Book, Source};

fn book(rules: &str) -> Book {
    let head = "# Prøve {model = \"proeve\", from = 2020-01-01, source = \"opdigtet\"}\n\n```toml\n[[role]]\nid = \"m\"\n\n[[round]]\nid = \"omgang\"\n```\n\n";
    let page = Source {
        path: "side.md".to_owned(),
        text: format!("{head}{rules}"),
    };
    match Book::load(&[page]) {
        Ok(book) => book,
        Err(problems) => panic!("{}", problems.render()),
    }
}

fn event(id: &str, rules: &str) -> String {
    format!("## {id} {{event = \"{id}\"}}\n\n```toml\n{rules}\n```\n\n")
}

/// The codes of the warnings a page gives, where each event is done by somebody unless it says timer.
fn warnings(events: &[(&str, &str)]) -> Vec<&'static str> {
    let rules: String = events
        .iter()
        .map(|(id, rules)| {
            let role = if rules.contains("timer") {
                ""
            } else {
                "role = \"m\"\n"
            };
            event(id, &format!("{role}{rules}"))
        })
        .collect();
    book(&rules)
        .warnings()
        .0
        .iter()
        .map(|problem| problem.code)
        .collect()
}

type Events<'a> = &'a [(&'a str, &'a str)];

/// A trap is told, and the page that avoids it gives no warning at all.
fn told(trap: &str, bad: Events<'_>, good: Events<'_>) {
    assert!(warnings(bad).contains(&trap), "{trap} is not told");
    assert_eq!(
        warnings(good),
        Vec::<&str>::new(),
        "{trap} is told of what is well"
    );
}

#[test]
fn a_delay_whose_anchor_may_leave() {
    told(
        "void-anchor",
        &[
            ("a", ""),
            ("b", r#"after = [{ event = "a", delay = "P1M" }]"#),
            ("c", r#"excludes = ["a"]"#),
        ],
        &[
            ("a", ""),
            ("b", r#"after = [{ event = "a", delay = "P1M" }]"#),
            ("c", ""),
        ],
    );
}

#[test]
fn a_duty_that_comes_back_from_the_dead() {
    told(
        "zombie-duty",
        &[
            (
                "a",
                r#"then = ["b"]
includes = ["b"]"#,
            ),
            ("b", ""),
            ("c", r#"excludes = ["b"]"#),
        ],
        &[
            (
                "a",
                r#"then = ["b"]
includes = ["b"]"#,
            ),
            ("b", ""),
            ("c", r#"excludes = [{ event = "b", mode = "cancel" }]"#),
        ],
    );
}

#[test]
fn a_condition_that_stays_true() {
    told(
        "stale-condition",
        &[
            ("a", r#"then = ["b", "c"]"#),
            ("d", r#"then = ["b", "c"]"#),
            ("b", ""),
            ("c", r#"after = ["b"]"#),
        ],
        &[
            ("a", r#"then = ["b", "c"]"#),
            ("d", r#"then = ["b", "c"]"#),
            ("b", ""),
            ("c", "after = [\"b\"]\nwaits-for = [\"b\"]"),
        ],
    );
}

#[test]
fn a_duty_nobody_sees() {
    told(
        "unseen-duty",
        &[("a", r#"then = ["b"]"#), ("b", "takes-part = false")],
        &[
            ("a", r#"then = [{ event = "b", include = true }]"#),
            ("b", "takes-part = false"),
        ],
    );
}

#[test]
fn an_answer_that_leads_nowhere() {
    told(
        "open-branch",
        &[
            (
                "a",
                r#"then = [{ event = "b", when = "svar = ja" }]
decides = { svar = ["ja", "nej"] }"#,
            ),
            ("b", ""),
        ],
        &[
            (
                "a",
                r#"then = [{ event = "b", when = "svar = ja" }]
done-when = "svar = ja"
decides = { svar = ["ja", "nej"] }"#,
            ),
            ("b", ""),
        ],
    );
}

#[test]
fn a_cadence_without_an_end() {
    told(
        "endless-cadence",
        &[
            ("a", ""),
            (
                "b",
                r#"every = { time = "P1W", mode = "rolling", from = "a" }"#,
            ),
        ],
        &[
            ("a", ""),
            (
                "b",
                r#"every = { time = "P1W", mode = "rolling", from = "a", until = "c" }"#,
            ),
            ("c", ""),
        ],
    );
}

#[test]
fn a_clock_that_never_rings() {
    told(
        "unarmed-timer",
        &[("a", r#"then = ["b"]"#), ("b", "timer = true")],
        &[
            ("a", r#"then = [{ event = "b", within = "P1M" }]"#),
            ("b", "timer = true"),
        ],
    );
}

#[test]
fn an_inclusion_without_the_duty_that_others_make() {
    let (a, b) = (
        "then = [{ event = \"b\", include = true }]",
        "takes-part = false",
    );
    told(
        "idle-include",
        &[("a", a), ("b", b), ("c", r#"includes = ["b"]"#)],
        &[("a", a), ("b", b), ("c", a)],
    );
}

#[test]
fn clocks_that_never_stop() {
    let a = r#"then = [{ event = "b", within = "P1M" }]"#;
    let b = "timer = true\nthen = [{ event = \"c\", within = \"P1D\" }]";
    told(
        "timer-loop",
        &[
            ("a", a),
            ("b", b),
            (
                "c",
                "timer = true\nthen = [{ event = \"b\", within = \"P1D\" }]",
            ),
        ],
        &[("a", a), ("b", b), ("c", "timer = true")],
    );
}

#[test]
fn what_can_never_happen_is_told() {
    assert_eq!(warnings(&[("a", "takes-part = false")]), ["never-included"]);
}

#[test]
fn the_model_checker_speaks_at_the_place_on_the_page() {
    let rules = event("a", "role = \"m\"\nthen = [\"b\"]")
        + &event("b", "role = \"m\"\nafter = [\"c\"]")
        + &event("c", "role = \"m\"\nafter = [\"b\"]");
    let book = book(&rules);
    let found = book.models()[0].verify(Limits::default());
    assert!(found.report.is_finished());
    insta::assert_snapshot!("verification", found.problems.render());
}

#[test]
fn the_model_checker_is_content_with_a_sound_page() {
    let rules =
        event("a", "role = \"m\"\nthen = [\"b\"]") + &event("b", "role = \"m\"\nafter = [\"a\"]");
    let found = book(&rules).models()[0].verify(Limits::default());
    assert!(
        found.problems.0.is_empty() && found.report.is_finished(),
        "{}",
        found.problems.render()
    );
}

/// A duty that waits for two events, each of which waits for the other.
fn stuck() -> String {
    event("a", "role = \"m\"\nonce = true\nthen = [\"b\"]")
        + &event("b", "role = \"m\"\nafter = [\"c\"]")
        + &event("c", "role = \"m\"\nafter = [\"b\"]")
}

fn configured(rules: &str) -> Vec<Source> {
    book(rules).sources().to_vec()
}

#[test]
fn a_configured_page_that_gets_stuck_does_not_load() {
    let problems = Book::embedded()
        .with(&configured(&stuck()))
        .expect_err("a page that gets stuck does not come in");
    let codes: Vec<_> = problems.0.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["dead-event", "deadlock", "dead-event"]);
    let sound = event("a", "role = \"m\"\nthen = [\"b\"]") + &event("b", "role = \"m\"");
    let book = Book::embedded().with(&configured(&sound));
    assert_eq!(book.expect("a sound page").models().len(), 3);
}

#[test]
fn what_the_book_holds_already_is_not_examined_again() {
    // Loaded as the embedded pages are, without being examined: the same again is taken as it is.
    let held = book(&stuck());
    let pages = held.sources().to_vec();
    assert!(held.clone().with(&pages).is_ok());
    // Another rule, and the model is another one.
    let more = stuck() + &event("d", "role = \"m\"");
    assert!(held.with(&configured(&more)).is_err());
}

#[test]
fn a_page_may_judge_a_warning_by_name_and_only_one_that_is_there() {
    let judged = |about: &str| {
        let words = format!(
            "role = \"m\"\nthen = [\"b\"]\n\n[[judged]]\nwarning = \"unseen-duty\"\nabout = \"{about}\"\nreason = \"ingen skal se den\""
        );
        let rules = event("a", &words)
            + &event("b", "role = \"m\"\ntakes-part = false")
            + &event("c", "role = \"m\"\nincludes = [\"b\"]");
        let book = book(&rules);
        let warnings = book.warnings().0.iter();
        warnings.map(|warning| warning.code).collect::<Vec<_>>()
    };
    assert_eq!(judged("a--response--b"), Vec::<&str>::new());
    assert_eq!(judged("a--response--c"), ["unseen-duty", "idle-judgement"]);
}

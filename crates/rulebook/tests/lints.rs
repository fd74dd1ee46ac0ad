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
        .map(|(id, rules)| match rules.contains("timer") {
            true => event(id, rules),
            false => event(id, &format!("role = \"m\"\n{rules}")),
        })
        .collect();
    book(&rules)
        .warnings()
        .0
        .iter()
        .map(|problem| problem.code)
        .collect()
}

#[test]
fn each_trap_is_told_and_its_remedy_silences_it() {
    let cases: [(&str, &[(&str, &str)], &[(&str, &str)]); 8] = [
        (
            "void-anchor",
            &[
                ("a", ""),
                ("b", "after = [{ event = \"a\", delay = \"P1M\" }]"),
                ("c", "excludes = [\"a\"]"),
            ],
            &[
                ("a", ""),
                ("b", "after = [{ event = \"a\", delay = \"P1M\" }]"),
                ("c", ""),
            ],
        ),
        (
            "zombie-duty",
            &[
                ("a", "then = [\"b\"]\nincludes = [\"b\"]"),
                ("b", ""),
                ("c", "excludes = [\"b\"]"),
            ],
            &[
                ("a", "then = [\"b\"]\nincludes = [\"b\"]"),
                ("b", ""),
                ("c", "excludes = [{ event = \"b\", mode = \"cancel\" }]"),
            ],
        ),
        (
            "stale-condition",
            &[
                ("a", "begins-round = \"omgang\""),
                ("b", ""),
                ("c", "after = [\"b\"]\nonce-per = \"omgang\""),
            ],
            &[
                ("a", "begins-round = \"omgang\"\nthen = [\"b\"]"),
                ("b", ""),
                (
                    "c",
                    "after = [\"b\"]\nwaits-for = [\"b\"]\nonce-per = \"omgang\"",
                ),
            ],
        ),
        (
            "unseen-duty",
            &[("a", "then = [\"b\"]"), ("b", "takes-part = false")],
            &[
                ("a", "then = [{ event = \"b\", include = true }]"),
                ("b", "takes-part = false"),
            ],
        ),
        (
            "open-branch",
            &[
                (
                    "a",
                    "then = [{ event = \"b\", when = \"svar = ja\" }]\ndecides = { svar = [\"ja\", \"nej\"] }",
                ),
                ("b", ""),
            ],
            &[
                (
                    "a",
                    "then = [{ event = \"b\", when = \"svar = ja\" }]\ndone-when = \"svar = ja\"\ndecides = { svar = [\"ja\", \"nej\"] }",
                ),
                ("b", ""),
            ],
        ),
        (
            "endless-cadence",
            &[
                ("a", ""),
                (
                    "b",
                    "every = { time = \"P1W\", mode = \"rolling\", from = \"a\" }",
                ),
            ],
            &[
                ("a", ""),
                (
                    "b",
                    "every = { time = \"P1W\", mode = \"rolling\", from = \"a\", until = \"c\" }",
                ),
                ("c", ""),
            ],
        ),
        (
            "silent-timer",
            &[("a", "then = [\"b\"]"), ("b", "timer = true")],
            &[
                ("a", "then = [{ event = \"b\", within = \"P1M\" }]"),
                ("b", "timer = true"),
            ],
        ),
        (
            "timer-loop",
            &[
                ("a", "then = [{ event = \"b\", within = \"P1M\" }]"),
                (
                    "b",
                    "timer = true\nthen = [{ event = \"c\", within = \"P0D\" }]",
                ),
                (
                    "c",
                    "timer = true\nthen = [{ event = \"b\", within = \"P0D\" }]",
                ),
            ],
            &[
                ("a", "then = [{ event = \"b\", within = \"P1M\" }]"),
                (
                    "b",
                    "timer = true\nthen = [{ event = \"c\", within = \"P0D\" }]",
                ),
                (
                    "c",
                    "timer = true\nthen = [{ event = \"b\", within = \"P1D\" }]",
                ),
            ],
        ),
    ];
    for (trap, bad, good) in cases {
        assert!(warnings(bad).contains(&trap), "{trap} is not told");
        assert_eq!(
            warnings(good),
            Vec::<&str>::new(),
            "{trap} is told of what is well"
        );
    }
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

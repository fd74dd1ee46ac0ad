//! The scenario runner finds nothing wrong where nothing is, and says what is wrong where something is.

use casework::scenario::{mutants, run};
use rulebook::scenario::Scenario;

use crate::support::*;

fn scenario(text: &str) -> Scenario {
    Scenario::parse(&source("proeve.toml", text)).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// The messages of a run, one string.
fn told(text: &str) -> String {
    let failures = run(&book(), &scenario(text));
    let lines: Vec<String> = failures
        .into_iter()
        .map(|failure| format!("{}: {}", failure.line, failure.message))
        .collect();
    lines.join("\n")
}

const STRAIGHT: &str = r#"
title = "Den lige vej"
model = "proeve"

[[step]]
on = 2021-01-04
do = "sag-aabnet"

[[expect]]
open = [{ event = "skema", due = 2021-01-18 }, { event = "moede", due = 2021-03-01, strength = "aim" }]
blocked = [{ event = "moede", by = [{ why = "not-done", event = "skema" }] }]
can = ["skema"]
cannot = ["genaabnet"]
closed = false

[[step]]
on = 2021-01-20
do = "skema"

[[step]]
label = "moede"
on = 2021-02-01
do = "moede"
with = ["borger"]
fields = { maalgruppe = "ja", hensyn = "Ryg" }

[[expect]]
duties = [{ event = "skema", state = "late", due = 2021-01-18 }]
waits-for-information = [{ event = "ansoeg", fields = ["stoette"] }]
fields = { maalgruppe = "ja", hensyn = "Ryg", stoette = "unknown" }
next-wake = 2021-08-02
done = [{ event = "moede", on = 2021-02-01, times = 1 }, { event = "plan", times = 0 }]

[[step]]
corrects = "moede"
on = 2021-02-01
do = "moede"
with = ["borger"]
fields = { maalgruppe = "nej", stoette = ["mentor"] }

[[step]]
label = "ferie"
on = 2021-02-02
sets-aside = "uge"
until = 2021-03-01

[[expect]]
as-of = 2021-02-03
open = [
  { event = "ansoeg", due = 2021-02-08 },
  { event = "plan" },
  { event = "seks-maaneder" },
  { event = "uge", state = "set-aside", until = 2021-03-01 },
]
waits-for-information = []
no-longer-applies = []
deviations = []

[[expect]]
as-of = 2021-02-03
known-at = "moede"
fields = { maalgruppe = "ja" }

[[step]]
on = 2021-02-10
do = "aftale"
instance = "bageriet"
any-order = true

[[step]]
on = 2021-02-10
do = "start"
instance = "bageriet"
any-order = true

[[expect]]
open = [
  { event = "ansoeg", overdue = true },
  { event = "plan" },
  { event = "seks-maaneder" },
  { event = "opfoelgning", instance = "bageriet", due = 2021-02-24, created = 2021-02-10 },
  { event = "maaned", due = 2021-03-10 },
]
no-longer-applies = []
deviations = []
instance = "bageriet"
fields = { form = "praktik" }

[[step]]
on = 2021-02-12
retracts = "moede"

[[expect]]
deviations = []
no-longer-applies = ["ferie"]
open = [{ event = "moede" }, { event = "opfoelgning" }, { event = "maaned" }]

[[step]]
on = 2021-02-20
do = "job"

[[expect]]
closed = { by = "job", on = 2021-02-20 }
nothing-due = true
"#;

#[test]
fn a_scenario_that_says_how_it_is_passes() {
    assert_eq!(told(STRAIGHT), "");
}

#[test]
fn every_kind_of_wrong_expectation_is_told_at_its_line() {
    let before = "title = \"Forkert\"\nmodel = \"proeve\"\n[[step]]\non = 2021-01-04\ndo = \"sag-aabnet\"\n[[step]]\non = 2021-01-05\ndo = \"moede\"\nfields = { maalgruppe = \"ja\" }\n[[expect]]\n";
    let cases = [
        (
            "open = [{ event = \"skema\", due = 2021-01-19 }]",
            "11: den 2021-01-05: åbne pligter er ikke som ventet",
        ),
        (
            "duties = [{ event = \"skema\", state = \"met\" }]",
            "pligter er ikke som ventet",
        ),
        (
            "can = [\"genaabnet\"]",
            "»genaabnet« er spærret\n  for meget: not-closed",
        ),
        ("cannot = [\"skema\"]", "»skema« er ikke spærret"),
        (
            "blocked = [{ event = \"plan\", by = [{ why = \"not-done\" }] }]",
            "mangler:  not-done\n  for meget: too-early, event = moede, opens = 2021-01-12",
        ),
        ("blocked = [\"skema\"]", "intet spærrer den"),
        (
            "deviations = []",
            "for meget: »moede« den 2021-01-05 not-done",
        ),
        ("closed = true", "sagen er åben"),
        (
            "fields = { maalgruppe = \"nej\" }",
            "feltet »maalgruppe« er »ja«, ikke »nej«",
        ),
        (
            "waits-for-information = []",
            "for meget: »ansoeg« venter på stoette",
        ),
        ("next-wake = 2021-01-06", "er 2021-07-06, ikke 2021-01-06"),
        ("done = [{ event = \"plan\" }]", "»plan« er aldrig sket"),
        (
            "done = [{ event = \"moede\", times = 2 }]",
            "»moede« skete senest den 2021-01-05, i alt 1 gange",
        ),
        ("nothing-due = true", "for meget: »skema«"),
    ];
    for (expectation, message) in cases {
        let found = told(&format!("{before}{expectation}\n"));
        assert!(found.contains(message), "{expectation}\n{found}");
    }
}

#[test]
fn a_wrong_step_is_told() {
    let step = |step: &str| {
        told(&format!(
            "title = \"Forkert\"\nmodel = \"proeve\"\n[[step]]\non = 2021-01-04\ndo = \"sag-aabnet\"\n[[step]]\non = 2021-01-05\n{step}\n[[expect]]\nclosed = false\n"
        ))
    };
    let cases = [
        (
            "do = \"findes-ikke\"",
            "modellen har ingen hændelse »findes-ikke«",
        ),
        (
            "do = \"skema\"\nfields = { farve = \"blå\" }",
            "har et felt »farve«",
        ),
        ("sets-aside = \"plan\"", "der er ingen pligt til »plan«"),
        (
            "do = \"uge\"\nfields = { with = \"sagsbehandler\" }",
            "felterne opfylder ikke »uge«",
        ),
        ("do = \"seks-maaneder\"", "kan ikke registreres"),
    ];
    for (text, message) in cases {
        let found = step(text);
        assert!(found.contains(message), "{text}\n{found}");
    }
    let other = told(
        "title = \"Uden model\"\nmodel = \"ukendt\"\n[[step]]\non = 2021-01-04\ndo = \"a\"\n[[expect]]\nclosed = false\n",
    );
    assert!(
        other.contains("ingen version af modellen »ukendt«"),
        "{other}"
    );
}

#[test]
fn steps_in_any_order_are_tried_in_every_order() {
    // The same event twice on one day is the one thing whose order of typing matters.
    let found = told(
        "title = \"Rækkefølge\"\nmodel = \"proeve\"\n[[step]]\non = 2021-01-04\ndo = \"sag-aabnet\"\n[[step]]\non = 2021-01-05\ndo = \"skema\"\n\
         [[step]]\non = 2021-01-06\ndo = \"moede\"\nfields = { maalgruppe = \"ja\" }\nany-order = true\n\
         [[step]]\non = 2021-01-06\ndo = \"moede\"\nfields = { maalgruppe = \"nej\" }\nany-order = true\n\
         [[expect]]\nfields = { maalgruppe = \"nej\" }\n",
    );
    assert!(found.contains("en anden rækkefølge"), "{found}");
}

#[test]
fn mutants_that_no_scenario_misses_survive() {
    let book = book();
    let version = &book.models()[0];
    let (tried, survivors) = mutants(&book, version, &[scenario(STRAIGHT)]);
    assert!(tried > 20, "{tried}");
    let ids: Vec<&str> = survivors
        .iter()
        .map(|survivor| survivor.id.as_str())
        .collect();
    assert!(survivors.len() < tried);
    // The straight way never pauses, so nobody would miss the pause; it needs the form before the meeting.
    let (none, all) = (mutants(&book, version, &[]), tried);
    assert_eq!(none.1.len(), all);
    for caught in [
        "sag-aabnet--response--skema: remove",
        "sag-aabnet--response--skema: deadline-longer",
        "skema--condition--moede: remove",
        "moede--response--ansoeg: deadline-remove",
        "job: effect-remove",
    ] {
        assert!(!ids.contains(&caught), "{caught}: {ids:?}");
    }
    assert!(ids.contains(&"bero: effect-remove"), "{ids:?}");
}

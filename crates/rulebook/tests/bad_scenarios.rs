//! Broken scenarios with the messages their writers get.

use rulebook::scenario::{Excuse, Item, Registered, Scenario};
use rulebook::{Book, Problems, Source};

fn source(text: &str) -> Source {
    Source {
        path: "scenarie.toml".to_owned(),
        text: text.to_owned(),
    }
}

/// Compares the messages of a broken scenario with those accepted.
fn told(name: &str, text: &str) {
    let problems = Scenario::parse(&source(text)).expect_err("a broken scenario cannot be read");
    snapshot(name, &problems);
}

fn snapshot(name: &str, problems: &Problems) {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, problems.render());
    });
}

#[test]
fn every_problem_of_a_scenario_is_told() {
    told(
        "scenario_words",
        r#"titel = "Forkert nøgle"
model = "Prøve Model"

[[step]]
do = "aabnet"
time = "halv ti"

[[step]]
on = 2021-01-04
do = "aabnet"
fact = "meeting-held"

[[step]]
on = "2021-01-04"
fact = "meeting-hold"
fields = 3

[[step]]
on = 2021-01-05
label = "a"

[[expect]]
open = [{ event = "x", due = "i morgen", state = "aaben", act = "skal" }, 7]
nothing-due = true
blocked = [{ event = "x", by = [{ why = "not-don" }] }]
closed = "ja"
"#,
    );
}

#[test]
fn labels_name_steps_above() {
    told(
        "scenario_labels",
        r#"title = "Navne"
model = "proeve"

[[step]]
label = "a"
on = 2021-01-04
do = "aabnet"

[[step]]
label = "a"
on = 2021-01-05
do = "aabnet"
corrects = "b"

[[step]]
retracts = "c"

[[step]]
label = "b"
on = 2021-01-06
do = "aabnet"

[[expect]]
known-at = "d"
no-longer-applies = ["e"]
"#,
    );
}

#[test]
fn a_scenario_asks_for_something() {
    told("scenario_empty", "title = \"Tom\"\nmodel = \"proeve\"\n");
}

#[test]
fn steps_and_expectations_keep_the_order_of_the_file() {
    let text = r#"title = "Orden"
model = "proeve"
[[expect]]
nothing-due = true
[[step]]
on = 2021-01-04
sets-aside = "kontakt"
until = 2021-02-01
[[expect]]
open = ["kontakt"]
[[step]]
label = "sen"
on = 2021-01-01
do = "aabnet"
fields = { udfald = "ja", hjaelp = ["mentor"], antal = 3 }
"#;
    let scenario = Scenario::parse(&source(text)).expect("a scenario");
    let kinds: Vec<_> = scenario
        .items
        .iter()
        .map(|item| match item {
            Item::Step(step) => (step.line, matches!(step.what, Registered::SetAside { .. })),
            Item::Expect(expect) => (expect.line, expect.open.as_ref().is_some_and(Vec::is_empty)),
        })
        .collect();
    assert_eq!(kinds, [(3, true), (5, true), (9, false), (11, false)]);
}

#[test]
fn excuses_have_reasons() {
    let good = source("[[excuse]]\nmutant = \"a: remove\"\nreason = \"ingen kan se det\"\n");
    assert_eq!(Excuse::parse(&good).expect("an excuse").len(), 1);
    let bad = source("[[excuse]]\nmutant = \"a: remove\"\n");
    let problems = Excuse::parse(&bad).expect_err("a reason is missing");
    snapshot("excuse_without_reason", &problems);
}

#[test]
fn names_are_those_of_the_model() {
    let page = Source {
        path: "side.md".to_owned(),
        text: r#"# Prøve {model = "proeve", from = 2020-01-01, source = "opdigtet"}

```toml
[[role]]
id = "sagsbehandler"
```

## Møde {event = "moede"}

```toml
role = "sagsbehandler"
is = "meeting-held"
then = ["plan"]
decides = { udfald = ["ja", "nej"] }
```

## Plan {event = "plan"}

```toml
role = "sagsbehandler"
```
"#
        .to_owned(),
    };
    let book = Book::load(&[page]).expect("a page");
    let good = r#"title = "Navne"
model = "proeve"

[[step]]
on = 2021-01-04
do = "moede"
with = ["sagsbehandler"]
fields = { udfald = "ja", meeting = "andet" }

[[step]]
on = 2021-01-05
fact = "case-assigned"
fields = { role = "sagsbehandler" }

[[expect]]
open = ["plan"]
blocked = [{ event = "plan", by = [{ why = "not-done", event = "moede" }] }]
fields = { udfald = "ja" }
"#;
    Scenario::read(&source(good), &book).expect("names the model has");
    let bad = good
        .replace("\"moede\"", "\"moedet\"")
        .replace("udfald", "udfal")
        .replace("\"sagsbehandler\"", "\"sagsbehandleren\"")
        .replace("\"plan\"", "\"handleplan\"");
    Scenario::parse(&source(&bad)).expect("only the names are wrong");
    let problems = Scenario::read(&source(&bad), &book).expect_err("names lead nowhere");
    snapshot("scenario_names", &problems);
    let other = good.replace("\"proeve\"", "\"proever\"");
    let problems = Scenario::read(&source(&other), &book).expect_err("no such model");
    assert!(problems.render().contains("mente du proeve?"));
}

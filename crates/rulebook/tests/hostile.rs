//! Whatever stands on a page or in a scenario, reading it never panics.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::sync::LazyLock;

use proptest::prelude::*;
use rulebook::scenario::{Excuse, Scenario};
use rulebook::{Book, Source};

fn good() -> String {
    fs::read_to_string("tests/good/model.md").unwrap()
}

fn source(text: String) -> Source {
    Source {
        path: "side.md".to_owned(),
        text,
    }
}

/// The good pages, so that a scenario's names are looked up.
static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let pages = ["model.md", "koder.md", "kalender.md"].map(|name| Source {
        path: name.to_owned(),
        text: fs::read_to_string(format!("tests/good/{name}")).unwrap(),
    });
    Book::load(&pages).unwrap()
});

/// Reads the text as everything it could be, and renders what is wrong.
fn read(text: String) {
    let source = source(text);
    if let Err(problems) = Book::load(std::slice::from_ref(&source)) {
        assert!(!problems.0.is_empty());
        problems.render();
        for problem in &problems.0 {
            problem.position();
        }
    }
    if let Err(problems) = Scenario::read(&source, &BOOK) {
        problems.render();
    }
    let _ = Excuse::parse(&source);
}

#[test]
fn extreme_pages_are_refused_calmly() {
    let fence = |inside: &str| {
        format!(
            "# A {{model = \"a\", from = 2020-01-01, source = \"b\"}}\n\n## B {{event = \"b\"}}\n\n```toml\nrole = \"c\"\n{inside}\n```\n"
        )
    };
    for text in [
        String::new(),
        "\0".to_owned(),
        "\u{feff}".to_owned(),
        "#".repeat(100_000),
        "# A {".to_owned(),
        "# A }{".to_owned(),
        "# {model = \"a\"}".to_owned(),
        "# A {a = {b = {c = }}}".to_owned(),
        "A {model = \"a\",\nfrom = 2020-01-01}\n===".to_owned(),
        "# A\n".repeat(3_000),
        "## Ens {event = \"ens\", source = \"x\"}\n".repeat(500),
        "> ".repeat(2_000) + "```toml\nx = 1\n```",
        "```toml\nunlukket = 1".to_owned(),
        fence(&format!("then = {}", "[".repeat(20_000))),
        fence(&format!(
            "then = {}{}",
            "[".repeat(2_000),
            "]".repeat(2_000)
        )),
        fence(&format!("{}x = 1", "a.".repeat(5_000))),
        fence(&format!("then = [{}]", "\"b\", ".repeat(2_000))),
        fence(&format!("done-when = \"{}\"", "not ".repeat(20_000))),
        fence("then = [{ event = \"*\" }]\nexcludes = [{ event = \"*\", except = [\"*\"] }]"),
        fence(
            "then = [{ event = \"b\", within = \"P65535Y\" }, { event = \"b\", within = \"P65535WD\" }]",
        ),
        fence("on-day = 9999-12-31\nexits = true"),
        fence("[decides]\na = { type = \"set\", choices = [] }\n\u{0}"),
    ] {
        read(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_page_cut_anywhere_never_panics(from in 0.0..1.0_f64, to in 0.0..1.0_f64) {
        let text = good();
        let letters: Vec<char> = text.chars().collect();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a share of a short text")]
        let at = |share: f64| (share * letters.len() as f64) as usize;
        let (from, to) = (at(from.min(to)), at(from.max(to)));
        read(letters[..from].iter().collect());
        read(letters[to..].iter().collect());
        read(letters[..from].iter().chain(&letters[to..]).collect());
    }

    #[test]
    fn a_page_with_anything_put_in_never_panics(line in 0_usize..260, put in "[ -~æøå§»«{}\\[\\]\"'=#`$\n\r\t\0]{0,30}") {
        let text = good();
        let mut lines: Vec<&str> = text.lines().collect();
        let at = line.min(lines.len());
        lines.insert(at, &put);
        read(lines.join("\n"));
        if at < text.lines().count() {
            lines[at + 1] = &put;
            read(lines.join("\n"));
        }
    }

    #[test]
    fn any_text_never_panics(text in "\\PC{0,200}", mark in "[#`{}=\\[\\]\n\"]{0,60}") {
        read(text.clone());
        read(format!("{text}{mark}{text}"));
    }
}

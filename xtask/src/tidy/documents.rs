//! Documents name only what exists: backticked paths, `cargo xtask` verbs and `tovholder` commands, and links between files.

use std::path::Path;

use anyhow::Result;

use super::{files, relative};

const VERBS: &[&str] = &["dev", "test", "check", "bless", "bench", "tidy"];

pub(super) fn check(root: &Path) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let mut documents = files(&root.join("docs"), ".md")?;
    documents.extend(
        [
            "README.md",
            "ARCHITECTURE.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
        ]
        .map(|name| root.join(name)),
    );
    let commands =
        std::fs::read_to_string(root.join("crates/tovholder/tests/snapshots/help.txt")).ok();
    for path in documents {
        let name = relative(root, &path);
        let Ok(text) = std::fs::read_to_string(&path) else {
            problems.push(format!("{name} is missing"));
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            for code in spans(line) {
                if let Some(why) = fault(root, code, commands.as_deref()) {
                    problems.push(format!("{name}:{}: `{code}`: {why}", number + 1));
                }
            }
            for link in links(line) {
                let folder = path.parent().unwrap_or(root);
                if !folder.join(link).exists() {
                    problems.push(format!(
                        "{name}:{}: the link to {link} leads nowhere",
                        number + 1
                    ));
                }
            }
        }
        if name == "ARCHITECTURE.md" && text.lines().count() > 200 {
            problems.push("ARCHITECTURE.md has more than 200 lines".to_owned());
        }
    }
    Ok(problems)
}

/// What is wrong with a piece of code in a document, if it names something that should be there.
fn fault(root: &Path, code: &str, commands: Option<&str>) -> Option<String> {
    if let Some(rest) = code.strip_prefix("cargo xtask ") {
        let verb = rest.split(' ').next().unwrap_or_default();
        let known = rest.contains('|') || VERBS.contains(&verb);
        return (!known).then(|| "there is no such verb".to_owned());
    }
    if let (Some(rest), Some(commands)) = (code.strip_prefix("tovholder "), commands) {
        let verb = rest.split([' ', '|']).next().unwrap_or_default();
        let known = commands
            .lines()
            .any(|line| line.trim().split(' ').next() == Some(verb));
        return (!known).then(|| "there is no such command".to_owned());
    }
    let is_path = code.contains('/')
        && !code.contains([' ', '*', '{', '<', '…', '(', ':', '$', '#', '?', '|', '→'])
        && !code.starts_with(['/', '.', '~', '-'])
        && [
            "crates", "docs", "rulebook", "xtask", "browser", ".ci", ".cargo",
        ]
        .iter()
        .any(|folder| code.split('/').next() == Some(folder));
    (is_path && !root.join(code).exists()).then(|| "there is no such path".to_owned())
}

/// The pieces of a line between single backticks.
fn spans(line: &str) -> impl Iterator<Item = &str> {
    line.split('`')
        .skip(1)
        .step_by(2)
        .filter(|code| !code.is_empty())
}

/// Targets of links to other files.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| {
        let target = rest.split([')', '#']).next()?;
        (!target.is_empty() && !target.contains("://") && !target.starts_with("mailto:"))
            .then_some(target)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_exist_is_found() {
        let root = crate::run::root().unwrap();
        assert!(fault(&root, "cargo xtask fly", None).is_some());
        assert!(fault(&root, "cargo xtask dev | test", None).is_none());
        assert!(fault(&root, "crates/nowhere/src/lib.rs", None).is_some());
        assert!(fault(&root, "crates/duties/src/lib.rs", None).is_none());
        assert!(fault(&root, "tovholder fly", Some("  serve  Starts")).is_some());
        assert!(fault(&root, "tovholder serve --db FILE", Some("  serve  Starts")).is_none());
    }

    #[test]
    fn spans_and_links_are_read() {
        assert_eq!(spans("a `b` c `d e`").collect::<Vec<_>>(), ["b", "d e"]);
        assert_eq!(
            links("see [x](docs/a.md#top) and [y](https://z)").collect::<Vec<_>>(),
            ["docs/a.md"]
        );
    }
}

//! What may stand in which room: SQL only in `store`, law only on rulebook pages, one clock.

use std::path::Path;

use anyhow::Result;

use super::{files, relative};

/// Starts of SQL statements as they stand in string constants.
const SQL: &[&str] = &[
    "\"SELECT ",
    "\"INSERT INTO ",
    "\"UPDATE ",
    "\"DELETE FROM ",
    "\"CREATE TABLE ",
    "\"PRAGMA ",
];

pub(super) fn check(root: &Path) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for path in files(&root.join("crates"), ".rs")? {
        let name = relative(root, &path);
        let text = std::fs::read_to_string(&path)?;
        let in_tests =
            name.contains("/tests/") || name.ends_with("/tests.rs") || name.contains("/benches/");
        for (number, line) in text.lines().enumerate() {
            let at = format!("{name}:{}", number + 1);
            if line.trim_start().starts_with("#[cfg(test)]") {
                break;
            }
            if !in_tests
                && !name.starts_with("crates/store/")
                && SQL.iter().any(|sql| line.contains(sql))
            {
                problems.push(format!("{at}: SQL belongs in crates/store"));
            }
            if !in_tests && line.contains('§') && !line.trim_start().starts_with("//") {
                problems.push(format!("{at}: law belongs on a rulebook page, not in Rust"));
            }
            if let Some(mark) = unfinished(line) {
                problems.push(format!("{at}: »{mark}« marks unfinished work"));
            }
        }
    }
    Ok(problems)
}

fn unfinished(line: &str) -> Option<&'static str> {
    [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("FIX", "ME"),
        concat!("TO", "DO"),
    ]
    .into_iter()
    .find(|mark| line.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_work_is_seen() {
        assert_eq!(
            unfinished(concat!("    todo", "!(\"later\")")),
            Some(concat!("todo", "!("))
        );
        assert_eq!(unfinished("let methods = 1;"), None);
    }
}

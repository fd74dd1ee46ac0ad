//! Every SQL constant prepares, and no query about a caseworker's day reads a whole table.

use super::town::store;
use crate::{
    access, append, cohorts, given, histories, open, people, query, read_model, settings, upkeep,
    versions, vintages,
};

fn all() -> Vec<(&'static str, &'static str)> {
    let mut lists = vec![
        access::ALL,
        append::CLERK,
        append::FACTS_TABLE,
        cohorts::ALL,
        given::NUMBERS,
        given::PUBLISHED,
        histories::ALL,
        open::ALL,
        people::SESSIONS,
        people::TEAMS,
        people::USERS,
        read_model::CITIZEN,
        read_model::DUTIES,
        read_model::DUMP,
        read_model::REFRESH,
        read_model::WAKE,
        settings::ALL,
        upkeep::CHECK,
        upkeep::ERASE,
        versions::ALL,
        vintages::ALL,
    ];
    lists.extend(query::ALL);
    lists.concat()
}

#[test]
fn every_statement_prepares() {
    let store = store();
    let writer = store.writer();
    let all = all();
    assert!(all.len() > 100, "{} statements", all.len());
    for (name, sql) in all {
        if let Err(fault) = writer.prepare(sql) {
            panic!("{name}: {fault}");
        }
    }
}

#[test]
fn every_statement_is_a_constant_of_the_list() {
    let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    look(&sources, &mut found);
    assert_eq!(found, Vec::<String>::new(), "SQL outside statements!");
}

/// Finds calls that hand over a text instead of a constant.
fn look(folder: &std::path::Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            look(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for call in [
                "prepare(\"",
                "prepare_cached(\"",
                "execute(\"",
                "query_row(\"",
            ] {
                if text.contains(call) {
                    found.push(format!("{}: {call}", path.display()));
                }
            }
        }
    }
}

/// The plan of a statement as `SQLite` tells it.
fn plan(sql: &str) -> Vec<String> {
    let store = store();
    let writer = store.writer();
    let mut statement = writer
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    let count = statement.parameter_count();
    let parameters = vec![1_i64; count];
    let rows = statement
        .query_map(rusqlite::params_from_iter(parameters), |row| row.get(3))
        .unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn no_list_reads_a_whole_table_of_rows() {
    for (name, sql) in query::ALL.concat() {
        for step in plan(sql) {
            let table = [
                "duty_row",
                "case_row",
                "citizen_row",
                "citizen_word",
                "fact",
            ]
            .into_iter()
            .find(|table| step.contains(&format!("SCAN {table}")));
            let walks_an_index =
                step.contains("USING INDEX") || step.contains("USING COVERING INDEX");
            let by_number = name.starts_with("NUMBER");
            assert!(
                table.is_none() || walks_an_index || by_number,
                "{name}: {step}"
            );
        }
    }
}

#[test]
fn the_lists_that_are_walked_are_not_sorted() {
    let walked = [
        "DUE_UP",
        "DUE_DOWN",
        "FREE_UP",
        "FREE_DOWN",
        "WAIT_UP",
        "WAIT_DOWN",
        "HOLD_UP",
        "HOLD_DOWN",
        "CLASS_UP",
        "CLASS_DOWN",
        "HOLDER_UP",
        "HOLDER_DOWN",
        "OPENED_UP",
        "OPENED_DOWN",
        "CPR_UP",
        "CPR_DOWN",
    ];
    for (name, sql) in query::ALL.concat() {
        let sorted = plan(sql)
            .iter()
            .any(|step| step.contains("TEMP B-TREE FOR ORDER BY"));
        assert!(
            !(walked.contains(&name) && sorted),
            "{name}: {:?}",
            plan(sql)
        );
    }
}

#[test]
fn a_caseworkers_own_day_is_found_by_index() {
    for (name, sql) in query::ALL.concat() {
        if matches!(
            name,
            "OF_HOLDER" | "OF_CITIZEN" | "OF_CASE" | "ROW" | "LINE"
        ) {
            let steps = plan(sql);
            assert!(
                steps.iter().all(|step| !step.contains("SCAN")),
                "{name}: {steps:?}"
            );
        }
    }
}

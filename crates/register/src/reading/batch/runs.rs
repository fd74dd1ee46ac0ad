//! Whose the rows of a table are, and how the tables' persons come together.

use figures::MISSING;

/// The persons of a table's rows, and after which row each one's end.
#[derive(Debug, Default)]
pub(super) struct Runs {
    pub(super) persons: Vec<i64>,
    pub(super) ends: Vec<u32>,
}

impl Runs {
    pub(super) fn find(&mut self, persons: &[i64]) {
        let count = u32::try_from(persons.len()).expect("a batch is far smaller than 2³² rows");
        self.persons.clear();
        self.ends.clear();
        let pairs = persons.iter().zip(persons.iter().skip(1));
        for (row, (person, next)) in (1..count).zip(pairs) {
            if person != next {
                self.persons.push(*person);
                self.ends.push(row);
            }
        }
        if let Some(&last) = persons.last() {
            self.persons.push(last);
            self.ends.push(count);
        }
    }
}

/// The persons of all tables, ascending.
pub(super) fn unite(tables: &[Runs], all: &mut Vec<i64>) {
    all.clear();
    let longest = tables.iter().max_by_key(|runs| runs.persons.len());
    let Some(longest) = longest else { return };
    all.extend_from_slice(&longest.persons);
    let mut also: Vec<i64> = Vec::new();
    for runs in tables {
        if runs.persons != *all {
            let mut known = longest.persons.iter().peekable();
            for person in &runs.persons {
                while known.next_if(|&one| one < person).is_some() {}
                if known.peek() != Some(&person) {
                    also.push(*person);
                }
            }
        }
    }
    if !also.is_empty() {
        all.append(&mut also);
        all.sort_unstable();
        all.dedup();
    }
}

/// For each person where the rows begin; one longer than the persons.
pub(super) fn offsets(persons: &[i64], runs: &Runs, offsets: &mut Vec<u32>) {
    offsets.clear();
    offsets.push(0);
    if persons.len() == runs.persons.len() {
        offsets.extend_from_slice(&runs.ends);
        return;
    }
    let mut at = 0;
    let mut end = 0;
    for person in persons {
        if runs.persons.get(at) == Some(person) {
            end = runs.ends[at];
            at += 1;
        }
        offsets.push(end);
    }
}

/// One value a person: missing for those whom the table does not know.
pub(super) fn gather(persons: &[i64], runs: &Runs, values: Vec<i32>) -> Vec<i32> {
    if persons.len() == values.len() {
        return values;
    }
    let mut known = runs.persons.iter().zip(&values).peekable();
    persons
        .iter()
        .map(|person| {
            known
                .next_if(|(one, _)| *one == person)
                .map_or(MISSING, |(_, value)| *value)
        })
        .collect()
}

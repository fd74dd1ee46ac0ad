//! The read model as text in a canonical order: what the tests compare byte for byte.

use std::fmt::Write as _;

use rusqlite::types::ValueRef;

use crate::statements::statements;
use crate::{Store, StoreError};

statements! {
    CITIZENS = "SELECT 'citizen', id, name, name_key, cpr, last, wake FROM citizen_row ORDER BY id";
    WORDS = "SELECT 'word', word, citizen FROM citizen_word ORDER BY word, citizen";
    CASES = "SELECT 'case', id, citizen, model, version, open, opened, next_due, law_changed, assigned, detail
        FROM case_row ORDER BY id";
    HOLDERS = "SELECT 'holder', case_id, employee FROM case_holder ORDER BY case_id, employee";
    DUTIES = "SELECT 'duty', citizen, case_id, duty, model, event, step, role, act, holder, standing, due,
            booked, free_on, detail
        FROM duty_row JOIN duty_class ON duty_class.id = class ORDER BY citizen, case_id, duty";
    TALLY = "SELECT 'tally', model, event, step, role, act, assigned, standing, due, booked, free_on, duties
        FROM duty_tally JOIN duty_class ON duty_class.id = class
        ORDER BY model, event, step, role, act, assigned, standing, due, booked, free_on";
}

impl Store {
    /// The read model in a canonical order, one line a row, columns separated by tabs.
    ///
    /// It depends on the facts, the rulebook and the day only: not on the order of registering, nor on when rows were
    /// folded.
    pub fn dump_read_model(&self) -> Result<Vec<u8>, StoreError> {
        self.read(|connection| {
            let mut text = String::new();
            for sql in [CITIZENS, WORDS, CASES, HOLDERS, DUTIES, TALLY] {
                let mut statement = connection.prepare_cached(sql)?;
                let columns = statement.column_count();
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    for column in 0..columns {
                        let value = row.get_ref(column)?;
                        let end = if column + 1 == columns { '\n' } else { '\t' };
                        put(&mut text, value);
                        text.push(end);
                    }
                }
            }
            Ok(text.into_bytes())
        })
    }
}

fn put(text: &mut String, value: ValueRef<'_>) {
    match value {
        ValueRef::Integer(number) => {
            let _ = write!(text, "{number}");
        }
        ValueRef::Text(bytes) => text.push_str(&String::from_utf8_lossy(bytes)),
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => text.push('-'),
    }
}

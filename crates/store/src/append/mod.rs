//! Registering: from entries to committed facts and rows, in one transaction.

mod admit;
mod clerk;
mod facts_table;

pub(crate) use admit::{admit, placed};
#[cfg(test)]
pub(crate) use clerk::ALL as CLERK;
pub(crate) use clerk::{Clerk, digest};
#[cfg(test)]
pub(crate) use facts_table::ALL as FACTS_TABLE;
pub(crate) use facts_table::{fact, facts_of, kinds, last, parsed};

use crate::{Append, AppendError, Appended, Store};

impl Store {
    /// Registers many appends, all or nothing, in one transaction; for imports and the demonstration.
    ///
    /// Every append is checked as if it came alone, after those before it. Rows are folded once for each citizen.
    pub fn append_many(&self, appends: &[Append]) -> Result<Vec<Appended>, AppendError> {
        let noted = self.take_noted();
        let answer = self.write(|connection| {
            crate::access::write(connection, &noted)?;
            let mut clerk = Clerk::new(self, connection)?;
            let mut appended = Vec::with_capacity(appends.len());
            for append in appends {
                appended.push(clerk.register(append)?);
            }
            clerk.finish()?;
            Ok(appended)
        });
        if answer.is_err() {
            self.put_back(noted);
        }
        answer
    }
}

//! The clerk: stores appends one after the other inside a transaction and keeps the rows true.

use std::collections::BTreeMap;

use calendar::{Day, Timestamp};
use facts::{Actor, CaseId, CitizenId, Entry, Fact, FactId, Kind};
use rusqlite::{Connection, OptionalExtension};

use super::{admit, facts_of, kinds, last, placed};
use crate::access::{Access, AccessRow};
use crate::read_model::refresh;
use crate::statements::statements;
use crate::{Append, AppendError, Appended, NEW_CITIZEN, Refusal, Store, StoreError, versions};

statements! {
    POSTED = "SELECT digest, citizen, case_id, first, facts FROM posted WHERE post = ?1";
    POST = "INSERT INTO posted (post, digest, citizen, case_id, first, facts)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    LAST_TIME = "SELECT recorded_at FROM fact ORDER BY id DESC LIMIT 1";
    INSERT_FACT = "INSERT INTO fact (id, citizen, kind, recorded_at, entry)
        VALUES (?1, ?2, ?3, ?4, ?5)";
    INSERT_KIND = "INSERT INTO fact_kind (name) VALUES (?1) RETURNING id";
    NEXT_NUMBER = "UPDATE counter SET last = last + 1 WHERE name = ?1 RETURNING last";
    ERASED = "SELECT 1 FROM tombstone WHERE citizen = ?1";
}

/// Stores appends inside one transaction.
pub(crate) struct Clerk<'a> {
    store: &'a Store,
    connection: &'a Connection,
    kinds: BTreeMap<String, i64>,
    last: u64,
    last_time: Timestamp,
    touched: BTreeMap<CitizenId, (Vec<Fact>, Day)>,
}

impl<'a> Clerk<'a> {
    pub(crate) fn new(store: &'a Store, connection: &'a Connection) -> Result<Self, StoreError> {
        let last_time: Option<i64> = connection
            .prepare_cached(LAST_TIME)?
            .query_row([], |row| row.get(0))
            .optional()?;
        Ok(Clerk {
            store,
            connection,
            kinds: kinds(connection)?,
            last: last(connection)?.map_or(0, |last| last.0),
            last_time: Timestamp(last_time.unwrap_or(i64::MIN)),
            touched: BTreeMap::new(),
        })
    }

    /// Stores one append, or finds that it has been stored.
    pub(crate) fn register(&mut self, append: &Append) -> Result<Appended, AppendError> {
        let digest = digest(append)?;
        if let Some(already) = self.posted(append, &digest)? {
            return Ok(already);
        }
        self.read_history(append.citizen)?;
        let history = self
            .touched
            .get(&append.citizen)
            .map_or(&[][..], |(facts, _)| facts.as_slice());
        let admission = admit(append, history)?;
        self.keep_versions(append)?;
        let citizen = if admission.new_citizen {
            CitizenId(self.next_number("citizen")?)
        } else {
            append.citizen
        };
        let case = if admission.new_case {
            Some(CaseId(self.next_number("case")?))
        } else {
            None
        };
        let appended = self.store_facts(append, citizen, case)?;
        self.note_post(append, &appended, &digest)?;
        Ok(appended)
    }

    /// Makes the rows of every citizen true that was written about.
    pub(crate) fn finish(self) -> Result<(), StoreError> {
        for (citizen, (facts, today)) in self.touched {
            refresh(self.store, self.connection, citizen, &facts, today)?;
        }
        Ok(())
    }

    fn posted(&self, append: &Append, digest: &[u8; 32]) -> Result<Option<Appended>, AppendError> {
        let found = self
            .connection
            .prepare_cached(POSTED)
            .map_err(StoreError::from)?
            .query_row([append.key], |row| {
                let stored: [u8; 32] = row.get(0)?;
                let number = |at| row.get(at).map(i64::cast_unsigned);
                let case: Option<i64> = row.get(2)?;
                let (first, facts) = (number(3)?, number(4)?);
                let appended = Appended {
                    citizen: CitizenId(number(1)?),
                    case: case.map(|case| CaseId(case.cast_unsigned())),
                    ids: (first..first + facts).map(FactId).collect(),
                    already: true,
                };
                Ok((stored, appended))
            })
            .optional()
            .map_err(StoreError::from)?;
        match found {
            Some((stored, _)) if stored == [0; 32] => Err(AppendError::Refused {
                entry: 0,
                why: Refusal::Erased,
            }),
            Some((stored, _)) if stored != *digest => Err(AppendError::KeyReused),
            found => Ok(found.map(|(_, appended)| appended)),
        }
    }

    fn read_history(&mut self, citizen: CitizenId) -> Result<(), AppendError> {
        if citizen == NEW_CITIZEN || self.touched.contains_key(&citizen) {
            return Ok(());
        }
        let history = facts_of(self.connection, citizen, None)?;
        if history.is_empty() && self.is_erased(citizen)? {
            return Err(AppendError::Refused {
                entry: 0,
                why: Refusal::Erased,
            });
        }
        if !history.is_empty() {
            self.touched.insert(citizen, (history, Day::MIN));
        }
        Ok(())
    }

    fn is_erased(&self, citizen: CitizenId) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(ERASED)?;
        Ok(statement.exists([citizen.0.cast_signed()])?)
    }

    /// A version that a fact pins is kept whole before the fact is stored.
    fn keep_versions(&self, append: &Append) -> Result<(), AppendError> {
        for (position, entry) in append.entries.iter().enumerate() {
            let (model, calendar) = match &entry.kind {
                Kind::CaseOpened {
                    version, calendar, ..
                } => (version, Some(calendar)),
                Kind::ModelChanged { to, .. } => (to, None),
                _ => continue,
            };
            let kept = versions::keep_model(self.connection, &self.store.book, model)?
                && match calendar {
                    Some(calendar) => {
                        versions::keep_calendar(self.connection, &self.store.book, calendar)?
                    }
                    None => true,
                };
            if !kept {
                return Err(AppendError::Refused {
                    entry: position,
                    why: Refusal::UnknownVersion,
                });
            }
        }
        Ok(())
    }

    fn next_number(&self, name: &str) -> Result<u64, StoreError> {
        let number: i64 = self
            .connection
            .prepare_cached(NEXT_NUMBER)?
            .query_row([name], |row| row.get(0))?;
        Ok(number.cast_unsigned())
    }

    fn store_facts(
        &mut self,
        append: &Append,
        citizen: CitizenId,
        case: Option<CaseId>,
    ) -> Result<Appended, StoreError> {
        self.last_time = self.last_time.max(append.now);
        let mut facts = Vec::with_capacity(append.entries.len());
        for entry in &append.entries {
            self.last += 1;
            let fact = Fact {
                id: FactId(self.last),
                recorded_at: self.last_time,
                entry: placed(entry, citizen, case),
            };
            self.insert(&fact)?;
            facts.push(fact);
        }
        let ids = facts.iter().map(|fact| fact.id).collect();
        let touched = self
            .touched
            .entry(citizen)
            .or_insert_with(|| (Vec::new(), Day::MIN));
        touched.0.extend(facts);
        touched.1 = touched.1.max(append.today);
        Ok(Appended {
            citizen,
            case,
            ids,
            already: false,
        })
    }

    fn insert(&mut self, fact: &Fact) -> Result<(), StoreError> {
        let kind = fact.entry.kind.name().id();
        let kind = if let Some(number) = self.kinds.get(kind) {
            *number
        } else {
            let number = self
                .connection
                .prepare_cached(INSERT_KIND)?
                .query_row([kind], |row| row.get(0))?;
            self.kinds.insert(kind.to_owned(), number);
            number
        };
        self.connection.prepare_cached(INSERT_FACT)?.execute((
            fact.id.0.cast_signed(),
            fact.entry.citizen.0.cast_signed(),
            kind,
            fact.recorded_at.0,
            json(&fact.entry)?,
        ))?;
        Ok(())
    }

    fn note_post(
        &self,
        append: &Append,
        appended: &Appended,
        digest: &[u8; 32],
    ) -> Result<(), StoreError> {
        let first = appended.ids.first().map_or(0, |id| id.0);
        self.connection.prepare_cached(POST)?.execute((
            append.key,
            digest,
            appended.citizen.0.cast_signed(),
            appended.case.map(|case| case.0.cast_signed()),
            first.cast_signed(),
            appended.ids.len().cast_signed(),
        ))?;
        let Some(entry) = append.entries.first() else {
            return Ok(());
        };
        let (employee, page) = match &entry.actor {
            Actor::Employee(employee) => (Some(*employee), entry.kind.name().id().to_owned()),
            Actor::Import(name) => (None, format!("import {name}")),
        };
        let line = AccessRow {
            at: append.now,
            employee,
            terminal: None,
            citizen: Some(appended.citizen),
            case: placed(entry, appended.citizen, appended.case).case,
            what: Access::Write,
            page,
        };
        crate::access::write(self.connection, std::slice::from_ref(&line))
    }
}

fn json(entry: &Entry) -> Result<String, StoreError> {
    serde_json::to_string(entry).map_err(|_| StoreError::Unreadable { what: "fact" })
}

/// What a post says, so that a key used for something else is found out.
pub(crate) fn digest(append: &Append) -> Result<[u8; 32], StoreError> {
    let mut hasher = blake3::Hasher::new();
    for entry in &append.entries {
        hasher.update(json(entry)?.as_bytes());
        hasher.update(b"\n");
    }
    Ok(*hasher.finalize().as_bytes())
}

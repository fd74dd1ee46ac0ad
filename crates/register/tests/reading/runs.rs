//! A small register, asked something, with its answers in files.

use std::path::Path;

use register::release::{Ground, Protection, Publication};
use register::request::{Form, Request};
use register::results::{self, Outcome, ResultError, Written};
use register::{Account, FormError, Known, Layout, Settings, count};
use rulebook::Book;
use tables::TableView;

use crate::registers::Register;

/// Numbers that shares are taken of, in the columns of an import.
pub(crate) const DENOMINATORS: &str = "\
størrelse;gruppe;kommune;periode;tal;kilde;dateret
arbejdsstyrken;;101;2024K1;1000;Danmarks Statistik, RAS300;01-05-2024
arbejdsstyrken;;101;2024K1;900;Danmarks Statistik, foreløbig;01-04-2024
arbejdsstyrken;;;2024;200000;Danmarks Statistik, RAS300;01-05-2024
arbejdsstyrken;sex-kvinde;;2024;80000,5;Danmarks Statistik, RAS300;01-05-2024
befolkningen-16-66;;;2024;300000;Danmarks Statistik, FOLK1A;01-05-2024
";

/// What came of it.
pub(crate) struct Run {
    pub(crate) register: Register,
    pub(crate) account: Account,
    pub(crate) written: Vec<Written>,
    pub(crate) failed: Vec<ResultError>,
}

impl Run {
    /// Spells and persons in CSV, a request with its endings replaced, perhaps all answers in one form.
    pub(crate) fn of(
        spells: &str,
        persons: &str,
        request: &str,
        form: Option<Form>,
        ending: &str,
    ) -> Run {
        Run::with(
            spells,
            persons,
            &request.replace("parquet", ending),
            form,
            None,
        )
        .expect("a request that can be answered")
    }

    /// The same, perhaps of what may leave the house.
    pub(crate) fn with(
        spells: &str,
        persons: &str,
        request: &str,
        form: Option<Form>,
        protection: Option<Protection>,
    ) -> Result<Run, FormError> {
        let register = Register::new();
        register.file("denominators.csv", DENOMINATORS);
        register.file("spells.csv", spells);
        register.file("persons.csv", persons);
        let layout = include_str!("../../src/synth/register.toml").replace(".parquet", ".csv");
        let layout_file = register.file("register.toml", layout);
        let request_file = register.file("request.toml", request);
        let book = Book::embedded();
        let registers = book.catalogue().registers();
        let codes = |list: &str| {
            let codes = registers.list(list)?.codes.iter();
            Some(codes.map(|code| code.number).collect())
        };
        let known = Known {
            schema: registers.schema(),
            codes: &codes,
        };
        let layout = Layout::read(&layout_file, Some(&known)).expect("a layout");
        let request = Request::read(&request_file, book.catalogue(), form)?;
        let settings = Settings::default();
        let publication = protection
            .map(|how| Publication::of(&request, &request_file, book.catalogue(), how))
            .transpose()?;
        let queries = publication
            .as_ref()
            .map_or_else(|| request.queries(), |one| one.queries().to_vec());
        let answers = count(&layout, &queries, None, &settings, &|_, _| {}).expect("answers");
        let outcome = Outcome {
            layout_file: &layout_file,
            layout: &layout,
            account: &answers.account,
            catalogue: book.catalogue(),
            working_days: None,
            language: request.language,
            workbook: &|views, _| Ok(shown(views).into_bytes()),
            protection,
        };
        let (mut written, mut failed) = (Vec::new(), Vec::new());
        let mut keep = |one: Result<Written, ResultError>| match one {
            Ok(one) => written.push(one),
            Err(cause) => failed.push(cause),
        };
        if let Some(publication) = publication {
            let ground = Ground {
                catalogue: book.catalogue(),
                working_days: None,
                threads: 2,
            };
            let released = publication.release(&answers.answers, ground, &|_, _| {});
            for one in released.expect("tables") {
                let wanted = &request.wanted[one.wanted];
                keep(results::write_released(
                    &outcome,
                    wanted,
                    &one,
                    register.path(),
                ));
            }
        } else {
            let answered: Vec<_> = request.answered(&answers.answers).collect();
            let all = results::write_all(&outcome, &answered, register.path(), 2);
            all.into_iter().for_each(&mut keep);
        }
        results::report(&outcome, &written, register.path()).expect("a report");
        let account = answers.account;
        Ok(Run {
            register,
            account,
            written,
            failed,
        })
    }

    pub(crate) fn bytes(&self, name: impl AsRef<Path>) -> Vec<u8> {
        std::fs::read(self.register.path().join(name)).expect("a file")
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).expect("text")
    }
}

/// Sheets as text, where the writer of workbooks is not at hand.
fn shown(views: &[TableView]) -> String {
    let mut text = String::new();
    for view in views {
        let stubs = view.stubs.join("|");
        text.push_str(&["# ", &view.title, "\n", &stubs, "\n"].concat());
        for row in &view.rows {
            let cells = row.cells.iter().map(|cell| cell.text.clone());
            let all: Vec<_> = row.labels.iter().cloned().chain(cells).collect();
            text += &(all.join("|") + "\n");
        }
    }
    text
}

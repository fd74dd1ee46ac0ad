//! CSV as Danish spreadsheets open it: semicolons, decimal comma, a row per combination of members.

use ::csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use crate::cell::Cell;
use crate::notes::notes;
use crate::number::NumberFault;
use crate::table::Table;
use crate::text::Language;

/// How a CSV file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Csv {
    /// The language of headings and labels. Numbers have a decimal comma in both, for the separator is a semicolon.
    pub language: Language,
    /// Whether the file begins with a byte order mark, which Excel needs to see that the text is UTF-8.
    pub byte_order_mark: bool,
    /// Whether title and notes stand under the numbers, after an empty line, each in its own row.
    pub notes: bool,
}

/// Writes a table. For each dimension there are two columns, code and label; then one for each measure.
///
/// A cell without a number holds its symbol. Text that a spreadsheet could take for a formula gets an apostrophe in front.
pub fn csv(table: &Table, how: Csv) -> Result<Vec<u8>, NumberFault> {
    let mut out = Vec::new();
    if how.byte_order_mark {
        out.extend_from_slice("\u{feff}".as_bytes());
    }
    let mut writer = danish(out);
    let language = how.language;
    let mut record = Vec::new();
    for dimension in table.dimensions() {
        let label = dimension.label.within(language);
        record.push(harmless(&format!("{label} ({})", code_word(language))));
        record.push(harmless(label));
    }
    record.extend(
        table
            .measures()
            .iter()
            .map(|it| harmless(it.label.within(language))),
    );
    let never_fails = "writing to memory does not fail";
    writer.write_record(&record).expect(never_fails);
    for position in 0..table.positions() {
        let members = table.members_at(position);
        record.clear();
        for (&member, dimension) in members.iter().zip(table.dimensions()) {
            let member = &dimension.members[member];
            record.push(harmless(&member.code));
            record.push(harmless(member.label.within(language)));
        }
        for (number, measure) in table.measures().iter().enumerate() {
            let cell = table.cell(&members, number);
            record.push(match cell {
                Cell::Known(quantity) => measure.rounded(quantity)?.in_danish_file(),
                Cell::Hidden | Cell::Unknown { .. } | Cell::NotApplicable => {
                    let symbol = cell.state().symbol();
                    symbol
                        .expect("a cell without a number has a symbol")
                        .to_owned()
                }
            });
        }
        writer.write_record(&record).expect(never_fails);
    }
    if how.notes {
        let mut out = writer.into_inner().expect(never_fails);
        out.extend_from_slice(b"\r\n");
        writer = danish(out);
        writer
            .write_record([harmless(table.head().title.within(language))])
            .expect(never_fails);
        for note in notes(table, language) {
            writer
                .write_record([harmless(&note.label), harmless(&note.text)])
                .expect(never_fails);
        }
    }
    Ok(writer.into_inner().expect(never_fails))
}

fn danish(out: Vec<u8>) -> Writer<Vec<u8>> {
    WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .flexible(true)
        .from_writer(out)
}

const fn code_word(language: Language) -> &'static str {
    match language {
        Language::Danish => "kode",
        Language::English => "code",
    }
}

/// Text that cannot be taken for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

//! A workbook is read back by another library: what was written is what is there.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use calendar::Day;
use papers::{WorkbookFault, workbook};
use tables::{CellState, Decimal, HeadingCell, Note, TableView, ViewCell, ViewRow};

fn number(units: i128, places: u8) -> ViewCell {
    let number = Decimal { units, places };
    ViewCell {
        text: number.written(tables::Language::Danish),
        state: CellState::Value,
        number: Some(number),
        spoken: None,
    }
}

fn hidden() -> ViewCell {
    ViewCell {
        text: "..".to_owned(),
        state: CellState::Hidden,
        number: None,
        spoken: Some("vises ikke".to_owned()),
    }
}

fn row(label: &str, depth: usize, cells: Vec<ViewCell>) -> ViewRow {
    ViewRow {
        labels: vec![label.to_owned()],
        depth,
        cells,
    }
}

fn view(title: &str) -> TableView {
    let heading = |text: &str| HeadingCell {
        text: text.to_owned(),
        span: 1,
    };
    TableView {
        title: title.to_owned(),
        stubs: vec!["Kommune".to_owned()],
        headings: vec![vec![heading("2024M01"), heading("2024M02")]],
        rows: vec![
            row("I alt", 0, vec![number(12_345, 1), hidden()]),
            row("=Ærø", 1, vec![number(-7, 0), number(0, 0)]),
        ],
        notes: vec![Note {
            label: "Kilde".to_owned(),
            text: "Opdigtet".to_owned(),
        }],
    }
}

fn day() -> Day {
    Day::new(2026, 11, 22).expect("a day")
}

fn sheets(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("another library can open it")
}

#[test]
fn numbers_symbols_and_notes_come_back() {
    let mut book = sheets(workbook(&[view("Ledige")], day()).expect("written"));
    let range = book.worksheet_range("Ledige").expect("the sheet");
    let at = |row, column| {
        range
            .get_value((row, column))
            .cloned()
            .unwrap_or(Data::Empty)
    };
    assert_eq!(at(0, 0), Data::String("Ledige".to_owned()));
    assert_eq!(at(2, 1), Data::String("2024M01".to_owned()));
    assert_eq!(at(3, 1), Data::Float(1234.5));
    assert_eq!(at(3, 2), Data::String("..".to_owned()));
    // A label that looks like a formula is a text, and stays one.
    assert_eq!(at(4, 0), Data::String("=Ærø".to_owned()));
    assert_eq!(at(4, 1), Data::Float(-7.0));
    assert_eq!(at(4, 2), Data::Float(0.0));
    assert_eq!(at(6, 0), Data::String("Kilde".to_owned()));
    assert_eq!(at(6, 1), Data::String("Opdigtet".to_owned()));
}

#[test]
fn the_same_tables_on_the_same_day_give_the_same_bytes() {
    let make = || workbook(&[view("Ledige")], day()).expect("written");
    assert_eq!(make(), make());
}

#[test]
fn any_title_makes_a_sheet_and_no_two_share_a_name() {
    let long = "Fuldtidspersoner på kontanthjælp efter kommune og måned";
    let titles = [long, long, "a/b", "A:B", "", "'", "???"];
    let views: Vec<TableView> = titles.iter().map(|title| view(title)).collect();
    let book = sheets(workbook(&views, day()).expect("written"));
    let names = book.sheet_names();
    assert_eq!(names.len(), titles.len());
    assert!(
        names.iter().all(|name| name.chars().count() <= 31),
        "{names:?}"
    );
}

#[test]
fn too_wide_a_table_is_refused_before_anything_is_written() {
    let mut wide = view("Bred");
    wide.rows[0].cells = vec![number(1, 0); 16_384];
    let fault = workbook(&[wide], day()).expect_err("a sheet cannot hold it");
    assert!(matches!(
        fault,
        WorkbookFault::TooLarge {
            columns: 16_385,
            ..
        }
    ));
}

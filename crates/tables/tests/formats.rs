//! Files say what the table says, and read back as the same.

use tables::formats::{Csv, csv, json_stat, read_json_stat};
use tables::{
    Cell, CellState, Dimension, Disclosure, Head, Language, LeftOut, Measure, MeasureKind, Parts,
    Period, Quantity, Role, Rule, Table, Text, release,
};

fn head() -> Head {
    Head {
        title: Text::new("Ledige i Havnby", "Unemployed in Havnby"),
        population: Text::new("Borgere i Havnby Kommune", "Citizens of Havnby"),
        unit: Text::new("Personer", "Persons"),
        period: Text::same("2024–2025"),
        source: Text::new("Egne tal; opdigtet", "Own figures; invented"),
        known_on: "2026-06-30".parse().expect("a day"),
        left_out: LeftOut::default(),
        faults: Vec::new(),
        disclosure: Disclosure::Inside,
    }
}

fn measure(id: &str, kind: MeasureKind, places: u8) -> Measure {
    Measure {
        id: id.to_owned(),
        label: Text::new(format!("{id} på dansk"), id),
        unit: Text::new("personer", "persons"),
        kind,
        places,
        parts: vec![("benefit".to_owned(), Parts::Exact)],
        share_of: None,
    }
}

fn table() -> Table {
    let benefit = Dimension::new("benefit", Text::new("Ydelse", "Benefit"), Role::Class)
        .member("all", Text::new("I alt", "Total"))
        .part(
            0,
            "a",
            Text::new("=A-dagpenge; \"egne\"", "Unemployment benefit"),
        )
        .part(0, "b", Text::new("Kontanthjælp", "Social assistance"))
        .part(0, "c", Text::new("Sygedagpenge", "Sickness benefit"));
    let mut month = Dimension::new("month", Text::new("Måned", "Month"), Role::Time);
    for code in ["2025M01", "2025M02", "2025M03"] {
        month = month.member(code, code.parse::<Period>().expect("a period").label());
    }
    let counts = [
        [1_300, 70, 1_200],
        [3, 20, 60],
        [1_250, 50, 1_100],
        [47, 0, 40],
    ];
    Table::build(
        head(),
        vec![benefit, month],
        vec![
            measure("persons", MeasureKind::Count, 0),
            measure("fulltime", MeasureKind::Amount, 1),
        ],
        |members, measure| {
            let persons = counts[members[0]][members[1]];
            match (measure, members[1]) {
                (_, 2) if members[0] == 3 => Cell::Unknown {
                    needs: Some(Text::new("timer for marts", "hours for March")),
                },
                (0, _) => Cell::count(persons),
                (_, 1) => Cell::NotApplicable,
                _ => Cell::Known(Quantity::Amount {
                    units: i128::from(persons) * 2_755,
                    per: 3_100,
                    persons,
                }),
            }
        },
    )
    .expect("the pieces fit")
}

#[test]
fn csv_is_what_danish_spreadsheets_open() {
    let released = release(vec![table()], &Rule::default()).unwrap();
    let how = Csv {
        byte_order_mark: true,
        notes: true,
        language: Language::Danish,
    };
    let bytes = csv(&released.tables()[0], how).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.starts_with('\u{feff}'));
    assert!(text.contains("\r\n"));
    insta::assert_snapshot!(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
    assert_eq!(csv(&released.tables()[0], how).unwrap(), bytes);
}

#[test]
fn csv_reads_back_cell_by_cell() {
    let table = table();
    let bytes = csv(&table, Csv::default()).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(bytes.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), table.positions());
    for (position, row) in rows.iter().enumerate() {
        let members = table.members_at(position);
        assert_eq!(&row[0], table.dimensions()[0].members[members[0]].code);
        assert_eq!(&row[2], table.dimensions()[1].members[members[1]].code);
        for (number, measure) in table.measures().iter().enumerate() {
            let expected = match table.cell(&members, number) {
                Cell::Known(quantity) => measure.rounded(quantity).unwrap().in_danish_file(),
                other => other.state().symbol().unwrap().to_owned(),
            };
            assert_eq!(&row[4 + number], expected);
        }
    }
}

#[test]
fn json_stat_reads_back_as_the_same_table() {
    let released = release(vec![table()], &Rule::default()).unwrap();
    let table = &released.tables()[0];
    for language in [Language::Danish, Language::English] {
        let text = json_stat(table, language).unwrap();
        let read = read_json_stat(&text).unwrap();
        assert_eq!(read.label, table.head().title.within(language));
        assert_eq!(read.updated.as_deref(), Some("2026-06-30"));
        let ids: Vec<&str> = read.dimensions.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["benefit", "month", "measure"]);
        for (dimension, read) in table.dimensions().iter().zip(&read.dimensions) {
            for (member, (code, label)) in dimension.members.iter().zip(&read.categories) {
                assert_eq!(
                    (&member.code, member.label.within(language)),
                    (code, label.as_str())
                );
            }
        }
        assert_eq!(read.values.len(), table.cells().len());
        for (index, cell) in table.cells().iter().enumerate() {
            let measure = &table.measures()[index % 2];
            let number = cell
                .quantity()
                .map(|quantity| measure.rounded(quantity).unwrap());
            assert_eq!(read.values[index], number);
            assert_eq!(read.statuses[index].as_deref(), cell.state().symbol());
        }
        assert_eq!(json_stat(table, language).unwrap(), text);
    }
}

#[test]
fn no_export_holds_a_hidden_number() {
    let released = release(vec![table()], &Rule::default()).unwrap();
    let table = &released.tables()[0];
    assert!(
        table
            .cells()
            .iter()
            .any(|cell| cell.state() == CellState::Hidden)
    );
    // The amount behind the three persons is 3 · 2,755 / 3,100 = 2.7.
    let text = json_stat(table, Language::Danish).unwrap();
    assert!(!text.contains("2.7"));
    let bytes = csv(table, Csv::default()).unwrap();
    assert!(!String::from_utf8(bytes).unwrap().contains("2,7"));
}

#[test]
fn json_stat_is_pinned() {
    let released = release(vec![table()], &Rule::default()).unwrap();
    let text = json_stat(&released.tables()[0], Language::Danish).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn other_forms_of_json_stat_are_read() {
    let older = r#"{"dataset":{"label":"x","dimension":{"a":{"label":"A","category":{"index":{"p":1,"q":0},
        "label":{"p":"P","q":"Q"}}},"t":{"category":{"label":{"2024":"2024"}}},"id":["a","t"],"size":[2,1]},
        "value":[12.50,null],"status":["",".."]}}"#;
    let read = read_json_stat(older).unwrap();
    assert_eq!(
        read.dimensions[0].categories[0],
        ("q".to_owned(), "Q".to_owned())
    );
    assert_eq!(read.values[0].unwrap().plain(), "12.50");
    assert_eq!(read.statuses[1].as_deref(), Some(".."));
    let sparse = r#"{"version":"2.0","class":"dataset","id":["a"],"size":[3],"dimension":{"a":{"category":
        {"index":["x","y","z"]}}},"value":{"2":-7},"status":{"0":".."}}"#;
    let read = read_json_stat(sparse).unwrap();
    assert_eq!(read.values[2].unwrap().units, -7);
    assert_eq!(read.values[1], None);
    for wrong in [
        "",
        "{}",
        r#"{"id":["a"],"size":[2],"dimension":{"a":{"category":{"index":["x"]}}},"value":[1]}"#,
        r#"{"id":["a"],"size":[1],"dimension":{"a":{"category":{"index":["x"]}}},"value":[1,2]}"#,
        r#"{"id":["a"],"size":[1],"dimension":{"a":{"category":{"index":["x"]}}},"value":["æ"]}"#,
    ] {
        assert!(read_json_stat(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_kept_table_is_read_back_whole_and_a_broken_one_is_refused() {
    let table = table();
    let kept = serde_json::to_string(&table).expect("a table can be written");
    let back: Table = serde_json::from_str(&kept).expect("it can be read");
    assert_eq!(back, table);
    let mut broken: serde_json::Value = serde_json::from_str(&kept).expect("it is JSON");
    broken["cells"]
        .as_array_mut()
        .expect("cells are a list")
        .pop();
    let fault = serde_json::from_value::<Table>(broken).expect_err("a cell is missing");
    assert!(fault.to_string().contains("23 cells"), "{fault}");
}

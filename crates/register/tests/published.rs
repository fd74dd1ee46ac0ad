//! Published figures: every form says the same, and what is wrong is told with its place.

use proptest::prelude::*;
use register::published::{
    PublishedForm, PublishedNumber, PublishedProblem, PublishedTable, read_published,
};
use tables::Period;

const TWO: &str = r#"[{"Variables":[{"Name":"Area","Label":"Area"},{"Name":"Period","Label":"Periode"},{"Name":"_kon","Label":"Køn"},
{"Name":"mgroup1","Label":"Fuldtidspersoner"},{"Name":"mgroup2","Label":"Pct. af arbejdsstyrken"}],
"Data":[["Havnby","2024M01","Kvinder","1.204","2,10"],["Havnby","2024M01","Mænd","987","-"],["Havnby","2024M02","Kvinder","..","2,05"]]}]"#;

const THREE: &str = r#"{"columns":["Kommune","Periode","Køn","Fuldtidspersoner","Pct. af arbejdsstyrken"],
"rows":[["Havnby","2024M01","Kvinder",1204,"2,10"],["Havnby","2024M01","Mænd",987,"-"],["Havnby","2024M02","Kvinder","..","2,05"]]}"#;

const CSV: &str = "Område;Periode;Køn;Fuldtidspersoner;Pct. af arbejdsstyrken\r\nHavnby;2024M01;Kvinder;1.204;2,10\r\n\
Havnby;2024M01;Mænd;987;-\r\nHavnby;2024M02;Kvinder;..;2,05\r\n";

const CUBE: &str = r#"{"dataset":{"dimension":{"OMR":{"label":"område","category":{"index":{"101":0},"label":{"101":"Havnby"}}},
"KON":{"label":"køn","category":{"index":{"K":1,"M":0},"label":{"M":"Mænd","K":"Kvinder"}}},
"Tid":{"label":"tid","category":{"index":{"2024M01":0,"2024M02":1},"label":{"2024M01":"2024M01","2024M02":"2024M02"}}},
"id":["OMR","KON","Tid"],"size":[1,2,2],"role":{"time":["Tid"]}},
"label":"Ledige fuldtidspersoner","source":"Danmarks Statistik","updated":"2024-03-14T07:00:00Z","value":[987,null,1204.5,3],
"status":{"1":".."}}}"#;

const PX: &str = "CHARSET=\"ANSI\";\nAXIS-VERSION=\"2000\";\nCODEPAGE=\"Windows-1252\";\nSOURCE=\"Danmarks Statistik\";\nCONTENTS=\"Ledige\";\n\
TITLE=\"Ledige efter omr\u{e5}de, \"\n\"k\u{f8}n og tid\";\nSTUB=\"omr\u{e5}de\",\"k\u{f8}n\";\nHEADING=\"tid\";\n\
VALUES(\"omr\u{e5}de\")=\"Havnby\";\nVALUES(\"k\u{f8}n\")=\"M\u{e6}nd\",\"Kvinder\";\nVALUES[en](\"k\u{f8}n\")=\"Men\",\"Women\";\n\
VALUES(\"tid\")=\"2024M01\",\"2024M02\";\nTIMEVAL(\"tid\")=TLIST(M1),\"202401\",\"202402\";\nLAST-UPDATED=\"20240314 07:00\";\n\
DATA=\n987 \"..\"\n1204.5 3;\n";

fn read(text: &str) -> PublishedTable {
    read_published(text.as_bytes()).expect("the example is sound")
}

fn shown(number: &PublishedNumber) -> String {
    match number {
        PublishedNumber::Number(decimal) => format!("{}e-{}", decimal.units, decimal.places),
        PublishedNumber::Missing(symbol) => format!("missing {symbol}"),
    }
}

fn rows(table: &PublishedTable) -> Vec<(String, String, Vec<String>)> {
    let row = |row: &register::published::PublishedRow| {
        let members = row.members.join("/");
        (
            row.period.code.clone(),
            members,
            row.numbers.iter().map(shown).collect(),
        )
    };
    table.rows.iter().map(row).collect()
}

#[test]
fn the_three_answers_of_jobindsats_are_one_table() {
    let (two, three, csv) = (read(TWO), read(THREE), read(CSV));
    assert_eq!(two.form, PublishedForm::JobindsatsTwo);
    assert_eq!(three.form, PublishedForm::JobindsatsThree);
    assert_eq!(csv.form, PublishedForm::Delimited);
    assert_eq!(rows(&two), rows(&three));
    assert_eq!(rows(&two), rows(&csv));
    assert_eq!(two.measures, ["Fuldtidspersoner", "Pct. af arbejdsstyrken"]);
    assert_eq!(two.rows[0].period.known, Some(Period::Month(2024, 1)));
    assert_eq!(
        rows(&two)[1],
        (
            "2024M01".to_owned(),
            "Havnby/Mænd".to_owned(),
            vec!["987e-0".to_owned(), "missing -".to_owned()]
        )
    );
}

#[test]
fn windows_1252_and_a_byte_order_mark_change_nothing() {
    let (western, _, faulty) = encoding_rs::WINDOWS_1252.encode(CSV);
    assert!(!faulty);
    assert_eq!(read_published(&western), Ok(read(CSV)));
    assert_eq!(read(&format!("\u{feff}{THREE}")), read(THREE));
}

#[test]
fn every_form_keeps_missing_numbers_decimals_and_negative_ones() {
    let cases = [
        ("-", "missing -"),
        ("..", "missing .."),
        ("*", "missing *"),
        ("", "missing "),
        ("1.234.567,8", "12345678e-1"),
        ("-0,50", "-50e-2"),
        ("\u{2212}3", "-3e-0"),
        ("0", "0e-0"),
    ];
    for (text, expected) in cases {
        let csv = format!("Periode;Tal\n2023;1\n2024;{text}\n");
        let three =
            format!(r#"{{"columns":["Periode","Tal"],"rows":[["2023",1],["2024","{text}"]]}}"#);
        let two = format!(
            r#"[{{"Variables":[{{"Name":"Period"}},{{"Name":"Tal"}}],"Data":[["2023","1"],["2024","{text}"]]}}]"#
        );
        for file in [csv, three, two] {
            assert_eq!(rows(&read(&file))[1].2, [expected], "{file}");
        }
    }
    // In PX, points are decimals and a missing number is a text of points.
    for (text, expected) in [
        ("\"..\"", "missing .."),
        ("..", "missing .."),
        ("-0.50", "-50e-2"),
        ("\"-\"", "missing -"),
    ] {
        let table = read(&PX.replace("987", text));
        assert_eq!(rows(&table)[0].2, [expected], "{text}");
    }
}

#[test]
fn a_character_set_that_is_not_read_is_told_with_its_line() {
    let (western, _, _) = encoding_rs::WINDOWS_1252.encode(PX);
    // The code page may be named as Latin-1, or not at all: the letters are the same.
    for named in ["CODEPAGE=\"iso-8859-1\";\n", ""] {
        let text = PX.replace("CODEPAGE=\"Windows-1252\";\n", named);
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
        assert_eq!(read_published(&bytes), read_published(&western), "{named}");
    }
    let bytes = |text: &str| -> Vec<u8> {
        let byte = |letter: char| match letter {
            'å' => 0x86,
            'ø' => 0x9b,
            'æ' => 0x91,
            other => u8::try_from(other).expect("plain"),
        };
        text.chars().map(byte).collect()
    };
    let dos = PX
        .replace("CHARSET=\"ANSI\";\n", "")
        .replace("CODEPAGE=\"Windows-1252\";\n", "");
    let refused = read_published(&bytes(&dos)).expect_err("DOS");
    assert!(refused.to_string().starts_with("linje 4: "), "{refused}");
    assert!(
        refused.to_string().contains("gem filen som UTF-8"),
        "{refused}"
    );
    let utf8 = PX.replace("Windows-1252", "utf-8");
    assert_eq!(read_published(utf8.as_bytes()), Ok(read(PX)));
    let (wrong, _, _) = encoding_rs::WINDOWS_1252.encode(&utf8);
    let refused = read_published(&wrong).expect_err("not UTF-8");
    assert!(
        matches!(refused, PublishedProblem::Encoding { line: 6, .. }),
        "{refused}"
    );
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(CSV.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let refused = read_published(&wide).expect_err("UTF-16");
    assert!(refused.to_string().contains("UTF-16"), "{refused}");
}

#[test]
fn what_is_wrong_is_told_in_both_languages_with_a_remedy() {
    for (text, danish, english) in [
        ("hej med dig", "filen ligner hverken", "the file is neither"),
        (
            "Periode;Tal\n2023;3\n2024;12.34\n",
            "række 2, »Tal«",
            "row 2, Tal",
        ),
        (
            "Periode;Tal\n2023;3\n2023;4\n",
            "række 2: samme periode",
            "row 2: the same period",
        ),
    ] {
        let refused = read_published(text.as_bytes()).expect_err("refused");
        let told = refused.told(tables::Language::English);
        assert!(refused.to_string().starts_with(danish), "{refused}");
        assert!(told.starts_with(english) && told.contains("; "), "{told}");
    }
}

#[test]
fn json_stat_and_px_give_the_same_cube() {
    let cube = read(CUBE);
    let (western, _, faulty) = encoding_rs::WINDOWS_1252.encode(PX);
    assert!(!faulty);
    let px = read_published(&western).expect("sound");
    assert_eq!(
        px,
        PublishedTable {
            form: PublishedForm::Px,
            ..read(PX)
        }
    );
    assert_eq!(rows(&cube), rows(&px));
    assert_eq!(cube.dimensions, px.dimensions);
    assert_eq!(px.title.as_deref(), Some("Ledige efter område, køn og tid"));
    assert_eq!(px.measures, ["Ledige"]);
    assert_eq!(cube.source.as_deref(), Some("Danmarks Statistik"));
    let missing = (
        "2024M02".to_owned(),
        "Havnby/Mænd".to_owned(),
        vec!["missing ..".to_owned()],
    );
    assert_eq!(rows(&cube)[1], missing);
}

#[test]
fn json_stat_two_and_a_metric_axis() {
    let json = r#"{"version":"2.0","class":"dataset","id":["m","t"],"size":[2,2],"role":{"time":["t"],"metric":["m"]},
        "dimension":{"m":{"category":{"index":["a","b"],"label":{"a":"Personer","b":"Procent"}}},"t":{"category":{"index":["2023","2024"]}}},
        "value":{"0":1,"1":2,"3":0.5}}"#;
    let table = read(json);
    assert_eq!(table.measures, ["Personer", "Procent"]);
    let expected = [
        (
            "2023".to_owned(),
            String::new(),
            vec!["1e-0".to_owned(), "missing ".to_owned()],
        ),
        (
            "2024".to_owned(),
            String::new(),
            vec!["2e-0".to_owned(), "5e-1".to_owned()],
        ),
    ];
    assert_eq!(rows(&table), expected);
}

#[test]
fn a_rolling_period_keeps_its_code() {
    let table = read("Periode;Tal\n2023QMAT02;1\n2024K1;2\n2024Q2;3\n");
    let known: Vec<_> = table.rows.iter().map(|row| row.period.known).collect();
    assert_eq!(
        known,
        [
            None,
            Some(Period::Quarter(2024, 1)),
            Some(Period::Quarter(2024, 2))
        ]
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let fault = |text: &str| read_published(text.as_bytes()).expect_err("must be refused");
    assert_eq!(fault(" \n"), PublishedProblem::Empty);
    assert_eq!(fault("hej med dig"), PublishedProblem::Unrecognised);
    assert!(matches!(
        fault("{\"columns\":"),
        PublishedProblem::Json { .. }
    ));
    assert_eq!(fault("a;b\nx;1\n"), PublishedProblem::NoPeriod);
    assert_eq!(fault("Periode;b\n2024;x\n"), PublishedProblem::NoMeasure);
    assert!(matches!(
        fault("Periode;Tal\n2024;1\n2025;1;2\n"),
        PublishedProblem::Width {
            row: 2,
            found: 3,
            expected: 2
        }
    ));
    assert!(matches!(
        fault("Periode;Tal\n2023;3\n2024;12.34\n"),
        PublishedProblem::Number { row: 2, .. }
    ));
    assert!(matches!(
        fault("Periode;Tal\n2023;3\n2023;4\n"),
        PublishedProblem::Twice { row: 2, earlier: 1 }
    ));
    assert!(matches!(
        fault(&PX.replace("1204.5 3;", "1204.5;")),
        PublishedProblem::Cells {
            values: 3,
            cells: 4
        }
    ));
    assert!(matches!(
        fault(&PX.replace("1204.5 3;", "1204.5 3")),
        PublishedProblem::Px { line: 19, .. }
    ));
    let huge = CUBE.replace("\"size\":[1,2,2]", "\"size\":[4000000000,2,2]");
    assert!(matches!(fault(&huge), PublishedProblem::Cells { .. }));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_published(&bytes);
    }

    #[test]
    fn no_damage_makes_it_panic(which in 0_usize..5, at in 0_usize..2_000, with in any::<u8>(), cut in 0_usize..2_000) {
        let mut bytes = [TWO, THREE, CSV, CUBE, PX][which].as_bytes().to_vec();
        let length = bytes.len();
        bytes[at % length] = with;
        bytes.truncate(length - cut % length / 4);
        let _ = read_published(&bytes);
    }
}

//! The line a person types: what it means, what is wrong with it, and that printing and reading are inverse.

use figures::language::{Fault, FaultKind, Language, check, parse, print};
use figures::{
    AttributeId, Bridge, ColumnId, Comparison, Gap, GapTest, Length, Population, Ratio, SpellTest,
    Test, TrackId,
};
use proptest::prelude::*;

mod random;
mod vocabulary;

use random::populations;
use vocabulary::{BENEFIT, HOME, JOB, on, vocabulary, within};

fn adult() -> Population {
    Population::Age {
        birth: AttributeId(0),
        from: 30,
        below: None,
    }
}

fn means(line: &str) -> Population {
    let vocabulary = vocabulary();
    parse(line, &vocabulary).unwrap_or_else(|faults| {
        let shown: Vec<_> = faults
            .iter()
            .map(|fault| fault.show(line, Language::Danish))
            .collect();
        panic!("{}", shown.join("\n"))
    })
}

fn faults(line: &str) -> Vec<Fault> {
    parse(line, &vocabulary()).expect_err("the line has faults")
}

/// The first fault as it is shown.
fn told(line: &str, language: Language) -> String {
    let faults = faults(line);
    faults[0].show(line, language)
}

#[test]
fn the_target_group_can_be_typed() {
    let share = Population::Share {
        of: Box::new(on(BENEFIT, vec![within(0, &[2, 3, 4])])),
        among: None,
        window: Length::Months(120),
        compare: Comparison::AtLeast,
        share: Ratio {
            numerator: 4,
            denominator: 5,
        },
    };
    let current = on(BENEFIT, vec![within(0, &[2]), within(1, &[2])]);
    let expected = Population::And(vec![current, adult(), share]);
    let lines = [
        "på(kontanthjælp, aktivitetsparat) og alder >= 30 og andel(kontanthjælpslignende, 10 år) >= 80 %",
        "on(kontanthjaelp, activity-ready) and age ≥ 30 and share(like-cash-assistance, P10Y) >= 0.8",
        "PÅ( Kontanthjælp ; Aktivitetsparat ) og\r\n\talder > 29 år og andel(på(ydelse: kontanthjælpslignende), 120 måneder) => 4/5",
        "på(kontanthjælp, aktivitetsparat) og alder $over 30 og andel(kontanthjælpslignende, $vindue) $over $graense",
    ];
    for line in lines {
        assert_eq!(means(line), expected, "{line}");
    }
    let vocabulary = vocabulary();
    assert_eq!(print(&expected, &vocabulary, Language::Danish), lines[0]);
    assert_eq!(
        print(&expected, &vocabulary, Language::English),
        "on(cash-assistance, activity-ready) and age >= 30 and share(like-cash-assistance, 10 years) >= 80 %"
    );
}

#[test]
fn words_find_their_column_by_type() {
    // Of one column: one or the other. Of several: all of them.
    assert_eq!(
        means("på(sho, kontanthjælp, jobparat)"),
        on(BENEFIT, vec![within(0, &[2, 4]), within(1, &[1])])
    );
    assert_eq!(
        means("på(bopæl: Aarhus)"),
        on(HOME, vec![within(0, &[751])])
    );
    assert_eq!(
        means("på(bopæl: Region-Hovedstaden)"),
        means("på(bopæl: kommune i (101, 173))")
    );
    assert_eq!(means("kvinde"), means("køn = kvinde"));
    assert_eq!(
        means("på(ydelse, kategori = ingen)"),
        means("på(ydelse.kategori = ingen)")
    );
    assert_eq!(means("på(job: fleksjob)"), on(JOB, vec![within(1, &[2])]));
    assert_eq!(
        means("på(ordinært, fleksjob)"),
        on(JOB, vec![within(1, &[1, 2])])
    );
    assert_eq!(
        means("på(kontanthjælp, ikke jobparat, ikke aktivitetsparat)"),
        means("på(kontanthjælp, kategori ikke i (jobparat, aktivitetsparat))")
    );
}

#[test]
fn numbers_are_read_in_their_unit() {
    let hours = |minutes| {
        on(
            JOB,
            vec![Test::Compare {
                column: ColumnId(0),
                compare: Comparison::AtMost,
                number: minutes,
            }],
        )
    };
    assert_eq!(means("på(timer <= 10 timer)"), hours(600));
    assert_eq!(means("på(timer <= 10,5 timer)"), hours(630));
    assert_eq!(means("on(hours <= 10.5 hours)"), hours(630));
    assert_eq!(means("på(grad >= 50 %)"), means("på(grad >= 50)"));
    assert_eq!(
        told("på(timer <= 10)", Language::Danish),
        "på(timer <= 10)\n            ^^\ntallet mangler sin enhed; enheden er minutter eller timer"
    );
    assert_eq!(faults("på(timer <= 1.000 timer)").len(), 1);
    assert_eq!(faults("på(timer <= 0,001 timer)").len(), 1);
}

#[test]
fn a_point_among_thousands_is_no_decimal_sign_in_ages_and_lengths_either() {
    let lines = [
        "alder >= 1.000",
        "alder 18.000-29.000",
        "uafbrudt(kontanthjælp, 1.000 dage)",
        "andel(kontanthjælp, 1,000 uger) >= 80 %",
        "på(kontanthjælp, varer >= 1.000 dage)",
    ];
    for line in lines {
        let kinds: Vec<_> = faults(line).into_iter().map(|fault| fault.kind).collect();
        let refused = matches!(kinds.as_slice(), [FaultKind::NumberAmbiguous { .. }]);
        assert!(refused, "{line}: {kinds:?}");
    }
    means("uafbrudt(kontanthjælp, 1000 dage)");
}

#[test]
fn a_value_of_something_else_is_told_as_that() {
    assert_eq!(
        told("køn = kontanthjælp", Language::Danish).lines().last(),
        Some("»kontanthjælp« er ingen værdi af Køn; mente du »på(ydelse = kontanthjælp)«?")
    );
    assert_eq!(
        told("på(ydelse = kvinde)", Language::Danish).lines().last(),
        Some("»kvinde« er ingen værdi af Ydelse; mente du »køn = kvinde«?")
    );
}

#[test]
fn every_operator_can_be_said() {
    let line = "med-huller(ledig, 28 dage, fra 2019-08-09, hvis sum(timer, hullet) <= 10 timer)";
    let gap = GapTest::SumAtMost {
        of: SpellTest {
            track: JOB,
            tests: Vec::new(),
        },
        column: ColumnId(0),
        number: 600,
    };
    let bridged = Population::Bridged {
        of: Box::new(on(BENEFIT, vec![within(1, &[1, 4])])),
        bridge: Bridge {
            gap: Gap::Days(28),
            provided: Some(gap),
            from: Some(18_117),
        },
    };
    assert_eq!(means(line), bridged);
    assert_eq!(print(&bridged, &vocabulary(), Language::Danish), line);
    let lines = [
        "alle",
        "uafbrudt(med-huller(ledig, under-en-måned), 12 måneder)",
        "siden(fleksjob-10, 1 år) eller aldrig(samtale)",
        "antal(samtale, 12 måneder) >= 4 og ikke alder 18-29",
        "første(kontanthjælp, 26 uger) og nogensinde(køn = mand)",
        "andel(kontanthjælp blandt ledig og bopæl, 52 uger) > 2/3",
        "med-huller(ledig, 7 dage, hvis kontanthjælp eller sho)",
        "sum(job.timer, ordinært, 12 måneder) >= 225 timer",
        "på(job: varer >= 14 dage, aftalt >= 2025-01-01) og børn != 2 børn",
    ];
    for line in lines {
        let line = line.replace("fleksjob-10", "på(ydelse = fleksjob)");
        let meant = means(&line);
        for language in [Language::Danish, Language::English] {
            let printed = print(&meant, &vocabulary(), language);
            assert_eq!(means(&printed), meant, "{line} → {printed}");
        }
    }
}

#[test]
fn faults_point_and_suggest() {
    let cases = [
        (
            "på(kontanhjælp)",
            "på(kontanhjælp)\n   ^^^^^^^^^^^\n»kontanhjælp« kendes ikke; mente du »kontanthjælp«?",
        ),
        (
            "andl(kontanthjælp, 10 år) >= 80 %",
            "andl(kontanthjælp, 10 år) >= 80 %\n^^^^\nder er intet, der hedder »andl(…)«; mente du »andel«?",
        ),
        (
            "alder mindst 30",
            "alder mindst 30\n      ^^^^^^\nher ventes >=, >, <=, < eller =, ikke »mindst«; skriv >= for mindst, > for over, <= for højst, < for under",
        ),
        (
            "på(aarhus)",
            "på(aarhus)\n   ^^^^^^\n»aarhus« kan betyde flere ting; skriv ydelse: aarhus eller bopæl: aarhus",
        ),
        (
            "på(ydelse, ingen)",
            "på(ydelse, ingen)\n           ^^^^^\n»ingen« kan betyde flere ting; skriv ydelse = ingen eller kategori = ingen",
        ),
        (
            "på(kontanthjælp, ordinært)",
            "på(kontanthjælp, ordinært)\n   ^^^^^^^^^^^^^^^^^^^^^^\nkontanthjælp, ordinært hører ikke til samme slags forløb; skriv hver for sig: på(…) og på(…)",
        ),
        (
            "andel(kontanthjælp, 10 år) >= 80",
            "andel(kontanthjælp, 10 år) >= 80\n                              ^^\nher ventes en andel, ikke »80«; skriv for eksempel 80 % eller 4/5",
        ),
        (
            "andel(kontanthjælp, 10 år) >= 120 %",
            "andel(kontanthjælp, 10 år) >= 120 %\n                              ^^^^^\nandelen er over 100 %; skriv højst 100 %",
        ),
        (
            "på(kontanthjælp) og",
            "på(kontanthjælp) og\n                   ^\nher mangler, hvem det handler om; skriv for eksempel på(…), alder >= 30 eller andel(…, 10 år) >= 80 %",
        ),
        (
            "alder 29-18",
            "alder 29-18\n      ^^^^^\ningen har en sådan alder; skriv den laveste alder først",
        ),
        (
            "uafbrudt(ledig, 0 dage)",
            "uafbrudt(ledig, 0 dage)\n^^^^^^^^^^^^^^^^^^^^^^^\nen længde er mindst én dag",
        ),
        (
            "kategori = jobparat",
            "kategori = jobparat\n^^^^^^^^\n»kategori« er noget, et forløb har, og står inde i på(…); skriv på(kategori = …)",
        ),
        (
            "på(sh\u{43e})",
            "på(sh\u{43e})\n   ^^^\ni »sh\u{43e}« står »\u{43e}« (U+043E) fra et andet alfabet",
        ),
        (
            "alder >= $graensen",
            "alder >= $graensen\n         ^^^^^^^^^\nder er ingen parameter, der hedder »graensen«; mente du »$graense«?",
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(told(line, Language::Danish), expected);
    }
    assert_eq!(
        told("on(cash-asistance)", Language::English),
        "on(cash-asistance)\n   ^^^^^^^^^^^^^^\n“cash-asistance” is not known; did you mean “cash-assistance”?"
    );
}

#[test]
fn sentences_as_they_are_spoken_are_understood_enough_to_suggest() {
    let cases = [
        (
            "på kontanthjælp",
            "på kontanthjælp\n   ^^^^^^^^^^^^\nher ventes og, eller, eller at linjen slutter, ikke »kontanthjælp«; mente du »på(kontanthjælp)«?",
        ),
        (
            "på(kontanthjælp) og over 30",
            "på(kontanthjælp) og over 30\n                         ^^\nher ventes og, eller, eller at linjen slutter, ikke »30«; mente du »alder > 30«?",
        ),
        (
            "på(kontanthjælp) højst 50 år",
            "på(kontanthjælp) højst 50 år\n                 ^^^^^\nher ventes og, eller, eller at linjen slutter, ikke »højst«; mente du »alder <= 50«?",
        ),
        (
            "på(kontanthjælp) 30",
            "på(kontanthjælp) 30\n                 ^^\nher ventes og, eller, eller at linjen slutter, ikke »30«",
        ),
        (
            "alder >= 30,5",
            "alder >= 30,5\n         ^^^^\ntallet går ikke op; skriv et helt tal, for eksempel 30",
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(told(line, Language::Danish), expected);
    }
    assert_eq!(
        told("on(cash-asistance)", Language::English),
        "on(cash-asistance)\n   ^^^^^^^^^^^^^^\n“cash-asistance” is not known; did you mean “cash-assistance”?"
    );
}

#[test]
fn all_faults_of_names_are_told_at_once() {
    let line = "på(kontanhjælp) og køn = mænd og alder $skidt";
    assert_eq!(faults(line).len(), 1, "a broken parameter ends the reading");
    let line = "på(kontanhjælp) og køn = mandd og antal(samtle, 1 år) >= 0,5";
    let columns: Vec<_> = faults(line)
        .iter()
        .map(|fault| fault.column(line))
        .collect();
    assert_eq!(columns, [4, 26, 41, 58]);
}

#[test]
fn hostile_lines_end_in_a_fault() {
    let long = "a".repeat(1 << 20);
    let open = "(".repeat(10_000);
    let not = "ikke ".repeat(2_000);
    let nested = format!("{}alle{}", "nogensinde(".repeat(1_000), ")".repeat(1_000));
    let sums = "med-huller(alle, 1 dag, hvis ".repeat(500);
    let names = "xyzzyq og ".repeat(1_500);
    let quote = "på(\"kontanthjælp";
    for line in [
        &long,
        &open,
        &not,
        &nested,
        &sums,
        &names,
        quote,
        "\0",
        "på(\0)",
        "",
        "\r\n",
        "$",
        "\u{202e}alle",
    ] {
        let vocabulary = vocabulary();
        let found = parse(line, &vocabulary).expect_err("a hostile line");
        for fault in found {
            for language in [Language::Danish, Language::English] {
                assert!(fault.show(line, language).len() < 2_000);
            }
        }
    }
    let deep = format!("{}alle{}", "(".repeat(40), ")".repeat(40));
    assert_eq!(means(&deep), Population::Everyone);
}

#[test]
fn what_nobody_means_is_found_in_any_population() {
    let vocabulary = vocabulary();
    let broken = [
        Population::And(Vec::new()),
        on(BENEFIT, vec![within(0, &[])]),
        on(BENEFIT, vec![within(0, &[3, 2])]),
        on(TrackId(9), Vec::new()),
        on(
            BENEFIT,
            vec![Test::Compare {
                column: ColumnId(0),
                compare: Comparison::AtLeast,
                number: 1,
            }],
        ),
        Population::Not(Box::new(Population::Age {
            birth: AttributeId(1),
            from: 1,
            below: None,
        })),
    ];
    for population in broken {
        assert_eq!(check(&population, &vocabulary).len(), 1, "{population:?}");
    }
    assert!(check(&adult(), &vocabulary).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn what_is_printed_reads_back(population in populations()) {
        let vocabulary = vocabulary();
        prop_assert_eq!(check(&population, &vocabulary), []);
        for language in [Language::Danish, Language::English] {
            let line = print(&population, &vocabulary, language);
            match parse(&line, &vocabulary) {
                Ok(read) => prop_assert_eq!(&read, &population, "{}", line),
                Err(faults) => prop_assert!(false, "{}", faults[0].show(&line, language)),
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(line in "\\PC{0,200}") {
        let _ = parse(&line, &vocabulary());
    }

    #[test]
    fn no_row_of_words_makes_it_panic(words in prop::collection::vec(prop::sample::select(WORDS), 0..40)) {
        let line = words.join(" ");
        let vocabulary = vocabulary();
        if let Err(faults) = parse(&line, &vocabulary) {
            prop_assert!(!faults.is_empty());
            for fault in faults {
                prop_assert!(line.get(fault.at.clone()).is_some(), "{:?}", fault);
                let _ = fault.show(&line, Language::Danish);
            }
        }
    }

    #[test]
    fn a_cut_line_never_panics(population in populations(), cut in 0_usize..400) {
        let line = print(&population, &vocabulary(), Language::Danish);
        let cut: String = line.chars().take(cut).collect();
        let _ = parse(&cut, &vocabulary());
    }
}

const WORDS: &[&str] = &[
    "på(",
    "andel(",
    "antal(",
    "sum(",
    "uafbrudt(",
    "med-huller(",
    "siden(",
    "aldrig(",
    "første(",
    "alder",
    "alder(",
    "(",
    ")",
    ")",
    ",",
    ",",
    ":",
    ".",
    "og",
    "eller",
    "ikke",
    "i",
    "blandt",
    "hvis",
    "fra",
    "hullet",
    ">=",
    "<",
    "=",
    "!=",
    "%",
    "10",
    "80 %",
    "10 år",
    "28 dage",
    "2019-08-09",
    "10,5 timer",
    "-5",
    "18-29",
    "kontanthjælp",
    "jobparat",
    "aarhus",
    "fleksjob",
    "ingen",
    "ydelse",
    "kategori",
    "timer",
    "job",
    "køn",
    "kvinde",
    "ledig",
    "varer",
    "alle",
    "\"a b\"",
    "»x«",
    "$over",
    "P1Y",
    "\u{ad}",
    "å\u{30a}",
    "\u{0}",
];

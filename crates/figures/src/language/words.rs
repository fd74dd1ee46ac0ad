//! The words of the language, in its two word lists.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::fold::fold;

/// The language somebody asks in. A line may mix both; answers come in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Language {
    Danish,
    English,
}

/// A word that the language keeps for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keyword {
    And,
    Or,
    Not,
    In,
    Among,
    Everyone,
    Age,
    On,
    Share,
    Count,
    Sum,
    Continuous,
    Bridged,
    Since,
    Ever,
    Never,
    First,
    Lasts,
    If,
    From,
    Gap,
    PartOfMonth,
}

/// (keyword, Danish, English)
const KEYWORDS: &[(Keyword, &str, &str)] = &[
    (Keyword::And, "og", "and"),
    (Keyword::Or, "eller", "or"),
    (Keyword::Not, "ikke", "not"),
    (Keyword::In, "i", "in"),
    (Keyword::Among, "blandt", "among"),
    (Keyword::Everyone, "alle", "everyone"),
    (Keyword::Age, "alder", "age"),
    (Keyword::On, "på", "on"),
    (Keyword::Share, "andel", "share"),
    (Keyword::Count, "antal", "count"),
    (Keyword::Sum, "sum", "sum"),
    (Keyword::Continuous, "uafbrudt", "continuous"),
    (Keyword::Bridged, "med-huller", "with-gaps"),
    (Keyword::Since, "siden", "since"),
    (Keyword::Ever, "nogensinde", "ever"),
    (Keyword::Never, "aldrig", "never"),
    (Keyword::First, "første", "first"),
    (Keyword::Lasts, "varer", "lasts"),
    (Keyword::If, "hvis", "if"),
    (Keyword::From, "fra", "from"),
    (Keyword::Gap, "hullet", "gap"),
    (Keyword::PartOfMonth, "under-en-måned", "under-a-month"),
];

/// Units of time: (Danish one and more, English one and more, in days, in months).
pub(crate) const TIMES: &[TimeUnit] = &[
    TimeUnit::new(["dag", "dage"], ["day", "days"], 1, 0),
    TimeUnit::new(["uge", "uger"], ["week", "weeks"], 7, 0),
    TimeUnit::new(["måned", "måneder"], ["month", "months"], 0, 1),
    TimeUnit::new(["år", "år"], ["year", "years"], 0, 12),
];

/// A unit of time, either of days or of calendar months.
#[derive(Debug)]
pub(crate) struct TimeUnit {
    danish: [&'static str; 2],
    english: [&'static str; 2],
    pub(crate) days: u32,
    pub(crate) months: u32,
}

impl TimeUnit {
    const fn new(
        danish: [&'static str; 2],
        english: [&'static str; 2],
        days: u32,
        months: u32,
    ) -> TimeUnit {
        TimeUnit {
            danish,
            english,
            days,
            months,
        }
    }

    /// The unit that is called so.
    pub(crate) fn of(word: &str) -> Option<&'static TimeUnit> {
        let folded = fold(word);
        TIMES.iter().find(|unit| {
            let mut words = unit.danish.iter().chain(&unit.english);
            words.any(|known| fold(known) == folded)
        })
    }

    /// The unit's word for so many.
    pub(crate) fn word(&self, number: u32, language: Language) -> &'static str {
        let words = match language {
            Language::Danish => self.danish,
            Language::English => self.english,
        };
        words[usize::from(number != 1)]
    }
}

/// The keywords by their folded spellings: every word of every line is looked up here.
static FOLDED: LazyLock<BTreeMap<String, Keyword>> = LazyLock::new(|| {
    let mut folded = BTreeMap::new();
    for (keyword, danish, english) in KEYWORDS {
        for word in [danish, english] {
            folded.entry(fold(word)).or_insert(*keyword);
        }
    }
    folded
});

impl Keyword {
    /// The keyword that is spelled so in either language.
    pub(crate) fn of(word: &str) -> Option<Keyword> {
        // No keyword is longer; hostile words need no folding.
        if word.len() > 40 {
            return None;
        }
        FOLDED.get(fold(word).as_str()).copied()
    }

    /// How it is written.
    pub(crate) fn word(self, language: Language) -> &'static str {
        let found = KEYWORDS.iter().find(|(keyword, _, _)| *keyword == self);
        let (_, danish, english) = found.expect("every keyword stands in the list");
        match language {
            Language::Danish => danish,
            Language::English => english,
        }
    }

    /// The words after which a parenthesis opens.
    pub(crate) fn functions(language: Language) -> impl Iterator<Item = &'static str> {
        KEYWORDS
            .iter()
            .filter(|(keyword, _, _)| keyword.is_function())
            .map(move |(keyword, _, _)| keyword.word(language))
    }

    fn is_function(self) -> bool {
        matches!(
            self,
            Keyword::Age
                | Keyword::On
                | Keyword::Share
                | Keyword::Count
                | Keyword::Sum
                | Keyword::Continuous
                | Keyword::Bridged
                | Keyword::Since
                | Keyword::Ever
                | Keyword::Never
                | Keyword::First
        )
    }

    /// Whether it stands between or before parts, so that it can never be a unit or a name without quotes.
    pub(crate) fn is_structural(self) -> bool {
        matches!(
            self,
            Keyword::And | Keyword::Or | Keyword::Not | Keyword::In | Keyword::Among
        )
    }
}

//! What is wrong with a file of published figures, in both languages: the place, what is wrong, and what to do.

use tables::{Language, Text};

use super::{LARGEST, MOST_CELLS, NumberProblem, PublishedProblem, PxProblem};

impl PublishedProblem {
    /// What is wrong and what to do.
    pub fn told(&self, language: Language) -> String {
        let (problem, remedy) = (self.problem(), self.remedy());
        let (problem, remedy) = (problem.within(language), remedy.within(language));
        format!("{problem}; {remedy}")
    }

    fn problem(&self) -> Text {
        match self {
            PublishedProblem::Empty => Text::new("filen er tom", "the file is empty"),
            PublishedProblem::TooLarge { bytes } => Text::new(
                format!("filen fylder {bytes} byte; der læses højst {LARGEST}"),
                format!("the file has {bytes} bytes; at most {LARGEST} are read"),
            ),
            PublishedProblem::Unrecognised => Text::new(
                "filen ligner hverken jobindsats (JSON eller CSV), JSON-stat eller PX",
                "the file is neither jobindsats (JSON or CSV), JSON-stat nor PX",
            ),
            PublishedProblem::Json { what } => Text::new(
                format!("filen er ikke hel JSON ({what})"),
                format!("the file is not whole JSON ({what})"),
            ),
            PublishedProblem::Encoding { line, encoding } => Text::new(
                format!("linje {line}: teksten kan ikke læses som {encoding}"),
                format!("line {line}: the text cannot be read as {encoding}"),
            ),
            PublishedProblem::Lacks { what } => {
                Text::new(format!("»{what}« mangler"), format!("{what} is missing"))
            }
            PublishedProblem::NoPeriod => {
                Text::new("ingen kolonne er en periode", "no column is a period")
            }
            PublishedProblem::NoMeasure => {
                Text::new("ingen kolonne er et tal", "no column holds numbers")
            }
            _ => self.problem_of_a_row(),
        }
    }

    fn problem_of_a_row(&self) -> Text {
        match self {
            PublishedProblem::Width {
                row,
                found,
                expected,
            } => Text::new(
                format!("række {row}: {found} felter, men overskriften har {expected}"),
                format!("row {row}: {found} fields, but the heading has {expected}"),
            ),
            PublishedProblem::Number {
                row,
                column,
                text,
                why,
            } => {
                let why = why.says();
                Text::new(
                    format!(
                        "række {row}, »{column}«: »{text}« er ikke et tal ({})",
                        why.da
                    ),
                    format!("row {row}, {column}: “{text}” is no number ({})", why.en),
                )
            }
            PublishedProblem::Cells { values, cells } => Text::new(
                format!("{values} tal, men dimensionerne giver {cells}"),
                format!("{values} numbers, but the dimensions make {cells}"),
            ),
            PublishedProblem::TooManyCells => Text::new(
                format!("tabellen påstår at have flere end {MOST_CELLS} celler"),
                format!("the table claims to have more than {MOST_CELLS} cells"),
            ),
            PublishedProblem::Twice { row, earlier } => Text::new(
                format!("række {row}: samme periode og fordeling som række {earlier}"),
                format!("row {row}: the same period and members as row {earlier}"),
            ),
            PublishedProblem::Px { line, what } => {
                let what = what.says();
                Text::new(
                    format!("linje {line}: {}", what.da),
                    format!("line {line}: {}", what.en),
                )
            }
            _ => Text::default(),
        }
    }

    fn remedy(&self) -> Text {
        match self {
            PublishedProblem::Unrecognised => Text::new(
                "hent den i en af de former",
                "fetch it in one of these forms",
            ),
            PublishedProblem::TooLarge { .. } | PublishedProblem::TooManyCells => Text::new(
                "hent tabellen med færre perioder eller fordelinger ad gangen",
                "fetch the table with fewer periods or breakdowns at a time",
            ),
            PublishedProblem::Encoding { .. } => Text::new(
                "gem filen som UTF-8, eller hent den i en anden form",
                "save the file as UTF-8, or fetch it in another form",
            ),
            PublishedProblem::NoPeriod => Text::new(
                "lad en kolonne hedde »Period«, »Periode« eller »Tid«",
                "call a column »Period«, »Periode« or »Tid«",
            ),
            PublishedProblem::NoMeasure => Text::new(
                "hent tabellen med mindst ét tal",
                "fetch the table with at least one number",
            ),
            PublishedProblem::Twice { .. } => Text::new(
                "hent tabellen med alle dens fordelinger, eller fjern den ene række",
                "fetch the table with all its breakdowns, or remove one of the rows",
            ),
            _ => Text::new(
                "hent filen igen, og ret intet i den",
                "fetch the file again, and change nothing in it",
            ),
        }
    }
}

impl NumberProblem {
    pub(super) fn says(self) -> Text {
        match self {
            NumberProblem::Character => Text::new(
                "der står andet end cifre",
                "it holds something that is no digit",
            ),
            NumberProblem::Grouping => Text::new(
                "punktum skal stå foran tre cifre; decimaler skrives med komma",
                "a full stop must stand before three digits; decimals have a comma",
            ),
            NumberProblem::TooLong => {
                Text::new("der er flere end 30 cifre", "there are more than 30 digits")
            }
        }
    }
}

impl PxProblem {
    fn says(self) -> Text {
        match self {
            PxProblem::Keyword => {
                Text::new("her skulle et nøgleord stå", "a keyword should stand here")
            }
            PxProblem::Language => Text::new(
                "»]« mangler efter sproget",
                "] is missing after the language",
            ),
            PxProblem::Subjects => Text::new("»)« mangler", ") is missing"),
            PxProblem::Equals => Text::new(
                "»=« mangler efter nøgleordet",
                "= is missing after the keyword",
            ),
            PxProblem::BreaksOff => Text::new(
                "filen slutter, før sætningen er sluttet med »;«",
                "the file ends before the sentence ends with ;",
            ),
            PxProblem::Quote => {
                Text::new("anførselstegnet lukkes aldrig", "the quote is never closed")
            }
        }
    }
}

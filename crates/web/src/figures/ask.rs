//! A population somebody types: how many of those within reach are in it, and who.

use std::sync::Arc;

use askama::Template;
use axum::extract::Query as Asking;
use axum::response::Response;
use calendar::Day;
use figures::language::{self, Fault, Vocabulary, print};
use figures::{Answer, List, Plan, PlanFault, Population, Query as Question};
use serde::Deserialize;

use super::known::Known;
use super::reach::Reach;
use super::rows::{Line, line};
use super::words::line_language;
use crate::error::{WebError, WebResult};
use crate::language::day_from_text;
use crate::listing::{Address, Pager, ROWS, number};
use crate::page::{Frame, Page};

/// The query of the address, as it came. A line names no person.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    line: String,
    day: String,
    page: String,
}

/// What a line may be made of: texts with the form and with its meaning. Every form is an example that can be asked, but the
/// last, which only joins others; X stands for any population.
const FORMS: [(&str, &str); 7] = [
    ("ask-form-on", "ask-means-on"),
    ("ask-form-age", "ask-means-age"),
    ("ask-form-share", "ask-means-share"),
    ("ask-form-count", "ask-means-count"),
    ("ask-form-long", "ask-means-long"),
    ("ask-form-since", "ask-means-since"),
    ("ask-form-and", "ask-means-and"),
];

/// A word a line may use, with another spelling of it.
struct Word {
    word: String,
    id: String,
}

/// A column or a list of words under its name.
struct WordList {
    title: String,
    words: Vec<Word>,
}

/// What came of the line.
enum Found {
    /// Nothing was asked.
    Nothing,
    /// The line under which a caret shows the place, and what is wrong.
    Faults(Vec<String>),
    /// The day cannot be known.
    UnknownDay,
    /// So many are in it, and of so many it is unknown.
    Persons {
        count: usize,
        unknown: u64,
        among: usize,
        address: String,
    },
}

#[derive(Template)]
#[template(path = "figures/ask.html")]
struct Ask<'a> {
    page: &'a Frame,
    line: &'a str,
    day: Day,
    found: Found,
    examples: Vec<(String, String)>,
    words: [(&'static str, &'static str); 7],
    lists: Vec<WordList>,
}

#[derive(Template)]
#[template(path = "figures/ask_count.html")]
struct Count<'a> {
    page: &'a Frame,
    found: Found,
}

#[derive(Template)]
#[template(path = "figures/ask_rows.html")]
struct Rows<'a> {
    page: &'a Frame,
    number: String,
    line: &'a str,
    day: String,
    lines: Vec<Line>,
    pager: Pager,
    back: String,
}

/// `GET /figures/ask`: the page, or only the count where htmx asks while somebody types.
pub(super) async fn show(page: Page, Asking(query): Asking<Query>) -> WebResult<Response> {
    let day = day(&page, &query)?;
    let vocabulary = page.app.book.catalogue().vocabulary(day);
    let found = match read(&page, &query.line, &vocabulary) {
        Ok(None) => Found::Nothing,
        Err(faults) => Found::Faults(faults),
        Ok(Some(population)) => count(&page, &query, day, population).await?,
    };
    if page.partial {
        return page.render(&Count { page: &page, found });
    }
    page.log_read(None, None).await?;
    page.render(&Ask {
        page: &page,
        line: query.line.trim(),
        day,
        found,
        examples: examples(&page, day),
        words: FORMS,
        lists: lists(&page, &vocabulary),
    })
}

/// `GET /figures/ask/rows`
pub(super) async fn rows(page: Page, Asking(query): Asking<Query>) -> WebResult<Response> {
    let day = day(&page, &query)?;
    let at: u32 = number(&query.page)?.unwrap_or(0);
    let vocabulary = page.app.book.catalogue().vocabulary(day);
    let population = read(&page, &query.line, &vocabulary)
        .ok()
        .flatten()
        .ok_or_else(|| WebError::Unreadable("line".to_owned()))?;
    let (user, today) = (Arc::clone(&page.user), page.today);
    let (persons, lines) = page
        .app
        .blocking(move |app| {
            let reach = Reach::of(&app.store, &user, today)?;
            let known = Known::of(app, reach.citizens(), None, today)?;
            let list = listed(&known, &reach, &population, day)?;
            let persons = list.map(|list| list.persons).unwrap_or_default();
            let shown = persons.iter().skip(at as usize * ROWS as usize);
            let lines = shown
                .take(ROWS as usize)
                .map(|person| line(app, &reach, *person, today))
                .collect::<Result<Vec<Line>, WebError>>()?;
            Ok::<_, WebError>((persons.len(), lines))
        })
        .await?;
    page.log_list(lines.iter().map(|line| line.citizen)).await?;
    page.render(&Rows {
        page: &page,
        number: page.number(persons),
        line: query.line.trim(),
        day: page.long(day),
        pager: Pager::new(
            &address("/rows", &query.line, day),
            at,
            lines.len(),
            persons as u64,
        ),
        lines,
        back: address("", &query.line, day).to_string(),
    })
}

fn day(page: &Page, query: &Query) -> WebResult<Day> {
    if query.day.trim().is_empty() {
        return Ok(page.today);
    }
    day_from_text(&query.day).ok_or_else(|| WebError::Unreadable("day".to_owned()))
}

fn address(below: &str, line: &str, day: Day) -> Address {
    Address::new(format!("/figures/ask{below}"))
        .with("line", line.trim())
        .with("day", day)
}

/// The population of a line; nothing for an empty one; else its faults, each under the line.
pub(super) fn read(
    page: &Frame,
    line: &str,
    vocabulary: &Vocabulary,
) -> Result<Option<Population>, Vec<String>> {
    let line = line.trim();
    if line.is_empty() {
        return Ok(None);
    }
    let told = |faults: Vec<Fault>| {
        let language = line_language(page.language);
        faults
            .iter()
            .map(|fault| fault.show(line, language))
            .collect()
    };
    language::parse(line, vocabulary).map(Some).map_err(told)
}

async fn count(page: &Page, query: &Query, day: Day, population: Population) -> WebResult<Found> {
    let (user, today) = (Arc::clone(&page.user), page.today);
    let (list, among) = page
        .app
        .blocking(move |app| {
            let reach = Reach::of(&app.store, &user, today)?;
            let known = Known::of(app, reach.citizens(), None, today)?;
            let list = listed(&known, &reach, &population, day)?;
            Ok::<_, WebError>((list, reach.cases.len()))
        })
        .await?;
    Ok(list.map_or(Found::UnknownDay, |list| Found::Persons {
        count: list.persons.len(),
        unknown: list.persons_with_unknown_days,
        among,
        address: address("/rows", &query.line, day).to_string(),
    }))
}

/// Those within reach who are in the population on the day; nothing where the day cannot be known.
pub(super) fn listed(
    known: &Known,
    reach: &Reach,
    population: &Population,
    day: Day,
) -> Result<Option<List>, WebError> {
    let question = Question::List {
        population: population.clone(),
        day: day.epoch(),
    };
    let plan = Plan::compile(known.registers().schema(), &[question], known.setting());
    let plan = match plan {
        Err(error) if matches!(error.fault, PlanFault::UnknownDay { .. }) => return Ok(None),
        plan => plan.map_err(WebError::fault)?,
    };
    let mut run = plan.start().map_err(WebError::fault)?;
    run.add(&known.only(|person| reach.has(person)))
        .map_err(WebError::fault)?;
    let answers = run.finish().map_err(WebError::fault)?;
    // Of those whose registrations contradict themselves nothing is claimed either.
    let left_out = known.left_out(|person| reach.has(person)).len() as u64;
    Ok(answers.into_iter().find_map(|answer| match answer {
        Answer::List(list) => Some(List {
            persons_with_unknown_days: list.persons_with_unknown_days + left_out,
            ..list
        }),
        Answer::Cube(_) => None,
    }))
}

/// The populations that have a name, as lines that say what they are.
fn examples(page: &Page, day: Day) -> Vec<(String, String)> {
    let catalogue = page.app.book.catalogue();
    let bare = catalogue.registers().vocabulary(day);
    let language = line_language(page.language);
    let populations = catalogue.populations().iter();
    populations
        .filter(|version| version.from <= day && version.until.is_none_or(|until| day < until))
        .map(|version| {
            let title = page.text(&version.title).to_owned();
            (title, print(&version.population, &bare, language))
        })
        .collect()
}

/// Everything a line may name, in the reader's language.
fn lists(page: &Page, vocabulary: &Vocabulary) -> Vec<WordList> {
    let language = line_language(page.language);
    let terms = vocabulary.terms();
    let tracks = vocabulary.schema().tracks.iter().zip(&terms.tracks);
    let tracks = tracks.map(|(track, words)| {
        let columns = track.columns.iter().zip(&words.columns);
        WordList {
            title: words.label.in_language(language).to_owned(),
            words: columns
                .map(|(column, label)| Word {
                    word: label.in_language(language).to_owned(),
                    id: column.name.clone(),
                })
                .collect(),
        }
    });
    let title = |id: &str| {
        let list = page.app.book.catalogue().registers().list(id);
        list.map_or_else(|| id.to_owned(), |list| page.text(&list.title).to_owned())
    };
    let lists = terms.lists.iter().map(|list| {
        let groups = list.groups.iter().map(|group| (&group.label, &group.id));
        let codes = list.codes.iter().map(|code| (&code.label, &code.id));
        WordList {
            title: title(&list.id),
            words: groups
                .chain(codes)
                .map(|(label, id)| Word {
                    word: label.in_language(language).to_owned(),
                    id: id.clone(),
                })
                .collect(),
        }
    });
    tracks.chain(lists).collect()
}

#[cfg(test)]
mod tests {
    use rulebook::Book;

    use super::*;
    use crate::language::{Language, words};

    /// The forms of the page's list of words; each may hold several lines, and X stands for any population.
    fn lines(forms: &str) -> Vec<String> {
        let mut depth = 0;
        let apart = |one: char| {
            depth += i32::from(one == '(') - i32::from(one == ')');
            one == ',' && depth == 0
        };
        let parts = forms.split(apart).map(str::trim);
        parts.map(|part| part.replace('X', "alle")).collect()
    }

    #[test]
    fn every_line_the_page_offers_can_be_asked() {
        let book = Book::embedded();
        let day = Day::new(2026, 7, 1).unwrap();
        let vocabulary = book.catalogue().vocabulary(day);
        let bare = book.catalogue().registers().vocabulary(day);
        let mut offered = 0;
        for language in [Language::Danish, Language::English] {
            let (_, forms) = FORMS.split_last().unwrap();
            let forms = forms.iter();
            let forms = forms.flat_map(|(form, _)| lines(&words(language).text(form, &[])));
            let populations = book.catalogue().populations().iter();
            let named = populations
                .map(|version| print(&version.population, &bare, line_language(language)));
            for line in forms.chain(named) {
                if let Err(faults) = language::parse(&line, &vocabulary) {
                    panic!("{}", faults[0].show(&line, line_language(language)));
                }
                offered += 1;
            }
        }
        assert!(offered > 20, "{offered}");
    }
}

//! The rulebook: all pages, loaded.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::{Calendar, Day};

use crate::compile::{Context, hash, versions};
use crate::page::{Part, Report, Role, Sink, normalised, outline};
use crate::problem::Gravity;
use crate::{CalendarVersion, Catalogue, Codes, Limits, ModelVersion, Problem, Problems};
use crate::{calendar_page, codes_page, embedded, indicators};

/// A page as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it was read from, for messages.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// All loaded versions.
#[derive(Debug, Clone)]
pub struct Book {
    models: Vec<Arc<ModelVersion>>,
    calendar: Arc<CalendarVersion>,
    codes: Codes,
    catalogue: Arc<Catalogue>,
    warnings: Problems,
    sources: Vec<Source>,
    kept: Kept,
}

/// Versions of older books that cases still pin: found by hash, never for a new case.
#[derive(Debug, Clone, Default)]
struct Kept {
    models: Vec<Arc<ModelVersion>>,
    calendars: Vec<Arc<CalendarVersion>>,
}

/// A page on its way.
struct Page {
    sink: Sink,
    parts: Vec<Part>,
}

impl Book {
    /// The pages compiled into the program.
    pub fn embedded() -> Book {
        Book::load(&Book::embedded_sources()).expect("a test loads the embedded pages")
    }

    /// The pages compiled into the program, as text.
    pub fn embedded_sources() -> Vec<Source> {
        embedded::files("md")
    }

    /// The scenarios and excuses compiled into the program, as text.
    pub fn embedded_scenarios() -> Vec<Source> {
        embedded::files("toml")
    }

    /// Loads pages; all problems are returned, not only the first. The order of the pages does not matter.
    ///
    /// Whether a model can get stuck is not asked here: a store reads the versions it kept in this way, which were
    /// examined when they came in ([`Book::with`]), and the embedded pages are, which a test examines.
    pub fn load(sources: &[Source]) -> Result<Book, Problems> {
        let mut sources = sources.to_vec();
        sources.sort_by(|one, other| one.path.cmp(&other.path));
        let mut pages: Vec<Page> = sources.iter().map(read).collect();
        let mut codes = Codes::default();
        for page in &pages {
            if let Some(Role::Codes(_)) = page.parts.first().map(|part| &part.role) {
                codes_page::read(&page.sink, &page.parts, &mut codes);
            }
        }
        let figure_pages: Vec<_> = pages
            .iter()
            .map(|page| (&page.sink, page.parts.as_slice()))
            .collect();
        let catalogue = indicators::load(&figure_pages, &codes);
        let calendar = calendar_of(&pages);
        let models = models_of(&pages, &codes, &calendar.calendar);
        same_version_twice(&pages);
        let models = successions(&mut pages, models);
        let problems: Vec<Problem> = pages
            .into_iter()
            .flat_map(|page| page.sink.into_problems())
            .collect();
        if problems
            .iter()
            .any(|problem| problem.gravity == Gravity::Error)
        {
            return Err(Problems(problems));
        }
        Ok(Book {
            kept: Kept::default(),
            models,
            calendar: Arc::new(calendar),
            codes,
            catalogue: Arc::new(catalogue),
            warnings: Problems(problems),
            sources,
        })
    }

    /// The same book with these pages: a page of the same model and first day replaces, others are added.
    ///
    /// This is how a configured folder comes in, so every model it changes is examined before it is used: one that can
    /// get stuck is refused. What this book holds already was examined before, the embedded pages by a test at every
    /// build, and is not examined again: the program starts on them without delay. A version counts as held if the
    /// engine is given the same definition, so new codes or parameters do not slip through behind an unchanged page.
    pub fn with(self, sources: &[Source]) -> Result<Book, Problems> {
        let held = self.models.clone();
        let identity = |source: &Source| {
            let page = read(source);
            let first = page.parts.first()?;
            Some((format!("{:?}", first.role), first.from)).filter(|_| first.role != Role::Plain)
        };
        let new: Vec<_> = sources.iter().filter_map(identity).collect();
        let kept = self.sources.into_iter().filter(|source| {
            let replaced = identity(source).is_some_and(|identity| new.contains(&identity));
            !replaced && sources.iter().all(|other| other.path != source.path)
        });
        let all: Vec<Source> = kept.chain(sources.iter().cloned()).collect();
        Book::load(&all)?.examined(&held)
    }

    /// Examines the versions that are not among those held; what is only too large to be examined is a warning.
    fn examined(mut self, held: &[Arc<ModelVersion>]) -> Result<Book, Problems> {
        let mut problems = Problems::default();
        for version in &self.models {
            if !held.iter().any(|held| held.is_examined_like(version)) {
                let found = version.verify(Limits::default());
                problems.0.extend(found.problems.0);
            }
        }
        let is_error = |problem: &Problem| problem.gravity == Gravity::Error;
        if problems.0.iter().any(is_error) {
            return Err(problems);
        }
        self.warnings.0.extend(problems.0);
        Ok(self)
    }

    /// All versions of all models, by name and first day.
    pub fn models(&self) -> &[Arc<ModelVersion>] {
        &self.models
    }

    /// The version for a case opened that day.
    pub fn model_on(&self, name: &str, day: Day) -> Option<&Arc<ModelVersion>> {
        self.models.iter().find(|model| {
            model.name == name && model.from <= day && model.until.is_none_or(|until| day < until)
        })
    }

    /// The version with this hash, kept ones too.
    pub fn by_hash(&self, hash: &str) -> Option<&Arc<ModelVersion>> {
        self.models
            .iter()
            .chain(&self.kept.models)
            .find(|model| model.hash == hash)
    }

    /// The calendar with this hash, kept ones too.
    pub fn calendar_by_hash(&self, hash: &str) -> Option<&Arc<CalendarVersion>> {
        std::iter::once(&self.calendar)
            .chain(&self.kept.calendars)
            .find(|calendar| calendar.hash == hash)
    }

    /// The same book, in which the versions of an older one are found by hash.
    #[must_use]
    pub fn keeping(mut self, older: &Book) -> Book {
        for model in older.models.iter().chain(&older.kept.models) {
            if self.by_hash(&model.hash).is_none() {
                self.kept.models.push(Arc::clone(model));
            }
        }
        for calendar in std::iter::once(&older.calendar).chain(&older.kept.calendars) {
            if self.calendar_by_hash(&calendar.hash).is_none() {
                self.kept.calendars.push(Arc::clone(calendar));
            }
        }
        self
    }

    /// The days off.
    pub fn calendar(&self) -> &Arc<CalendarVersion> {
        &self.calendar
    }

    /// The code lists.
    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    /// What the pages say about figures.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// What a modeller should look at although the pages load.
    pub fn warnings(&self) -> &Problems {
        &self.warnings
    }

    /// The pages it was loaded from.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }
}

fn read(source: &Source) -> Page {
    let text = normalised(&source.text);
    let sink = Sink::new(&source.path, &text);
    let parts = outline(&sink);
    match parts.first().map(|part| &part.role) {
        Some(Role::Model(_) | Role::Calendar(_)) => codes_page::refuse_lists(&sink, &parts),
        Some(Role::Codes(_) | Role::Schema(_) | Role::Lists(_) | Role::Indicators(_)) => {}
        _ => {
            let place = parts.first().map_or(0..0, |part| part.place.clone());
            let message = "siden siger ikke, hvad den er";
            sink.tell(
                Report::error("no-page-kind", &place, message)
                    .remedy("skriv {model = \"id\", …}, {codes = …}, {calendar = …}, {schema = …}, {lists = …} eller {indicators = …} på første overskrift"),
            );
        }
    }
    Page { sink, parts }
}

/// The calendar; without a page, one that knows weekends only.
fn calendar_of(pages: &[Page]) -> CalendarVersion {
    let mut found: Option<CalendarVersion> = None;
    for page in pages {
        let Some(Role::Calendar(name)) = page.parts.first().map(|part| &part.role) else {
            continue;
        };
        let calendar = calendar_page::read(&page.sink, &page.parts, name);
        if let Some(first) = &found {
            let message = format!("der er allerede en kalender i {}", first.path);
            page.sink.tell(
                Report::error("two-calendars", &page.parts[0].place, message)
                    .remedy("behold én kalenderside"),
            );
        } else {
            found = Some(calendar);
        }
    }
    found.unwrap_or_else(|| CalendarVersion {
        name: "uden-helligdage".to_owned(),
        title: crate::Text::danish("Kun weekender"),
        hash: hash("", None),
        calendar: Calendar::default(),
        source: crate::SourceRef::default(),
        path: String::new(),
        text: String::new(),
    })
}

fn models_of(
    pages: &[Page],
    codes: &Codes,
    calendar: &Calendar,
) -> Vec<(usize, Arc<ModelVersion>)> {
    let name = |page: &Page| match page.parts.first().map(|part| &part.role) {
        Some(Role::Model(name)) => Some(name.clone()),
        _ => None,
    };
    let names: Vec<String> = pages.iter().filter_map(name).collect();
    let context = Context {
        codes,
        calendar,
        models: &names,
    };
    let mut models = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let Some(name) = name(page) else { continue };
        let found = versions(&page.sink, &page.parts, &name, context);
        models.extend(found.into_iter().map(|version| (at, version)));
    }
    models
}

/// Two pages of one model that begin on the same day.
fn same_version_twice(pages: &[Page]) {
    let mut first: BTreeMap<(&str, Day), &Page> = BTreeMap::new();
    for page in pages {
        let Some(part) = page.parts.first() else {
            continue;
        };
        let Role::Model(name) = &part.role else {
            continue;
        };
        if let Some(other) = first.insert((name, part.from), page) {
            let message = format!(
                "{} begynder samme dag som den samme model i {}",
                part.from,
                other.sink.path()
            );
            page.sink.tell(
                Report::error("contradiction", &part.place, message)
                    .remedy("ret dagen, eller slet den ene side"),
            );
        }
    }
}

/// Lets each version end where the next begins; a hole between two pages is told.
fn successions(
    pages: &mut [Page],
    mut models: Vec<(usize, Arc<ModelVersion>)>,
) -> Vec<Arc<ModelVersion>> {
    models.sort_by(|(_, one), (_, other)| (&one.name, one.from).cmp(&(&other.name, other.from)));
    // A later page ends the earlier one, so what an earlier page would say of days after that never holds.
    let starts: Vec<(usize, String, Day)> = models
        .iter()
        .map(|(page, version)| (*page, version.name.clone(), pages[*page].parts[0].from))
        .collect();
    models.retain(|(page, version)| {
        let own = pages[*page].parts[0].from;
        !starts
            .iter()
            .any(|(_, name, start)| *name == version.name && own < *start && *start <= version.from)
    });
    for at in 1..models.len() {
        let next = (models[at].1.name.clone(), models[at].1.from);
        let (page, version) = &mut models[at - 1];
        if version.name != next.0 {
            continue;
        }
        match version.until {
            Some(until) if until < next.1 => {
                let part = &pages[*page].parts[0];
                let message = format!("modellen gælder ikke fra {until} til {}", next.1);
                pages[*page]
                    .sink
                    .tell(Report::error("gap", &part.place, message).remedy(
                        "lad siden gælde, til den næste begynder, eller lad den næste begynde før",
                    ));
            }
            _ => Arc::make_mut(version).until = Some(next.1),
        }
    }
    models.into_iter().map(|(_, version)| version).collect()
}

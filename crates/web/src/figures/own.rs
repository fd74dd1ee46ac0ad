//! Which municipality this is: its code, its name, and the region it belongs to.

use calendar::Day;
use rulebook::Book;
use rulebook::registers::{RegisterList, Registers};
use store::Store;
use tables::Text;

use super::words::both;
use crate::error::WebError;

/// The parameter of the models' pages that says which municipality is one's own.
const CODE: &str = "egen-kommune";
/// The name of a municipality that the pages do not list, as an invented one.
const NAME: &str = "own-municipality.name";
/// The id of the region such a municipality is counted in.
const REGION: &str = "own-municipality.region";
/// The list of municipalities, and what it is gathered to.
const MUNICIPALITIES: &str = "municipalities";
const GATHERING: &str = "region";

/// The breakdown by municipality, as published tables and the pages name it.
pub(super) const BY_MUNICIPALITY: &str = "municipality";
/// The breakdown by region.
pub(super) const BY_REGION: &str = "region";

/// The municipality that runs this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Own {
    /// Its code.
    pub(super) code: u16,
    /// What it is called.
    pub(super) name: Text,
    /// Its region: number and name.
    pub(super) region: Option<(i32, Text)>,
}

/// An area that can stand beside one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Neighbour {
    pub(super) code: i32,
    pub(super) name: String,
}

/// The municipalities of a region, under its name.
pub(super) struct Neighbours {
    pub(super) region: Text,
    pub(super) all: Vec<Neighbour>,
}

impl Own {
    /// As pages and settings say it on a day; `None` where the pages name none.
    pub(super) fn of(store: &Store, book: &Book, day: Day) -> Result<Option<Own>, WebError> {
        let models = book.models().iter();
        let code = models
            .flat_map(|model| &model.parameters)
            .find(|parameter| parameter.name == CODE)
            .and_then(|parameter| parameter.value.parse::<u16>().ok());
        let Some(code) = code else { return Ok(None) };
        let registers = book.catalogue().registers();
        let listed = registers.list(MUNICIPALITIES);
        let known = listed.and_then(|list| list.number(i32::from(code)));
        let name = match known {
            Some(known) => both(&known.title),
            None => match store.setting(NAME)? {
                Some(name) => Text::same(name),
                None => Text::new(
                    format!("Kommunen ({code})"),
                    format!("The municipality ({code})"),
                ),
            },
        };
        let gathered = listed
            .and_then(|list| list.gathering(GATHERING, day))
            .zip(listed)
            .and_then(|(gathering, _)| {
                let pair = gathering
                    .pairs
                    .iter()
                    .find(|(from, _)| *from == i32::from(code));
                let region = registers.list(&gathering.to)?;
                region.number(pair?.1)
            });
        let region = match (gathered, store.setting(REGION)?) {
            (Some(region), _) => Some(region),
            (None, Some(id)) => regions(registers, day).and_then(|list| list.code(&id)),
            (None, None) => None,
        };
        Ok(Some(Own {
            code,
            name,
            region: region.map(|region| (region.number, both(&region.title))),
        }))
    }
}

fn regions(registers: &Registers, day: Day) -> Option<&RegisterList> {
    let list = registers.list(MUNICIPALITIES)?;
    registers.list(&list.gathering(GATHERING, day)?.to)
}

/// What a municipality is called.
pub(super) fn municipality(registers: &Registers, code: i32) -> Text {
    let list = registers.list(MUNICIPALITIES);
    let known = list.and_then(|list| list.number(code));
    known.map_or_else(|| Text::same(code.to_string()), |known| both(&known.title))
}

/// All municipalities by region, in the order of the pages; names in this language.
pub(super) fn neighbours(registers: &Registers, day: Day, language: &str) -> Vec<Neighbours> {
    let found = registers.list(MUNICIPALITIES).and_then(|list| {
        let gathering = list.gathering(GATHERING, day)?;
        Some((list, gathering, registers.list(&gathering.to)?))
    });
    let Some((list, gathering, regions)) = found else {
        return Vec::new();
    };
    let groups = regions.codes.iter().map(|region| {
        let codes = gathering.codes_of(region.number).into_iter();
        let mut all: Vec<Neighbour> = codes
            .filter_map(|code| {
                let known = list.number(code)?;
                let name = known.title.in_language(language).to_owned();
                Some(Neighbour { code, name })
            })
            .collect();
        all.sort_by_key(|neighbour| alphabetical(&neighbour.name));
        Neighbours {
            region: both(&region.title),
            all,
        }
    });
    groups.filter(|group| !group.all.is_empty()).collect()
}

/// Danish order: æ, ø and å come last, and capitals count as small letters.
fn alphabetical(name: &str) -> Vec<u32> {
    let lower = name.to_lowercase();
    let order = |letter: char| match letter {
        'æ' => 0x2000,
        'ø' => 0x2001,
        'å' => 0x2002,
        other => u32::from(other),
    };
    lower.chars().map(order).collect()
}

//! One's own municipality beside the own region, the country and chosen neighbours: ours counted here, theirs as published.

use std::collections::BTreeSet;
use std::sync::Arc;

use rulebook::indicators::PublishedSeries;
use rulebook::registers::Registers;
use tables::{Cell, Dimension, Measure, MeasureKind, Period, Quantity, Role, Table, Text};

use super::asked::{Asked, Query, Whose};
use super::own::{Own, municipality};
use super::published::{Area, Numbers, cell, tied};
use super::table::{SCOPE, TIME, TOTAL};
use super::vintage::{self, Drawn};
use super::words::{self, both};
use crate::app::App;
use crate::error::{WebError, WebResult};
use crate::listing::{Address, number};
use crate::page::Page;
use crate::rights::User;

/// More neighbours than this, and the lines of the chart cannot be told apart.
pub(super) const MOST_NEIGHBOURS: usize = 3;

/// The chosen areas, in addresses.
const REGION: &str = "region";
const NATION: &str = "nation";
const NOBODY: &str = "none";

/// What was asked of a comparison.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub(super) asked: Asked,
    /// The published table, by its place among those tied to the number.
    pub(super) table: Option<usize>,
    pub(super) region: bool,
    pub(super) nation: bool,
    /// Codes of municipalities.
    pub(super) neighbours: BTreeSet<i32>,
    /// So many more were chosen than are shown.
    pub(super) dropped: usize,
}

impl Wish {
    /// Reads what the address says; region and country stand there unless it says otherwise.
    pub(super) fn read(
        page: &Page,
        indicator: &str,
        pairs: &[(String, String)],
    ) -> WebResult<Wish> {
        let catalogue = page.app.book.catalogue();
        let mut asked = Asked::read(catalogue, indicator, &Query::of_pairs(pairs), page.now())?;
        asked.whose = Whose::All;
        let with = pairs.iter().filter(|(name, _)| name == "with");
        let with: BTreeSet<&str> = with
            .flat_map(|(_, value)| value.split('.'))
            .filter(|value| !value.is_empty())
            .collect();
        let mut neighbours = BTreeSet::new();
        for code in with
            .iter()
            .filter(|one| ![REGION, NATION, NOBODY].contains(one))
        {
            neighbours.extend(number::<i32>(code)?);
        }
        let table = pairs
            .iter()
            .rfind(|(name, value)| name == "table" && !value.is_empty());
        let shown = &asked.numbers.all[asked.number].id;
        let table = match table {
            None => None,
            Some((_, wanted)) => {
                // Another number may be tied to other tables; then its first one stands.
                tied(&asked.version, shown).position(|series| series.table == *wanted)
            }
        };
        let is_told = !with.is_empty();
        Ok(Wish {
            region: !is_told || with.contains(REGION),
            nation: !is_told || with.contains(NATION),
            dropped: neighbours.len().saturating_sub(MOST_NEIGHBOURS),
            // More than can be drawn are not refused: the first ones stand.
            neighbours: neighbours.into_iter().take(MOST_NEIGHBOURS).collect(),
            asked,
            table,
        })
    }

    /// The tables that are tied to the number.
    pub(super) fn tables(&self) -> Vec<&PublishedSeries> {
        let shown = &self.asked.numbers.all[self.asked.number].id;
        tied(&self.asked.version, shown).collect()
    }

    /// The address of exactly this; `below` is empty or a file.
    pub(super) fn address(&self, below: &str) -> Address {
        let mut with: Vec<String> = Vec::new();
        with.extend(self.region.then(|| REGION.to_owned()));
        with.extend(self.nation.then(|| NATION.to_owned()));
        with.extend(self.neighbours.iter().map(ToString::to_string));
        if with.is_empty() {
            with.push(NOBODY.to_owned());
        }
        let table = self
            .table
            .and_then(|at| Some(self.tables().get(at)?.table.clone()));
        self.asked
            .address_of(&format!("/compare{below}"))
            .with("whose", "")
            .with("by", "")
            .with("table", table.unwrap_or_default())
            .with("with", with.join("."))
    }
}

/// What a comparison is made of.
pub(super) struct Compared {
    pub(super) wish: Wish,
    pub(super) own: Own,
    /// The comparison: areas by periods, one measure.
    pub(super) table: Table,
    /// The same with the first period of each area as 100, for numbers that are not shares.
    pub(super) index: Option<Table>,
    /// Our own cells, by period.
    pub(super) ours: Vec<Cell>,
    /// What is published in the chosen table; `None` where no page ties one to the number.
    pub(super) published: Option<Numbers>,
    /// The areas of the table, in its order; nothing for what we counted.
    pub(super) areas: Vec<Option<Area>>,
    /// From when to when each of the tied tables tells something; nothing where it is not imported.
    pub(super) spans: Vec<Option<(Period, Period)>>,
}

/// Counts our own and reads what is published.
pub(super) async fn compare(page: &Page, wish: Wish) -> WebResult<Compared> {
    let user = Arc::clone(&page.user);
    let compared = page
        .app
        .blocking(move |app| {
            let asked = &wish.asked;
            let own = Own::of(&app.store, &app.book, asked.day())?.ok_or(WebError::NotFound)?;
            let shown = asked.numbers.all[asked.number].id.clone();
            let mut tables = Vec::new();
            for series in wish.tables() {
                let numbers = Numbers::read(&app.store, series, &shown, Some(&own), asked.at)?;
                tables.push(numbers);
            }
            let spans = tables.iter().map(Numbers::span).collect();
            // Without a wish the first table that has been imported stands.
            let chosen = wish.table.or_else(|| {
                let imported = tables.iter().position(|numbers| numbers.revision.is_some());
                imported.or((!tables.is_empty()).then_some(0))
            });
            let published = chosen.map(|at| tables.swap_remove(at));
            let wish = Wish {
                table: chosen,
                ..wish
            };
            let (asked, ours, mut head) = counted(app, &user, &wish)?;
            let wish = Wish { asked, ..wish };
            let series = wish
                .table
                .and_then(|at| wish.tables().get(at).copied().cloned());
            if let Some((series, published)) = series.as_ref().zip(published.as_ref()) {
                head = beside(head, series, published);
            }
            let registers = app.book.catalogue().registers();
            let about = series
                .as_ref()
                .and_then(|series| about(registers, series, wish.asked.to));
            if let Some(about) = &about {
                head.title = of_part(&head.title, about);
                head.population = Text::new(
                    format!("{}, heraf {}", head.population.da, about.da),
                    format!("{}, of these {}", head.population.en, about.en),
                );
            }
            let names = Names {
                publisher: series
                    .as_ref()
                    .map_or("", |series| series.source.text.as_str()),
                registers,
            };
            let columns = columns(&wish, &own, published.as_ref(), names);
            let told = (head, about.as_ref());
            let table = put_together(&wish, &columns, &ours, told, published.as_ref())?;
            let index = (table.measures()[0].kind != MeasureKind::Ratio)
                .then(|| indexed(&table))
                .transpose()?;
            Ok::<_, WebError>(Compared {
                wish,
                own,
                table,
                index,
                ours,
                published,
                areas: columns.into_iter().map(|(_, _, area)| area).collect(),
                spans,
            })
        })
        .await?;
    page.log_read(None, None).await?;
    Ok(compared)
}

/// What a published table is about, where it is about a part.
pub(super) fn about(
    registers: &Registers,
    series: &PublishedSeries,
    day: calendar::Day,
) -> Option<Text> {
    let parts = series.about.iter().filter_map(|part| {
        let breakdown = registers.breakdown(&part.breakdown)?;
        Some(words::member(registers, breakdown, day, part.code).1)
    });
    let parts: Vec<Text> = parts.collect();
    let told = |one: fn(&Text) -> &str| parts.iter().map(one).collect::<Vec<_>>().join(", ");
    (!parts.is_empty()).then(|| Text::new(told(|text| &text.da), told(|text| &text.en)))
}

/// A title, narrowed to a part.
fn of_part(title: &Text, about: &Text) -> Text {
    Text::new(
        format!("{}: {}", title.da, about.da),
        format!("{}: {}", title.en, about.en),
    )
}

/// Our own cells of the number by period, of the part the published table is about, and what stands beside them.
fn counted(
    app: &App,
    user: &User,
    wish: &Wish,
) -> Result<(Asked, Vec<Cell>, tables::Head), WebError> {
    let about = wish
        .table
        .and_then(|at| wish.tables().get(at).map(|series| series.about.clone()));
    let about = about.unwrap_or_default();
    let asked = Asked {
        by: about.first().map(|part| part.breakdown.clone()),
        ..wish.asked.clone()
    };
    let Drawn { asked, table, .. } = vintage::municipal(app, user, &asked)?;
    let periods = asked.period_codes().len();
    let head = table.head().clone();
    let member = match about.as_slice() {
        [] => Some(None),
        [part] => {
            let (_, dimension) = table.dimension(&part.breakdown).ok_or(WebError::NotFound)?;
            let code = part.code.to_string();
            let members = &dimension.members;
            members
                .iter()
                .position(|member| member.code == code)
                .map(Some)
        }
        // A table about two things at once has no counterpart in a table broken down by one.
        _ => None,
    };
    let cells = (0..periods).map(|period| match member {
        Some(None) => table.cell(&[period], asked.number).clone(),
        Some(Some(member)) => table.cell(&[member, period], asked.number).clone(),
        // Nobody of ours is in that part; what is not known at all is unknown in the total too.
        None => match table.dimensions() {
            [by, _] if about.len() == 1 => {
                let total = by.members.iter().position(|member| member.code == TOTAL);
                match total.map(|total| table.cell(&[total, period], asked.number)) {
                    Some(unknown @ Cell::Unknown { .. }) => unknown.clone(),
                    _ => zero(table.measures()[asked.number].kind),
                }
            }
            _ => Cell::NotApplicable,
        },
    });
    let cells = cells.collect();
    let asked = Asked {
        by: wish.asked.by.clone(),
        ..asked
    };
    Ok((asked, cells, head))
}

fn zero(kind: MeasureKind) -> Cell {
    match kind {
        MeasureKind::Count => Cell::count(0),
        MeasureKind::Amount => Cell::Known(Quantity::Amount {
            units: 0,
            per: 1,
            persons: 0,
        }),
        MeasureKind::Ratio => Cell::NotApplicable,
    }
}

/// An area's code in the table, its label, and what is published of it; `None` for what we counted.
type Column = (String, Text, Option<Area>);

/// The areas that stand beside each other.
fn columns(wish: &Wish, own: &Own, published: Option<&Numbers>, names: Names<'_>) -> Vec<Column> {
    let mut columns = vec![(
        "own".to_owned(),
        Text::new(
            format!("{}, egne tal", own.name.da),
            format!("{}, own figures", own.name.en),
        ),
        None,
    )];
    let Some(published) = published.filter(|numbers| numbers.revision.is_some()) else {
        return columns;
    };
    let periods = wish.asked.period_codes();
    let ours = Area::Municipality(i32::from(own.code));
    if published.tells(ours, &periods) {
        let label = Text::new(
            format!("{}, {}", own.name.da, names.publisher),
            format!("{}, {}", own.name.en, names.publisher),
        );
        columns.push(("own-published".to_owned(), label, Some(ours)));
    }
    if let Some((number, name)) = own.region.as_ref().filter(|_| wish.region) {
        let area = Some(Area::Region(*number));
        columns.push((format!("r{number}"), name.clone(), area));
    }
    if wish.nation {
        let label = Text::new("Hele landet", "The whole country");
        columns.push((NATION.to_owned(), label, Some(Area::Nation)));
    }
    for code in &wish.neighbours {
        let label = municipality(names.registers, *code);
        let area = Some(Area::Municipality(*code));
        columns.push((format!("m{code}"), label, area));
    }
    columns
}

/// What columns are called.
#[derive(Clone, Copy)]
struct Names<'a> {
    publisher: &'a str,
    registers: &'a Registers,
}

/// Ours and theirs as one table, each under its own name.
fn put_together(
    wish: &Wish,
    columns: &[Column],
    ours: &[Cell],
    (head, about): (tables::Head, Option<&Text>),
    published: Option<&Numbers>,
) -> Result<Table, WebError> {
    let number = &wish.asked.numbers.all[wish.asked.number];
    let kind = match number.kind {
        MeasureKind::Ratio => MeasureKind::Ratio,
        // Published amounts are not counts of persons we know, so both stand as amounts.
        MeasureKind::Count | MeasureKind::Amount => MeasureKind::Amount,
    };
    let periods = wish.asked.period_codes();
    let mut areas = Dimension::new(SCOPE, Text::new("Område", "Area"), Role::Class);
    for (code, label, _) in columns {
        areas = areas.member(code.clone(), label.clone());
    }
    let mut time = Dimension::new(TIME, Text::new("Periode", "Period"), Role::Time);
    for period in &periods {
        time = time.member(period.to_string(), period.label());
    }
    let title = both(&number.title);
    let measure = Measure {
        id: number.id.clone(),
        label: about.map_or_else(|| title.clone(), |about| of_part(&title, about)),
        unit: both(&number.unit),
        kind,
        places: number.places,
        parts: Vec::new(),
        share_of: None,
    };
    let cell = |members: &[usize], _: usize| {
        let (area, period) = (members[0], members[1]);
        match columns[area].2 {
            None => as_amount(&ours[period], kind),
            Some(area) => {
                let found = published.and_then(|numbers| numbers.number(area, periods[period]));
                found.map_or(Cell::Unknown { needs: None }, |found| cell(found, kind))
            }
        }
    };
    Table::build(head, vec![areas, time], vec![measure], cell).map_err(WebError::fault)
}

/// A count as an amount, so that it can stand in a column with published numbers.
fn as_amount(ours: &Cell, kind: MeasureKind) -> Cell {
    match (ours, kind) {
        (Cell::Known(Quantity::Count(count)), MeasureKind::Amount) => {
            Cell::Known(Quantity::Amount {
                units: i128::from(*count),
                per: 1,
                persons: *count,
            })
        }
        (other, _) => other.clone(),
    }
}

/// The same table with each area's first number as 100 per cent: areas of any size can be drawn beside each other.
fn indexed(table: &Table) -> Result<Table, WebError> {
    let periods = table.dimensions()[1].members.len();
    let fraction = |area: usize, period: usize| {
        let found = table.cell(&[area, period], 0).quantity();
        found.map(Quantity::fraction)
    };
    let measure = Measure {
        unit: Text::new("pct. af den første periode", "per cent of the first period"),
        kind: MeasureKind::Ratio,
        places: 1,
        ..table.measures()[0].clone()
    };
    let cell = |members: &[usize], _: usize| {
        let (area, period) = (members[0], members[1]);
        let mut firsts = (0..periods).filter_map(|at| fraction(area, at));
        let first = firsts.find(|(above, _)| *above > 0);
        let (Some((above, below)), Some((base, under))) = (fraction(area, period), first) else {
            return match table.cell(members, 0) {
                Cell::Known(_) => Cell::NotApplicable,
                other => other.clone(),
            };
        };
        let parts = above.checked_mul(under).zip(below.checked_mul(base));
        parts.map_or(Cell::NotApplicable, |(numerator, denominator)| {
            Cell::Known(Quantity::Ratio {
                numerator,
                denominator,
                inside: i64::MAX / 4,
                all: i64::MAX / 2,
            })
        })
    };
    Table::build(
        table.head().clone(),
        table.dimensions().to_vec(),
        vec![measure],
        cell,
    )
    .map_err(WebError::fault)
}

/// What stands beside a comparison: ours and the published table's.
fn beside(mut head: tables::Head, series: &PublishedSeries, published: &Numbers) -> tables::Head {
    head.faults.extend(series.differs.iter().map(both));
    if let Some(revision) = &published.revision {
        let (source, table) = (&revision.source, &series.table);
        let (retrieved, number) = (revision.retrieved, revision.number);
        let retrieved = numeric(retrieved);
        let updated = revision.updated.as_deref().unwrap_or("?");
        // What the publisher writes is a day most often, and then written as days are here.
        let updated = updated.parse().map_or_else(|_| updated.to_owned(), numeric);
        head.source = Text::new(
            format!(
                "Egne tal: {}. Offentliggjort: {source}, tabel {table}, hentet {retrieved}, opdateret {updated}, {number}. udgave her",
                head.source.da
            ),
            format!(
                "Own figures: {}. Published: {source}, table {table}, retrieved {retrieved}, updated {updated}, revision {number} here",
                head.source.en
            ),
        );
    }
    if !published.symbols.is_empty() {
        let symbols: Vec<&str> = published.symbols.iter().map(String::as_str).collect();
        let symbols = symbols.join(" ");
        head.faults.push(Text::new(
            format!("Hvor den offentliggjorte tabel har tegn i stedet for tal ({symbols}), står der ?"),
            format!("Where the published table has symbols in place of numbers ({symbols}), there is a ?"),
        ));
    }
    head
}

/// `15.09.2021`
pub(super) fn numeric(day: calendar::Day) -> String {
    format!("{:02}.{:02}.{}", day.day(), day.month(), day.year())
}

//! A reform in words: the rules that are new, and each case with its duties before and after.

use casework::{DutyChange, DutyChangeKind, DutySnapshot};
use duties::DutyState;
use facts::PlacementId;
use rulebook::ModelVersion;

use super::asked::{Asked, Effect};
use super::meeting::{Meeting, Tally, effect};
use crate::colleagues::Colleagues;
use crate::error::WebResult;
use crate::page::Page;
use crate::rights::Action;

/// New rules that hold for some of the cases.
pub(super) struct LawWords {
    pub(super) hash: String,
    pub(super) title: String,
    pub(super) day: String,
    pub(super) source: String,
    pub(super) verified: bool,
    pub(super) invented: bool,
    pub(super) handbook: String,
    /// How many cases.
    pub(super) cases: u64,
    /// The list narrowed to them.
    pub(super) address: String,
    pub(super) current: bool,
}

/// A duty as it is now or as it would be.
pub(super) struct Stand {
    pub(super) day: String,
    pub(super) overdue: bool,
    /// »i bero«, »fraveget«: why nobody works on it.
    pub(super) state: Option<&'static str>,
}

/// One duty before and after.
pub(super) struct DutyLine {
    /// `drops`, `opens`, `moves` or `same`: for the stylesheet.
    pub(super) id: &'static str,
    /// Key of what becomes of it.
    pub(super) key: &'static str,
    pub(super) verb: String,
    /// Where the handbook has it.
    pub(super) address: String,
    pub(super) company: Option<String>,
    pub(super) before: Option<Stand>,
    pub(super) after: Option<Stand>,
}

/// One case.
pub(super) struct CaseWords {
    pub(super) case: u64,
    pub(super) name: String,
    pub(super) holders: String,
    pub(super) duties: Vec<DutyLine>,
    /// How many registered facts the new page cannot take up.
    pub(super) misfits: u64,
    /// The last fact whoever confirms has seen, and the key of the post; nothing for who may not confirm.
    pub(super) confirm: Option<(u64, String)>,
    /// The new rules leave everything as it is.
    pub(super) unchanged: bool,
}

/// The rules that are new, in the order in which they begin to hold.
pub(super) fn laws(page: &Page, asked: &Asked, meetings: &[Meeting]) -> Vec<LawWords> {
    let mut laws: Vec<(calendar::Day, LawWords)> = Vec::new();
    for meeting in meetings {
        let (law, to) = (&meeting.law, meeting.law.to.as_ref());
        if let Some((_, known)) = laws.iter_mut().find(|(_, known)| known.hash == to.hash) {
            known.cases += 1;
            continue;
        }
        let narrowed = Asked {
            version: Some(to.hash.clone()),
            ..asked.clone()
        };
        let words = LawWords {
            hash: to.hash.clone(),
            title: page.text(&to.title).to_owned(),
            day: page.long(law.day),
            source: law.source.text.clone(),
            verified: law.source.verified,
            invented: to.invented,
            handbook: format!("/handbook/{}/{}", to.name, to.from),
            cases: 1,
            address: narrowed.address().to_string(),
            current: asked.version.as_ref() == Some(&to.hash),
        };
        laws.push((law.day, words));
    }
    laws.sort_by_key(|(day, _)| *day);
    laws.into_iter().map(|(_, words)| words).collect()
}

/// A case in words.
pub(super) fn case(
    page: &Page,
    colleagues: &Colleagues,
    meeting: &Meeting,
) -> WebResult<CaseWords> {
    let may_confirm = page.may(Action::ConfirmModelChange, meeting.closeness);
    let confirm = if may_confirm {
        Some((meeting.last.0, page.post_key()?))
    } else {
        None
    };
    let row = &meeting.line.row;
    Ok(CaseWords {
        case: row.case.0,
        name: meeting.line.name.clone(),
        holders: colleagues.names(row.holders.values().copied()),
        duties: duties(page, meeting),
        misfits: meeting.migration.problems.len() as u64,
        confirm,
        unchanged: meeting.is_unchanged(),
    })
}

/// How many duties go, come, change and stay over all these cases.
pub(super) fn total<'m>(meetings: impl Iterator<Item = &'m Meeting>) -> Tally {
    let mut total = Tally::default();
    for meeting in meetings {
        total.add(meeting.tally());
    }
    total
}

fn duties(page: &Page, meeting: &Meeting) -> Vec<DutyLine> {
    let mut lines: Vec<DutyLine> = Vec::new();
    for wanted in [Effect::Drops, Effect::Opens, Effect::Moves] {
        let changes = meeting.migration.duties.iter();
        lines.extend(
            changes
                .filter(|change| effect(change) == Some(wanted))
                .map(|change| changed(page, meeting, change)),
        );
    }
    lines.extend(meeting.migration.kept.iter().map(|kept| {
        let (verb, address) = event(page, &meeting.law.to, &kept.event);
        DutyLine {
            id: "same",
            key: "reform-same",
            verb,
            address,
            company: company(meeting, kept.instance),
            before: Some(stand(page, &kept.stands)),
            after: Some(stand(page, &kept.stands)),
        }
    }));
    lines
}

fn changed(page: &Page, meeting: &Meeting, change: &DutyChange) -> DutyLine {
    let is_unended = |snapshot: &&DutySnapshot| {
        matches!(
            snapshot.state,
            DutyState::Open | DutyState::Suspended | DutyState::Paused | DutyState::SetAside
        )
    };
    let (id, key) = match change.kind {
        DutyChangeKind::Discharged => ("drops", "reform-discharged"),
        DutyChangeKind::Dropped | DutyChangeKind::Restated => ("drops", "reform-dropped"),
        DutyChangeKind::Opened => ("opens", "reform-opened"),
        DutyChangeKind::Moved => ("moves", "reform-moved"),
    };
    let goes = id == "drops";
    let model = if goes { &meeting.from } else { &meeting.law.to };
    let (verb, address) = event(page, model, &change.event);
    let before = change.before.as_ref().filter(is_unended);
    let after = change.after.as_ref().filter(is_unended);
    DutyLine {
        id,
        key,
        verb,
        address,
        company: company(meeting, change.instance),
        before: before.map(|snapshot| stand(page, snapshot)),
        after: after
            .filter(|_| !goes)
            .map(|snapshot| stand(page, snapshot)),
    }
}

fn event(page: &Page, model: &ModelVersion, id: &str) -> (String, String) {
    let handbook = format!("/handbook/{}/{}", model.name, model.from);
    match model.event(id).map(|at| &model.events[at]) {
        Some(event) => (
            page.text(&event.verb).to_owned(),
            format!("{handbook}#{}", event.anchor),
        ),
        None => (id.to_owned(), handbook),
    }
}

fn company(meeting: &Meeting, instance: Option<PlacementId>) -> Option<String> {
    meeting.companies.get(&instance?).cloned()
}

fn stand(page: &Page, snapshot: &DutySnapshot) -> Stand {
    Stand {
        day: snapshot
            .due
            .map_or_else(|| page.t("day-no-due"), |due| page.short(due)),
        overdue: snapshot.due.is_some_and(|due| due < page.today),
        state: match snapshot.state {
            DutyState::Suspended => Some("reform-suspended"),
            DutyState::Paused => Some("reform-paused"),
            DutyState::SetAside => Some("reform-set-aside"),
            _ => None,
        },
    }
}

//! Pages of codes.

use crate::Text;
use crate::codes::{Code, CodeList, Codes};
use crate::page::{Part, Reader, Report, Role, Sink, one_of};

/// Adds the codes of a page to those read before.
pub(crate) fn read(sink: &Sink, parts: &[Part], codes: &mut Codes) {
    for part in parts {
        let list = match &part.role {
            Role::List(id) => {
                let lists = CodeList::ALL.map(|list| (list.id(), list));
                one_of(sink, id, &lists).map(|list| list.value)
            }
            Role::Event(_) | Role::Step(_) | Role::Group(_) => {
                let message = "en side med koder har ingen begivenheder, trin eller grupper";
                sink.tell(
                    Report::error("misplaced-heading", &part.place, message)
                        .remedy("brug {list = \"…\"}"),
                );
                None
            }
            _ => list_above(parts, part),
        };
        for block in &part.blocks {
            let mut reader = Reader::new(sink, &block.entries, block.fence.clone());
            for node in reader.items("code") {
                if let Some(code) = code(sink, node) {
                    match list {
                        Some(list) => add(sink, codes, list, code),
                        None => sink.tell(
                            Report::error(
                                "code-without-list",
                                &node.place,
                                "koden står ikke under en liste",
                            )
                            .remedy("skriv {list = \"…\"} på overskriften over den"),
                        ),
                    }
                }
            }
            reader.finish();
        }
    }
}

/// The list of the nearest heading above that names one.
fn list_above(parts: &[Part], part: &Part) -> Option<CodeList> {
    match &parts[part.owner].role {
        Role::List(id) => CodeList::ALL.into_iter().find(|list| list.id() == id.value),
        _ => None,
    }
}

fn code(sink: &Sink, node: &crate::page::Node) -> Option<(Code, std::ops::Range<usize>)> {
    let mut reader = Reader::of(sink, node)?;
    let id = reader.required_id("id");
    let da = reader.text("da");
    if da.is_none() && reader.node("da").is_none() {
        reader.missing("da");
    }
    let en = reader.text("en").map(|text| text.value);
    let tags = reader
        .ids("tags")
        .into_iter()
        .map(|tag| tag.value)
        .collect();
    reader.finish();
    let id = id?;
    let code = Code {
        id: id.value,
        title: Text { da: da?.value, en },
        tags,
    };
    Some((code, id.place))
}

fn add(
    sink: &Sink,
    codes: &mut Codes,
    list: CodeList,
    (code, place): (Code, std::ops::Range<usize>),
) {
    if codes.get(list, &code.id).is_some() {
        let message = format!("koden »{}« er nævnt to gange", code.id);
        sink.tell(Report::error("declared-twice", &place, message).remedy("slet den ene"));
        return;
    }
    codes.lists.entry(list).or_default().push(code);
}

/// Tells list headings on pages that are no pages of codes.
pub(crate) fn refuse_lists(sink: &Sink, parts: &[Part]) {
    for part in parts {
        if let Role::List(id) = &part.role {
            sink.tell(
                Report::error(
                    "misplaced-heading",
                    &id.place,
                    "lister hører til på en side med koder",
                )
                .remedy("flyt listen til siden, hvis første overskrift har {codes = \"…\"}"),
            );
        }
    }
}

//! The Markdown structure of a page: headings with their attributes, and the TOML blocks under each.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::sink::{Report, Sink};
use super::tree::{self, Entry};

/// A heading and what stands under it, up to the next heading.
#[derive(Debug)]
pub(crate) struct Heading {
    pub(crate) level: u8,
    /// Without its attributes.
    pub(crate) words: String,
    /// The whole heading.
    pub(crate) place: Range<usize>,
    pub(crate) attributes: Vec<Entry>,
    /// Whether the attributes could not be read, so that nobody knows what stands under it.
    pub(crate) is_broken: bool,
    /// From the heading to the next.
    pub(crate) body: Range<usize>,
    pub(crate) blocks: Vec<Block>,
}

/// A fenced TOML block.
#[derive(Debug)]
pub(crate) struct Block {
    /// The fence included.
    pub(crate) fence: Range<usize>,
    /// Whether its end could not be read.
    pub(crate) is_broken: bool,
    pub(crate) entries: Vec<Entry>,
}

/// The same text with one kind of line end, no trailing blanks, and one newline at the end.
pub(crate) fn normalised(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len() + 1);
    for line in text.trim_end().split('\n') {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// The Markdown the pages use.
pub(crate) const MARKDOWN: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// Finds the headings of a page.
pub(crate) fn headings(sink: &Sink) -> Vec<Heading> {
    let text = sink.text();
    let mut found: Vec<Heading> = Vec::new();
    let mut depth = 0_usize;
    let mut fence: Option<(Range<usize>, Option<Range<usize>>)> = None;
    for (event, range) in Parser::new_ext(text, MARKDOWN).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    match tag {
                        Tag::Heading { level, .. } => {
                            close_body(&mut found, range.start);
                            found.push(heading(sink, level, range));
                        }
                        Tag::CodeBlock(CodeBlockKind::Fenced(info)) if info.trim() == "toml" => {
                            fence = Some((range, None));
                        }
                        _ => {}
                    }
                } else if matches!(&tag, Tag::CodeBlock(CodeBlockKind::Fenced(info)) if info.trim() == "toml")
                {
                    let message =
                        "en toml-blok skal stå for sig selv, ikke i en liste eller et citat";
                    sink.tell(
                        Report::error("nested-block", &range, message)
                            .remedy("flyt den ud til venstre margen"),
                    );
                }
                depth += 1;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                if tag == TagEnd::CodeBlock
                    && depth == 0
                    && let Some((fence, content)) = fence.take()
                {
                    block(sink, &mut found, fence, content);
                }
            }
            Event::Text(_) => {
                if let Some((_, content)) = &mut fence {
                    let start = content
                        .as_ref()
                        .map_or(range.start, |content| content.start);
                    *content = Some(start..range.end);
                }
            }
            _ => {}
        }
    }
    close_body(&mut found, text.len());
    found
}

fn close_body(found: &mut [Heading], end: usize) {
    if let Some(last) = found.last_mut() {
        last.body.end = end.max(last.body.start);
    }
}

fn block(sink: &Sink, found: &mut [Heading], fence: Range<usize>, content: Option<Range<usize>>) {
    let Some(heading) = found.last_mut() else {
        let message = "reglerne står uden en overskrift over sig";
        sink.tell(
            Report::error("rule-without-heading", &fence, message)
                .remedy("skriv en overskrift med kilde over blokken"),
        );
        return;
    };
    let content = content.unwrap_or(fence.end..fence.end);
    let (mut entries, faults) = tree::parse(&sink.text()[content.clone()], content.start);
    let is_broken = told_first(sink, &faults, &mut entries);
    heading.blocks.push(Block {
        fence,
        is_broken,
        entries,
    });
}

/// Tells faults of syntax: of those that make the rest unreadable only the first, and keeps what stands before it.
pub(crate) fn told_first(
    sink: &Sink,
    faults: &[tree::SyntaxFault],
    entries: &mut Vec<Entry>,
) -> bool {
    let is_harmless = |words: &str| words.contains("duplicate key");
    let first = faults
        .iter()
        .filter(|(_, words)| !is_harmless(words))
        .min_by_key(|(place, _)| (place.start, place.end));
    let end = first.map_or(usize::MAX, |(place, _)| place.start);
    for (place, words) in faults {
        if (is_harmless(words) && place.start < end) || Some(place) == first.map(|(place, _)| place)
        {
            let message = format!("TOML kan ikke læses her: {words}");
            sink.tell(Report::error("toml", place, message).remedy(
                "se om der mangler et anførselstegn, et komma eller en parentes, eller om noget er sagt to gange",
            ));
        }
    }
    entries.retain(|entry| entry.value.place.end <= end);
    first.is_some()
}

fn heading(sink: &Sink, level: HeadingLevel, place: Range<usize>) -> Heading {
    let text = sink.text();
    let end = place.start + text[place.clone()].trim_end().len();
    let place = place.start..end;
    let raw = &text[place.clone()];
    let (words, attributes) = match (raw.find('{'), raw.rfind('}')) {
        (Some(open), Some(close)) if open < close => {
            let inner = place.start + open + 1..place.start + close;
            (&raw[..open], attributes(sink, inner))
        }
        (None, None) => (raw, Some(Vec::new())),
        _ => {
            let message = "overskriftens egenskaber { … } er ikke lukket";
            sink.tell(
                Report::error("open-attributes", &place, message).remedy("slut overskriften med }"),
            );
            (raw, None)
        }
    };
    let words = words
        .lines()
        .next()
        .unwrap_or("")
        .trim_start_matches('#')
        .trim();
    Heading {
        level: level as u8,
        words: words.trim_end_matches('#').trim_end().to_owned(),
        body: end..end,
        place,
        is_broken: attributes.is_none(),
        attributes: attributes.unwrap_or_default(),
        blocks: Vec::new(),
    }
}

/// The inline table at the end of a heading; `None` if it cannot be read.
fn attributes(sink: &Sink, inner: Range<usize>) -> Option<Vec<Entry>> {
    // The inline table is parsed as the value of a key of one letter, so that its places are found by an offset.
    let document = format!("a={{{}}}", &sink.text()[inner.clone()]);
    let (entries, faults) = tree::parse(&document, 0);
    let shift = |place: &Range<usize>| {
        let moved = |at: usize| {
            (at + inner.start)
                .saturating_sub(3)
                .clamp(inner.start, inner.end)
        };
        moved(place.start)..moved(place.end)
    };
    for (place, words) in &faults {
        let message = format!("overskriftens egenskaber kan ikke læses her: {words}");
        sink.tell(
            Report::error("heading-attributes", &shift(place), message)
                .remedy("skriv dem som {event = \"id\", source = \"…\"}"),
        );
    }
    if !faults.is_empty() {
        return None;
    }
    let mut entries = match entries.into_iter().next().map(|entry| entry.value.tree) {
        Some(tree::Tree::Table(entries)) => entries,
        _ => Vec::new(),
    };
    for entry in &mut entries {
        shift_entry(entry, &shift);
    }
    Some(entries)
}

fn shift_entry(entry: &mut Entry, shift: &dyn Fn(&Range<usize>) -> Range<usize>) {
    entry.key_place = shift(&entry.key_place);
    shift_node(&mut entry.value, shift);
}

fn shift_node(node: &mut tree::Node, shift: &dyn Fn(&Range<usize>) -> Range<usize>) {
    node.place = shift(&node.place);
    match &mut node.tree {
        tree::Tree::List(list) => list.iter_mut().for_each(|node| shift_node(node, shift)),
        tree::Tree::Table(entries) => {
            for entry in entries {
                shift_entry(entry, shift);
            }
        }
        _ => {}
    }
}

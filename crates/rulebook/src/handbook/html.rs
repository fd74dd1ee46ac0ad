//! Markdown to HTML that can do no harm: raw HTML is shown as text, links lead to pages only.

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd, html::push_html};

use crate::page::MARKDOWN;

/// Renders Markdown. Nothing in it can bring markup or script of its own.
pub(crate) fn markdown(text: &str) -> String {
    let mut in_image = 0_usize;
    let events = Parser::new_ext(text, MARKDOWN).filter_map(|event| {
        Some(match event {
            Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
            Event::Start(Tag::Image { .. }) => {
                in_image += 1;
                return None;
            }
            Event::End(TagEnd::Image) if in_image > 0 => {
                in_image -= 1;
                return None;
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let dest_url = if is_harmless(&dest_url) {
                    dest_url
                } else {
                    CowStr::Borrowed("#")
                };
                Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                })
            }
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            other => other,
        })
    });
    let mut out = String::new();
    push_html(&mut out, events);
    out
}

/// Whether a link leads to a page: web, mail, or a place in this program.
fn is_harmless(link: &str) -> bool {
    let scheme = link.split(['/', '?', '#']).next().unwrap_or("");
    match scheme.split_once(':') {
        None => !scheme.contains('&'),
        Some((scheme, _)) => ["http", "https", "mailto"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known)),
    }
}

/// Text inside HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_the_page_becomes_text() {
        for hostile in [
            "<script>alert(1)</script>",
            "a <b onclick=x>b</b>",
            "<img src=x onerror=y>",
            "[a](javascript:alert(1))",
            "[a](JaVaScript:alert(1))",
            "[a](data:text/html,x)",
            "![a](http://x/y.png)",
            "[a](&#106;avascript:alert(1))",
            "<javascript:alert(1)>",
        ] {
            let html = markdown(hostile).to_lowercase();
            for dangerous in [
                "<script",
                "<b ",
                "<img",
                "href=\"javascript",
                "href=\"data",
                "href=\"&",
            ] {
                assert!(!html.contains(dangerous), "{hostile} became {html}");
            }
        }
        assert!(markdown("[STAR](https://star.dk)").contains("href=\"https://star.dk\""));
        assert!(markdown("se [trin 2](#trin-2)").contains("href=\"#trin-2\""));
    }
}

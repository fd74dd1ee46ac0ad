//! A writer for the few SVG elements charts need: escaped text, attributes in the order they are given.

use std::fmt::Write as _;

/// Tenths of a pixel. All layout is done in them.
pub(super) type Tenths = i64;

/// SVG under construction.
pub(super) struct Svg {
    out: String,
    open: Vec<&'static str>,
}

/// Where text stands relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lettering<'a> {
    pub(super) class: &'a str,
    pub(super) size: Tenths,
    pub(super) fill: &'a str,
    pub(super) bold: bool,
    pub(super) anchor: Anchor,
}

impl Svg {
    /// Begins an image of a width and height, with title and description for those who do not see it.
    pub(super) fn new(
        id: &str,
        class: &str,
        size: (Tenths, Tenths),
        title: &str,
        description: &str,
    ) -> Svg {
        let mut svg = Svg {
            out: String::with_capacity(8_192),
            open: Vec::new(),
        };
        let (width, height) = (number(size.0), number(size.1));
        let view = format!("0 0 {width} {height}");
        let labels = format!("{id}-title {id}-desc");
        svg.begin(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("class", class),
                ("width", &width),
                ("height", &height),
                ("viewBox", &view),
                ("role", "img"),
                ("aria-labelledby", &labels),
                ("font-family", "IBM Plex Sans, Arial, Helvetica, sans-serif"),
            ],
        );
        svg.leaf("title", &[("id", &format!("{id}-title"))], title);
        svg.leaf("desc", &[("id", &format!("{id}-desc"))], description);
        svg
    }

    pub(super) fn begin(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str(">\n");
        self.open.push(name);
    }

    pub(super) fn end(&mut self) {
        let name = self.open.pop().expect("every end has a beginning");
        writeln!(self.out, "</{name}>").expect("writing to a string does not fail");
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str("/>\n");
    }

    /// An element that holds only text.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes);
        self.out.push('>');
        escape(text, &mut self.out);
        writeln!(self.out, "</{name}>").expect("writing to a string does not fail");
    }

    /// An element that explains itself when pointed at.
    pub(super) fn explained(&mut self, name: &str, attributes: &[(&str, &str)], title: &str) {
        self.tag(name, attributes);
        self.out.push_str("><title>");
        escape(title, &mut self.out);
        writeln!(self.out, "</title></{name}>").expect("writing to a string does not fail");
    }

    pub(super) fn text(&mut self, at: (Tenths, Tenths), look: Lettering<'_>, text: &str) {
        let (x, y, size) = (number(at.0), number(at.1), number(look.size));
        let anchor = match look.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let mut attributes = vec![
            ("class", look.class),
            ("x", x.as_str()),
            ("y", &y),
            ("font-size", &size),
            ("fill", look.fill),
        ];
        if look.bold {
            attributes.push(("font-weight", "600"));
        }
        if anchor != "start" {
            attributes.push(("text-anchor", anchor));
        }
        self.leaf("text", &attributes, text);
    }

    pub(super) fn rule(
        &mut self,
        from: (Tenths, Tenths),
        to: (Tenths, Tenths),
        class: &str,
        stroke: &str,
    ) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number);
        self.empty(
            "line",
            &[
                ("class", class),
                ("x1", &x1),
                ("y1", &y1),
                ("x2", &x2),
                ("y2", &y2),
                ("stroke", stroke),
            ],
        );
    }

    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.out
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            self.out.push(' ');
            self.out.push_str(attribute);
            self.out.push_str("=\"");
            escape(value, &mut self.out);
            self.out.push('"');
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            // Control characters may not stand in XML at all.
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
}

/// Tenths as a number of pixels: 125 → »12.5«, 120 → »12«.
pub(super) fn number(tenths: Tenths) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    if rest == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{rest}")
    }
}

/// About how wide a text is, in tenths of a pixel, from the widths of letters in thousandths of the size.
pub(super) fn width(text: &str, size: Tenths) -> Tenths {
    let thousandths: Tenths = text
        .chars()
        .map(|letter| match letter {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 280,
            'f' | 't' | 'r' | ' ' | '-' | '(' | ')' => 360,
            'm' | 'w' | 'M' | 'W' | 'æ' | 'Æ' | '%' => 880,
            'A'..='Z' | 'Ø' | 'Å' => 680,
            _ => 570,
        })
        .sum();
    thousandths * size / 1_000
}

/// A text in lines that fit, three at most; the last is cut if need be.
pub(super) fn wrap(text: &str, size: Tenths, room: Tenths) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("never empty");
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if line.is_empty() || width(&longer, size) <= room || lines.len() == 3 {
            *lines.last_mut().expect("never empty") = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.iter().map(|line| fit(line, size, room)).collect()
}

/// A text cut so that it fits, with an ellipsis.
pub(super) fn fit(text: &str, size: Tenths, room: Tenths) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        if width(&kept, size) + width("m…", size) > room {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

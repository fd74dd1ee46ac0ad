//! When two spellings are the same word.

/// The spelling by which words are compared: lower case, `æ ø å` as `ae oe aa`, blanks and underscores as hyphens.
///
/// So »Åbenlyst uddannelsesparat«, `åbenlyst-uddannelsesparat` and `aabenlyst_uddannelsesparat` are one word. Letters that
/// are put together of two characters (a and a ring) are read as one; marks that cannot be seen are dropped.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len() + 4);
    if word.is_ascii() {
        // Most words are; a page's are many.
        for character in word.trim().chars() {
            if matches!(character, '_' | '-') || character.is_whitespace() {
                hyphen(&mut folded);
            } else {
                folded.push(character.to_ascii_lowercase());
            }
        }
        return folded;
    }
    for character in word.trim().chars().flat_map(char::to_lowercase) {
        match character {
            'æ' => folded.push_str("ae"),
            'ø' => folded.push_str("oe"),
            'å' => folded.push_str("aa"),
            'é' | 'è' => folded.push('e'),
            'ü' => folded.push('u'),
            // A ring above that stands by itself doubles the a before it.
            '\u{30a}' if folded.ends_with('a') => folded.push('a'),
            _ if is_mark(character) || is_invisible(character) => {}
            '_' | '-' | '\u{2010}' | '\u{2011}' => hyphen(&mut folded),
            _ if character.is_whitespace() => hyphen(&mut folded),
            _ => folded.push(character),
        }
    }
    folded
}

fn hyphen(folded: &mut String) {
    if !folded.ends_with('-') {
        folded.push('-');
    }
}

/// A combining mark: it changes the letter before it.
pub(crate) fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

/// A character that takes no room, as text pasted from documents has them.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn words_of_plain_letters_fold_as_those_with_others() {
        for (plain, other) in [
            (" Om_Aaret--igen\t", " Om_Året--igen\t"),
            ("A  B", "A \u{a0}B"),
            ("a\u{b}b", "a\u{2003}b"),
        ] {
            assert_eq!(fold(plain), fold(other));
        }
    }

    #[test]
    fn one_word_has_many_spellings() {
        let spellings = [
            "Åbenlyst uddannelsesparat",
            "åbenlyst-uddannelsesparat",
            "A\u{30a}benlyst  Uddannelsesparat",
            "aabenlyst_uddannelses\u{ad}parat",
        ];
        for spelling in spellings {
            assert_eq!(fold(spelling), "aabenlyst-uddannelsesparat");
        }
    }
}

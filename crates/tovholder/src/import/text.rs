//! The bytes of a file as text: finds the character set and makes every line end in the same way, without holding the file.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail};
use encoding_rs::{Decoder, UTF_8, WINDOWS_1252};

const CHUNK: usize = 64 * 1024;

/// The character set of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CharacterSet {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Windows-1252, which Danish spreadsheets have written for thirty years.
    Windows1252,
}

impl CharacterSet {
    /// The name people know.
    pub(super) fn name(self) -> &'static str {
        match self {
            CharacterSet::Utf8 => "UTF-8",
            CharacterSet::Windows1252 => "Windows-1252",
        }
    }
}

/// Reads the whole file once: a file that is not UTF-8 from end to end is Windows-1252. Also tells its length in bytes.
pub(super) fn character_set(path: &Path) -> anyhow::Result<(CharacterSet, u64)> {
    let mut file = open(path)?;
    let mut chunk = vec![0; CHUNK];
    let (mut held, mut length, mut valid) = (0, 0, true);
    loop {
        let read = file
            .read(&mut chunk[held..])
            .with_context(|| format!("kunne ikke læse {}", path.display()))?;
        if length == 0 && (chunk.starts_with(&[0xff, 0xfe]) || chunk.starts_with(&[0xfe, 0xff])) {
            bail!(
                "{} er gemt som UTF-16; gem den som »CSV UTF-8« og prøv igen",
                path.display()
            );
        }
        length += read as u64;
        if read == 0 {
            valid &= held == 0;
            break;
        }
        if !valid {
            held = 0;
            continue;
        }
        let filled = held + read;
        match std::str::from_utf8(&chunk[..filled]) {
            Ok(_) => held = 0,
            Err(error) if error.error_len().is_none() => {
                chunk.copy_within(error.valid_up_to()..filled, 0);
                held = filled - error.valid_up_to();
            }
            Err(_) => {
                valid = false;
                held = 0;
            }
        }
    }
    let set = if valid {
        CharacterSet::Utf8
    } else {
        CharacterSet::Windows1252
    };
    Ok((set, length))
}

/// The file as UTF-8 with `\n` at the end of every line.
pub(super) fn reader(path: &Path, set: CharacterSet) -> anyhow::Result<Text<BufReader<File>>> {
    let file = BufReader::with_capacity(CHUNK, open(path)?);
    let decoder = match set {
        CharacterSet::Utf8 => UTF_8.new_decoder_with_bom_removal(),
        CharacterSet::Windows1252 => WINDOWS_1252.new_decoder_without_bom_handling(),
    };
    Ok(Text {
        file,
        decoder,
        raw: vec![0; CHUNK],
        ready: Vec::with_capacity(CHUNK * 3),
        taken: 0,
        after_return: false,
        ended: false,
    })
}

/// Opens a file that somebody named.
pub(super) fn open(path: &Path) -> anyhow::Result<File> {
    let shown = path.display();
    // A folder can be opened and not read.
    if path.is_dir() {
        bail!("{shown} er en mappe; skriv navnet på en fil");
    }
    if !path.try_exists().unwrap_or(true) {
        bail!("{shown} findes ikke");
    }
    File::open(path).with_context(|| format!("kunne ikke åbne {shown}"))
}

/// A reader that decodes and straightens line ends as it goes.
pub(super) struct Text<R> {
    file: R,
    decoder: Decoder,
    raw: Vec<u8>,
    ready: Vec<u8>,
    taken: usize,
    after_return: bool,
    ended: bool,
}

impl<R: Read> Text<R> {
    fn refill(&mut self) -> io::Result<()> {
        let read = self.file.read(&mut self.raw)?;
        self.ended = read == 0;
        let room = self
            .decoder
            .max_utf8_buffer_length(read)
            .expect("a chunk's length in UTF-8 fits");
        self.ready.resize(room, 0);
        let (_, _, written, _) =
            self.decoder
                .decode_to_utf8(&self.raw[..read], &mut self.ready, self.ended);
        self.ready.truncate(written);
        self.taken = 0;
        self.straighten();
        Ok(())
    }

    /// `\r\n` and a lone `\r` become `\n`, also across the border of two chunks.
    fn straighten(&mut self) {
        let mut kept = 0;
        for at in 0..self.ready.len() {
            let byte = self.ready[at];
            let second = byte == b'\n' && self.after_return;
            self.after_return = byte == b'\r';
            if !second {
                self.ready[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        self.ready.truncate(kept);
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.ready.len() && !self.ended {
            self.refill()?;
        }
        let count = out.len().min(self.ready.len() - self.taken);
        out[..count].copy_from_slice(&self.ready[self.taken..self.taken + count]);
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(bytes: &[u8]) -> (CharacterSet, String) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let (set, length) = character_set(file.path()).unwrap();
        assert_eq!(length, bytes.len() as u64);
        let mut text = String::new();
        reader(file.path(), set)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        (set, text)
    }

    #[test]
    fn a_folder_and_a_file_that_is_not_there_are_told_in_danish() {
        let folder = tempfile::TempDir::new().unwrap();
        let told = |path: &Path| format!("{:#}", character_set(path).unwrap_err());
        let folder_told = told(folder.path());
        assert!(folder_told.contains("er en mappe"), "{folder_told}");
        let missing = told(&folder.path().join("borgere.csv"));
        assert!(missing.ends_with("borgere.csv findes ikke"), "{missing}");
    }

    #[test]
    fn the_character_set_is_found() {
        assert_eq!(
            read("æøå €".as_bytes()),
            (CharacterSet::Utf8, "æøå €".to_owned())
        );
        assert_eq!(
            read(b"\xef\xbb\xbfcpr;navn"),
            (CharacterSet::Utf8, "cpr;navn".to_owned())
        );
        assert_eq!(
            read(b"S\xf8ren \x80"),
            (CharacterSet::Windows1252, "Søren €".to_owned())
        );
        assert_eq!(read(b""), (CharacterSet::Utf8, String::new()));
        assert_eq!(read(b"abc\xc3").0, CharacterSet::Windows1252);
    }

    #[test]
    fn a_letter_may_lie_across_two_chunks() {
        let mut text = "x".repeat(CHUNK - 1);
        text.push_str("æøå\r\nslut");
        let (set, back) = read(text.as_bytes());
        assert_eq!(set, CharacterSet::Utf8);
        assert_eq!(back, text.replace("\r\n", "\n"));
    }

    #[test]
    fn every_line_ends_alike() {
        assert_eq!(read(b"a\r\nb\rc\nd\r\re").1, "a\nb\nc\nd\n\ne");
        let long = format!("{}\r\nb", "x".repeat(CHUNK - 1));
        assert_eq!(read(long.as_bytes()).1, long.replace("\r\n", "\n"));
    }

    #[test]
    fn utf_16_is_refused_with_a_remedy() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"\xff\xfec\0p\0r\0").unwrap();
        let error = character_set(file.path()).unwrap_err();
        assert!(error.to_string().contains("CSV UTF-8"), "{error}");
    }
}

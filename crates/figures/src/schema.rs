//! What a history consists of: tracks with columns, and what is constant in a person.

/// A value that a row does not have. No code and no number may be this one.
pub const MISSING: i32 = i32::MIN;

/// A track's place in its [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackId(pub u8);

/// A column's place in its [`Track`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub u8);

/// An attribute's place in its [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeId(pub u8);

/// The tracks and attributes that histories have; built from a rulebook page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    /// What is told in spells, by [`TrackId`].
    pub tracks: Vec<Track>,
    /// What is constant in a person, by [`AttributeId`]: day of birth, sex, origin.
    pub attributes: Vec<Attribute>,
}

/// One sort of spell: benefits, residence, offers, jobs, marks, contacts.
///
/// Something that happens on one day (a contact) is a spell of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// The id on the page, ASCII kebab-case.
    pub name: String,
    /// What each spell says, by [`ColumnId`].
    pub columns: Vec<Column>,
}

/// Something a spell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The id on the page, ASCII kebab-case.
    pub name: String,
    /// How its integers are read.
    pub kind: ColumnKind,
}

/// Something constant in a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The id on the page, ASCII kebab-case.
    pub name: String,
    /// How its integer is read.
    pub kind: ColumnKind,
}

/// How the integers of a column are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnKind {
    /// A code of the named list on a rulebook page (0 ..= 32,767).
    Code {
        /// The list's id.
        list: String,
    },
    /// A number in a unit, for example per cent of full time or minutes a week.
    Number {
        /// The unit's id.
        unit: String,
    },
    /// A day, as days since 1970-01-01.
    Day,
}

impl Schema {
    /// The track with this name.
    pub fn track(&self, name: &str) -> Option<TrackId> {
        let at = self.tracks.iter().position(|track| track.name == name)?;
        u8::try_from(at).ok().map(TrackId)
    }

    /// The column of this name on a track.
    pub fn column(&self, track: TrackId, name: &str) -> Option<ColumnId> {
        let columns = &self.tracks.get(usize::from(track.0))?.columns;
        let at = columns.iter().position(|column| column.name == name)?;
        u8::try_from(at).ok().map(ColumnId)
    }

    /// The attribute with this name.
    pub fn attribute(&self, name: &str) -> Option<AttributeId> {
        let at = self.attributes.iter().position(|one| one.name == name)?;
        u8::try_from(at).ok().map(AttributeId)
    }
}

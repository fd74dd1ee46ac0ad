//! The ways in which numbers are broken down: members in order, and what each is part of.

use serde::{Deserialize, Serialize};

use crate::table::{TableFault, all_different};
use crate::text::Text;

/// One way in which the numbers are broken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// The name by which linked tables recognise it; also its code in files.
    pub id: String,
    /// What readers call it.
    pub label: Text,
    /// What kind of thing it breaks down by.
    pub role: Role,
    /// Its members, in the order they are shown.
    pub members: Vec<Member>,
}

/// The kind of a dimension, as JSON-stat names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Periods; member codes are those of [`crate::Period`].
    Time,
    /// Places.
    Place,
    /// Anything else.
    Class,
}

/// One row or column of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The official code.
    pub code: String,
    /// What readers call it.
    pub label: Text,
    /// The position of the member that this one is a part of: the region of a municipality, the total of all.
    pub parent: Option<usize>,
}

impl Dimension {
    /// A dimension without members; add them with [`Dimension::member`] and [`Dimension::part`].
    pub fn new(id: impl Into<String>, label: Text, role: Role) -> Dimension {
        Dimension {
            id: id.into(),
            label,
            role,
            members: Vec::new(),
        }
    }

    /// Adds a member that is part of nothing, such as the total.
    #[must_use]
    pub fn member(mut self, code: impl Into<String>, label: Text) -> Dimension {
        self.members.push(Member {
            code: code.into(),
            label,
            parent: None,
        });
        self
    }

    /// Adds a member that is part of the member at the position `parent`.
    #[must_use]
    pub fn part(mut self, parent: usize, code: impl Into<String>, label: Text) -> Dimension {
        self.members.push(Member {
            code: code.into(),
            label,
            parent: Some(parent),
        });
        self
    }

    /// The position of a code.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.members.iter().position(|member| member.code == code)
    }

    /// The positions of a member's parts, in order.
    pub fn parts_of(&self, parent: usize) -> impl Iterator<Item = usize> + '_ {
        self.members
            .iter()
            .enumerate()
            .filter(move |(_, member)| member.parent == Some(parent))
            .map(|(position, _)| position)
    }

    /// How many ancestors a member has: 0 for the total.
    pub fn depth(&self, position: usize) -> usize {
        std::iter::successors(self.members[position].parent, |&at| self.members[at].parent).count()
    }

    pub(crate) fn check(&self) -> Result<(), TableFault> {
        if self.members.is_empty() {
            return Err(TableFault::Empty(self.id.clone()));
        }
        all_different(self.members.iter().map(|member| &member.code))?;
        for member in &self.members {
            let mut at = member.parent;
            let mut steps = 0;
            while let Some(position) = at {
                steps += 1;
                if position >= self.members.len() || steps > self.members.len() {
                    return Err(TableFault::Parent {
                        dimension: self.id.clone(),
                        code: member.code.clone(),
                    });
                }
                at = self.members[position].parent;
            }
        }
        Ok(())
    }
}

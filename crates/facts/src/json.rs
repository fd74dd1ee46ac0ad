//! The stable, versioned JSON form of a kind: `{"v":1,"kind":"died"}`.
//!
//! Every kind has a version, first 1. When the content of a kind changes, an [`Upcast`] is added that raises what the
//! version before wrote; the version written from then on is one higher. Nothing stored is ever rewritten.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::{Kind, KindName};

/// A stored fact that this program cannot read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// It has no `kind`, or one that is no text.
    #[error("the fact has no kind")]
    NoKind,
    /// A newer program, or another one, wrote it.
    #[error("the kind of fact »{0}« is unknown to this program")]
    UnknownKind(String),
    /// A newer program wrote it.
    #[error(
        "version {found} of the kind of fact »{kind}« is newer than this program, which knows {known}"
    )]
    NewerVersion {
        /// Which kind.
        kind: &'static str,
        /// The version found.
        found: u64,
        /// The newest version known.
        known: u64,
    },
    /// Its content is not what the kind has.
    #[error("the content of the fact »{kind}« cannot be read: {why}")]
    Content {
        /// Which kind.
        kind: &'static str,
        /// What is wrong; names fields and types, and may quote a value.
        why: String,
    },
}

/// Raises the content of a kind from the version before to this one.
struct Upcast {
    kind: KindName,
    raise: fn(&mut Map<String, Value>),
}

/// All changes of content so far, oldest first.
const UPCASTS: &[Upcast] = &[
    // What sort of job it is and in which industry were not asked.
    Upcast {
        kind: KindName::JobStarted,
        raise: |content| {
            content.insert("job".to_owned(), Value::Null);
            content.insert("industry".to_owned(), Value::Null);
        },
    },
];

fn version(kind: KindName, upcasts: &[Upcast]) -> u64 {
    let changes = upcasts.iter().filter(|upcast| upcast.kind == kind).count();
    1 + u64::try_from(changes).expect("there are few upcasts")
}

fn read(value: Value, upcasts: &[Upcast]) -> Result<Kind, JsonError> {
    let Value::Object(mut content) = value else {
        return Err(JsonError::NoKind);
    };
    let kind = match content.get("kind") {
        Some(Value::String(id)) => {
            KindName::from_id(id).ok_or_else(|| JsonError::UnknownKind(id.clone()))?
        }
        _ => return Err(JsonError::NoKind),
    };
    let fault = |why: String| JsonError::Content {
        kind: kind.id(),
        why,
    };
    let found = match content.remove("v") {
        None => 1,
        Some(v) => v
            .as_u64()
            .filter(|v| *v > 0)
            .ok_or_else(|| fault("»v« is not a version".to_owned()))?,
    };
    let known = version(kind, upcasts);
    if found > known {
        return Err(JsonError::NewerVersion {
            kind: kind.id(),
            found,
            known,
        });
    }
    let done = usize::try_from(found - 1).expect("no more than there are upcasts");
    let own = upcasts.iter().filter(|upcast| upcast.kind == kind);
    for upcast in own.skip(done) {
        (upcast.raise)(&mut content);
    }
    Kind::deserialize(Value::Object(content)).map_err(|error| fault(error.to_string()))
}

impl Kind {
    /// Reads the JSON form of whatever version.
    pub fn from_json(form: Value) -> Result<Kind, JsonError> {
        read(form, UPCASTS)
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Versioned<'a> {
            v: u64,
            #[serde(flatten, serialize_with = "Kind::serialize")]
            content: &'a Kind,
        }
        let form = Versioned {
            v: version(self.name(), UPCASTS),
            content: self,
        };
        Serialize::serialize(&form, out)
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Kind, D::Error> {
        let form = <Value as Deserialize>::deserialize(input)?;
        Kind::from_json(form).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_older_version_is_raised_step_by_step() {
        let upcasts = [
            Upcast {
                kind: KindName::MarkSet,
                raise: |content| {
                    let old = content.remove("group").unwrap_or_default();
                    content.insert("name".to_owned(), old);
                },
            },
            Upcast {
                kind: KindName::MarkCleared,
                raise: |content| {
                    content.clear();
                },
            },
            Upcast {
                kind: KindName::MarkSet,
                raise: |content| {
                    let old = content.remove("name").unwrap_or_default();
                    content.insert("mark".to_owned(), old);
                },
            },
        ];
        let expected = Kind::MarkSet {
            mark: "fsm2".to_owned(),
        };
        for form in [
            json!({"kind": "mark-set", "group": "fsm2"}),
            json!({"kind": "mark-set", "v": 1, "group": "fsm2"}),
            json!({"kind": "mark-set", "v": 2, "name": "fsm2"}),
            json!({"kind": "mark-set", "v": 3, "mark": "fsm2"}),
        ] {
            assert_eq!(
                read(form.clone(), &upcasts).as_ref(),
                Ok(&expected),
                "{form}"
            );
        }
        assert_eq!(
            read(
                json!({"kind": "mark-set", "v": 4, "mark": "fsm2"}),
                &upcasts
            ),
            Err(JsonError::NewerVersion {
                kind: "mark-set",
                found: 4,
                known: 3
            })
        );
    }

    #[test]
    fn what_is_unknown_or_misshapen_is_refused() {
        let cases = [
            (json!([]), "the fact has no kind"),
            (json!({"v": 1}), "the fact has no kind"),
            (
                json!({"kind": "salary-paid"}),
                "the kind of fact »salary-paid« is unknown to this program",
            ),
            (
                json!({"kind": "died", "v": 2}),
                "version 2 of the kind of fact »died« is newer than this program, which knows 1",
            ),
            (
                json!({"kind": "died", "v": 0}),
                "the content of the fact »died« cannot be read: »v« is not a version",
            ),
        ];
        for (form, message) in cases {
            let error = Kind::from_json(form.clone()).unwrap_err();
            assert_eq!(error.to_string(), message, "{form}");
        }
        for form in [
            json!({"kind": "mark-set", "v": 1}),
            json!({"kind": "placement-ended", "v": 1, "placement": 1, "how": "nonsense"}),
        ] {
            assert!(
                matches!(
                    Kind::from_json(form.clone()),
                    Err(JsonError::Content { .. })
                ),
                "{form}"
            );
        }
    }
}

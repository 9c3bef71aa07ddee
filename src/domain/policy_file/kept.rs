//! Rules as rows of a table: each a key, the type of its value and the shape in which it is asked for.
//! From the rows come the struct with its typed fields, how it is read and written, and the forms.
//!
//! What the log holds is read leniently, for an organ's rules lie in the event that founded it: a rule of
//! a later program is kept to the letter, told as unknown and written back; a rule that the event leaves
//! out is what the program that first had it shipped. What was read is written again in the same order,
//! byte for byte, since an administrator's signature stands under it. What a person hands in is strict.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeOwned, Error, MapAccess, Visitor};
use serde::{Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::PolicyError;

/// In what form a rule is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Number,
    Yes,
    Clock,
    /// One of a few codes, by the section of the words that has them.
    OneOf(&'static str, &'static [&'static str]),
    /// Codes of a list.
    Codes(&'static str),
    /// Rules of its own.
    Part(&'static [Row]),
}

/// A rule by its key.
pub type Row = (&'static str, Shape);

/// A rule this program does not know: where it stands, and what it says.
pub type Unknown = (String, Value);

/// The value of a row. A part of the rules has more to say than a number.
pub trait Rule {
    /// Has every rule written from here on, in the order of the table.
    fn spell_out(&mut self) {}
    /// Collects what this program does not know.
    fn unknown(&self, _at: &str, _into: &mut Vec<Unknown>) {}
    /// Takes over what this program does not know of the other.
    fn keep_unknown(&mut self, _of: &Self) {}
}

impl Rule for u8 {}
impl Rule for u32 {}
impl Rule for u64 {}
impl Rule for bool {}
impl Rule for Vec<String> {}

/// What was read beside the typed fields: the keys in their order, and whole what no row stands for.
#[derive(Debug, Clone, Default)]
pub struct Others {
    order: Vec<String>,
    unknown: BTreeMap<String, Box<RawValue>>,
}

impl Others {
    /// Every member of an object, none of them understood yet.
    pub fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Members)
    }

    /// The value of a row, or what it means where it is left out.
    pub fn take<T: DeserializeOwned, E: Error>(
        &mut self,
        key: &str,
        left_out: impl FnOnce() -> Result<T, String>,
    ) -> Result<T, E> {
        match self.unknown.remove(key) {
            Some(raw) => serde_json::from_str(raw.get()).map_err(|e| E::custom(format!("{key}: {e}"))),
            None => left_out().map_err(E::custom),
        }
    }

    pub fn order(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(String::as_str)
    }
    pub fn has(&self, key: &str) -> bool {
        self.order.iter().any(|k| k == key)
    }
    pub fn raw(&self, key: &str) -> Option<&RawValue> {
        self.unknown.get(key).map(|raw| &**raw)
    }
    pub fn spell_out(&mut self, rows: &[Row]) {
        let unknown = self.order.iter().filter(|k| self.unknown.contains_key(*k)).cloned();
        self.order = rows.iter().map(|(key, _)| (*key).to_owned()).chain(unknown).collect();
    }
    fn unknown(&self) -> impl Iterator<Item = (&String, Value)> {
        self.unknown.iter().map(|(key, raw)| (key, serde_json::from_str(raw.get()).unwrap_or_default()))
    }
    pub fn tell(&self, at: &str, into: &mut Vec<Unknown>) {
        into.extend(self.unknown().map(|(key, value)| (below(at, key), value)));
    }
    /// What came through a form has lost its letter: it is taken as it stands there.
    pub fn keep_unknown(&mut self, of: &Self) {
        for (key, raw) in &of.unknown {
            if self.unknown.insert(key.clone(), raw.clone()).is_none() {
                self.order.push(key.clone());
            }
        }
    }
    /// Whether both leave the same to later programs; how it is written is no part of it.
    pub fn same(&self, other: &Self) -> bool {
        self.unknown().eq(other.unknown())
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Others;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rules by their keys")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Others, A::Error> {
        let mut all = Others::default();
        while let Some((key, raw)) = map.next_entry::<String, Box<RawValue>>()? {
            if all.unknown.insert(key.clone(), raw).is_some() {
                return Err(A::Error::custom(format!("duplicate field `{key}`")));
            }
            all.order.push(key);
        }
        Ok(all)
    }
}

/// A key within its part.
pub fn below(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}

/// What a person hands in has every key and no other, so that a slip of the pen is told instead of
/// quietly falling back to a default.
///
/// # Errors
/// The first key that is unknown, with those there are; or the first that is missing.
pub fn known_and_whole(rows: &[Row], at: &str, given: &Value) -> Result<(), PolicyError> {
    let Some(given) = given.as_object() else { return Ok(()) };
    if let Some(key) = given.keys().find(|key| rows.iter().all(|(known, _)| known != key)) {
        let known = rows.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
        return Err(PolicyError::NoSuchRule { key: below(at, key), known });
    }
    for (key, shape) in rows {
        let at = below(at, key);
        match (given.get(*key), shape) {
            (None, _) => return Err(PolicyError::MissingRule(at)),
            (Some(part), Shape::Part(rows)) => known_and_whole(rows, &at, part)?,
            (Some(_), _) => {}
        }
    }
    Ok(())
}

/// What stands in `over` put in its place, part by part.
pub fn laid_over(base: &mut Value, over: &Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                laid_over(base.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over.clone(),
    }
}

/// Writes one member.
pub fn entry<M: serde::ser::SerializeMap, T: Serialize + ?Sized>(
    map: &mut M,
    key: &str,
    value: &T,
) -> Result<(), M::Error> {
    map.serialize_entry(key, value)
}

/// A part of the rules, one row a rule: `key: type = shape`. `in` says where in the rules it lies.
macro_rules! rules {
    (
        $(#[$about:meta])*
        pub struct $name:ident $(in $path:ident)? {
            $($(#[$doc:meta])* $field:ident: $of:ty = $shape:expr),* $(,)?
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone)]
        pub struct $name {
            $($(#[$doc])* pub $field: $of,)*
            others: $crate::domain::policy_file::kept::Others,
        }

        impl $name {
            /// Every rule this program knows, in order.
            pub const ROWS: &'static [$crate::domain::policy_file::kept::Row] =
                &[$((stringify!($field), $shape)),*];

            /// What these mean in an event that leaves them out.
            fn where_left_out() -> Result<&'static Self, String> {
                let rules = $crate::domain::policy_file::PolicyFile::left_out()?;
                Ok(&(*rules)$(.$path)?)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field &&)* self.others.same(&other.others)
            }
        }

        impl Eq for $name {}

        impl $crate::domain::policy_file::kept::Rule for $name {
            fn spell_out(&mut self) {
                $($crate::domain::policy_file::kept::Rule::spell_out(&mut self.$field);)*
                self.others.spell_out(Self::ROWS);
            }
            fn unknown(&self, at: &str, into: &mut Vec<$crate::domain::policy_file::kept::Unknown>) {
                use $crate::domain::policy_file::kept::{Rule, below};
                $(Rule::unknown(&self.$field, &below(at, stringify!($field)), into);)*
                self.others.tell(at, into);
            }
            fn keep_unknown(&mut self, of: &Self) {
                $($crate::domain::policy_file::kept::Rule::keep_unknown(&mut self.$field, &of.$field);)*
                self.others.keep_unknown(&of.others);
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let mut others = $crate::domain::policy_file::kept::Others::read(from)?;
                Ok(Self {
                    $($field: others.take(stringify!($field), || {
                        Ok(Self::where_left_out()?.$field.clone())
                    })?,)*
                    others,
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                use $crate::domain::policy_file::kept::entry;
                let mut map = to.serialize_map(None)?;
                for key in self.others.order() {
                    match key {
                        $(stringify!($field) => entry(&mut map, key, &self.$field)?,)*
                        _ => entry(&mut map, key, &self.others.raw(key))?,
                    }
                }
                // What the event left out and somebody has changed since.
                let left_out = Self::where_left_out().map_err(serde::ser::Error::custom)?;
                $(if !self.others.has(stringify!($field)) && self.$field != left_out.$field {
                    entry(&mut map, stringify!($field), &self.$field)?;
                })*
                serde::ser::SerializeMap::end(map)
            }
        }
    };
}

pub(in crate::domain) use rules;

//! Large tables of words. Serde's own derive is quadratic in the number of fields, because every
//! word read so far must be dropped at every place where reading can fail; with two hundred words
//! the compiler was busy for minutes. Here a table starts empty and is filled word by word, so its
//! code grows by one line per word, and a missing, strange or misshapen word is told all the same.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;

/// What stands in a table before it is read, known without running anything.
pub trait Empty {
    const EMPTY: Self;
}

impl Empty for String {
    const EMPTY: Self = Self::new();
}
impl Empty for usize {
    const EMPTY: Self = 0;
}
impl<T> Empty for Vec<T> {
    const EMPTY: Self = Self::new();
}
impl<K, V> Empty for BTreeMap<K, V> {
    const EMPTY: Self = Self::new();
}

/// The place of one word, or of one list of words.
pub trait Slot {
    /// # Errors
    /// When the asset has something else there.
    fn put(&mut self, value: Value) -> Result<(), String>;
}

impl<T: DeserializeOwned> Slot for T {
    fn put(&mut self, value: Value) -> Result<(), String> {
        *self = serde_json::from_value(value).map_err(|why| why.to_string())?;
        Ok(())
    }
}

/// A table of words whose places are found by name.
pub trait Table: Empty {
    const NAMES: &'static [&'static str];
    fn slot(&mut self, name: &str) -> Option<&mut dyn Slot>;
}

/// Fills a table from what the asset has.
///
/// # Errors
/// The first word that is missing, that nobody asks for, or that has another shape.
pub fn read<'de, T: Table, D: serde::Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut said = BTreeMap::<String, Value>::deserialize(from)?;
    let mut table = T::EMPTY;
    fill(&mut table, T::NAMES, &mut said).map_err(serde::de::Error::custom)?;
    Ok(table)
}

fn fill<T: Table>(table: &mut T, names: &[&str], said: &mut BTreeMap<String, Value>) -> Result<(), String> {
    for name in names {
        let value = said.remove(*name).ok_or_else(|| format!("missing word `{name}`"))?;
        let slot = table.slot(name).ok_or_else(|| format!("no place for `{name}`"))?;
        slot.put(value).map_err(|why| format!("`{name}`: {why}"))?;
    }
    match said.keys().next() {
        None => Ok(()),
        Some(name) => Err(format!("unknown word `{name}`")),
    }
}

/// Declares a [`Table`]: a struct as it would be written, without a derive.
macro_rules! word_table {
    ($(#[$about:meta])* pub struct $table:ident { $($(#[$note:meta])* pub $name:ident: $type:ty),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Debug)]
        pub struct $table { $($(#[$note])* pub $name: $type),* }

        impl $crate::words::table::Empty for $table {
            const EMPTY: Self = Self { $($name: <$type as $crate::words::table::Empty>::EMPTY),* };
        }

        impl Default for $table {
            fn default() -> Self {
                <Self as $crate::words::table::Empty>::EMPTY
            }
        }

        impl $crate::words::table::Table for $table {
            const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];
            fn slot(&mut self, name: &str) -> Option<&mut dyn $crate::words::table::Slot> {
                match name {
                    $(stringify!($name) => Some(&mut self.$name),)*
                    _ => None,
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $table {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::words::table::read(from)
            }
        }
    };
}
pub(crate) use word_table;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    word_table! {
        pub struct Few {
            pub one: String,
            pub width: usize,
            pub list: BTreeMap<String, String>,
        }
    }

    fn said(text: &str) -> Result<Few, String> {
        crate::words::load(text)
    }

    #[test]
    fn a_table_reads_what_it_has() {
        let few = said("one = \"1\"\nwidth = 7\n[list]\na = \"b\"\n").unwrap();
        assert_eq!((few.one.as_str(), few.width, few.list["a"].as_str()), ("1", 7, "b"));
    }

    #[test]
    fn a_missing_a_strange_and_a_misshapen_word_are_named() {
        let told = |text: &str| said(text).unwrap_err();
        assert!(told("one = \"1\"\nwidth = 7\n").contains("missing word `list`"));
        assert!(told("one = \"1\"\nwidth = 7\nmore = \"\"\n[list]\n").contains("unknown word `more`"));
        assert!(told("one = 1\nwidth = 7\n[list]\n").contains("`one`"));
    }
}

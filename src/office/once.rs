//! JSON in which every member of an object stands once. What reads into a map keeps the last of two, so a
//! body could say one thing to this program and another to whoever keeps the first.

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeSet;
use std::fmt;

/// A value that was looked at to its end, and not kept.
struct Once;

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Once)
    }
}

impl<'de> Visitor<'de> for Once {
    type Value = Once;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("members that stand once")
    }
    fn visit_bool<E>(self, _: bool) -> Result<Once, E> {
        Ok(Once)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Once, E> {
        Ok(Once)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Once, E> {
        Ok(Once)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Once, E> {
        Ok(Once)
    }
    fn visit_str<E>(self, _: &str) -> Result<Once, E> {
        Ok(Once)
    }
    fn visit_unit<E>(self) -> Result<Once, E> {
        Ok(Once)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Once, A::Error> {
        while all.next_element::<Once>()?.is_some() {}
        Ok(Once)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Once, A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(key) = all.next_key::<String>()? {
            all.next_value::<Once>()?;
            if !seen.insert(key) {
                return Err(A::Error::custom("a member that stands twice"));
            }
        }
        Ok(Once)
    }
}

/// # Errors
/// That it is no JSON, or says something twice.
pub fn each_once(text: &str) -> serde_json::Result<()> {
    serde_json::from_str::<Once>(text).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::each_once;

    #[test]
    fn a_member_that_stands_twice_is_found_however_deep_it_lies() {
        for good in [r#"{"a":1,"b":[{"a":-2.5},{"a":null}],"c":{"a":true}}"#, "[]", "\"{}\""] {
            assert!(each_once(good).is_ok(), "{good}");
        }
        for twice in [r#"{"a":1,"a":1}"#, r#"[{"b":{"c":1,"d":2,"c":3}}]"#, r#"{"a":{"x":1,"x":2}}"#] {
            assert!(each_once(twice).is_err(), "{twice}");
        }
        assert!(each_once("{").is_err() && each_once("{} {}").is_err());
    }
}

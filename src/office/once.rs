//! JSON in which every member of an object stands once. What reads into a map keeps the last of two, so a
//! body could say one thing to this program and another to whoever keeps the first, and what somebody typed
//! into the first would be lost.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;

/// Reads a value, and notes the member that stands twice.
struct Once<'a>(&'a mut Option<String>);

impl<'de> DeserializeSeed<'de> for Once<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("members that stand once")
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(value) = from.next_element_seed(Once(self.0))? {
            all.push(value);
        }
        Ok(Value::Array(all))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut all = serde_json::Map::new();
        while let Some(name) = from.next_key::<String>()? {
            let value = from.next_value_seed(Once(self.0))?;
            if all.insert(name.clone(), value).is_some() {
                self.0.get_or_insert(name);
                return Err(A::Error::custom("a member that stands twice"));
            }
        }
        Ok(Value::Object(all))
    }
}

/// A value in which nothing is said twice.
///
/// # Errors
/// That it is no JSON, or the name of a member that stands twice.
pub fn each_once(text: &str) -> Result<Value, (serde_json::Error, Option<String>)> {
    let mut twice = None;
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = Once(&mut twice).deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    read.map_err(|error| (error, twice))
}

#[cfg(test)]
mod tests {
    use super::each_once;

    #[test]
    fn a_member_that_stands_twice_is_found_however_deep_it_lies() {
        for good in [r#"{"a":1,"b":[{"a":-2.5},{"a":null}],"c":{"a":true}}"#, "[]", "\"{}\""] {
            assert_eq!(each_once(good).unwrap(), serde_json::from_str::<serde_json::Value>(good).unwrap());
        }
        for (twice, name) in [
            (r#"{"a":1,"a":1}"#, "a"),
            (r#"[{"b":{"c":1,"d":2,"c":3}}]"#, "c"),
            (r#"{"a":{"x":1,"x":2}}"#, "x"),
        ] {
            assert_eq!(each_once(twice).unwrap_err().1.as_deref(), Some(name), "{twice}");
        }
        for none in ["{", "{} {}"] {
            assert_eq!(each_once(none).unwrap_err().1, None, "{none}");
        }
    }
}

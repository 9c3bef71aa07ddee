//! What a type asks for when it is read, member by member: it is led along a path, and what it asks for at the
//! end is written down.

use serde::de::value::{Error, StrDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use std::cell::RefCell;

/// What stands at the end of a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// A value of one form: a number of its size, a yes or no.
    Leaf(&'static str),
    /// Text, of a form that is found by trying.
    Text,
    Option,
    List,
    Places(usize),
    Map,
    Members(String, &'static [&'static str]),
    OneOf(&'static str, &'static [&'static str]),
    /// A code without anything behind it, or with one value.
    Bare,
    Inner,
    /// Taken as it stands.
    Raw,
}

/// One step on the way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    Some,
    Each,
    Value,
    Member(&'static str),
    Variant(&'static str),
}

/// What a look found.
#[derive(Default)]
pub struct Found {
    pub asked: Option<Asked>,
    /// Whether what was offered at the end was taken, and something else asked for after it.
    pub taken: bool,
}

/// A place on the way: the rest of it, and what is offered where text is asked for.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    pub way: &'a [Way],
    pub offered: &'a str,
    pub found: &'a RefCell<Found>,
}

impl<'a> Look<'a> {
    fn end<T>(self, asked: Asked) -> Result<T, Error> {
        self.found.borrow_mut().asked = Some(asked);
        Err(Error::custom("the end of the way"))
    }
    fn on(self) -> Self {
        Self { way: &self.way[1..], ..self }
    }
    fn taken<T>(self) -> Result<T, Error> {
        self.found.borrow_mut().taken = true;
        Err(Error::custom("taken"))
    }
}

macro_rules! leaves {
    ($($ask:ident $name:literal),*) => {
        $(fn $ask<V: Visitor<'a>>(self, _: V) -> Result<V::Value, Error> {
            self.end(Asked::Leaf($name))
        })*
    };
}

impl<'a> Deserializer<'a> for Look<'a> {
    type Error = Error;

    leaves!(
        deserialize_bool "bool", deserialize_u8 "u8", deserialize_u16 "u16", deserialize_u32 "u32",
        deserialize_u64 "u64", deserialize_i32 "i32", deserialize_i64 "i64", deserialize_f64 "f64",
        deserialize_any "any", deserialize_i8 "i8", deserialize_i16 "i16", deserialize_f32 "f32",
        deserialize_char "char", deserialize_bytes "bytes", deserialize_byte_buf "bytes",
        deserialize_unit "unit", deserialize_ignored_any "any", deserialize_identifier "name"
    );

    fn deserialize_str<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        self.found.borrow_mut().asked = Some(Asked::Text);
        visitor.visit_str(self.offered)
    }
    fn deserialize_string<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }
    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.way.first() {
            Some(Way::Some) => visitor.visit_some(self.on()),
            _ => self.end(Asked::Option),
        }
    }
    fn deserialize_unit_struct<V: Visitor<'a>>(self, _: &'static str, _: V) -> Result<V::Value, Error> {
        self.end(Asked::Leaf("unit"))
    }
    fn deserialize_newtype_struct<V: Visitor<'a>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        // What is kept as it stands goes by a name of its own.
        if name.starts_with('$') { self.end(Asked::Raw) } else { visitor.visit_newtype_struct(self) }
    }
    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.way.is_empty() { self.end(Asked::List) } else { visitor.visit_seq(One::of(self)) }
    }
    fn deserialize_tuple<V: Visitor<'a>>(self, places: usize, visitor: V) -> Result<V::Value, Error> {
        if self.way.is_empty() { self.end(Asked::Places(places)) } else { visitor.visit_seq(One::of(self)) }
    }
    fn deserialize_tuple_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        places: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_tuple(places, visitor)
    }
    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.way.is_empty() { self.end(Asked::Map) } else { visitor.visit_map(One::of(self)) }
    }
    fn deserialize_struct<V: Visitor<'a>>(
        self,
        name: &'static str,
        members: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.way.is_empty() {
            return self.end(Asked::Members(name.to_owned(), members));
        }
        visitor.visit_map(One::of(self))
    }
    fn deserialize_enum<V: Visitor<'a>>(
        self,
        name: &'static str,
        codes: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.way.is_empty() {
            self.end(Asked::OneOf(name, codes))
        } else {
            visitor.visit_enum(Chosen(self))
        }
    }
}

/// A list or an object with the one part in it that is on the way.
struct One<'a> {
    look: Look<'a>,
    given: bool,
}

impl<'a> One<'a> {
    fn of(look: Look<'a>) -> Self {
        Self { look, given: false }
    }
}

impl<'a> SeqAccess<'a> for One<'a> {
    type Error = Error;
    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        if std::mem::replace(&mut self.given, true) {
            return self.look.taken();
        }
        seed.deserialize(self.look.on()).map(Some)
    }
}

impl<'a> MapAccess<'a> for One<'a> {
    type Error = Error;
    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        if std::mem::replace(&mut self.given, true) {
            return self.look.taken();
        }
        match self.look.way[0] {
            Way::Member(name) => {
                let name: StrDeserializer<'_, Error> = name.into_deserializer();
                seed.deserialize(name).map(Some)
            }
            _ => seed.deserialize("x".into_deserializer()).map(Some),
        }
    }
    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.look.on())
    }
}

/// One code out of a list.
struct Chosen<'a>(Look<'a>);

impl<'a> EnumAccess<'a> for Chosen<'a> {
    type Error = Error;
    type Variant = Self;
    fn variant_seed<V: DeserializeSeed<'a>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let Way::Variant(code) = self.0.way[0] else { return Err(Error::custom("no code on the way")) };
        let code: StrDeserializer<'_, Error> = code.into_deserializer();
        Ok((seed.deserialize(code)?, Self(self.0.on())))
    }
}

impl<'a> VariantAccess<'a> for Chosen<'a> {
    type Error = Error;
    fn unit_variant(self) -> Result<(), Error> {
        self.0.end(Asked::Bare)
    }
    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, Error> {
        if self.0.way.is_empty() { self.0.end(Asked::Inner) } else { seed.deserialize(self.0.on()) }
    }
    fn tuple_variant<V: Visitor<'a>>(self, places: usize, _: V) -> Result<V::Value, Error> {
        self.0.end(Asked::Places(places))
    }
    fn struct_variant<V: Visitor<'a>>(
        self,
        members: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.0.way.is_empty() {
            return self.0.end(Asked::Members(String::new(), members));
        }
        visitor.visit_map(One::of(self.0))
    }
}

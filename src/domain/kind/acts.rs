//! Acts and events of a kind, written once: the enum, the row each variant belongs to, and its code.

/// What is asked of a kind: the acts of its table, each with its code, and the enum of what is given with
/// them. An act is written as its code with its fields behind it, so that a form or a line fills it by the
/// keys of the row's `asks`.
macro_rules! acts_of {
    ($(#[$about:meta])* pub enum $name:ident { $(
        $variant:ident = $act:ident $code:literal $({ $($(#[$field_note:meta])* $field:ident: $type:ty),* $(,)? })?
    ),* $(,)? }) => {
        $(pub const $act: $crate::domain::flow::Act = $crate::domain::flow::Act::new($code);)*

        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub enum $name { $(#[serde(rename = $code)] $variant $({ $($(#[$field_note])* $field: $type),* })?),* }

        impl $name {
            pub fn act(&self) -> $crate::domain::flow::Act {
                match self { $(Self::$variant $({ $($field: _),* })? => $act),* }
            }
        }
    };
}

/// What happened to a matter of a kind: each variant with its code and the act that makes it.
macro_rules! events_of {
    ($(#[$about:meta])* pub enum $name:ident { $(
        $(#[$note:meta])* $variant:ident = $code:literal, $act:path
        $({ $($(#[$field_note:meta])* $field:ident: $type:ty),* $(,)? })?
    ),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case", deny_unknown_fields)]
        pub enum $name { $($(#[$note])* $variant $({ $($(#[$field_note])* $field: $type),* })?),* }

        impl $name {
            /// Every code, with the act behind it.
            pub const CODES: &'static [(&'static str, $crate::domain::flow::Act)] = &[$(($code, $act)),*];
            pub fn code(&self) -> &'static str {
                match self { $(Self::$variant $({ $($field: _),* })? => $code),* }
            }
            pub fn made_by(&self) -> $crate::domain::flow::Act {
                match self { $(Self::$variant $({ $($field: _),* })? => $act),* }
            }
        }
    };
}

pub(crate) use {acts_of, events_of};

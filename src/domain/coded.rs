//! Enums with a code: the word by which a value is written, typed, kept and put into words.

/// An enum whose values are known by a code; written as that code. `ALL` lists them in order.
macro_rules! codes {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$note:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$note])* #[serde(rename = $code)] $variant),* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            /// The value of a code, in letters of either case.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.code().eq_ignore_ascii_case(code))
            }
        }
    };
}

/// The states of a kind: codes, which one is before the beginning, and which ones are open.
macro_rules! states {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$note:meta])* $variant:ident = $code:literal),* $(,)? }
     open: $($open:ident)|+) => {
        $crate::domain::coded::codes! { $(#[$about])* pub enum $name { $($(#[$note])* $variant = $code),* } }
        impl $crate::domain::kind::At for $name {
            const ALL: &'static [Self] = Self::ALL;
            const NONE: Self = Self::None;
            fn code(self) -> &'static str {
                Self::code(self)
            }
            fn is_open(self) -> bool {
                matches!(self, $(Self::$open)|+)
            }
        }
    };
}

pub(crate) use {codes, states};

//! The product's words. Everything in the domain that has a code has its word in
//! `assets/words/{zh,en}/core.toml`; screens and command line keep their own sentences in files
//! beside it and read them with [`load`]. The same keys stand in both languages (a test).

/// A file of words of its own: a typed struct, one value per language, and the test that both
/// languages have the same keys and no character of ambiguous width.
macro_rules! word_file {
    ($type:ty, $file:literal) => {
        static ZH: std::sync::LazyLock<Result<$type, String>> = std::sync::LazyLock::new(|| {
            $crate::words::load(include_str!(concat!(env!("OUT_DIR"), "/words/zh/", $file, ".json")))
        });
        static EN: std::sync::LazyLock<Result<$type, String>> = std::sync::LazyLock::new(|| {
            $crate::words::load(include_str!(concat!(env!("OUT_DIR"), "/words/en/", $file, ".json")))
        });
        static NONE: std::sync::LazyLock<$type> = std::sync::LazyLock::new(<$type>::default);

        /// The words of a language.
        pub fn words(lang: $crate::domain::lang::Lang) -> &'static $type {
            lang.pick(&ZH, &EN).as_ref().unwrap_or(&NONE)
        }

        #[cfg(test)]
        mod word_file {
            #[test]
            fn both_languages_say_everything() {
                super::ZH.as_ref().unwrap();
                super::EN.as_ref().unwrap();
                let zh = include_str!(concat!("../../assets/words/zh/", $file));
                let en = include_str!(concat!("../../assets/words/en/", $file));
                crate::words::same_keys(zh, en).unwrap();
                for text in [zh, en] {
                    let said = text.lines().filter(|l| !l.trim_start().starts_with('#'));
                    assert_eq!(said.filter_map(crate::words::ambiguous).next(), None, "{}", $file);
                }
            }
        }
    };
}
pub(crate) use word_file;

pub mod change;
pub mod cli;
pub mod committee;
mod course;
pub mod evidence;
pub mod figures;
mod fill;
pub mod form;
pub mod forms;
pub mod frame;
mod kinds;
pub mod material;
pub mod operate;
pub mod rooms;
mod rows;
#[cfg(test)]
mod same;
pub mod sheet;
pub mod signing;
pub mod slip;
mod table;
mod time;
mod told;

use crate::domain::codes;
use crate::domain::flow::{Act, Capacity};
use crate::domain::lang::Lang;
use crate::domain::policy::{Concern, Names};
use crate::domain::record::Status;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::LazyLock;

pub use fill::fill;
#[cfg(test)]
pub(crate) use same::{ambiguous, same_keys};
pub use told::Told;

/// A refusal or a fault as the asset has it, with its gaps.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Telling {
    text: String,
    hint: String,
    source: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Core {
    /// Section name to code to word.
    list: BTreeMap<String, BTreeMap<String, String>>,
    refusal: BTreeMap<String, Telling>,
    fault: BTreeMap<String, Telling>,
}

/// The words of one language.
#[derive(Debug)]
pub struct Words {
    lang: Lang,
    core: Core,
}

type Shipped = (Words, Result<(), String>);

fn shipped(lang: Lang, text: &str) -> Shipped {
    let read = load::<Core>(text).and_then(|mut core| kinds::add(lang, &mut core.list).map(|()| core));
    let (core, state) = match read {
        Ok(core) => (core, Ok(())),
        Err(why) => (Core::default(), Err(why)),
    };
    (Words { lang, core }, state)
}

static ZH: LazyLock<Shipped> =
    LazyLock::new(|| shipped(Lang::Zh, include_str!(concat!(env!("OUT_DIR"), "/words/zh/core.toml.json"))));
static EN: LazyLock<Shipped> =
    LazyLock::new(|| shipped(Lang::En, include_str!(concat!(env!("OUT_DIR"), "/words/en/core.toml.json"))));

/// The words of a language. Were the asset unreadable, every code would stand for itself; the build and a
/// test read it before anybody.
pub fn words(lang: Lang) -> &'static Words {
    &lang.pick(&ZH, &EN).0
}

/// Reads a file of words into its struct, as it was written or as the build made it. Give the struct
/// `deny_unknown_fields`, so that a missing or extra word is told.
///
/// # Errors
/// Where the text is neither TOML nor JSON, or what is missing or extra.
pub fn load<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    if text.starts_with('{') {
        return serde_json::from_str(text).map_err(|error| error.to_string());
    }
    toml::from_str(text).map_err(|error| error.to_string())
}

/// The status a person means by a word of either language, or by its code: the reader that
/// [`crate::domain::search::Filter::parse`] asks for.
pub fn read_status(typed: &str) -> Option<Status> {
    let typed = typed.trim().to_lowercase();
    let means = |s: &Status| Lang::ALL.iter().any(|lang| words(*lang).status(*s).to_lowercase() == typed);
    Status::from_code(&typed).or_else(|| Status::ALL.iter().copied().find(means))
}

impl Words {
    /// The language these words are in.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The word for a code: of a section of the asset (`status`, `point`, `skip` …) or, where there
    /// is none of that name, of a code list (`CL08`, `vote`, `role` …). A code nobody knows stands
    /// for itself, because an old register may have codes that this program does not.
    pub fn code<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        match self.core.list.get(list) {
            Some(section) => section.get(code).map_or(code, String::as_str),
            None => codes::list(list).show(code, self.lang),
        }
    }

    fn has(&self, list: &str, code: &str) -> bool {
        self.core.list.get(list).is_some_and(|section| section.contains_key(code))
    }

    /// The verb of an act, as on a key or in the palette.
    pub fn act(&self, act: Act) -> &str {
        self.code("act", act.code())
    }

    /// The same act as a task on somebody's desk.
    pub fn act_turn(&self, act: Act) -> &str {
        self.code("act_turn", act.code())
    }

    pub fn capacity(&self, capacity: Capacity) -> &str {
        self.code("capacity", capacity.code())
    }

    pub fn concern(&self, concern: Concern) -> &str {
        self.code("concern", concern.code())
    }

    /// A role of the organ, by its code.
    pub fn role<'a>(&'a self, code: &'a str) -> &'a str {
        self.code("role", code)
    }

    /// Who sees a record: `Seer::who` is the code of a concern or of a role.
    pub fn seer<'a>(&'a self, who: &'a str) -> &'a str {
        self.code(if self.has("concern", who) { "concern" } else { "role" }, who)
    }

    pub fn status(&self, status: Status) -> &str {
        self.code("status", status.code())
    }

    /// What happened, by the `area.kind` of [`crate::domain::event::Event::kind`].
    pub fn event<'a>(&'a self, kind: &'a str) -> &'a str {
        self.code("event", kind)
    }

    /// The label of a field of a kind of matter.
    pub fn label(&self, kind: &str, key: &'static str) -> &str {
        self.code(&format!("{kind}.field"), key)
    }

    pub fn read<'a>(&'a self, kind: &'a str) -> &'a str {
        self.code("read", kind)
    }

    pub fn names(&self, names: Names) -> &str {
        match names {
            Names::Full => self.code("names", "full"),
            Names::Masked => self.code("names", "masked"),
        }
    }

    /// A word of the product itself: `name`, `tag_line`, `training`.
    pub fn organ<'a>(&'a self, key: &'a str) -> &'a str {
        self.code("organ", key)
    }

    /// A word of `list` with its gaps filled.
    fn say(&self, list: &str, code: &str, values: &[(&str, &str)]) -> String {
        fill(self.code(list, code), values)
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod told_tests;

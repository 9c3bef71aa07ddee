//! What each change of the organ's data asks for, as a table: from it come the form on the screen, the
//! options of the line, the check of what was typed and the page on which somebody else reads it.

use super::event::OrganChange;
use super::state::Organ;
use crate::domain::organ_kind::OrganKind;
use crate::domain::policy_file::PolicyFile;
use crate::domain::policy_file::kept::Shape;

macro_rules! kinds {
    ($($name:ident = $code:literal),* $(,)?) => {
        /// The kinds of change, each with its own form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ChangeKind { $($name),* }

        impl ChangeKind {
            pub const ALL: &'static [ChangeKind] = &[$(ChangeKind::$name),*];
            pub fn code(self) -> &'static str {
                match self { $(ChangeKind::$name => $code),* }
            }
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|k| k.code() == code)
            }
        }

        impl OrganChange {
            pub fn kind(&self) -> ChangeKind {
                match self { $(OrganChange::$name { .. } => ChangeKind::$name),* }
            }
        }
    };
}

kinds! {
    Person = "person", Active = "active", Roles = "roles", Kin = "kin", Key = "key", KeyRevoked = "key_revoked",
    Roster = "roster", Unit = "unit", Committee = "committee", CommitteeMembers = "committee_members",
    Case = "case", Interest = "interest", Policy = "policy", Calendar = "calendar",
    Witness = "witness", RolledBack = "rolled_back",
}

/// What a change is about: picked first, and what stands there now is what its form begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// One thing of its kind in the whole organ, or something that is only added.
    Nothing,
    Person,
    PersonOrNew,
    UnitOrNew,
    Committee,
    CommitteeOrNew,
    CaseOrNew,
    /// A key in force.
    Key,
    WitnessOrNew,
    /// A year whose notice stands, or the next one.
    Year,
    /// A part of the rules; see [`PolicyFile::ROWS`].
    Part,
}

/// What kind of answer a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// One line of at most so many characters.
    Line(usize),
    Text,
    Yes,
    Number,
    Person,
    People,
    Unit,
    /// A code of a list.
    Code(&'static str),
    /// One of a few codes, by the section of the words that has them.
    OneOf(&'static str, &'static [&'static str]),
    /// One of the kinds of body this kind of organ has.
    Body,
    Roles,
    /// Codes of a list.
    Codes(&'static str),
    Day,
    /// Names, one a line.
    Names,
    /// Members of a body, one a line, each with his place in the order.
    Members,
    /// How long a clock runs: a number and its unit.
    Clock,
    /// Days off, one stretch a line.
    Holidays,
    /// A public key in OpenSSH's one-line form.
    PublicKey,
}

/// One field. `key` is its place in the change as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub key: String,
    pub ask: Ask,
    pub required: bool,
}

impl ChangeKind {
    pub fn about(self) -> About {
        match self {
            Self::Person => About::PersonOrNew,
            Self::Active | Self::Roles | Self::Kin | Self::Key => About::Person,
            Self::KeyRevoked => About::Key,
            Self::Unit => About::UnitOrNew,
            Self::Committee => About::CommitteeOrNew,
            Self::CommitteeMembers => About::Committee,
            Self::Case => About::CaseOrNew,
            Self::Witness => About::WitnessOrNew,
            Self::Policy => About::Part,
            Self::Calendar => About::Year,
            Self::Roster | Self::Interest | Self::RolledBack => About::Nothing,
        }
    }

    /// The fields in their order; `about` is what was picked, none for something new.
    pub fn fields(self, _organ: &Organ, about: Option<&str>) -> Vec<Field> {
        let new = about.is_none();
        let all: &[(&str, Ask, bool)] = match self {
            Self::Person => &[
                ("person.name", Ask::Line(40), true),
                ("person.account", Ask::Line(32), true),
                ("person.unit", Ask::Unit, true),
                ("person.post", Ask::Line(60), false),
                ("person.lang", Ask::Line(2), false),
            ],
            Self::Active => &[("active", Ask::Yes, false)],
            Self::Roles => &[("roles", Ask::Roles, false)],
            Self::Kin => &[("kin", Ask::People, false), ("kin_names", Ask::Names, false)],
            Self::Key => &[("key", Ask::PublicKey, true)],
            Self::KeyRevoked => &[("reason", Ask::Text, true)],
            Self::Roster => &[
                ("period.from", Ask::Day, true),
                ("period.to", Ask::Day, false),
                ("period.custodians", Ask::People, true),
                ("period.substitutes", Ask::People, false),
            ],
            Self::Unit => &[
                ("unit.id", Ask::Line(32), true),
                ("unit.name", Ask::Line(60), true),
                ("unit.name_en", Ask::Line(80), false),
                ("unit.relation", Ask::Code("unit_relation"), true),
                ("unit.sector", Ask::Code("CL04"), false),
                ("unit.head", Ask::Person, false),
                ("unit.vice_chief", Ask::Person, false),
            ],
            Self::Committee => &[
                ("committee.id", Ask::Line(32), true),
                ("committee.name", Ask::Line(60), true),
                ("committee.kind", Ask::Body, true),
                ("committee.members", Ask::Members, true),
                ("committee.secretary", Ask::Person, true),
            ],
            Self::CommitteeMembers => &[("members", Ask::Members, true), ("secretary", Ask::Person, true)],
            Self::Case => &[
                ("case.case_no", Ask::Line(60), true),
                ("case.cause", Ask::Line(60), false),
                ("case.unit", Ask::Unit, false),
                ("case.handler", Ask::Person, true),
                ("case.presiding", Ask::Person, false),
                ("case.panel", Ask::People, false),
                ("case.parties", Ask::Names, false),
                ("case.stage", Ask::Code("CL07"), false),
            ],
            Self::Interest => &[
                ("interest.person", Ask::Person, true),
                ("interest.case_no", Ask::Line(60), true),
                ("interest.reason", Ask::Text, true),
            ],
            Self::Policy => return rules(about.unwrap_or_default()),
            Self::Calendar => &[("source", Ask::Line(120), true), ("holidays", Ask::Holidays, true)],
            Self::Witness => &[("name", Ask::Line(60), true), ("key", Ask::PublicKey, false)],
            Self::RolledBack => &[("reason", Ask::Text, true)],
        };
        let named = |key: &str| matches!(key, "unit.id" | "committee.id" | "case.case_no" | "name");
        // What a thing is called by cannot change: under another name it is another thing.
        let asked = all.iter().filter(|(key, ..)| new || !named(key) || self.about() == About::Nothing);
        asked.map(|(key, ask, required)| field(*key, *ask, *required)).collect()
    }
}

fn field(key: impl Into<String>, ask: Ask, required: bool) -> Field {
    Field { key: key.into(), ask, required }
}

/// Fields of one part of the rules. A changed clock says on what it rests.
fn rules(part: &str) -> Vec<Field> {
    let Some((_, Shape::Part(rows))) = PolicyFile::ROWS.iter().find(|(p, _)| *p == part) else {
        return Vec::new();
    };
    let asked = rows.iter().filter_map(|(key, shape)| {
        let (ask, required) = match *shape {
            Shape::Number => (Ask::Number, true),
            Shape::Yes => (Ask::Yes, false),
            Shape::Clock => (Ask::Clock, true),
            Shape::OneOf(list, codes) => (Ask::OneOf(list, codes), true),
            Shape::Codes(list) => (Ask::Codes(list), false),
            Shape::Part(_) => return None,
        };
        Some(field(format!("policy.{part}.{key}"), ask, required))
    });
    let basis = (part == "clocks").then(|| field(BASIS, Ask::Line(120), true));
    asked.chain(basis).collect()
}

/// On what a changed clock rests; no part of the change itself, but of each clock in it.
pub(super) const BASIS: &str = "basis";

/// The bodies a kind of organ can have, in their order.
pub(super) fn bodies(kind: &OrganKind) -> Vec<&str> {
    kind.committees.iter().map(|c| c.kind.as_str()).collect()
}

//! Who there is. Plain data of the founding event and of later changes.

use crate::domain::coded::codes;
use crate::domain::ids::{CommitteeId, Millis, PersonId, UnitId};
use crate::domain::organ_kind::CommitteeRules;
use serde::{Deserialize, Serialize};

codes! {
    /// What a person may be in the organ. Codes are those of the role list; REC and HND are not here,
    /// because every account may record, and handling follows from the case.
    pub enum Role {
        /// Custodian of the store.
        Cus = "CUS",
        /// Discipline and inspection officer.
        Dis = "DIS",
        /// Head of discipline.
        Dish = "DISH",
        /// President, chief procurator, chief of police.
        Chf = "CHF",
        /// Secretary of committees.
        Sec = "SEC",
        /// Liaison for outward reports.
        Lia = "LIA",
        /// Committee for the protection of rights.
        Rgt = "RGT",
        /// Inspector.
        Ins = "INS",
        /// Training officer.
        Trn = "TRN",
        /// System, security and audit administrators.
        Sys = "SYS",
        Sea = "SEA",
        Aud = "AUD",
    }
}

impl Role {
    pub fn is_administrator(self) -> bool {
        matches!(self, Role::Sys | Role::Sea | Role::Aud)
    }

    /// Two roles that one person must not hold together: the three administrators exclude each
    /// other and every business role (GB/T 22239 8.1.5); a custodian is neither discipline nor chief.
    pub fn excludes(self, other: Role) -> bool {
        if self == other {
            return false;
        }
        let watched = |r: Role| matches!(r, Role::Dis | Role::Dish | Role::Chf);
        self.is_administrator()
            || other.is_administrator()
            || (self == Role::Cus && watched(other))
            || (other == Role::Cus && watched(self))
    }
}

/// A member of staff. `account` is the OS account until people come by their own keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub account: String,
    pub unit: UnitId,
    #[serde(default)]
    pub post: String,
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Staff who are spouse, parent, child or sibling (Civil Servants Law 76), declared once.
    #[serde(default)]
    pub kin: Vec<PersonId>,
    /// Names of such relatives outside the organ.
    #[serde(default)]
    pub kin_names: Vec<String>,
    #[serde(default = "yes")]
    pub active: bool,
    #[serde(default)]
    pub lang: Option<String>,
}

fn yes() -> bool {
    true
}

/// A department of the organ, or an organ around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub id: UnitId,
    pub name: String,
    #[serde(default)]
    pub name_en: String,
    /// CL04; empty for a department.
    #[serde(default)]
    pub sector: String,
    /// `SELF`, `SUPERIOR`, `SUBORDINATE`, `PEER`, `NONE`; departments are `SELF`.
    #[serde(default = "own")]
    pub relation: String,
    /// Head of division.
    #[serde(default)]
    pub head: Option<PersonId>,
    /// The deputy chief in charge of it.
    #[serde(default)]
    pub vice_chief: Option<PersonId>,
}

fn own() -> String {
    "SELF".to_owned()
}

/// A case as the register knows it: an index, not the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub case_no: String,
    #[serde(default)]
    pub cause: String,
    #[serde(default)]
    pub unit: Option<UnitId>,
    pub handler: PersonId,
    #[serde(default)]
    pub presiding: Option<PersonId>,
    #[serde(default)]
    pub panel: Vec<PersonId>,
    #[serde(default)]
    pub parties: Vec<String>,
    /// CL07.
    #[serde(default)]
    pub stage: String,
}

impl Case {
    /// Who handles it, who presides, who sits on its panel.
    pub fn bench(&self) -> impl Iterator<Item = &PersonId> {
        std::iter::once(&self.handler).chain(&self.presiding).chain(&self.panel)
    }
    pub fn is_handled_by(&self, person: &PersonId) -> bool {
        self.bench().any(|p| p == person)
    }
}

/// Who keeps the store in a period: half-open, from inclusive, to exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterPeriod {
    pub from: Millis,
    #[serde(default)]
    pub to: Option<Millis>,
    pub custodians: Vec<PersonId>,
    /// Step in when a custodian is recused or away, in this order.
    #[serde(default)]
    pub substitutes: Vec<PersonId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitteeMember {
    pub person: PersonId,
    /// 1 speaks last but for the chair; larger numbers speak earlier.
    pub rank: u32,
}

/// A body that decides together, with its own rules as data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Committee {
    pub id: CommitteeId,
    /// CL24.
    pub kind: String,
    pub name: String,
    pub members: Vec<CommitteeMember>,
    pub secretary: PersonId,
    pub rules: CommitteeRules,
}

impl Committee {
    pub fn total(&self) -> usize {
        self.members.len()
    }
    /// Of how many members shares are taken, where so many of them are recused.
    pub fn base(&self, recused: usize) -> usize {
        let out = if self.rules.recused_in_denominator { 0 } else { recused };
        self.total().saturating_sub(out)
    }
    /// How many must be here, out of so many.
    pub fn quorum(&self, base: usize) -> usize {
        self.rules.quorum.of(u32::try_from(base).unwrap_or(u32::MAX)) as usize
    }
    pub fn has(&self, person: &PersonId) -> bool {
        self.members.iter().any(|m| &m.person == person)
    }
}

/// A person's declared or found interest in a case: recused from every record of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interest {
    pub person: PersonId,
    pub case_no: String,
    pub reason: String,
}

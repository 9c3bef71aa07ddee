use super::key::{KeyLine, KeyUse};
use super::people::{Case, Committee, Interest, Person, Role, RosterPeriod, Unit};
use crate::domain::calendar::Calendar;
use crate::domain::evidence::Head;
use crate::domain::ids::{CommitteeId, MatterId, PersonId};
use crate::domain::organ_kind::OrganKind;
use crate::domain::policy_file::PolicyFile;
use serde::{Deserialize, Serialize};

/// The first event of a register: everything it starts from, version 1 of every rule included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Founding {
    pub name: String,
    pub name_en: String,
    /// Stands in the register number.
    pub short: String,
    pub kind: OrganKind,
    /// A training register is one for ever.
    pub training: bool,
    pub superior: String,
    pub units: Vec<Unit>,
    pub people: Vec<Person>,
    pub roster: Vec<RosterPeriod>,
    pub committees: Vec<Committee>,
    #[serde(default)]
    pub cases: Vec<Case>,
    #[serde(default)]
    pub interests: Vec<Interest>,
    pub policy: PolicyFile,
    pub calendar: Calendar,
}

/// One change of the organ's own data, proposed by one administrator and confirmed by another. Its
/// JSON is hashed into what they sign: a member that is added later is left out where it says nothing
/// (`skip_serializing_if`), or texts signed before would not come out the same again.
#[allow(clippy::large_enum_variant, reason = "a change of the organ is rare, and one at a time")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OrganChange {
    /// Adds a person, or replaces name, account, unit, post and kin of one.
    Person {
        person: Person,
    },
    Active {
        person: PersonId,
        active: bool,
    },
    Roles {
        person: PersonId,
        roles: Vec<Role>,
    },
    Kin {
        person: PersonId,
        kin: Vec<PersonId>,
        kin_names: Vec<String>,
    },
    Unit {
        unit: Unit,
    },
    Roster {
        period: RosterPeriod,
    },
    Committee {
        committee: Committee,
    },
    CommitteeMembers {
        committee: CommitteeId,
        members: Vec<super::people::CommitteeMember>,
        secretary: PersonId,
    },
    Case {
        case: Case,
    },
    Interest {
        interest: Interest,
    },
    Policy {
        policy: PolicyFile,
    },
    Calendar {
        calendar: Calendar,
    },
    /// A key of a person's own; `key` is an OpenSSH public key.
    Key {
        person: PersonId,
        use_: KeyUse,
        key: String,
    },
    /// What the key signed until now stays signed; it does nothing from here on.
    KeyRevoked {
        fingerprint: String,
        reason: String,
    },
    /// A witness outside the organ and the key it signs checkpoints with; an empty key ends it.
    Witness {
        name: String,
        key: String,
    },
    /// An older copy was put back: from here the register goes on, and what was lost is named.
    RolledBack {
        known: Head,
        found: Head,
        reason: String,
    },
}

impl OrganChange {
    /// Whether another person may be meant by a text after it.
    pub fn names_people(&self) -> bool {
        match self {
            Self::Person { .. }
            | Self::Roles { .. }
            | Self::Kin { .. }
            | Self::Active { .. }
            | Self::Unit { .. }
            | Self::Interest { .. } => true,
            Self::Roster { .. }
            | Self::Committee { .. }
            | Self::CommitteeMembers { .. }
            | Self::Case { .. }
            | Self::Policy { .. }
            | Self::Calendar { .. }
            | Self::Key { .. }
            | Self::KeyRevoked { .. }
            | Self::Witness { .. }
            | Self::RolledBack { .. } => false,
        }
    }

    /// Whose key this registers, for what, and its fingerprint; none for other changes.
    pub fn key(&self) -> Option<(PersonId, KeyUse, String)> {
        match self {
            Self::Key { person, use_, key } => {
                let fingerprint = KeyLine::kept(key).map(|k| k.fingerprint).unwrap_or_default();
                Some((person.clone(), *use_, fingerprint))
            }
            _ => None,
        }
    }

    pub fn code(&self) -> &'static str {
        self.kind().code()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OrganEvent {
    Founded { founding: Box<Founding> },
    Proposed { change: Box<OrganChange> },
    ProposalConfirmed { proposal: MatterId },
    ProposalRefused { proposal: MatterId, reason: String },
}

impl OrganEvent {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Founded { .. } => "founded",
            Self::Proposed { .. } => "proposed",
            Self::ProposalConfirmed { .. } => "proposal_confirmed",
            Self::ProposalRefused { .. } => "proposal_refused",
        }
    }
}

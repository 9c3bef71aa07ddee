//! What happened. Events are few and coarse, in the office's language; the exact bytes of an
//! event's body are what is stored and hashed, so a body is serialised once and never again.

use super::ids::{MatterId, Millis, PersonId, Ref, Revision};
use super::organ::{Organ, OrganChange, OrganEvent};
use serde::{Deserialize, Serialize};

pub use super::registry::Event;

impl Event {
    /// `area.kind`, as the ledger room and the act index show it.
    pub fn kind(&self) -> String {
        match self {
            Event::Organ(e) => format!("organ.{}", e.code()),
            Event::Evidence(e) => format!("evidence.{}", e.code()),
            kind => kind.of_kind(),
        }
    }

    /// The proposal that this event settles, one way or the other.
    pub fn settled(&self) -> Option<MatterId> {
        match self {
            Event::Organ(
                OrganEvent::ProposalConfirmed { proposal } | OrganEvent::ProposalRefused { proposal, .. },
            ) => Some(*proposal),
            _ => None,
        }
    }

    /// The change of the organ's data in that proposal.
    pub fn settles<'a>(&self, organ: &'a Organ) -> Option<&'a OrganChange> {
        organ.proposals.get(&self.settled()?).map(|p| &*p.change)
    }

    /// The short name this gives its matter.
    pub fn names(&self) -> Option<&Ref> {
        self.names_kind()
    }

    /// The short name by which its matter goes from this event on: the one it gives, or a proposal's.
    pub fn ref_given(&self, matter: &MatterId) -> Option<Ref> {
        match self {
            Event::Organ(OrganEvent::Proposed { .. }) => Some(Ref::of_proposal(matter)),
            act => act.names().cloned(),
        }
    }

    /// Whether this begins a matter, whose id and short name nobody knows before it is written.
    pub fn begins(&self) -> bool {
        match self {
            Event::Organ(e) => matches!(e, OrganEvent::Founded { .. } | OrganEvent::Proposed { .. }),
            Event::Evidence(_) => true,
            kind => kind.names_kind().is_some(),
        }
    }

    /// The number that this gives out in a series without gaps: series, year, ordinal.
    pub fn number(&self) -> Option<(String, i32, u32)> {
        self.number_of_kind()
    }

    /// Other matters whose own story this event belongs to as well.
    pub fn also(&self) -> Vec<MatterId> {
        match self {
            Event::Organ(_) => self.settled().into_iter().collect(),
            kind => kind.also_of_kind(),
        }
    }
}

/// Who acted: a person, or the register itself when a clock ran out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorName {
    Person(PersonId),
    Register,
}

/// How the program knew who it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// The account of the operating system.
    OsAccount(String),
    /// The key that signed in over SSH, by its fingerprint.
    SshKey(String),
    /// The account that `sudo` was called from, where the service account runs the program.
    Sudo(String),
    /// `--as` on a training register.
    Training,
    /// The program itself: founding, silence.
    Register,
}

/// A signature that stands beside an act: its level (1 own key by passphrase, 2 a key elsewhere, 3 a
/// security token that checked the person), the SSHSIG as it was received, and the readable text
/// that was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandSignature {
    pub level: u8,
    pub signature: String,
    pub challenge: String,
}

/// The version in which bodies are written now. What a version asks of an act is asked of every act
/// written in it, for ever; in one log the version never goes down again.
pub const VERSION: u8 = 10;

/// The body of an event: serialised once, committed to with a salt, stored as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    pub v: u8,
    pub kind: String,
    pub actor: ActorName,
    pub means: Means,
    /// Command id: the same command handed in twice is one event.
    pub command: uuid::Uuid,
    pub matter: MatterId,
    /// The revision the actor had before him.
    pub seen: Option<Revision>,
    pub app: String,
    pub act: Event,
    pub hand: Option<HandSignature>,
}

/// What the log adds to an event: where and when it stands, and the name its text goes by.
#[derive(Clone, Debug)]
pub struct Stamp<'a> {
    pub seq: u64,
    /// Of the event's body: what it brings about follows from the rules it was written by.
    pub v: u8,
    pub at: Millis,
    pub matter: MatterId,
    pub actor: &'a ActorName,
    /// Of this very event; the revision of a text is that of the event which set it.
    pub revision: Revision,
}

impl Stamp<'_> {
    pub fn person(&self) -> Option<&PersonId> {
        match self.actor {
            ActorName::Person(id) => Some(id),
            ActorName::Register => None,
        }
    }
}

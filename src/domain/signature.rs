//! Which acts a person signs. One table for the question before and for the event afterwards; the
//! least level of each kind stands in the organ's own rules.

use super::command::Command;
use super::event::{Event, VERSION};
use super::evidence::{EvidenceCommand, EvidenceEvent};
use super::flow::Act;
use super::ids::PersonId;
use super::kind::RowFacts;
use super::organ::{KeyUse, Organ, OrganChange, OrganCommand, OrganEvent};
use super::policy_file::Signature;

/// The highest level at which this person's keys could sign, as far as this level needs to know: up to
/// 1 a login key obliges nobody, for it signs on another machine.
fn best(organ: &Organ, person: &PersonId, level: u8) -> u8 {
    let own = u8::from(organ.keys_of(person, KeyUse::Own).next().is_some());
    if level < 2 { own } else { best_by_any(organ, person).max(own) }
}

/// The highest level at which he could sign on his own machine.
fn best_by_any(organ: &Organ, person: &PersonId) -> u8 {
    let login = organ.keys_of(person, KeyUse::Login).map(|k| if k.line.starts_with("sk-") { 3 } else { 2 });
    login.max().unwrap_or(0)
}

/// Administrators in office who could sign a change at this level, or as high as their keys go.
pub fn administrators_with_keys(organ: &Organ, level: u8) -> usize {
    let all = organ.people.values().filter(|p| organ.is_administrator(&p.id));
    all.filter(|p| best(organ, &p.id, level) > 0).count()
}

/// What kind of hand an act is, by what it brings about: whatever can confirm a record, open a name,
/// clear a namesake, approve, count, decide, void or settle is signed at the level of that. Each kind
/// is signed in a namespace of its own, so that a signature of one can never pass for one of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signed {
    /// A hand on a record, a change of it, its voiding or withdrawal, who may see it and who recorded
    /// it; and every refusal of one.
    Confirm,
    /// A member's vote and opinion, or an absent member's as the secretary entered it.
    Vote,
    /// What puts a matter before a body, who sits in it, the count, the decision, and an answer on the
    /// ladder.
    Decision,
    /// A custodian's hand under a checkpoint.
    Checkpoint,
    /// An administrator's hand under a change of the organ's own data: keys, roles, rules.
    Change,
}

impl Signed {
    pub const ALL: &'static [Signed] =
        &[Self::Confirm, Self::Vote, Self::Decision, Self::Checkpoint, Self::Change];

    /// The kind in the first line of what is signed.
    pub fn code(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Vote => "vote",
            Self::Decision => "decision",
            Self::Checkpoint => "checkpoint",
            Self::Change => "change",
        }
    }

    /// The namespace of the SSHSIG.
    pub fn namespace(self) -> &'static str {
        match self {
            Self::Confirm => "liuhen-confirm@v1",
            Self::Vote => "liuhen-vote@v1",
            Self::Decision => "liuhen-decision@v1",
            Self::Checkpoint => "liuhen-checkpoint@v1",
            Self::Change => "liuhen-change@v1",
        }
    }

    /// The least level the organ's rules ask for, 0 to 3.
    fn level(self, rules: &Signature) -> u8 {
        match self {
            Self::Confirm => rules.confirm,
            Self::Vote => rules.vote,
            Self::Decision => rules.decision,
            Self::Checkpoint => rules.checkpoint,
            Self::Change => rules.change,
        }
    }

    /// The least level for this person here and now. A training register asks for nothing.
    fn least(self, ease: Ease, organ: &Organ, person: &PersonId) -> u8 {
        let level = self.level(&organ.policy.signature);
        if organ.training {
            return 0;
        }
        let best = || best(organ, person, level);
        match ease {
            Ease::None => level,
            // Who signed with a login key on his own machine can sign this there too.
            Ease::WhoHasNone { signed: true } => level.min(best().max(best_by_any(organ, person))),
            Ease::WhoHasNone { signed: false } => level.min(best()),
            Ease::OwnKey { free: true } => 0,
            Ease::OwnKey { free: false } => {
                // A second hand under every change hangs on an administrator's key.
                let by_any = organ.is_administrator(person) && administrators_with_keys(organ, level) >= 2;
                level.min(if by_any { best().max(best_by_any(organ, person)) } else { best() })
            }
            Ease::Change => match best() {
                0 if administrators_with_keys(organ, level) < 2 => 0,
                0 => level,
                best => level.min(best),
            },
        }
    }

    /// The least level for the act a question leads to; none where it is not signed. `signed`: whether there
    /// is a signature of his on the record or what hangs on it, which his recusal may take away.
    pub fn least_for(command: &Command, organ: &Organ, person: &PersonId, signed: bool) -> Option<u8> {
        let ease = match command {
            Command::Organ(OrganCommand::Propose { change }) => Ease::of_change(change, person, VERSION),
            Command::Organ(_) => Ease::Change,
            kind if takes_himself_out(kind.row()) => Ease::WhoHasNone { signed },
            _ => Ease::None,
        };
        Some(Self::of_command(command)?.least(ease, organ, person))
    }

    /// The least level under an event of a version; none where it is not signed. `signed` as above; before
    /// version 4 it was not asked.
    pub fn least_under(event: &Event, v: u8, organ: &Organ, person: &PersonId, signed: bool) -> Option<u8> {
        let ease = match event {
            Event::Organ(OrganEvent::Proposed { change }) => Ease::of_change(change, person, v),
            Event::Organ(_) => Ease::Change,
            kind if takes_himself_out(kind.row()) => Ease::WhoHasNone { signed: signed && v >= 4 },
            _ => Ease::None,
        };
        Some(Self::of_event(event, v)?.least(ease, organ, person))
    }

    /// Whether this question leads to an act that is signed. Every command says so for itself.
    pub fn of_command(command: &Command) -> Option<Self> {
        match command {
            Command::Evidence(act) => match act {
                EvidenceCommand::Cosign { .. } => Some(Self::Checkpoint),
                EvidenceCommand::KeepWitness { .. }
                | EvidenceCommand::NoteCopy { .. }
                | EvidenceCommand::NoteDrill { .. } => None,
            },
            Command::Organ(
                OrganCommand::Propose { .. } | OrganCommand::Confirm { .. } | OrganCommand::Refuse { .. },
            ) => Some(Self::Change),
            kind => kind.row().and_then(|row| row.signed),
        }
    }

    /// Whether this event is one that was signed when it was written, by the version of its body.
    pub fn of_event(event: &Event, v: u8) -> Option<Self> {
        match (v, event) {
            (..2, event) => Self::of_first_version(event),
            (v, event) => Self::of_second_version(event, v),
        }
    }

    /// What version 1 had signed; never changes.
    fn of_first_version(event: &Event) -> Option<Self> {
        match event {
            Event::Evidence(EvidenceEvent::Cosigned { .. }) => Some(Self::Checkpoint),
            Event::Organ(OrganEvent::Proposed { .. } | OrganEvent::ProposalConfirmed { .. }) => {
                Some(Self::Change)
            }
            Event::Evidence(_) | Event::Organ(_) => None,
            kind => Self::of_a_row(kind, 1),
        }
    }

    /// A row says from which version on.
    fn of_a_row(event: &Event, v: u8) -> Option<Self> {
        event.row().filter(|row| v >= row.signed_since).and_then(|row| row.signed)
    }

    /// Every event says for itself whether it is signed, and as what.
    fn of_second_version(event: &Event, v: u8) -> Option<Self> {
        match event {
            Event::Evidence(event) => match event {
                EvidenceEvent::Cosigned { .. } => Some(Self::Checkpoint),
                // A witness's signature stands in the event itself.
                EvidenceEvent::Witnessed { .. }
                | EvidenceEvent::LogKey { .. }
                | EvidenceEvent::Copied { .. }
                | EvidenceEvent::Drilled { .. }
                | EvidenceEvent::Alerted { .. } => None,
            },
            Event::Organ(event) => match event {
                OrganEvent::Proposed { .. }
                | OrganEvent::ProposalConfirmed { .. }
                | OrganEvent::ProposalRefused { .. } => Some(Self::Change),
                OrganEvent::Founded { .. } => None,
            },
            kind => Self::of_a_row(kind, v),
        }
    }
}

/// Whether somebody takes himself out of a matter.
pub fn takes_himself_out(row: Option<RowFacts>) -> bool {
    row.is_some_and(|row| row.act == Act::DeclareRecusal)
}

/// Where less may be asked than the organ's rules say.
enum Ease {
    None,
    /// Of whoever has no key, and so gives no hand that his recusal could take away.
    WhoHasNone {
        signed: bool,
    },
    /// Under a change, whoever has a key signs as high as the rules ask and his key goes. The first
    /// administrators have none: until two of them have, those without may act unsigned; from then on
    /// nobody may, or whoever writes the file would act in the name of one who has none.
    Change,
    /// Another key of his own is signed with the one that it takes the place of, or one administrator with the
    /// file could give himself everybody's hand; whoever has none proposes his first one without. `free`: before
    /// version 10 nothing was asked of anybody here.
    OwnKey {
        free: bool,
    },
}

impl Ease {
    fn of_change(change: &OrganChange, person: &PersonId, v: u8) -> Self {
        match change {
            OrganChange::Key { person: whose, use_: KeyUse::Own, .. } if whose == person => {
                Self::OwnKey { free: v < 10 }
            }
            _ => Self::Change,
        }
    }
}

//! Which acts a person signs. One table for the question before and for the event afterwards; the
//! least level of each kind stands in the organ's own rules.

use super::command::Command;
use super::committee::{ItemCommand, ItemEvent};
use super::event::Event;
use super::evidence::{EvidenceCommand, EvidenceEvent};
use super::ids::PersonId;
use super::organ::{KeyUse, Organ, OrganChange, OrganCommand, OrganEvent};
use super::policy_file::Signature;
use super::record::{RecordCommand, RecordEvent};

/// The highest level at which this person's keys could sign, as far as this level needs to know: up to
/// 1 a login key obliges nobody, for it signs on another machine.
fn best(organ: &Organ, person: &PersonId, level: u8) -> u8 {
    let own = u8::from(organ.keys_of(person, KeyUse::Own).next().is_some());
    if level < 2 {
        return own;
    }
    let login = organ.keys_of(person, KeyUse::Login).map(|k| if k.line.starts_with("sk-") { 3 } else { 2 });
    login.max().unwrap_or(own)
}

/// Administrators in office who could sign a change at this level, or as high as their keys go.
pub fn administrators_with_keys(organ: &Organ, level: u8) -> usize {
    let all = organ.people.values().filter(|p| organ.is_administrator(&p.id));
    all.filter(|p| best(organ, &p.id, level) > 0).count()
}

/// What kind of hand an act is. Each kind is signed in a namespace of its own, so that a signature
/// of one can never pass for one of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signed {
    /// A custodian's or another's hand on a record, a change of it, or its voiding.
    Confirm,
    /// A member's vote, or an absent member's as the secretary entered it.
    Vote,
    /// The count of the votes, and the decision.
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

    /// The least level for this person here and now; `proposes` is the change he proposes, if he does.
    /// A training register asks for nothing.
    ///
    /// Under a change, whoever has a key signs as high as the rules ask and his key goes. The first
    /// administrators have none: until two of them have, those without may act unsigned; from then on
    /// nobody may, or whoever writes the file would act in the name of one who has none. Whoever forgot
    /// his passphrase can always propose another key of his own, for somebody else to confirm.
    pub fn least(self, organ: &Organ, person: &PersonId, proposes: Option<&OrganChange>) -> u8 {
        let own_key_anew = matches!(
            proposes,
            Some(OrganChange::Key { person: whose, use_: KeyUse::Own, .. }) if whose == person
        );
        let level = self.level(&organ.policy.signature);
        match (self, best(organ, person, level)) {
            _ if organ.training => 0,
            (Self::Change, _) if own_key_anew => 0,
            (Self::Change, 0) if administrators_with_keys(organ, level) < 2 => 0,
            (Self::Change, best) if best > 0 => level.min(best),
            _ => level,
        }
    }

    /// The least level for the act a question leads to; none where it is not signed.
    pub fn least_for(command: &Command, organ: &Organ, person: &PersonId) -> Option<u8> {
        let proposes = match command {
            Command::Organ(OrganCommand::Propose { change }) => Some(change),
            _ => None,
        };
        Some(Self::of_command(command)?.least(organ, person, proposes))
    }

    /// The least level under an event; none where it is not signed.
    pub fn least_under(event: &Event, organ: &Organ, person: &PersonId) -> Option<u8> {
        let proposes = match event {
            Event::Organ(OrganEvent::Proposed { change }) => Some(&**change),
            _ => None,
        };
        Some(Self::of_event(event)?.least(organ, person, proposes))
    }

    /// Whether this question leads to an act that is signed.
    pub fn of_command(command: &Command) -> Option<Self> {
        match command {
            Command::Record {
                act:
                    RecordCommand::Confirm { .. }
                    | RecordCommand::ConfirmChange { .. }
                    | RecordCommand::Void { .. },
                ..
            } => Some(Self::Confirm),
            Command::Item { act: ItemCommand::Vote { .. } | ItemCommand::WrittenVote { .. }, .. } => {
                Some(Self::Vote)
            }
            Command::Item { act: ItemCommand::CloseVote | ItemCommand::Decide { .. }, .. } => {
                Some(Self::Decision)
            }
            Command::Evidence(EvidenceCommand::Cosign { .. }) => Some(Self::Checkpoint),
            Command::Organ(OrganCommand::Propose { .. } | OrganCommand::Confirm { .. }) => Some(Self::Change),
            _ => None,
        }
    }

    /// Whether this event is one that is signed.
    pub fn of_event(event: &Event) -> Option<Self> {
        match event {
            Event::Record(
                RecordEvent::Confirmed { .. }
                | RecordEvent::ChangeConfirmed { .. }
                | RecordEvent::VoidHand { .. },
            ) => Some(Self::Confirm),
            Event::Item(ItemEvent::Voted { .. } | ItemEvent::WrittenVote { .. }) => Some(Self::Vote),
            Event::Item(ItemEvent::VoteClosed { .. } | ItemEvent::Decided { .. }) => Some(Self::Decision),
            Event::Evidence(EvidenceEvent::Cosigned { .. }) => Some(Self::Checkpoint),
            Event::Organ(OrganEvent::Proposed { .. } | OrganEvent::ProposalConfirmed { .. }) => {
                Some(Self::Change)
            }
            _ => None,
        }
    }
}

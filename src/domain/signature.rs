//! Which acts a person signs. One table for the question before and for the event afterwards; the
//! least level of each kind stands in the organ's own rules.

use super::command::Command;
use super::committee::{ItemCommand, ItemEvent};
use super::event::Event;
use super::evidence::{EvidenceCommand, EvidenceEvent};
use super::policy_file::Signature;
use super::record::{RecordCommand, RecordEvent};

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
}

impl Signed {
    pub const ALL: &'static [Signed] = &[Self::Confirm, Self::Vote, Self::Decision, Self::Checkpoint];

    /// The kind in the first line of what is signed.
    pub fn code(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Vote => "vote",
            Self::Decision => "decision",
            Self::Checkpoint => "checkpoint",
        }
    }

    /// The namespace of the SSHSIG.
    pub fn namespace(self) -> &'static str {
        match self {
            Self::Confirm => "liuhen-confirm@v1",
            Self::Vote => "liuhen-vote@v1",
            Self::Decision => "liuhen-decision@v1",
            Self::Checkpoint => "liuhen-checkpoint@v1",
        }
    }

    /// The least level the organ asks for, 0 to 3.
    pub fn least(self, rules: &Signature) -> u8 {
        match self {
            Self::Confirm => rules.confirm,
            Self::Vote => rules.vote,
            Self::Decision => rules.decision,
            Self::Checkpoint => rules.checkpoint,
        }
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
            _ => None,
        }
    }
}

//! Acts of one matter that one person may not do both, whatever roles he holds. The table is read by
//! every decision, by the reason beside a key, and by the check of the log.

use crate::domain::committee::Item;
use crate::domain::flow::Act;
use crate::domain::ids::PersonId;
use crate::domain::record::{IdentityRequest, Record, Status};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::registry::Matter;
use crate::domain::state::State;

/// What somebody does to a matter, as far as it binds him in what comes after; which act is which, the rows
/// of the tables say. Several acts are one deed: an answer, passing up and asking for a committee are all the level's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    Wrote,
    Hand,
    Returned,
    Disputed,
    Resolved,
    ChangeHand,
    VoidRefused,
    AskedName,
    OpenedName,
    Cleared,
    OrderedRecusal,
    Escalated,
    Answered,
    WroteSuperior,
    EnteredAnswer,
    Applied,
    Approved,
    ReferredUp,
    RecusedMember,
    SentOut,
    EnteredVote,
    OpenedVote,
    Counted,
    Decided,
}

/// One row: whoever did the first does none of the others while the first stands.
#[derive(Debug)]
pub struct Apart {
    pub did: Deed,
    pub not: &'static [Deed],
    pub rule: Rule,
    /// Not yet asked of acts of version 2.
    pub new: bool,
}

use Deed as D;

/// Where the first is looked for says how far it reaches: a text binds its writer in the whole
/// family of the record, a hand in the round it stands in, a request in itself, what is done to an
/// escalation or an item in that one.
pub static APART: &[Apart] = &[
    // RC4: whoever recorded checks, answers and decides nothing of it.
    Apart {
        did: D::Wrote,
        not: &[
            D::Hand,
            D::Returned,
            D::Disputed,
            D::Resolved,
            D::ChangeHand,
            D::VoidRefused,
            D::OpenedName,
            D::Cleared,
            D::Answered,
            D::EnteredAnswer,
            D::Approved,
            D::ReferredUp,
            D::RecusedMember,
            D::EnteredVote,
            D::Counted,
            D::Decided,
        ],
        rule: Rule::OwnRecord,
        new: false,
    },
    // Working requirements on the three provisions: two or more who check each other.
    Apart {
        did: D::Hand,
        not: &[D::Hand, D::Disputed, D::Resolved],
        rule: Rule::TwoHandsOnePerson,
        new: false,
    },
    Apart { did: D::Disputed, not: &[D::Hand, D::Resolved], rule: Rule::ActsApart, new: false },
    Apart { did: D::ChangeHand, not: &[D::ChangeHand], rule: Rule::TwoHandsOnePerson, new: false },
    Apart { did: D::AskedName, not: &[D::OpenedName], rule: Rule::TwoHandsOnePerson, new: false },
    Apart { did: D::OpenedName, not: &[D::OpenedName], rule: Rule::TwoHandsOnePerson, new: false },
    // Whoever takes people out of a matter does not decide it in their place.
    Apart { did: D::OrderedRecusal, not: &[D::Resolved], rule: Rule::ActsApart, new: false },
    Apart {
        did: D::OrderedRecusal,
        not: &[D::Hand, D::ChangeHand, D::VoidRefused, D::OpenedName, D::Cleared, D::Counted, D::ReferredUp],
        rule: Rule::ActsApart,
        new: true,
    },
    Apart { did: D::Escalated, not: &[D::Answered, D::EnteredAnswer], rule: Rule::ActsApart, new: false },
    Apart { did: D::Answered, not: &[D::EnteredAnswer], rule: Rule::ActsApart, new: false },
    Apart { did: D::WroteSuperior, not: &[D::EnteredAnswer], rule: Rule::ActsApart, new: false },
    // Organic Law of the People's Courts 39: the judge applies, the president approves.
    Apart {
        did: D::Applied,
        not: &[D::Approved, D::ReferredUp, D::RecusedMember, D::EnteredVote, D::Counted, D::Decided],
        rule: Rule::ActsApart,
        new: false,
    },
    // Who votes, and what an absent member voted, is not entered and counted by one person.
    Apart { did: D::RecusedMember, not: &[D::Counted], rule: Rule::ActsApart, new: false },
    Apart { did: D::EnteredVote, not: &[D::Counted], rule: Rule::ActsApart, new: false },
    // Whoever put it to the vote, and keeps the roll of who is there, does not take it away from the
    // body. A chair who only counted may: it is his right to refer up what he voted against.
    Apart { did: D::OpenedVote, not: &[D::Approved, D::ReferredUp], rule: Rule::ActsApart, new: false },
    // Whoever decides whose vote counts neither counts nor takes the matter away from those who voted.
    Apart { did: D::SentOut, not: &[D::Counted, D::ReferredUp], rule: Rule::ActsApart, new: true },
    Apart { did: D::RecusedMember, not: &[D::ReferredUp], rule: Rule::ActsApart, new: true },
    Apart { did: D::EnteredVote, not: &[D::ReferredUp], rule: Rule::ActsApart, new: true },
];

impl Deed {
    pub const ALL: &'static [Deed] = &[
        D::Wrote,
        D::Hand,
        D::Returned,
        D::Disputed,
        D::Resolved,
        D::ChangeHand,
        D::VoidRefused,
        D::AskedName,
        D::OpenedName,
        D::Cleared,
        D::OrderedRecusal,
        D::Escalated,
        D::Answered,
        D::WroteSuperior,
        D::EnteredAnswer,
        D::Applied,
        D::Approved,
        D::ReferredUp,
        D::RecusedMember,
        D::SentOut,
        D::EnteredVote,
        D::OpenedVote,
        D::Counted,
        D::Decided,
    ];

    /// The act by which a refusal names it.
    fn act(self) -> Act {
        match self {
            D::Wrote => Act::Submit,
            D::Hand => Act::Confirm,
            D::Returned => Act::Return,
            D::Disputed => Act::Dispute,
            D::Resolved => Act::Resolve,
            D::ChangeHand => Act::ConfirmChange,
            D::VoidRefused => Act::RefuseVoid,
            D::AskedName => Act::AskIdentity,
            D::OpenedName => Act::OpenIdentity,
            D::Cleared => Act::OtherPerson,
            D::OrderedRecusal => Act::OrderRecusal,
            D::Escalated => Act::Escalate,
            D::Answered => Act::Answer,
            D::WroteSuperior => Act::SendSuperior,
            D::EnteredAnswer => Act::SuperiorAnswer,
            D::Applied => Act::Apply,
            D::Approved => Act::Approve,
            D::ReferredUp => Act::ReferUp,
            D::RecusedMember => Act::RecuseMember,
            D::SentOut => Act::Left,
            D::EnteredVote => Act::WrittenVote,
            D::OpenedVote => Act::OpenVote,
            D::Counted => Act::CloseVote,
            D::Decided => Act::Decision,
        }
    }
}

/// The matters in which deeds are looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Family<'a> {
    pub record: Option<&'a Record>,
    /// The matter of a registered kind: whose rows say what deed each of them is.
    pub matter: Option<&'a Matter>,
    pub item: Option<&'a Item>,
    /// The request for the recorder's name that an act is about.
    pub request: Option<&'a IdentityRequest>,
    /// Whether he is asked once more for what he did.
    pub again: bool,
}

impl<'a> Family<'a> {
    pub fn of(state: &'a State) -> Self {
        Self {
            record: state.record.as_deref(),
            matter: state.matter.as_deref(),
            item: state.item(),
            request: None,
            again: false,
        }
    }

    /// An item and its record.
    pub fn of_item(record: &'a Record, item: Option<&'a Item>) -> Self {
        Self { record: Some(record), item, ..Self::default() }
    }

    /// Whether this person did it and it stands.
    fn did(&self, deed: Deed, id: &PersonId) -> bool {
        let record = |holds: &dyn Fn(&Record) -> bool| self.record.is_some_and(holds);
        let item = |holds: &dyn Fn(&Item) -> bool| self.item.is_some_and(holds);
        match deed {
            D::Wrote => record(&|r| &r.recorder == id || r.versions.iter().any(|v| &v.by == id)),
            D::Hand => record(&|r| r.hands.iter().any(|h| &h.person == id)),
            // What was handed back is over: who disputed that may check what comes next.
            D::Disputed => record(&|r| {
                r.status != Status::Returned && r.disagreement.as_ref().is_some_and(|d| &d.by == id)
            }),
            D::ChangeHand => record(&|r| r.open_change().is_some_and(|c| c.hands.contains(id))),
            D::AskedName => self.request.is_some_and(|r| &r.asker == id),
            D::OpenedName => self.request.is_some_and(|r| r.hands.contains(id)),
            D::OrderedRecusal => record(&|r| r.recusal_orders.contains(id)),
            D::Escalated | D::Answered | D::WroteSuperior => self.matter.is_some_and(|m| m.did(deed, id)),
            D::Applied => item(&|i| i.applied_by.contains(id)),
            D::RecusedMember => item(&|i| i.recused_by.contains(id)),
            D::SentOut => item(&|i| i.sent_out_by.contains(id)),
            D::EnteredVote => item(&|i| i.entered_by.contains(id)),
            D::OpenedVote => item(&|i| i.opened_by.as_ref() == Some(id)),
            // Nothing in the table hangs on these once they are done.
            D::Returned
            | D::Resolved
            | D::VoidRefused
            | D::Cleared
            | D::EnteredAnswer
            | D::Approved
            | D::ReferredUp
            | D::Counted
            | D::Decided => false,
        }
    }
}

/// Why this deed is not for this person, because of what he did to the matter before.
pub fn apart(family: &Family<'_>, deed: Deed, id: &PersonId) -> Option<Refusal> {
    let as_then = family.record.is_some_and(|r| !r.judged.since_three());
    let asked = APART.iter().filter(|row| !row.new || !as_then);
    let asked = asked.filter(|row| !(family.again && row.did == deed));
    let row = asked.into_iter().find(|row| row.not.contains(&deed) && family.did(row.did, id))?;
    Some(match row.rule {
        Rule::ActsApart => Refusal::with(row.rule, row.did.act().code()),
        rule => Refusal::of(rule),
    })
}

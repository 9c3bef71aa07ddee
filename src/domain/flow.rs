//! The flow of a matter is a table. From the one table come the decision, the reason beside a key
//! that does not work, the diagram of `liuhen flow --mermaid`, and the tests: every state is
//! reachable, every open state has an exit, no step lets one person give two hands.

use super::ids::PersonId;
use super::policy::Asks;
use super::refusal::{Refusal, Rule};
use serde::{Deserialize, Serialize};

/// Everything a person can do to a matter, by the code that names it on the command line, in the
/// palette and in both languages' words. Each kind of matter names its own beside its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Act(&'static str);

impl Act {
    pub const fn new(code: &'static str) -> Self {
        Self(code)
    }
    pub fn code(self) -> &'static str {
        self.0
    }
    /// Every act there is, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Act> {
        let of_kinds = super::registry::acts().filter(|act| !Self::SHARED.contains(act));
        Self::SHARED.iter().copied().chain(of_kinds)
    }
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|act| act.0 == code)
    }
    /// Its place among all of them.
    pub fn place(self) -> usize {
        Self::all().position(|act| act == self).unwrap_or(usize::MAX)
    }
}

impl Serialize for Act {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.0)
    }
}

macro_rules! acts {
    ($($name:ident = $code:literal),* $(,)?) => {
        #[allow(non_upper_case_globals, reason = "they are named like the variants that they stand for")]
        impl Act {
            $(pub const $name: Act = Act::new($code);)*
            const SHARED: &'static [Act] = &[$(Act::$name),*];
        }
    };
}

acts! {
    Quick = "quick", Submit = "submit", Amend = "amend", Attach = "attach", Withdraw = "withdraw",
    ReadOff = "read_off", Confirm = "confirm", Return = "return", Dispute = "dispute", Resolve = "resolve",
    Sign = "sign", Agree = "agree",
    Supplement = "supplement", Correct = "correct", ConfirmChange = "confirm_change", RefuseChange = "refuse_change",
    Void = "void", RefuseVoid = "refuse_void",
    ReportAtOnce = "report_at_once",
    Link = "link", NoteFiling = "note_filing", DeclareRecusal = "declare_recusal", OrderRecusal = "order_recusal", LiftRecusal = "lift_recusal", OtherPerson = "other_person", SamePerson = "same_person",
    AskIdentity = "ask_identity", OpenIdentity = "open_identity", RefuseIdentity = "refuse_identity",
    Escalate = "escalate", Answer = "answer", PassUp = "pass_up", SendSuperior = "send_superior", SuperiorAnswer = "superior_answer",
    Apply = "apply", Approve = "approve", RefuseApplication = "refuse_application", Resubmit = "resubmit", WithdrawApplication = "withdraw_application",
    Plan = "plan", Place = "place", Notice = "notice", Attend = "attend", Open = "open", CloseMeeting = "close_meeting",
    RecuseMember = "recuse_member", Left = "left", OpenVote = "open_vote", Vote = "vote", WrittenVote = "written_vote",
    Minority = "minority", CloseVote = "close_vote", Decision = "decision", DecisionNotice = "decision_notice",
    Feedback = "feedback", Reconsider = "reconsider", ReferUp = "refer_up", ToFull = "to_full",
    Propose = "propose", ConfirmProposal = "confirm_proposal", RefuseProposal = "refuse_proposal",
}

/// Acts that nobody can take back or do once more: what they bring about is in force, out in the open
/// or over. Each asks for the last four characters of the name of what it is done to, so that no key
/// pressed by mistake does it.
pub const FINAL: &[Act] = &[
    Act::Confirm,
    Act::Resolve,
    Act::Withdraw,
    Act::Void,
    Act::DeclareRecusal,
    Act::OrderRecusal,
    Act::ConfirmChange,
    Act::OpenIdentity,
    Act::Approve,
    Act::WithdrawApplication,
    Act::Vote,
    Act::WrittenVote,
    Act::CloseVote,
    Act::Decision,
    Act::ReferUp,
    Act::ConfirmProposal,
];

impl Act {
    /// Whether it cannot be undone; see [`FINAL`].
    pub fn is_final(self) -> bool {
        FINAL.contains(&self)
    }
}

macro_rules! capacities {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// In what capacity somebody acts on one matter. Roles belong to people; a capacity is what
        /// a person is *to this matter*.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Capacity { $($(#[$doc])* #[serde(rename = $code)] $name),* }
        impl Capacity {
            pub const ALL: &'static [Capacity] = &[$(Capacity::$name),*];
            pub fn code(self) -> &'static str {
                match self { $(Capacity::$name => $code),* }
            }
        }
    };
}

capacities! {
    /// Anybody with an account.
    Staff = "staff",
    Recorder = "recorder",
    /// Handles the case, or sits on its panel.
    Handler = "handler",
    /// Says how a decision was carried out: a handler of the case, or who stands in for all of them.
    Executor = "executor",
    /// On the roster today, and neither recorder, witness, panel member nor recused here.
    Custodian = "custodian",
    /// Settles whom the words of a record mean: a custodian, or who stands in for one.
    Settler = "settler",
    /// A third custodian or the head of discipline: who resolves what two disagree on.
    Resolver = "resolver",
    Discipline = "discipline",
    /// Gives the last hand of a voiding: discipline, or who stands in where nobody of it is left.
    Voider = "voider",
    /// Own staff who were present and are asked to sign.
    Witness = "witness",
    /// The person approached, when somebody else wrote it down.
    Approached = "approached",
    /// Whose turn it is on the ladder.
    Level = "level",
    /// May apply to a committee: presiding or single judge, procurator, handler.
    Applicant = "applicant",
    /// Approves applications: the chief, or the next one not recused.
    Approver = "approver",
    /// Secretary of the committee concerned.
    Secretary = "secretary",
    /// Member with a vote, present and not recused.
    Member = "member",
    /// May order somebody's recusal: chief or discipline.
    Orderer = "orderer",
    /// Says that an ordered recusal is lifted: who may order one and did not order this; where there are
    /// fewer than two of them, a custodian.
    Lifter = "lifter",
    /// Head of discipline, or the chief where he is recused or there is none.
    DisciplineHead = "discipline_head",
    /// Reports what is urgent at once: chief or discipline; where all of them are recused, a custodian.
    Reporter = "reporter",
    /// One of the three administrators.
    Administrator = "administrator",
    /// The register itself, when a clock has run out.
    Register = "register",
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// A condition of a step. Each is checked by a small function that cites its article.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Need { $($(#[$doc])* #[serde(rename = $code)] $name),* }
        impl Need {
            pub fn code(self) -> &'static str {
                match self { $(Need::$name => $code),* }
            }
        }
    };
}

needs! {
    /// The command names the revision that now stands.
    SameRevision = "same_revision",
    /// A reason or text is given.
    Reason = "reason",
    /// No custodian has acted on it yet, in this round or an earlier one.
    NoHandYet = "no_hand_yet",
    /// One custodian has already given a hand, and not this person.
    OneHand = "one_hand",
    /// Required fields and the evidence the manner asks for.
    Complete = "complete",
    /// The answers to all nine points.
    Checklist = "checklist",
    /// Only once.
    Once = "once",
    /// A material is kept.
    Material = "material",
}

/// Which flow a table belongs to. Acts of different flows may share a name: a level applies for a
/// committee in one, an applicant in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowName {
    Record,
    /// A change of a confirmed record, its voiding, the opening of the recorder's name.
    Review,
    Proposal,
}

/// The states of one flow.
pub trait Stage: Copy + PartialEq + 'static {
    const FLOW: FlowName;

    /// What the matters before us have against a step, before anything is answered. The decision asks it
    /// and so does whatever offers the act: nothing is offered that would then be refused.
    ///
    /// # Errors
    /// The first rule that stands against it.
    fn stands(_asks: &Asks<'_>, _step: &Step<Self>) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Where an act leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum To<S: 'static> {
    Stay,
    Go(S),
    /// What happened says which.
    OneOf(&'static [S]),
}

impl<S: Copy + PartialEq> To<S> {
    /// Every state an act done in `from` can lead to.
    pub fn all(self, from: S) -> Vec<S> {
        match self {
            To::Stay => vec![from],
            To::Go(s) => vec![s],
            To::OneOf(all) => all.to_vec(),
        }
    }
}

/// What one act does in the states it is done in; no two rows of a table are about one act and state. `hands` lists who must act, in this order, each a different person.
#[derive(Debug)]
pub struct Step<S: 'static> {
    pub act: Act,
    pub from: &'static [S],
    pub to: To<S>,
    pub hands: &'static [Capacity],
    pub needs: &'static [Need],
}

impl<S: Copy + PartialEq> Step<S> {
    /// Every pair of states that the act connects.
    pub fn leads(&self) -> impl Iterator<Item = (S, S)> {
        self.from.iter().flat_map(|from| self.to.all(*from).into_iter().map(|to| (*from, to)))
    }
}

/// The step for an act in a state, or the sentence that says why there is none.
///
/// # Errors
/// [`Rule::NotNow`] when the table has no such step.
pub fn step<S: Copy + PartialEq>(
    table: &'static [Step<S>],
    act: Act,
    at: S,
) -> Result<&'static Step<S>, Refusal> {
    table
        .iter()
        .find(|s| s.act == act && s.from.contains(&at))
        .ok_or_else(|| Refusal::with(Rule::NotNow, act.code()))
}

/// The capacity the next hand must have, given who has already given one in this round.
///
/// # Errors
/// [`Rule::TwoHandsOnePerson`] when this person already gave one (the store of inquiries is kept by
/// two or more people who check each other).
pub fn next_hand<S>(
    step: &Step<S>,
    given: &[PersonId],
    actor: &PersonId,
) -> Result<(Capacity, bool), Refusal> {
    if given.contains(actor) {
        return Err(Refusal::of(Rule::TwoHandsOnePerson));
    }
    let last = given.len() + 1 >= step.hands.len();
    // A hand that lapsed stands again once its giver is cleared, beside the one that took its place: the
    // last is asked for however many there are before it.
    step.hands
        .get(given.len())
        .or(step.hands.last())
        .map(|c| (*c, last))
        .ok_or_else(|| Refusal::with(Rule::NotNow, step.act.code()))
}

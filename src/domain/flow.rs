//! The words of which the tables of the flows are made: acts, capacities, and where an act leads. From a
//! table (`kind/`) come the decision, the reason beside a key that does not work, the diagram of
//! `liuhen flow --mermaid`, and the tests: every state is reachable, every open state has an exit, no step
//! lets one person give two hands.

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
    /// Asks for a voiding: whoever recorded; where he is not in service any more, discipline.
    VoidAsker = "void_asker",
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
    /// Sends what goes out to the political-legal committee or the superior organ: the liaison, or discipline.
    Sender = "sender",
    /// One of the three administrators.
    Administrator = "administrator",
    /// The register itself, when a clock has run out.
    Register = "register",
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

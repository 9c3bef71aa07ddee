//! An item as its events make it; where each of them leads is its table's to say.

use super::command::{Application, VoteCode};
use super::event::{ItemEvent, Outcome};
use super::flow::ItemState;
use crate::domain::event::Stamp;
use crate::domain::ids::{CommitteeId, MatterId, Millis, PersonId, Ref, Revision};
use crate::domain::kind::At;
use crate::domain::organ::{Committee, Organ};
use crate::domain::policy;
use crate::domain::record::Record;
use std::collections::BTreeMap;

/// One member's vote; cast once, never altered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    pub member: PersonId,
    pub vote: VoteCode,
    pub opinion: String,
    pub at: Millis,
    /// An absentee's vote on paper; `counted` follows the body's own rule.
    pub written: bool,
    pub counted: bool,
    /// He gave it himself, in the place of a letter that was entered for him.
    pub instead: bool,
}

impl Ballot {
    /// Whether others entered it for him, and he has said nothing himself.
    fn is_a_letter(&self) -> bool {
        self.written && !self.instead
    }
}

/// What was decided, once written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectiveDecision {
    pub number: String,
    pub text: String,
    pub at: Millis,
    pub outcome: Outcome,
}

/// A decision that rests, with its notice and the report on it.
#[derive(Clone, Debug, PartialEq)]
struct UnderReview {
    decision: CollectiveDecision,
    notice: Option<(Millis, String)>,
    feedback: Option<(Millis, bool, String)>,
}

/// An item before a committee as its own events make it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub id: MatterId,
    pub ref_: Ref,
    pub record: MatterId,
    pub committee: CommitteeId,
    pub application: Application,
    pub applicant: PersonId,
    pub state: ItemState,
    pub applied_at: Millis,
    pub since: Millis,
    /// Who applied, handed in again or asked for review.
    pub applied_by: Vec<PersonId>,
    pub approved_by: Option<PersonId>,
    pub refusals: Vec<(Millis, PersonId, String)>,
    pub resubmitted: bool,
    pub meeting: Option<MatterId>,
    pub recused: BTreeMap<PersonId, String>,
    /// Who entered members' recusals.
    pub recused_by: Vec<PersonId>,
    /// Who votes and who chairs this item, fixed when the vote opened.
    pub voters: Vec<PersonId>,
    pub chair: Option<PersonId>,
    pub recused_at_vote: Vec<PersonId>,
    /// Voters who were out of it when it was counted.
    pub out_at_count: Vec<PersonId>,
    pub left: Vec<PersonId>,
    /// Who was struck off the roll while his vote was waited for, by somebody for whom this vote does not exist.
    struck: Vec<PersonId>,
    /// Of those, who was entered as present again while the vote was open.
    pub back: Vec<PersonId>,
    /// Whose going was entered, and when, by somebody for whom this vote does not exist, or who owed his vote
    /// when such a one closed the meeting: he has it still, and is waited for as long as a minority is.
    away: BTreeMap<PersonId, Millis>,
    pub ballots: Vec<Ballot>,
    /// Who entered absent members' votes.
    pub entered_by: Vec<PersonId>,
    pub opened_by: Option<PersonId>,
    /// The act that opened its vote, while the body that stood then decides it.
    opened_at: Option<u64>,
    /// Of the act that opened the vote last: its votes name it.
    opened: Option<Revision>,
    /// Who entered, in the open meeting, that a member is gone or has no vote.
    pub sent_out_by: Vec<PersonId>,
    /// Judged as before version 3: by the body as it stands at each act.
    pub before_three: bool,
    /// Judged as before version 4: whoever left had no vote any more, though he came back.
    pub before_four: bool,
    /// Judged as before version 6: a vote did not say to which round it belongs.
    pub before_six: bool,
    /// Judged as before version 8: whoever left, or had a letter entered for him, had no vote of his own any more.
    pub before_eight: bool,
    pub outcome: Option<(Outcome, [u32; 5])>,
    /// When its votes were counted: how long its minority has to write runs from there.
    counted_at: Option<Millis>,
    pub minority: BTreeMap<PersonId, String>,
    pub decision: Option<CollectiveDecision>,
    pub earlier: Vec<CollectiveDecision>,
    /// What stands again if the review is refused: decision, notice and report.
    under_review: Option<UnderReview>,
    pub notice: Option<(Millis, String)>,
    pub feedback: Option<(Millis, bool, String)>,
    pub reconsidered: Option<(Millis, String)>,
    pub note: String,
}

impl Item {
    pub(super) fn begin(stamp: &Stamp<'_>, event: &ItemEvent) -> Option<Self> {
        let ItemEvent::Applied { ref_, application } = event else { return None };
        Some(Self {
            id: stamp.matter,
            ref_: ref_.clone(),
            record: application.record,
            committee: application.committee.clone(),
            application: application.clone(),
            applicant: stamp.person()?.clone(),
            applied_by: vec![stamp.person()?.clone()],
            state: ItemState::Applied,
            applied_at: stamp.at,
            since: stamp.at,
            approved_by: None,
            refusals: Vec::new(),
            resubmitted: false,
            meeting: None,
            recused: BTreeMap::new(),
            recused_by: Vec::new(),
            voters: Vec::new(),
            chair: None,
            recused_at_vote: Vec::new(),
            out_at_count: Vec::new(),
            left: Vec::new(),
            struck: Vec::new(),
            back: Vec::new(),
            away: BTreeMap::new(),
            ballots: Vec::new(),
            entered_by: Vec::new(),
            opened_by: None,
            opened_at: None,
            opened: None,
            sent_out_by: Vec::new(),
            before_three: false,
            before_four: false,
            before_six: false,
            before_eight: false,
            outcome: None,
            counted_at: None,
            minority: BTreeMap::new(),
            decision: None,
            earlier: Vec::new(),
            under_review: None,
            notice: None,
            feedback: None,
            reconsidered: None,
            note: String::new(),
        })
    }

    pub(super) fn take(&mut self, stamp: &Stamp<'_>, event: &ItemEvent) {
        let Some(by) = stamp.person().cloned() else { return };
        match event {
            ItemEvent::Applied { .. } => {}
            ItemEvent::Approved => self.approved_by = Some(by),
            ItemEvent::Refused { reason } => {
                self.refusals.push((stamp.at, by, reason.clone()));
                if let Some(UnderReview { decision, notice, feedback }) = self.under_review.take() {
                    self.earlier.retain(|d| *d != decision);
                    (self.decision, self.notice, self.feedback) = (Some(decision), notice, feedback);
                }
            }
            ItemEvent::Resubmitted { reason } => {
                self.applied_by.push(by);
                self.resubmitted = true;
                if self.reconsidered.is_some() {
                    self.lays_down();
                }
                self.note = reason.clone();
            }
            ItemEvent::Withdrawn { reason } | ItemEvent::ReferredUp { reason } => self.note = reason.clone(),
            ItemEvent::Placed { meeting } => self.meeting = Some(*meeting),
            ItemEvent::MemberRecused { member, reason } => {
                self.recused_by.push(by);
                self.recused.insert(member.clone(), reason.clone());
            }
            ItemEvent::VoteOpened { chair, present, recused, .. } => {
                self.chair = Some(chair.clone());
                self.voters = present.clone();
                self.recused_at_vote = recused.clone();
                self.left.clear();
                self.struck.clear();
                self.back.clear();
                self.away.clear();
                self.ballots.clear();
                self.entered_by.clear();
                self.opened_by = Some(by);
                self.opened_at = Some(stamp.seq);
                self.opened = Some(stamp.revision.clone());
                self.minority.clear();
                // An earlier count beside new ballots would tell who votes how.
                self.outcome = None;
            }
            ItemEvent::Voted { vote, opinion, .. } => self.voted(stamp.at, by, *vote, opinion),
            ItemEvent::WrittenVote { member, vote, opinion, counted, .. } => {
                // What is only written down changes no count.
                self.entered_by.extend(counted.then_some(by));
                self.ballots.push(Ballot {
                    member: member.clone(),
                    vote: *vote,
                    opinion: opinion.clone(),
                    at: stamp.at,
                    written: true,
                    counted: *counted,
                    instead: false,
                });
            }
            ItemEvent::VoteClosed { outcome, total, needed, for_, against, other } => {
                self.outcome = Some((*outcome, [*total, *needed, *for_, *against, *other]));
                self.counted_at = Some(stamp.at);
                self.take_opinions_of_the_minority(*outcome);
            }
            ItemEvent::Minority { text, .. } => {
                self.minority.insert(by, text.clone());
            }
            ItemEvent::Supplement { reason } => {
                self.note = reason.clone();
                self.opened_at = None;
            }
            ItemEvent::ToFullCommittee { committee } => {
                self.committee = committee.clone();
                self.opened_at = None;
                self.meeting = None;
            }
            ItemEvent::Decided { number, text, .. } => {
                let outcome = self.outcome.map_or(Outcome::NoMajority, |(o, _)| o);
                self.decision = Some(CollectiveDecision {
                    number: number.clone(),
                    text: text.clone(),
                    at: stamp.at,
                    outcome,
                });
            }
            ItemEvent::Noticed { text } => self.notice = Some((stamp.at, text.clone())),
            ItemEvent::Feedback { text, executed } => {
                self.feedback = Some((stamp.at, *executed, text.clone()));
            }
            ItemEvent::Reconsidered { reason } => {
                self.applied_by.push(by);
                self.reconsidered = Some((stamp.at, reason.clone()));
                self.lays_down();
                self.opened_at = None;
                // Not on an agenda any more; the body sees it again once it is placed.
                self.meeting = None;
            }
        }
    }

    /// What was decided rests while its review is asked for.
    fn lays_down(&mut self) {
        if let Some(decision) = self.decision.take() {
            self.earlier.push(decision.clone());
            let (notice, feedback) = (self.notice.take(), self.feedback.take());
            self.under_review = Some(UnderReview { decision, notice, feedback });
        }
    }

    /// Whether its body has decided it, once at least.
    pub fn was_decided(&self) -> bool {
        self.decision.is_some() || !self.earlier.is_empty()
    }

    /// Whether anything is still to come of it. Advice is given and that is all.
    pub fn is_open(&self) -> bool {
        let advice = self.state == ItemState::Decided
            && self.outcome.is_some_and(|(outcome, _)| outcome == Outcome::Advice);
        // A review that was refused leaves what was decided, and that was carried out.
        let done = self.state == ItemState::Refused && self.feedback.is_some();
        At::is_open(self.state) && !advice && !done
    }

    /// Somebody entered in the open meeting that a member is not there, or without a vote. Whoever left the
    /// room is not waited for.
    pub fn member_out(&mut self, member: &PersonId, left: bool, by: &PersonId) {
        self.sent_out_by.extend(self.state.is_before_the_count().then(|| by.clone()));
        let voting = self.state == ItemState::Voting && self.ballot_of(member).is_none();
        match left {
            true if voting && !self.is_gone(member) => self.left.push(member.clone()),
            false if self.owes_a_vote(member) => self.struck.push(member.clone()),
            _ => return,
        }
        self.back.retain(|id| id != member);
    }

    /// The same, entered by somebody for whom this vote does not exist: it changes nobody's vote.
    pub fn member_away(&mut self, member: &PersonId, at: Millis) {
        if self.owes_a_vote(member) {
            self.away.entry(member.clone()).or_insert(at);
        }
    }

    /// The meeting was closed over its open vote, by somebody for whom it does not exist.
    pub fn meeting_over(&mut self, at: Millis) {
        let owe: Vec<PersonId> = self.voters.iter().filter(|id| self.owes_a_vote(id)).cloned().collect();
        for member in owe {
            self.away.entry(member).or_insert(at);
        }
    }

    /// A member who left is entered as present again: he has his vote, where he had one and it is still open.
    pub fn member_back(&mut self, member: &PersonId) {
        self.away.remove(member);
        if self.state == ItemState::Voting && self.went(member) && self.ballot_of(member).is_none() {
            self.back.push(member.clone());
        }
    }

    /// Whether he left the open vote, and is not back.
    pub fn is_gone(&self, id: &PersonId) -> bool {
        match self.before_four {
            true => self.left.contains(id),
            false => self.went(id) && !self.back.contains(id),
        }
    }

    fn went(&self, id: &PersonId) -> bool {
        self.left.contains(id) || self.struck.contains(id)
    }

    /// A member votes himself. A letter that was entered for him lapses; whoever was not there when the vote was
    /// opened has by it what the letter had. Whoever was struck off the roll has not gone.
    fn voted(&mut self, at: Millis, member: PersonId, vote: VoteCode, opinion: &str) {
        let letter = self.ballots.iter().position(|b| b.member == member && b.is_a_letter());
        let letter = letter.map(|n| self.ballots.remove(n));
        let from_outside = letter.as_ref().filter(|_| !self.voters.contains(&member));
        let (written, counted) = from_outside.map_or((false, true), |b| (b.written, b.counted));
        if self.is_gone(&member) {
            self.back.push(member.clone());
        }
        let (opinion, instead) = (opinion.to_owned(), letter.is_some());
        self.ballots.push(Ballot { member, vote, opinion, at, written, counted, instead });
    }

    /// Whether he was entered as gone from the open vote, or without one, and his vote was waited for until then.
    pub fn was_struck(&self, id: &PersonId) -> bool {
        self.went(id) && self.voters.contains(id)
    }

    /// Whether he may vote himself: whoever was there when the vote was opened, though others have entered since
    /// that he is gone; and until it is counted for good whoever had a letter entered for him. What one person
    /// enters takes nobody's vote from him.
    pub fn may_vote(&self, id: &PersonId) -> bool {
        if self.before_eight {
            return self.owes_a_vote(id);
        }
        let letter = self.ballot_of(id).map(Ballot::is_a_letter);
        match self.state {
            ItemState::Voting => letter.unwrap_or_else(|| self.voters.contains(id)),
            ItemState::NoMajority => letter.unwrap_or(false),
            _ => false,
        }
    }

    /// Whether he may vote in the open vote, has not, and is waited for.
    pub fn owes_a_vote(&self, id: &PersonId) -> bool {
        let open = self.state == ItemState::Voting && self.voters.contains(id);
        open && self.ballot_of(id).is_none() && !self.is_gone(id)
    }

    /// Whether both have a vote in what is not counted for good.
    pub fn both_vote(&self, one: &PersonId, other: &PersonId) -> bool {
        let votes = |id: &PersonId| self.voters.contains(id) || self.ballot_of(id).is_some();
        let open = matches!(self.state, ItemState::Voting | ItemState::NoMajority);
        open && one != other && votes(one) && votes(other)
    }

    fn take_opinions_of_the_minority(&mut self, outcome: Outcome) {
        for b in &self.ballots {
            if in_minority(b.vote, outcome) && !b.opinion.trim().is_empty() {
                self.minority.entry(b.member.clone()).or_insert_with(|| b.opinion.clone());
            }
        }
    }

    /// The body that decides it, members and rules: from the opening of the vote on as it stood then, so
    /// that nobody changes what the votes come to by changing who sits in it.
    pub fn body<'a>(&self, organ: &'a Organ) -> Option<&'a Committee> {
        match self.opened_at.filter(|_| !self.before_three) {
            Some(act) => organ.body_at(&self.committee, act),
            None => organ.committees.get(&self.committee),
        }
    }

    /// What a vote names, so that it counts in no other round of the same item.
    pub(super) fn round(&self) -> Option<Revision> {
        self.opened.clone().filter(|_| !self.before_six)
    }

    pub fn ballot_of(&self, member: &PersonId) -> Option<&Ballot> {
        self.ballots.iter().find(|b| &b.member == member)
    }

    /// Voters whose vote is still waited for, the chair last. Nobody waits for whom the record keeps out
    /// for good, or who is no staff any more: he has no vote; nor without end for whom the roll has gone.
    pub fn waiting_for(&self, organ: &Organ, record: &Record, now: Millis) -> Vec<PersonId> {
        let late =
            |id: &PersonId| self.away.get(id).is_some_and(|at| organ.is_over(MINORITY_CLOCK, *at, now));
        let open = |id: &&PersonId| {
            self.ballot_of(id).is_none() && !self.is_gone(id) && !late(id) && takes_part(organ, record, id)
        };
        let mut waiting: Vec<PersonId> =
            self.voters.iter().filter(open).filter(|id| Some(*id) != self.chair.as_ref()).cloned().collect();
        if waiting.is_empty() {
            waiting.extend(self.chair.iter().filter(open).cloned());
        }
        waiting
    }

    /// Members of the minority whose opinion is asked for. None is asked of who may not see the item for
    /// good, or is no staff any more; whoever is only in question is waited for.
    pub fn minority_missing(&self, organ: &Organ, record: &Record) -> Vec<PersonId> {
        let mut all = self.minority_unwritten();
        all.retain(|id| takes_part(organ, record, id));
        all
    }

    /// Whether the time for their opinions is over: the decision waits for them no longer, or who writes
    /// nothing would hold it up.
    pub fn minority_is_late(&self, organ: &Organ, now: Millis) -> bool {
        self.counted_at.is_some_and(|at| organ.is_over(MINORITY_CLOCK, at, now))
    }

    /// Members of the minority who gave no opinion and are asked for none.
    pub fn minority_out(&self, organ: &Organ, record: &Record) -> Vec<PersonId> {
        let mut all = self.minority_unwritten();
        all.retain(|id| !takes_part(organ, record, id));
        all
    }

    /// Members of the minority whose opinion is not written down.
    pub fn minority_unwritten(&self) -> Vec<PersonId> {
        let Some((outcome, _)) = self.outcome else { return Vec::new() };
        self.ballots
            .iter()
            .filter(|b| in_minority(b.vote, outcome) && !b.written && !self.minority.contains_key(&b.member))
            .map(|b| b.member.clone())
            .collect()
    }
}

/// Whether votes and opinions are asked of somebody: not of who is out for good; whoever is only in question
/// is waited for.
fn takes_part(organ: &Organ, record: &Record, id: &PersonId) -> bool {
    let out = policy::is_recused(organ, record, id) && !policy::is_unsettled(organ, record, id);
    organ.staff(id).is_ok() && !out
}

/// Who is in the minority: those who voted for the other side.
pub(super) fn in_minority(vote: VoteCode, outcome: Outcome) -> bool {
    match outcome {
        Outcome::Passed => matches!(vote, VoteCode::Against | VoteCode::Reserve),
        Outcome::Rejected => vote == VoteCode::For,
        Outcome::NoMajority | Outcome::Advice => false,
    }
}

/// How long a minority has to write its opinion.
pub const MINORITY_CLOCK: &str = "minority";

/// The series a decision's number stands in: each body counts its own, without gaps.
pub fn series_of(number_or_body: &str) -> String {
    format!("decision {}", number_or_body.split('〔').next().unwrap_or_default())
}

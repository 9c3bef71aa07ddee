//! Escalations, items and meetings as one person may see them.

use crate::domain::calendar::Due;
use crate::domain::committee::{
    Attendance, Item, ItemState, Meeting, MeetingState, Tally, VoteCode, chair_of, speaking_order, tally,
};
use crate::domain::escalation::{Decision, Escalation, EscalationState};
use crate::domain::ids::{CommitteeId, MatterId, Millis, PersonId, Ref};
use crate::domain::kind::At;
use crate::domain::name::mask;
use crate::domain::organ::{Committee, Organ};
use crate::domain::policy::{Lens, Names};
use crate::domain::record::{CaseNumbers, Record, local_time};
use serde::Serialize;

/// One answer on the ladder.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RungView {
    pub level: String,
    pub name: String,
    #[serde(with = "local_time")]
    pub at: Millis,
    pub decision: Decision,
    pub text: String,
    /// The clock ran out and the register passed it up.
    pub silent: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EscalationView {
    #[serde(skip)]
    pub id: MatterId,
    #[serde(rename = "ref")]
    pub ref_: Ref,
    #[serde(skip)]
    pub record: MatterId,
    pub record_ref: Ref,
    #[serde(flatten)]
    pub cases: CaseNumbers,
    pub state: EscalationState,
    pub level: String,
    pub holder: String,
    /// It is this person's turn.
    pub mine: bool,
    pub reason: String,
    pub text: String,
    pub wanted: Vec<String>,
    #[serde(with = "local_time")]
    pub started_at: Millis,
    #[serde(with = "local_time")]
    pub since: Millis,
    /// Levels passed over and why; shown to those who see names.
    pub skipped: Vec<(String, String)>,
    pub answers: Vec<RungView>,
    pub letter: Option<(String, String)>,
    #[serde(skip)]
    pub due: Option<Due>,
    #[serde(skip)]
    pub names: Names,
}

impl EscalationView {
    pub fn open(&self) -> bool {
        self.state.is_open()
    }

    pub fn of(organ: &Organ, record: &Record, e: &Escalation, names: Names, viewer: &PersonId) -> Self {
        let lens = Lens::by(organ, record, names);
        let clock = match e.state {
            EscalationState::AtSuperior => "superior",
            _ => "escalation_level",
        };
        Self {
            id: e.id,
            ref_: e.ref_.clone(),
            record: e.record,
            record_ref: record.ref_.clone(),
            cases: lens.cases(),
            state: e.state,
            level: e.level.clone(),
            holder: e.holder.as_ref().map(|h| organ.name_of(h)).unwrap_or_default(),
            mine: e.holder.as_ref() == Some(viewer),
            reason: e.reason.clone(),
            text: if names == Names::Full { e.text.clone() } else { String::new() },
            wanted: e.wanted.clone(),
            started_at: e.started_at,
            since: e.since,
            skipped: match names {
                // That a level asks for itself would tell who recorded.
                Names::Full => e
                    .skipped
                    .iter()
                    .filter(|s| s.why != "starter" || s.person.as_ref() == Some(viewer))
                    .map(|s| (s.level.clone(), s.why.clone()))
                    .collect(),
                Names::Masked => Vec::new(),
            },
            answers: e
                .answers
                .iter()
                .map(|a| RungView {
                    level: a.level.clone(),
                    name: a.person.as_ref().map(|p| organ.name_of(p)).unwrap_or_default(),
                    at: a.at,
                    decision: a.decision,
                    text: lens.words(&a.text),
                    silent: a.silent_since.is_some(),
                })
                .collect(),
            letter: e.letter.as_ref().map(|(_, doc_no, text)| (lens.words(doc_no), lens.words(text))),
            due: e.state.is_open().then(|| organ.due_explained(clock, e.since)).flatten(),
            names,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BallotView {
    pub name: String,
    /// Hidden until the viewer has voted, or the vote is closed.
    pub vote: Option<VoteCode>,
    pub opinion: String,
    pub written: bool,
    pub counted: bool,
    pub chair: bool,
    /// He voted himself in the place of a letter that was entered for him.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub instead: bool,
    /// He voted though, or after, he was entered as gone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub struck: bool,
}

impl BallotView {
    /// What there is to say of it beside the vote, by codes.
    pub fn beside(&self) -> impl Iterator<Item = &'static str> + use<> {
        let paper = match (self.written && !self.instead, self.counted) {
            (true, true) => Some("written"),
            (_, false) => Some("written_only_recorded"),
            (false, true) => None,
        };
        let shown = self.vote.is_some();
        let said = [paper, self.instead.then_some("instead"), self.struck.then_some("struck")];
        said.into_iter().flatten().filter(move |_| shown)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemView {
    #[serde(skip)]
    pub id: MatterId,
    #[serde(rename = "ref")]
    pub ref_: Ref,
    #[serde(skip)]
    pub record: MatterId,
    pub record_ref: Ref,
    #[serde(flatten)]
    pub cases: CaseNumbers,
    pub committee: String,
    #[serde(skip)]
    pub committee_id: CommitteeId,
    pub committee_kind: String,
    pub state: ItemState,
    #[serde(with = "local_time")]
    pub since: Millis,
    pub kind: String,
    pub request: String,
    pub panel_majority: String,
    pub panel_minority: String,
    pub advice: String,
    pub disclosed: bool,
    pub meeting_ref: Option<Ref>,
    pub refusals: Vec<String>,
    pub recused: Vec<String>,
    /// Why each of them is out of this item, as it was entered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recused_why: Vec<(String, String)>,
    pub tally: Option<Tally>,
    pub outcome: Option<String>,
    pub chair: Option<String>,
    /// Order in which those present speak and vote; the chair last.
    pub speaking: Vec<String>,
    /// Whose vote is waited for now, in that order.
    pub waiting: Vec<String>,
    /// Who was entered as gone since the vote was opened: nobody waits for them, and they may vote themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub struck: Vec<String>,
    /// It is this person's turn to vote, or to say why he was in the minority.
    pub mine: bool,
    /// This person has voted.
    pub cast: bool,
    pub ballots: Vec<BallotView>,
    pub minority: Vec<(String, String)>,
    pub minority_missing: Vec<String>,
    /// Of the minority, whose opinion the decision waits for no longer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub minority_late: Vec<String>,
    /// Of the minority, who gave no opinion and is out of it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub minority_out: Vec<String>,
    pub decision_no: Option<String>,
    pub decision: Option<String>,
    pub earlier_decisions: Vec<String>,
    pub notice: Option<String>,
    pub feedback: Option<String>,
    pub reconsidered: Option<String>,
    pub note: String,
    #[serde(skip)]
    pub names: Names,
}

impl ItemView {
    pub fn of(
        organ: &Organ,
        record: &Record,
        item: &Item,
        meeting: Option<&Meeting>,
        names: Names,
        viewer: &PersonId,
        now: Millis,
    ) -> Self {
        let committee = item.body(organ);
        let sits_now = organ.committees.get(&item.committee);
        let secretary = sits_now.map(|c| &c.secretary);
        let sits = |c: Option<&Committee>| c.is_some_and(|c| c.has(viewer));
        let votes_on = item.state.is_voted_on() && sits(committee);
        let on_the_body = votes_on || sits(sits_now) || secretary == Some(viewer);
        // Who may still vote himself in the place of a letter sees no more than who has not voted.
        let cast = item.ballot_of(viewer).is_some() && !item.may_vote(viewer);
        let waiting = item.waiting_for(organ, record, now);
        // The secretary never votes, and must read the count before closing: once nobody is waited
        // for. A member who is away and may yet vote in writing goes on seeing nothing.
        let counting = waiting.is_empty() && secretary == Some(viewer);
        let open_ballots = on_the_body && (cast || item.state != ItemState::Voting || counting);
        let tally = committee
            .zip(meeting)
            .map(|(c, m)| tally(organ, c, m, item, record).as_counted(c, item))
            .map(|mut t| {
                // The count itself would tell how the first ones voted.
                if item.state == ItemState::Voting && !open_ballots {
                    (t.for_, t.against, t.other) = (0, 0, 0);
                }
                if !on_the_body {
                    t.voters.clear();
                    t.recused_members.clear();
                }
                t
            });
        let (chair, speaking) = match committee.zip(tally.as_ref()).filter(|_| on_the_body) {
            None => (None, Vec::new()),
            // Fixed when the vote opened; before that, as it stands.
            Some((c, t)) => {
                let voters = if item.voters.is_empty() { &t.voters } else { &item.voters };
                let now = || meeting.and_then(|m| chair_of(c, m, voters));
                let chair = item.chair.clone().or_else(now);
                let speaking = speaking_order(c, voters, chair.as_ref());
                (chair, speaking)
            }
        };
        let mine = match item.state {
            ItemState::Voting => waiting.contains(viewer),
            _ => item.minority_missing(organ, record).contains(viewer),
        };
        let named = |id: &PersonId| organ.name_of(id);
        let lens = Lens::by(organ, record, names);
        let words = |text: &String| lens.words(text);
        let (late, missing) =
            item.minority_missing(organ, record).into_iter().partition(|_| item.minority_is_late(organ, now));
        let of_the_body =
            |all: Vec<PersonId>| all.iter().filter(|_| on_the_body).map(named).collect::<Vec<_>>();
        Self {
            id: item.id,
            ref_: item.ref_.clone(),
            record: item.record,
            record_ref: record.ref_.clone(),
            cases: lens.cases(),
            committee: committee.map_or_else(|| item.committee.to_string(), |c| c.name.clone()),
            committee_id: item.committee.clone(),
            committee_kind: committee.map(|c| c.kind.clone()).unwrap_or_default(),
            state: item.state,
            since: item.since,
            kind: item.application.kind.clone(),
            request: words(&item.application.request),
            panel_majority: words(&item.application.panel_majority),
            panel_minority: words(&item.application.panel_minority),
            advice: words(&item.application.advice),
            disclosed: item.application.guidance_disclosed,
            meeting_ref: meeting.filter(|_| on_the_body).map(|m| m.ref_.clone()),
            refusals: item.refusals.iter().map(|(_, _, r)| words(r)).collect(),
            recused: if on_the_body { item.recused.keys().map(named).collect() } else { Vec::new() },
            recused_why: item
                .recused
                .iter()
                .filter(|_| on_the_body)
                .map(|(id, why)| (named(id), words(why)))
                .collect(),
            tally,
            outcome: item.outcome.map(|(o, _)| o.code().to_owned()),
            chair: chair.as_ref().map(named),
            waiting: speaking.iter().filter(|id| waiting.contains(id)).map(named).collect(),
            struck: speaking.iter().filter(|id| item.is_gone(id) && item.may_vote(id)).map(named).collect(),
            speaking: speaking.iter().map(named).collect(),
            mine,
            cast,
            ballots: item
                .ballots
                .iter()
                .filter(|_| on_the_body)
                .map(|b| {
                    let shown = open_ballots || &b.member == viewer;
                    BallotView {
                        name: named(&b.member),
                        vote: shown.then_some(b.vote),
                        opinion: match &b.member == viewer {
                            true => b.opinion.clone(),
                            false if shown => words(&b.opinion),
                            false => String::new(),
                        },
                        written: b.written,
                        counted: b.counted,
                        chair: item.chair.as_ref() == Some(&b.member),
                        instead: b.instead,
                        struck: item.was_struck(&b.member),
                    }
                })
                .collect(),
            minority: item
                .minority
                .iter()
                .map(|(p, t)| (if on_the_body { named(p) } else { mask(&named(p)) }, words(t)))
                .collect(),
            minority_missing: of_the_body(missing),
            minority_late: of_the_body(late),
            minority_out: of_the_body(item.minority_out(organ, record)),
            decision_no: item.decision.as_ref().map(|d| d.number.clone()),
            decision: item.decision.as_ref().map(|d| words(&d.text)),
            earlier_decisions: item.earlier.iter().map(|d| d.number.clone()).collect(),
            notice: item.notice.as_ref().map(|(_, t)| words(t)),
            feedback: item.feedback.as_ref().map(|(_, _, t)| words(t)),
            reconsidered: item.reconsidered.as_ref().map(|(_, t)| words(t)),
            note: words(&item.note),
            names,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeetingView {
    #[serde(skip)]
    pub id: MatterId,
    #[serde(rename = "ref")]
    pub ref_: Ref,
    pub committee: String,
    #[serde(skip)]
    pub committee_id: CommitteeId,
    pub state: MeetingState,
    #[serde(with = "local_time")]
    pub planned_at: Millis,
    pub place: String,
    pub chair: String,
    /// Papers went out later than the body's rule asks.
    pub papers_late: bool,
    pub total: usize,
    pub quorum: usize,
    pub present: usize,
    /// Member, standing code, reason; in the order of rank. Code empty: not yet entered.
    pub attendance: Vec<(PersonId, String, String, String)>,
    /// Items of the agenda this person may see.
    pub agenda: Vec<(MatterId, Ref, ItemState, String)>,
    pub minutes: String,
}

impl MeetingView {
    pub fn of(organ: &Organ, m: &Meeting, agenda: Vec<(MatterId, Ref, ItemState, String)>) -> Self {
        let committee = organ.committees.get(&m.committee);
        let mut members: Vec<_> = committee.map(|c| c.members.clone()).unwrap_or_default();
        members.sort_by_key(|x| x.rank);
        let present = members.iter().filter(|x| m.is_present(&x.person)).count();
        Self {
            id: m.id,
            ref_: m.ref_.clone(),
            committee: committee.map_or_else(|| m.committee.to_string(), |c| c.name.clone()),
            committee_id: m.committee.clone(),
            state: m.state,
            planned_at: m.planned_at,
            place: m.place.clone(),
            chair: organ.name_of(&m.chair),
            papers_late: m.papers_late(organ),
            total: members.len(),
            quorum: committee.map_or(0, |c| c.quorum(c.total())),
            present,
            attendance: members
                .iter()
                .map(|x| {
                    let (code, reason) = match m.attendance.get(&x.person) {
                        None => ("", ""),
                        Some(Attendance::Present) => ("present", ""),
                        Some(Attendance::Absent { reason }) => ("absent", reason.as_str()),
                        Some(Attendance::Nonvoting) => ("nonvoting", ""),
                        Some(Attendance::Left { .. }) => ("left", ""),
                    };
                    (x.person.clone(), organ.name_of(&x.person), code.to_owned(), reason.to_owned())
                })
                .collect(),
            agenda,
            minutes: m.minutes.clone(),
        }
    }
}

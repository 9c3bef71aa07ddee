//! What an item says of itself as a kind of matter.

use super::command::ItemCommand;
use super::event::{ItemEvent, Outcome};
use super::flow::{FLOW, ItemState};
use super::item::{Item, series_of};
use super::{decide, figures, needs};
use crate::domain::figures::Cells;
use crate::domain::flow::Act;
use crate::domain::ids::{CommitteeId, MatterId, Millis, PersonId, Ref};
use crate::domain::kind::{
    self, Desk, Folded, Hangs, Kind, Known, On, Page, Sight, Signs, Value, asked_by, flow_of, folded_by,
    kept_in, room,
};
use crate::domain::organ::Organ;
use crate::domain::policy::{self, Concern};
use crate::domain::record::{Judged, Record};
use crate::domain::refusal::{No, Refusal};
use crate::domain::state::State;
use crate::domain::turn::Turn;

flow_of! { Item, ItemState, FLOW, state }

impl Kind for Item {
    const CODE: &'static str = "item";
    const KNOWN: Known = Known::WithRecord;
    const ROOM: u8 = room::OWN;
    const LISTS: &'static [&'static str] = &[];
    asked_by! { ItemCommand, ItemEvent }

    fn signs(event: &ItemEvent) -> Vec<(&'static str, Signs)> {
        use ItemEvent as E;
        match event {
            E::Voted { vote, opinion, upon } => {
                let vote = [("vote", Signs::plain(vote.code())), ("opinion", Signs::hashed(opinion))];
                vote.into_iter().chain(kind::upon(upon)).collect()
            }
            E::WrittenVote { member, vote, opinion, material, counted, upon } => {
                let vote = [
                    ("member", Signs::plain(member)),
                    ("vote", Signs::plain(vote.code())),
                    ("opinion", Signs::hashed(opinion)),
                    ("material", Signs::plain(material)),
                    ("counted", Signs::plain(counted)),
                ];
                vote.into_iter().chain(kind::upon(upon)).collect()
            }
            E::Minority { upon, .. } => kind::upon(upon).collect(),
            E::Noticed { text } => vec![("notice", Signs::hashed(text))],
            E::VoteClosed { outcome, total, needed, for_, against, other } => {
                let count =
                    format!("total {total} needed {needed} for {for_} against {against} other {other}");
                vec![("outcome", Signs::plain(outcome.code())), ("count", Signs::Plain(count))]
            }
            E::Decided { number, text, .. } => {
                vec![("number", Signs::plain(number)), ("decision", Signs::hashed(text))]
            }
            E::Applied { application, .. } => vec![
                ("record", Signs::plain(application.record)),
                ("committee", Signs::plain(&application.committee)),
            ],
            E::ToFullCommittee { committee } => vec![("committee", Signs::plain(committee))],
            E::Placed { meeting } => vec![("meeting", Signs::plain(meeting))],
            // Who votes, in its order.
            E::VoteOpened { chair, present, recused, .. } => {
                let people = |what: &'static str, who: &[PersonId]| {
                    who.iter().map(|person| (what, Signs::plain(person))).collect::<Vec<_>>()
                };
                let chair = vec![("chair", Signs::plain(chair))];
                [chair, people("present", present), people("recused", recused)].concat()
            }
            E::MemberRecused { member, .. } => vec![("of", Signs::plain(member))],
            E::Feedback { executed, .. } => vec![("executed", Signs::plain(executed))],
            E::Approved
            | E::Refused { .. }
            | E::Resubmitted { .. }
            | E::Withdrawn { .. }
            | E::ReferredUp { .. }
            | E::Supplement { .. }
            | E::Reconsidered { .. } => Vec::new(),
        }
    }
    /// The agenda on which it is placed is the meeting's story too.
    fn also(event: &ItemEvent) -> Vec<MatterId> {
        match event {
            ItemEvent::Placed { meeting } => vec![*meeting],
            _ => Vec::new(),
        }
    }
    fn number(event: &ItemEvent) -> Option<(String, i32, u32)> {
        match event {
            ItemEvent::Decided { number, year, ordinal, .. } => Some((series_of(number), *year, *ordinal)),
            _ => None,
        }
    }
    fn meeting_in(act: &ItemCommand) -> Option<MatterId> {
        match act {
            ItemCommand::Place { meeting } => Some(*meeting),
            _ => None,
        }
    }
    fn names(event: &ItemEvent) -> Option<&Ref> {
        match event {
            ItemEvent::Applied { ref_, .. } => Some(ref_),
            _ => None,
        }
    }
}

impl Hangs for Item {
    kept_in! { state }
    folded_by! { Item, ItemEvent }

    fn lands(&self, event: &ItemEvent) -> Option<ItemState> {
        match event {
            ItemEvent::VoteClosed { outcome: Outcome::NoMajority, .. } => Some(ItemState::NoMajority),
            ItemEvent::VoteClosed { .. } => Some(ItemState::Voted),
            _ => None,
        }
    }
    /// Lists stand by what happened last.
    fn begun_at(&self) -> Millis {
        self.since
    }
    fn on(&self) -> On<'_> {
        On::Record(self.record)
    }
    fn committee(&self) -> Option<&CommitteeId> {
        Some(&self.committee)
    }
    fn meeting(&self) -> Option<MatterId> {
        self.meeting
    }
    fn is_open(&self) -> bool {
        Item::is_open(self)
    }
    /// An earlier round, decision or notice is none of the page's any more.
    fn shows(&self, event: &ItemEvent) -> bool {
        use ItemEvent as E;
        let told = |shown: Option<&String>, text: &String| shown == Some(text);
        match event {
            E::Resubmitted { reason }
            | E::Withdrawn { reason }
            | E::ReferredUp { reason }
            | E::Supplement { reason } => &self.note == reason,
            E::Placed { meeting } => self.meeting == Some(*meeting),
            E::MemberRecused { member, reason } => told(self.recused.get(member), reason),
            E::VoteOpened { chair, present, recused, .. } => {
                self.chair.as_ref() == Some(chair)
                    && (&self.voters, &self.recused_at_vote) == (present, recused)
            }
            E::VoteClosed { outcome, total, needed, for_, against, other } => {
                self.outcome == Some((*outcome, [*total, *needed, *for_, *against, *other]))
            }
            E::Decided { number, text, .. } => {
                self.decision.as_ref().is_some_and(|d| (&d.number, &d.text) == (number, text))
            }
            E::Noticed { text } => told(self.notice.as_ref().map(|(_, t)| t), text),
            E::Feedback { text, .. } => told(self.feedback.as_ref().map(|(_, _, t)| t), text),
            E::Reconsidered { reason } => told(self.reconsidered.as_ref().map(|(_, t)| t), reason),
            E::Applied { .. }
            | E::Approved
            | E::Refused { .. }
            | E::Voted { .. }
            | E::WrittenVote { .. }
            | E::Minority { .. }
            | E::ToFullCommittee { .. } => true,
        }
    }
    fn judged(&self, rules: Judged) -> Option<Self> {
        let before = [3, 4, 6, 8].map(|version| !rules.since(version));
        let differs = [self.before_three, self.before_four, self.before_six, self.before_eight] != before;
        differs.then(|| {
            let mut judged = self.clone();
            [judged.before_three, judged.before_four, judged.before_six, judged.before_eight] = before;
            judged
        })
    }
    fn turns(matter: &Folded<Self>, state: &State, _: Millis) -> Vec<Turn> {
        let Some(record) = &state.record else { return Vec::new() };
        matter.of.turns(&state.organ, record, state.meeting())
    }
    /// Who applied and who approves; from then on the secretary, and the members once there is a meeting.
    fn concerned(&self, organ: &Organ, record: Option<&Record>) -> Vec<(PersonId, Concern)> {
        let mut found = vec![(self.applicant.clone(), Concern::Applicant)];
        let Some(record) = record else { return found };
        found.extend(policy::approver(organ, record, Some(self)).map(|p| (p, Concern::Approver)));
        let Some(committee) = organ.committees.get(&self.committee) else { return found };
        let before_the_body =
            matches!(self.state, ItemState::Applied | ItemState::Refused | ItemState::Withdrawn);
        if !before_the_body || self.was_decided() {
            found.push((committee.secretary.clone(), Concern::Secretary));
            // Whoever stands in for the secretary before there is a meeting.
            let keeps = policy::keeper(organ, record, self, None, None).filter(|_| self.meeting.is_none());
            found.extend(keeps.map(|id| (id, Concern::Secretary)));
        }
        if self.meeting.is_some() {
            // Whoever sat in it when the vote opened votes, and writes his opinion, to the end.
            let before = self.body(organ).filter(|_| self.state.is_voted_on());
            let members = before.into_iter().chain([committee]).flat_map(|body| &body.members);
            let members = members.map(|m| m.person.clone());
            found.extend(members.filter(|m| !self.recused.contains_key(m)).map(|m| (m, Concern::Member)));
        }
        found
    }

    fn refused(desk: &Desk<'_>, item: Option<&Self>, act: Act, no: Refusal) -> Refusal {
        match item {
            Some(item) if act == Act::Vote => needs::for_a_member(desk, item, no),
            _ => no,
        }
    }
    fn counts(&self, organ: &Organ, _: &Record, cells: &mut Cells) {
        figures::of(self, organ, cells);
    }

    fn event(desk: &Desk<'_>, item: Option<&Self>, act: &ItemCommand) -> Result<ItemEvent, No> {
        decide::event(desk, item, act)
    }

    /// What its papers tell. Its own page says besides how it stands with the votes, and to whom.
    fn page(&self, page: &mut Page) {
        let asked = &self.application;
        page.row(Sight::All, "committee", Value::Body(self.committee.clone()));
        page.code(Sight::All, "kind", "item_kind", &asked.kind);
        page.text(Sight::Whole, "request", &asked.request);
        page.text(Sight::Whole, "panel_majority", &asked.panel_majority);
        page.text(Sight::Whole, "panel_minority", &asked.panel_minority);
        page.text(Sight::Whole, "advice", &asked.advice);
        let Some(decision) = &self.decision else { return };
        page.head("decided");
        page.text(Sight::All, "decision_no", &decision.number);
        page.code(Sight::All, "outcome", "outcome", decision.outcome.code());
        page.text(Sight::Whole, "decision", &decision.text);
        page.when("decided_at", Some(decision.at));
        if let Some((at, text)) = &self.notice {
            page.when("noticed_at", Some(*at));
            page.text(Sight::Whole, "notice", text);
        }
        if let Some((at, _, text)) = &self.feedback {
            page.when("feedback_at", Some(*at));
            page.text(Sight::Whole, "feedback", text);
        }
    }
}

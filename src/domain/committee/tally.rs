//! Arithmetic of a collective decision, shown as arithmetic.

use super::command::VoteCode;
use super::event::Outcome;
use super::item::{Ballot, Item};
use super::meeting::Meeting;
use crate::domain::ids::PersonId;
use crate::domain::organ::{Committee, CommitteeMember, Organ};
use crate::domain::policy;
use crate::domain::record::Record;
use serde::Serialize;

/// Who should be here, who is, and how many votes it takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub total: usize,
    pub present: usize,
    pub recused: usize,
    pub absent: usize,
    pub quorum: usize,
    /// Votes that carry: more than half of all members.
    pub needed: usize,
    #[serde(rename = "for")]
    pub for_: usize,
    pub against: usize,
    pub other: usize,
    pub voters: Vec<PersonId>,
    pub recused_members: Vec<PersonId>,
}

impl Tally {
    /// What was counted stays as it was counted and written: whoever leaves or is taken out afterwards changes
    /// nothing of it, nor of who was there and who was out.
    pub fn as_counted(mut self, committee: &Committee, item: &Item) -> Self {
        let Some((_, counted)) = item.outcome.filter(|_| item.state.past_voting()) else { return self };
        let [total, needed, for_, against, other] = counted.map(|n| n as usize);
        (self.total, self.needed, self.for_, self.against, self.other) =
            (total, needed, for_, against, other);
        self.recused_members = item.recused_at_vote.iter().chain(&item.out_at_count).cloned().collect();
        let voted = |id: &&PersonId| !item.is_gone(id) && !item.out_at_count.contains(id);
        self.voters = item.voters.iter().filter(voted).cloned().collect();
        (self.present, self.recused) = (self.voters.len(), self.recused_members.len());
        self.absent = total.saturating_sub(self.present + self.recused);
        self.quorum = committee.quorum(committee.base(self.recused));
        self
    }

    pub fn has_quorum(&self) -> bool {
        self.present >= self.quorum
    }

    /// What the votes come to. A majority of all members carries, whoever is absent (PC Rules 21), and
    /// never the side that has no more votes than the other; nothing does where so many have gone or are
    /// out since the vote was opened that those who voted fall short of the quorum.
    pub fn outcome(&self, advises_only: bool, short_of_quorum: bool) -> Outcome {
        if advises_only {
            Outcome::Advice
        } else if short_of_quorum {
            Outcome::NoMajority
        } else if self.for_ >= self.needed && self.for_ > self.against {
            Outcome::Passed
        } else if self.against >= self.needed && self.against > self.for_ {
            Outcome::Rejected
        } else {
            Outcome::NoMajority
        }
    }
}

/// Whether a member is out of this item: by the record's own recusals, or by a recusal entered here.
fn is_out(organ: &Organ, record: &Record, item: &Item, id: &PersonId) -> bool {
    item.recused.contains_key(id) || policy::is_recused(organ, record, id)
}

pub fn tally(organ: &Organ, committee: &Committee, meeting: &Meeting, item: &Item, record: &Record) -> Tally {
    let total = committee.total();
    let recused_members: Vec<PersonId> = committee
        .members
        .iter()
        .map(|m| m.person.clone())
        .filter(|id| is_out(organ, record, item, id))
        .collect();
    let voters: Vec<PersonId> = committee
        .members
        .iter()
        .map(|m| m.person.clone())
        .filter(|id| meeting.is_present(id) && !recused_members.contains(id))
        .collect();
    // Recused members stay in the denominator unless the body's own rule says otherwise.
    let base = committee.base(recused_members.len());
    let count = |wanted: &[VoteCode]| {
        let counted = |b: &&Ballot| b.counted && !recused_members.contains(&b.member);
        item.ballots.iter().filter(counted).filter(|b| wanted.contains(&b.vote)).count()
    };
    Tally {
        total,
        present: voters.len(),
        recused: recused_members.len(),
        absent: total - voters.len() - recused_members.len(),
        quorum: committee.quorum(base),
        needed: base / 2 + 1,
        for_: count(&[VoteCode::For]),
        against: count(&[VoteCode::Against]),
        other: count(&[VoteCode::Abstain, VoteCode::Reserve]),
        voters,
        recused_members,
    }
}

/// Who chairs this item: the meeting's chair, or, where he is recused, the present member of the
/// highest rank (Criminal Procedure Interpretation 32).
pub fn chair_of(committee: &Committee, meeting: &Meeting, voters: &[PersonId]) -> Option<PersonId> {
    if voters.contains(&meeting.chair) {
        return Some(meeting.chair.clone());
    }
    committee
        .members
        .iter()
        .filter(|m| voters.contains(&m.person))
        .min_by_key(|m| m.rank)
        .map(|m| m.person.clone())
}

/// The order in which those present speak and vote: the junior first where the body's rule says so,
/// and the chair last (PC Rules 17).
pub fn speaking_order(committee: &Committee, voters: &[PersonId], chair: Option<&PersonId>) -> Vec<PersonId> {
    let mut members: Vec<_> = committee.members.iter().filter(|m| voters.contains(&m.person)).collect();
    members.sort_by_key(|m| m.rank);
    if committee.rules.speak_order_junior_first {
        members.reverse();
    }
    let last = |m: &&CommitteeMember| committee.rules.chair_last && Some(&m.person) == chair;
    members.sort_by_key(last);
    members.into_iter().map(|m| m.person.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::organ_kind;

    #[test]
    fn a_side_carries_with_enough_votes_and_more_than_the_other() {
        let outcome = |for_, against| {
            let none = Vec::new;
            let (total, present, quorum, needed) = (4, 4, 3, 2);
            let (voters, recused_members) = (none(), none());
            let (recused, absent, other) = (0, 0, 0);
            let tally = Tally {
                total,
                present,
                recused,
                absent,
                quorum,
                needed,
                for_,
                against,
                other,
                voters,
                recused_members,
            };
            tally.outcome(false, false)
        };
        assert_eq!(
            [(2, 1), (1, 2), (1, 0), (2, 2)].map(|(f, a)| outcome(f, a)),
            [Outcome::Passed, Outcome::Rejected, Outcome::NoMajority, Outcome::NoMajority]
        );
    }

    #[test]
    fn the_junior_speaks_first_and_the_chair_last_whatever_his_rank() {
        let rules = organ_kind::of("COURT").unwrap().committees[0].clone();
        let members = [("a", 1), ("b", 3), ("c", 2)];
        let members = members.map(|(p, rank)| CommitteeMember { person: p.into(), rank }).to_vec();
        let mut body = Committee {
            id: "ac".into(),
            kind: rules.kind.clone(),
            name: "审判委员会".into(),
            members,
            secretary: "s".into(),
            rules,
        };
        let here: Vec<PersonId> = ["a", "b", "c"].map(PersonId::from).to_vec();
        let order = |body: &Committee, voters: &[PersonId], chair: &str| -> String {
            speaking_order(body, voters, Some(&chair.into())).iter().map(|p| p.0.clone()).collect()
        };
        assert_eq!(order(&body, &here, "a"), "bca");
        assert_eq!(order(&body, &here, "b"), "cab");
        assert_eq!(order(&body, &here[..2], "c"), "ba");
        body.rules.speak_order_junior_first = false;
        assert_eq!(order(&body, &here, "a"), "cba");
        body.rules.chair_last = false;
        assert_eq!(order(&body, &here, "a"), "acb");
    }
}

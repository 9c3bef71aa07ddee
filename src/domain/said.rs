//! Words that are written in a matter which hangs on a record: why help is asked for, what a level says,
//! what is put before a body, what goes to another organ. They are read for whom they may mean, as the
//! record's own are. What a body says when it decides is not: its members speak of each other there, and
//! its decision names whoever carries it out.

use super::book::Book;
use super::committee::{Application, ItemEvent};
use super::event::Event;
use super::ids::MatterId;

impl Event {
    /// The words that somebody wrote here about a record without being in its own story.
    pub fn laid(&self) -> Vec<String> {
        let words = match self {
            Event::Item(e) => of_item(e),
            Event::Record(_) | Event::Organ(_) | Event::Meeting(_) | Event::Evidence(_) => Vec::new(),
            kind => return kind.words_of_kind(),
        };
        words.into_iter().cloned().collect()
    }
}

fn of_item(event: &ItemEvent) -> Vec<&String> {
    match event {
        ItemEvent::Applied { application, .. } => {
            let Application {
                request,
                panel_majority,
                panel_minority,
                advice,
                record: _,
                committee: _,
                kind: _,
                guidance_disclosed: _,
            } = application;
            vec![request, panel_majority, panel_minority, advice]
        }
        ItemEvent::Refused { reason }
        | ItemEvent::Resubmitted { reason }
        | ItemEvent::Withdrawn { reason }
        | ItemEvent::MemberRecused { reason, .. }
        | ItemEvent::ReferredUp { reason }
        | ItemEvent::Supplement { reason }
        | ItemEvent::Reconsidered { reason } => vec![reason],
        ItemEvent::Approved
        | ItemEvent::Placed { .. }
        | ItemEvent::VoteOpened { .. }
        | ItemEvent::Voted { .. }
        | ItemEvent::WrittenVote { .. }
        | ItemEvent::VoteClosed { .. }
        | ItemEvent::Minority { .. }
        | ItemEvent::ToFullCommittee { .. }
        | ItemEvent::Decided { .. }
        | ItemEvent::Noticed { .. }
        | ItemEvent::Feedback { .. } => Vec::new(),
    }
}

impl Book {
    /// The record on which a matter hangs.
    pub fn hangs_on(&self, matter: &MatterId) -> Option<MatterId> {
        let item = || self.items.get(matter).map(|i| i.record);
        item().or_else(|| self.matters.get(matter).and_then(|m| m.record()))
    }
}

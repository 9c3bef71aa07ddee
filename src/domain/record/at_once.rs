//! 立即报告 (External Provision art. 7): what is urgent stands on the desks of chief and discipline at
//! once, whatever custody does, until one of them has reported it or each has said why not. Here are the
//! duty and the note of what was told at once; a report with its draft, approval and sending is a matter beside it.

use super::flow::Status;
use super::state::Record;
use super::text::{RecordText, local_time_option};
use crate::domain::at_once::AtOnce;
use crate::domain::codes;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{Millis, PersonId};
use crate::domain::kind;
use crate::domain::organ::Organ;
use crate::domain::policy;
use crate::domain::refusal::{Flaw, No, Problem, Rule};
use crate::domain::turn::Turn;
use serde::{Deserialize, Serialize};

/// What somebody writes down about an urgent record: to whom it was reported, under which number and
/// when; or, with nobody named, why it is not reported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtOnceNote {
    /// CL18.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc_no: String,
    #[serde(default, with = "local_time_option", skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Millis>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A note with who wrote it and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    pub by: PersonId,
    pub at: Millis,
    pub note: AtOnceNote,
}

/// What a report at once may rest on: handling is affected, somebody was threatened, a special item.
const TRIGGERS: [&str; 3] = ["AFFECTED", "THREAT", "SPECIAL_ITEM"];

impl AtOnceNote {
    pub fn is_report(&self) -> bool {
        !self.to.is_empty()
    }
}

impl AtOnce {
    /// Does this text state what is reported at once?
    pub fn holds(&self, text: &RecordText) -> bool {
        let any = |given: &[String], listed: &[String]| given.iter().any(|code| listed.contains(code));
        text.urgent
            || self.effect.contains(&text.effect)
            || any(&text.aggravating, &self.aggravating)
            || any(&text.request_type, &self.request_type)
            || any(&text.special_items, &self.special_items)
    }

    /// Which of [`TRIGGERS`] it is; none where the recorder marked it himself, or an organ listed something else.
    fn triggers(&self, text: &RecordText) -> Vec<&'static str> {
        let has = |given: &[String], code: &str| given.iter().any(|c| c == code);
        let affected = self.effect.contains(&text.effect) || has(&text.aggravating, "AFFECTED");
        let threat = has(&text.aggravating, "THREAT") || has(&text.request_type, "THREAT");
        let special = text.special_items.iter().any(|code| self.special_items.contains(code));
        let all = TRIGGERS.into_iter().zip([affected, threat, special]);
        all.filter(|(_, holds)| *holds).map(|(what, _)| what).collect()
    }
}

impl Record {
    /// When a text first stated what is reported at once. Changing the text afterwards does not end
    /// the duty: the fact was handed in.
    pub fn urgent_since(&self, organ: &Organ) -> Option<Millis> {
        self.versions.iter().find(|v| organ.policy.at_once.holds(&v.text)).map(|v| v.at)
    }

    /// Urgent by what stands now, or because it is still to be reported.
    pub fn is_urgent(&self, organ: &Organ) -> bool {
        organ.policy.at_once.holds(&self.text) || self.awaits_report(organ, self.last_at)
    }

    /// Urgent, and not done with: it stands first in every list.
    pub fn is_pressing(&self, organ: &Organ) -> bool {
        let in_custody =
            matches!(self.status, Status::Submitted | Status::OneHand | Status::Returned | Status::Disputed);
        self.awaits_report(organ, self.last_at) || in_custody && organ.policy.at_once.holds(&self.text)
    }

    /// Whether what is urgent since a moment was reported: noted, or sent as it was drafted and approved.
    pub(super) fn was_reported(&self, since: Millis) -> bool {
        self.at_once.iter().any(|n| n.note.is_report()) || self.reported.is_some_and(|at| at >= since)
    }

    /// What of the texts that were handed in is reported at once, by the rules.
    pub fn triggers(&self, organ: &Organ) -> Vec<&'static str> {
        let rules = &organ.policy.at_once;
        let holds = |what: &str| self.versions.iter().any(|v| rules.triggers(&v.text).contains(&what));
        TRIGGERS.into_iter().filter(|what| holds(what)).collect()
    }

    /// Takes in that a matter beside it answered a turn of its own.
    pub(in crate::domain) fn was_answered(&mut self, act: Act, at: Millis) {
        if act == Act::ReportAtOnce {
            self.reported = Some(at);
        }
    }

    fn awaits_report(&self, organ: &Organ, now: Millis) -> bool {
        !self.report_turns(organ, now).is_empty()
    }

    /// Those who still have to report it or to say why not. A report ends it for all; a word of one
    /// only for him, and only until the text is another one.
    pub fn report_turns(&self, organ: &Organ, now: Millis) -> Vec<Turn> {
        let Some(since) = self.urgent_since(organ) else { return Vec::new() };
        if self.was_reported(since) {
            return Vec::new();
        }
        let text_since = self.versions.last().map_or(since, |v| v.at);
        let spoke = |id: &PersonId| self.at_once.iter().any(|n| &n.by == id && n.at >= text_since);
        let row = kind::row::<Self>(Act::ReportAtOnce, self.status);
        let Some(clock) = row.ok().and_then(|row| row.due) else { return Vec::new() };
        let turn = |(id, capacity)| Turn::new(&id, capacity, Act::ReportAtOnce, since, clock);
        let reporters = policy::reporters(organ, self, now);
        reporters.into_iter().filter(|(id, _)| !spoke(id)).map(turn).collect()
    }

    /// Whether this may be noted by this person now.
    ///
    /// # Errors
    /// [`Rule::AlreadyActed`] for a second word that is no
    /// report, or the fields that are wrong.
    pub(super) fn takes_note(
        &self,
        organ: &Organ,
        me: &PersonId,
        note: &AtOnceNote,
        now: Millis,
    ) -> Result<AtOnceNote, No> {
        let turns = self.report_turns(organ, now);
        let note = AtOnceNote {
            doc_no: note.doc_no.trim().to_owned(),
            words: note.words.trim().to_owned(),
            ..note.clone()
        };
        let mut wrong = Vec::new();
        for code in note.to.iter().filter(|code| !codes::has("CL18", code)) {
            wrong.push(Problem::new("note.to", Flaw::UnknownCode, code));
        }
        if note.is_report() {
            match note.sent_at {
                None => wrong.push(Problem::new("note.sent_at", Flaw::Missing, "")),
                Some(at) if at > now => wrong.push(Problem::new("note.sent_at", Flaw::InFuture, "")),
                Some(_) => {}
            }
            // Reported by telephone it has no number, but words that say so.
            if note.doc_no.is_empty() && note.words.is_empty() {
                wrong.push(Problem::new("note.doc_no", Flaw::Missing, ""));
            }
        } else {
            let Some(mine) = turns.iter().find(|t| &t.person == me) else {
                return Err(Rule::AlreadyActed.into());
            };
            // A custodian stands in for those who are recused; what he does is the letter.
            if mine.capacity == Capacity::Custodian {
                wrong.push(Problem::new("note.to", Flaw::Missing, ""));
            } else if note.words.is_empty() {
                return Err(Rule::ReasonMissing.into());
            }
        }
        if wrong.is_empty() { Ok(note) } else { Err(No::Wrong(wrong)) }
    }
}

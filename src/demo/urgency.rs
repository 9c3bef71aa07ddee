//! What is reported at once with draft, approval and sending: some of what is urgent, and by hand what waits today.

use super::custody::Pen;
use super::disposal;
use super::script::{Key, Played, Who};
use crate::domain::command::Command;
use crate::domain::disposal::may_report;
use crate::domain::flow::Capacity;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::kind::At as _;
use crate::domain::organ::Role;
use crate::domain::policy;
use crate::domain::record::Record;
use crate::domain::state::State;
use crate::domain::urgency::{APPROVE, DRAFT, RECEIPT, SEND, Urgency, UrgencyAct as Act, WITHDRAW};
use crate::office::Trouble;

/// What becomes of what is urgent, in turn, a letter an act: given back, drafted anew and acknowledged; sent; taken
/// back once it was approved, and before, where the note of one act is left.
const COURSES: [&str; 4] = ["drdysg", "dys", "dyw", "dw"];

impl Pen<'_, '_> {
    /// The n-th urgent record is reported by one of the courses; says whether it is sent by it.
    pub fn report(&mut self, of: Key, from: Millis, n: u32) -> bool {
        let course = COURSES[n as usize % COURSES.len()];
        self.reported(of, from, course, n);
        course.contains('s')
    }

    /// A report by its letters: drafted, taken back, given back, approved, sent, acknowledged.
    pub fn reported(&mut self, of: Key, from: Millis, acts: &str, n: u32) {
        let mut at = from;
        for letter in acts.chars() {
            at = self.later(at, if letter == 'g' { 120 } else { 25 });
            let who = match letter {
                'y' | 'r' => Who::Next(APPROVE),
                's' => Who::Next(SEND),
                'g' => Who::Next(RECEIPT),
                _ => Who::Drafter,
            };
            let doc_no = format!("{}〔过问报〕{n}号", self.world.sheet.doc);
            let organ = self.world.organ.clone();
            self.script.command(at, who, of, move |p| {
                let record = p.record(of)?;
                if letter == 'd' {
                    return Ok(Command::Urgency {
                        matter: None,
                        act: draft(record, &record.triggers(&organ)),
                    });
                }
                let act = match letter {
                    'r' => Act::Return { reason: "请写明已采取的措施后重报。".to_owned() },
                    'w' => Act::Withdraw { reason: "情况紧急,先以电话报告。".to_owned() },
                    's' => Act::Send { doc_no, delivery: "FACE".to_owned(), sent_at: at },
                    'g' => Act::Receipt { receipt_by: "政法委值班室".to_owned(), receipt_at: at },
                    _ => Act::Approve,
                };
                let next = match letter {
                    's' => SEND,
                    'g' => RECEIPT,
                    'w' => WITHDRAW,
                    _ => APPROVE,
                };
                Ok(Command::Urgency { matter: disposal::under_way(p, record, next), act })
            });
        }
    }
}

/// Who drafted what is under way; else who may begin it, discipline before the chief. Nobody where none may.
///
/// # Errors
/// A story refers to an act that comes later.
pub fn drafter(played: &Played<'_>, of: Key, at: Millis) -> Result<Option<PersonId>, Trouble> {
    let (organ, record) = (&played.book.organ, played.record(of)?);
    let open = played.book.on::<Urgency>(&record.id).find(|r| r.begun.at.is_open());
    if let Some(open) = open {
        return Ok(Some(open.by.clone()));
    }
    let mut state = State::of(organ.clone());
    state.record = Some(record.clone());
    state.matters = played.book.on_record(&record.id).cloned().collect();
    if may_report(&state, DRAFT).is_err() {
        return Ok(None);
    }
    let able = |(id, capacity): &(PersonId, Capacity)| {
        *capacity == Capacity::Reporter && policy::approver_but(organ, record, None, |p| p == id).is_some()
    };
    let mut all: Vec<_> = policy::reporters(organ, record, at).into_iter().filter(able).collect();
    all.sort_by_key(|(id, _)| organ.has_role(id, Role::Chf));
    Ok(all.into_iter().next().map(|(id, _)| id))
}

fn draft(record: &Record, triggers: &[&str]) -> Act {
    let to = ["PLC", "SUP"].map(str::to_owned).to_vec();
    let (text, reason) = match triggers.is_empty() {
        false => (
            "本院一起在办案件的承办人员收到含有威胁内容的过问,案件办理受到影响。已固定材料、报告院领导,\
             并安排双人值守。特此报告。",
            "",
        ),
        true => (
            "本院一起在办案件当日多次被同一单位过问,承办人员均未答复。已固定材料,案件照常办理。特此报告。",
            "当日多次过问,可能影响开庭,有必要立即报告。",
        ),
    };
    Act::Draft { record: record.id, to, text: text.to_owned(), reason: reason.to_owned() }
}

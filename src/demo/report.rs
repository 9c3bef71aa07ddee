//! Quarterly reports: the last quarter's from draft to receipt, those before it with whatever comes up on the way,
//! and one that waits today.

use super::custody::Pen;
use super::days::{self, DAY};
use super::script::{Key, Played, Who};
use crate::domain::abilities::abilities;
use crate::domain::command::Command;
use crate::domain::figures::{Period, Span, month};
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{Millis, PersonId};
use crate::domain::policy;
use crate::domain::report::{
    APPROVE, CHECK, COUNTERCHECK, DRAFT, RECEIPT, RETURN, ReportAct, SEND, SUPPLEMENT, WITHDRAW,
};
use crate::domain::state::State;
use crate::office::kept_from;
use std::sync::Arc;

/// What is done about the quarters, the last one first: each word a report, a letter an act.
const TOLD: [&str; 3] = ["dckysg", "dw dcr dckysb", "dr dcw dckr dckw dckysbgb"];

/// Minutes of office hours between two acts.
const BETWEEN: i64 = 130;

/// Who may do an act on what hangs on the organ: whoever is let in on it and had no other hand in it. Drafts are
/// discipline's first, for custodians are to check them.
pub fn whose(played: &Played<'_>, of: Key, act: Act, at: Millis) -> Option<PersonId> {
    if !played.whole {
        return None;
    }
    let book = played.book;
    let people = book.organ.people.values().filter(|p| p.active).map(|p| p.id.clone());
    if act == DRAFT {
        let year = Span { from: month(at) - 200, to: month(at) };
        let out = kept_from(book, &[year]);
        let state = State::of(book.organ.clone());
        let may = |c, p: &PersonId| policy::holds(&state, c, p, at) && !out.contains(p);
        let of = |c| people.clone().find(|p| may(c, p));
        return of(Capacity::Discipline).or_else(|| of(Capacity::Custodian));
    }
    let mut state = book.before(&played.id(of).ok()?);
    let spans = state.matter.as_ref()?.tells();
    state.out = Some(Arc::new(kept_from(book, &spans)));
    let may = |p: &PersonId| policy::is_there(&state, p) && abilities(&state, p, at).contains(&(act, None));
    people.into_iter().find(may)
}

impl Pen<'_, '_> {
    /// The reports of the quarters that the register has seen to their end.
    pub fn reports(&mut self) {
        let mut period = Period::quarter_of(self.world.now).previous();
        for told in TOLD {
            let mut at = days::later(&self.world.organ, period.ends(), DAY / 8);
            for word in told.split(' ') {
                at = self.quarterly(period, at, word);
            }
            period = period.previous();
        }
        // The quarter in which the register was opened was overlooked, and is made up for.
        let at = days::earlier(&self.world.organ, self.world.now, 2 * DAY);
        self.quarterly(period, at, "dc");
    }

    /// One report, a letter for each act; says when the last of them was.
    fn quarterly(&mut self, period: Period, from: Millis, acts: &str) -> Millis {
        let (key, mut at) = (self.script.key(), from);
        for letter in acts.chars() {
            let who = Who::OfOrgan(act_of(letter));
            self.script.command(at, who, key, move |p| {
                let matter = if letter == 'd' { None } else { Some(p.id(key)?) };
                Ok(Command::Report { matter, act: said(letter, period, at) })
            });
            at = self.later(at, BETWEEN);
        }
        at
    }
}

fn act_of(letter: char) -> Act {
    match letter {
        'd' => DRAFT,
        'c' => CHECK,
        'k' => COUNTERCHECK,
        'r' => RETURN,
        'w' => WITHDRAW,
        'y' => APPROVE,
        's' => SEND,
        'g' => RECEIPT,
        _ => SUPPLEMENT,
    }
}

fn said(letter: char, period: Period, at: Millis) -> ReportAct {
    let text = str::to_owned;
    match letter {
        'd' => ReportAct::Draft {
            period: period.to_string(),
            trend: text("登记件数与上季大体持平,电话过问减少,当面打招呼增多。"),
            hot_spots: text("集中在民事审判和执行两个环节,以了解进展为名的居多。"),
            causes: text("部分单位对司法机关独立办案的规定了解不够,习惯以打招呼的方式协调工作。"),
            measures: text("开展全员学习,落实逢问必录;对反复过问的按程序移送。"),
            requests: text("请政法委向有关单位重申不得干预个案的规定。"),
        },
        'c' => ReportAct::Check,
        'k' => ReportAct::Countercheck,
        'r' => ReportAct::Return { reason: text("热点一段没有对应的数字,请补写后再报。") },
        'w' => {
            ReportAct::Withdraw { reason: text("本季又有记录入库,重新截取数字后再报。") }
        }
        'y' => ReportAct::Approve,
        's' => ReportAct::Send {
            doc_no: format!("示法报〔{}〕{}号", period.year(), period.quarter().unwrap_or(1)),
            recipients: vec![text("PLC"), text("SUP")],
            delivery: text("PAPER"),
            sent_at: at,
        },
        'g' => ReportAct::Receipt { receipt_by: text("政法委机要室"), receipt_at: at },
        _ => ReportAct::Supplement {
            text: text("报送后又有一件记录因误录作废,本季件数应减一件,数字以下季报告为准。"),
            doc_no: String::new(),
        },
    }
}

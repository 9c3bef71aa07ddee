//! What was found unlawful or improper is circulated, or it is said why not: most of it without much ado, and each
//! state that a circulation can be in is there once.

use super::custody::{Pen, Tale};
use super::days::DAY;
use super::disposal;
use super::script::Who;
use crate::domain::circulation::{
    AGREE, ANSWER, APPROVE, CHECK, Circulation, CirculationAct as Act, FINISH, ISSUE, PROPOSE, SEND,
};
use crate::domain::command::Command;
use crate::domain::flow;
use crate::domain::ids::Millis;
use crate::domain::record::Record;
use crate::office::Trouble;

/// The seed of their own chance.
const CIRCULATIONS: u64 = 12;

/// An act: done by whoever's turn this one is, and how many minutes after the one before.
type Step = (flow::Act, fn(&Moment<'_>) -> Act, i64);

/// What an act is made of.
struct Moment<'a> {
    record: &'a Record,
    of: Option<&'a Circulation>,
    at: Millis,
}

const PROPOSED: Step = (PROPOSE, propose, 2 * DAY);
const IN_PUBLIC: Step = (PROPOSE, in_public, 2 * DAY);
const NO: Step = (PROPOSE, decline, DAY);
const CHECKED: Step = (CHECK, check, 300);
const RETURNED: Step = (CHECK, give_back, 300);
const APPROVED: Step = (APPROVE, |_| Act::Approve, DAY);
const REFUSED: Step = (APPROVE, refuse, DAY);
const AGREED: Step = (AGREE, |_| Act::Agree, DAY / 2);
const NOT_SO: Step = (AGREE, refuse, DAY / 2);
const ISSUED: Step = (ISSUE, issue, DAY);
const SENT: Step = (SEND, send, DAY);
const ANSWERED: Step = (ANSWER, |m| answer(m, "CIRCULATED"), 6 * DAY);
const ANSWERED_NO: Step = (ANSWER, |m| answer(m, "NOT"), 6 * DAY);
const ANSWERED_BACK: Step = (ANSWER, |m| answer(m, "RETURNED"), 6 * DAY);
const RECEIPT: Step = (FINISH, receipt, 2 * DAY);
const PUBLISHED: Step = (FINISH, publish, DAY);
const FINISHED: Step = (FINISH, finish, 3 * DAY);

/// One in each state that does not come about by itself, so many days ago.
const TOLD: &[(&str, u64, &[Step])] = &[
    ("leader", 210, &[IN_PUBLIC, CHECKED, APPROVED, SENT, ANSWERED, RECEIPT, PUBLISHED, FINISHED]),
    ("own-staff", 190, &[PROPOSED, CHECKED, APPROVED, ISSUED, RECEIPT, RECEIPT, FINISHED]),
    ("leader", 165, &[PROPOSED, CHECKED, APPROVED, SENT, ANSWERED_NO]),
    ("leader", 140, &[PROPOSED, CHECKED, APPROVED, SENT, ANSWERED_BACK, PROPOSED, CHECKED, APPROVED, SENT]),
    ("own-staff", 110, &[PROPOSED, RETURNED, PROPOSED, CHECKED, APPROVED, ISSUED, FINISHED]),
    ("own-staff", 84, &[PROPOSED, CHECKED, REFUSED, NO, NOT_SO, NO, AGREED]),
    ("leader", 60, &[IN_PUBLIC, CHECKED, APPROVED, SENT, ANSWERED, RECEIPT]),
    ("leader", 33, &[PROPOSED, CHECKED, APPROVED, SENT]),
    ("own-staff", 26, &[PROPOSED, CHECKED, APPROVED]),
    ("leader", 24, &[PROPOSED, CHECKED, APPROVED]),
    ("own-staff", 17, &[PROPOSED, CHECKED]),
    ("own-staff", 13, &[NO]),
    ("leader", 12, &[PROPOSED]),
    ("own-staff", 40, &[PROPOSED, RETURNED]),
    ("leader", 45, &[PROPOSED, CHECKED, REFUSED]),
];

impl Pen<'_, '_> {
    /// What was looked into is circulated, more often decided against, where its class asks for either.
    pub fn circulate(&mut self, tale: &Tale, from: Millis) {
        // Drawn from the moment alone, so that the other stories are told as they are without it.
        let steps: &[Step] = match (from / 60_000).rem_euclid(5) {
            0 => &[PROPOSED, CHECKED, APPROVED, ISSUED, SENT, ANSWERED, FINISHED],
            _ => &[NO, AGREED],
        };
        self.circulation(tale, from, steps);
    }

    fn circulation(&mut self, tale: &Tale, from: Millis, steps: &[Step]) {
        let (mut at, key) = (from, tale.key);
        for (turn, act, wait) in steps {
            at = self.later(at, (*wait).min(self.script.days(*wait / DAY + 1) * DAY));
            let (turn, act) = (*turn, *act);
            self.script.command(at, Who::Next(turn), key, move |p| {
                let record = p.record(key)?;
                let matter = disposal::under_way(p, record, turn);
                let of = matter.and_then(|id| p.book.the::<Circulation>(&id)).map(|c| &c.of);
                Ok(Command::Circulation { matter, act: act(&Moment { record, of, at }) })
            });
        }
    }

    /// # Errors
    /// A seat or scene the assets do not have.
    pub fn circulations(&mut self) -> Result<(), Trouble> {
        self.apart(CIRCULATIONS, Self::told_of_circulations)
    }

    fn told_of_circulations(&mut self) -> Result<(), Trouble> {
        for (scene, days, steps) in TOLD {
            let at = self.world.moment(*days);
            let gifts = *scene == "leader" && *days > 50;
            let tale = self.begin(scene, at, None, |t| {
                if gifts && !t.aggravating.iter().any(|a| a == "GIFT") {
                    t.aggravating.push("GIFT".to_owned());
                }
            })?;
            let done = self.hands(&tale, tale.at);
            let class = if *scene == "leader" { |_: &Record| "ILLEGAL" } else { |_: &Record| "IMPROPER" };
            let triaged = self.classed(&tale, done, "", class);
            self.circulation(&tale, triaged, steps);
        }
        Ok(())
    }
}

fn propose(m: &Moment<'_>) -> Act {
    proposed(m, "UNIT", "本单位各部门")
}

fn in_public(m: &Moment<'_>) -> Act {
    proposed(m, "PUBLIC", "同级党委政法委员会,建议向社会公开")
}

fn proposed(m: &Moment<'_>, scope: &str, recipients: &str) -> Act {
    let outside = m.record.stream() == "EXT";
    let (basis, facts) = if outside {
        ("E8", "某机关工作人员就一起在办案件来电,提出与案件处理有关的要求,办案人员未予答应并如实记录。")
    } else {
        ("I9", "本单位一名工作人员就他人承办的案件打听情况,提出照顾的要求,办案人员未予答应并如实记录。")
    };
    Act::Propose {
        record: m.record.id,
        basis: basis.to_owned(),
        scope: scope.to_owned(),
        facts_text: facts.to_owned(),
        recipients: recipients.to_owned(),
    }
}

fn decline(m: &Moment<'_>) -> Act {
    let reason = "情节轻微,未影响案件办理,已作提醒,不予通报。".to_owned();
    Act::Decline { record: m.record.id, reason }
}

fn check(_: &Moment<'_>) -> Act {
    let words = "没有写出案号、部门和职务,同类案件的办案人员很多,看不出是谁记录的。".to_owned();
    Act::Check { unrecognisable: true, words }
}

fn give_back(_: &Moment<'_>) -> Act {
    Act::Return { reason: "能联想到具体案件,请再作概括后重新提出。".to_owned() }
}

fn refuse(_: &Moment<'_>) -> Act {
    Act::Refuse { reason: "通报范围与情节不相当,请重新提出。".to_owned() }
}

fn issue(m: &Moment<'_>) -> Act {
    Act::Issue { doc_no: format!("纪通〔过问〕{}号", m.record.ref_.last_four()), issued_at: m.at }
}

fn send(m: &Moment<'_>) -> Act {
    Act::Send {
        to_unit: "同级党委政法委员会".to_owned(),
        doc_no: format!("纪报〔过问〕{}号", m.record.ref_.last_four()),
        delivery: "PAPER".to_owned(),
        sent_at: m.at,
    }
}

fn answer(m: &Moment<'_>, code: &str) -> Act {
    let circulated = code == "CIRCULATED";
    let doc_no = if circulated {
        format!("政法通〔过问〕{}号", m.record.ref_.last_four())
    } else {
        String::new()
    };
    let text = match code {
        "CIRCULATED" => "经批准,已在一定范围内通报。",
        "RETURNED" => "请补充核实经过后再报。",
        _ => "经研究,由其所在单位批评教育,不再通报。",
    };
    Act::Answer { answer: code.to_owned(), answer_text: text.to_owned(), doc_no }
}

fn receipt(m: &Moment<'_>) -> Act {
    Act::Receipt { receipt_by: "收发室".to_owned(), receipt_at: m.at }
}

fn publish(m: &Moment<'_>) -> Act {
    Act::Publish { medium: "长安网".to_owned(), published_at: m.at, address: String::new() }
}

fn finish(m: &Moment<'_>) -> Act {
    let unpublished = m.of.is_some_and(Circulation::lacks_publication);
    let reason = if unpublished { "尚在调查其他问题,按程序批准暂不公开。" } else { "" };
    Act::Finish { reason: reason.to_owned() }
}

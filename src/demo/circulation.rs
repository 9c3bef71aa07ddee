//! What was found unlawful or improper is circulated, or it is said why not: most of it without much ado, and each
//! state that a circulation can be in is there once.

use super::chance::Chance;
use super::custody::{Pen, Tale};
use super::script::Who;
use crate::domain::circulation::{At, Circulation, CirculationAct as Act};
use crate::domain::command::Command;
use crate::domain::ids::Millis;
use crate::domain::record::Record;
use crate::domain::registry::Held;
use crate::office::Trouble;

/// A day of office hours, in minutes.
const DAY: i64 = 480;

/// These stories have a chance of their own: the others are told as they are without them.
const CIRCULATIONS: u64 = 11;

/// An act, where it is done, and how many minutes after the one before.
type Step = (At, fn(&Moment<'_>) -> Act, i64);

/// What an act is made of.
struct Moment<'a> {
    record: &'a Record,
    of: Option<&'a Circulation>,
    at: Millis,
}

const PROPOSE: Step = (At::None, propose, 2 * DAY);
const IN_PUBLIC: Step = (At::None, in_public, 2 * DAY);
const DECLINE: Step = (At::None, decline, DAY);
const CHECK: Step = (At::Proposed, check, 300);
const RETURN: Step = (At::Proposed, give_back, 300);
const APPROVE: Step = (At::Checked, |_| Act::Approve, DAY);
const REFUSE: Step = (At::Checked, refuse, DAY);
const AGREE: Step = (At::Declining, |_| Act::Agree, DAY / 2);
const ISSUE: Step = (At::Approved, issue, DAY);
const SEND: Step = (At::ToSend, send, DAY);
const ANSWER: Step = (At::Sent, |m| answer(m, "CIRCULATED"), 6 * DAY);
const NOT: Step = (At::Sent, |m| answer(m, "NOT"), 6 * DAY);
const RECEIPT: Step = (At::Issued, receipt, 2 * DAY);
const PUBLISH: Step = (At::Issued, publish, DAY);
const FINISH: Step = (At::Issued, finish, 3 * DAY);

/// One in each state that does not come about by itself, so many days ago.
const TOLD: &[(&str, u64, &[Step])] = &[
    ("leader", 210, &[IN_PUBLIC, CHECK, APPROVE, SEND, ANSWER, RECEIPT, PUBLISH, FINISH]),
    ("own-staff", 190, &[PROPOSE, CHECK, APPROVE, ISSUE, RECEIPT, RECEIPT, FINISH]),
    ("leader", 165, &[PROPOSE, CHECK, APPROVE, SEND, NOT]),
    ("own-staff", 110, &[PROPOSE, RETURN, PROPOSE, CHECK, APPROVE, ISSUE, FINISH]),
    ("own-staff", 84, &[PROPOSE, CHECK, REFUSE, DECLINE, AGREE]),
    ("leader", 60, &[IN_PUBLIC, CHECK, APPROVE, SEND, ANSWER, RECEIPT]),
    ("leader", 33, &[PROPOSE, CHECK, APPROVE, SEND]),
    ("own-staff", 26, &[PROPOSE, CHECK, APPROVE]),
    ("leader", 24, &[PROPOSE, CHECK, APPROVE]),
    ("own-staff", 17, &[PROPOSE, CHECK]),
    ("own-staff", 13, &[DECLINE]),
    ("leader", 12, &[PROPOSE]),
    ("own-staff", 40, &[PROPOSE, RETURN]),
    ("leader", 45, &[PROPOSE, CHECK, REFUSE]),
];

impl Pen<'_, '_> {
    /// What was looked into is circulated, more often decided against, where its class asks for either.
    pub fn circulate(&mut self, tale: &Tale, from: Millis) {
        // Drawn from the moment alone, so that the other stories are told as they are without it.
        let steps: &[Step] = match (from / 60_000).rem_euclid(5) {
            0 => &[PROPOSE, CHECK, APPROVE, ISSUE, SEND, ANSWER, FINISH],
            _ => &[DECLINE, AGREE],
        };
        self.circulation(tale, from, steps);
    }

    fn circulation(&mut self, tale: &Tale, from: Millis, steps: &[Step]) {
        let (mut at, key) = (from, tale.key);
        for (stands, act, wait) in steps {
            at = self.later(at, *wait);
            let (stands, act) = (*stands, *act);
            self.script.command(at, Who::OnCirculation(stands), key, move |p| {
                let record = p.record(key)?;
                let all = || p.book.on_record(&record.id).filter_map(|m| Circulation::held(m));
                let of = all().map(|c| &c.of).find(|c| c.at == stands);
                let act = act(&Moment { record, of, at });
                Ok(Command::Circulation { matter: of.map(|c| c.id), act })
            });
        }
    }

    /// # Errors
    /// A seat or scene the assets do not have.
    pub fn circulations(&mut self) -> Result<(), Trouble> {
        let others = std::mem::replace(&mut self.world.chance, Chance::new(CIRCULATIONS));
        let told = self.told_of_circulations();
        self.world.chance = others;
        told
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
            let triaged = self.classed(&tale, done, class);
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
    let text = if circulated {
        "经批准,已在一定范围内通报。"
    } else {
        "经研究,由其所在单位批评教育,不再通报。"
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
    let is_public = |c: &Circulation| !c.must_publish.is_empty() || c.scope == "PUBLIC";
    let unpublished = m.of.is_some_and(|c| is_public(c) && c.published.is_empty());
    let reason = if unpublished { "尚在调查其他问题,按程序批准暂不公开。" } else { "" };
    Act::Finish { reason: reason.to_owned() }
}

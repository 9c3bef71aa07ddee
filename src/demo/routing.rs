//! Records that went to whoever has the power to deal with the inquirer: one in every state a routing
//! can be in, those that wait standing on today's desks.

use super::custody::{Pen, Tale};
use super::days::DAY;
use super::script::{Played, Who};
use crate::domain::command::Command;
use crate::domain::competent::proposed;
use crate::domain::ids::Millis;
use crate::domain::record::{Record, local_time};
use crate::domain::routing::{APPROVE, GIVE_BACK, HEAR, RECEIPT, RESULT, ROUTE, RoutingAct, SEND};
use crate::office::Trouble;

/// Days ago, and how far it went: steps beyond the draft.
const PAST: [(u64, usize); 8] = [(230, 6), (25, 6), (120, 5), (75, 4), (50, 3), (20, 2), (9, 1), (6, 0)];

impl Pen<'_, '_> {
    /// What was wrong goes to whoever has power over him, and what came of it back.
    pub fn route(&mut self, tale: &Tale, from: Millis) {
        let mut at = self.later(from, DAY);
        let key = tale.key;
        self.script.command(at, Who::Next(ROUTE), key, move |p| Ok(drafted(p, p.record(key)?)));
        for (step, act) in [APPROVE, SEND, RECEIPT, RESULT, GIVE_BACK].into_iter().enumerate() {
            at = self.later(at, if step < 3 { DAY } else { self.script.days(8) * DAY });
            // Reminders are told elsewhere.
            let (step, number) = (if step < 3 { step } else { step + 1 }, from.unsigned_abs() / 60_000 % 900);
            let said = next(step, number, at);
            self.next(tale, at, act, move |_, matter| Command::Routing { matter, act: said });
        }
        self.hear(tale, at);
    }

    /// Some days later whoever was told of the result says that he knows.
    fn hear(&mut self, tale: &Tale, told: Millis) {
        for days in [4, 5] {
            let at = self.later(told, days * DAY);
            self.next(tale, at, HEAR, |_, matter| Command::Routing { matter, act: RoutingAct::Hear });
        }
    }

    /// The judge's record, looked into: all that follows from it but where it goes.
    fn unrouted(&mut self, at: Millis) -> Result<Tale, Trouble> {
        let judge = self.world.seat("judge")?;
        let tale = self.begin("leader", at, Some(judge), |_| {})?;
        let done = self.hands(&tale, tale.at);
        let looked_into = self.triage(&tale, done, "");
        self.circulate(&tale, looked_into);
        self.account(&tale, looked_into);
        let through = self.later(looked_into, 60 * DAY);
        self.close(&tale, through);
        Ok(tale)
    }

    /// # Errors
    /// A seat or scene the assets do not have.
    pub fn routings(&mut self) -> Result<(), Trouble> {
        let (officer, head) = (self.world.seat("dis_a")?, self.world.seat("dish")?);
        for (days, steps) in PAST {
            let at = self.world.moment(days);
            let tale = self.unrouted(at)?;
            let key = self.script.key();
            let mut at = self.later(tale.at, 2 * DAY);
            let record = tale.key;
            self.script.command(at, &officer, key, move |p| Ok(drafted(p, p.record(record)?)));
            for step in 0..steps {
                at = self.later(at, if step < 3 { DAY } else { 6 * DAY });
                let who = if step == 0 { &head } else { &officer };
                let act = next(step, days, at);
                self.script
                    .command(at, who, key, move |p| Ok(Command::Routing { matter: Some(p.id(key)?), act }));
            }
            if steps > 5 {
                self.hear(&tale, at);
            }
        }
        // One that its head did not let go.
        let at = self.world.moment(150);
        let tale = self.unrouted(at)?;
        let key = self.script.key();
        let (at, record) = (self.later(tale.at, DAY), tale.key);
        self.script.command(at, &officer, key, move |p| {
            let act = RoutingAct::Route {
                record: p.id(record)?,
                target: "NPC_ETC".to_owned(),
                override_reason: "当事人要求另送。".to_owned(),
                form: "NOTIFY".to_owned(),
                to_unit: "当事人所在单位".to_owned(),
                text: "通报有关情况。".to_owned(),
            };
            Ok(Command::Routing { matter: None, act })
        });
        let refused = self.later(at, DAY);
        let reason = "去向不符合规定,请按规则重新拟定。".to_owned();
        self.script.command(refused, Who::Person(head), key, move |p| {
            Ok(Command::Routing { matter: Some(p.id(key)?), act: RoutingAct::Refuse { reason } })
        });
        Ok(())
    }
}

/// Where the rules send it.
fn drafted(p: &Played<'_>, record: &Record) -> Command {
    let target = proposed(&p.book.organ, &record.text).into_iter().next().map(|p| p.target);
    let act = RoutingAct::Route {
        record: record.id,
        override_reason: if target.is_none() { "规则没有给出去向,由本室选定。" } else { "" }.to_owned(),
        target: target.unwrap_or_else(|| "NPC_ETC".to_owned()),
        form: "REPORT".to_owned(),
        to_unit: "同级党委政法委员会".to_owned(),
        text: "现将有关人员过问案件的情况报告如下,请依规定处理并函复结果。".to_owned(),
    };
    Command::Routing { matter: None, act }
}

fn next(step: usize, days: u64, at: Millis) -> RoutingAct {
    match step {
        0 => RoutingAct::Approve,
        1 => RoutingAct::Send {
            doc_no: format!("纪函〔过问〕{days}号"),
            delivery: "PAPER".to_owned(),
            sent_at: at,
        },
        2 => RoutingAct::Receipt { receipt_by: "收发室".to_owned(), receipt_at: at },
        3 => RoutingAct::Remind { text: "来函办理情况请函复。".to_owned() },
        4 => RoutingAct::Result {
            result: if days > 200 { "VERIFIED" } else { "UNFOUNDED" }.to_owned(),
            result_text: format!("{}收悉,已核实处理。", &local_time::to_text(at)[..10]),
            doc_no: format!("复函〔过问〕{days}号"),
        },
        _ => RoutingAct::GiveBack {
            text: "所移送的过问已由有权机关核实处理,结果已反馈。".to_owned(),
            to_recorder: "您如实记录的情况已经查清,请继续依规记录。".to_owned(),
        },
    }
}

//! What discipline makes of what the store has: each record is looked into some days later, most of them are what
//! anybody may ask, and each thing that a triage can come to is there once.

use super::custody::{Pen, Tale};
use super::days::DAY;
use super::disposal;
use super::script::Who;
use crate::domain::command::Command;
use crate::domain::ids::Millis;
use crate::domain::record::Record;
use crate::domain::triage::{APPROVE, CONCUR, REFUSE, TRIAGE, TriageAct};
use crate::office::Trouble;

/// The seed of their own chance.
const TRIAGES: u64 = 10;

impl Pen<'_, '_> {
    /// A record that came into the store is looked into, its class approved, and circulated or not. Says when it was
    /// approved; `anew` is the new evidence, where it was looked into before.
    pub fn triage(&mut self, tale: &Tale, from: Millis, anew: &'static str) -> Millis {
        self.classed(tale, from, anew, class_of)
    }

    /// A record is looked into and its class approved; says when.
    pub fn classed(
        &mut self,
        tale: &Tale,
        from: Millis,
        anew: &'static str,
        class: fn(&Record) -> &'static str,
    ) -> Millis {
        const WAIT: [i64; 5] = [DAY / 2, DAY, 2 * DAY, 3 * DAY, DAY];
        // Drawn from the moment alone, so that the other stories are told as they are without it.
        let wait = WAIT[(from / 60_000).rem_euclid(WAIT.len() as Millis) as usize];
        let drafted = self.later(from, wait);
        self.look_into(tale, drafted, move |record| looked_into(record, class(record), anew));
        let seen = self.later(drafted, 200);
        self.next(tale, seen, CONCUR, move |record, matter| {
            let act = TriageAct::Concur { class: class(record).to_owned(), opinion: String::new() };
            Command::Triage { matter, act }
        });
        let approved = self.later(seen, DAY / 2);
        self.next(tale, approved, APPROVE, |_, matter| Command::Triage { matter, act: TriageAct::Approve });
        approved
    }

    fn look_into(&mut self, tale: &Tale, at: Millis, act: impl FnOnce(&Record) -> TriageAct + 'static) {
        self.next(tale, at, TRIAGE, move |record, matter| Command::Triage { matter, act: act(record) });
    }

    /// What a triage comes to now and then.
    ///
    /// # Errors
    /// A seat or scene the assets do not have.
    pub fn triages(&mut self) -> Result<(), Trouble> {
        self.apart(TRIAGES, Self::told_of_triages)
    }

    fn told_of_triages(&mut self) -> Result<(), Trouble> {
        let officer = self.world.seat("dis_a")?;
        // Not yet to be told; the clock runs on, and later it is said.
        let (tale, at) = self.confirmed("leader", 130)?;
        let drafted = self.later(at, DAY);
        self.look_into(&tale, drafted, |record| looked_into(record, "PEND", ""));
        let seen = self.later(drafted, 120);
        self.next(&tale, seen, CONCUR, |_, matter| {
            let act = TriageAct::Concur { class: "PEND".to_owned(), opinion: String::new() };
            Command::Triage { matter, act }
        });
        let approved = self.later(seen, 240);
        self.next(&tale, approved, APPROVE, |_, matter| Command::Triage { matter, act: TriageAct::Approve });
        let verified = self.later(approved, 2 * DAY);
        self.triage(&tale, verified, "");
        // A custodian sees it otherwise, the head sends it back, and it is drafted anew.
        let (tale, at) = self.confirmed("own-staff", 95)?;
        let drafted = self.later(at, DAY);
        self.look_into(&tale, drafted, |record| looked_into(record, "COMMON", ""));
        let advised = self.later(drafted, 90);
        let key = tale.key;
        self.script.command(advised, Who::Custodian, key, move |p| {
            let act = TriageAct::Advise {
                class: "IMPROPER".to_owned(),
                opinion: "原话有“关照”字样,不属一般了解,建议按违规过问甄别。".to_owned(),
            };
            Ok(Command::Triage { matter: disposal::under_way(p, p.record(key)?, APPROVE), act })
        });
        let back = self.later(advised, DAY);
        let reason = "未向在场人员核实,理由与记录的原话不符,请补充核实后重新提出。".to_owned();
        self.next(&tale, back, REFUSE, |_, matter| Command::Triage {
            matter,
            act: TriageAct::Refuse { reason },
        });
        let anew = self.later(back, DAY);
        self.look_into(&tale, anew, |record| looked_into(record, "IMPROPER", ""));
        let approved = self.later(anew, DAY);
        self.next(&tale, approved, APPROVE, |_, matter| Command::Triage { matter, act: TriageAct::Approve });
        // New evidence.
        let again = self.later(approved, 9 * DAY);
        self.script.command(again, &officer, key, move |p| {
            let anew = "过问人另案说明材料中承认受人之托,补充情节。";
            let act = looked_into(p.record(key)?, "IMPROPER", anew);
            Ok(Command::Triage { matter: None, act })
        });
        let approved = self.later(again, DAY);
        self.next(&tale, approved, APPROVE, |_, matter| Command::Triage { matter, act: TriageAct::Approve });
        self.circulate(&tale, approved);
        // A custodian says beforehand what he thinks of an outside inquiry, and it is taken back.
        let (tale, at) = self.confirmed("leader", 52)?;
        let (drafted, key) = (self.later(at, DAY), tale.key);
        self.script.command(drafted, &officer, key, move |p| {
            Ok(Command::Triage { matter: None, act: looked_into(p.record(key)?, "COMMON", "") })
        });
        let advised = self.later(drafted, 100);
        self.script.command(advised, Who::Custodian, key, move |p| {
            let opinion = "提出了具体要求，不属一般了解。".to_owned();
            let act = TriageAct::Advise { class: "ILLEGAL".to_owned(), opinion };
            Ok(Command::Triage { matter: disposal::under_way(p, p.record(key)?, CONCUR), act })
        });
        let taken_back = self.later(advised, 60);
        let reason = "采纳保管人建议，重新提出。".to_owned();
        self.script.command(taken_back, &officer, key, move |p| {
            let matter = disposal::under_way(p, p.record(key)?, CONCUR);
            Ok(Command::Triage { matter, act: TriageAct::Withdraw { reason } })
        });
        self.triage(&tale, taken_back, "");
        // Taken back by who drafted it.
        let (tale, at) = self.confirmed("own-staff", 70)?;
        let (drafted, key) = (self.later(at, DAY), tale.key);
        self.script.command(drafted, &officer, key, move |p| {
            Ok(Command::Triage { matter: None, act: looked_into(p.record(key)?, "COMMON", "") })
        });
        let taken_back = self.later(drafted, 60);
        let reason = "误选结论,重新提出。".to_owned();
        self.script.command(taken_back, &officer, key, move |p| {
            let matter = disposal::under_way(p, p.record(key)?, APPROVE);
            Ok(Command::Triage { matter, act: TriageAct::Withdraw { reason } })
        });
        self.triage(&tale, taken_back, "");
        Ok(())
    }
}

/// What a record comes to by who inquired, and what he asked for.
fn class_of(record: &Record) -> &'static str {
    let text = &record.text;
    let asked = |codes: &[&str]| text.request_type.iter().any(|t| codes.contains(&t.as_str()));
    let pressed = asked(&["PLEAD", "OPIN", "DEMAND", "MEETP", "THREAT", "TREAT", "LEAK", "PRY"]);
    match record.stream() {
        "EXT" if pressed => "ILLEGAL",
        "INT" if pressed => "IMPROPER",
        "DUTY" => "LAWFUL",
        "CON" => "CONTACT",
        _ => "COMMON",
    }
}

fn looked_into(record: &Record, class: &str, anew: &str) -> TriageAct {
    let violations = match class {
        "ILLEGAL" if record.text.request_type.iter().any(|t| t == "OPIN" || t == "DEMAND") => vec!["E4"],
        "ILLEGAL" => vec!["E1"],
        "IMPROPER" if record.text.request_type.iter().any(|t| t == "PRY" || t == "LEAK") => vec!["I4"],
        "IMPROPER" => vec!["I1"],
        "CONTACT" => vec!["K6"],
        _ => Vec::new(),
    };
    let wrong = !violations.is_empty();
    let (verification, reason) = match class {
        "PEND" => ("已向在场人员了解,过问人本人尚未约谈。", "事实尚待核实,核实后再作结论。"),
        _ if wrong => (
            "已向在场人员和过问人核实,时间、方式和原话与记录一致,未见其履行职责的依据。",
            "不是履行职责所需,提出了与案件处理有关的要求,符合所列情形。",
        ),
        _ => (
            "已核对记录和留存材料,没有提出影响案件处理的要求。",
            "属一般了解、反映或者履行职责,依程序答复即可。",
        ),
    };
    TriageAct::Triage {
        record: record.id,
        verification: verification.to_owned(),
        statement: if wrong { "本人称只是顺口一问,没有干预的意思。" } else { "" }.to_owned(),
        no_statement: if wrong || class == "PEND" {
            ""
        } else {
            "依记录即可认定,不需本人说明。"
        }
        .to_owned(),
        class: class.to_owned(),
        violations: violations.into_iter().map(str::to_owned).collect(),
        aggravating: Vec::new(),
        reason: reason.to_owned(),
        anew: anew.to_owned(),
    }
}

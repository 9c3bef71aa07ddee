//! Who was held liable for what he had asked for, and where nobody was: one in every state that it can be in.

use super::chance::Chance;
use super::custody::Pen;
use super::script::Key;
use crate::domain::accountability::AccountabilityAct as Act;
use crate::domain::command::Command;
use crate::domain::ids::{MatterId, Millis};
use crate::office::Trouble;

/// A day of office hours, in minutes.
const DAY: i64 = 480;

/// These stories have a chance of their own: the others are told as they are without them.
const LIABLE: u64 = 13;

/// Days ago, and what was done, a letter each: [`next`] says which.
const PAST: [(u64, &str); 16] = [
    (320, "hysmdacipf"),
    (270, "hysdif"),
    (225, "hys0f"),
    (190, "hysdavf"),
    (165, "xy"),
    (140, "hn"),
    (128, "hyw"),
    (116, "hw"),
    (108, "xn"),
    (98, "hysdau"),
    (84, "hysda"),
    (70, "hysdi"),
    (52, "hysm"),
    (40, "hys"),
    (29, "hy"),
    (22, "h"),
];

impl Pen<'_, '_> {
    /// # Errors
    /// A seat or scene the assets do not have.
    pub fn liable(&mut self) -> Result<(), Trouble> {
        let others = std::mem::replace(&mut self.world.chance, Chance::new(LIABLE));
        let told = PAST.into_iter().try_for_each(|(days, acts)| self.held(days, acts));
        self.world.chance = others;
        told
    }

    fn held(&mut self, days: u64, acts: &str) -> Result<(), Trouble> {
        let (officer, head) = (self.world.seat("dis_a")?, self.world.seat("dish")?);
        let (tale, done) = self.past("leader", days)?;
        let (key, mut at) = (self.script.key(), self.later(done, 7 * DAY));
        for act in acts.chars() {
            let wait = match act {
                'h' | 'x' | 'y' | 'n' | 'w' | 's' | 'p' | 'f' => 1,
                'i' => 3,
                'a' => 5,
                'd' | '0' => 8,
                _ => 10,
            };
            at = self.later(at, wait * DAY);
            let who = if matches!(act, 'y' | 'n') { &head } else { &officer };
            match act {
                'h' | 'x' => self.begin_on(act, at, tale.key, key)?,
                _ => {
                    let act = next(act, days, at);
                    let make = move |id: MatterId| Command::Accountability { matter: Some(id), act };
                    self.script.command(at, who, key, move |p| Ok(make(p.id(key)?)));
                }
            }
        }
        Ok(())
    }

    fn begin_on(&mut self, act: char, at: Millis, record: Key, key: Key) -> Result<(), Trouble> {
        let officer = self.world.seat("dis_a")?;
        self.script.command(at, &officer, key, move |p| {
            let found = p.record(record)?;
            let act = match act {
                'h' => Act::Hold {
                    record: found.id,
                    person: found.text.primary_inquirer().map(|p| p.name.clone()).unwrap_or_default(),
                    cause: "INTERFERE".to_owned(),
                    to_unit: "有管理权限的纪检监察机关".to_owned(),
                    text: "经甄别属违法干预,已核实,建议依规依纪追究责任并函复结果。".to_owned(),
                },
                _ => Act::Decline {
                    record: found.id,
                    reason: "情节轻微,本人已主动说明并书面检查,没有造成后果,建议不予追究。".to_owned(),
                },
            };
            Ok(Command::Accountability { matter: None, act })
        });
        Ok(())
    }
}

fn next(act: char, days: u64, at: Millis) -> Act {
    let some = str::to_owned;
    let doc_no = |what: &str| format!("{what}〔追责〕{days}号");
    let answer = |sanctions: &[&str], form4: &str, text: &str| Act::Answer {
        sanctions: sanctions.iter().map(|s| (*s).to_owned()).collect(),
        form4: some(form4),
        decided_at: at,
        doc_no: doc_no("纪决"),
        effective_at: (!form4.is_empty()).then_some(at),
        answer_text: some(text),
    };
    let result = |code: &str, text: &str, sanctions: &[&str]| Act::AppealResult {
        appeal_result: some(code),
        text: some(text),
        doc_no: doc_no("纪复"),
        sanctions: sanctions.iter().map(|s| (*s).to_owned()).collect(),
    };
    let reflect = |code: &str| Act::Reflect {
        reflected_in: some(code),
        reflected_at: at,
        text: some("已函送有关部门记入。"),
    };
    match act {
        'y' => Act::Approve,
        'n' => Act::Refuse { reason: some("事由与甄别结论不符,请重新提出。") },
        'w' => Act::Withdraw { reason: some("决定机关写错,重新提出。") },
        's' => Act::Send { doc_no: doc_no("纪函"), delivery: some("PAPER"), sent_at: at },
        'm' => Act::Remind { text: some("前函建议追究责任一事,请函复决定情况。") },
        'd' => answer(&["PWARN", "CRIT"], "FORM2", "经立案审查,给予党内警告并通报批评。"),
        '0' => answer(&["NOACT"], "", "经核查情节轻微,决定不予追究。"),
        'a' => Act::Appeal { filed_at: at, text: some("本人认为处理偏重,请求复查。") },
        'c' => result("CHANGED", "情节认定偏重,改为诫勉。", &["ADMON"]),
        'v' => result("REVOKED", "事实不清,撤销原决定。", &[]),
        'u' => result("UPHELD", "事实清楚,定性准确,维持原决定。", &[]),
        'i' => reflect("INTEGRITY"),
        'p' => reflect("APPRAISAL"),
        _ => Act::Finish,
    }
}

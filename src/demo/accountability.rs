//! Who is held liable for what he asked for: mostly somebody, sometimes nobody, and once each of all that can come
//! of it.

use super::custody::{Pen, Tale};
use super::days::DAY;
use super::script::Key;
use crate::domain::accountability::{APPROVE, AccountabilityAct as Act, FINISH, HOLD, REFLECT, REMIND, SEND};
use crate::domain::command::Command;
use crate::domain::ids::Millis;
use crate::domain::record::Record;
use crate::office::Trouble;

/// The seed of their own chance.
const LIABLE: u64 = 13;

/// Days ago, and what was done, a letter each: [`next`] says which; then what became of letters that asked for an
/// extract, a word each.
const PAST: [(u64, &str, &str); 16] = [
    (320, "hysmdacipf", "qyg qw qyw"),
    (270, "hysdif", "qn"),
    (225, "hys0f", ""),
    (190, "hysdavf", ""),
    (165, "xy", ""),
    (140, "hn", ""),
    (128, "hyw", ""),
    (116, "hw", ""),
    (108, "xn", ""),
    (98, "hysdau", "q q"),
    (84, "hysda", ""),
    (70, "hysdi", "qy"),
    (52, "hysm", ""),
    (40, "hys", ""),
    (29, "hy", ""),
    (15, "h", ""),
];

impl Pen<'_, '_> {
    /// What was wrong is answered for: two of three are put to who decides, of the third it is said why not.
    pub fn account(&mut self, tale: &Tale, from: Millis) {
        // Drawn from the moment alone, so that the other stories are told as they are without it.
        let nth = (from / 60_000).rem_euclid(3);
        let mut at = self.later(from, (1 + nth) * DAY);
        self.next(tale, at, HOLD, move |record, _| begin(if nth == 2 { 'x' } else { 'h' }, record));
        for (wait, act, done) in
            [(1, APPROVE, 'y'), (1, SEND, 's'), (15, REMIND, 'd'), (3, REFLECT, 'i'), (1, FINISH, 'f')]
        {
            at = self.later(at, self.script.days(wait) * DAY);
            let act_then = next(done, day(at), at);
            self.next(tale, at, act, move |_, matter| Command::Accountability { matter, act: act_then });
        }
    }

    /// What happens now and then.
    ///
    /// # Errors
    /// A seat or scene the assets do not have.
    pub fn liable(&mut self) -> Result<(), Trouble> {
        self.apart(LIABLE, |pen| {
            PAST.into_iter().try_for_each(|(days, acts, extracts)| {
                let (record, at) = pen.held(days, acts)?;
                extracts.split_whitespace().try_for_each(|acts| pen.extract(record, at, acts))
            })
        })
    }

    fn held(&mut self, days: u64, acts: &str) -> Result<(Key, Millis), Trouble> {
        let (officer, head) = (self.world.seat("dis_a")?, self.world.seat("dish")?);
        let (tale, at) = self.confirmed("leader", days)?;
        let mut at = self.triage(&tale, at, "");
        let (key, record) = (self.script.key(), tale.key);
        for letter in acts.chars() {
            let wait = match letter {
                'm' | 'c' | 'v' | 'u' => 10,
                'd' | '0' => 8,
                'a' => 5,
                'i' => 3,
                _ => 1,
            };
            at = self.later(at, wait * DAY);
            let who = if matches!(letter, 'y' | 'n') { &head } else { &officer };
            let act = next(letter, day(at), at);
            self.script.command(at, who, key, move |p| match letter {
                'h' | 'x' => Ok(begin(letter, p.record(record)?)),
                _ => Ok(Command::Accountability { matter: Some(p.id(key)?), act }),
            });
        }
        Ok((record, at))
    }
}

/// The day of a moment, as a number for a letter of it.
fn day(at: Millis) -> i64 {
    at / 86_400_000 % 1000
}

fn begin(letter: char, record: &Record) -> Command {
    let mut subjects =
        record.text.people.iter().zip(1..).filter(|(p, _)| p.is_subject() && !p.name.is_empty());
    let named = subjects.next().map(|(p, row)| match subjects.any(|(other, _)| other.name == p.name) {
        true => format!("{}#{row}", p.name),
        false => p.name.clone(),
    });
    let cause = match record.stream() {
        "EXT" => "INTERFERE",
        "CON" => "CONTACT",
        _ => "INQUIRE",
    };
    let act = match named {
        Some(person) if letter != 'x' => Act::Hold {
            record: record.id,
            person,
            cause: cause.to_owned(),
            to_unit: "有管理权限的纪检监察机关".to_owned(),
            text: "经甄别,情况已经核实,建议依规依纪追究责任并函复结果。".to_owned(),
        },
        Some(_) => {
            let reason = "情节轻微,本人已主动说明并书面检查,没有造成后果,建议不予追究。".to_owned();
            Act::Decline { record: record.id, reason }
        }
        None => {
            let reason = "过问的人身份不明,经核查无法确定是谁,建议不予追究。".to_owned();
            Act::Decline { record: record.id, reason }
        }
    };
    Command::Accountability { matter: None, act }
}

fn next(letter: char, n: i64, at: Millis) -> Act {
    let some = str::to_owned;
    let all = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    let doc_no = |what: &str| format!("{what}〔追责〕{n}号");
    let answer = |sanctions: &[&str], form4: &str, text: &str| Act::Answer {
        sanctions: all(sanctions),
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
        sanctions: all(sanctions),
    };
    let reflect = |code: &str| Act::Reflect {
        reflected_in: some(code),
        reflected_at: at,
        text: some("已函送有关部门记入。"),
    };
    match letter {
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

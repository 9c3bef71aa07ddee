//! Letters that ask for an extract of somebody who was held liable, and what became of each.

use super::custody::Pen;
use super::days::DAY;
use super::script::Key;
use crate::domain::command::Command;
use crate::domain::disclosure::DisclosureAct as Act;
use crate::domain::ids::{MatterId, Millis};
use crate::office::Trouble;

impl Pen<'_, '_> {
    /// What became of a letter, a letter for each act: asked for, authorised or not, given, taken back.
    ///
    /// # Errors
    /// A seat the assets do not have.
    pub fn extract(&mut self, record: Key, from: Millis, acts: &str) -> Result<(), Trouble> {
        let (officer, head) = (self.world.seat("dis_a")?, self.world.seat("dish")?);
        let (key, mut at) = (self.script.key(), from);
        for letter in acts.chars() {
            at = self.later(at, DAY);
            let who = if matches!(letter, 'y' | 'n') { &head } else { &officer };
            self.script.command(at, who, key, move |p| match letter {
                'q' => Ok(Command::Disclosure { matter: None, act: apply(p.record(record)?.id, from) }),
                _ => Ok(Command::Disclosure { matter: Some(p.id(key)?), act: next(letter, at) }),
            });
        }
        Ok(())
    }
}

fn apply(record: MatterId, at: Millis) -> Act {
    let fields = ["CAUSE", "SANCTIONS", "DECISION", "EFFECTIVE", "APPEAL"];
    Act::Apply {
        record,
        person: String::new(),
        asked_by: "有干部管理权限的组织部门".to_owned(),
        letter_no: format!("组函〔考察〕{}号", at / DAY % 1000),
        letter_at: at,
        purpose: "PROMOTION".to_owned(),
        fields: fields.map(str::to_owned).to_vec(),
    }
}

fn next(letter: char, at: Millis) -> Act {
    match letter {
        'y' => Act::Approve,
        'n' => Act::Refuse { reason: "来函没有写明用途,请补充后再办。".to_owned() },
        'w' => Act::Withdraw { reason: "同一来函重复拟办。".to_owned() },
        _ => Act::Give {
            doc_no: format!("纪函〔摘录〕{}号", at / DAY % 1000),
            delivery: "PAPER".to_owned(),
            sent_at: at,
            received_by: "组织部门来人".to_owned(),
        },
    }
}

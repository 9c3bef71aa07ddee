//! Records that are closed: most of them some days after they were looked into, with words for whoever wrote them
//! down; and what happens to a closing now and then.

use super::custody::{Pen, Tale};
use super::days::DAY;
use crate::domain::closing::{AGREE, CLOSE, ClosingAct, HEAR, READ, REOPEN, RETURN};
use crate::domain::command::Command;
use crate::domain::ids::Millis;
use crate::domain::record::Record;
use crate::office::Trouble;

/// The seed of their own chance.
const CLOSINGS: u64 = 11;

impl Pen<'_, '_> {
    /// What was looked into is closed once nothing is left to decide, and read by whoever recorded it.
    pub fn close(&mut self, tale: &Tale, from: Millis) {
        let agreed = self.agree(tale, from);
        let read = self.later(agreed, DAY / 4);
        self.next(tale, read, READ, |_, matter| Command::Closing { matter, act: ClosingAct::Read });
        let heard = self.later(read, DAY / 2);
        self.next(tale, heard, HEAR, |_, matter| Command::Closing { matter, act: ClosingAct::Hear });
    }

    /// Says when it was closed.
    fn agree(&mut self, tale: &Tale, from: Millis) -> Millis {
        let drafted = self.later(from, 2 * DAY);
        self.next(tale, drafted, CLOSE, |record, _| closed(record));
        let agreed = self.later(drafted, DAY / 2);
        self.next(tale, agreed, AGREE, |_, matter| Command::Closing { matter, act: ClosingAct::Agree });
        agreed
    }

    /// What happens to a closing now and then.
    ///
    /// # Errors
    /// A seat or scene the assets do not have.
    pub fn closings(&mut self) -> Result<(), Trouble> {
        self.apart(CLOSINGS, Self::told_of_closings)
    }

    fn told_of_closings(&mut self) -> Result<(), Trouble> {
        // Sent back by the custodian, closed, and opened again.
        let (tale, at) = self.confirmed("deputy", 115)?;
        let looked_into = self.triage(&tale, at, "");
        let drafted = self.later(looked_into, DAY);
        self.next(&tale, drafted, CLOSE, |record, _| closed(record));
        let back = self.later(drafted, DAY / 2);
        let reason = "告知记录人的话没有写明结果,请补写。".to_owned();
        self.next(&tale, back, RETURN, |_, matter| Command::Closing {
            matter,
            act: ClosingAct::Return { reason },
        });
        self.close(&tale, back);
        let again = self.later(back, 14 * DAY);
        let reason = "收到当事人寄来的通话录音,与记录所述不一致,重新核实。".to_owned();
        self.next(&tale, again, REOPEN, |_, matter| Command::Closing {
            matter,
            act: ClosingAct::Reopen { reason },
        });
        let looked_into = self.triage(&tale, again, "当事人寄来的通话录音。");
        let agreed = self.agree(&tale, looked_into);
        // Whoever handles the case reads it first, and it is opened once more before the recorder did.
        let heard = self.later(agreed, 40);
        self.next(&tale, heard, HEAR, |_, matter| Command::Closing { matter, act: ClosingAct::Hear });
        let again = self.later(heard, DAY);
        let reason = "办案人员补充了当日的接待登记。".to_owned();
        self.next(&tale, again, REOPEN, |_, matter| Command::Closing {
            matter,
            act: ClosingAct::Reopen { reason },
        });
        let looked_into = self.triage(&tale, again, "当日的接待登记。");
        self.close(&tale, looked_into);
        // One who put in writing what he wanted.
        let at = self.world.moment(47);
        let tale = self.begin("major", at, None, |t| {
            t.matter = "DISC".to_owned();
            (t.written_opinion, t.filed_to) = ("GIVEN".to_owned(), "VOL_CLOSED".to_owned());
        })?;
        self.two_hands(&tale, tale.at);
        // Taken back by who drafted it, and waiting for a custodian today.
        let officer = self.world.seat("dis_a")?;
        let (tale, at) = self.confirmed("cppcc", 33)?;
        let looked_into = self.triage(&tale, at, "");
        let (drafted, key) = (self.later(looked_into, DAY), tale.key);
        self.script.command(drafted, &officer, key, move |p| Ok(closed(p.record(key)?)));
        let taken = self.later(drafted, 45);
        self.script.command(taken, &officer, key, move |p| {
            let matter = super::disposal::under_way(p, p.record(key)?, AGREE);
            let act = ClosingAct::Withdraw {
                reason: "补充告知办案人员的内容后重新提出。".to_owned()
            };
            Ok(Command::Closing { matter, act })
        });
        let drafted = self.later(taken, DAY);
        self.next(&tale, drafted, CLOSE, |record, _| closed(record));
        Ok(())
    }
}

/// What comes of a record, and what each is told.
fn closed(record: &Record) -> Command {
    let act = ClosingAct::Close {
        record: record.id,
        summary: "已核实并作出甄别结论,应办事项均已办理或者决定,材料归档。".to_owned(),
        to_recorder: "你记录的情况已经核实,处理结果见甄别结论。如实记录受法律保护。".to_owned(),
        to_handler: "该案有关过问情况已处理完毕,请依法独立办案,不受影响。".to_owned(),
    };
    Command::Closing { matter: None, act }
}

//! The button of the record form: what is wrong is listed, and what is right becomes an act.

use super::flaw_words;
use super::gather;
use super::marks::half_case;
use super::record::{Mode, RecordForm};
use super::sub::Sub;
use crate::domain::command::Command;
use crate::domain::record::{ChangeDraft, RecordCommand, RecordText, check};
use crate::domain::refusal::{No, Problem};
use crate::office::Trouble;
use crate::ui::room::{Cx, Go};
use crate::ui::rooms;
use crate::words;

impl RecordForm {
    pub(super) fn submit(&mut self, cx: &mut Cx) -> Go {
        if self.slot.held {
            return Go::Say(words::form::words(cx.lang).read_only.clone());
        }
        let text = self.text(cx);
        let unread = self.sheet.unfilled(cx);
        self.troubles = unread
            .into_iter()
            .filter(|(key, _)| key == "reason" || key.starts_with("occurred") && !self.sheet.is_blank(key))
            .map(|(key, said)| (key, String::new(), said))
            .collect();
        let mut checked = text.clone();
        if checked.late_reason.is_empty() && matches!(self.mode, Mode::Correct(..)) {
            checked.late_reason.clone_from(&self.begin.late_reason);
        }
        let problems = check(&checked, &cx.me, cx.office.organ(), cx.office.now());
        self.troubles.extend(self.placed(cx, &problems));
        self.troubles.extend(Sub::wrong_papers(cx, &self.rows));
        self.troubles.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
        self.troubles.sort_by_key(|(line, _, _)| self.sheet.position(line));
        if !self.troubles.is_empty() {
            return self.show_troubles(cx);
        }
        let half = half_case(cx, &self.sheet);
        if half.is_some() && half != self.doubted {
            self.doubted.clone_from(&half);
            self.troubles = half.into_iter().map(|(line, said)| (line, String::new(), said)).collect();
            let go = self.show_troubles(cx);
            if let Some((line, asked)) = &self.doubted {
                self.sheet.focus(line);
                cx.say(asked.clone());
                cx.grave = true;
            }
            return go;
        }
        match &self.whole {
            None => {
                self.show_whole(cx);
                cx.say("");
                return Go::Stay;
            }
            Some(page) if !page.read_through() => {
                return Go::Say(words::form::words(cx.lang).hint("read_whole").to_owned());
            }
            Some(_) => {}
        }
        // The words pasted into it are put away now, for the act names them by their hash.
        let kept = self.rows.papers.iter_mut().try_for_each(|b| b.keep(cx));
        let text = self.text(cx);
        cx.of_draft = self.slot.command();
        match kept.and_then(|()| cx.act(&self.command(&text))) {
            Ok((_, said)) => {
                if self.slot.is_saved() {
                    self.slot.finish(cx);
                }
                self.slot.close();
                Go::Pop(Some(said))
            }
            Err(trouble) => {
                let kept = self.kept(cx);
                if let Some(slip) = rooms::slip_offered(cx, &trouble, &kept, &self.slot.id) {
                    return slip;
                }
                cx.complain(&trouble);
                if let Trouble::No(No::Wrong(problems)) = &trouble {
                    self.troubles = self.placed(cx, problems);
                    return self.show_troubles(cx);
                }
                Go::Stay
            }
        }
    }

    fn placed(&self, cx: &Cx, problems: &[Problem]) -> Vec<(String, String, String)> {
        let mut placed: Vec<_> = Vec::new();
        for p in problems {
            let field = p.field.split_once("].").map_or("", |(_, f)| f).to_owned();
            let said = flaw_words(cx, p);
            let said = if field.is_empty() { said } else { format!("{}  {said}", cx.w.field(&field)) };
            let line = gather::line_of(&self.sheet, p);
            // Two manners may ask for the same thing; it is said once.
            if !placed.iter().any(|(l, f, _)| *l == line && *f == field && line != "occurred") {
                placed.push((line, field, said));
            }
        }
        placed
    }

    fn show_troubles(&mut self, cx: &mut Cx) -> Go {
        self.whole = None;
        self.shape(cx);
        let n = self.troubles.len().to_string();
        cx.say(words::form::words(cx.lang).record("problems").replace("{}", &n));
        cx.grave = true;
        self.sheet.focus("!0");
        Go::Stay
    }

    fn command(&self, text: &RecordText) -> Command {
        let text = Box::new(text.clone());
        match &self.mode {
            Mode::New => Command::Record { record: None, act: RecordCommand::Submit { text } },
            Mode::Quick(id) => Command::Record { record: Some(*id), act: RecordCommand::Submit { text } },
            Mode::Amend(id, seen) => {
                Command::Record { record: Some(*id), act: RecordCommand::Amend { seen: seen.clone(), text } }
            }
            Mode::Correct(id, seen) => {
                let reason = self.sheet.values(0).text("reason");
                let change = ChangeDraft::Correction { text };
                let act = RecordCommand::ProposeChange { seen: seen.clone(), change, reason };
                Command::Record { record: Some(*id), act }
            }
        }
    }
}

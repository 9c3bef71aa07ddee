//! What the command line says and where: one place through which every letter leaves.

use super::stop::Stop;
use crate::domain::lang::Lang;
use crate::office::{Heard, Receipt};
use crate::text;
use crate::words::cli::{CliWords, Said, words as cli};
use crate::words::frame::words as frame;
use crate::words::{Words, fill, words};
use serde::Serialize;
use std::io::{Read, Write};
use std::rc::Rc;

/// Columns of a page of text. Fixed, so that what is printed or compared does not depend on a window.
pub const COLUMNS: usize = 80;

/// How much of an answer is kept for the case that it cannot be delivered, in bytes.
const ANSWER: usize = 4096;

/// The three streams of a process, and which of them is a person's terminal.
pub struct Streams {
    pub input: Box<dyn Read>,
    pub out: Box<dyn Write>,
    pub err: Box<dyn Write>,
    pub out_is_terminal: bool,
    pub err_is_terminal: bool,
    pub in_is_terminal: bool,
    /// Standard input ends where it ends: a file of this machine, or somebody who types.
    pub input_is_whole: bool,
    /// Whether anybody still reads what is answered.
    pub peer_is_there: Box<dyn Fn() -> bool>,
    /// Whether standard input has something to read, or its end, within so many seconds.
    pub input_comes: Rc<dyn Fn(u16) -> bool>,
}

#[cfg(test)]
impl Streams {
    /// Nothing comes in and nothing is kept of what goes out.
    pub fn nowhere() -> Self {
        Self {
            input: Box::new(std::io::empty()),
            out: Box::new(std::io::sink()),
            err: Box::new(std::io::sink()),
            out_is_terminal: false,
            err_is_terminal: false,
            in_is_terminal: false,
            input_is_whole: false,
            peer_is_there: Box::new(|| true),
            input_comes: Rc::new(|_| true),
        }
    }
}

/// How the program speaks on this call.
pub struct Face {
    pub lang: Lang,
    pub json: bool,
    /// The person sits at another machine: the files here are not his, only the streams are.
    pub away: bool,
    /// Somebody of the register asks, if only by `--as`. What is counted over all records would tell him of
    /// those that do not exist for him.
    pub by_somebody: bool,
    /// What this call has done and answered, once something stands; see [`Self::stands`].
    pub done: Option<String>,
    /// What is answered is of use as a whole only: a reader who goes away has not seen enough.
    pub whole: bool,
    /// What is read is noted here, where it is to be known again.
    pub heard: Option<Heard>,
    pub streams: Streams,
}

impl Face {
    pub fn w(&self) -> &'static Words {
        words(self.lang)
    }
    pub fn c(&self) -> &'static CliWords {
        cli(self.lang)
    }
    pub fn said(&self) -> &'static Said {
        &self.c().said
    }

    /// Whether numbers taken over all records may be told: to whoever holds the file itself.
    pub fn counts(&self) -> bool {
        !self.away && !self.by_somebody
    }

    /// From here on something stands, whatever becomes of the answer: the lines that follow are kept, to be
    /// told beside where they cannot be told.
    pub fn stands(&mut self) {
        self.done.get_or_insert_default();
    }

    /// The same, with words for what stands, where the answer itself would not say it.
    pub fn stands_as(&mut self, words: String) {
        self.done = Some(words);
    }

    fn answers(&mut self, line: &str) {
        if let Some(done) = self.done.as_mut().filter(|d| d.len() < ANSWER) {
            let gap = if done.is_empty() { "" } else { "\n" };
            done.push_str(gap);
            done.push_str(line);
        }
    }

    /// One line, or several; whatever is not text is made visible, wherever it came from.
    ///
    /// # Errors
    /// The reader of the output has gone, or its disk is full.
    pub fn line(&mut self, line: &str) -> Result<(), Stop> {
        self.answers(line);
        writeln!(self.streams.out, "{}", text::escape(line)).map_err(Stop::Out)
    }

    /// # Errors
    /// As [`Self::line`].
    pub fn say(&mut self, template: &str, values: &[(&str, &str)]) -> Result<(), Stop> {
        self.line(&fill(template, values))
    }

    /// A label in a column of its own, and a text wrapped beside it. An empty text says nothing.
    ///
    /// # Errors
    /// As [`Self::line`].
    pub fn pair(&mut self, label: &str, value: &str) -> Result<(), Stop> {
        const LABEL: usize = 18;
        if value.is_empty() {
            return Ok(());
        }
        let value = text::escape(value);
        // A label that fills its column stands on a line of its own.
        let label = if text::width(label) < LABEL {
            label
        } else {
            self.line(label)?;
            ""
        };
        for (i, row) in text::wrap(&value, COLUMNS - LABEL).iter().enumerate() {
            let label = if i == 0 { label } else { "" };
            let gap = LABEL.saturating_sub(text::width(label)).max(1);
            self.line(format!("{label}{}{row}", " ".repeat(gap)).trim_end())?;
        }
        Ok(())
    }

    /// A heading above what belongs together.
    ///
    /// # Errors
    /// As [`Self::line`].
    pub fn heading(&mut self, words: &str) -> Result<(), Stop> {
        self.line("")?;
        self.line(&fill("〔{}〕", &[("", words)]))
    }

    /// Rows in aligned columns; the last column is not padded.
    ///
    /// # Errors
    /// As [`Self::line`].
    pub fn table(&mut self, rows: &[Vec<String>]) -> Result<(), Stop> {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|r| r.iter().map(|c| text::escape(c).replace('\n', " ")).collect()).collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let cells = |i: usize| rows.iter().filter_map(|r| r.get(i)).map(|c| text::width(c)).max();
        let widths: Vec<usize> = (0..columns).map(|i| cells(i).unwrap_or(0)).collect();
        for row in &rows {
            let line: Vec<String> = row.iter().zip(&widths).map(|(c, w)| text::pad(c, *w)).collect();
            self.line(line.join("  ").trim_end())?;
        }
        Ok(())
    }

    /// One JSON value on one line. What a terminal would not show is written as its number.
    ///
    /// # Errors
    /// As [`Self::line`].
    pub fn value(&mut self, value: &impl Serialize) -> Result<(), Stop> {
        let line = json_line(value);
        writeln!(self.streams.out, "{line}").map_err(Stop::Out)
    }

    /// A list: one JSON value a line, or rows.
    ///
    /// # Errors
    /// As [`Self::line`].
    pub fn list<T: Serialize>(
        &mut self,
        items: &[T],
        mut row: impl FnMut(&Self, &T) -> Vec<String>,
    ) -> Result<(), Stop> {
        if self.json {
            return items.iter().try_for_each(|i| self.value(i));
        }
        if items.is_empty() {
            return self.line(&self.said().none);
        }
        let rows: Vec<Vec<String>> = items.iter().map(|i| row(self, i)).collect();
        self.table(&rows)
    }

    /// After each act: what happened, to what, and what to compare over the telephone.
    ///
    /// # Errors
    /// As [`Self::line`].
    pub fn receipt(&mut self, receipt: &Receipt) -> Result<(), Stop> {
        self.stands();
        let ref_ = receipt.ref_.as_ref().map(ToString::to_string).unwrap_or_default();
        let line = fill(
            &self.said().receipt,
            &[
                ("what", self.w().event(&receipt.kind)),
                ("ref", &ref_),
                ("revision", receipt.revision.as_str()),
                ("code", &receipt.check_code),
                ("no", receipt.record_no.as_deref().unwrap_or_default()),
            ],
        );
        if self.json {
            self.answers(&line);
            return self.value(receipt);
        }
        self.line(&line)?;
        if let Some(told) = frame(self.lang).told_may_mean(self.lang, &receipt.may_mean) {
            self.remark(&told);
        }
        Ok(())
    }

    /// A remark beside the result, on standard error, where a script does not read it.
    pub fn remark(&mut self, words: &str) {
        // A remark that nobody can read must not undo what was done.
        let _ = writeln!(self.streams.err, "{}", text::escape(words));
    }

    /// How far long work has come; only a person at a terminal is told.
    pub fn progress(&mut self, part: &str, done: u64, total: u64) {
        if self.streams.err_is_terminal && !self.json {
            let hundredth = (done * 100).checked_div(total).unwrap_or(100).to_string();
            let part = super::evidence::part(self, part);
            let line = fill(&self.said().progress, &[("part", part), ("n", &hundredth)]);
            let _ = write!(self.streams.err, "\r{}", text::pad(&text::escape(&line), 40));
            let _ = self.streams.err.flush();
        }
    }

    /// Takes the progress line away.
    pub fn progress_over(&mut self) {
        if self.streams.err_is_terminal && !self.json {
            let _ = write!(self.streams.err, "\r{}\r", " ".repeat(40));
        }
    }
}

/// JSON whose every character a terminal shows. Only strings can hold others, so writing them as
/// numbers leaves the value the same.
pub fn json_line(value: &impl Serialize) -> String {
    let plain = serde_json::to_string(value).unwrap_or_default();
    let mut out = String::with_capacity(plain.len());
    let mut one = [0; 4];
    for c in plain.chars() {
        let shown = c.is_ascii_graphic() || c == ' ' || text::escape(c.encode_utf8(&mut one)) == one_of(c);
        if shown {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

fn one_of(c: char) -> String {
    c.to_string()
}

#[cfg(test)]
mod tests {
    use super::json_line;

    #[test]
    fn json_shows_every_character_and_reads_back_the_same() {
        let text = "张三\u{202e}\u{9b}31m\u{e0041} 「x」\n𠅤e\u{301}";
        let line = json_line(&text);
        assert_eq!(line, "\"张三\\u202e\\u009b31m\\udb40\\udc41 「x」\\n𠅤e\\u0301\"");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}

//! What a register says to the person whose act it has taken: that at this position of this log
//! stands this leaf. It names nobody and no case; the leaf hides the body behind a salt.

use super::hash::{Hash, RegisterId};
use super::header::LogId;

/// The statement that is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    pub register: RegisterId,
    pub log: LogId,
    pub seq: u64,
    pub leaf: Hash,
    /// Time of the event, milliseconds since 1970 in UTC.
    pub time_ms: i64,
}

impl Acknowledged {
    /// Six lines, each with its newline.
    pub fn text(&self) -> String {
        let Self { register, log, seq, leaf, time_ms } = self;
        let log = log.name();
        format!("liuhen-receipt v1\nregister {register}\nlog {log}\nseq {seq}\nleaf {leaf}\ntime {time_ms}\n")
    }

    /// Reads what [`Acknowledged::text`] wrote, in no other spelling.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let mut value = |key: &str| lines.next()?.strip_prefix(key)?.strip_prefix(' ');
        if value("liuhen-receipt")? != "v1" {
            return None;
        }
        let found = Self {
            register: RegisterId::from_hex(value("register")?)?,
            log: LogId::from_name(value("log")?)?,
            seq: value("seq")?.parse().ok()?,
            leaf: Hash::from_hex(value("leaf")?)?,
            time_ms: value("time")?.parse().ok()?,
        };
        (found.text() == text).then_some(found)
    }

    /// The name of the key it is signed with: that of the log's checkpoints.
    pub fn origin(&self) -> String {
        format!("liuhen/{}/{}", self.register, self.log.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_has_one_spelling() {
        let said = Acknowledged {
            register: RegisterId([7; 16]),
            log: LogId::Acts,
            seq: 12,
            leaf: Hash([9; 32]),
            time_ms: 1_795_140_000_000,
        };
        let text = said.text();
        assert_eq!(Acknowledged::parse(&text), Some(said));
        for (from, to) in
            [("v1", "v2"), ("seq 12", "seq 012"), ("acts", "deeds"), ("time ", "time +"), ("0909", "09")]
        {
            assert_eq!(Acknowledged::parse(&text.replacen(from, to, 1)), None, "{from}");
        }
        assert_eq!(Acknowledged::parse(&format!("{text}more\n")), None);
        assert_eq!(Acknowledged::parse(text.trim_end()), None);
    }
}

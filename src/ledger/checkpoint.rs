//! The few lines that leave the machine: which log, how long it is, and its root. The text is the
//! body of a C2SP checkpoint (`c2sp.org/tlog-checkpoint`), so that anyone's note tool or a
//! detached signature over the file can vouch for it.

use super::hash::{Hash, RegisterId};
use super::header::LogId;
use super::hex;

/// A statement of what a log was at one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The register.
    pub register: RegisterId,
    /// Which of its logs.
    pub log: LogId,
    /// Number of events.
    pub size: u64,
    /// Root over their leaves.
    pub root: Hash,
}

/// Why a text is not a checkpoint: the number of the line, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the checkpoint cannot be read")]
pub struct CheckpointError {
    /// 1 origin, 2 size, 3 root, 4 what follows.
    pub line: u8,
}

impl Checkpoint {
    /// The first line: `liuhen/<register id in hex>/<log>`.
    pub fn origin(&self) -> String {
        format!("liuhen/{}/{}", self.register, self.log.name())
    }

    /// The three lines, each with its newline.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin(), self.size, hex::base64(&self.root.0))
    }

    /// Every checkpoint in a text, each with what stands under it up to the next one.
    pub fn all(text: &str) -> Vec<(Checkpoint, &str)> {
        let mut starts: Vec<usize> = text
            .match_indices("liuhen/")
            .map(|(at, _)| at)
            .filter(|&at| at == 0 || text[..at].ends_with('\n'))
            .collect();
        starts.push(text.len());
        let part = |ends: &[usize]| {
            let part = text.get(ends[0]..ends[1])?;
            let three: String = format!("{}\n", part.lines().take(3).collect::<Vec<_>>().join("\n"));
            Some((Checkpoint::parse(&three).ok()?, part))
        };
        starts.windows(2).filter_map(part).collect()
    }

    /// Reads what [`Checkpoint::text`] wrote. A blank line may follow and then anything: those are
    /// other people's signatures, which are checked with their own tools.
    pub fn parse(text: &str) -> Result<Checkpoint, CheckpointError> {
        let wrong = |line| CheckpointError { line };
        let mut lines = text.splitn(4, '\n');
        let origin = lines.next().ok_or(wrong(1))?;
        let (register, log) =
            origin.strip_prefix("liuhen/").and_then(|rest| rest.split_once('/')).ok_or(wrong(1))?;
        let size = lines.next().ok_or(wrong(2))?;
        let root = lines.next().ok_or(wrong(3))?;
        let found = Checkpoint {
            register: RegisterId::from_hex(register).ok_or(wrong(1))?,
            log: LogId::from_name(log).ok_or(wrong(1))?,
            size: size.parse().map_err(|_| wrong(2))?,
            root: hex::unbase64(root).and_then(|bytes| Hash::from_bytes(&bytes)).ok_or(wrong(3))?,
        };
        if found.size.to_string() != size {
            return Err(wrong(2));
        }
        match lines.next() {
            Some(rest) if rest.is_empty() || rest.starts_with('\n') => Ok(found),
            _ => Err(wrong(4)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::hash::Alg;
    use super::*;

    fn sample() -> Checkpoint {
        let register = RegisterId([7; 16]);
        Checkpoint { register, log: LogId::Acts, size: 1234, root: Alg::Sha256.empty() }
    }

    #[test]
    fn three_lines_that_read_back() {
        let text = sample().text();
        let wanted = "liuhen/07070707070707070707070707070707/acts\n1234\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
        assert_eq!(text, wanted);
        assert_eq!(Checkpoint::parse(&text), Ok(sample()));
        assert_eq!(Checkpoint::parse(&format!("{text}\n\u{2014} office AAAA\n")), Ok(sample()));
    }

    #[test]
    fn each_other_spelling_is_refused_by_its_line() {
        let text = sample().text();
        for (from, to, line) in [
            ("liuhen/", "liuhan/", 1),
            ("acts", "deeds", 1),
            ("07070707", "0707070", 1),
            ("1234", "01234", 2),
            ("1234", "+1234", 2),
            ("1234", "-1", 2),
            ("SuFU=", "SuFV=", 3),
            ("SuFU=", "SuFU", 3),
            ("SuFU=\n", "SuFU=", 4),
            ("SuFU=\n", "SuFU=\nmore\n", 4),
        ] {
            let bent = text.replacen(from, to, 1);
            assert_eq!(Checkpoint::parse(&bent), Err(CheckpointError { line }), "{bent:?}");
        }
    }
}

//! A line that came under an id of its own. Said again it is the same act whatever has become since of what it
//! speaks of: a time reckoned from now, a name in the directory, a text that is gone once it was signed. So it
//! is known by its words and by what it read, and not by the act it comes to. Where nothing is kept of it, as
//! after `rebuild`, the act alone is left to compare with (`receipts.rs`).

use super::receipts::first_of;
use super::{Fault, Office, Receipt, Trouble, me};
use crate::domain::command::Actor;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::refusal::Rule;
use crate::ledger::{Alg, Hash, Hasher};
use crate::signing::{Keyed, LogKey};
use crate::store::Tx;
use crate::store::contract::{Moment, Step};
use crate::store::said::SaidLine;
use serde::{Deserialize, Serialize};
use std::ffi::{OsStr, OsString};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// What the secret under the sums is for.
const PURPOSE: &str = "liuhen/said/v1";
/// Standard input, among files.
const INPUT: &str = "-";
/// Bytes that are read at once.
const ROOM: usize = 64 << 10;

/// A line as it is being carried out.
#[derive(Clone)]
pub struct Spoken {
    pub id: Uuid,
    /// The verb and what was given with it; no passphrase.
    pub words: Vec<OsString>,
    pub heard: Heard,
}

/// What a line has read so far, from files and from standard input, passphrases left out.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<Vec<Piece>>>);

#[derive(Clone)]
struct Piece {
    from: PathBuf,
    bytes: u64,
    ended: bool,
    sum: Hasher,
}

/// The same, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noted {
    /// Which of the line's words names the file; none for standard input.
    word: Option<usize>,
    bytes: u64,
    /// It was read to its end.
    ended: bool,
    sum: Hash,
}

/// The id of the nth part of a line that was given an id and names several matters.
pub fn id_of_part(id: &Uuid, n: usize) -> Uuid {
    if n == 0 {
        return *id;
    }
    let mut sum = Alg::Sha256.hasher();
    sum.update(id.as_bytes());
    sum.update(&(n as u64).to_be_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&sum.finish().0[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

impl Heard {
    /// The stream, noted as it is read.
    pub fn through<'a>(&self, from: &Path, inner: Box<dyn Read + 'a>) -> Box<dyn Read + 'a> {
        let Ok(mut all) = self.0.lock() else { return inner };
        // What comes over standard input in several pieces is one.
        let begun = all.iter().position(|p| p.from == from && from == Path::new(INPUT));
        let at = begun.unwrap_or(all.len());
        if begun.is_none() {
            let sum = Alg::Sha256.hasher();
            all.push(Piece { from: from.to_owned(), bytes: 0, ended: false, sum });
        }
        Box::new(Listening { inner, heard: self.clone(), at })
    }

    fn noted(&self, secret: &Keyed, words: &[OsString]) -> Vec<Noted> {
        let all = self.0.lock().map(|all| all.clone()).unwrap_or_default();
        let named = |p: &Piece| words.iter().position(|w| w == p.from.as_os_str());
        let note = |p: Piece| {
            let input = p.from == Path::new(INPUT);
            let word = if input { None } else { Some(named(&p)?) };
            Some(Noted { word, bytes: p.bytes, ended: p.ended, sum: secret.sum(&[&p.sum.finish().0]) })
        };
        all.into_iter().filter_map(note).collect()
    }
}

struct Listening<'a> {
    inner: Box<dyn Read + 'a>,
    heard: Heard,
    at: usize,
}

impl Read for Listening<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(into)?;
        if let Ok(mut all) = self.heard.0.lock()
            && let Some(piece) = all.get_mut(self.at)
        {
            piece.sum.update(&into[..n]);
            piece.bytes += n as u64;
            piece.ended |= n == 0 && !into.is_empty();
        }
        Ok(n)
    }
}

/// A line that the same person has said before under its id.
pub struct SaidBefore {
    line: SaidLine,
    secret: Keyed,
    pieces: Vec<(PathBuf, Noted)>,
}

impl SaidBefore {
    /// What it read then, `-` for standard input.
    pub fn read(&self) -> impl Iterator<Item = (&Path, &Noted)> {
        self.pieces.iter().map(|(from, noted)| (from.as_path(), noted))
    }

    /// Whether a stream is what was read then.
    ///
    /// # Errors
    /// It breaks.
    pub fn is_the_same(&self, noted: &Noted, stream: &mut dyn Read) -> Result<bool, Fault> {
        let mut sum = Alg::Sha256.hasher();
        let mut room = vec![0; ROOM];
        let mut left = noted.bytes;
        while left > 0 {
            let most = ROOM.min(usize::try_from(left).unwrap_or(ROOM));
            match stream.read(&mut room[..most]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
                Ok(0) => return Ok(false),
                Ok(n) => {
                    sum.update(&room[..n]);
                    left -= n as u64;
                }
            }
        }
        let more = noted.ended && stream.read(&mut room[..1])? > 0;
        Ok(!more && self.secret.sum(&[&sum.finish().0]) == noted.sum)
    }
}

fn secret_of(key: &LogKey) -> (String, Keyed) {
    (key.public().line(), key.secret_for(PURPOSE))
}

/// The sum of a row and of the words that are not in it: whoever can write into the file makes none.
fn sum_of(secret: &Keyed, line: &SaidLine, words: &[OsString]) -> Hash {
    let seq = line.seq.unwrap_or(u64::MAX).to_be_bytes();
    let texts = [line.person.as_str(), &line.heard].map(OsStr::new);
    let whole = texts.into_iter().chain(words.iter().map(OsString::as_os_str)).map(OsStr::as_encoded_bytes);
    // Each with its length: the parts of two words are not those of another two.
    let whole: Vec<u8> =
        whole.flat_map(|w| (w.len() as u64).to_be_bytes().into_iter().chain(w.iter().copied())).collect();
    secret.sum(&[line.id.as_bytes(), &seq, &whole])
}

impl Spoken {
    fn row(&self, key: &LogKey, person: &PersonId, at: Millis, seq: Option<u64>) -> SaidLine {
        let (key, secret) = secret_of(key);
        let heard = serde_json::to_string(&self.heard.noted(&secret, &self.words)).unwrap_or_default();
        let (id, person, sum) = (self.id, person.clone(), Hash([0; 32]));
        let line = SaidLine { id, person, at, key, sum, heard, seq };
        SaidLine { sum: sum_of(&secret, &line, &self.words), ..line }
    }

    /// Looked at under the lock, for another process may have said it at this moment: the act that the same
    /// line became. `as_its_own`: the id is the act's own as well, by which an act is found and compared.
    ///
    /// # Errors
    /// [`Rule::SameCommandOtherContent`] where the id is another line's, or another act's.
    pub(super) fn became(
        &self,
        tx: &Tx<'_>,
        key: Option<&LogKey>,
        person: &PersonId,
        as_its_own: bool,
    ) -> Result<Option<Option<u64>>, Trouble> {
        let act = tx.of_command(&self.id)?;
        match tx.said(&self.id)? {
            None if act.is_none() || as_its_own => Ok(None),
            Some(line) => match key {
                Some(key) if line == self.row(key, person, line.at, line.seq) => Ok(Some(line.seq)),
                // The key has become another since, and nothing can be said of the line.
                key if act.is_some() && as_its_own && key.is_none_or(|k| k.public().line() != line.key) => {
                    Ok(None)
                }
                _ => Err(Rule::SameCommandOtherContent.into()),
            },
            None => Err(Rule::SameCommandOtherContent.into()),
        }
    }

    /// Keeps what became of it, in the step in which it becomes that.
    pub(super) fn keep(
        &self,
        tx: &Tx<'_>,
        key: Option<&LogKey>,
        person: &PersonId,
        at: Millis,
        seq: Option<u64>,
    ) -> Result<(), Trouble> {
        key.map_or(Ok(()), |key| Ok(tx.keep_said(&self.row(key, person, at, seq))?))
    }
}

impl Office {
    /// From here on acts are those of this line, or of none that has an id of its own.
    pub fn carries_out(&mut self, line: Option<Spoken>) {
        self.spoken = line;
    }

    /// The line that this person has said under this id; none where nobody has, or somebody else, or it
    /// cannot be told any more.
    ///
    /// # Errors
    /// [`Rule::SameCommandOtherContent`] where the words were others.
    pub fn said_before(
        &mut self,
        actor: &Actor,
        id: &Uuid,
        words: &[OsString],
    ) -> Result<Option<SaidBefore>, Trouble> {
        let Some(line) = self.register.db().said(id)? else { return Ok(None) };
        self.load_key()?;
        let Some((_, secret)) = self.log_key.as_deref().map(secret_of).filter(|(key, _)| *key == line.key)
        else {
            return Ok(None);
        };
        if actor.id() != Some(&line.person) {
            return Ok(None);
        }
        if line.sum != sum_of(&secret, &line, words) {
            return Err(Rule::SameCommandOtherContent.into());
        }
        let noted: Vec<Noted> =
            serde_json::from_str(&line.heard).map_err(|e| Fault::Damaged(e.to_string()))?;
        let input = || OsString::from(INPUT);
        let from = |n: &Noted| n.word.map_or_else(|| Some(input()), |w| words.get(w).cloned());
        let pieces = noted.into_iter().filter_map(|n| Some((from(&n)?.into(), n))).collect();
        Ok(Some(SaidBefore { line, secret, pieces }))
    }

    /// The line that is carried out goes on to another of the matters that it names, under an id of that part's
    /// own: what it said of it before, where the same person has said the same line.
    ///
    /// # Errors
    /// As [`Self::said_before`].
    pub fn goes_on(&mut self, actor: &Actor, id: &Uuid) -> Result<Option<SaidBefore>, Trouble> {
        let Some(spoken) = &mut self.spoken else { return Ok(None) };
        spoken.id = *id;
        let words = spoken.words.clone();
        self.said_before(actor, id, &words)
    }

    /// The receipt that was given for it; none where it is no act of the log.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn first_receipt(&mut self, actor: &Actor, before: &SaidBefore) -> Result<Option<Receipt>, Trouble> {
        let Some(seq) = before.line.seq else { return Ok(None) };
        self.refresh()?;
        let receipt = first_of(self.register.db(), &self.organ, seq, me(actor)?)?;
        self.signed(receipt).map(Some)
    }
}

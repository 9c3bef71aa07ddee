//! Receipts: what a person holds in hand after an act, what the register signs once it is on the disk,
//! and what it says to somebody who comes back with one.

use super::desk::Desk;
use super::{Fault, LogId, Office, Trouble, fold};
use crate::domain::book::Book;
use crate::domain::command::{Actor, Command};
use crate::domain::event::{ActorName, Event};
use crate::domain::ids::{MatterId, Millis, PersonId, Ref, Revision};
use crate::domain::kind::Then;
use crate::domain::organ::Organ;
use crate::domain::policy;
use crate::domain::question::{is_again, question};
use crate::domain::record::local_time;
use crate::domain::refusal::Rule;
use crate::ledger::{Acknowledged, Hash, hex};
use crate::signing::LogKey;
use crate::signing::receipt::{Inclusion, RECEIPT_FORMAT, ReceiptFile};
use crate::store::contract::Moment;
use crate::store::log;
use crate::store::tiles::Tree;
use serde::Serialize;
use std::sync::Arc;

/// What a person holds in hand after an act: it is durable. Names no case, and nobody but whom his own words name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Receipt {
    pub kind: String,
    #[serde(rename = "ref")]
    pub ref_: Option<Ref>,
    #[serde(skip)]
    pub matter: MatterId,
    pub seq: u64,
    #[serde(with = "local_time")]
    pub at: Millis,
    pub revision: Revision,
    pub leaf: String,
    /// Twelve characters to compare over the telephone.
    pub check_code: String,
    /// Given to the recorder only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_no: Option<String>,
    /// Whom the words of this act may mean: until it is settled that others are meant, they do not see the record.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub may_mean: Vec<String>,
    /// The same command had been taken before; this is its receipt.
    pub repeated: bool,
    /// What the register signed when the act was on the disk, to be kept by whoever acted.
    #[serde(rename = "receipt", skip_serializing_if = "Option::is_none")]
    pub signed: Option<ReceiptFile>,
}

/// What stands where a receipt says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The very event.
    There,
    /// It was given by another register.
    OtherRegister,
    /// The log ends before it.
    Missing,
    /// Another event stands in its place.
    Replaced,
}

impl Office {
    fn acknowledged_of(&self, seq: u64, leaf: Hash, time_ms: i64) -> Acknowledged {
        Acknowledged { register: self.founding().id, log: LogId::Acts, seq, leaf, time_ms }
    }

    /// The register's signature under a receipt. Called after the commit: it proves, it does not
    /// promise.
    pub(super) fn signed(&self, mut receipt: Receipt) -> Result<Receipt, Trouble> {
        let leaf = Hash::from_hex(&receipt.leaf).ok_or_else(|| Fault::Damaged("leaf".to_owned()))?;
        let said = self.acknowledged_of(receipt.seq, leaf, receipt.at);
        receipt.signed = self.key_in_force()?.map(|key| file(&key, &said, None));
        Ok(receipt)
    }

    /// The receipt of one's own act, with its way to the newest checkpoint that others signed, once
    /// there is one after it.
    ///
    /// # Errors
    /// [`Rule::NoSuchMatter`] for an act of somebody else, as for none.
    pub fn receipt_file(&mut self, actor: &Actor, seq: u64) -> Result<ReceiptFile, Trouble> {
        self.organ_now()?;
        let db = self.register.db();
        let stored = db.entry(LogId::Acts, seq)?.ok_or(Rule::NoSuchMatter)?;
        if fold::body(&stored.body)?.actor != actor.name {
            return Err(Rule::NoSuchMatter.into());
        }
        let key = self.key_in_force()?.ok_or_else(|| Fault::Damaged("log.key".to_owned()))?;
        let said = self.acknowledged_of(seq, stored.entry.leaf, stored.entry.header.time_ms);
        let proof = match self.newest_signed_head().filter(|head| head.size > seq) {
            Some(head) => {
                let tree = Tree::of(db, self.founding().alg, LogId::Acts)?;
                tree.inclusion(seq, head.size)?
                    .map(|path| Inclusion { path, checkpoint: key.sign_note(&head.origin(), &head.text()) })
            }
            None => None,
        };
        Ok(file(&key, &said, proof))
    }

    /// The position of one's own newest act in a matter.
    ///
    /// # Errors
    /// [`Rule::NoSuchMatter`] when there is none.
    pub fn own_act(&self, actor: &Actor, matter: &MatterId) -> Result<u64, Trouble> {
        let db = self.register.db();
        for seq in db.seqs(&[*matter])?.into_iter().rev() {
            let stored = db.entry(LogId::Acts, seq)?;
            let body = stored.map(|s| fold::body(&s.body)).transpose()?;
            if body.is_some_and(|b| b.actor == actor.name) {
                return Ok(seq);
            }
        }
        Err(Rule::NoSuchMatter.into())
    }

    /// Whether the event of a receipt is in this register.
    ///
    /// # Errors
    /// A fault of the file; a damaged event counts as another one.
    pub fn look_up(&self, said: &Acknowledged) -> Result<Standing, Trouble> {
        if said.register != self.founding().id {
            return Ok(Standing::OtherRegister);
        }
        let alg = self.founding().alg;
        let mut found = Standing::Missing;
        self.register.db().rows(said.log, said.seq..said.seq.saturating_add(1), |_, row| {
            let same = row.leaf == said.leaf.0 && alg.leaf(row.header) == said.leaf;
            found = if same { Standing::There } else { Standing::Replaced };
            Ok::<(), Fault>(())
        })?;
        Ok(found)
    }
}

fn file(key: &LogKey, said: &Acknowledged, proof: Option<Inclusion>) -> ReceiptFile {
    ReceiptFile {
        format: RECEIPT_FORMAT.to_owned(),
        note: key.sign_note(&said.origin(), &said.text()),
        key: key.public().line(),
        proof,
    }
}

/// What is told of an act, with its matter as the act left it.
pub(super) fn receipt(
    db: &impl Moment,
    book: &Book,
    entry: &log::Entry,
    event: &Event,
    matter: MatterId,
    person: &PersonId,
) -> Receipt {
    let record = book.records.get(&matter);
    let laid_on = book.hangs_on(&matter).and_then(|id| book.records.get(&id));
    let may_mean = match laid_on.filter(|_| policy::keeps(&book.organ, person)) {
        Some(on) => policy::put_in_question(&book.organ, on, entry.header.seq),
        None => Vec::new(),
    };
    let ref_ = book.ref_of(&matter).cloned().or_else(|| db.by_id(&matter).ok().flatten().map(|m| m.ref_));
    Receipt {
        kind: event.kind(),
        ref_,
        matter,
        seq: entry.header.seq,
        at: entry.header.time_ms,
        revision: Revision(entry.leaf.revision()),
        leaf: hex::encode(&entry.leaf.0),
        check_code: check_code(&entry.leaf),
        record_no: record.filter(|r| &r.recorder == person).and_then(|r| r.number.clone()),
        may_mean: may_mean.iter().map(|id| book.organ.name_of(id)).collect(),
        repeated: false,
        signed: None,
    }
}

/// The receipt of this person's act once more, as it was given.
pub(super) fn first_of(
    db: &impl Moment,
    organ: &Arc<Organ>,
    seq: u64,
    person: &PersonId,
) -> Result<Receipt, Trouble> {
    let stored = db.entry(LogId::Acts, seq)?.ok_or_else(|| Fault::Damaged(format!("event {seq}")))?;
    let body = fold::body(&stored.body)?;
    let book = fold::book_before(db, organ, &[body.matter], seq.saturating_add(1))?;
    Ok(Receipt { repeated: true, ..receipt(db, &book, &stored.entry, &body.act, body.matter, person) })
}

impl Desk<'_, '_> {
    /// The receipt of a command that was taken before, for whoever gave it; a command id is no key to
    /// other people's receipts.
    pub(super) fn old_receipt(&self, seq: u64, actor: &Actor, command: &Command) -> Result<Receipt, Trouble> {
        let stored =
            self.tx.entry(LogId::Acts, seq)?.ok_or_else(|| Fault::Damaged(format!("event {seq}")))?;
        let mut body = fold::body(&stored.body)?;
        // An old act does not say at which text it was given.
        body.seen = body.seen.or_else(|| command.seen().cloned());
        let ActorName::Person(person) = &body.actor else {
            return Err(Rule::SameCommandOtherContent.into());
        };
        let before = fold::book_before(self.tx, self.organ, &[body.matter], seq)?;
        let record = before.records.get(&body.matter).map(|r| &**r);
        let then = Then { organ: self.organ, me: person, record };
        let same = question(&before, &body).is_some_and(|kept| is_again(&then, command, &kept));
        if body.actor != actor.name || !same {
            return Err(Rule::SameCommandOtherContent.into());
        }
        first_of(self.tx, self.organ, seq, person)
    }
}

/// The first sixty bits of a leaf in characters that are not mistaken for each other.
pub fn check_code(leaf: &Hash) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = leaf.0[..8].iter().fold(0u64, |acc, b| (acc << 8) | u64::from(*b)) >> 4;
    let letter = |i: u32| char::from(LETTERS[(bits >> (55 - 5 * i) & 31) as usize]);
    (0..12).flat_map(|i| (i > 0 && i % 4 == 0).then_some('-').into_iter().chain([letter(i)])).collect()
}

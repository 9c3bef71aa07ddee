//! Receipts: what the register signs once an act is on the disk, and what it says to somebody who
//! comes back with one.

use super::{Fault, LogId, Office, Receipt, Trouble, fold};
use crate::domain::command::Actor;
use crate::domain::ids::MatterId;
use crate::domain::refusal::Rule;
use crate::ledger::{Acknowledged, Hash, tree};
use crate::signing::LogKey;
use crate::signing::receipt::{Inclusion, RECEIPT_FORMAT, ReceiptFile};
use crate::store::{log, query};

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
        let stored = log::entry(db, LogId::Acts, seq)?.ok_or(Rule::NoSuchMatter)?;
        if fold::body(&stored.body)?.actor != actor.name {
            return Err(Rule::NoSuchMatter.into());
        }
        let key = self.key_in_force()?.ok_or_else(|| Fault::Damaged("log.key".to_owned()))?;
        let said = self.acknowledged_of(seq, stored.entry.leaf, stored.entry.header.time_ms);
        let proof = match self.newest_signed_head().filter(|head| head.size > seq) {
            Some(head) => {
                let leaves = log::leaves(db, LogId::Acts, head.size)?;
                tree::inclusion(self.founding().alg, &leaves, seq)
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
        for seq in query::seqs(db, &[*matter])?.into_iter().rev() {
            let stored = log::entry(db, LogId::Acts, seq)?;
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
        log::rows(self.register.db(), said.log, said.seq..said.seq.saturating_add(1), |_, row| {
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

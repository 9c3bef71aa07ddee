//! Each verb to whoever answers it.

use super::sitting::Sitting;
use super::stop::Stop;
use super::{Verb, record};

impl Sitting<'_> {
    pub fn verb(&mut self, verb: Verb) -> Result<(), Stop> {
        match verb {
            Verb::Record(v) => self.record_verb(v),
            Verb::Quick(q) => self.record_verb(record::Verb::Quick(q)),
            Verb::Show(s) => self.show(&s),
            Verb::List(l) => self.list(&l),
            Verb::Print(p) => self.print(&p),
            Verb::Desk(d) => self.desk(&d),
            Verb::Disposal(d) => self.disposal(&d),
            Verb::Stats(s) => self.stats(&s),
            Verb::Confirm(c) => self.confirm(&c),
            Verb::Return(r) => self.send_back(&r),
            Verb::Dispute(d) => self.dispute(&d),
            Verb::Resolve(r) => self.resolve(&r),
            Verb::ConfirmChange(c) => self.confirm_change(&c),
            Verb::RefuseChange(r) => self.refuse_change(&r),
            Verb::ReportAtOnce(r) => self.report_at_once(&r),
            Verb::Escalate(e) => self.escalate(&e),
            Verb::Escalation(v) => self.escalation_verb(&v),
            Verb::Committee(v) => self.committee(&v),
            Verb::Account(v) => self.account(&v),
            Verb::Role(v) => self.role(&v),
            Verb::Roster(v) => self.roster(&v),
            Verb::Unit(v) => self.unit(&v),
            Verb::Person(v) => self.person_verb(&v),
            Verb::Recusal(v) => self.recusal(&v),
            Verb::Case(v) => self.case(&v),
            Verb::Policy(v) => self.policy(&v),
            Verb::Calendar(v) => self.calendar(&v),
            Verb::Proposal(v) => self.proposal(&v),
            Verb::Passphrase(p) => self.passphrase(&p),
            Verb::Challenge(c) => self.challenge(&c),
            Verb::Submit(s) => self.submit(&s),
            Verb::Key(k) => self.key(&k),
            Verb::Ledger(l) => self.ledger(&l),
            Verb::Checkpoint(c) => self.checkpoint(&c),
            Verb::Receipt(r) => self.receipt(&r),
            Verb::Rollback(v) => self.rollback(&v),
            Verb::Witness(w) => self.witness(&w),
            Verb::Whoami => self.whoami(),
            Verb::Proof(p) => self.proof(&p),
            Verb::Backup(b) => self.backup(&b),
            Verb::Drill(d) => self.drill(&d),
            Verb::Draft(v) => self.draft(&v),
            Verb::Rebuild => self.rebuild(),
            Verb::Kind(k) => self.kind_verb(&k),
            // Answered before anybody was asked who he is.
            Verb::Verify(_)
            | Verb::CheckProof(_)
            | Verb::Restore(_)
            | Verb::VerifyScript(_)
            | Verb::Tick
            | Verb::Init(_)
            | Verb::SetupSsh(_)
            | Verb::Doctor(_)
            | Verb::Demo(_)
            | Verb::Codes(_)
            | Verb::Flow(_)
            | Verb::Keys(_)
            | Verb::Man
            | Verb::Completions(_)
            | Verb::Session(_)
            | Verb::SshKeys(_) => Ok(()),
        }
    }
}

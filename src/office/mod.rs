//! The only door. A command comes in with who asks; what happens is decided by the domain, written
//! by the store in one step with its tables, and answered with a receipt. Questions go through here
//! too, so that no face can show what policy did not let through.

mod act;
mod agree;
mod ahead;
mod ask;
mod beside;
mod challenge;
mod checkpoints;
mod clock;
mod concord;
mod copies;
mod counted;
mod desk;
mod directory;
mod door;
mod evidence;
mod families;
mod figures;
mod fold;
mod following;
mod hands;
mod incoming;
mod lately;
mod log_key;
mod look;
mod looks;
mod material;
mod matters;
mod once;
mod outcome;
mod print;
mod reached;
mod read;
mod receipts;
mod rollback;
#[cfg(test)]
mod sealed_tests;
mod seed;
mod session;
mod sheet;
mod signers;
mod signing;
mod space;
mod spoken;
mod taken;
mod views;
mod who;

pub use crate::signing::Secret;
pub use ask::{Ahead, Can, Found, MatterBrief, PassageView, QuestionView, RecordSheet, StoryLine};
pub use beside::Beside;
pub use challenge::Challenge;
pub use checkpoints::{SlipFacts, Witnessing};
pub use clock::{Clock, Fixed, Ids, OsRandom, Seeded, System};
pub use copies::{CopyMade, DrillDone, Restored, is_inside_a_register, restore};
pub use counted::{Recount, kept_from};
pub use directory::Party;
pub use door::{bad_character, not_text};
pub use evidence::{Inspection, PROOF_FILE, ProofFile};
pub use figures::{BY_MONTH, FigureLine, Number, Statistics};
pub use fold::body_as_written;
pub use following::{Followed, Narrowed};
pub use hands::{BadHand, HandFlaw, Hands};
pub use log_key::KeyState;
pub use material::{Bytes, MaterialLine};
pub use once::each_once;
pub use print::Printed;
pub use read::Reveal;
pub use receipts::{Receipt, Standing};
pub use rollback::{Acknowledgement, RolledBack};
pub use seed::{Done, Seeder, seed};
pub use session::{Greeting, LastSignIn, OtherSession, SessionFacts};
pub use sheet::{MatterSheet, Shown, ShownRow};
pub use signing::Hand;
pub use spoken::{Heard, SaidBefore, Spoken, id_of_part};
pub use views::{BallotView, EscalationView, ItemView, MeetingView, RungView};
pub use who::{Myself, OwnKey, ThisSession};

pub use crate::ledger::{Checkpoint, LogId, Proof, ProofError};
pub use crate::store::concordance::Measure;
pub use crate::store::contract::{LookLine, Since};
pub use crate::store::cuts::Cut;
pub use crate::store::db::Alone;
pub use crate::store::drafts::{Claim, Draft, DraftLine};
pub use crate::store::face::{initials, latin, spelled};
pub use crate::store::files::{as_the_place, open_plain, strangers, text_if_there};
pub use crate::store::lines::{
    ActLine, DeskLine, Facets, FollowsLine, MatterLine, ProposalLine, RecordLine, RecordPage, Waits,
};
pub use crate::store::lock::{Holder, Waited, block_stops, within};
pub use crate::store::materials::Expected;
pub use crate::store::restore::Opened;
pub use crate::store::seal::{Opener, SealTo, Unopened};
pub use crate::store::space::{LEAST_FILES, Space};
pub use crate::store::{Fault, Mode};
pub use incoming::{INCOMING, Incoming};
pub use taken::Taken;

use crate::domain::command::Actor;
use crate::domain::ids::{MatterId, Millis, PersonId};
use crate::domain::limits::limits;
use crate::domain::organ::Organ;
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};
use crate::domain::when;
use crate::signing::LogKey;
use crate::store::contract::Moment;
use crate::store::drafts::{DRAFTS_FILE, Drafts};
use crate::store::materials::Materials;
use crate::store::quota::Quota;
use crate::store::tables::TABLES;
use crate::store::{Founding, Register, concordance};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why there is no answer: a rule or the input says no, or the machine failed.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    No(#[from] No),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::No(No::Refused(refusal))
    }
}

impl From<Rule> for Trouble {
    fn from(rule: Rule) -> Self {
        Self::No(rule.into())
    }
}

/// Bytes of the largest single material.
const LARGEST_MATERIAL: u64 = 2 << 30;

/// An open register with everything a face may ask of it.
pub struct Office {
    register: Register,
    materials: Materials,
    drafts: Option<Drafts>,
    organ: Arc<Organ>,
    organ_seq: u64,
    clock: Box<dyn Clock>,
    ids: Box<dyn Ids>,
    mode: Mode,
    full: space::FullMark,
    /// Whether a record of what its recorder entered before is refused.
    enters_once: bool,
    /// Records this session has opened already; one opening is one line in the log of reads.
    opened: BTreeSet<(PersonId, MatterId)>,
    /// Records whose recorder somebody opened with a purpose in this session.
    named: BTreeSet<(PersonId, MatterId)>,
    /// The register's own key, once it was needed.
    log_key: Option<Arc<LogKey>>,
    /// What was put aside because it could not be read, until it is told.
    aside: Vec<PathBuf>,
    /// The log is not what it was known to be, and nobody has said why.
    rolled_back: Option<RolledBack>,
    founded_at: Millis,
    /// Materials whose bytes came in through here: whoever brought them knows what is in them.
    brought: BTreeSet<crate::ledger::Hash>,
    /// Words searched for already; one query is one line in the log of reads.
    searched: BTreeSet<(PersonId, String)>,
    measure: concordance::Measure,
    /// The session over SSH, from its beginning to its end.
    session: Option<session::Running>,
    /// The line under which acts are done from now on.
    spoken: Option<Spoken>,
}

impl Office {
    /// Opens a register with the machine's clock and randomness.
    ///
    /// # Errors
    /// What is wrong with the place or the file.
    pub fn open(dir: &Path, mode: Mode) -> Result<Self, Trouble> {
        Self::open_with(dir, mode, Box::new(System), Box::new(OsRandom))
    }

    /// # Errors
    /// What is wrong with the place or the file.
    pub fn open_with(
        dir: &Path,
        mode: Mode,
        clock: Box<dyn Clock>,
        ids: Box<dyn Ids>,
    ) -> Result<Self, Trouble> {
        let mut register = Register::open(dir, TABLES, mode)?;
        let anew = register.tables_stale() && mode.writes();
        if anew {
            register.freshen_tables(|tx| fold::rebuild(tx, &mut |_, _| {}))?;
        }
        let folded = match mode {
            Mode::Evidence | Mode::Looking => fold::organ_of_whole_log(register.db())?,
            Mode::Session | Mode::SessionOnNetwork => fold::organ(register.db())?,
        };
        let mut office = Self::of(register, folded, mode, clock, ids)?;
        if anew {
            office.concord();
        }
        Ok(office)
    }

    /// Opens a register whose tables say what its log does not, so that whoever may do it can build
    /// them again. Who that is comes from the log.
    ///
    /// # Errors
    /// What is wrong with the place or the file.
    pub fn open_to_rebuild(dir: &Path) -> Result<Self, Trouble> {
        let register = Register::open(dir, TABLES, Mode::Session)?;
        let folded = fold::organ_of_whole_log(register.db())?;
        Self::of(register, folded, Mode::Session, Box::new(System), Box::new(OsRandom))
    }

    fn of(
        register: Register,
        (organ, organ_seq): (Arc<Organ>, u64),
        mode: Mode,
        clock: Box<dyn Clock>,
        ids: Box<dyn Ids>,
    ) -> Result<Self, Trouble> {
        let materials = Materials::of(register.dir(), register.founding().alg);
        let offset = clock::offset(register.dir(), register.founding().training)?;
        let clock: Box<dyn Clock> = if offset > 0 { Box::new(clock::Ahead(clock, offset)) } else { clock };
        let first = register.db().entry(LogId::Acts, 0)?;
        let founded_at = first.map_or(0, |e| e.entry.header.time_ms);
        let full = space::FullMark::of(register.dir());
        let mut office = Self {
            register,
            materials,
            drafts: None,
            organ,
            organ_seq,
            clock,
            ids,
            mode,
            full,
            enters_once: false,
            opened: BTreeSet::new(),
            named: BTreeSet::new(),
            log_key: None,
            aside: Vec::new(),
            rolled_back: None,
            founded_at,
            brought: BTreeSet::new(),
            searched: BTreeSet::new(),
            measure: concordance::MEASURE,
            session: None,
            spoken: None,
        };
        if mode.writes() {
            // What a process left behind that ended while it took something in.
            let _ = office.materials.clear_dead();
        }
        if mode != Mode::Evidence {
            office.compare_with_known()?;
        }
        Ok(office)
    }

    /// The register for one alone, to be taken away.
    ///
    /// # Errors
    /// [`Fault::InUse`] while anybody has it open.
    pub fn alone(dir: &Path) -> Result<Alone, Fault> {
        Register::alone(dir)
    }

    /// Whether somebody changed the tables past this program. Then nothing is to be shown from them.
    ///
    /// # Errors
    /// [`Fault::Touched`].
    pub fn untouched(&self) -> Result<(), Fault> {
        if self.register.touched()? { Err(Fault::Touched) } else { Ok(()) }
    }

    pub fn organ(&self) -> &Arc<Organ> {
        &self.organ
    }
    pub fn founding(&self) -> Founding {
        self.register.founding()
    }
    pub fn dir(&self) -> &Path {
        self.register.dir()
    }
    pub fn is_training(&self) -> bool {
        self.register.founding().training
    }
    /// The moment acts would be written with now.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }
    /// A number that changes when another session commits; cheap enough to ask while idle.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn change_counter(&self) -> Result<i64, Trouble> {
        Ok(self.register.data_version()?)
    }

    /// The position of the last act.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn head_of_acts(&self) -> Result<u64, Trouble> {
        Ok(self.register.db().newest()?)
    }

    /// What was acted on after a position, whoever may see it: for rooms to know whether what they show
    /// has to be asked again.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn acted_since(&self, position: u64) -> Result<Since, Trouble> {
        Ok(self.register.db().since(position)?)
    }

    /// Moves a training register's clock forward, for good.
    ///
    /// # Errors
    /// [`Rule::TrainingOnly`] on a real register.
    pub fn move_clock(&mut self, by: Millis) -> Result<(), Trouble> {
        if !self.is_training() || by <= 0 {
            return Err(Rule::TrainingOnly.into());
        }
        clock::move_forward(self.register.dir(), by)?;
        let inner = std::mem::replace(&mut self.clock, Box::new(System));
        self.clock = Box::new(clock::Ahead(inner, by));
        Ok(())
    }

    /// Lets a training register's clock stand at a moment for this session: `--now`.
    ///
    /// # Errors
    /// [`Rule::TrainingOnly`] on a real register.
    pub fn stand_at(&mut self, at: Millis) -> Result<(), Trouble> {
        if !self.is_training() {
            return Err(Rule::TrainingOnly.into());
        }
        self.clock = Box::new(Fixed(at));
        Ok(())
    }

    /// Drafts of this session; the file is made on first use.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn drafts(&mut self) -> Result<&mut Drafts, Trouble> {
        if self.drafts.is_none() {
            let mut token = [0; 16];
            self.ids.fill(&mut token)?;
            let mut drafts = Drafts::open(self.register.dir(), token)?;
            self.aside.extend(drafts.put_aside());
            self.drafts = Some(drafts);
        }
        self.drafts.as_mut().ok_or_else(|| Fault::Held.into())
    }

    /// Whether anybody ever kept a draft here.
    pub fn keeps_drafts(&self) -> bool {
        std::fs::symlink_metadata(self.register.dir().join(DRAFTS_FILE)).is_ok()
    }

    /// What was put aside since this was asked last, by its new name: a file beside the log that could not
    /// be read. Told once.
    pub fn put_aside(&mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.aside)
    }

    /// Puts a material's bytes away and names them; to be attached by an act afterwards. `expected` is
    /// what whoever sends them said of them before.
    ///
    /// # Errors
    /// A fault of the disk; wrong input where it is another or more than was said, more than the largest
    /// material, or more than one person puts in on a day. Nothing is kept then.
    pub fn keep_material(
        &mut self,
        actor: &Actor,
        from: &mut impl std::io::Read,
        expected: &Expected,
    ) -> Result<(String, u64), Trouble> {
        let person = me(actor)?.clone();
        let quota = Quota::of(self.register.dir());
        let day = when::local(self.now()).format("%Y%m%d").to_string();
        let most = self.organ.policy.materials.day_mib.saturating_mul(1 << 20);
        let left = most.saturating_sub(quota.used(person.as_str(), &day)?);
        if left == 0 || expected.size.is_some_and(|size| size > left && size <= LARGEST_MATERIAL) {
            return Err(Refusal::with(Rule::MaterialsOfDay, most >> 20).into());
        }
        let kept =
            self.materials.put_expected(from, LARGEST_MATERIAL.min(left), expected).map_err(|fault| {
                let wrong = |flaw, detail: String| -> Trouble {
                    No::Wrong(vec![Problem::new("materials", flaw, detail)]).into()
                };
                match fault {
                    Fault::TooLarge(n) if n == left && left < LARGEST_MATERIAL => {
                        Refusal::with(Rule::MaterialsOfDay, most >> 20).into()
                    }
                    Fault::TooLarge(n) => wrong(Flaw::TooLarge, n.to_string()),
                    Fault::CutOff(n) => wrong(Flaw::CutOff, n.to_string()),
                    Fault::Io(e) if e.kind() == std::io::ErrorKind::TimedOut => {
                        Fault::Stalled(limits().silence.material.into()).into()
                    }
                    Fault::OtherBytes(hash) => wrong(Flaw::OtherBytes, hash),
                    other => {
                        if matches!(other, Fault::Full) {
                            self.full.set();
                        }
                        other.into()
                    }
                }
            })?;
        quota.add(person.as_str(), &day, kept.bytes)?;
        self.brought.insert(kept.hash);
        Ok((kept.hash.to_string(), kept.bytes))
    }
}

fn me(actor: &Actor) -> Result<&PersonId, Trouble> {
    actor.id().ok_or_else(|| Rule::NotYourCapacity.into())
}

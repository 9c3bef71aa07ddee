//! Every signature in the log, checked as an outsider would: the text is made again from the event,
//! the key must have been its person's and in force at that place in the log, and the level must be
//! what the organ asked for then.

use super::signing::judge;
use super::{Fault, LogId};
use crate::domain::book::Book;
use crate::domain::course::{Course, Wrong};
use crate::domain::event::{ActorName, Body, Event, HandSignature, VERSION};
use crate::domain::evidence;
use crate::domain::ids::{MatterId, Millis, PersonId};
use crate::domain::organ::{KeyLine, Organ};
use crate::domain::refusal::Rule;
use crate::domain::signature::Signed;
use crate::domain::whole::Place;
use crate::ledger::{Checkpoint, Hash};
use crate::signing::said::occasion_of;
use crate::signing::{Occasion, Received, Under, said};
use crate::store::contract::Moment;
use crate::store::roots::Roots;
use crate::store::{Founding, log};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Why a hand does not hold. Words: `hand_flaw.<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HandFlaw {
    /// Below what the organ asked for then, or nothing at all.
    Below,
    /// The text beside it is not that of this act.
    Text,
    /// The text names a state the log never had.
    Tree,
    /// It was put there before something was done that it answers.
    Stale,
    /// It was handed in after its text was too old.
    Late,
    /// The key is nobody's, another person's, or was revoked before.
    Key,
    /// The signature is not this key's over this text.
    Signature,
    /// It says a higher level than it has.
    Level,
    /// The same command, and so the same signature, stands in the log already.
    Repeated,
    /// A signature beside an act that is not signed.
    Stray,
    /// A change of the organ's data that could not be done at this place, or not by this person.
    Order,
    /// Written in a version that nobody knows, or in an older one than the act before it.
    Version,
}

impl HandFlaw {
    pub const ALL: &'static [HandFlaw] = &[
        Self::Below,
        Self::Text,
        Self::Tree,
        Self::Stale,
        Self::Late,
        Self::Key,
        Self::Signature,
        Self::Level,
        Self::Repeated,
        Self::Stray,
        Self::Order,
        Self::Version,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::Text => "text",
            Self::Tree => "tree",
            Self::Stale => "stale",
            Self::Late => "late",
            Self::Key => "key",
            Self::Signature => "signature",
            Self::Level => "level",
            Self::Repeated => "repeated",
            Self::Stray => "stray",
            Self::Order => "order",
            Self::Version => "version",
        }
    }
}

/// One hand that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadHand {
    pub seq: u64,
    pub kind: String,
    pub flaw: HandFlaw,
}

/// The verdict over all hands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hands {
    /// Good signatures by level, 1 to 3.
    pub good: [u64; 3],
    /// Acts that may be signed, were not, and needed not be.
    pub bare: u64,
    /// The first of them, and how many there are in all.
    pub bad: Vec<BadHand>,
    pub bad_count: u64,
}

/// Bad hands that are named one by one.
const NAMED: usize = 20;

impl Hands {
    pub fn is_sound(&self) -> bool {
        self.bad_count == 0
    }

    /// Adds the verdict over other acts of the same log.
    pub(super) fn join(&mut self, other: Hands) {
        self.good.iter_mut().zip(other.good).for_each(|(a, b)| *a += b);
        self.bare += other.bare;
        self.bad_count += other.bad_count;
        self.bad.extend(other.bad);
        self.bad.sort_by_key(|bad| bad.seq);
        self.bad.truncate(NAMED);
    }

    fn blame(&mut self, seq: u64, kind: &str, flaw: HandFlaw) {
        self.bad_count += 1;
        if self.bad.len() < NAMED {
            self.bad.push(BadHand { seq, kind: kind.to_owned(), flaw });
        }
    }
}

/// What was found in some of a log's families.
pub(super) struct Found {
    pub hands: Hands,
    /// The first act of them that could not have been done.
    pub wrong: Option<Wrong>,
    /// Them as they stand after their last act.
    pub book: Option<Book>,
}

/// Reads the acts of some families in their order and judges each hand at its own place.
pub(super) struct Reader {
    founding: Founding,
    /// Everything as it stood before the event that is judged.
    course: Course,
    /// Which key signed which head of the acts: a custodian's signature of one stands once, and is no
    /// witness's besides. The three lines of a head name nobody and no occasion.
    heads: BTreeSet<(String, u64, Hash)>,
    witnessed: BTreeSet<(String, u64, Hash)>,
    /// Which witness's signature of which head was kept.
    kept: BTreeSet<(String, u64, Hash)>,
    /// Under whose acts on which record, or what hangs on it, a signature stands.
    signed: BTreeSet<(MatterId, PersonId)>,
    /// What signed texts say of the logs: which, size, root, and where that was said.
    claims: Vec<(LogId, u64, Hash, u64, String)>,
    found: Hands,
}

impl Reader {
    /// Begins with the organ as it stood before the first of them, none before the register was founded.
    pub fn new(founding: Founding, now: Millis, organ: Option<Arc<Organ>>) -> Self {
        let course = if founding.training { Course::default() } else { Course::in_service(now) };
        Self {
            founding,
            course: course.with(organ),
            heads: BTreeSet::new(),
            witnessed: BTreeSet::new(),
            kept: BTreeSet::new(),
            signed: BTreeSet::new(),
            claims: Vec::new(),
            found: Hands::default(),
        }
    }

    /// Takes in an act that is judged with its own family.
    pub fn passes(&mut self, entry: &log::Entry, body: &Body) {
        let (seq, at) = (entry.header.seq, entry.header.time_ms);
        self.course.folds(&super::fold::stamp(seq, at, &entry.leaf, body), body);
    }

    /// Takes the next act, which stands there in the whole log.
    pub fn take(&mut self, entry: &log::Entry, body: &Body, place: &Place) {
        let (seq, at) = (entry.header.seq, entry.header.time_ms);
        if !(place.before.max(1)..=VERSION).contains(&body.v) {
            self.found.blame(seq, &body.kind, HandFlaw::Version);
        }
        if let Some(figures) = body.act.figures() {
            // Counted under the lock: of every act before this one, and of nothing else.
            match Hash::from_hex(&figures.root).filter(|_| figures.acts == seq) {
                Some(root) => self.claims.push((LogId::Acts, figures.acts, root, seq, body.kind.clone())),
                None => self.found.blame(seq, &body.kind, HandFlaw::Tree),
            }
        }
        match self.judge(seq, at, body, place) {
            Ok(None) => {}
            Ok(Some(0)) => self.found.bare += 1,
            Ok(Some(level)) => {
                let place = usize::from(level.clamp(1, 3)) - 1;
                self.found.good[place] += 1;
            }
            Err(flaw) => self.found.blame(seq, &body.kind, flaw),
        }
        if let Err(flaw) = self.witness(seq, body, place) {
            self.found.blame(seq, &body.kind, flaw);
        }
        // What an event changes holds for those after it.
        self.course.take_at(&super::fold::stamp(seq, at, &entry.leaf, body), body, place);
        if let (Some(_), ActorName::Person(person)) = (&body.hand, &body.actor) {
            let on = self.course.record_of(&body.matter).unwrap_or(body.matter);
            self.signed.insert((on, person.clone()));
        }
    }

    /// The level of the hand under an event; none where nothing is signed.
    fn judge(&mut self, seq: u64, at: i64, body: &Body, place: &Place) -> Result<Option<u8>, HandFlaw> {
        let v = place.version(body);
        if let (Some(organ), Event::Organ(event)) = (self.course.organ(), &body.act) {
            let person = match &body.actor {
                ActorName::Person(person) => Some(person),
                ActorName::Register => None,
            };
            if !person.is_some_and(|p| organ.could(&body.matter, p, event)) {
                return Err(HandFlaw::Order);
            }
        }
        if Signed::of_event(&body.act, v).is_none() {
            return if body.hand.is_none() { Ok(None) } else { Err(HandFlaw::Stray) };
        }
        let (Some(organ), ActorName::Person(person)) = (self.course.organ(), &body.actor) else {
            return Err(HandFlaw::Key);
        };
        let signed = self.signed.contains(&(body.matter, person.clone()));
        let wanted = Signed::least_under(&body.act, v, organ, person, signed).unwrap_or(0);
        let Some(hand) = &body.hand else {
            return if wanted == 0 { Ok(Some(0)) } else { Err(HandFlaw::Below) };
        };
        if place.signed_again {
            return Err(HandFlaw::Repeated);
        }
        let occasion = self.occasion(at, body, hand)?;
        let ref_ = self.course.ref_of(&body.matter);
        let (matter, seen, event) = (&body.matter, body.seen.as_ref(), &body.act);
        let settles = event.settles(organ);
        let made = said(&occasion, &Under { matter, ref_, person, seen, event, v, settles });
        let made = made.filter(|m| m.text == hand.challenge).ok_or(HandFlaw::Text)?;
        if occasion.size > seq {
            return Err(HandFlaw::Tree);
        }
        // Since version 9 nobody signs before what he answers was there.
        if v > 8
            && made.kind != Signed::Checkpoint
            && self.course.signed_after(matter, event, v) >= Some(occasion.size)
        {
            return Err(HandFlaw::Stale);
        }
        self.claims.push((LogId::Acts, occasion.size, occasion.root, seq, body.kind.clone()));
        if let Some((size, root)) = occasion.reads {
            self.claims.push((LogId::Reads, size, root, seq, body.kind.clone()));
        }
        if let Event::Evidence(evidence::EvidenceEvent::Cosigned { reads, .. }) = &body.act {
            let root = Hash::from_hex(&reads.root).ok_or(HandFlaw::Tree)?;
            self.claims.push((LogId::Reads, reads.size, root, seq, body.kind.clone()));
        }
        let signature = Received::kept(&hand.signature, v).map_err(|_| HandFlaw::Signature)?;
        let (level, _) = judge(organ, person, &made, &signature).map_err(|refusal| match refusal.rule {
            Rule::KeyUnknown | Rule::KeyOfAnother | Rule::KeyRevoked => HandFlaw::Key,
            _ => HandFlaw::Signature,
        })?;
        if made.kind == Signed::Checkpoint {
            let head = (signature.fingerprint(), occasion.size, occasion.root);
            if self.witnessed.contains(&head) || !self.heads.insert(head) {
                return Err(HandFlaw::Repeated);
            }
        }
        match level {
            _ if level != hand.level => Err(HandFlaw::Level),
            _ if level < wanted => Err(HandFlaw::Below),
            _ => Ok(Some(level)),
        }
    }

    /// A witness's signature, which is kept in the event and is no hand of anybody's here.
    fn witness(&mut self, seq: u64, body: &Body, place: &Place) -> Result<(), HandFlaw> {
        let Event::Evidence(evidence::EvidenceEvent::Witnessed { witness, acts, signature }) = &body.act
        else {
            return Ok(());
        };
        let root = Hash::from_hex(&acts.root).ok_or(HandFlaw::Tree)?;
        if acts.size > seq {
            return Err(HandFlaw::Tree);
        }
        let line = self.course.organ().and_then(|o| o.witnesses.get(witness)).ok_or(HandFlaw::Key)?;
        let received = Received::kept(signature, place.version(body)).map_err(|_| HandFlaw::Signature)?;
        if KeyLine::kept(line).map_or(true, |key| key.fingerprint != received.fingerprint()) {
            return Err(HandFlaw::Key);
        }
        let head = Checkpoint { register: self.founding.id, log: LogId::Acts, size: acts.size, root };
        let good = received.check(line, Signed::Checkpoint.namespace(), &head.text());
        good.map_err(|_| HandFlaw::Signature)?;
        let head = (received.fingerprint(), acts.size, root);
        // Before version 7 it was not asked whether a witness's signature stands there once.
        let again = !self.kept.insert((witness.clone(), acts.size, root)) && place.version(body) > 6;
        if again || self.heads.contains(&head) {
            return Err(HandFlaw::Repeated);
        }
        self.witnessed.insert(head);
        self.claims.push((LogId::Acts, acts.size, root, seq, body.kind.clone()));
        Ok(())
    }

    /// What the text says of its occasion; a checkpoint's says where the log stood, and nothing more.
    fn occasion(&self, at: i64, body: &Body, hand: &HandSignature) -> Result<Occasion, HandFlaw> {
        let (register, nonce) = (self.founding.id, body.command);
        if let Event::Evidence(evidence::EvidenceEvent::Cosigned { acts, .. }) = &body.act {
            let root = Hash::from_hex(&acts.root).ok_or(HandFlaw::Text)?;
            return Ok(Occasion { register, size: acts.size, root, reads: None, nonce, expires: at });
        }
        let occasion = occasion_of(&hand.challenge, register, nonce).ok_or(HandFlaw::Text)?;
        if at > occasion.expires { Err(HandFlaw::Late) } else { Ok(occasion) }
    }

    /// What was found, once every root that a text named was compared with the log's own.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn found(mut self, db: &impl Moment, roots: &Roots) -> Result<Found, Fault> {
        let mut claims = std::mem::take(&mut self.claims);
        claims.sort_by_key(|c| (c.0.byte(), c.1, c.3));
        for which in LogId::ALL {
            let of_this = claims.iter().filter(|c| c.0 == which).map(|c| (c.1, c.2, c));
            roots.false_claims(db, which, of_this, |(_, _, _, seq, kind)| {
                self.found.blame(*seq, kind, HandFlaw::Tree);
            })?;
        }
        let (book, wrong) = self.course.done();
        Ok(Found { hands: self.found, wrong, book })
    }
}

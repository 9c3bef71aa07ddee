//! The course of a register, looked at once more: whether each act could have been done where it
//! stands. The question that it answers is put again to the state just before it, by the same
//! decision that takes acts, and must come to the same act. What was written before version 2 is
//! only folded: nobody had promised then that it could be asked again.

use super::book::Book;
use super::command::{Actor, Asked, Fresh};
use super::committee::series_of;
use super::decide::decide;
use super::event::{ActorName, Body, Event, Means, Stamp};
use super::evidence::EvidenceEvent;
use super::flow::Capacity;
use super::ids::{MatterId, Millis, PersonId, Ref};
use super::organ::{KeyLine, KeyUse, Organ, OrganEvent};
use super::question::question;
use super::record::Judged;
use super::refusal::{No, Rule};
use super::seen;
use super::when;
use super::whole::{Place, Whole};
use chrono::Datelike;
use std::sync::Arc;

/// Why an act could not have been done where it stands. Words: `amiss.<code>`, or those of the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amiss {
    /// It names itself by another kind than it has.
    Kind,
    /// Its command has become an act already.
    Command,
    /// It begins what was begun, or founds a register in the middle.
    Begun,
    /// Nobody of this kind does such a thing: a person in the register's place, or the other way.
    Actor,
    /// The revision beside it is missing, or one where none belongs.
    Revision,
    /// The short name it gives is another matter's, or none.
    Ref,
    /// It stands under another matter than the one it is about.
    Matter,
    /// A clock ran out at a moment that has not come yet.
    Ahead,
    /// Nobody comes to such an act on a register in service, or by a key that is another's.
    Means,
    /// The rule that would have stood against it.
    Rule(Rule),
    /// It would have come to something else.
    Other,
}

impl Amiss {
    /// Those that are no rule of the domain.
    pub const OWN: &'static [Amiss] = &[
        Self::Kind,
        Self::Command,
        Self::Begun,
        Self::Actor,
        Self::Revision,
        Self::Ref,
        Self::Matter,
        Self::Ahead,
        Self::Means,
        Self::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Command => "command",
            Self::Begun => "begun",
            Self::Actor => "actor",
            Self::Revision => "revision",
            Self::Ref => "ref",
            Self::Matter => "matter",
            Self::Ahead => "ahead",
            Self::Means => "means",
            Self::Rule(rule) => rule.code(),
            Self::Other => "other",
        }
    }
}

/// The first act that could not have been done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub seq: u64,
    pub kind: String,
    pub amiss: Amiss,
}

/// Reads acts from the first on.
#[derive(Default)]
pub struct Course {
    book: Option<Book>,
    /// The highest version so far; less is never asked again.
    v: u8,
    /// Of the acts that were taken without a place.
    whole: Whole,
    wrong: Option<Wrong>,
    /// The present of whoever looks, where the register is in service: for training a clock is wound on, and
    /// anybody acts as anybody.
    present: Option<Millis>,
}

impl Course {
    /// Begins one of a register in service, looked at now.
    pub fn in_service(now: Millis) -> Self {
        Self { present: Some(now), ..Self::default() }
    }

    /// The same, and from an organ on: what a family is judged by begins with the organ as it stood then.
    #[must_use]
    pub fn with(mut self, organ: Option<Arc<Organ>>) -> Self {
        self.book = organ.map(Book::new);
        self
    }

    /// What was folded, and the first act that could not have been done; after it nothing was judged any more.
    pub fn done(self) -> (Option<Book>, Option<Wrong>) {
        (self.book, self.wrong)
    }

    /// The organ after every act so far.
    pub fn organ(&self) -> Option<&Organ> {
        self.book.as_ref().map(|b| &*b.organ)
    }

    /// The short name of a matter.
    pub fn ref_of(&self, matter: &MatterId) -> Option<&Ref> {
        self.book.as_ref()?.ref_of(matter)
    }

    /// The last act that whoever signs this had to know of.
    pub fn signed_after(&self, matter: &MatterId, event: &Event, v: u8) -> Option<u64> {
        self.book.as_ref()?.signed_after(matter, event, v)
    }

    /// The record that a matter hangs on.
    pub fn record_of(&self, matter: &MatterId) -> Option<MatterId> {
        self.book.as_ref()?.hangs_on(matter)
    }

    /// The first act that could not have been done; after it nothing is judged any more.
    pub fn wrong(self) -> Option<Wrong> {
        self.wrong
    }

    /// Takes the next act of a whole log.
    pub fn take(&mut self, stamp: &Stamp<'_>, body: &Body) {
        let place = self.whole.meets(body);
        self.take_at(stamp, body, &place);
    }

    /// Takes the next act of a family, which stands there in the whole log.
    pub fn take_at(&mut self, stamp: &Stamp<'_>, body: &Body, place: &Place) {
        // What was brought about once by a newer version is by no older one afterwards.
        self.v = place.version(body);
        let stamp = &Stamp { v: self.v, ..stamp.clone() };
        if self.wrong.is_none() && self.v > 1 {
            let looked = if place.again { Err(Amiss::Command) } else { self.look(stamp, body, place) };
            self.wrong = looked.err().map(|amiss| Wrong { seq: stamp.seq, kind: body.kind.clone(), amiss });
        }
        self.folds(stamp, body);
    }

    /// Takes in what is judged elsewhere, with the family that it belongs to.
    pub fn folds(&mut self, stamp: &Stamp<'_>, body: &Body) {
        match (&mut self.book, &body.act) {
            (None, Event::Organ(OrganEvent::Founded { founding })) => {
                self.book = Some(Book::new(Arc::new(Organ::founded(founding))));
            }
            (None, _) => {}
            (Some(book), act) => book.apply(stamp, act),
        }
    }

    fn look(&self, stamp: &Stamp<'_>, body: &Body, place: &Place) -> Result<(), Amiss> {
        if body.kind != body.act.kind() {
            return Err(Amiss::Kind);
        }
        if (body.actor == ActorName::Register) != (body.means == Means::Register) {
            return Err(Amiss::Actor);
        }
        if let ActorName::Person(person) = &body.actor
            && self.present.is_some()
            && self.is_by_nobodys(&body.means, person)
        {
            return Err(Amiss::Means);
        }
        // What is typed shows; of older acts it was not asked.
        if self.v > 9 && !seen::all_show(&body.act) {
            return Err(Amiss::Other);
        }
        // By its name people call a matter, and it is found: two of one name hide each other.
        if body.act.ref_given(&body.matter).is_some_and(|r| !r.is_one() || place.taken) {
            return Err(Amiss::Ref);
        }
        if body.act.settled().is_some_and(|proposal| proposal != body.matter) {
            return Err(Amiss::Matter);
        }
        let founds = matches!(body.act, Event::Organ(OrganEvent::Founded { .. }));
        let Some(book) = self.book.as_ref().filter(|_| !founds) else {
            let first = founds && stamp.seq == 0 && self.book.is_none();
            return match body.actor {
                _ if !first => Err(Amiss::Begun),
                ActorName::Person(_) => Err(Amiss::Actor),
                ActorName::Register => Ok(()),
            };
        };
        if body.actor == ActorName::Register {
            let clock = body.act.row().is_some_and(|row| row.hands == [Capacity::Register]);
            if clock && self.present.is_some_and(|now| stamp.at > now) {
                return Err(Amiss::Ahead);
            }
            return self.by_any_rules(|rules| by_register(book, stamp, body, rules));
        }
        let command = question(book, body).ok_or(Amiss::Actor)?;
        // The first words of a record and the record itself are begun by one after the other.
        if body.act.begins() && !command.names_its_matter() && book.knows(&stamp.matter) {
            return Err(Amiss::Begun);
        }
        let seen = command.seen();
        // From version 5 on whatever means a text names it.
        let bare = self.v > 4 && command.means_a_text();
        if bare || seen != body.seen.as_ref() || seen.is_some_and(|s| s.as_str().is_empty()) {
            return Err(Amiss::Revision);
        }
        if command.other().is_some_and(|other| !book.records.contains_key(&other)) {
            return Err(Amiss::Rule(Rule::NoSuchMatter));
        }
        let actor = Actor { name: body.actor.clone(), means: body.means.clone() };
        let fresh = self.fresh(book, stamp, body, place);
        let asked = Asked { now: stamp.at, actor: &actor, fresh: &fresh, again: true };
        // Before version 6 it was not asked whether the matter was there for whoever acted.
        let there = |rules| self.v < 6 || actor.id().is_none_or(|person| book.shows(&command, person, rules));
        let mut state = book.state(&command, true);
        self.by_any_rules(|rules| {
            state.record = state.record.take().map(|r| r.under(rules));
            state.judge_by(rules);
            let comes_to = decide(&state, &asked, &command).map_err(|no| match no {
                No::Refused(refusal) => Amiss::Rule(refusal.rule),
                No::Wrong(_) => Amiss::Other,
            })?;
            match comes_to.is_as(&body.act) {
                true if !there(rules) => Err(Amiss::Rule(Rule::NoSuchMatter)),
                true => Ok(()),
                false => Err(Amiss::Other),
            }
        })
    }

    /// Whether somebody in service cannot have come to an act so: by the say-so of a training register, or by
    /// the sign-in key of another.
    fn is_by_nobodys(&self, means: &Means, person: &PersonId) -> bool {
        match means {
            Means::Training => true,
            Means::SshKey(print) => self
                .organ()
                .and_then(|organ| organ.key(print))
                .is_some_and(|key| key.use_ == KeyUse::Login && &key.person != person),
            Means::OsAccount(_) | Means::Sudo(_) | Means::Register => false,
        }
    }

    /// What was lawful by the rules of its own version was lawful then.
    fn by_any_rules(&self, mut judge: impl FnMut(Judged) -> Result<(), Amiss>) -> Result<(), Amiss> {
        let first = judge(Judged::Now);
        // What an older form may also be judged by, the latest first.
        let before: &[Judged] = &[
            Judged::AsInVersion9,
            Judged::AsInVersion8,
            Judged::AsInVersion7,
            Judged::AsInVersion6,
            Judged::AsInVersion5,
            Judged::AsInVersion4,
            Judged::AsInVersion3,
            Judged::AsInVersion2,
            Judged::ByDirectoryAlone,
        ];
        let before = match self.v {
            2 => before,
            // Only what version 2 wrote is judged by the directory alone.
            v => &before[..usize::from(10_u8.saturating_sub(v))],
        };
        if first.is_ok() || before.iter().all(|rules| judge(*rules).is_err()) { first } else { Ok(()) }
    }

    /// What was drawn when it was written, read off the act; numbers and the year follow from before.
    fn fresh(&self, book: &Book, stamp: &Stamp<'_>, body: &Body, place: &Place) -> Fresh {
        let year = when::local(stamp.at).year();
        let before = book.matters.get(&stamp.matter).and_then(|m| m.committee());
        let body_of = before.and_then(|id| book.organ.committees.get(id));
        let decisions = series_of(body_of.map_or("", |c| c.name.as_str()));
        // Which number comes next in another series than that of the act changes nothing.
        let given = body.act.number();
        let next = |series: &str| {
            let of_this = given.as_ref().is_some_and(|(name, of, _)| name == series && *of == year);
            place.next.filter(|_| of_this).unwrap_or(1)
        };
        Fresh {
            matter: stamp.matter,
            ref_: body.act.names().cloned().unwrap_or_else(|| Ref(String::new())),
            next_number: next("record"),
            next_decision: next(&decisions),
            year,
            figures: body.act.figures().cloned(),
        }
    }
}

/// What the register does of itself: a clock that ran out, its own key, its copies and alarms.
fn by_register(book: &Book, stamp: &Stamp<'_>, body: &Body, rules: Judged) -> Result<(), Amiss> {
    if body.seen.is_some() {
        return Err(Amiss::Revision);
    }
    match &body.act {
        Event::Evidence(
            EvidenceEvent::LogKey { .. } | EvidenceEvent::Alerted { .. } | EvidenceEvent::Copied { .. },
        ) => {
            if let Event::Evidence(EvidenceEvent::LogKey { public }) = &body.act {
                // A key under which anybody could sign is no key, the register's own least of all.
                let sound = || KeyLine::read(public).is_ok_and(|key| key.line.starts_with("ssh-ed25519 "));
                if rules.since_seven() && !sound() {
                    return Err(Amiss::Rule(Rule::KeyUnsound));
                }
                // The register's own is nobody's, whichever of the two came first.
                if rules.since_ten() && book.organ.has_key(public) {
                    return Err(Amiss::Rule(Rule::KeyTaken));
                }
            }
            // Each is a matter of its own, and no page of another's story.
            if book.knows(&stamp.matter) { Err(Amiss::Begun) } else { Ok(()) }
        }
        act if act.row().is_some_and(|row| row.hands == [Capacity::Register]) => {
            let none = Amiss::Rule(Rule::NoSuchMatter);
            let matter = book.matters.get(&stamp.matter).ok_or(none)?;
            let record = matter.record().and_then(|id| book.records.get(&id)).ok_or(none)?;
            let record = record.under(rules);
            match matter.silent(&book.organ, &record, stamp.at) {
                Some(due) if due == *act => Ok(()),
                // Before version 3 a change of the clocks worked backwards.
                _ if !rules.since_three()
                    && matter.silent(&book.organ.by_present_clocks(), &record, stamp.at).as_ref()
                        == Some(act) =>
                {
                    Ok(())
                }
                Some(_) => Err(Amiss::Other),
                None => Err(Amiss::Rule(Rule::NotNow)),
            }
        }
        _ => Err(Amiss::Actor),
    }
}

//! What of the whole log an act is held against that its own family does not tell: whether its command or its
//! short name was there before, which number came next, by which version the log was written until then.

use super::event::Body;
use super::ids::{MatterId, Ref};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Where an act stands in the whole log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The highest version before it, none at the beginning.
    pub before: u8,
    /// Its command has become an act already, and one that was signed.
    pub again: bool,
    pub signed_again: bool,
    /// The short name it gives is another matter's.
    pub taken: bool,
    /// The number that came next in the series in which it gives one out.
    pub next: Option<u32>,
}

impl Place {
    /// That of an act in a log in which nothing of this is amiss.
    pub fn plain(body: &Body) -> Self {
        let next = body.act.number().map(|(_, _, n)| n);
        Self { before: body.v, next, ..Self::default() }
    }

    /// The highest version, that of the act itself among them.
    pub fn version(&self, body: &Body) -> u8 {
        self.before.max(body.v)
    }
}

/// What of the part of a log that is not read an act may repeat, or goes on from.
#[derive(Default)]
pub struct Earlier {
    pub v: u8,
    /// Its own command, and whether that act was signed.
    pub command: Option<(Uuid, bool)>,
    /// The short name that it gives, and whose it was first.
    pub given: Option<(Ref, MatterId)>,
    /// The last number in the series in which it gives one out.
    pub number: Option<(String, i32, u32)>,
}

/// Reads acts in their order, and says of each where it stands.
#[derive(Default)]
pub struct Whole {
    v: u8,
    /// Whether an act of this command was signed.
    commands: BTreeMap<Uuid, bool>,
    series: Series,
    /// Whose each short name is: that of the matter it was given first.
    refs: BTreeMap<Ref, MatterId>,
}

impl Whole {
    /// Notes what stood before the first act that it meets: of a log whose beginning is not read, as far as the
    /// next act may be held against it.
    pub fn had(&mut self, earlier: Earlier) {
        self.v = self.v.max(earlier.v);
        if let Some((command, signed)) = earlier.command {
            *self.commands.entry(command).or_default() |= signed;
        }
        if let Some((ref_, matter)) = earlier.given {
            self.refs.insert(ref_, matter);
        }
        if let Some((series, year, n)) = earlier.number {
            let last = self.series.0.entry((series, year)).or_default();
            *last = n.max(*last);
        }
    }

    pub fn meets(&mut self, body: &Body) -> Place {
        let before = self.v;
        self.v = self.v.max(body.v);
        let earlier = self.commands.get(&body.command).copied();
        *self.commands.entry(body.command).or_default() |= body.hand.is_some();
        let given = body.act.ref_given(&body.matter);
        let taken = given.is_some_and(|r| *self.refs.entry(r).or_insert(body.matter) != body.matter);
        let next = self.series.meets(body);
        Place { before, again: earlier.is_some(), signed_again: earlier == Some(true), taken, next }
    }
}

/// The last number given out in each series and year.
#[derive(Default)]
struct Series(BTreeMap<(String, i32), u32>);

impl Series {
    /// The number that comes next where this act gives one out; what it gives out is the last one then.
    fn meets(&mut self, body: &Body) -> Option<u32> {
        let (series, year, n) = body.act.number()?;
        let last = self.0.entry((series, year)).or_default();
        let next = last.saturating_add(1);
        *last = n.max(*last);
        Some(next)
    }
}

/// Looks whether anything in a log is amiss that only the whole of it tells, in a few bytes an act. Where it says
/// no there is nothing; where it says that there may be, [`Whole`] says what.
#[derive(Default)]
pub struct Glance {
    v: u8,
    odd: bool,
    commands: Vec<u64>,
    series: Series,
    refs: BTreeSet<(u64, u64)>,
}

impl Glance {
    pub fn take(&mut self, body: &Body) {
        self.odd |= body.v < self.v;
        self.v = self.v.max(body.v);
        self.commands.push(short(&body.command));
        if let Some(given) = body.act.ref_given(&body.matter) {
            self.refs.insert((of_ref(&given), short(&body.matter.0)));
        }
        self.odd |= self.series.meets(body) != body.act.number().map(|(_, _, n)| n);
    }

    /// Whether somebody has to look again.
    pub fn is_odd(mut self) -> bool {
        self.commands.sort_unstable();
        self.odd
            || self.commands.windows(2).any(|two| two[0] == two[1])
            || self.refs.iter().zip(self.refs.iter().skip(1)).any(|(a, b)| a.0 == b.0)
    }
}

/// The end of an id, where chance is; two that differ may be alike in it, and are looked at again then.
fn short(id: &Uuid) -> u64 {
    id.as_u64_pair().1
}

fn of_ref(r: &Ref) -> u64 {
    r.0.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

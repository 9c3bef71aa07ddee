//! What the office asks of a register, and what it writes: questions and steps of plain data. No engine's type,
//! no connection and no words of SQL stand here; `engine.rs` answers them from SQLite, and whatever else is to
//! hold a register one day has to answer the same and pass the same tests (`contract_tests.rs`).

use super::fault::Fault;
use super::lines::{ActLine, DeskLine, Facets, FollowsLine, MatterLine, RecordLine, RecordPage};
use super::log::{Entry, Head, Stored};
use super::said::SaidLine;
use crate::domain::book::Book;
use crate::domain::committee::Meeting;
use crate::domain::event::Body;
use crate::domain::figures::{Counted, Different, Span};
use crate::domain::flow::Act;
use crate::domain::ids::{CommitteeId, MatterId, Millis, PersonId, Ref};
use crate::domain::organ::{Organ, Proposal};
use crate::domain::policy::{Concern, Scope};
use crate::domain::read::ReadBody;
use crate::domain::search::{Filter, Mark, Near, Sought};
use crate::ledger::{Alg, Hash, LogId, Row, Salt};
use std::collections::BTreeSet;
use std::ops::Range;
use uuid::Uuid;

pub use super::looks::LookLine;
pub use super::query::{Asked, Since};

/// Which of what follows from records is asked for.
pub struct Following<'a> {
    pub kinds: &'a [&'static str],
    /// The acts that it may wait for.
    pub acts: &'a [Act],
    /// What waits for this one alone.
    pub only: Option<Act>,
    /// What is over, in place of what is under way.
    pub done: bool,
    /// Whether what nobody has begun with yet is shown, whomever it waits for: to those who keep the store.
    pub keeps: bool,
}

/// What is asked of one moment of a register: whatever is asked of it belongs together.
///
/// Every question fails by a fault of the file alone.
pub trait Moment {
    /// Whether a record exists for this person.
    fn visible(&self, scope: &Scope, record: &MatterId) -> Result<bool, Fault>;
    /// A matter by its id.
    fn by_id(&self, id: &MatterId) -> Result<Option<MatterLine>, Fault>;
    /// Why a record concerns this person by name.
    fn concern(&self, person: &PersonId, record: &MatterId) -> Result<Option<Concern>, Fault>;
    /// Ids of the matters that hang on a record, itself included, and of the meetings of its items.
    fn family(&self, record: &MatterId) -> Result<Vec<MatterId>, Fault>;
    /// The event a command id became.
    fn of_command(&self, id: &Uuid) -> Result<Option<u64>, Fault>;
    /// The line that was said under an id of its own.
    fn said(&self, id: &Uuid) -> Result<Option<SaidLine>, Fault>;
    /// Positions in the log of the events of these matters, in order.
    fn seqs(&self, matters: &[MatterId]) -> Result<Vec<u64>, Fault>;
    /// The story of some matters as this person may know it, oldest first.
    fn story(&self, scope: &Scope, matters: &[MatterId]) -> Result<Vec<ActLine>, Fault>;
    /// Escalations whose level has been silent past its time.
    fn silent(&self, now: Millis) -> Result<Vec<(MatterId, MatterId)>, Fault>;
    /// Records whose items stand on a meeting's agenda.
    fn records_of_meeting(&self, meeting: &MatterId) -> Result<Vec<MatterId>, Fault>;
    /// Whether somebody who sees its record knows of a matter. Of one that was never begun nobody does.
    fn knows(&self, person: &PersonId, matter: &MatterId) -> Result<bool, Fault>;
    /// What this person recorded about one of these names, on one day and in the same case, oldest first.
    fn written_on(
        &self,
        me: &PersonId,
        day: i32,
        names: &BTreeSet<String>,
        cases: &BTreeSet<String>,
    ) -> Result<Vec<MatterId>, Fault>;
    /// What this person recorded of one moment, oldest first.
    fn written_at(&self, me: &PersonId, occurred: Millis) -> Result<Vec<MatterId>, Fault>;
    /// What was acted on after a position in the log of acts.
    fn since(&self, seq: u64) -> Result<Since, Fault>;
    /// Records of a case, by its number in the one form.
    fn records_of_case(&self, case: &str) -> Result<Vec<MatterId>, Fault>;
    /// A window of the records this person may see.
    fn records(
        &self,
        scope: &Scope,
        filter: &Filter,
        now: Millis,
        near: Near,
        count: usize,
        most: usize,
    ) -> Result<RecordPage, Fault>;
    /// Proposed changes of the organ's data, those that wait first. Who may see them is not asked here.
    fn proposals(&self) -> Result<Vec<MatterLine>, Fault>;
    /// Where in a list a record or a day stands: of a day its first line, or the one that comes in its place.
    fn place(
        &self,
        scope: &Scope,
        filter: &Filter,
        now: Millis,
        sought: Sought,
        most: usize,
    ) -> Result<Option<Mark>, Fault>;
    /// Names and units this person wrote before: pick lists complete from his own records only.
    fn own_subjects(&self, me: &PersonId) -> Result<Vec<(String, String)>, Fault>;
    /// Positions of the events that change the organ's own data.
    fn organ_seqs(&self, after: Option<u64>) -> Result<Vec<u64>, Fault>;
    /// Matters of one kind this person may know of: those of visible records, and meetings of bodies he
    /// sits in or keeps the papers of (`committees`).
    fn matters(&self, scope: &Scope, kind: &str, committees: &[String]) -> Result<Vec<MatterLine>, Fault>;
    /// What follows from records, the clock that runs out first on top, or what of it is over, the newest first.
    fn following(&self, scope: &Scope, of: &Following<'_>, most: usize) -> Result<Vec<FollowsLine>, Fault>;
    /// How much of it waits for each act.
    fn awaited(&self, scope: &Scope, of: &Following<'_>) -> Result<Vec<(Act, usize)>, Fault>;
    /// When the last act was, those left out that one administrator alone proposed, and alarms, which
    /// the register writes by a clock nobody has looked at.
    fn last_but_proposals(&self) -> Result<Option<Millis>, Fault>;
    /// How many lines a list has, counted to its end however long that takes.
    fn how_many(&self, scope: &Scope, filter: &Filter, now: Millis, most: usize) -> Result<usize, Fault>;
    /// Records of which, or of what hangs on them, anybody may be asked for something, and meetings not over.
    fn going(&self) -> Result<(Vec<MatterId>, Vec<MatterId>), Fault>;
    /// How many visible records under each value, within the present filter.
    fn facets(&self, scope: &Scope, filter: &Filter, now: Millis, most: usize) -> Result<Facets, Fault>;
    /// What is counted in some months, as this person may know it.
    fn figures(&self, person: &PersonId, span: Span) -> Result<Counted, Fault>;
    /// How many different values a figure that counts once has in a year, that come at least so often.
    fn different(&self, person: &PersonId, year: i32, code: &str, least: i64) -> Result<Different, Fault>;
    /// Records that stand for an event to this person in some months, because those before them are hidden from him.
    fn instead(&self, person: &PersonId, span: Span) -> Result<Vec<MatterId>, Fault>;
    /// How many records of some months this person is still to read a material of.
    fn unread(&self, person: &PersonId, span: Span) -> Result<i64, Fault>;
    /// Everybody from whom a record is hidden that is counted in these months.
    fn kept_from(&self, spans: &[Span]) -> Result<BTreeSet<PersonId>, Fault>;
    /// Records of some months with special items or a leading official in them, in the order in which they were begun.
    fn listed(&self, span: Span) -> Result<Vec<MatterId>, Fault>;
    /// Ids of the matters that hang on the organ, of one kind or of all, in the order in which they were begun.
    fn of_organ(&self, kind: Option<&str>) -> Result<Vec<MatterId>, Fault>;
    /// What this person must do next, the clock that runs out first on top.
    fn desk(&self, scope: &Scope) -> Result<Vec<DeskLine>, Fault>;
    /// Submitted records, and those among them that wait for a hand: figures without a name.
    fn count_records(&self) -> Result<(u64, u64), Fault>;
    /// A matter by the short name people use, or a record by its number.
    fn by_name(&self, ref_: Option<&Ref>, number: &str) -> Result<Option<MatterLine>, Fault>;
    /// The matter to which a short name was given first, if it was begun before a position.
    fn given_before(&self, ref_: &Ref, seq: u64) -> Result<Option<MatterId>, Fault>;
    /// Matters to whose story an act of this one belongs as well.
    fn beside(&self, matter: &MatterId) -> Result<Vec<MatterId>, Fault>;
    /// The last act of a kind before a position.
    fn last_of_kind(&self, kind: &str, seq: u64) -> Result<Option<u64>, Fault>;
    /// Records with an item before a body, or before any, and the meetings of that body, or of all.
    fn before_body(&self, body: Option<&CommitteeId>) -> Result<(Vec<MatterId>, Vec<MatterId>), Fault>;
    /// For which acts a matter stands on a person's desk, in the order in which their clocks run out.
    fn asked_of(&self, person: &PersonId, matter: &MatterId) -> Result<Vec<Asked>, Fault>;
    /// The newest acts of the whole register, without those about records from which this person is
    /// recused and about matters that are sealed to him: for the auditor, who sees acts and no content.
    fn all_acts(&self, person: &PersonId, before: Option<u64>, count: usize) -> Result<Vec<ActLine>, Fault>;
    /// Visible submitted records about the same case, person and day: offered as links to those who
    /// keep the store. They tell no flags.
    fn alike(&self, scope: &Scope, record: &MatterId) -> Result<Vec<RecordLine>, Fault>;
    /// The newest acts this person may know of, before a position: those of visible records, of the
    /// bodies he sits in, and, for administrators and keepers, of the organ's own data.
    fn acts(
        &self,
        scope: &Scope,
        organ_too: bool,
        committees: &[String],
        before: Option<u64>,
        count: usize,
    ) -> Result<Vec<ActLine>, Fault>;
    /// The position of the last act.
    fn newest(&self) -> Result<u64, Fault>;
    /// One event whole, its leaf and commitment checked; `None` when there is none at this position.
    fn entry(&self, log: LogId, seq: u64) -> Result<Option<Stored>, Fault>;
    /// Where a log stands now.
    fn head(&self, alg: Alg, log: LogId) -> Result<Head, Fault>;
    /// Number of events in a log.
    fn size(&self, log: LogId) -> Result<u64, Fault>;
    /// Root over the first `size` events; none when the log is shorter.
    fn root_at(&self, alg: Alg, log: LogId, size: u64) -> Result<Option<Hash>, Fault>;
    /// Where the event with this leaf stands.
    fn place_of_leaf(&self, leaf: &Hash) -> Result<Option<(LogId, u64)>, Fault>;
    /// The newest entries before a position: all of them, or one person's own. What concerns a record
    /// from which the viewer is recused does not exist for him.
    fn looks(
        &self,
        viewer: &PersonId,
        own_only: bool,
        before: Option<u64>,
        count: usize,
    ) -> Result<Vec<LookLine>, Fault>;
    /// Where a person's latest entry of one kind stands.
    fn last_look(&self, person: &PersonId, kind: &str) -> Result<Option<u64>, Fault>;
    /// Where the entries of one kind about a matter stand in the log of reads, in their order.
    fn looks_about(&self, matter: &MatterId, kind: &str) -> Result<Vec<u64>, Fault>;
    /// Whether the end of a session has been noted.
    fn session_ended(&self, session: &MatterId) -> Result<bool, Fault>;
    /// How many entries of one kind a person has after a position.
    fn looks_after(&self, person: &PersonId, kind: &str, after: Option<u64>) -> Result<u32, Fault>;
    /// How many entries of one kind a person has since a moment.
    fn looks_since(&self, person: &PersonId, kind: &str, since: Millis) -> Result<u32, Fault>;
    /// The number that comes next in a series.
    fn next_in_series(&self, series: &str, year: i32) -> Result<u32, Fault>;
    /// Whether a matter goes by this short name.
    fn is_given(&self, ref_: &Ref) -> Result<bool, Fault>;
    /// Records that were acted on from a position on, those on the agenda of a meeting that was among them.
    fn acted_on_since(&self, seq: u64) -> Result<BTreeSet<MatterId>, Fault>;
    /// The leaves of a range.
    fn leaves(&self, log: LogId, range: Range<u64>) -> Result<Vec<Hash>, Fault>;
    /// Hands over the events of a range in their order, each checked against its own header.
    fn entries<E: From<Fault>>(
        &self,
        log: LogId,
        range: Range<u64>,
        take: impl FnMut(Entry, &Salt, &str) -> Result<(), E>,
    ) -> Result<(), E>;
    /// Hands over the raw rows of a range, nothing checked, each with its position.
    fn rows<E: From<Fault>>(
        &self,
        log: LogId,
        range: Range<u64>,
        take: impl FnMut(u64, &Row<'_>) -> Result<(), E>,
    ) -> Result<(), E>;
}

/// What one step writes: all of it, or nothing.
pub trait Step: Moment {
    /// Notes an event under every matter to whose story it belongs, and its place in the series.
    fn index(&self, seq: u64, at: Millis, body: &Body) -> Result<(), Fault>;
    /// Rows of a record and of everything that hangs on it: one changes the other's turns and sight.
    fn project_family(&self, book: &Book, id: &MatterId) -> Result<(), Fault>;
    /// Rows of a meeting: its items' stand by then.
    fn project_meeting(&self, book: &Book, meeting: &Meeting) -> Result<(), Fault>;
    /// Rows of a matter that hangs on the organ.
    fn project_of_organ(&self, book: &Book, matter: &MatterId) -> Result<(), Fault>;
    /// A proposed change of the organ's data: a turn for every other administrator.
    fn project_proposal(&self, organ: &Organ, p: &Proposal) -> Result<(), Fault>;
    /// The rows of what hangs on no record: they ask those of the records, which stand by then.
    fn project_others(&self, book: &Book, proposals: bool) -> Result<(), Fault>;
    /// Writes the rows of every matter in a book, and of the organ's own proposals.
    fn project_book(&self, book: &Book, proposals: bool) -> Result<(), Fault>;
    /// Notes an entry of the log of reads in its index.
    fn index_look(&self, seq: u64, at: Millis, body: &ReadBody) -> Result<(), Fault>;
    /// Keeps a line that was said, once for each id; those that are too old or too many go.
    fn keep_said(&self, line: &SaidLine) -> Result<(), Fault>;
    /// Appends one event. Its time is `wall_ms`, or the time of the event before when the wall clock
    /// stands behind that; then the header says so.
    fn append(&self, log: LogId, wall_ms: i64, salt: &Salt, body: &str) -> Result<Entry, Fault>;
}

//! The answers of SQLite to what the office asks.

use super::contract::{Asked, Following, LookLine, Moment, Since, Step};
use super::db::Tx;
use super::fault::Fault;
use super::lines::{ActLine, DeskLine, Facets, FollowsLine, MatterLine, RecordLine, RecordPage};
use super::log::{Entry, Head, Stored};
use super::said::SaidLine;
use super::{log, looks, query, said, tables};
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
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::ops::Range;
use uuid::Uuid;

/// A moment of the file itself, by itself or in the middle of a step: what checks the rows of this engine asks
/// for one, and nothing else does.
pub(crate) trait Live {
    fn connection(&self) -> &Connection;
}

impl Live for Connection {
    fn connection(&self) -> &Connection {
        self
    }
}

impl Live for Tx<'_> {
    fn connection(&self) -> &Connection {
        self
    }
}

impl<C: Live> Moment for C {
    fn visible(&self, scope: &Scope, record: &MatterId) -> Result<bool, Fault> {
        query::visible(self.connection(), scope, record)
    }

    fn by_id(&self, id: &MatterId) -> Result<Option<MatterLine>, Fault> {
        query::by_id(self.connection(), id)
    }

    fn concern(&self, person: &PersonId, record: &MatterId) -> Result<Option<Concern>, Fault> {
        query::concern(self.connection(), person, record)
    }

    fn family(&self, record: &MatterId) -> Result<Vec<MatterId>, Fault> {
        query::family(self.connection(), record)
    }

    fn of_command(&self, id: &Uuid) -> Result<Option<u64>, Fault> {
        query::of_command(self.connection(), id)
    }

    fn said(&self, id: &Uuid) -> Result<Option<SaidLine>, Fault> {
        said::of(self.connection(), id)
    }

    fn seqs(&self, matters: &[MatterId]) -> Result<Vec<u64>, Fault> {
        query::seqs(self.connection(), matters)
    }

    fn story(&self, scope: &Scope, matters: &[MatterId]) -> Result<Vec<ActLine>, Fault> {
        query::story(self.connection(), scope, matters)
    }

    fn silent(&self, now: Millis) -> Result<Vec<(MatterId, MatterId)>, Fault> {
        query::silent(self.connection(), now)
    }

    fn records_of_meeting(&self, meeting: &MatterId) -> Result<Vec<MatterId>, Fault> {
        query::records_of_meeting(self.connection(), meeting)
    }

    fn knows(&self, person: &PersonId, matter: &MatterId) -> Result<bool, Fault> {
        query::knows(self.connection(), person, matter)
    }

    fn written_on(
        &self,
        me: &PersonId,
        day: i32,
        names: &BTreeSet<String>,
        cases: &BTreeSet<String>,
    ) -> Result<Vec<MatterId>, Fault> {
        query::written_on(self.connection(), me, day, names, cases)
    }

    fn written_at(&self, me: &PersonId, occurred: Millis) -> Result<Vec<MatterId>, Fault> {
        query::written_at(self.connection(), me, occurred)
    }

    fn since(&self, seq: u64) -> Result<Since, Fault> {
        query::since(self.connection(), seq)
    }

    fn records_of_case(&self, case: &str) -> Result<Vec<MatterId>, Fault> {
        query::records_of_case(self.connection(), case)
    }

    fn records(
        &self,
        scope: &Scope,
        filter: &Filter,
        now: Millis,
        near: Near,
        count: usize,
        most: usize,
    ) -> Result<RecordPage, Fault> {
        query::records(self.connection(), scope, filter, now, near, count, most)
    }

    fn proposals(&self) -> Result<Vec<MatterLine>, Fault> {
        query::proposals(self.connection())
    }

    fn place(
        &self,
        scope: &Scope,
        filter: &Filter,
        now: Millis,
        sought: Sought,
        most: usize,
    ) -> Result<Option<Mark>, Fault> {
        query::place(self.connection(), scope, filter, now, sought, most)
    }

    fn own_subjects(&self, me: &PersonId) -> Result<Vec<(String, String)>, Fault> {
        query::own_subjects(self.connection(), me)
    }

    fn organ_seqs(&self, after: Option<u64>) -> Result<Vec<u64>, Fault> {
        query::organ_seqs(self.connection(), after)
    }

    fn matters(&self, scope: &Scope, kind: &str, committees: &[String]) -> Result<Vec<MatterLine>, Fault> {
        query::matters(self.connection(), scope, kind, committees)
    }

    fn following(&self, scope: &Scope, of: &Following<'_>, most: usize) -> Result<Vec<FollowsLine>, Fault> {
        query::following(self.connection(), scope, of, most)
    }

    fn awaited(&self, scope: &Scope, of: &Following<'_>) -> Result<Vec<(Act, usize)>, Fault> {
        query::awaited(self.connection(), scope, of)
    }

    fn last_but_proposals(&self) -> Result<Option<Millis>, Fault> {
        query::last_but_proposals(self.connection())
    }

    fn how_many(&self, scope: &Scope, filter: &Filter, now: Millis, most: usize) -> Result<usize, Fault> {
        query::how_many(self.connection(), scope, filter, now, most)
    }

    fn going(&self) -> Result<(Vec<MatterId>, Vec<MatterId>), Fault> {
        query::going(self.connection())
    }

    fn facets(&self, scope: &Scope, filter: &Filter, now: Millis, most: usize) -> Result<Facets, Fault> {
        query::facets(self.connection(), scope, filter, now, most)
    }

    fn figures(&self, person: &PersonId, span: Span) -> Result<Counted, Fault> {
        query::figures(self.connection(), person, span)
    }

    fn different(&self, person: &PersonId, year: i32, code: &str, least: i64) -> Result<Different, Fault> {
        query::different(self.connection(), person, year, code, least)
    }

    fn instead(&self, person: &PersonId, span: Span) -> Result<Vec<MatterId>, Fault> {
        query::instead(self.connection(), person, span)
    }

    fn kept_from(&self, spans: &[Span]) -> Result<BTreeSet<PersonId>, Fault> {
        query::kept_from(self.connection(), spans)
    }
    fn listed(&self, span: Span) -> Result<Vec<MatterId>, Fault> {
        query::listed(self.connection(), span)
    }
    fn of_organ(&self, kind: Option<&str>) -> Result<Vec<MatterId>, Fault> {
        query::of_organ(self.connection(), kind)
    }

    fn unread(&self, person: &PersonId, span: Span) -> Result<i64, Fault> {
        query::unread(self.connection(), person, span)
    }

    fn desk(&self, scope: &Scope) -> Result<Vec<DeskLine>, Fault> {
        query::desk(self.connection(), scope)
    }

    fn count_records(&self) -> Result<(u64, u64), Fault> {
        query::count_records(self.connection())
    }

    fn by_name(&self, ref_: Option<&Ref>, number: &str) -> Result<Option<MatterLine>, Fault> {
        query::by_name(self.connection(), ref_, number)
    }

    fn given_before(&self, ref_: &Ref, seq: u64) -> Result<Option<MatterId>, Fault> {
        query::given_before(self.connection(), ref_, seq)
    }

    fn beside(&self, matter: &MatterId) -> Result<Vec<MatterId>, Fault> {
        query::beside(self.connection(), matter)
    }

    fn last_of_kind(&self, kind: &str, seq: u64) -> Result<Option<u64>, Fault> {
        query::last_of_kind(self.connection(), kind, seq)
    }

    fn before_body(&self, body: Option<&CommitteeId>) -> Result<(Vec<MatterId>, Vec<MatterId>), Fault> {
        query::before_body(self.connection(), body)
    }

    fn asked_of(&self, person: &PersonId, matter: &MatterId) -> Result<Vec<Asked>, Fault> {
        query::asked_of(self.connection(), person, matter)
    }

    fn all_acts(&self, person: &PersonId, before: Option<u64>, count: usize) -> Result<Vec<ActLine>, Fault> {
        query::all_acts(self.connection(), person, before, count)
    }

    fn alike(&self, scope: &Scope, record: &MatterId) -> Result<Vec<RecordLine>, Fault> {
        query::alike(self.connection(), scope, record)
    }

    fn acts(
        &self,
        scope: &Scope,
        organ_too: bool,
        committees: &[String],
        before: Option<u64>,
        count: usize,
    ) -> Result<Vec<ActLine>, Fault> {
        query::acts(self.connection(), scope, organ_too, committees, before, count)
    }

    fn newest(&self) -> Result<u64, Fault> {
        query::head(self.connection())
    }

    fn entry(&self, log: LogId, seq: u64) -> Result<Option<Stored>, Fault> {
        log::entry(self.connection(), log, seq)
    }

    fn head(&self, alg: Alg, log: LogId) -> Result<Head, Fault> {
        log::head(self.connection(), alg, log)
    }

    fn size(&self, log: LogId) -> Result<u64, Fault> {
        log::size(self.connection(), log)
    }

    fn root_at(&self, alg: Alg, log: LogId, size: u64) -> Result<Option<Hash>, Fault> {
        log::root_at(self.connection(), alg, log, size)
    }

    fn place_of_leaf(&self, leaf: &Hash) -> Result<Option<(LogId, u64)>, Fault> {
        log::find(self.connection(), leaf)
    }

    fn looks(
        &self,
        viewer: &PersonId,
        own_only: bool,
        before: Option<u64>,
        count: usize,
    ) -> Result<Vec<LookLine>, Fault> {
        looks::lines(self.connection(), viewer, own_only, before, count)
    }

    fn last_look(&self, person: &PersonId, kind: &str) -> Result<Option<u64>, Fault> {
        looks::last(self.connection(), person, kind)
    }

    fn session_ended(&self, session: &MatterId) -> Result<bool, Fault> {
        looks::ended(self.connection(), session)
    }

    fn looks_about(&self, matter: &MatterId, kind: &str) -> Result<Vec<u64>, Fault> {
        looks::about(self.connection(), matter, kind)
    }

    fn looks_after(&self, person: &PersonId, kind: &str, after: Option<u64>) -> Result<u32, Fault> {
        looks::count_after(self.connection(), person, kind, after)
    }

    fn looks_since(&self, person: &PersonId, kind: &str, since: Millis) -> Result<u32, Fault> {
        looks::count_since(self.connection(), person, kind, since)
    }

    fn next_in_series(&self, series: &str, year: i32) -> Result<u32, Fault> {
        tables::next_in_series(self.connection(), series, year)
    }

    fn is_given(&self, ref_: &Ref) -> Result<bool, Fault> {
        tables::is_given(self.connection(), ref_)
    }

    fn acted_on_since(&self, seq: u64) -> Result<BTreeSet<MatterId>, Fault> {
        query::acted_on_since(self.connection(), seq)
    }

    fn leaves(&self, log: LogId, range: Range<u64>) -> Result<Vec<Hash>, Fault> {
        log::leaves_in(self.connection(), log, range)
    }

    fn entries<E: From<Fault>>(
        &self,
        log: LogId,
        range: Range<u64>,
        take: impl FnMut(Entry, &Salt, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        log::entries(self.connection(), log, range, take)
    }

    fn rows<E: From<Fault>>(
        &self,
        log: LogId,
        range: Range<u64>,
        take: impl FnMut(u64, &Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        log::rows(self.connection(), log, range, take)
    }
}

impl Step for Tx<'_> {
    fn index(&self, seq: u64, at: Millis, body: &Body) -> Result<(), Fault> {
        tables::index(self, seq, at, body)
    }

    fn project_family(&self, book: &Book, id: &MatterId) -> Result<(), Fault> {
        tables::project_family(self, book, id)
    }

    fn project_meeting(&self, book: &Book, meeting: &Meeting) -> Result<(), Fault> {
        tables::project_meeting(self, book, meeting)
    }

    fn project_of_organ(&self, book: &Book, matter: &MatterId) -> Result<(), Fault> {
        tables::project_of_organ(self, book, matter)
    }
    fn project_proposal(&self, organ: &Organ, p: &Proposal) -> Result<(), Fault> {
        tables::project_proposal(self, organ, p)
    }

    fn project_others(&self, book: &Book, proposals: bool) -> Result<(), Fault> {
        tables::project_others(self, book, proposals)
    }

    fn project_book(&self, book: &Book, proposals: bool) -> Result<(), Fault> {
        tables::project_book(self, book, proposals)
    }

    fn index_look(&self, seq: u64, at: Millis, body: &ReadBody) -> Result<(), Fault> {
        looks::index(self, seq, at, body)
    }

    fn keep_said(&self, line: &SaidLine) -> Result<(), Fault> {
        said::keep(self, line)
    }

    fn append(&self, log: LogId, wall_ms: i64, salt: &Salt, body: &str) -> Result<Entry, Fault> {
        log::append(self, log, wall_ms, salt, body)
    }
}

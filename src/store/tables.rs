//! The tables: views of the log, written beside every event and rebuilt from it at any time.

pub(super) mod figures;
mod record;
mod tally;

use super::db::Tx;
use super::fault::Fault;
use super::schema::Tables;
use crate::domain::book::Book;
use crate::domain::committee::{ItemState, Meeting, MeetingState};
use crate::domain::event::{ActorName, Body};
use crate::domain::figures::of_family;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, Millis, Ref};
use crate::domain::kind::{Known, On};
use crate::domain::organ::{Organ, Person, Proposal, ProposalState};
use crate::domain::policy;
use crate::domain::record::Status;
use crate::domain::registry;
use crate::domain::state::State;
use crate::domain::turn::Turn;
use rusqlite::{Connection, params};

/// The text of the tables and its number.
pub const TABLES: Tables = Tables { version: 28, sql: include_str!("../../assets/migrations/tables.sql") };

/// Where the rows of a record stand, and those of each matter, it among them, with the column that names it.
pub(super) const OF_RECORD: [(&str, &str); 8] = [
    ("record", "id"),
    ("record_case", "record"),
    ("record_words", "record"),
    ("subject", "record"),
    ("recused", "record"),
    ("concerned", "record"),
    ("veiled", "record"),
    ("figured", "record"),
];
pub(super) const OF_MATTER: [(&str, &str); 3] = [("matter", "id"), ("knows", "matter"), ("turn", "matter")];

/// Notes an event under every matter to whose story it belongs, and its place in the series.
pub fn index(tx: &Tx<'_>, seq: u64, at: Millis, body: &Body) -> Result<(), Fault> {
    let actor = match &body.actor {
        ActorName::Person(id) => Some(id.as_str()),
        ActorName::Register => None,
    };
    let kind = body.act.kind();
    let area = kind.split('.').next().unwrap_or_default();
    let mut insert = tx.prepare_cached(
        "INSERT INTO act (matter, seq, kind, area, actor, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut matters = vec![body.matter];
    matters.extend(body.act.also().into_iter().filter(|m| *m != body.matter));
    for matter in matters {
        insert.execute(params![matter.to_string(), seq as i64, kind, area, actor, at])?;
    }
    tx.prepare_cached("INSERT INTO command (id, seq) VALUES (?1, ?2)")?
        .execute(params![body.command.to_string(), seq as i64])?;
    match body.act.number() {
        Some((series, year, n)) => count(tx, &series, year, n),
        None => Ok(()),
    }
}

fn count(tx: &Tx<'_>, series: &str, year: i32, last: u32) -> Result<(), Fault> {
    tx.prepare_cached(
        "INSERT INTO series (name, year, last) VALUES (?1, ?2, ?3)
         ON CONFLICT (name, year) DO UPDATE SET last = max(last, ?3)",
    )?
    .execute(params![series, year, last])?;
    Ok(())
}

/// The number that comes next in a series.
pub fn next_in_series(db: &Connection, series: &str, year: i32) -> Result<u32, Fault> {
    let last: u32 = db
        .prepare_cached("SELECT coalesce(max(last), 0) FROM series WHERE name = ?1 AND year = ?2")?
        .query_row(params![series, year], |r| r.get(0))?;
    Ok(last + 1)
}

/// Writes the rows of every matter in a book, and of the organ's own proposals.
pub fn project_book(tx: &Tx<'_>, book: &Book, proposals: bool) -> Result<(), Fault> {
    book.records.keys().try_for_each(|id| project_family(tx, book, id))?;
    project_others(tx, book, proposals)
}

/// The rows of what hangs on no record: they ask those of the records, which stand by then.
pub fn project_others(tx: &Tx<'_>, book: &Book, proposals: bool) -> Result<(), Fault> {
    book.all::<Meeting>().try_for_each(|m| project_meeting(tx, book, m))?;
    let mut of_organ = book.matters.values().filter(|m| m.on() == On::Organ);
    of_organ.try_for_each(|m| project_of_organ(tx, book, &m.id()))?;
    let mut all = book.organ.proposals.values().filter(|_| proposals);
    all.try_for_each(|p| project_proposal(tx, &book.organ, p))
}

/// Rows of a record and of everything that hangs on it: one changes the other's turns and sight.
pub fn project_family(tx: &Tx<'_>, book: &Book, id: &MatterId) -> Result<(), Fault> {
    let Some(record) = book.records.get(id) else { return Ok(()) };
    let organ = &*book.organ;
    let reached = organ.reached(record, book.on_record(id));
    // Turns are reckoned at the moment of the last act on record or organ, so that a rebuild gives
    // the same rows.
    let at = record.last_at.max(reached);
    let mut state = State::of(book.organ.clone());
    state.record = Some(record.clone());
    state.matters = book.on_record(id).cloned().collect();
    let awaited = registry::awaited(&state);
    let mut turns = record.turns(organ, at);
    for (next, since) in &awaited {
        let holders = policy::holders(&state, next.capacity, at).into_iter();
        turns.extend(holders.map(|p| Turn::new(&p, next.capacity, next.act, *since, next.clock)));
    }
    registry::take_over(&state, &mut turns);
    record::write(tx, book, record, &turns, !awaited.is_empty())?;
    figures::write(tx, &record.id.to_string(), &of_family(organ, record, book.on_record(id)))?;
    let matter = Matter {
        id: record.id,
        kind: "record",
        ref_: &record.ref_,
        record: Some(record.id),
        meeting: None,
        committee: None,
        state: record.status.code(),
        open: !matches!(record.status, Status::Confirmed | Status::Void | Status::Withdrawn),
        begun_at: record.created_at,
        since: record.since,
        silent_at: None,
        sealed: false,
    };
    matter_row(tx, &matter, record.last_at)?;
    turn_rows(tx, organ, record.id, &turns)?;
    for m in book.on_record(id) {
        let matter = Matter {
            id: m.id(),
            kind: m.kind(),
            ref_: m.ref_(),
            record: Some(*id),
            meeting: m.meeting(),
            committee: m.committee().map(|c| c.as_str()),
            state: m.state().0,
            open: m.is_open_in(organ, record),
            begun_at: m.begun_at(),
            since: m.since(),
            silent_at: m.silent_at(organ),
            sealed: m.known() == Known::Concerned,
        };
        matter_row(tx, &matter, m.since())?;
        let at = m.since().max(reached);
        state.matter = Some(m.clone());
        state.meeting = m.meeting().and_then(|meeting| book.matters.get(&meeting)).cloned();
        let mut turns = m.turns(&state, at);
        turns.retain(|t| policy::knows(organ, m, &t.person));
        knows_rows(tx, m, organ)?;
        turn_rows(tx, organ, m.id(), &turns)?;
    }
    Ok(())
}

pub fn project_meeting(tx: &Tx<'_>, book: &Book, meeting: &Meeting) -> Result<(), Fault> {
    let open = meeting.state != MeetingState::Closed;
    let matter = Matter {
        id: meeting.id,
        kind: "meeting",
        ref_: &meeting.ref_,
        record: None,
        meeting: Some(meeting.id),
        committee: Some(meeting.committee.as_str()),
        state: meeting.state.code(),
        open,
        begun_at: meeting.planned_at,
        since: meeting.since,
        silent_at: None,
        sealed: false,
    };
    matter_row(tx, &matter, meeting.since)?;
    // Asked of the rows, which stand by now: the book may hold only some of the meeting's items. What the
    // secretary is out of does not stop him.
    let items_open = tx
        .prepare_cached(
            "SELECT 1 FROM matter m WHERE m.kind = 'item' AND m.meeting = ?1 AND m.state IN (?2, ?3)
                AND NOT EXISTS (SELECT 1 FROM recused x WHERE x.record = m.record AND x.person = ?4) LIMIT 1",
        )?
        .exists(params![
            meeting.id.to_string(),
            ItemState::OnAgenda.code(),
            ItemState::Voting.code(),
            book.organ.committees.get(&meeting.committee).map(|c| c.secretary.as_str()),
        ])?;
    turn_rows(tx, &book.organ, meeting.id, &meeting.turns(&book.organ, items_open))
}

/// Rows of a matter that hangs on the organ. Whose turn it is goes by offices alone: whoever is not let in on it,
/// for something that it tells is hidden from him, is left out where he asks.
pub fn project_of_organ(tx: &Tx<'_>, book: &Book, id: &MatterId) -> Result<(), Fault> {
    let Some(m) = book.matters.get(id) else { return Ok(()) };
    let organ = &*book.organ;
    let matter = Matter {
        id: m.id(),
        kind: m.kind(),
        ref_: m.ref_(),
        record: None,
        meeting: None,
        committee: None,
        state: m.state().0,
        open: m.state().1,
        begun_at: m.begun_at(),
        since: m.since(),
        silent_at: None,
        sealed: m.known() == Known::Concerned,
    };
    matter_row(tx, &matter, m.since())?;
    let matter = id.to_string();
    tx.prepare_cached("DELETE FROM tells WHERE matter = ?1")?.execute([&matter])?;
    for span in m.tells() {
        tx.prepare_cached("INSERT OR IGNORE INTO tells (matter, first, last) VALUES (?1, ?2, ?3)")?
            .execute(params![matter, span.from, span.to])?;
    }
    knows_rows(tx, m, organ)?;
    let state = State { out: None, ..book.before(id) };
    turn_rows(tx, organ, *id, &m.turns(&state, m.since()))
}

/// A proposed change of the organ's data: a turn for every other administrator.
pub fn project_proposal(tx: &Tx<'_>, organ: &Organ, p: &Proposal) -> Result<(), Fault> {
    let open = p.state == ProposalState::Proposed;
    let ref_ = Ref::of_proposal(&p.id);
    let matter = Matter {
        id: p.id,
        kind: "proposal",
        ref_: &ref_,
        record: None,
        meeting: None,
        committee: None,
        state: match p.state {
            ProposalState::InForce => "in_force",
            ProposalState::Refused => "refused",
            ProposalState::Proposed | ProposalState::None => "proposed",
        },
        open,
        begun_at: p.at,
        since: p.at,
        silent_at: None,
        sealed: false,
    };
    matter_row(tx, &matter, p.at)?;
    let others = organ.people.values().filter(|o| open && o.id != p.by && organ.is_administrator(&o.id));
    let turn =
        |o: &Person| Turn::new(&o.id, Capacity::Administrator, Act::ConfirmProposal, p.at, "second_hand");
    turn_rows(tx, organ, p.id, &others.map(turn).collect::<Vec<_>>())
}

struct Matter<'a> {
    id: MatterId,
    kind: &'a str,
    ref_: &'a Ref,
    record: Option<MatterId>,
    meeting: Option<MatterId>,
    committee: Option<&'a str>,
    state: &'a str,
    open: bool,
    begun_at: Millis,
    since: Millis,
    silent_at: Option<Millis>,
    /// Known to those alone who stand beside it in `knows`.
    sealed: bool,
}

/// Whether a matter goes by this short name.
pub fn is_given(db: &Connection, ref_: &Ref) -> Result<bool, Fault> {
    Ok(db.prepare_cached("SELECT 1 FROM matter WHERE ref = ?1 LIMIT 1")?.exists([&ref_.0])?)
}

/// A row never takes the place of another matter's; of two kinds under one id the first begun stands.
fn matter_row(tx: &Tx<'_>, m: &Matter<'_>, updated_at: Millis) -> Result<(), Fault> {
    tx.prepare_cached(
        "INSERT INTO matter (id, kind, ref, record, meeting, committee, state, open, begun_at, since, silent_at, updated_at, sealed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (id) DO UPDATE SET kind = ?2, ref = ?3, record = ?4, meeting = ?5, committee = ?6, state = ?7,
            open = ?8, begun_at = ?9, since = ?10, silent_at = ?11, updated_at = ?12, sealed = ?13
         WHERE kind = ?2 OR begun_at > ?9",
    )?
    .execute(params![
        m.id.to_string(),
        m.kind,
        m.ref_.0,
        m.record.map(|r| r.to_string()),
        m.meeting.map(|r| r.to_string()),
        m.committee,
        m.state,
        m.open,
        m.begun_at,
        m.since,
        m.silent_at,
        updated_at,
        m.sealed,
    ])?;
    Ok(())
}

/// To whom a sealed matter is known.
fn knows_rows(tx: &Tx<'_>, m: &registry::Matter, organ: &Organ) -> Result<(), Fault> {
    let id = m.id().to_string();
    tx.prepare_cached("DELETE FROM knows WHERE matter = ?1")?.execute([&id])?;
    if m.known() == Known::Concerned {
        for (person, _) in m.concerned(organ, None) {
            tx.prepare_cached("INSERT OR IGNORE INTO knows (matter, person) VALUES (?1, ?2)")?
                .execute(params![id, person.as_str()])?;
        }
    }
    Ok(())
}

fn turn_rows(tx: &Tx<'_>, organ: &Organ, matter: MatterId, turns: &[Turn]) -> Result<(), Fault> {
    let id = matter.to_string();
    tx.prepare_cached("DELETE FROM turn WHERE matter = ?1")?.execute([&id])?;
    let mut insert = tx.prepare_cached(
        "INSERT OR IGNORE INTO turn (matter, person, capacity, act, since, clock, due) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for t in turns {
        let due = organ.due(t.clock, t.since);
        insert.execute(params![
            id,
            t.person.as_str(),
            t.capacity.code(),
            t.act.code(),
            t.since,
            t.clock,
            due
        ])?;
    }
    Ok(())
}

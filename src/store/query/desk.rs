//! What waits for somebody: his desk, and what one matter asks of him.

use super::seen::{Drive, seen};
use super::{cases, known, matter, optional_matter};
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, Millis, PersonId, Ref};
use crate::domain::policy::Scope;
use crate::store::Fault;
use crate::store::lines::DeskLine;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// What this person must do next, the clock that runs out first on top.
pub fn desk(db: &Connection, scope: &Scope) -> Result<Vec<DeskLine>, Fault> {
    let (seen, known) = (seen(scope, Drive::ByRow), known("m"));
    let text = format!(
        "SELECT m.id, m.kind, m.ref, m.record, t.act, t.capacity, v.cases, v.pressing AS pressing, t.since, t.clock, t.due AS due,
            CASE WHEN v.own THEN v.inquirer ELSE v.inquirer_mask END, coalesce(m.committee, ''), v.veiled
         FROM turn t CROSS JOIN matter m ON m.id = t.matter CROSS JOIN {} ON v.id = m.record WHERE t.person = ?
         UNION ALL SELECT m.id, m.kind, m.ref, NULL, t.act, t.capacity, '', 0, t.since, t.clock, t.due, '', coalesce(m.committee, ''), 0
         FROM turn t CROSS JOIN matter m ON m.id = t.matter WHERE t.person = ? AND m.record IS NULL AND {known}
         ORDER BY 8 DESC, 11, 1",
        seen.text
    );
    let me = Value::from(scope.person().0.clone());
    let values = seen.values.iter().chain([&me, &me, &me]);
    let lines = db
        .prepare_cached(&text)?
        .query_map(params_from_iter(values), |r| {
            let title = [r.get::<_, String>(12)?, r.get::<_, String>(11)?, cases(r, 6)?.to_string()];
            Ok(DeskLine {
                matter: matter(r, 0)?,
                kind: r.get(1)?,
                ref_: Ref(r.get(2)?),
                record: optional_matter(r, 3)?,
                act: Act::from_code(&r.get::<_, String>(4)?).unwrap_or(Act::Submit),
                capacity: capacity_of(&r.get::<_, String>(5)?),
                title: title.iter().filter(|t| !t.is_empty()).cloned().collect::<Vec<_>>().join(" "),
                urgent: r.get(7)?,
                since: r.get(8)?,
                clock: r.get(9)?,
                due: r.get(10)?,
                veiled: r.get(13)?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(lines)
}

/// One thing that a matter waits for somebody to do.
pub struct Asked {
    pub act: Act,
    pub capacity: Capacity,
    pub since: Millis,
    pub clock: String,
}

/// For which acts a matter stands on a person's desk, in the order in which their clocks run out.
pub fn asked_of(db: &Connection, person: &PersonId, matter: &MatterId) -> Result<Vec<Asked>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT act, capacity, since, clock FROM turn WHERE person = ?1 AND matter = ?2 ORDER BY due",
    )?;
    let found = query.query_map([person.as_str(), &matter.to_string()], |r| {
        Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, r.get(2)?, r.get(3)?))
    })?;
    let known = |(act, capacity, since, clock): (String, String, Millis, String)| {
        Some(Asked { act: Act::from_code(&act)?, capacity: capacity_of(&capacity), since, clock })
    };
    Ok(found.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().filter_map(known).collect())
}

fn capacity_of(code: &str) -> Capacity {
    Capacity::ALL.iter().copied().find(|c| c.code() == code).unwrap_or(Capacity::Staff)
}

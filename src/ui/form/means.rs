//! Whom of the staff the words mean, by the recorder's own saying: a nickname gives nobody away.

use super::entry::{Def, What};
use super::sheet::Sheet;
use super::spec::{Kind, Value};
use super::sub::Rows;
use crate::domain::ids::PersonId;
use crate::domain::record::Said;
use crate::ui::room::Cx;
use crate::words;

const KEY: &str = "meant";

/// Those of whom he says so.
fn said(rows: &Rows) -> impl Iterator<Item = &PersonId> {
    rows.meant.iter().filter(|m| m.same).map(|m| &m.person)
}

/// One list of the whole staff, but for himself.
pub(super) fn defs(cx: &Cx, rows: &Rows) -> Vec<Def> {
    let f = words::form::words(cx.lang);
    let others = super::ask::staff(cx).into_iter().filter(|c| c.code != cx.me.as_str()).collect();
    let chosen = said(rows).map(|p| p.as_str().to_owned()).collect();
    let list = Def::new(KEY, cx.w.field(KEY), What::Field(Kind::Many(others)), Value::Many(chosen));
    vec![Def::heading(f.record("also_means")), list.hint(f.hint("also_means"))]
}

/// Whoever was chosen is meant; whoever was taken out is left unsaid.
pub(super) fn gather(sheet: &Sheet, rows: &mut Rows) {
    let chosen: Vec<PersonId> = sheet.values(0).many(KEY).iter().map(|p| p.as_str().into()).collect();
    let kept = |m: &Said| m.same == chosen.contains(&m.person);
    rows.meant.retain(kept);
    for person in chosen {
        if !rows.meant.iter().any(|m| m.person == person) {
            rows.meant.push(Said::anew(person, &rows.stood));
        }
    }
}

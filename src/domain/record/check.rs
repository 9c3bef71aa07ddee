//! The check of two custodians: nine points, and what the second one reads off the material.

use super::blind::{blind_wanted, same};
use super::command::{Answer, CHECKLIST, Checklist, FieldReason};
use super::decide::given;
use super::event::RecordEvent;
use super::state::Record;
use super::text::FIELDS;
use crate::domain::flow::Act;
use crate::domain::ids::Revision;
use crate::domain::kind::Desk;
use crate::domain::refusal::{No, Refusal, Rule};
use std::collections::BTreeMap;

impl Desk<'_> {
    pub(super) fn confirm(
        &self,
        seen: &Revision,
        checklist: &Checklist,
        remark: &str,
        last_four: &str,
        blind: &BTreeMap<String, String>,
    ) -> Result<RecordEvent, No> {
        let (record, completes) = self.custody(Act::Confirm)?;
        record.is_seen(seen)?;
        self.points(checklist)?;
        answered(checklist)?;
        if checklist.values().any(|a| *a == Answer::Doubt) {
            given(remark)?;
        }
        let blind_fields = if completes { self.compared(record, last_four, blind)? } else { Vec::new() };
        Ok(RecordEvent::Confirmed {
            checklist: checklist.clone(),
            remark: remark.to_owned(),
            completes,
            blind_fields,
        })
    }

    /// What is answered are points of the list, and nothing else stands there.
    pub(super) fn points(&self, checklist: &Checklist) -> Result<(), Refusal> {
        let known = |point: &&String| self.asked.again || CHECKLIST.contains(&point.as_str());
        let unknown = checklist.keys().find(|point| !known(point));
        unknown.map_or(Ok(()), |point| Err(Refusal::with(Rule::UnknownCode, point)))
    }

    /// What is to be completed are fields of the text, or points of the list: a name is none.
    pub(super) fn fields(&self, reasons: &[FieldReason]) -> Result<(), Refusal> {
        let known = |field: &str| {
            let whole = field.split(['[', '.']).next().unwrap_or_default();
            let within = field.strip_prefix(whole).unwrap_or_default();
            let rows = ["people", "attachments", "present", "relayers", "inquirers"];
            (FIELDS.contains(&whole) || CHECKLIST.contains(&whole) || rows.contains(&whole))
                && within.is_ascii()
        };
        let unknown = reasons.iter().find(|r| !self.asked.again && !known(&r.field));
        unknown.map_or(Ok(()), |r| Err(Refusal::with(Rule::UnknownCode, &r.field)))
    }

    /// One look at the material, before the record is open: a second one would be a guess.
    pub(super) fn read_off(
        &self,
        seen: &Revision,
        blind: &BTreeMap<String, String>,
    ) -> Result<RecordEvent, No> {
        let record = self.on_text(Act::ReadOff, seen)?;
        if self.asked.again {
            let agreed = blind_wanted(record).into_iter().map(|(field, _)| field.to_owned()).collect();
            return Ok(RecordEvent::ReadOff { agreed, differed: Vec::new() });
        }
        let (mut agreed, mut differed) = (Vec::new(), Vec::new());
        for (field, stands) in blind_wanted(record) {
            let typed = blind.get(field).map(|typed| typed.trim()).filter(|typed| !typed.is_empty());
            let typed = typed.ok_or_else(|| Refusal::with(Rule::BlindFieldMissing, field))?;
            let agrees = same(field, typed, &stands, self.asked.fresh.year);
            if agrees { &mut agreed } else { &mut differed }.push(field.to_owned());
        }
        Ok(RecordEvent::ReadOff { agreed, differed })
    }

    /// What whoever completes a confirmation types: the last four characters of the name, and what he
    /// read off the material. The fields that were compared.
    pub(super) fn compared(
        &self,
        record: &Record,
        last_four: &str,
        blind: &BTreeMap<String, String>,
    ) -> Result<Vec<String>, Refusal> {
        if self.asked.again {
            return Ok(blind_wanted(record).into_iter().map(|(field, _)| field.to_owned()).collect());
        }
        if !record.ref_.ends_in(last_four) {
            return Err(Refusal::of(Rule::LastFourWrong));
        }
        let mut compared = Vec::new();
        for (field, stands) in blind_wanted(record) {
            // What agreed before he saw the record needs no second look.
            if record.has_read_off(self.me, field) {
                compared.push(field.to_owned());
                continue;
            }
            match blind.get(field).map(|typed| typed.trim()) {
                None | Some("") => return Err(Refusal::with(Rule::BlindFieldMissing, field)),
                // The record's own value is not told: the look at the material stays independent.
                Some(typed) if !same(field, typed, &stands, self.asked.fresh.year) => {
                    return Err(Refusal::with(Rule::BlindFieldDiffers, field));
                }
                Some(_) => compared.push(field.to_owned()),
            }
        }
        Ok(compared)
    }
}

impl Record {
    /// The text has not changed since it was read.
    pub(super) fn is_seen(&self, seen: &Revision) -> Result<(), Refusal> {
        if seen == &self.revision { Ok(()) } else { Err(Refusal::with(Rule::StaleRevision, &self.revision)) }
    }
}

/// All nine points are answered, and none of them asks for a return.
pub(super) fn answered(checklist: &Checklist) -> Result<(), Refusal> {
    if let Some(point) = CHECKLIST.iter().find(|p| !checklist.contains_key(**p)) {
        return Err(Refusal::with(Rule::ChecklistIncomplete, point));
    }
    match checklist.iter().find(|(_, a)| **a == Answer::Incomplete) {
        Some((point, _)) => Err(Refusal::with(Rule::PointWantsReturn, point)),
        None => Ok(()),
    }
}

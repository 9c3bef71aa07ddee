//! The names of one record, and what those see in their place to whom they are masked.

use crate::domain::case_no::{self, Kind};
use crate::domain::name::{Directory, Replacing, fold, mask};
use crate::domain::organ::Organ;
use crate::domain::record::{ChangeDraft, PersonRole, Record, RecordText};
use std::sync::Arc;

/// Made once for a record, put into each of its texts.
pub struct Masks {
    people: Replacing,
    /// Staff are named in words without standing in a row.
    staff: Arc<Directory>,
}

impl Masks {
    /// The people of all that stands, stood or is proposed: a reason names whoever a correction takes out, or puts in.
    pub fn of_record(organ: &Organ, record: &Record) -> Self {
        let proposed = record.changes.iter().filter_map(|c| match &c.draft {
            ChangeDraft::Correction { text } => Some(&**text),
            ChangeDraft::Supplement { .. } => None,
        });
        let noted = record.quick.as_ref().map(|q| q.as_text());
        let stood = record.versions.iter().map(|v| &v.text);
        Self::of(organ, stood.chain(proposed).chain([&record.text]).chain(&noted))
    }

    /// The people of some texts, and where they are reached. A name of one character is no name: it would mask
    /// every such character.
    pub fn of<'t>(organ: &Organ, texts: impl IntoIterator<Item = &'t RecordText>) -> Self {
        let name = |p: &PersonRole| p.person.as_ref().map_or_else(|| p.name.clone(), |id| organ.name_of(id));
        let mut masks = Vec::new();
        for text in texts {
            let names = text.people.iter().map(name).map(|n| (fold(&n), mask(&n)));
            masks.extend(names.filter(|(n, _)| n.len() > 1));
            // A number or an address by which somebody is reached tells who he is; words beside it (号码未显示)
            // and what is short stand in other sentences too.
            let reached =
                text.people.iter().flat_map(|p| [&p.contact, &p.licence]).chain(text.channel.values());
            let reached = reached.filter(|c| c.contains(|c: char| c.is_ascii_alphanumeric()));
            let reached = reached.map(|c| fold(c)).filter(|c| c.len() > 4);
            masks.extend(reached.map(|c| (c, "****".to_owned())));
        }
        Self { people: Replacing::of(masks), staff: organ.names() }
    }

    /// A text with every name of the people rows and of the directory masked, however it is spelled
    /// there.
    pub fn put_in(&self, words: &str) -> String {
        self.staff.mask(&self.people.put_in(words))
    }

    /// The number of a case; what is none is words as any other.
    pub fn number(&self, number: &str) -> String {
        let all = case_no::several(number, i32::MAX);
        let is_one = all.is_ok_and(|all| all.iter().all(|c| c.kind != Kind::Free));
        if is_one { number.to_owned() } else { self.put_in(number) }
    }

    /// The text with every person's name masked, in the people rows and wherever it stands in words.
    pub fn text(&self, organ: &Organ, text: &RecordText) -> RecordText {
        let mut out = text.clone();
        for words in [
            &mut out.content,
            &mut out.response_text,
            &mut out.place,
            &mut out.late_reason,
            &mut out.no_material_reason,
            &mut out.contact_note,
            &mut out.proposal_no,
            &mut out.handed_on_by,
            &mut out.reply,
            &mut out.practice,
            &mut out.recusal_note,
        ] {
            *words = self.put_in(words);
        }
        for number in
            std::iter::once(&mut out.case_no).chain(out.other_cases.iter_mut().map(|c| &mut c.case_no))
        {
            *number = self.number(number);
        }
        for a in &mut out.attachments {
            for words in [&mut a.title, &mut a.original_location, &mut a.medium] {
                *words = self.put_in(words);
            }
            // It would tell whether one's own file is the same.
            a.hash = None;
        }
        for p in &mut out.people {
            if let Some(id) = p.person.take() {
                p.name = organ.name_of(&id);
            }
            p.name = mask(&p.name);
            p.contact.clear();
            p.licence.clear();
            for words in [
                &mut p.description,
                &mut p.unit,
                &mut p.post,
                &mut p.former_unit,
                &mut p.relation_to_party,
                &mut p.relation_to_recorder,
                &mut p.relation_words,
            ] {
                *words = self.put_in(words);
            }
        }
        for g in &mut out.gifts {
            for words in [&mut g.description, &mut g.value, &mut g.returned_to] {
                *words = self.put_in(words);
            }
        }
        out.received_by = None;
        out.meant.clear();
        out.channel.clear();
        out
    }
}

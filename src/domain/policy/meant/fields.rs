//! In which fields of a text words of people stand, and how each is read.

use super::Reader;
use crate::domain::name::{Place, Reading};
use crate::domain::record::{PersonRole, RecordText, is_own_duty};

impl Reader<'_> {
    /// Every field is named here, so that a new one says whether words of people can stand in it. What is passed over
    /// holds codes, moments and accounts, and nothing else is taken there.
    pub(super) fn text(&mut self, text: &RecordText) {
        let RecordText {
            content,
            response_text,
            place,
            late_reason,
            no_material_reason,
            recorder_role,
            contact_note,
            channel,
            attachments,
            gifts,
            people,
            meant,
            stream,
            matter: _,
            case_no,
            stage: _,
            other_cases,
            occurred: _,
            manner: _,
            nobody_else: _,
            received_by: _,
            request_type: _,
            special_items: _,
            response: _,
            effect: _,
            aggravating: _,
            contact_facts: _,
            written_opinion: _,
            filed_to: _,
            deputy_level: _,
            proposal_no,
            handed_on_by,
            reply,
            replied_on: _,
            practice,
            recusal_note,
            secrecy: _,
            urgent: _,
        } = text;
        for (field, words) in [
            ("content", content),
            ("response_text", response_text),
            ("place", place),
            ("late_reason", late_reason),
            ("no_material_reason", no_material_reason),
            ("recorder_role", recorder_role),
            ("contact_note", contact_note),
            ("proposal_no", proposal_no),
            ("handed_on_by", handed_on_by),
            ("reply", reply),
            ("practice", practice),
            ("recusal_note", recusal_note),
        ] {
            self.words(field, Place::Running, words, None);
        }
        // What is no number of a case is words as any other.
        for number in std::iter::once(case_no).chain(other_cases.iter().map(|c| &c.case_no)) {
            self.words("case_no", Place::Running, number, None);
        }
        channel.values().for_each(|c| self.words("channel", Place::Running, c, None));
        for a in attachments {
            for words in [&a.title, &a.original_location, &a.medium] {
                self.words("attachments", Place::Running, words, None);
            }
        }
        for gift in gifts {
            for words in [&gift.description, &gift.value, &gift.returned_to] {
                self.words("gifts", Place::Running, words, None);
            }
        }
        people.iter().for_each(|row| self.row(row, stream));
        meant.iter().filter(|m| m.same).for_each(|m| self.names(&m.person, "", |t| t.meant.contains(m)));
    }

    /// One row of people. Who was picked from the directory is not meant by that very row.
    fn row(&mut self, row: &PersonRole, stream: &str) {
        let picked = row.person.as_ref();
        // Whoever is there on duty is not told of; of a relative the row itself tells.
        let relative = self.by >= Reading::Seven && row.role == "RELATIVE" && picked != Some(self.recorder);
        if relative || row.is_subject() && !is_own_duty(stream, self.recorder, row) {
            let stood = |text: &RecordText| text.people.iter().any(|p| p.says_as(row));
            picked.into_iter().for_each(|p| self.names(p, &row.name, stood));
        }
        for words in [
            &row.description,
            &row.former_unit,
            &row.relation_to_party,
            &row.relation_to_recorder,
            &row.relation_words,
            &row.licence,
            &row.contact,
        ] {
            self.words("people", Place::Running, words, picked);
        }
        if picked.is_some() {
            if self.by >= Reading::Nine {
                for words in [&row.name, &row.unit, &row.post] {
                    self.words("people", Place::Picked, words, picked);
                }
            }
            return;
        }
        let own = self.is_own(row);
        let named = Place::Named { own, outside: self.is_outside(row) };
        self.words("people", named, &row.name, None);
        self.words("people", Place::Unit, &row.unit, None);
        // 监察室 with 姓石, 审管办 with 一名审判管理员.
        if self.by >= Reading::Four && own {
            for words in [&row.name, &row.description].into_iter().filter(|w| !w.is_empty()) {
                self.words("people", named, &format!("{}{words}", row.unit), None);
            }
        }
        if !row.post.is_empty() {
            // 欧阳 with the post 院长; 审管办 with the post 主任.
            if own || row.unit.is_empty() {
                self.words("people", named, &format!("{}{}", row.name, row.post), None);
            }
            self.words("people", named, &format!("{}{}", row.unit, row.post), None);
        }
    }

    pub(super) fn is_own(&self, row: &PersonRole) -> bool {
        matches!(row.kind.as_str(), "OWN_STAFF" | "OWN_LEADER") || self.directory.is_own(&row.unit)
    }

    /// A schoolmate, or whoever is not known, may be of this organ, unless the row has another house.
    pub(super) fn is_outside(&self, row: &PersonRole) -> bool {
        let may_be = matches!(row.kind.as_str(), "ACQ" | "UNKNOWN" | "RETIRED");
        !may_be || !row.unit.is_empty() && !self.is_own(row)
    }
}

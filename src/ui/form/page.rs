//! The record form as a page: sections and fields, as far as the answers so far ask for them.

use super::Choice;
use super::choices;
use super::entry::{Def, What};
use super::gather;
use super::person::summary;
use super::spec::{Kind, Value};
use crate::domain::codes;
use crate::domain::ids::Millis;
use crate::domain::record::{Attachment, FieldReason, RecordText, required_fields};
use crate::ui::room::Cx;
use crate::words::{self, form::FormWords};

/// What the page is made from.
pub(crate) struct Page<'a> {
    pub cx: &'a Cx,
    /// As the fields stand now.
    pub text: &'a RecordText,
    /// What the fields begin with.
    pub begin: &'a RecordText,
    /// Attachments from this one on were added here and can be taken out again.
    pub kept: usize,
    pub returned: &'a [FieldReason],
    /// A correction says why.
    pub correcting: bool,
    /// Shown above everything.
    pub intro: Vec<String>,
}

impl Page<'_> {
    fn f(&self) -> &'static FormWords {
        words::form::words(self.cx.lang)
    }

    pub fn defs(&self) -> Vec<Def> {
        let f = self.f();
        let mut all = Vec::new();
        if !self.intro.is_empty() {
            all.push(Def::told("#intro", self.intro.clone()));
        }
        if self.correcting {
            all.push(
                Def::new(
                    "reason",
                    f.record("reason"),
                    What::Field(Kind::Text(500)),
                    Value::Text(String::new()),
                )
                .required(true),
            );
        }
        all.push(Def::heading(f.record("who")));
        self.people("INQUIRER", &mut all);
        self.people("BEHALF", &mut all);
        self.people("RELAYER", &mut all);
        all.push(self.field("received_by", Kind::Person));
        all.push(self.pick("recorder_role", "recorder_capacity"));
        all.push(Def::heading(f.record("when_where")));
        all.push(self.field("occurred", Kind::When));
        all.push(self.field("occurred.to", Kind::When));
        if self.is_late(self.cx.office.now()) {
            all.push(self.field("late_reason", Kind::Line(200)).required(true));
        }
        all.push(self.field("place", Kind::Line(100)));
        self.people("PRESENT", &mut all);
        all.push(self.field("nobody_else", Kind::Yes));
        all.push(Def::heading(f.record("how")));
        all.push(self.many("manner", "CL08"));
        self.channels(&mut all);
        all.push(Def::heading(f.record("which_case")));
        all.push(self.pick("matter", "CL02"));
        all.push(self.case_no());
        all.push(self.pick("stage", "CL07"));
        self.stages(&mut all);
        all.push(Def::heading(f.record("what_was_said")));
        all.push(self.field("content", Kind::Text(20_000)));
        all.push(self.many("request_type", "CL09"));
        all.push(self.many("special_items", "CL12"));
        all.push(self.many("aggravating", "CL13"));
        all.push(self.field("urgent", Kind::Yes));
        all.push(Def::heading(f.record("what_i_answered")));
        all.push(self.many("response", "CL14"));
        all.push(self.field("response_text", Kind::Text(4000)));
        all.push(self.pick("effect", "CL15"));
        all.push(Def::heading(f.record("what_is_kept")));
        self.materials(&mut all);
        all.push(self.pick("secrecy", "CL17"));
        all.push(self.pick("stream", "CL01"));
        self.marks(&mut all);
        all
    }

    /// Whether an entry made now comes after the organ's limit.
    fn is_late(&self, now: Millis) -> bool {
        let from = self.text.occurred.as_ref().map(|o| o.from);
        from.is_some_and(|from| self.cx.office.organ().is_over("submission", from, now))
    }

    fn field(&self, key: &'static str, kind: Kind) -> Def {
        let begin = gather::value(self.begin, key).unwrap_or(Value::Text(String::new()));
        let label = self.f().record.get(key).cloned().unwrap_or_else(|| self.cx.w.field(key));
        let provision = crate::domain::provisions::of(key).map(|_| key);
        let mut def = Def::new(key, label, What::Field(kind), begin).hint(self.f().hint(key));
        def.provision = provision;
        def
    }

    fn pick(&self, key: &'static str, list: &str) -> Def {
        self.field(key, Kind::Pick(choices(list, self.cx.lang)))
    }

    fn many(&self, key: &'static str, list: &str) -> Def {
        self.field(key, Kind::Many(choices(list, self.cx.lang)))
    }

    /// Rows of one role and the line that adds another.
    fn people(&self, role: &'static str, all: &mut Vec<Def>) {
        let f = self.f();
        let label = self.cx.w.code("party_role", role);
        let provision = match role {
            "BEHALF" => "on_behalf",
            "RELAYER" => "relayers",
            "PRESENT" => "present",
            _ => "inquirers",
        };
        let mut some = false;
        for (i, p) in self.text.people.iter().enumerate().filter(|(_, p)| p.role == role) {
            let row = Def::row(format!("people[{i}]"), label, summary(self.cx.w, f, p));
            all.push(row.provision(provision).hint(f.hint("person_row")));
            some = true;
        }
        let words = f.record(if some { "add_another" } else { "add" });
        let row = Def::row(format!("+{role}"), if some { "" } else { label }, words.to_owned());
        all.push(row.provision(provision).hint(f.hint(role)));
    }

    fn channels(&self, all: &mut Vec<Def>) {
        let f = self.f();
        let needed = required_fields(self.text);
        for manner in &self.text.manner {
            let row = codes::list("CL08").get(manner);
            let meaning = row.and_then(|r| r.duty.as_ref()).and_then(|d| d.channel.as_ref());
            let must = needed.iter().any(|r| r.field == "channel" && &r.manner == manner);
            if meaning.is_none() && !must {
                continue;
            }
            let meaning = meaning.map_or(f.record("document_date"), |l| l.get(self.cx.lang));
            let key = format!("channel.{manner}");
            let begin = gather::value(self.begin, &key).unwrap_or(Value::Text(String::new()));
            let mut def = Def::new(key, meaning, What::Field(Kind::Line(100)), begin).required(must);
            def.provision = Some("channel");
            def.hint = format!("{}  {}", self.cx.w.code("CL08", manner), f.hint("channel"));
            all.push(def);
        }
    }

    /// A stage of its own for each further case, where it differs.
    fn stages(&self, all: &mut Vec<Def>) {
        for (i, case) in self.text.other_cases.iter().enumerate() {
            let begin = self.begin.other_cases.iter().find(|c| c.case_no == case.case_no);
            let begin = begin.map(|c| c.stage.clone()).filter(|s| !s.is_empty());
            let kind = Kind::Pick(choices("CL07", self.cx.lang));
            let label = format!("{} {}", self.cx.w.field("stage"), i + 2);
            let mut def =
                Def::new(format!("other_cases[{i}].stage"), label, What::Field(kind), Value::One(begin));
            def.provision = Some("stage");
            all.push(def.hint(&format!("{}  {}", case.case_no, self.f().hint("other_stage"))));
        }
    }

    fn case_no(&self) -> Def {
        let cases = self.cx.office.organ().cases.values().map(|c| Choice {
            code: c.case_no.clone(),
            label: c.case_no.clone(),
            note: format!("{} {}", c.cause, self.cx.office.organ().name_of(&c.handler)),
            initials: String::new(),
        });
        Def { several: true, ..self.field("case_no", Kind::Line(600)).suggest(cases.collect()) }
    }

    fn materials(&self, all: &mut Vec<Def>) {
        let f = self.f();
        let label = self.cx.w.field("attachments");
        for (i, a) in self.text.attachments.iter().enumerate() {
            let shown = if i == 0 { label.as_str() } else { "" };
            let row = Def::row(format!("paper[{i}]"), shown, paper_words(self.cx, a));
            all.push(row.hint(f.hint(if i < self.kept { "paper_kept" } else { "paper_row" })));
        }
        let shown = if self.text.attachments.is_empty() { label.as_str() } else { "" };
        let adder = |key: &str, label: &str, words: &str| {
            Def::row(key, label, words.to_owned()).provision("attachments")
        };
        all.push(adder("+WORDS", shown, f.record("add_words")));
        all.push(adder("+PAPER", "", f.record("add_paper")));
        all.push(Def::told("#attach", vec![f.record("attach_by").to_owned()]));
        let mut reason = self.field("no_material_reason", Kind::Line(200));
        reason.provision = Some("attachments");
        all.push(reason);
    }

    /// Required marks and the reasons of a return, which follow from the whole page.
    fn marks(&self, all: &mut [Def]) {
        let f = self.f();
        let needed = required_fields(self.text);
        // Of a State secret only the time and the place of the paper stand here.
        let index_only = self.text.secrecy == "CLASSIFIED_STUB";
        let is = |field: &str| {
            needed.iter().any(|r| r.field == field)
                && (!index_only || matches!(field, "occurred" | "secrecy"))
        };
        for def in all.iter_mut() {
            def.required |= match def.key.as_str() {
                "+INQUIRER" => is("people") && !self.text.people.iter().any(|p| p.role == "INQUIRER"),
                "+PRESENT" => is("present") && !def.label.is_empty(),
                "+RELAYER" => is("relayers") && !def.label.is_empty(),
                "no_material_reason" => is("attachments") && self.text.attachments.is_empty(),
                key => is(key),
            };
            let means = |r: &&FieldReason| returned_for(&r.field, &def.key);
            for r in self.returned.iter().filter(means) {
                def.notes.push(f.record("returned").replace("{}", &r.reason));
            }
        }
    }
}

/// Whether the field of a return is this line of the page.
fn returned_for(field: &str, key: &str) -> bool {
    match field {
        "people" => key == "people[0]" || key == "+INQUIRER",
        "attachments" => key == "+WORDS",
        "present" => key == "+PRESENT",
        _ => {
            field == key
                || field.starts_with("people[") && field.split_once('.').is_some_and(|(row, _)| row == key)
        }
    }
}

pub(crate) fn paper_words(cx: &Cx, a: &Attachment) -> String {
    let size = if a.size > 0 { format!("{} kB", a.size.div_ceil(1024)) } else { String::new() };
    let parts = [cx.w.code("attachment_kind", &a.kind), &a.title, &size, &a.original_location];
    parts.into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join("  ")
}

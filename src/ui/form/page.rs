//! The record form as a page: sections and fields, as far as the answers so far ask for them.

use super::Choice;
use super::choices;
use super::entry::{Def, What};
use super::gather;
use super::person::summary;
use super::spec::{Kind, Value};
use crate::domain::codes;
use crate::domain::ids::Millis;
use crate::domain::record::streams::{self, Stream};
use crate::domain::record::{Attachment, FieldReason, RecordText, required_fields};
use crate::ui::room::Cx;
use crate::words::{self, form::FormWords};

/// What the page is made from.
pub(crate) struct Page<'a> {
    pub cx: &'a Cx,
    /// As the fields stand now, in that stream.
    pub text: &'a RecordText,
    /// The stream in which it would be taken, and whether the recorder chose it.
    pub stream: &'a Stream,
    pub chosen: bool,
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
        let chosen = if self.chosen { self.text.stream.as_str() } else { "" };
        all.push(self.field("stream", self.one_of("CL01", chosen)));
        all.extend(self.why_stream());
        self.section("who", &mut all, |all| {
            for role in ["INQUIRER", "RELATIVE", "BEHALF", "RELAYER"] {
                self.people(role, all);
            }
            self.ask("received_by", Kind::Person, all);
            self.ask("recorder_role", self.one_of("recorder_capacity", &self.text.recorder_role), all);
            self.ask("deputy_level", self.one_of("deputy_level", &self.text.deputy_level), all);
            self.ask("proposal_no", Kind::Line(100), all);
            self.ask("handed_on_by", Kind::Line(200), all);
            self.ask("practice", Kind::Line(200), all);
            self.ask("recusal_note", Kind::Text(1000), all);
        });
        self.section("when_where", &mut all, |all| {
            self.ask("occurred", Kind::When, all);
            if self.shows("occurred") {
                all.push(self.field("occurred.to", Kind::When));
            }
            if self.is_late(self.cx.office.now()) {
                all.push(self.field("late_reason", Kind::Line(200)).required(true));
            }
            self.ask("place", Kind::Line(100), all);
            self.people("PRESENT", all);
            if self.shows("present") {
                all.push(self.field("nobody_else", Kind::Yes));
            }
        });
        self.section("how", &mut all, |all| {
            self.ask("manner", self.any_of("CL08"), all);
            self.channels(all);
            self.ask("contact_facts", self.any_of("contact_fact"), all);
            if self.shows("contact_facts") {
                self.ask("contact_note", Kind::Line(200), all);
            }
        });
        self.section("which_case", &mut all, |all| {
            self.ask("matter", self.one_of("CL02", &self.text.matter), all);
            if self.shows("case_no") {
                all.push(self.case_no());
            }
            self.ask("stage", self.one_of("CL07", &self.text.stage), all);
            self.stages(all);
        });
        self.section("what_was_said", &mut all, |all| {
            self.ask("content", Kind::Text(20_000), all);
            self.ask("request_type", self.any_of("CL09"), all);
            self.ask("special_items", self.any_of("CL12"), all);
            self.ask("aggravating", self.any_of("CL13"), all);
            self.gifts(all);
            self.ask("urgent", Kind::Yes, all);
        });
        self.section("what_i_answered", &mut all, |all| {
            self.ask("response", self.any_of("CL14"), all);
            self.ask("response_text", Kind::Text(4000), all);
            self.ask("reply", Kind::Text(4000), all);
            self.ask("replied_on", Kind::When, all);
            self.ask("written_opinion", self.one_of("written_opinion", &self.text.written_opinion), all);
            self.ask("effect", self.one_of("CL15", &self.text.effect), all);
        });
        self.section("what_is_kept", &mut all, |all| {
            self.materials(all);
            self.ask("filed_to", self.one_of("CL16", &self.text.filed_to), all);
            all.push(self.field("secrecy", self.one_of("CL17", &self.text.secrecy)));
        });
        self.marks(&mut all);
        all
    }

    /// A heading with what stands under it; a section in which nothing is asked is not there.
    fn section(&self, heading: &str, all: &mut Vec<Def>, fill: impl FnOnce(&mut Vec<Def>)) {
        let mut inside = Vec::new();
        fill(&mut inside);
        if !inside.is_empty() {
            all.push(Def::heading(self.f().record(heading)));
            all.append(&mut inside);
        }
    }

    /// Whether the stream asks for a field; what was written stays on the page whatever the stream.
    fn shows(&self, field: &str) -> bool {
        self.stream.asks(field)
            || match gather::value(self.text, field) {
                Some(Value::Text(words)) => !words.is_empty(),
                Some(Value::One(one)) => one.is_some(),
                Some(Value::Many(many)) => !many.is_empty(),
                Some(Value::When(when)) => when.is_some(),
                Some(Value::Yes(yes)) => yes,
                None => false,
            }
    }

    fn ask(&self, key: &'static str, kind: Kind, all: &mut Vec<Def>) {
        if self.shows(key) {
            all.push(self.field(key, kind));
        }
    }

    /// One code of a list; a stage is one of this organ's own work, or what stands there.
    fn one_of(&self, list: &str, stands: &str) -> Kind {
        let organ = &self.cx.office.organ().kind.code;
        let own = |code: &str| codes::list(list).get(code).is_none_or(|row| row.is_for(organ));
        let offered = choices(list, self.cx.lang).into_iter();
        Kind::Pick(offered.filter(|c| own(&c.code) || c.code == stands).collect())
    }

    fn any_of(&self, list: &str) -> Kind {
        Kind::Many(choices(list, self.cx.lang))
    }

    /// Where the recorder has chosen no stream: which one follows from the facts, and why.
    fn why_stream(&self) -> Option<Def> {
        let known = self.text.primary_inquirer().is_some_and(|p| !p.kind.is_empty() || p.role == "RELATIVE");
        if self.chosen || !known {
            return None;
        }
        let cx = self.cx;
        let found = streams::derive(self.text, Some(&cx.me), Some(&cx.office.organ().calendar))?;
        let stream = cx.w.code("CL01", &found.stream);
        let said = words::fill(
            self.f().record("stream_follows"),
            &[("stream", stream), ("why", found.why(cx.lang))],
        );
        Some(Def::told("#stream", vec![said]))
    }

    fn gifts(&self, all: &mut Vec<Def>) {
        if !self.stream.asks("gifts") && self.text.gifts.is_empty() {
            return;
        }
        let f = self.f();
        let label = self.cx.w.field("gifts");
        for (i, gift) in self.text.gifts.iter().enumerate() {
            let shown = if i == 0 { label.as_str() } else { "" };
            let row = Def::row(format!("gifts[{i}]"), shown, self.cx.w.gift(gift));
            all.push(row.provision("gifts").hint(f.hint("person_row")));
        }
        let shown = if self.text.gifts.is_empty() { label.as_str() } else { "" };
        let adder = Def::row("+GIFT", shown, f.record("add_gift").to_owned());
        all.push(adder.provision("gifts").hint(f.hint("GIFT")));
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

    /// Rows of one role and the line that adds another.
    fn people(&self, role: &'static str, all: &mut Vec<Def>) {
        let asked = self.stream.roles.iter().any(|r| r == role);
        if !asked && self.text.in_role(role).next().is_none() {
            return;
        }
        let f = self.f();
        let label = self.cx.w.code("party_role", role);
        let provision = match role {
            "BEHALF" => "on_behalf",
            "RELAYER" => "relayers",
            "PRESENT" => "present",
            "RELATIVE" => "relatives",
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
        for manner in self.text.manner.iter().filter(|_| self.stream.asks("channel")) {
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
            let kind = self.one_of("CL07", &case.stage);
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
            ..Choice::default()
        });
        Def { several: true, ..self.field("case_no", Kind::Line(600)).suggest(cases.collect()) }
    }

    fn materials(&self, all: &mut Vec<Def>) {
        if !self.stream.asks("attachments") && self.text.attachments.is_empty() {
            return;
        }
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
                "+INQUIRER" | "+RELATIVE" => is("people") && self.text.primary_inquirer().is_none(),
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

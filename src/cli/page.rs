//! One matter as a readable page, and a record as a plain sheet for the binder.

use super::form::{CODED, CODED_PEOPLE};
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::calendar::Due;
use crate::domain::flow::{Act, Capacity};
use crate::domain::policy::View;
use crate::domain::record::sheet::rows_of;
use crate::domain::record::streams;
use crate::domain::record::{FIELDS, FieldReason, PersonRole, RecordText};
use crate::domain::when;
use crate::office::{Can, Found, RecordSheet, StoryLine};
use crate::words::sheet::OnPaper;
use crate::words::{Words, fill};
use clap::Args;
use serde_json::Value;

#[derive(Debug, Args)]
pub struct Show {
    no: String,
    #[arg(long)]
    paper: bool,
}

impl Sitting<'_> {
    /// Whatever the name leads to.
    pub fn show(&mut self, s: &Show) -> Result<(), Stop> {
        match self.office.find(&self.actor, &s.no)? {
            Found::Record(id) => {
                let sheet = self.office.record(&self.actor, &id)?;
                match (self.face.json, s.paper) {
                    (true, _) => self.face.value(&sheet),
                    (false, true) => self.paper(&sheet),
                    (false, false) => self.record_page(&sheet),
                }
            }
            Found::Escalation(id) => self.show_escalation(id),
            Found::Item(id) => self.show_item(id),
            Found::Meeting(id) => self.show_meeting(id),
            Found::Proposal(id) => self.show_proposal(id),
            Found::Matter(id) => self.show_matter(id),
        }
    }

    fn record_page(&mut self, sheet: &RecordSheet) -> Result<(), Stop> {
        let (w, said) = (self.face.w(), self.face.said());
        let r = &sheet.record;
        self.title()?;
        let number = r.record_no.clone().unwrap_or_default();
        self.face.line(
            fill(&said.status, &[("ref", &r.ref_.0), ("status", w.status(r.status)), ("no", &number)]).trim(),
        )?;
        self.face.pair(&said.revision, r.revision.as_str())?;
        self.face.pair(&said.recorded, &self.moment(r.recorded_at))?;
        if r.closed {
            let fields: Vec<String> = sheet.blind.iter().map(|f| format!("--field {f}=")).collect();
            let values = [("no", r.ref_.0.as_str()), ("fields", &fields.join(" "))];
            self.face.say(&said.closed, &values)?;
        }
        if r.urgent {
            self.face.pair(w.code("flag", "urgent"), &said.urgent)?;
        }
        self.at_once(r)?;
        if r.late_hours > 0 {
            self.face
                .pair(w.code("flag", "late"), &fill(&said.late_hours, &[("n", &r.late_hours.to_string())]))?;
        }
        let open: Vec<String> = r.to_complete.iter().map(|f| w.field(f)).collect();
        self.face.pair(w.code("flag", "incomplete"), &open.join("\n"))?;
        if r.own {
            self.face.line(&said.own_record)?;
        }
        for next in &r.next {
            let line =
                fill(&said.role_of, &[("who", w.capacity(next.capacity)), ("what", w.act_turn(next.act))]);
            self.face.pair(&said.next, &line)?;
        }
        self.due(sheet.due.as_ref().map(|(_, due)| due))?;
        for q in &sheet.questions {
            let mut said = vec![self.organ().called(&q.person)];
            said.extend(q.passages.iter().map(|p| w.passage(&p.field, &p.words)));
            said.extend(q.recorder_says_same.map(|same| {
                format!(
                    "{} {}",
                    w.capacity(Capacity::Recorder),
                    w.act(if same { Act::SamePerson } else { Act::OtherPerson })
                )
            }));
            self.face.pair(w.act_turn(Act::OtherPerson), &said.join("  "))?;
        }
        if let Some(q) = &r.quick
            && r.record_no.is_none()
        {
            let (line, who, at) = (
                q.line.clone(),
                q.who.clone(),
                when::show(q.occurred.from, q.occurred.precision, self.face.lang),
            );
            self.face.pair(&w.field("who"), &who)?;
            self.face.pair(&w.field("occurred"), &at)?;
            self.face.pair(&w.field("line"), &line)?;
        }
        self.text(&r.text)?;
        self.custody(sheet)?;
        self.around(sheet)?;
        self.story(&sheet.story)?;
        self.abilities(&sheet.can)
    }

    /// What was reported at once, or seen and not reported.
    fn at_once(&mut self, r: &View) -> Result<(), Stop> {
        let (w, f) = (self.face.w(), crate::words::rooms::words(self.face.lang));
        let Some(at_once) = &r.at_once else { return Ok(()) };
        let label = w.act(Act::ReportAtOnce);
        if at_once.by_letter {
            self.face.pair(label, &fill(&f.at_once_letter, &[("", &self.organ().superior)]))?;
        }
        for line in &at_once.notes {
            let n = &line.note;
            let to: Vec<&str> = n.to.iter().map(|code| w.code("CL18", code)).collect();
            let sent = n.sent_at.map(|at| self.moment(at)).unwrap_or_default();
            let seen = if n.is_report() { "" } else { f.at_once_seen.as_str() };
            self.face.pair(
                label,
                &joined(&[to.join(" "), sent, n.doc_no.clone(), seen.to_owned(), n.words.clone()]),
            )?;
        }
        Ok(())
    }

    /// The organ, and on a training register that it is one.
    pub fn title(&mut self) -> Result<(), Stop> {
        let organ = self.organ();
        let name = match self.face.lang {
            crate::domain::lang::Lang::En if !organ.name_en.is_empty() => organ.name_en.clone(),
            _ => organ.name.clone(),
        };
        self.face.line(&name)?;
        if self.office.is_training() {
            self.face.line(self.face.w().organ("training"))?;
        }
        Ok(())
    }

    /// The due date, and how it came about.
    pub fn due(&mut self, due: Option<&Due>) -> Result<(), Stop> {
        let Some(due) = due else { return Ok(()) };
        self.face.pair(&self.face.said().due, &self.moment(due.at_ms))?;
        let why = self.face.w().due(due).join("\n");
        self.face.pair(&self.face.said().why, &why)
    }

    fn text(&mut self, text: &RecordText) -> Result<(), Stop> {
        let w = self.face.w();
        let Value::Object(fields) = serde_json::to_value(text).unwrap_or_default() else { return Ok(()) };
        self.face.line("")?;
        for name in &FIELDS {
            let shown = match *name {
                "occurred" => text.occurred.as_ref().map(|o| {
                    let show = |at| when::show(at, o.precision, self.face.lang);
                    o.to.map_or_else(
                        || show(o.from),
                        |to| fill("{a} ~ {b}", &[("a", &show(o.from)), ("b", &show(to))]),
                    )
                }),
                "received_by" => text.received_by.as_ref().map(|p| self.organ().name_of(p)),
                "channel" => Some(
                    text.channel
                        .iter()
                        .map(|(m, c)| format!("{} {c}", w.code("CL08", m)))
                        .collect::<Vec<_>>()
                        .join("\n"),
                ),
                _ => fields.get(*name).map(|v| match w.rows(name, v) {
                    Some(rows) => rows.join("\n"),
                    None => in_words(w, CODED, name, v),
                }),
            };
            self.face.pair(&w.field(name), &shown.unwrap_or_default())?;
        }
        if text.nobody_else {
            self.face.line(&w.field("nobody_else"))?;
        }
        if !text.people.is_empty() {
            self.face.heading(&self.face.said().people)?;
            for p in &text.people {
                let role = w.code("party_role", &p.role).to_owned();
                let line = self.person_line(p);
                self.face.pair(&role, &line)?;
            }
        }
        if !text.attachments.is_empty() {
            self.face.heading(&self.face.said().materials)?;
            let rows: Vec<Vec<String>> = text
                .attachments
                .iter()
                .map(|a| {
                    let short: String = a.hash.as_deref().unwrap_or_default().chars().take(12).collect();
                    vec![
                        w.code("attachment_kind", &a.kind).to_owned(),
                        a.title.clone(),
                        short,
                        joined(&[a.original_location.clone(), a.medium.clone()]),
                    ]
                })
                .collect();
            self.face.table(&rows)?;
        }
        Ok(())
    }

    fn person_line(&self, p: &PersonRole) -> String {
        let w = self.face.w();
        let name = p.person.as_ref().map_or_else(|| p.name.clone(), |id| self.organ().name_of(id));
        let coded = |field: &str, code: &str| match CODED_PEOPLE.iter().find(|(f, _)| *f == field) {
            Some((_, list)) if !code.is_empty() => w.code(list, code).to_owned(),
            _ => String::new(),
        };
        let flag = |on: bool, field: &str| if on { w.field(field) } else { String::new() };
        let parts = [
            name,
            p.description.clone(),
            p.unit.clone(),
            p.post.clone(),
            coded("kind", &p.kind),
            coded("sector", &p.sector),
            coded("rank", &p.rank),
            coded("cadre_authority", &p.cadre_authority),
            flag(p.retired, "retired"),
            p.former_unit.clone(),
            p.contact.clone(),
            p.relation_to_party.clone(),
            coded("relation_to_recorder", &p.relation_to_recorder),
            p.relation_words.clone(),
            p.licence.clone(),
            coded("confidence", &p.confidence),
            flag(p.primary, "primary"),
        ];
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("  ")
    }

    fn custody(&mut self, sheet: &RecordSheet) -> Result<(), Stop> {
        let (w, said, r) = (self.face.w(), self.face.said(), &sheet.record);
        self.face.line("")?;
        for h in &r.hands {
            let doubts: Vec<&str> = h.doubts.iter().map(|p| w.code("point", p)).collect();
            let by = h.by.clone().unwrap_or_default();
            let line = [self.moment(h.at), by, doubts.join(" "), h.remark.clone().unwrap_or_default()];
            self.face.pair(&said.by_hand, &joined(&line))?;
        }
        for FieldReason { field, reason } in &r.returned {
            self.face.pair(&said.returned, &joined(&[w.field(field), reason.clone()]))?;
        }
        for (label, words) in [
            (&said.dispute, &r.dispute),
            (&said.resolution, &r.resolution),
            (&said.withdrawn, &r.withdrawn),
            (&said.void_asked, &r.void_asked),
        ] {
            self.face.pair(label, words.as_deref().unwrap_or_default())?;
        }
        for i in &r.identity {
            let state = w.code("review_state", i.state.code()).to_owned();
            let asked = [i.name.clone(), self.moment(i.at), state, i.purpose.clone()];
            self.face.pair(&said.identity, &joined(&asked))?;
        }
        for s in &r.signatures {
            self.face.pair(
                &said.signatures,
                &joined(&[s.name.clone(), w.code("sign", s.state).to_owned(), s.reason.clone()]),
            )?;
        }
        if let Some(s) = &r.agreement {
            self.face.pair(
                &said.agreement,
                &joined(&[s.name.clone(), w.code("sign", s.state).to_owned(), s.reason.clone()]),
            )?;
        }
        for c in &r.changes {
            let state = match c.state {
                "open" => w.code("review_state", "open"),
                other => w.code("review_state", other),
            };
            let head = [
                c.number.to_string(),
                w.code("change", c.kind).to_owned(),
                state.to_owned(),
                c.reason.clone(),
            ];
            self.face.pair(&said.changes, &joined(&head))?;
            self.face.pair("", &c.words)?;
            for (field, old, new) in &c.fields {
                let shown = |v: &Value| match w.rows(field, v) {
                    Some(rows) => rows.join("\n"),
                    None => in_words(w, CODED, field, v),
                };
                let (old, new) = (shown(old), shown(new));
                self.face.pair(&format!("  {}", w.field(field)), &fill(&said.before, &[("", &old)]))?;
                self.face.pair("", &fill(&said.after, &[("", &new)]))?;
            }
        }
        let blind: Vec<&str> = sheet.blind.iter().map(|b| w.code("blind", b)).collect();
        self.face.pair(&said.blind, &blind.join("  "))
    }

    fn around(&mut self, sheet: &RecordSheet) -> Result<(), Stop> {
        let (w, said) = (self.face.w(), self.face.said());
        for e in &sheet.escalations {
            let state = super::matters::state_word(w, "escalation_state", &e.state);
            let line = [e.ref_.to_string(), state, self.level(&e.level), e.holder.clone()];
            self.face.pair(&said.escalations, &joined(&line))?;
        }
        for i in &sheet.items {
            let state = super::matters::state_word(w, "item_state", &i.state);
            self.face.pair(&said.items, &joined(&[i.ref_.to_string(), i.committee.clone(), state]))?;
        }
        for m in &sheet.matters {
            let (label, told) = w.step(m);
            self.face.pair(&label, &told)?;
        }
        for next in &sheet.awaited {
            self.face.pair(w.code("shape", "not_begun"), &w.ahead(next))?;
        }
        for (other, kind) in &sheet.links {
            self.face
                .pair(&said.links, &joined(&[other.to_string(), w.code("link_kind", kind).to_owned()]))?;
        }
        for filing in &sheet.record.filings {
            self.face.pair(&said.filings, &w.filing(filing))?;
        }
        for s in &sheet.seen_by {
            let line = fill(
                &said.seer,
                &[("who", w.seer(&s.who)), ("n", &s.count.to_string()), ("names", w.names(s.names))],
            );
            self.face.pair(&said.seen_by, &line)?;
        }
        Ok(())
    }

    pub(super) fn story(&mut self, story: &[StoryLine]) -> Result<(), Stop> {
        let (w, said) = (self.face.w(), self.face.said());
        self.face.heading(&said.story)?;
        let rows: Vec<Vec<String>> = story
            .iter()
            .map(|l| {
                let who = l.name.clone().unwrap_or_else(|| w.capacity(l.capacity).to_owned());
                vec![super::list::short(l.at), w.event(&l.kind).to_owned(), who, l.check_code.clone()]
            })
            .collect();
        self.face.table(&rows)
    }

    /// What this person can do here and now, and why not the rest.
    pub fn abilities(&mut self, can: &[Can]) -> Result<(), Stop> {
        let (w, said) = (self.face.w(), self.face.said());
        let open: Vec<&str> = can.iter().filter(|c| c.why_not.is_none()).map(|c| w.act(c.act)).collect();
        self.face.line("")?;
        self.face.pair(&said.can, &open.join("  "))?;
        for c in can {
            if let Some(no) = &c.why_not {
                let words = joined(&[w.act(c.act).to_owned(), w.refusal(no).text]);
                self.face.pair(&said.cannot, &words)?;
            }
        }
        Ok(())
    }

    /// A sheet for the binder, with room for two signatures by hand.
    fn paper(&mut self, sheet: &RecordSheet) -> Result<(), Stop> {
        let (w, said, r) = (self.face.w(), self.face.said(), &sheet.record);
        self.title()?;
        let stream = streams::of(&r.stream);
        self.face.line(stream.sheet.get(self.face.lang))?;
        self.face.line("")?;
        self.face.pair(w.code("facet", "status"), w.status(r.status))?;
        self.face.pair(&said.revision, r.revision.as_str())?;
        let organ = self.organ();
        let of = OnPaper::of(&organ, &sheet.record);
        for row in rows_of(stream) {
            // What is filled in by hand later has its line; what nothing was said of has none.
            let shown = match row.value.as_str() {
                "" => "_".repeat(30),
                value => w.on_paper(&of, value),
            };
            self.face.pair(row.label(stream, self.face.lang), &shown)?;
        }
        self.face.line("")?;
        for _ in 0..2 {
            self.face.say(&said.paper_hand, &[("a", &"_".repeat(20)), ("b", &"_".repeat(14))])?;
            self.face.line("")?;
        }
        let last = sheet.story.last().map(|l| l.check_code.clone()).unwrap_or_default();
        self.face.say(&said.page_end, &[("code", &last), ("at", &self.moment(self.office.now()))])
    }
}

/// A field's value in words: codes by their list, several with blanks between them.
fn in_words(w: &Words, lists: &[(&str, &str)], field: &str, value: &Value) -> String {
    let list = lists.iter().find(|(f, _)| *f == field).map(|(_, l)| *l);
    match value {
        Value::Null => String::new(),
        Value::String(s) => list.map_or_else(|| s.clone(), |l| w.code(l, s).to_owned()),
        Value::Array(all) => all.iter().map(|v| in_words(w, lists, field, v)).collect::<Vec<_>>().join("  "),
        Value::Object(fields) => {
            let inside = |(k, v): (&String, &Value)| {
                let words = in_words(w, CODED_PEOPLE, k, v);
                (!words.is_empty()).then(|| fill("{a} {b}", &[("a", &w.field(k)), ("b", &words)]))
            };
            fields.iter().filter_map(inside).collect::<Vec<_>>().join("  ")
        }
        other => other.to_string(),
    }
}

pub fn joined(parts: &[String]) -> String {
    parts.iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join("  ")
}

//! Names and proofs: each look is written down by the office before anything is shown.

use super::fields::{pick, text};
use crate::domain::policy::Names;
use crate::domain::refusal::{Refusal, Rule};
use crate::ledger::{Alg, Header, hex};
use crate::office::{RecordSheet, Reveal};
use crate::ui::form::{Answers, Ask, Choice, Way};
use crate::ui::frame::dim;
use crate::ui::room::{Cx, Go};
use crate::ui::rooms::page::{Page, PageRoom};
use crate::words::rooms::words;

/// Where each act of the record stands in the log, and how to take a proof along.
pub fn proof(cx: &mut Cx, sheet: &RecordSheet) -> Go {
    let s = words(cx.lang);
    let v = &sheet.record;
    let file = match cx.office.proof(&cx.actor, &v.id, true) {
        Ok(file) => file,
        Err(trouble) => {
            cx.complain(&trouble);
            return Go::Stay;
        }
    };
    let mut page = Page::new();
    page.heading(s.proof_heading.clone());
    if let Some(p) = file.proofs.first() {
        page.field(s.tree_size.clone(), p.tree_size.to_string());
        page.field(s.root.clone(), p.root.to_string());
    }
    page.heading(s.proof_acts.replace("{}", &file.proofs.len().to_string()));
    for p in &file.proofs {
        let header = hex::decode(&p.header).unwrap_or_default();
        let seq = Header::decode(&header).map(|h| h.seq.to_string()).unwrap_or_default();
        let alg: Alg = cx.office.founding().alg;
        page.field(seq, alg.leaf(&header).to_string());
    }
    page.heading(s.proof_take.clone());
    page.text_in(2, format!("liuhen proof {} --with-linked > {}.json", v.ref_, v.ref_), dim());
    page.text_in(2, format!("liuhen check-proof {}.json --head {}", v.ref_, s.head_form), dim());
    page.blank();
    page.text_in(0, s.proof_note.clone(), dim());
    Go::Push(PageRoom::room("proof", v.ref_.to_string(), page))
}

/// Opens the recorder's name, or the people's names to whom they are masked; for a stated purpose.
pub fn reveal(cx: &mut Cx, sheet: &RecordSheet) -> Go {
    let s = words(cx.lang);
    let v = &sheet.record;
    let mut what = Vec::new();
    if v.recorder_can_be_opened && !v.own {
        what.push(Choice::new("recorder", s.reveal_recorder.clone()));
    }
    if v.names == Names::Masked {
        what.push(Choice::new("names", s.reveal_names.clone()));
    }
    if what.is_empty() {
        let why = if v.own {
            s.nothing_hidden.clone()
        } else {
            cx.refusal_words(&Refusal::of(Rule::IdentityClosed))
        };
        return Go::Say(why);
    }
    let (id, ref_) = (v.id, v.ref_.to_string());
    let mut field = pick("what", s.reveal_what.clone(), what.clone());
    if let [only] = what.as_slice() {
        field.value = crate::ui::form::Value::One(Some(only.code.clone()));
    }
    let fields = vec![field, text("purpose", s.purpose.clone())];
    let title = format!("{} {ref_}", s.reveal_title);
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        let s = words(cx.lang);
        let names = a.one("what").as_deref() == Some("names");
        let what = if names { Reveal::Names } else { Reveal::Recorder };
        let shown = cx.office.reveal(&cx.actor, &id, what, &a.text("purpose"))?;
        let mut page = Page::new();
        page.heading(if names { s.reveal_names.clone() } else { s.reveal_recorder.clone() });
        shown.into_iter().for_each(|name| page.text(name));
        page.blank();
        page.text_in(0, s.reveal_note.clone(), dim());
        Ok(Go::Replace(PageRoom::room("reveal", ref_.clone(), page)))
    });
    let way = Way::by("reveal", v.ref_.0.as_str());
    Go::Push(Ask::new(way, title, vec![s.reveal_intro.clone()], fields, s.reveal_title.clone(), then))
}

//! Putting a material into a record: words pasted here, a sheet of paper that lies elsewhere, a file
//! from one's own computer.

use super::arrive::Arrive;
use crate::domain::command::Command;
use crate::domain::flow::Act;
use crate::domain::ids::Ref;
use crate::domain::record::{Attachment, ChangeDraft, RecordCommand};
use crate::office::{Expected, RecordSheet};
use crate::ui::form::{Answers, Ask, Choice, FieldSpec, PASTED, Way, file_kinds, pasted_kinds};
use crate::ui::room::{Cx, Go};
use crate::ui::rooms::menu::Menu;
use crate::ui::rooms::opened;
use crate::ui::rooms::record::fields::{With, line, pick, pick_code, text};
use crate::words::material::words;
use crate::words::rooms::words as rooms;

/// How a material gets in.
#[derive(Clone)]
enum By {
    Words,
    Paper,
    /// What came under a code: hash and bytes.
    File(Ref, (String, u64)),
}

/// Takes in what came from the person's own computer.
pub fn accept(cx: &Cx, sheet: &RecordSheet, act: Act, code: &Ref, came: &(String, u64)) -> Go {
    form(cx, sheet, act, By::File(code.clone(), came.clone()))
}

/// Asks in which way; `act` is the one by which this record takes a material now.
pub fn bring(cx: &Cx, sheet: &RecordSheet, act: Act) -> Go {
    let ways = |cx: &Cx| {
        let m = words(cx.lang);
        vec![
            Choice::new("words", m.by_words.clone()).with_note(m.by_words_note.clone()),
            Choice::new("paper", m.by_paper.clone()).with_note(m.by_paper_note.clone()),
            Choice::new("file", m.by_file.clone()).with_note(m.by_file_note.clone()),
        ]
    };
    let name = sheet.record.ref_.to_string();
    let sheet = sheet.clone();
    let pick = move |cx: &mut Cx, way: &str| match way {
        "words" => form(cx, &sheet, act, By::Words),
        "paper" => form(cx, &sheet, act, By::Paper),
        _ => match opened(cx, |cx| Ok(Box::new(Arrive::open(cx, &sheet, act)?))) {
            Go::Push(room) => Go::Replace(room),
            other => other,
        },
    };
    Go::Push(Box::new(Menu::of(cx, "material", name, ways, pick)))
}

fn form(cx: &Cx, sheet: &RecordSheet, act: Act, by: By) -> Go {
    let (m, s) = (words(cx.lang), rooms(cx.lang));
    let label = |key: &str| cx.w.field(&format!("attachments.{key}"));
    let mut fields: Vec<FieldSpec> = Vec::new();
    let kinds = match by {
        By::Words => Some(pasted_kinds(cx.lang)),
        By::File(..) => Some(file_kinds(cx.lang)),
        By::Paper => None,
    };
    fields.extend(kinds.map(|kinds| pick("kind", label("kind"), kinds).rule("attachments")));
    fields.push(line("title", label("title"), 200).hint(&m.title_hint).rule("attachments"));
    let lies = line("original_location", label("original_location"), 200);
    fields.push(lies.hint(&m.original_hint).rule("attachments"));
    let goes = pick_code(cx, "file_destination", label("file_destination"), "CL16");
    fields.push(goes.optional().rule("attachments"));
    if matches!(by, By::Words) {
        let mut words = text("words", m.pasted_words.clone()).hint(&m.pasted_hint).rule("attachments");
        words.kind = crate::ui::form::Kind::Text(PASTED);
        fields.push(words);
    }
    if act == Act::Supplement {
        fields.push(text("reason", s.reason.clone()).rule("supplement"));
    }
    let (seen, record) = (sheet.record.revision.clone(), sheet.record.id);
    let (called, part) = match by {
        By::Words => (&m.by_words, "words"),
        By::Paper => (&m.by_paper, "paper"),
        By::File(..) => (&m.by_file, "file"),
    };
    let title = format!("{called} {}", sheet.record.ref_);
    let intro = if act == Act::Supplement { vec![s.supplement_intro.clone()] } else { Vec::new() };
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        let mut attachment = Attachment {
            kind: "PAPER_ONLY".to_owned(),
            title: a.text("title"),
            hash: None,
            size: 0,
            original_location: a.text("original_location"),
            medium: String::new(),
            file_destination: a.one("file_destination").unwrap_or_default(),
        };
        let kept = match &by {
            By::Words => {
                let words = a.text("words");
                Some(cx.office.keep_material(&cx.actor, &mut words.as_bytes(), &Expected::default())?)
            }
            By::File(_, came) => Some(came.clone()),
            By::Paper => None,
        };
        if let Some((hash, size)) = kept {
            attachment.kind = a.one("kind").unwrap_or_default();
            (attachment.hash, attachment.size) = (Some(hash), size);
        }
        cx.office.is_new_material(&cx.actor, &record, &attachment)?;
        let (_, said) =
            cx.act(&Command::Record { record: Some(record), act: taken(act, &seen, attachment, a) })?;
        if let By::File(code, _) = &by {
            cx.office.file_taken(&cx.actor, code)?;
        }
        Ok(Go::Pop(Some(said)))
    });
    // The form takes the menu's place: from it one goes back to the record.
    let way = Way::of(act, sheet.record.ref_.0.as_str());
    let way = way.part(part);
    Go::Replace(Ask::new(way, title, intro, fields, cx.w.act(act).to_owned(), then))
}

/// The act that takes the material in.
fn taken(
    act: Act,
    seen: &crate::domain::ids::Revision,
    attachment: Attachment,
    a: &Answers,
) -> RecordCommand {
    let seen = seen.clone();
    if act != Act::Supplement {
        return RecordCommand::Attach { seen, attachment };
    }
    let change = ChangeDraft::Supplement { words: String::new(), attachments: vec![attachment] };
    RecordCommand::ProposeChange { seen, change, reason: a.text("reason") }
}

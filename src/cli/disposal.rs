//! What follows from records, as room 5 lists it: by the clock that runs out first, narrowed by what is next.

use super::{Sitting, Stop, list::short};
use crate::domain::flow::Act;
use crate::domain::kind::room;
use crate::domain::refusal::Flaw;
use crate::domain::registry;
use crate::office::Narrowed;
use crate::words::fill;
use clap::Args;

#[derive(Debug, Args)]
pub struct Disposal {
    #[arg(long, value_name = "ACT")]
    next: Option<String>,
    #[arg(long, conflicts_with = "next")]
    done: bool,
}

impl Sitting<'_> {
    pub fn disposal(&mut self, d: &Disposal) -> Result<(), Stop> {
        let narrowed = match &d.next {
            Some(code) => {
                let here = |act: &Act| registry::in_room(room::DISPOSAL).any(|k| k.has(*act));
                let act = Act::from_code(code).filter(here);
                Narrowed::Next(act.ok_or_else(|| Stop::wrong("next", Flaw::UnknownCode, code.clone()))?)
            }
            None if d.done => Narrowed::Done,
            None => Narrowed::UnderWay,
        };
        let found = self.office.following(&self.actor, room::DISPOSAL, narrowed)?;
        let now = self.office.now();
        self.face.list(&found.lines, |face, l| {
            let (w, said) = (face.w(), face.said());
            let (what, due) = match &l.waits {
                Some(waits) if waits.clock.is_empty() => (w.act_turn(waits.act), String::new()),
                Some(waits) if waits.due < now => {
                    (w.act_turn(waits.act), fill(&said.overdue, &[("", &short(waits.due))]))
                }
                Some(waits) => (w.act_turn(waits.act), short(waits.due)),
                None => (w.code(&format!("{}_state", l.line.kind), &l.line.state), short(l.line.since)),
            };
            vec![
                l.line.ref_.to_string(),
                w.code("matter", &l.line.kind).to_owned(),
                what.to_owned(),
                due,
                l.title.clone(),
            ]
        })?;
        if found.more {
            self.face
                .remark(&fill(&self.face.said().more_than_shown, &[("n", &found.lines.len().to_string())]));
        }
        Ok(())
    }
}

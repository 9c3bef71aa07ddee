//! 管理: who there is and by what rules the organ works, to read; proposals for administrators to
//! confirm or refuse, one person's proposal by another's hand.

mod proposal;
pub mod propose;

use super::page::Page;
use crate::domain::flow::Act;
use crate::domain::ids::PersonId;
use crate::domain::organ::{Organ as Data, ProposalState};
use crate::domain::when::{self, Precision};
use crate::office::Trouble;
use crate::text::{pad, width};
use crate::ui::bindings::Action;
use crate::ui::frame::{alarm, bold, dim};
use crate::ui::keys::Key;
use crate::ui::paint::SIDES;
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::words::rooms::words;
pub use proposal::open as proposal;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::sync::Arc;

/// The organ's data as one page.
#[derive(Default)]
pub struct Organ {
    page: Page,
    admin: bool,
    /// Open proposals, for administrators only.
    open: usize,
}

impl Room for Organ {
    fn name(&self) -> &'static str {
        "organ"
    }

    fn place(&self, _cx: &Cx) -> String {
        self.page.place()
    }

    fn draw(&mut self, _cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.page.draw(area.inner(SIDES), buf);
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        let open = (self.open > 0).then_some(Action::Open);
        let propose = self.admin.then_some(Action::Do(Act::Propose));
        open.into_iter().chain(propose).map(Offer::open).collect()
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        match action {
            Action::Open => Go::Push(Box::new(proposal::List::new(cx))),
            Action::Do(Act::Propose) => propose::kinds(cx),
            _ => Go::NotMine,
        }
    }

    fn key(&mut self, _cx: &mut Cx, key: Key) -> Go {
        if self.page.key(key) { Go::Stay } else { Go::NotMine }
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        let organ = cx.office.organ_now()?;
        let admin = cx.office.is_administrator(&cx.me);
        self.admin = admin;
        self.open = if admin { open_proposals(&organ) } else { 0 };
        self.page = page(cx, &organ, admin).instead_of(&self.page);
        Ok(())
    }
}

fn open_proposals(organ: &Data) -> usize {
    organ.proposals.values().filter(|p| p.state == ProposalState::Proposed).count()
}

fn names(cx: &Cx, organ: &Data, ids: &[PersonId]) -> String {
    ids.iter().map(|id| organ.name_of(id)).collect::<Vec<_>>().join(cx.lang.pick("、", ", "))
}

fn page(cx: &Cx, organ: &Arc<Data>, admin: bool) -> Page {
    let s = words(cx.lang);
    let mut page = Page::new();
    page.text_in(
        0,
        if organ.name_en.is_empty() {
            organ.name.clone()
        } else {
            cx.lang.pick(&organ.name, &organ.name_en).clone()
        },
        bold(),
    );
    page.field(s.superior.clone(), organ.superior.clone());
    if admin && open_proposals(organ) > 0 {
        let n = open_proposals(organ).to_string();
        page.text_in(0, s.proposals_wait.replace("{}", &n), bold());
    }
    roster(cx, organ, &mut page);
    committees(cx, organ, &mut page);
    units(cx, organ, &mut page);
    people(cx, organ, admin, &mut page);
    page.heading(s.clocks_heading.clone());
    for (name, rule) in organ.policy.clocks.all() {
        page.field(cx.w.clock_name(name), cx.w.clock(rule.clock()));
    }
    for (key, value) in organ.policy.unknown() {
        page.field(key, cx.w.unknown_rule(&value));
    }
    page.blank();
    page.text_in(0, s.organ_note.clone(), dim());
    page
}

fn roster(cx: &Cx, organ: &Data, page: &mut Page) {
    let s = words(cx.lang);
    page.heading(s.roster_heading.clone());
    let (office, least) = cx.office.custodians_in_office();
    if office < least {
        page.text_in(0, cx.f.too_few_custodians.clone(), alarm());
    }
    for period in organ.roster.iter().rev() {
        let day = |ms| when::show(ms, Precision::Day, cx.lang);
        let to = period.to.map(day).unwrap_or_default();
        let running = period.from <= cx.office.now() && period.to.is_none_or(|to| cx.office.now() < to);
        page.text_in(0, format!("{} - {to}", day(period.from)), if running { bold() } else { dim() });
        page.field(s.custodians.clone(), names(cx, organ, &period.custodians));
        page.field(s.substitutes.clone(), names(cx, organ, &period.substitutes));
    }
}

fn committees(cx: &Cx, organ: &Data, page: &mut Page) {
    let s = words(cx.lang);
    for c in organ.committees.values() {
        page.heading(c.name.clone());
        let mut members: Vec<_> = c.members.iter().collect();
        members.sort_by_key(|m| m.rank);
        let ids: Vec<PersonId> = members.into_iter().map(|m| m.person.clone()).collect();
        page.field(s.kind.clone(), cx.w.code("CL24", &c.kind));
        page.field(s.members.replace("{}", &ids.len().to_string()), names(cx, organ, &ids));
        page.field(s.quorum.clone(), c.quorum(c.total()).to_string());
        page.field(s.secretary.clone(), organ.name_of(&c.secretary));
    }
}

fn units(cx: &Cx, organ: &Data, page: &mut Page) {
    let s = words(cx.lang);
    page.heading(s.units_heading.clone());
    for u in organ.units.values() {
        let name = if u.name_en.is_empty() { &u.name } else { cx.lang.pick(&u.name, &u.name_en) };
        let person = |label: &str, id: &Option<PersonId>| {
            id.as_ref().map(|id| format!("{label} {}", organ.name_of(id))).unwrap_or_default()
        };
        let mut parts = vec![person(&s.head_of_unit, &u.head), person(&s.vice_chief, &u.vice_chief)];
        if u.relation != "SELF" {
            parts.push(cx.w.code("unit_relation", &u.relation).to_owned());
        }
        parts.retain(|p| !p.is_empty());
        let rest = if parts.is_empty() { s.nothing.clone() } else { parts.join("  ") };
        page.field(name.clone(), rest);
    }
}

fn people(cx: &Cx, organ: &Data, admin: bool, page: &mut Page) {
    let s = words(cx.lang);
    page.heading(s.people_of_organ.replace("{}", &organ.people.len().to_string()));
    let longest =
        |f: &dyn Fn(&crate::domain::organ::Person) -> usize| organ.people.values().map(f).max().unwrap_or(0);
    let name = longest(&|p| width(&p.name)).min(16);
    let unit = longest(&|p| width(organ.unit_name(&p.unit))).min(22);
    let post = longest(&|p| width(&p.post)).min(20);
    let mut all: Vec<_> = organ.people.values().collect();
    all.sort_by(|a, b| (&a.unit, &a.id).cmp(&(&b.unit, &b.id)));
    for p in all {
        let roles: Vec<&str> = p.roles.iter().map(|r| cx.w.role(r.code())).collect();
        let account = if admin { format!(" 〔{}〕", p.account) } else { String::new() };
        let off = if p.active { "" } else { s.inactive.as_str() };
        let text = format!(
            "{} {} {} {}{account} {off}",
            pad(&p.name, name),
            pad(organ.unit_name(&p.unit), unit),
            pad(&p.post, post),
            roles.join(cx.lang.pick("、", ", "))
        );
        page.text_in(0, text.trim_end(), if p.active { Style::default() } else { dim() });
    }
}

//! 本人: who I am to the register, how I came in, and where else I am in.

use super::page::Page;
use super::passphrase::ChoosePassphrase;
use crate::domain::event::Means;
use crate::domain::ids::Millis;
use crate::domain::organ::KeyUse;
use crate::domain::when;
use crate::office::{Greeting, Myself, OtherSession, Trouble};
use crate::ui::bindings::Action;
use crate::ui::frame::{bold, dim};
use crate::ui::keys::Key;
use crate::ui::paint::SIDES;
use crate::ui::room::{Cx, Follows, Go, Offer, Room};
use crate::words::fill;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// How one was here before, line by line; what deserves a second look in bold.
pub fn greeting_words(cx: &Cx, greeting: &Greeting) -> Vec<(String, Style)> {
    let f = cx.f;
    let last = greeting.last.as_ref().map_or_else(
        || f.first_sign_in.clone(),
        |l| fill(&f.last_sign_in, &[("at", &moment(cx, l.at)), ("address", &l.address)]),
    );
    let mut words = vec![(last, Style::default())];
    if greeting.failures > 0 {
        words.push((fill(&f.failures_since, &[("", &greeting.failures.to_string())]), bold()));
    }
    if let Some(cut) = &greeting.cut {
        words.push((fill(&f.cut_before, &[("at", &moment(cx, cut.at)), ("what", &cut.what)]), bold()));
    }
    words.extend(greeting.others.iter().map(|other| (session_words(cx, other), bold())));
    words
}

/// Another session of the same person.
pub fn session_words(cx: &Cx, other: &OtherSession) -> String {
    let since = moment(cx, other.since);
    fill(&cx.f.other_session, &[("since", &since), ("address", &other.address)])
}

fn moment(cx: &Cx, at: Millis) -> String {
    when::show(at, when::Precision::Exact, cx.lang)
}

/// The page, drawn anew in whatever language and at whatever moment.
pub struct MyPage(Page);

impl MyPage {
    /// # Errors
    /// What the office says.
    pub fn open(cx: &mut Cx) -> Result<Self, Trouble> {
        let me = cx.office.myself(&cx.actor)?;
        Ok(Self(page(cx, &me)))
    }
}

impl Room for MyPage {
    fn name(&self) -> &'static str {
        "me"
    }

    fn draw(&mut self, _cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.0.draw(area.inner(SIDES), buf);
        None
    }

    fn offers(&self, cx: &Cx) -> Vec<Offer> {
        // A training register asks for no signature.
        let offers = (!cx.office.is_training()).then(|| Offer::open(Action::Passphrase));
        offers.into_iter().collect()
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        match action {
            Action::Passphrase => Go::Push(Box::new(ChoosePassphrase::new(cx))),
            _ => Go::NotMine,
        }
    }

    fn key(&mut self, _cx: &mut Cx, key: Key) -> Go {
        if self.0.key(key) { Go::Stay } else { Go::NotMine }
    }

    fn follows(&self) -> Follows {
        Follows::Reads
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        let me = cx.office.myself(&cx.actor)?;
        self.0 = page(cx, &me).instead_of(&self.0);
        Ok(())
    }
}

fn page(cx: &Cx, me: &Myself) -> Page {
    let said = |code: &str| cx.f.me.get(code).cloned().unwrap_or_default();
    let organ = cx.office.organ();
    let mut page = Page::new();
    page.heading(said("person"));
    page.field(said("name"), &me.name);
    page.field(said("account"), &me.account);
    page.field(said("post"), format!("{} {}", me.unit, me.post));
    let roles: Vec<&str> = me.roles.iter().map(|r| cx.w.role(r.code())).collect();
    page.field(said("roles"), roles.join(cx.lang.pick("、", ", ")));
    let name = if organ.name_en.is_empty() { &organ.name } else { &organ.name_en };
    page.field(said("organ"), cx.lang.pick(&organ.name, name));
    page.heading(said("session"));
    let (how, which) = match &me.means {
        Means::OsAccount(account) => ("by_account", account.as_str()),
        Means::SshKey(fingerprint) => ("by_key", fingerprint.as_str()),
        Means::Sudo(account) => ("by_sudo", account.as_str()),
        Means::Training => ("by_training", ""),
        Means::Register => ("by_training", ""),
    };
    page.field(said("means"), format!("{} {which}", said(how)));
    if let Some(session) = &me.session {
        page.field(said("since"), moment(cx, session.since));
        page.field(said("address"), &session.address);
        page.field(said("fingerprint"), &session.fingerprint);
    }
    page.heading(said("before"));
    if me.session.is_none() && me.before.last.is_none() {
        page.text_in(0, said("no_sign_in"), dim());
    } else {
        greeting_words(cx, &me.before).into_iter().for_each(|(text, style)| page.text_in(0, text, style));
    }
    page.heading(said("keys"));
    for key in &me.keys {
        let use_ = match key.use_ {
            KeyUse::Login => said("key_login"),
            KeyUse::Own => said("key_own"),
        };
        page.field(use_, format!("{}  {}", key.fingerprint, moment(cx, key.since)));
    }
    if me.keys.is_empty() {
        page.text_in(0, said("no_keys"), dim());
    }
    if !cx.office.is_training() {
        page.field(said("passphrase"), said(me.passphrase.code()));
    }
    page
}

//! 本人: who I am to the register, how I came in, and where else I am in.

use super::page::{Page, PageRoom};
use crate::domain::event::Means;
use crate::domain::ids::Millis;
use crate::domain::organ::KeyUse;
use crate::domain::when;
use crate::office::{Greeting, Myself};
use crate::ui::frame::{bold, dim};
use crate::ui::room::{Cx, Room};
use crate::words::fill;
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
    let others = greeting.others.iter();
    words.extend(others.map(|o| {
        let gaps = [("since", moment(cx, o.since)), ("address", o.address.clone())];
        (fill(&f.other_session, &gaps.each_ref().map(|(n, v)| (*n, v.as_str()))), bold())
    }));
    words
}

fn moment(cx: &Cx, at: Millis) -> String {
    when::show(at, when::Precision::Exact, cx.lang)
}

pub fn room(cx: &Cx, me: &Myself) -> Box<dyn Room> {
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
    for (text, style) in greeting_words(cx, &me.before) {
        page.text_in(0, text, style);
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
    PageRoom::room("me", String::new(), page)
}

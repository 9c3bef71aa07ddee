//! Who one is to the register: the same as the page 本人 of the screens.

use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::event::Means;
use crate::domain::organ::KeyUse;
use crate::domain::when;
use crate::words::{fill, frame};

impl Sitting<'_> {
    pub fn whoami(&mut self) -> Result<(), Stop> {
        let me = self.office.myself(&self.actor)?;
        if self.face.json {
            return self.face.value(&me);
        }
        let lang = self.face.lang;
        let f = frame::words(lang);
        let said = |code: &str| f.me.get(code).cloned().unwrap_or_default();
        let at = |ms| when::show(ms, when::Precision::Exact, lang);
        let comma = lang.pick("、", ", ");
        let roles: Vec<&str> = me.roles.iter().map(|r| self.face.w().role(r.code())).collect();
        let means = match &me.means {
            Means::OsAccount(account) => format!("{} {account}", said("by_account")),
            Means::SshKey(fingerprint) => format!("{} {fingerprint}", said("by_key")),
            Means::Sudo(account) => format!("{} {account}", said("by_sudo")),
            Means::Training | Means::Register => said("by_training"),
        };
        let mut pairs = vec![
            (said("name"), me.name.clone()),
            (said("account"), me.account.clone()),
            (said("post"), format!("{} {}", me.unit, me.post)),
            (said("roles"), roles.join(comma)),
            (said("organ"), self.organ().name.clone()),
            (said("means"), means),
        ];
        if let Some(session) = &me.session {
            pairs.push((said("since"), at(session.since)));
            pairs.push((said("address"), session.address.clone()));
        }
        let last = me.before.last.as_ref().map_or_else(
            || if me.session.is_none() { said("no_sign_in") } else { f.first_sign_in.clone() },
            |l| fill(&f.last_sign_in, &[("at", &at(l.at)), ("address", &l.address)]),
        );
        pairs.push((said("before"), last));
        if me.before.failures > 0 {
            pairs.push((String::new(), fill(&f.failures_since, &[("", &me.before.failures.to_string())])));
        }
        for other in &me.before.others {
            let (since, address) = (at(other.since), other.address.as_str());
            pairs.push((String::new(), fill(&f.other_session, &[("since", &since), ("address", address)])));
        }
        for key in &me.keys {
            let use_ = if key.use_ == KeyUse::Login { "key_login" } else { "key_own" };
            pairs.push((format!("{}: {}", said("keys"), said(use_)), key.fingerprint.clone()));
        }
        if me.keys.is_empty() {
            pairs.push((said("keys"), said("no_keys")));
        }
        if !self.office.is_training() {
            pairs.push((said("passphrase"), said(me.passphrase.code())));
        }
        pairs.iter().try_for_each(|(label, value)| self.face.pair(label, value))
    }
}

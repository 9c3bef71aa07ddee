//! sshd's settings for the service account, one by one against the table that `setup-ssh` prints.

use super::site::Site;
use super::sshd_text::{Settings, fits, listed};
use super::table::Verdict::{Bad, Good, ToDo, Unknown};
use super::table::{Check, Finding};
use crate::cli::deploy::{Compare, Point, access, points, server_points};

pub const CHECKS: &[Check] = &[
    Check { code: "sshd_read", outcomes: &[("said", Good), ("good", Good), ("unseen", Unknown)], look: read },
    Check {
        code: "sshd_setting",
        outcomes: &[("good", Good), ("weak", Bad), ("absent", ToDo), ("unseen", Unknown)],
        look: settings,
    },
    Check {
        code: "sshd_server",
        outcomes: &[("good", Good), ("weak", Bad), ("advice", ToDo), ("unseen", Unknown)],
        look: server,
    },
    Check {
        code: "sshd_access",
        outcomes: &[("good", Good), ("shut_out", Bad), ("unseen", Unknown)],
        look: let_in,
    },
    Check {
        code: "sshd_locked",
        outcomes: &[("good", Good), ("locked", Bad), ("unseen", Unknown)],
        look: locked,
    },
];

fn read(site: &Site<'_>) -> Vec<Finding> {
    let found = match &site.sshd {
        None => Finding::of("unseen"),
        Some(_) if site.sshd_said => Finding::of("said"),
        Some(s) => Finding::of("good").with("n", s.files.len()),
    };
    found.with("user", &site.values.user).alone()
}

fn settings(site: &Site<'_>) -> Vec<Finding> {
    let Some(sshd) = &site.sshd else { return Finding::of("unseen").alone() };
    // Neither line there: this server lets nobody in to the register over SSH, which is a way to live.
    let forced = ["forcecommand", "authorizedkeyscommand"];
    let binary = site.values.binary.to_string_lossy();
    let ours = forced.iter().any(|f| sshd.values(|k| k == *f).iter().any(|v| v.contains(&*binary)));
    if !ours {
        return Finding::of("absent").with("user", &site.values.user).alone();
    }
    points().iter().map(|p| one(site, sshd, p)).collect()
}

fn server(site: &Site<'_>) -> Vec<Finding> {
    let Some(sshd) = &site.sshd else { return Finding::of("unseen").alone() };
    server_points().iter().map(|p| one(site, sshd, p)).collect()
}

fn one(site: &Site<'_>, sshd: &Settings, p: &Point) -> Finding {
    let wanted = site.values.fill(&p.value);
    let (found, fine) = judge(sshd, p, &wanted);
    let outcome = match (fine, p.compare) {
        (true, _) => Finding::of("good"),
        (false, Compare::Advice) => Finding::of("advice"),
        (false, _) => Finding::of("weak"),
    };
    let why = p.why(site.lang);
    outcome.about(&p.keyword).with("found", found).with("wanted", wanted).with("why", why)
}

/// What may be in force, and whether all of it will do.
fn judge(sshd: &Settings, p: &Point, wanted: &str) -> (String, bool) {
    let is = |k: &str| p.is(k);
    if p.compare == Compare::Within {
        let every = sshd.every(is).join(" ");
        let found = if every.is_empty() { p.when_not_said.clone() } else { Some(every) };
        let fine = found.as_deref().is_some_and(|f| within(f, wanted));
        return (found.unwrap_or_default(), fine);
    }
    let mut values: Vec<String> = sshd.values(is).into_iter().map(str::to_owned).collect();
    if values.is_empty() {
        values.extend(p.when_not_said.clone());
    }
    let bad = values.iter().find(|v| !will_do(p.compare, v, wanted));
    (bad.or_else(|| values.first()).cloned().unwrap_or_default(), bad.is_none() && !values.is_empty())
}

fn will_do(compare: Compare, found: &str, wanted: &str) -> bool {
    match compare {
        // A word such as `no` is taken in any case; a path is not.
        Compare::Same if wanted.bytes().all(|b| b.is_ascii_alphabetic()) => {
            found.eq_ignore_ascii_case(wanted)
        }
        Compare::Same => found == wanted,
        Compare::Most => match (seconds(found), seconds(wanted)) {
            (Some(found), Some(most)) => found > 0 && found <= most,
            _ => false,
        },
        Compare::Within => within(found, wanted),
        Compare::OneOf => wanted.split(' ').any(|w| w.eq_ignore_ascii_case(found)),
        Compare::Advice => {
            let first = |v: &str| v.split(':').next().and_then(|n| n.parse::<u64>().ok());
            first(found) >= first(wanted)
        }
    }
}

/// Whether every word found is one of those wanted; signs before a list change what it means.
fn within(found: &str, wanted: &str) -> bool {
    let split = |c: char| c == ' ' || c == ',';
    let wanted: Vec<&str> = wanted.split(split).collect();
    found.split(split).filter(|w| !w.is_empty()).all(|w| wanted.contains(&w))
}

/// A number, or a time as sshd writes it: `90`, `90s`, `1m30s`.
fn seconds(text: &str) -> Option<u64> {
    let (mut sum, mut digits) = (0u64, String::new());
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let unit = match c.to_ascii_lowercase() {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            _ => return None,
        };
        sum = sum.checked_add(digits.parse::<u64>().ok()?.checked_mul(unit)?)?;
        digits.clear();
    }
    if digits.is_empty() {
        Some(sum).filter(|_| !text.is_empty())
    } else {
        sum.checked_add(digits.parse().ok()?)
    }
}

/// Lists of who may come in at all, of which every one must let the account pass.
fn let_in(site: &Site<'_>) -> Vec<Finding> {
    let Some(sshd) = &site.sshd else { return Finding::of("unseen").alone() };
    let user = site.values.user.as_str();
    let groups = access::groups(site.root, user).unwrap_or_default();
    let list = |name: &str| sshd.every(|k| k == name).join(" ");
    // `name@host` hangs on the host: here only its name counts.
    let names = |list: &str, name: &str| {
        list.split(' ').filter(|p| !p.is_empty()).any(|p| fits(p.split('@').next().unwrap_or(p), name))
    };
    let (deny, allow) = (list("denyusers"), list("allowusers"));
    let (deny_groups, allow_groups) = (list("denygroups"), list("allowgroups"));
    let in_groups = |l: &str| groups.iter().any(|g| names(l, g) || listed(l, g));
    let shut = [
        ("DenyUsers", names(&deny, user)),
        ("AllowUsers", !allow.is_empty() && !names(&allow, user)),
        ("DenyGroups", in_groups(&deny_groups)),
        ("AllowGroups", !allow_groups.is_empty() && !in_groups(&allow_groups)),
    ];
    match shut.iter().find(|(_, shut)| *shut) {
        Some((by, _)) => Finding::of("shut_out").with("by", by).with("user", user).alone(),
        None => Finding::of("good").with("user", user).alone(),
    }
}

/// Without PAM sshd turns away an account whose password field begins with an exclamation mark.
fn locked(site: &Site<'_>) -> Vec<Finding> {
    let Some(sshd) = &site.sshd else { return Finding::of("unseen").alone() };
    let pam = sshd.values(|k| k == "usepam").first().is_some_and(|v| v.eq_ignore_ascii_case("yes"));
    if pam {
        return Finding::of("good").alone();
    }
    match access::password(site.root, &site.values.user) {
        None => Finding::of("unseen").alone(),
        Some(access::Password::Locked) => Finding::of("locked").with("user", &site.values.user).alone(),
        Some(_) => Finding::of("good").alone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_compared_as_sshd_reads_them() {
        for (compare, found, wanted, fine) in [
            (Compare::Same, "No", "no", true),
            (Compare::Same, "/etc/Banner", "/etc/banner", false),
            (Compare::Most, "30", "30", true),
            (Compare::Most, "0", "30", false),
            (Compare::Most, "1m", "30", false),
            (Compare::Most, "-1", "30", false),
            (Compare::Most, "99999999999999999999", "30", false),
            (Compare::Within, "ssh-ed25519", "ssh-ed25519,x", true),
            (Compare::Within, "+ssh-rsa", "ssh-ed25519", false),
            (Compare::Within, "LANG LC_*", "LANG LC_ALL", false),
            (Compare::OneOf, "verbose", "INFO VERBOSE", true),
            (Compare::OneOf, "QUIET", "INFO VERBOSE", false),
            (Compare::Advice, "10:30:100", "100:30:300", false),
            (Compare::Advice, "200", "100:30:300", true),
        ] {
            assert_eq!(will_do(compare, found, wanted), fine, "{found} for {wanted}");
        }
        assert_eq!(
            (seconds("1m30s"), seconds("90"), seconds(""), seconds("m")),
            (Some(90), Some(90), None, None)
        );
    }
}

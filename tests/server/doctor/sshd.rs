//! sshd's settings, one at a time, and as a real sshd puts them together.

use crate::doctor::server::{BLOCK, Server, is_root};
use crate::doctor::turned;
use std::fs;
use std::path::Path;
use std::process::Stdio;

/// Every line of the table, weakened or taken out, alone.
#[test]
fn every_weak_setting_of_sshd_is_named() {
    if !is_root() {
        return;
    }
    let table: toml::Table = toml::from_str(include_str!("../../../assets/deploy/sshd.toml")).unwrap();
    let server = Server::good();
    let before = server.verdicts(&[], "");
    let block = server.root().join(BLOCK);
    let text = fs::read_to_string(&block).unwrap();
    for row in table["line"].as_array().unwrap() {
        let get = |k: &str| row.get(k).and_then(|v| v.as_str());
        let keyword = get("keyword").unwrap();
        let written = get("written").unwrap_or(keyword);
        let line = text.lines().find(|l| l.trim().starts_with(&format!("{written} "))).unwrap();
        let value = line.trim().split_once(' ').unwrap().1;
        let weak = match (get("compare"), value) {
            (Some("most"), _) => "9999".to_owned(),
            (Some("within"), v) => format!("{v} *"),
            (_, "yes") => "no".to_owned(),
            (_, "no") => "yes".to_owned(),
            (_, "publickey") => "any".to_owned(),
            (_, _) => "/tmp/x".to_owned(),
        };
        fs::write(&block, text.replace(line, &format!("    {written} {weak}"))).unwrap();
        let found = turned(&before, &server.verdicts(&[], ""));
        assert_eq!(found, [format!("sshd_setting {keyword} bad weak")], "{written} {weak}");
        // Without the line, what is said for the whole server or by sshd itself counts.
        fs::write(&block, text.replace(line, "")).unwrap();
        let found = turned(&before, &server.verdicts(&[], ""));
        let silent = get("when_not_said").is_some_and(|d| d == get("value").unwrap())
            && !["X11Forwarding", "AcceptEnv"].contains(&keyword);
        let fine = silent || keyword == "MaxAuthTries" || keyword == "ClientAliveCountMax";
        assert_eq!(found.is_empty(), fine, "{keyword} taken out: {found:?}");
    }
    // The whole block gone, or not included: nobody comes in over SSH.
    fs::write(&block, "").unwrap();
    let gone = server.verdicts(&[], "");
    assert_eq!(gone.get("sshd_setting").map(String::as_str), Some("to_do absent"));
    fs::write(&block, &text).unwrap();
    fs::write(server.root().join("etc/ssh/sshd_config"), "UsePAM yes\n").unwrap();
    let apart = server.verdicts(&[], "");
    assert_eq!(apart.get("sshd_setting").map(String::as_str), Some("to_do absent"));
}

/// sshd's own word is taken where it is given, and agrees with our reading of its files.
#[test]
fn the_effective_settings_of_a_real_sshd_are_judged_alike() {
    const SSHD: &str = "/usr/sbin/sshd";
    if !is_root() {
        return;
    }
    if !Path::new(SSHD).exists() {
        crate::skip::skip(&format!("no {SSHD} (Debian package openssh-server)"));
        return;
    }
    let server = Server::good();
    let root = server.root();
    let host = root.join("host");
    let made = std::process::Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&host)
        .status();
    assert!(made.unwrap().success());
    fs::create_dir_all("/run/sshd").unwrap();
    let config = root.join("real");
    let main = fs::read_to_string(root.join("etc/ssh/sshd_config")).unwrap();
    let included = main.replace("/etc/ssh/sshd_config.d/*.conf", root.join(BLOCK).to_str().unwrap());
    fs::write(&config, format!("HostKey {}\n{included}", host.display())).unwrap();
    let effective = || {
        let said = std::process::Command::new(SSHD)
            .args(["-T", "-C", "user=liuhen,host=localhost,addr=127.0.0.1", "-f"])
            .arg(&config)
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        assert!(said.status.success());
        String::from_utf8(said.stdout).unwrap()
    };
    let by_text = server.verdicts(&[], "");
    let by_sshd = server.verdicts(&["--sshd-t", "-"], &effective());
    assert_eq!(turned(&by_text, &by_sshd), ["sshd_read good said"]);
    // Another file says it first: sshd takes that word, and so do we.
    let earlier = root.join("earlier.conf");
    fs::write(&earlier, "Match User liuh*\nAllowAgentForwarding yes\n").unwrap();
    fs::write(&config, format!("Include {}\nHostKey {}\n{included}", earlier.display(), host.display()))
        .unwrap();
    let weak = server.verdicts(&["--sshd-t", "-"], &effective());
    assert_eq!(turned(&by_sshd, &weak), ["sshd_setting AllowAgentForwarding bad weak"]);
}

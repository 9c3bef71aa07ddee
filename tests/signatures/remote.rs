//! The whole of it on a real register, from `init` to `verify`, with every person at the other end of
//! an SSH connection as sshd describes it: one command line, standard input, standard output.

use crate::bench::{AN, BAI, sign};
use crate::far::Far;
use crate::line::{NINE, SAMPLE, text};
use std::process::Command as Process;

#[test]
fn a_record_is_confirmed_from_far_away_by_two_passphrases() {
    let far = Far::founded(&["judge", "custodian1", "custodian2", "system"]);
    let receipt = far.ask("judge", "record new --again --from - --json", SAMPLE).ok().json();
    let (no, revision) = (text(&receipt["ref"]), text(&receipt["revision"]));
    let confirm = format!("confirm {no} --revision {revision} --right {NINE}");
    let unset = far.ask("custodian1", &format!("{confirm} --json"), "").ended(3).error();
    assert_eq!(unset["code"], "passphrase_unset");
    let differs = far.ask("custodian1", "passphrase set", &format!("{AN}\n{BAI}\n")).ended(2);
    assert!(differs.err.contains("不一致"), "{differs:?}");
    let weak = far.ask("custodian1", "passphrase set --json", "1234567890\n1234567890\n").ended(3);
    assert_eq!(weak.error()["code"], "passphrase_weak");
    far.sets_passphrase("custodian1", AN);
    far.sets_passphrase("custodian2", BAI);
    // Another one takes the place of the first by the first alone; whoever forgot it is told how.
    let forgot = format!("not this one\n{BAI}\n{BAI}\n");
    let wrong = far.ask("custodian1", "passphrase set --lang en", &forgot).ended(3);
    assert!(wrong.err.contains("revokes your key"), "{wrong:?}");
    let anew = format!("{AN}\n{AN}\n{AN}\n");
    far.ask("custodian1", "passphrase set", &anew).ok();
    let text = far.ask("custodian1", "challenge passphrase set", &format!("{AN}\n{AN}\n")).ok();
    assert!(text.out.starts_with("liuhen-change v2\n"), "{text:?}");
    let bare = far.ask("custodian1", &format!("{confirm} --json"), "").ended(3).error();
    assert_eq!(bare["code"], "signature_missing");
    let stdin = format!("{confirm} --passphrase-stdin");
    let wrong = far.ask("custodian1", &format!("{stdin} --json"), "not this one\n").ended(3).error();
    assert_eq!(wrong["code"], "passphrase_wrong");
    far.ask("custodian1", &stdin, &format!("{AN}\n")).ok();
    let last4 = &no[no.len() - 4..];
    // The remark comes over standard input too: after the passphrase, and whole. Without the line that
    // closes it the connection may have been cut, and nothing is written.
    let doubt = format!(
        "confirm {no} --revision {revision} --right {} --doubt name --remark - --last4 {last4} --passphrase-stdin",
        NINE.replace("name,", "")
    );
    let cut = far.ask("custodian2", &doubt, &format!("{BAI}\n名字听不清\n")).ended(5);
    assert!(cut.err.contains("没有收到结束行"), "{cut:?}");
    let shown = far.ask("judge", &format!("show {no} --json"), "").ok().json();
    assert_eq!(shown["record"]["status"], "one_hand");
    far.ask("custodian2", &doubt, &format!("{BAI}\n名字听不清\n.\n")).ok();
    let shown = far.ask("judge", &format!("show {no} --json"), "").ok().json();
    assert_eq!(shown["record"]["status"], "confirmed");
    let verified = far.place.run(&["--json", "verify"]).ok().json();
    assert_eq!(verified["signatures"]["good"]["1"], 3, "{verified}");
    assert!(far.ask("judge", "verify", "").ok().out.contains("签名：全部成立"));
    let told = far.place.run(&["--lang", "zh", "verify"]).ok().out;
    assert!(told.contains("签名：1级3个，2级0个，3级0个，全部成立"), "{told}");
    // Neither passphrase nor private key is anywhere in the register's files.
    let everything = Process::new("grep")
        .args(["-rlE", &format!("{AN}|{BAI}|OPENSSH PRIVATE"), "--exclude=log.key", far.place.dir()])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&everything.stdout), "");
}

#[test]
fn a_text_goes_out_and_its_signature_comes_back() {
    let far = Far::founded(&["judge", "custodian1", "custodian2", "audit"]);
    let receipt = far.ask("judge", "record new --again --from - --json", SAMPLE).ok().json();
    let (no, revision) = (text(&receipt["ref"]), text(&receipt["revision"]));
    let line = format!("challenge confirm {no} --revision {revision} --right {NINE}");
    let asked = far.ask("custodian1", &line, "").ok();
    assert!(asked.out.starts_with("liuhen-confirm v2\n") && asked.out.ends_with("+08:00\n"), "{asked:?}");
    assert!(asked.out.contains(&format!("\nref {no}\nrevision {revision}\n")), "{asked:?}");
    assert!(!asked.out.contains("张三"), "no name leaves the machine with the text: {asked:?}");
    assert!(asked.err.contains("ssh-keygen -Y sign -n liuhen-confirm@v1"), "{asked:?}");
    let signed = sign(&far.key("custodian1"), "liuhen-confirm@v1", &asked.out);
    // Another person cannot hand it in, and it is good once.
    far.ask("custodian2", "submit", &signed).ended(3);
    let done = far.ask("custodian1", "submit", &signed).ok();
    assert!(done.out.contains(&no), "{done:?}");
    let again = far.ask("custodian1", "submit --json", &signed).ended(3).error();
    assert_eq!(again["code"], "challenge_unknown");
    let verified = far.place.run(&["--json", "verify"]).ok().json();
    assert_eq!(verified["signatures"]["good"]["2"], 1, "{verified}");
    // Whoever keeps the evidence takes the list of signers along; a line for each key.
    let list = far.ask("audit", "key allowed-signers", "").ok().out;
    assert_eq!(list.lines().count(), 4, "{list}");
    assert!(list.lines().all(|l| l.contains("namespaces=\"liuhen-confirm@v1,")), "{list}");
    let keys = far.ask("judge", "key list --json", "").ended(3).error();
    assert_eq!(keys["code"], "not_your_capacity");
    assert!(far.ask("judge", "key list judge", "").ok().out.contains("SHA256:"));
}

/// What a table has signed is signed at home like everything else, from its first act to its withdrawal.
#[test]
fn a_routing_is_drafted_approved_and_withdrawn_by_texts_that_go_out() {
    let far = Far::founded(&["judge", "custodian1", "custodian2", "discipline", "chief"]);
    let receipt = far.ask("judge", "record new --again --from - --json", SAMPLE).ok().json();
    let (no, revision) = (text(&receipt["ref"]), text(&receipt["revision"]));
    let by_text = |who: &str, namespace: &str, line: &str| {
        let asked = far.ask(who, &format!("challenge {line}"), "").ok();
        let signed = sign(&far.key(who), namespace, &asked.out);
        far.ask(who, "submit --json", &signed).ok().json()
    };
    let confirm = format!("confirm {no} --revision {revision} --right {NINE}");
    by_text("custodian1", "liuhen-confirm@v1", &confirm);
    let last4 = &no[no.len() - 4..];
    by_text("custodian2", "liuhen-confirm@v1", &format!("{confirm} --last4 {last4}"));
    let drafted = "--target PLC --form REPORT --to-unit PLC --text please-deal-with-it";
    let drafted = by_text("discipline", "liuhen-decision@v1", &format!("routing route {no} {drafted}"));
    let routed = text(&drafted["ref"]);
    by_text("chief", "liuhen-decision@v1", &format!("routing approve-routing {routed}"));
    let withdraw = format!("routing withdraw-routing {routed} --reason mistaken");
    let bare = far.ask("discipline", &format!("{withdraw} --json"), "").ended(3).error();
    assert!(["signature_missing", "passphrase_unset"].contains(&bare["code"].as_str().unwrap()), "{bare}");
    by_text("discipline", "liuhen-decision@v1", &withdraw);
    // What is not signed has no text: a reminder is only noted.
    let remind = format!("challenge routing remind {routed} --text again --json");
    assert_eq!(far.ask("discipline", &remind, "").ended(3).error()["code"], "nothing_to_sign");
    let verified = far.place.run(&["--json", "verify"]).ok().json();
    assert_eq!(verified["signatures"]["good"]["2"], 5, "{verified}");
}

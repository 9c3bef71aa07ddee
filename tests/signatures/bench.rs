//! A court that asks for signatures, people with passphrases and keys, and the stock `ssh-keygen`.

use crate::support::{Court, actor, founding, phone_call};
use liuhen::domain::command::Command;
use liuhen::domain::event::{Body, HandSignature};
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::{KeyUse, OrganChange, OrganCommand};
use liuhen::domain::policy_file::Signature;
use liuhen::domain::record::RecordCommand;
use liuhen::domain::signature::Signed;
use liuhen::office::{Hand, Receipt, Secret, Trouble};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

pub const AN: &str = "春眠不觉晓处处闻啼鸟";
pub const BAI: &str = "correct horse battery";

/// A real register whose rules ask for this level everywhere.
pub fn court(level: u8) -> Court {
    let mut founding = founding();
    founding.training = false;
    founding.policy.signature = Signature::all(level);
    Court::founded_with(&founding)
}

pub fn secret(typed: &str) -> Secret {
    Secret::typed(typed.to_owned())
}

/// Sets a passphrase and has an administrator confirm it.
pub fn passphrase(court: &mut Court, person: &str, typed: &str) {
    let (receipt, _) = court.office.set_passphrase(&actor(person), &secret(typed)).unwrap();
    let proposal = receipt.matter;
    court.by("sys_gao").act(&Command::Organ(OrganCommand::Confirm { proposal })).unwrap();
}

/// A private key made by `ssh-keygen`, its public half in force for a person.
pub fn login_key(court: &mut Court, dir: &Path, person: &str, kind: &str) -> PathBuf {
    let file = new_key(dir, person, kind);
    let key = std::fs::read_to_string(file.with_extension("pub")).unwrap();
    court.change(OrganChange::Key { person: person.into(), use_: KeyUse::Login, key });
    file
}

pub fn new_key(dir: &Path, name: &str, kind: &str) -> PathBuf {
    let file = dir.join(format!("{name}-{kind}"));
    let made = keygen(&["-q", "-t", kind, "-N", "", "-f", file.to_str().unwrap()], "");
    assert!(made.0, "{}", made.1);
    file
}

/// Whether it went well, and everything it said.
pub fn keygen(args: &[&str], input: &str) -> (bool, String) {
    use std::io::Write;
    let mut child = Process::new("ssh-keygen")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    (done.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// `ssh-keygen -Y sign`, as a person does it at home.
pub fn sign(key: &Path, namespace: &str, text: impl AsRef<[u8]>) -> String {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("challenge");
    std::fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let done = keygen(&["-q", "-Y", "sign", "-f", key.to_str().unwrap(), "-n", namespace, file], "");
    assert!(done.0, "{}", done.1);
    std::fs::read_to_string(format!("{file}.sig")).unwrap()
}

/// `ssh-keygen -Y verify` with our list of signers, at the moment of the event.
pub fn stock_verify(
    signers: &Path,
    who: &str,
    namespace: &str,
    hand: &HandSignature,
    at: &str,
) -> (bool, String) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("sig");
    std::fs::write(&file, &hand.signature).unwrap();
    let (signers, file) = (signers.to_str().unwrap(), file.to_str().unwrap());
    let time = format!("verify-time={at}");
    let args = ["-Y", "verify", "-f", signers, "-I", who, "-n", namespace, "-s", file, "-O", &time];
    keygen(&args, &hand.challenge)
}

/// The confirmation that this custodian would hand in now.
pub fn confirmation(court: &mut Court, who: &str, record: &MatterId) -> Command {
    let sheet = court.by(who).sheet(record).unwrap();
    let act = RecordCommand::Confirm {
        seen: sheet.record.revision.clone(),
        checklist: crate::support::all_right(),
        remark: String::new(),
        last_four: sheet.record.ref_.last_four().to_owned(),
        blind: Default::default(),
    };
    Command::Record { record: Some(*record), act }
}

pub fn submitted(court: &mut Court) -> MatterId {
    court.by("clerk_he").submit(phone_call()).unwrap().matter
}

/// A confirmation by passphrase.
pub fn by_passphrase(
    court: &mut Court,
    who: &str,
    record: &MatterId,
    typed: &str,
) -> Result<Receipt, Trouble> {
    let command = confirmation(court, who, record);
    court.office.act_signed(&actor(who), &command, Hand::Passphrase(secret(typed)))
}

/// A confirmation signed at home.
pub fn by_key(court: &mut Court, who: &str, record: &MatterId, key: &Path) -> Result<Receipt, Trouble> {
    let command = confirmation(court, who, record);
    let challenge = court.office.challenge(&actor(who), &command)?;
    let signed = sign(key, &challenge.namespace, &challenge.text);
    court.office.submit(&actor(who), &signed, None)
}

/// The hands in the log, with the bodies they stand in.
pub fn hands(court: &Court) -> Vec<(Body, HandSignature)> {
    court.log().into_iter().filter_map(|b| b.hand.clone().map(|h| (b, h))).collect()
}

/// Changes of the organ's data, which nobody here has a passphrase to sign.
pub fn changes(court: &Court) -> u64 {
    let signable = |b: &&Body| Signed::of_event(&b.act, b.v) == Some(Signed::Change);
    court.log().iter().filter(signable).count() as u64
}

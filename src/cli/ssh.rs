//! `ssh-keys`: what sshd asks before it lets anybody in (`AuthorizedKeysCommand`), and the writing of
//! the file from which that is answered.

use super::env::Env;
use super::face::Face;
use super::stop::Stop;
use crate::domain::lang::Lang;
use crate::identity::key_file::{self, Answer};
use crate::office::{Fault, Mode, Office};
use crate::process::{journal, limits};
use crate::words::{cli, fill};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct SshKeys {
    #[arg(long, value_name = "FILE", default_value = key_file::PLACE)]
    keys: PathBuf,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["account", "key_type", "key"])]
    export: Option<PathBuf>,
    #[arg(value_name = "USER", required_unless_present = "export")]
    account: Option<String>,
    #[arg(value_name = "TYPE", required_unless_present = "export")]
    key_type: Option<String>,
    #[arg(value_name = "KEY", required_unless_present = "export")]
    key: Option<String>,
}

/// Answers sshd, or writes the file. The register is opened for the second only.
pub fn keys(face: &mut Face, env: &Env, k: &SshKeys, dir: Option<&Path>) -> Result<(), Stop> {
    if let Some(to) = &k.export {
        let dir = dir.ok_or_else(|| Stop::Usage(face.said().no_register.clone()))?;
        return export(face, dir, to);
    }
    limits::harden().map_err(Fault::from)?;
    // A key of the register opens no other account, whatever sshd's configuration says.
    if k.account.as_deref() == Some("root") {
        return Ok(());
    }
    // Why nobody can sign in would otherwise be said to nobody.
    let text = key_file::read_trusted(&k.keys).inspect_err(|f| journal::warn(&format!("ssh-keys: {f}")))?;
    let (kind, key) = (k.key_type.as_deref().unwrap_or_default(), k.key.as_deref().unwrap_or_default());
    match key_file::look_up(&text, kind, key) {
        Answer::Nobody => Ok(()),
        Answer::One(_) => {
            let program = own_file(env)?;
            face.line(&format!("restrict,pty,command=\"{program} session\" {kind} {key}"))
        }
        Answer::Several(accounts) => {
            journal::warn(&format!("ssh-keys: one key for several people: {}", accounts.join(" ")));
            for lang in Lang::ALL {
                let said = &cli::words(lang).said.key_of_several;
                face.remark(&fill(said, &[("", &accounts.join(" "))]));
            }
            Ok(())
        }
    }
}

/// This program's file, as it can stand between quotation marks in a line that sshd reads.
fn own_file(env: &Env) -> Result<&str, Stop> {
    let file = env.exe.as_deref().and_then(Path::to_str).filter(|p| {
        p.starts_with('/') && p.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._+-".contains(&b))
    });
    file.ok_or_else(|| {
        Fault::from(std::io::Error::other("the program lies in a place sshd cannot be told")).into()
    })
}

fn export(face: &mut Face, dir: &Path, to: &Path) -> Result<(), Stop> {
    // Nothing is appended and nobody is asked who he is: whoever can write the file is root.
    let office = Office::open(dir, Mode::Session)?;
    let text = key_file::text_of(office.organ());
    drop(office);
    key_file::replace(to, &text)?;
    face.stands();
    let (n, to) = (text.lines().count().to_string(), to.display().to_string());
    face.say(&face.said().keys_written, &[("n", &n), ("file", &to)])
}

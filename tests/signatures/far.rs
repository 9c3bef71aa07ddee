//! People at the other end of an SSH connection, each with a key of his own.

use crate::bench::new_key;
use crate::line::{Place, Said, text};
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::event::Means;
use liuhen::domain::organ::{KeyUse, OrganChange, OrganCommand};
use liuhen::office::{Mode, Office};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command as Process, Stdio};

/// A founded register in which these accounts may sign in with keys of their own.
pub struct Far {
    pub place: Place,
}

impl Far {
    pub fn founded(accounts: &[&str]) -> Self {
        let place = Place::real("nobody-of-these");
        let mut office = Office::open(&place.register, Mode::Session).unwrap();
        let organ = office.organ().clone();
        let id = |account: &str| organ.by_account(account).unwrap().id.clone();
        let by = |account: &str| Actor::person(&id(account), Means::OsAccount(account.to_owned()));
        for account in accounts {
            let file = new_key(place.temp.path(), account, "ed25519");
            let key = std::fs::read_to_string(file.with_extension("pub")).unwrap();
            let change = OrganChange::Key { person: id(account), use_: KeyUse::Login, key };
            let propose = Command::Organ(OrganCommand::Propose { change });
            let proposal = office.act(&by("system"), &propose).unwrap().matter;
            office.act(&by("security"), &Command::Organ(OrganCommand::Confirm { proposal })).unwrap();
        }
        Self { place }
    }

    pub fn key(&self, account: &str) -> PathBuf {
        self.place.path(&format!("{account}-ed25519"))
    }

    /// `ssh court LINE < INPUT`
    pub fn ask(&self, account: &str, line: &str, input: &str) -> Said {
        let public = std::fs::read_to_string(self.key(account).with_extension("pub")).unwrap();
        let auth = self.place.path(&format!("{account}-auth"));
        let words: Vec<&str> = public.split(' ').take(2).collect();
        std::fs::write(&auth, format!("publickey {}\n", words.join(" "))).unwrap();
        let mut child = Process::new(env!("CARGO_BIN_EXE_liuhen"))
            .args(["session", "--register", self.place.dir()])
            .env_clear()
            .env("SSH_USER_AUTH", &auth)
            .env("SSH_CONNECTION", "10.0.0.7 50022 10.0.0.1 22")
            .env("SSH_ORIGINAL_COMMAND", line)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let done = child.wait_with_output().unwrap();
        Said {
            code: done.status.code().unwrap_or(-1),
            out: String::from_utf8(done.stdout).unwrap(),
            err: String::from_utf8(done.stderr).unwrap(),
        }
    }

    pub fn sets_passphrase(&self, account: &str, typed: &str) {
        let lines = format!("{typed}\n{typed}\n");
        let receipt = self.ask(account, "passphrase set --json", &lines).ok().json();
        self.ask("system", &format!("proposal confirm {}", text(&receipt["ref"])), "").ok();
    }
}

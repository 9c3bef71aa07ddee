//! A machine of its own on this one: a real systemd as its first process, its own network with a real
//! sshd on port 22, its own `/etc`, `/home` and accounts. What is done there is gone when it ends.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const BOOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/machine/boot.sh");

/// What a script left behind.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub struct Machine {
    boot: Child,
    /// Its first process, as this machine counts.
    init: u32,
    written: tempfile::TempDir,
}

impl Machine {
    /// Boots, or says loudly why this machine cannot have one.
    pub fn boot() -> Option<Machine> {
        if let Some(why) = missing() {
            crate::skip::skip(&format!("{why}: the install was NOT followed"));
            return None;
        }
        let written = tempfile::tempdir().unwrap();
        let log = fs::File::create(written.path().join("boot.log")).unwrap();
        let boot = Command::new("unshare")
            .args(["--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--net", "--cgroup"])
            .args(["--propagation", "private", "sh", BOOT])
            .arg(written.path())
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut machine = Machine { boot, init: 0, written };
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            if let Some(init) = machine.first_process() {
                machine.init = init;
                let state = machine.root("systemctl is-system-running").out;
                if ["running\n", "degraded\n"].contains(&&*state) {
                    return Some(machine);
                }
            }
            if let Ok(Some(ended)) = machine.boot.try_wait() {
                let log = machine.log();
                crate::skip::skip(&format!(
                    "no machine can be booted here ({ended}): {log}; the install was NOT followed"
                ));
                return None;
            }
            assert!(Instant::now() < until, "the machine does not come up: {}", machine.log());
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.written.path().join("boot.log")).unwrap_or_default()
    }

    /// The child of `unshare`, once it has become systemd.
    fn first_process(&self) -> Option<u32> {
        let of = self.boot.id();
        let children = fs::read_to_string(format!("/proc/{of}/task/{of}/children")).ok()?;
        let child: u32 = children.split_whitespace().next()?.parse().ok()?;
        let name = fs::read_to_string(format!("/proc/{child}/comm")).ok()?;
        (name.trim() == "systemd").then_some(child)
    }

    /// The words after `nsenter` that run a script inside, as `user`.
    pub fn inside<'a>(&self, user: &'a str, script: &'a str) -> Vec<String> {
        let init = self.init.to_string();
        let words = ["-t", &init, "-a", "--", "runuser", "-l", user, "-c", script];
        words.map(str::to_owned).to_vec()
    }

    /// Runs a script inside as `user`, with `input` on standard input.
    pub fn run(&self, user: &str, script: &str, input: &[u8]) -> Said {
        // Without a terminal of the person who runs the tests, whom nothing may ask.
        let mut child = Command::new("setsid")
            .args(["--wait", "nsenter"])
            .args(self.inside(user, script))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // What does not read its input may be gone before all of it is written.
        let _ = child.stdin.take().unwrap().write_all(input);
        let done = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Said { code: done.status.code().unwrap_or(-1), out: text(&done.stdout), err: text(&done.stderr) }
    }

    pub fn root(&self, script: &str) -> Said {
        self.run("root", script, b"")
    }

    /// Puts bytes into a file inside; its owner and mode are the caller's business.
    pub fn put(&self, path: &str, bytes: &[u8]) {
        let said = self.run("root", &format!("mkdir -p \"$(dirname {path})\" && cat > {path}"), bytes);
        assert_eq!(said.code, 0, "{said:?}");
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // The first process takes everything inside with it, mounts too.
        let _ = Command::new("kill").args(["-9", &self.init.to_string()]).status();
        let _ = self.boot.kill();
        let _ = self.boot.wait();
    }
}

fn missing() -> Option<String> {
    if !nix::unistd::geteuid().is_root() {
        return Some("not root".into());
    }
    let tools = ["unshare", "nsenter", "runuser", "ip", "sshd", "visudo", "python3"];
    let there = |tool: &&str| {
        ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].iter().any(|d| Path::new(d).join(tool).exists())
    };
    if let Some(tool) = tools.iter().find(|t| !there(t)) {
        return Some(format!("no {tool}"));
    }
    (!Path::new("/lib/systemd/systemd").exists()).then(|| "no systemd".into())
}

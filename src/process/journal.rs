//! A line in the machine's own log, for what sshd would swallow: it throws away whatever the command
//! that looks up keys says on standard error.

use std::os::unix::net::UnixDatagram;
use std::path::Path;

/// Where every syslog of this system listens.
const SOCKET: &str = "/dev/log";

/// `auth.warning` in the numbers of syslog.
const AUTH_WARNING: u8 = 4 << 3 | 4;

/// Notes a warning where the machine keeps those of signing in. Where nobody listens nothing happens:
/// it was also said on standard error.
pub fn warn(text: &str) {
    send(Path::new(SOCKET), text);
}

fn send(socket: &Path, text: &str) {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(900).collect();
    let line = format!("<{AUTH_WARNING}>liuhen[{}]: {line}", std::process::id());
    // A log that takes nothing must not keep anybody from signing in.
    if let Ok(from) = UnixDatagram::unbound()
        && from.set_nonblocking(true).is_ok()
    {
        let _ = from.send_to(line.as_bytes(), socket);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_is_one_line_with_its_urgency() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("log");
        let log = UnixDatagram::bind(&place).unwrap();
        send(&place, "one key\nof two people");
        let mut got = [0; 200];
        let n = log.recv(&mut got).unwrap();
        let line = String::from_utf8_lossy(&got[..n]);
        assert!(line.starts_with("<36>liuhen[") && line.ends_with("]: one key of two people"), "{line}");
        send(&dir.path().join("nobody"), "lost");
    }
}

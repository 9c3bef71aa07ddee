//! Attempts to get more out of a sign-in than the register: a shell, a file, a port, another person,
//! another register. Each is made with the stock client against a real sshd with the settings that
//! `liuhen setup-ssh` prints; what is asserted is what the person at the client sees, and what the
//! server's processes look like meanwhile.

use crate::sshd;

use nix::sys::signal::Signal;
use nix::unistd::Pid;
use sshd::{Court, open, proc, run};
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Names that a session may find in its environment.
const ALLOWED: [&str; 10] = [
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "TERM",
    "PATH",
    "SSH_USER_AUTH",
    "SSH_CONNECTION",
    "SSH_TTY",
    "SSH_ORIGINAL_COMMAND",
];

#[test]
fn nothing_but_the_register_is_reached() {
    let Some(court) = Court::open(0) else { return };
    let started = Instant::now();
    let mut tried = 0;
    for attempt in
        [lines, standard_input, copies, forwarding, environments, windows, streams, shells, connections]
    {
        tried += attempt(&court);
    }
    // After all this the person works on as before, and the register holds together.
    assert_eq!(court.ask("judge", "desk").code, 0);
    let verified = court.ask("judge", "verify");
    assert_eq!(verified.code, 0, "{verified:?}");
    eprintln!("escape: {tried} attempts, 0 got through, {:.1} s", started.elapsed().as_secs_f64());
}

/// What is typed after the host. The verb is named in the refusal; a shell would have answered.
fn lines(court: &Court) -> usize {
    let long = format!("show {}", "a".repeat(200));
    let all: &[(&str, i32, &str)] = &[
        ("whoami; id", 3, "whoami;"),
        ("`id`", 3, "`id`"),
        ("$(id)", 3, "$(id)"),
        ("id", 3, "id"),
        ("/bin/sh -i", 3, "/bin/sh"),
        ("desk\nid", 3, "desk"),
        ("desk \nid", 2, "0x0a"),
        ("desk; id", 3, "desk;"),
        ("show $(id)", 2, "$"),
        ("show a|id", 2, "|"),
        ("show ../../etc/passwd", 2, "/"),
        (&long, 2, "200"),
        ("backup .", 3, "backup"),
        ("rebuild", 3, "rebuild"),
        ("init --example", 3, "init"),
        ("demo", 3, "demo"),
        ("session desk", 3, "session"),
        ("ssh-keys --export keys", 3, "ssh-keys"),
        ("desk --as custodian1", 3, "--as"),
        ("desk --now 2026-01-01", 3, "--now"),
        ("desk --register .", 3, "--register"),
        ("record new --from log.key", 2, "log.key"),
        ("verify --against register.db", 2, "register.db"),
        ("\u{1b}]0;x\u{7}", 3, "‹U+001B›"),
    ];
    for (line, code, named) in all {
        let said = court.ask("judge", line);
        assert_eq!(said.code, *code, "{line:?}: {said:?}");
        assert!(said.err.contains(named) && said.out.is_empty(), "{line:?}: {said:?}");
        assert!(!said.err.contains("uid=") && !said.err.contains('\u{1b}'), "{line:?}: {said:?}");
    }
    all.len()
}

/// The arguments that come over standard input are judged like those on the line; Chinese comes through.
fn standard_input(court: &Court) -> usize {
    let key = court.register().join("log.key");
    let said = court.fed("judge", "record new --args -", format!("--from={}\n.\n", key.display()).as_bytes());
    assert!(said.code == 2 && said.err.contains("log.key"), "{said:?}");
    let said = court.fed("judge", "desk --args -", b"--as=custodian1\n.\n");
    assert!(said.code == 3 && said.err.contains("--as"), "{said:?}");
    let said =
        court.fed("judge", "quick --args -", "--who=张三\n--line=来电; 询问 $(id) `id`\n.\n".as_bytes());
    assert_eq!(said.code, 0, "{said:?}");
    let list = court.ask("judge", "desk").out;
    assert!(list.contains("张三"), "what was said over standard input is in the register: {list}");
    2
}

/// No file goes in or out.
fn copies(court: &Court) -> usize {
    let mine = court.client.path().join("mine");
    fs::write(&mine, "x").unwrap();
    let (mine, host) = (mine.to_str().unwrap(), court.host());
    let got = court.client.path().join("got");
    let got = got.to_str().unwrap();
    let db = format!("{host}:{}", court.register().join("register.db").display());
    let there = format!("{host}:/tmp/{}", court.user);
    for args in [&["-O", mine, &there][..], &["-O", &db, got], &[mine, &there], &[&db, got]] {
        let said = sshd::said(court.client("scp", "judge", args), b"");
        assert_ne!(said.code, 0, "scp {args:?}: {said:?}");
    }
    let said = sshd::said(
        court.client("sftp", "judge", &["-b", "-", &host]),
        format!("get {}\n", court.register().join("register.db").display()).as_bytes(),
    );
    assert_ne!(said.code, 0, "sftp: {said:?}");
    for subsystem in ["sftp", "netconf"] {
        let said = sshd::said(court.client("ssh", "judge", &["-s", "-T", &host, subsystem]), b"");
        assert_ne!(said.code, 0, "{subsystem}: {said:?}");
    }
    assert!(!std::path::Path::new(got).exists() && !std::path::Path::new("/tmp").join(&court.user).exists());
    7
}

/// Ports, sockets and screens of other machines: the client may open its own end, nothing goes through.
fn forwarding(court: &Court) -> usize {
    let service = TcpListener::bind("127.0.0.1:0").unwrap();
    let to = format!("127.0.0.1:{}", service.local_addr().unwrap().port());
    let reached = Arc::new(AtomicUsize::new(0));
    let count = reached.clone();
    std::thread::spawn(move || {
        for stream in service.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
            let _ = stream.map(|mut s| s.write_all(b"hello"));
        }
    });
    let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for (option, socks) in [
        (format!("-L{}:{to}", free()), false),
        (format!("-L{}:/run/liuhen.sock", free()), false),
        (format!("-D{}", free()), true),
    ] {
        let port: u16 = option[2..].split(':').next().unwrap().parse().unwrap();
        let mut held = hold(court, &["-N", &option]);
        let mut stream = connect(port);
        if socks {
            stream.write_all(&[5, 1, 0]).unwrap();
            stream.read_exact(&mut [0; 2]).unwrap();
            let port = to.rsplit(':').next().unwrap().parse::<u16>().unwrap().to_be_bytes();
            stream.write_all(&[5, 1, 0, 1, 127, 0, 0, 1, port[0], port[1]]).unwrap();
        } else {
            stream.write_all(b"hello").unwrap();
        }
        let mut got = Vec::new();
        let _ = stream.read_to_end(&mut got);
        assert!(!got.windows(5).any(|w| w == b"hello"), "{option} carried {got:?}");
        held.kill().unwrap();
        held.wait().unwrap();
    }
    let remote = format!("/tmp/{}.sock", court.user);
    for option in [format!("-R0:{to}"), format!("-R{remote}:{to}")] {
        let said = court.plain("judge", &["-N", "-o", "ExitOnForwardFailure=yes", &option]);
        assert_eq!(said.code, 255, "{option}: {said:?}");
    }
    let said = court.plain("judge", &["-W", &to]);
    assert!(said.code != 0 && !said.out.contains("hello"), "{said:?}");
    assert!(!std::path::Path::new(&remote).exists());
    assert_eq!(reached.load(Ordering::SeqCst), 0, "somebody got through to the service");
    6
}

/// The environment of the process, its limits, and what its client sent along.
fn environments(court: &Court) -> usize {
    let agent = court.client.path().join("agent");
    let listener = UnixListener::bind(&agent).unwrap();
    std::thread::spawn(move || listener.incoming().for_each(drop));
    let hostile = [
        "LD_PRELOAD=/tmp/x.so",
        "LD_LIBRARY_PATH=/tmp",
        "LIUHEN_REGISTER=/tmp",
        "PATH=/tmp",
        "RUST_LOG=trace",
        "SSH_USER_AUTH=/tmp/x",
        "TERMINFO=/tmp",
        "SUDO_UID=0",
        "LC_ALL=../../x",
        "LANG=zh_CN.UTF-8$(id)",
    ];
    let set = format!("SetEnv={}", hostile.join(" "));
    let terms = ["xterm$(id);../../x", "\u{1b}]0;owned\u{7}", &"x".repeat(5000), "", "xterm-256color"];
    for term in terms {
        let env = [("TERM", term), ("DISPLAY", ":0"), ("SSH_AUTH_SOCK", agent.to_str().unwrap())];
        let mut pty = court.terminal("judge", &["-A", "-X", "-o", &set], &env, (80, 24));
        open(&mut pty);
        let [pid] = court.sessions()[..] else { panic!("one session, not {:?}", court.sessions()) };
        let environment = proc(pid, "environ");
        let of = |name: &str| environment.split('\0').find_map(|v| v.strip_prefix(name)?.strip_prefix('='));
        for variable in environment.split('\0').filter(|v| !v.is_empty()) {
            let name = variable.split('=').next().unwrap();
            assert!(ALLOWED.contains(&name), "{variable:?} arrived");
        }
        let expected = if term == "xterm-256color" { term } else { "xterm" };
        assert_eq!(of("TERM"), Some(expected), "{term:?}");
        assert_eq!((of("LANG"), of("LC_ALL")), (None, None), "{environment:?}");
        assert_eq!(of("PATH"), Some("/usr/bin:/bin"));
        let status = proc(pid, "status");
        let line = |name: &str| {
            status.lines().find_map(|l| l.strip_prefix(name)).unwrap_or_default().trim().to_owned()
        };
        assert_eq!((line("NoNewPrivs:"), line("Umask:")), ("1".into(), "0077".into()));
        let limits = proc(pid, "limits");
        let core = limits.lines().find(|l| l.starts_with("Max core file size")).unwrap();
        assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"]);
        // Not dumpable: what the kernel shows of it belongs to root, not to the shared account.
        let owner =
            std::os::unix::fs::MetadataExt::uid(&fs::metadata(format!("/proc/{pid}/environ")).unwrap());
        assert_eq!(owner, 0, "another session of the account could read this one's memory");
        drop(pty);
        court.deserted();
    }
    terms.len() + 2
}

/// From one cell to more than anybody has.
fn windows(court: &Court) -> usize {
    for size in [(1, 1), (2, 50), (500, 200)] {
        let mut pty = court.terminal("judge", &[], &[], size);
        pty.wait_for_bytes("中文\x1b[6n".as_bytes());
        pty.send("\x1b[2;5R\x1b[2;2R");
        pty.wait_quiet(Duration::from_millis(300));
        assert_eq!(court.sessions().len(), 1, "{size:?} ended the session");
        pty.resize(80, 24);
        pty.wait_for("F4 速记");
        drop(pty);
        court.deserted();
    }
    3
}

/// Without a terminal, without input, without a command.
fn streams(court: &Court) -> usize {
    let said = court.plain("judge", &["-T"]);
    assert!(said.code == 2 && said.err.contains("终端"), "{said:?}");
    let mut idle = hold(court, &["-N"]);
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(court.sessions(), Vec::<u32>::new(), "-N starts nothing");
    idle.kill().unwrap();
    idle.wait().unwrap();
    let said = court.plain("judge", &["-tt"]);
    assert!(!said.out.contains("uid="), "{said:?}");
    court.deserted();
    let said = court.plain("judge", &["-n", "-T"]);
    assert_eq!(said.code, 2, "{said:?}");
    4
}

/// The login shell of the account is the program; there is no other way to call it.
fn shells(court: &Court) -> usize {
    let forced = format!("{} session --register {}", court.program().display(), court.register().display());
    let calls: &[(&[&str], &str)] = &[
        (&["-c", "id"], "id"),
        (&["-c", "/bin/sh"], "/bin/sh"),
        (&["-", "-c", "id"], "id"),
        (&["-c", &forced], "ExposeAuthInfo"),
    ];
    for (call, named) in calls {
        let mut args = vec![court.user.as_str()];
        args.extend(*call);
        if call[0] == "-" {
            args = vec!["-", &court.user, "-c", "id"];
        }
        let mut command = Command::new("su");
        command.args(&args).env_clear().env("PATH", "/usr/bin:/bin");
        let said = sshd::said(command, b"id\n");
        assert!(said.code == 3 && said.err.contains(named), "su {args:?}: {said:?}");
        assert!(!said.out.contains("uid="), "su {args:?}: {said:?}");
        // Nobody's language is known yet, so both are spoken.
        assert!(said.err.lines().count() >= 4 && said.err.lines().any(str::is_ascii), "{said:?}");
    }
    calls.len()
}

/// Several sessions in one connection are sessions like any other.
fn connections(court: &Court) -> usize {
    let control = court.client.path().join("control");
    let path = format!("ControlPath={}", control.display());
    let mut master = hold(court, &["-N", "-o", "ControlMaster=yes", "-o", &path]);
    let until = Instant::now() + Duration::from_secs(20);
    while !control.exists() {
        assert!(Instant::now() < until, "no master connection");
        std::thread::sleep(Duration::from_millis(20));
    }
    let host = court.host();
    let over =
        |line: &str| sshd::said(court.client("ssh", "stranger", &["-T", "-o", &path, &host, line]), b"");
    // The key that opened the connection counts, not the one named now.
    assert_eq!(over("desk").code, 0);
    let said = over("id");
    assert!(said.code == 3 && said.err.contains("id"), "{said:?}");
    let (one, two) = (court.screens("judge"), court.screens("judge"));
    let said = over("desk");
    assert!(said.code == 3 && said.err.contains('2'), "a third session: {said:?}");
    drop((one, two));
    master.kill().unwrap();
    master.wait().unwrap();
    court.deserted();
    3
}

/// The kernel is asked by whoever watches the server, since a session that behaves shows nothing of its
/// walls: they stand before the register is opened, in a session that answers and in one with screens.
#[test]
fn the_walls_stand_around_a_session() {
    let Some(court) = Court::open(0) else { return };
    if liuhen::process::walls::possible() == liuhen::process::Walls::None {
        crate::skip::skip("this kernel has no Landlock: the walls were NOT tried");
        return;
    }
    let seen = court.root.join("seen");
    let server = fs::read_to_string(court.root.join("pid")).unwrap();
    let mut watch = Command::new("strace");
    watch.args(["-f", "-e", "trace=landlock_restrict_self,open,openat", "-o"]).arg(&seen);
    watch.args(["-p", server.trim()]).stderr(Stdio::piped());
    let Ok(mut watch) = watch.spawn() else {
        crate::skip::skip("no strace: that a session builds its walls was NOT looked at");
        return;
    };
    let mut told = BufReader::new(watch.stderr.take().unwrap()).lines();
    assert!(told.any(|line| line.unwrap().contains("attached")), "nobody may watch the server");
    assert_eq!(court.ask("judge", "desk").code, 0);
    drop(court.screens("judge"));
    court.deserted();
    nix::sys::signal::kill(Pid::from_raw(watch.id() as i32), Signal::SIGINT).unwrap();
    watch.wait().unwrap();
    let seen = fs::read_to_string(seen).unwrap();
    let register = format!("\"{}\"", court.register().join("register.db").display());
    let (mut walled, mut opened) = (BTreeSet::new(), BTreeSet::new());
    for line in seen.lines() {
        let (process, call) = line.split_once(' ').unwrap();
        if call.contains("landlock_restrict_self(") && call.ends_with("= 0") {
            walled.insert(process);
        } else if call.contains(&register) {
            assert!(walled.contains(process), "opened before the walls stood: {line}");
            opened.insert(process);
        }
    }
    assert_eq!(opened.len(), 2, "{seen}");
}

/// A fault's note goes through no link out of the register: the program follows none, in a session or
/// beside it.
#[test]
fn a_note_follows_no_link_out_of_the_register() {
    let Some(court) = Court::open(0) else { return };
    let outside = court.root.join("outside");
    fs::create_dir(&outside).unwrap();
    fs::set_permissions(&outside, fs::Permissions::from_mode(0o777)).unwrap();
    symlink(outside.join("note"), court.register().join("faults.log")).unwrap();
    damage(&court);
    // What asks sshd's question does not open the register.
    let said = court.ask("judge", "desk");
    assert!(
        said.code == 1 && said.err.contains("停止登记") && said.err.contains("Stop entering"),
        "{said:?}"
    );
    assert!(!outside.join("note").exists(), "a session wrote outside its register");
    let register = court.register();
    let said = court.as_service(&[], &["--register", register.to_str().unwrap(), "desk"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(!outside.join("note").exists(), "the program followed a link out of its register");
}

fn damage(court: &Court) {
    let file = court.register().join("register.db");
    let mut bytes = fs::read(&file).unwrap();
    for page in bytes.chunks_mut(4096).skip(1) {
        page.fill(0x5a);
    }
    fs::write(&file, bytes).unwrap();
    for beside in ["register.db-wal", "register.db-shm"] {
        let _ = fs::remove_file(court.register().join(beside));
    }
}

/// A client that is kept open, ended by its handle.
fn hold(court: &Court, options: &[&str]) -> Child {
    let host = court.host();
    let mut command = Command::new("ssh");
    command.args(court.options("judge")).args(options).arg(&host);
    command.env_clear().env("PATH", "/usr/bin:/bin");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// The client's own end, as soon as it listens.
fn connect(port: u16) -> TcpStream {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) {
            stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
            return stream;
        }
        assert!(Instant::now() < until, "the client does not listen");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_harness_leaves_nothing_behind() {
    let Some(court) = Court::open(0) else { return };
    let (user, root) = (court.user.clone(), court.root.clone());
    drop(court);
    assert!(!root.exists());
    let known = Command::new("id").arg(&user).stderr(Stdio::null()).status().unwrap();
    assert!(!known.success(), "{user} is still an account");
    run("true", [""; 0]);
}

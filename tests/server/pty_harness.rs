//! The harness of the terminal tests, tried on programs that everybody knows.

use crate::pty;

use std::time::Duration;

use pty::Pty;

#[test]
fn what_is_typed_shows_and_the_end_is_told() {
    let mut cat = Pty::spawn("cat", &[], &[], (40, 5));
    cat.send("张𠅤\r");
    cat.wait_for("张𠅤\n张𠅤");
    cat.wait_quiet(Duration::from_millis(50));
    assert_eq!(cat.written(), 2 * ("张𠅤".len() + 2));
    cat.send([4]);
    assert!(cat.wait_exit().success());
}

#[test]
fn the_environment_and_the_size_are_what_was_given() {
    let show =
        "trap 'stty size' WINCH; echo $HOME-$WHO; stty size; while read line; do stty size; done; exit 3";
    let mut shell = Pty::spawn("/bin/sh", &["-c", show], &[("WHO", "李红梅")], (40, 5));
    shell.wait_for("5 40");
    assert!(shell.screen().starts_with("-李红梅\n"), "{}", shell.screen());
    shell.resize(60, 9);
    shell.send("\r");
    shell.wait_for("9 60");
    shell.send([4]);
    assert_eq!(shell.wait_exit().exit_code(), 3);
}

#[test]
fn a_hang_up_ends_what_does_not_catch_it() {
    let mut cat = Pty::spawn("cat", &[], &[], (40, 5));
    cat.send("x");
    cat.wait_for("x");
    cat.hang_up();
    assert!(!cat.wait_exit().success());
}

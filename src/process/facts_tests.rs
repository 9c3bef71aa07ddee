use super::super::limits;
use super::*;

#[test]
#[cfg(target_os = "linux")]
fn what_was_set_is_what_the_kernel_says() {
    limits::harden().unwrap();
    let facts = Facts::read();
    assert_eq!((facts.umask, facts.core, facts.no_new_privs), (Some(0o077), Some((0, 0)), Some(true)));
}

#[test]
fn the_trial_leaves_this_process_free_and_a_wall_shuts_one_thread_in() {
    if walls::possible() == Walls::None {
        crate::skip::skip("this kernel has no Landlock: the walls were NOT tried");
        return;
    }
    assert!(fs::read("/etc/passwd").is_ok(), "the trial must not shut the process in");
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().to_owned();
    let (inside, outside, program) = std::thread::spawn(move || {
        walls::build(&[&place]).unwrap();
        let inside = fs::write(place.join("x"), "x").is_ok() && fs::read(place.join("x")).is_ok();
        (inside, fs::read("/etc/passwd").is_ok(), std::process::Command::new("/bin/true").status().is_ok())
    })
    .join()
    .unwrap();
    assert_eq!((inside, outside, program), (true, false, false));
}

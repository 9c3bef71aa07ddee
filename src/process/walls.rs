//! Walls around a session: the kernel's Landlock lets it reach its own directory and nothing else,
//! start no program and open no connection, whatever the program may be brought to try.
//!
//! A kernel without Landlock, or with an older one, builds what it can; [`Walls`] says what that is.

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, LandlockStatus, Ruleset,
    RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope, make_bitflags, path_beneath_rules,
};
use std::io;
use std::path::Path;

/// The newest form of the kernel's interface this program asks for.
const ASKED: ABI = ABI::V6;

/// Beside the directory: randomness and nothing, to be read; the terminal in front of the person, for
/// its size. Not `/dev/pts`: the terminals of other sessions belong to the same account.
const READ: [&str; 2] = ["/dev/null", "/dev/urandom"];
const TERMINAL: [&str; 1] = ["/dev/tty"];

/// How much of the walls stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Walls {
    /// Everything asked for.
    Whole { abi: i32 },
    /// What this kernel's older interface knows; files and programs at least.
    Partly { abi: i32 },
    /// The kernel has no Landlock, or it was not switched on.
    #[default]
    None,
}

/// Shuts this thread, and every thread started from it later, into these directories.
///
/// # Errors
/// The kernel knows Landlock and refused all the same.
pub fn build(dirs: &[&Path]) -> io::Result<Walls> {
    let inside = make_bitflags!(AccessFs::{
        ReadFile | WriteFile | ReadDir | RemoveFile | RemoveDir | MakeReg | MakeDir | Refer | Truncate
    });
    let terminal = make_bitflags!(AccessFs::{ReadFile | WriteFile | IoctlDev});
    let read: BitFlags<AccessFs> = AccessFs::ReadFile | AccessFs::WriteFile;
    let status = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ASKED))
        .and_then(|r| r.handle_access(AccessNet::from_all(ASKED)))
        .and_then(|r| r.scope(Scope::from_all(ASKED)))
        .and_then(Ruleset::create)
        .and_then(|r| r.add_rules(path_beneath_rules(dirs, inside)))
        .and_then(|r| r.add_rules(path_beneath_rules(READ, read)))
        .and_then(|r| r.add_rules(path_beneath_rules(TERMINAL, terminal)))
        .and_then(|r| r.restrict_self())
        .map_err(io::Error::other)?;
    let abi = match status.landlock {
        LandlockStatus::Available { effective_abi, .. } => effective_abi as i32,
        LandlockStatus::NotEnabled | LandlockStatus::NotImplemented => return Ok(Walls::None),
    };
    Ok(match status.ruleset {
        RulesetStatus::FullyEnforced => Walls::Whole { abi },
        RulesetStatus::PartiallyEnforced => Walls::Partly { abi },
        RulesetStatus::NotEnforced => Walls::None,
    })
}

/// What this kernel would build, found out on a thread of its own which ends shut in.
pub fn possible() -> Walls {
    let trial = std::thread::Builder::new().spawn(|| build(&[Path::new("/proc")]));
    trial.ok().and_then(|t| t.join().ok()).and_then(Result::ok).unwrap_or_default()
}

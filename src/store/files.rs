//! Files and directories that only their owner can read, and that are on the disk when we say so.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;

use super::fault::Fault;

/// The real path of an existing directory, links resolved once and for all.
pub fn real_dir(dir: &Path) -> Result<PathBuf, Fault> {
    let real = fs::canonicalize(dir).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Fault::Missing(dir.to_owned()),
        _ => Fault::file(dir, error),
    })?;
    if real.is_dir() { Ok(real) } else { Err(Fault::NotARegister(real)) }
}

/// As [`real_dir`], of a directory that is to be written into and is no register.
pub fn given_dir(dir: &Path) -> Result<PathBuf, Fault> {
    match real_dir(dir) {
        Err(Fault::Missing(_)) => Err(Fault::NotThere(dir.to_owned())),
        Err(Fault::NotARegister(_)) => Err(Fault::NotADirectory(dir.to_owned())),
        other => other,
    }
}

/// What the program keeps in a register's directory; what begins like one that ends in `*` as well.
const OURS: &[&str] = &[
    "register.db*",
    "drafts.db*",
    "known-heads*",
    "before-migration-*",
    "copy.unfinished*",
    "copy.lock",
    "lock",
    "in-use",
    "log.key*",
    "own-keys",
    "challenges",
    "sessions",
    "quota",
    "cut-off",
    "materials",
    "training-clock",
    "exported-heads",
    "disk-was-full",
    "faults.log",
];

/// What lies in a directory and is none of ours, in the order of the names.
pub fn strangers(dir: &Path) -> Result<Vec<String>, Fault> {
    let ours = |name: &str| {
        OURS.iter().any(|own| own.strip_suffix('*').map_or(name == *own, |begins| name.starts_with(begins)))
    };
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).map_err(|error| Fault::file(dir, error))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !ours(&name) {
            all.push(name);
        }
    }
    all.sort();
    Ok(all)
}

/// Makes a directory of mode 0700; one that is there already is left as it is.
pub fn make_dir(dir: &Path) -> Result<(), Fault> {
    match DirBuilder::new().mode(0o700).create(dir) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(Fault::file(dir, error)),
        Ok(()) => {
            let flags = (OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW).bits();
            as_the_place(&OpenOptions::new().read(true).custom_flags(flags).open(dir)?, dir)
                .map_err(|error| Fault::file(dir, error))
        }
    }
}

/// Makes what is missing above a directory, each of mode 0700.
pub fn make_above(dir: &Path) -> Result<(), Fault> {
    match dir.parent() {
        Some(above) if !above.as_os_str().is_empty() => DirBuilder::new()
            .mode(0o700)
            .recursive(true)
            .create(above)
            .map_err(|error| Fault::file(above, error)),
        _ => Ok(()),
    }
}

/// Makes a new file of mode 0600 and refuses one that is there.
///
/// A database file is never opened through here while a connection has it open: closing the
/// second handle would drop the locks of the first.
pub fn new_file(path: &Path) -> Result<File, Fault> {
    let made = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path);
    let file = made.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Fault::Exists(path.to_owned()),
        _ => shut(path, error),
    })?;
    as_the_place(&file, path)?;
    Ok(file)
}

/// What root makes in somebody's directory is that one's: a file of root's own in a register would keep out
/// the account that has it, and everybody with it.
pub fn as_the_place(made: &File, path: &Path) -> io::Result<()> {
    if !nix::unistd::geteuid().is_root() {
        return Ok(());
    }
    let above = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let above = fs::symlink_metadata(above)?;
    if made.metadata()?.uid() == above.uid() {
        return Ok(());
    }
    std::os::unix::fs::fchown(made, Some(above.uid()), Some(above.gid()))
}

/// Writes the entries of a directory to the disk.
pub fn sync_dir(dir: &Path) -> Result<(), Fault> {
    Ok(File::open(dir)?.sync_all()?)
}

/// Removes a file; one that is not there is fine.
pub fn remove_if_there(path: &Path) -> Result<(), Fault> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Takes away whatever stands there, a directory with all that is in it; nothing is fine.
pub fn clear(path: &Path) -> Result<(), Fault> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_dir() => Ok(fs::remove_dir_all(path)?),
        _ => remove_if_there(path),
    }
}

/// Refuses what other accounts could read.
pub fn refuse_loose(path: &Path) -> Result<(), Fault> {
    let mode = fs::symlink_metadata(path)?.mode() & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(Fault::Loose { path: path.to_owned(), mode }) }
}

/// Refuses file systems whose locks or shared memory do not reach every writer.
#[cfg(target_os = "linux")]
pub fn refuse_network(dir: &Path) -> Result<(), Fault> {
    // NFS, SMB, CIFS, SMB2, Ceph, AFS, 9P and FUSE, by the numbers of linux/magic.h.
    const SHARED: [i64; 8] =
        [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x00c3_6400, 0x5346_414f, 0x0102_1997, 0x6573_5546];
    let found = nix::sys::statfs::statfs(dir).map_err(io::Error::from)?;
    // The kernel's word is signed or unsigned by platform; only its low 32 bits are the number.
    let magic = i64::from(found.filesystem_type().0 as u32);
    if SHARED.contains(&magic) { Err(Fault::NetworkFs { path: dir.to_owned(), magic }) } else { Ok(()) }
}

/// Other systems have no such number to ask.
#[cfg(not(target_os = "linux"))]
pub fn refuse_network(_dir: &Path) -> Result<(), Fault> {
    Ok(())
}

/// Puts a small file of mode 0600 in its place, whole or not at all, and on the disk.
pub fn put_whole(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    put(path, bytes, true)?;
    sync_dir(path.parent().unwrap_or(Path::new(".")))
}

/// The same of one that is written after every commit and may be lost with the current: the disk is not
/// waited for, which would cost two more waits than the commit itself.
pub fn put_unforced(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    put(path, bytes, false)
}

fn put(path: &Path, bytes: &[u8], forced: bool) -> Result<(), Fault> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let unfinished = path.with_file_name(name);
    clear(&unfinished)?;
    let mut file = new_file(&unfinished)?;
    file.write_all(bytes)?;
    if forced {
        file.sync_all()?;
    }
    drop(file);
    if fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir()) {
        // Only an empty place or a file can be written over.
        out_of_the_way(path)?;
    }
    Ok(fs::rename(&unfinished, path)?)
}

/// The most that is read of a small file, in bytes.
const SMALL: u64 = 4 << 20;

/// Opens what is a file to be read. A pipe or a device in its place keeps nobody waiting, and a link that
/// leads nowhere is not as if nothing were there.
pub fn open_plain(path: &Path) -> io::Result<File> {
    match OpenOptions::new().read(true).custom_flags(OFlag::O_NONBLOCK.bits()).open(path) {
        Ok(file) if file.metadata()?.is_file() => Ok(file),
        Err(error) if !stands_in_the_way(path) => Err(error),
        _ => Err(ErrorKind::InvalidData.into()),
    }
}

/// A small file of text; none when it is not there.
///
/// # Errors
/// [`Fault::Damaged`] where something stands there that is no such file.
pub fn text_if_there(path: &Path) -> Result<Option<String>, Fault> {
    let mut text = String::new();
    match open_plain(path).and_then(|file| file.take(SMALL).read_to_string(&mut text)) {
        Ok(_) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            Err(Fault::damaged(path.display().to_string()))
        }
        Err(error) => Err(shut(path, error)),
    }
}

/// A file that is shut to this account is told by its name: no disk is to be looked at for it.
pub fn shut(path: &Path, error: io::Error) -> Fault {
    match error.kind() {
        ErrorKind::PermissionDenied => Fault::NotAllowed(path.to_owned()),
        _ => error.into(),
    }
}

/// What a file that says nothing is called from then on.
pub const DAMAGED: &str = "damaged";

/// Whatever stands in the place of a file and is none (a pipe, a link, a directory) holds nothing of the
/// register, and opening it may never come to an end: it is put aside.
pub fn aside_unless_file(path: &Path) -> Result<(), Fault> {
    if fs::symlink_metadata(path).is_ok_and(|meta| !meta.is_file()) { out_of_the_way(path) } else { Ok(()) }
}

/// Lets the owner write into what the database made beside a file that he may write into. Done where it can be;
/// by its name, for a handle that closes would take the locks of this process with it.
pub fn as_open_as(file: &Path, beside: &Path) {
    let mode = |path: &Path| fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file).map(|m| m.mode());
    if let (Some(wanted), Some(found)) = (mode(file), mode(beside))
        && wanted & 0o600 == 0o600
        && found & 0o600 != 0o600
    {
        let _ = fs::set_permissions(beside, fs::Permissions::from_mode(wanted & 0o777));
    }
}

/// As [`aside_unless_file`], of a file that may lie elsewhere: a link to one stays.
pub fn aside_unless_it_leads_to_one(path: &Path) -> Result<(), Fault> {
    if stands_in_the_way(path) { out_of_the_way(path) } else { Ok(()) }
}

/// The same of a directory.
pub fn aside_unless_it_leads_to_a_directory(path: &Path) -> Result<(), Fault> {
    if is_other(path, fs::Metadata::is_dir) { out_of_the_way(path) } else { Ok(()) }
}

/// Refuses a link whose end is not there: a mount that is away comes back, and what was moved would not.
pub fn wait_for_where_it_leads(path: &Path) -> Result<(), Fault> {
    let away = || fs::metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound);
    if path.is_symlink() && away() { Err(Fault::Silent(path.to_owned())) } else { Ok(()) }
}

/// Whether hardly one more file can be opened: the database then says only that it could not.
pub fn is_out_of_files() -> bool {
    const FEW: usize = 12;
    let opened: Vec<std::io::Result<File>> = (0..FEW).map(|_| File::open("/dev/null")).collect();
    opened.into_iter().any(|file| matches!(file.map_err(Fault::from), Err(Fault::NoMoreFiles)))
}

/// Whether something is there that is no file and leads to none.
fn stands_in_the_way(path: &Path) -> bool {
    is_other(path, fs::Metadata::is_file)
}

/// Whether something else is there, or a link that leads nowhere or in a circle. What cannot be looked at at
/// this moment may be sound.
fn is_other(path: &Path, wanted: impl Fn(&fs::Metadata) -> bool) -> bool {
    match fs::metadata(path) {
        Ok(meta) => !wanted(&meta),
        Err(error)
            if error.kind() == ErrorKind::NotFound || error.raw_os_error() == Some(nix::libc::ELOOP) =>
        {
            fs::symlink_metadata(path).is_ok()
        }
        Err(_) => false,
    }
}

fn out_of_the_way(path: &Path) -> Result<(), Fault> {
    match put_aside(path) {
        // Another session was quicker.
        Err(Fault::Io(error)) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other.map(drop),
    }
}

/// Puts what stands in the place of a file beside it, to be looked at; its new name.
pub fn put_aside(path: &Path) -> Result<PathBuf, Fault> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{DAMAGED}"));
    let mut aside = PathBuf::from(&name);
    for n in 2.. {
        if fs::symlink_metadata(&aside).is_err() {
            break;
        }
        let mut next = name.clone();
        next.push(format!("-{n}"));
        aside = next.into();
    }
    fs::rename(path, &aside)?;
    sync_dir(path.parent().unwrap_or(Path::new(".")))?;
    Ok(aside)
}

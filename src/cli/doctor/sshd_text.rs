//! What sshd would do for one account, read from its files as text: no program is started, and the
//! files are taken to be anybody's. First word wins, as in sshd; a block whose condition cannot be
//! judged here (an address, a host) is taken to hold where it weakens something.

use crate::cli::deploy::manifest::under;
use crate::office::open_plain;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The file sshd begins with.
pub const MAIN: &str = "/etc/ssh/sshd_config";
/// Bytes of one file, files within files, and settings, at most: more is no configuration.
const LONGEST: u64 = 1 << 20;
const DEEPEST: usize = 16;
const MOST: usize = 20_000;

/// Whether a block holds for the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Yes,
    No,
    /// It hangs on where somebody comes from.
    Perhaps,
}

/// One setting as it stands somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub keyword: String,
    pub value: String,
    /// Whether it stands in a block of its own, and whether that holds.
    pub block: Option<Holds>,
}

/// For whom the files are read.
#[derive(Clone, Debug, Default)]
pub struct Whom<'a> {
    pub user: &'a str,
    /// Groups of the account; none where they are not known.
    pub groups: Option<Vec<String>>,
}

/// All settings in the order in which sshd meets them.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub entries: Vec<Entry>,
    /// Files that were read.
    pub files: Vec<PathBuf>,
}

/// Where a reader stands: the block it is in.
#[derive(Clone, Copy)]
struct Here {
    depth: usize,
    block: Option<Holds>,
}

impl Settings {
    /// Reads sshd's files below a root.
    ///
    /// # Errors
    /// The first file cannot be read.
    pub fn read(root: &Path, whom: &Whom<'_>) -> std::io::Result<Self> {
        let mut all = Self::default();
        let main = PathBuf::from(MAIN);
        let text = text_of(&under(root, &main))?;
        all.files.push(main);
        all.take(root, whom, &text, Here { depth: 0, block: None });
        Ok(all)
    }

    /// Reads what `sshd -T -C user=…` printed: everything is said, and for this account.
    pub fn effective(text: &str) -> Self {
        let entries = text.lines().take(MOST).filter_map(split).filter(|(_, v)| !v.is_empty());
        let entry = |(keyword, value)| Entry { keyword, value, block: None };
        Self { entries: entries.map(entry).collect(), files: Vec::new() }
    }

    fn take(&mut self, root: &Path, whom: &Whom<'_>, text: &str, mut here: Here) {
        let outer = here.block;
        for line in text.lines() {
            if self.entries.len() >= MOST {
                return;
            }
            let Some((keyword, value)) = split(line) else { continue };
            match keyword.as_str() {
                "match" => here.block = Some(holds(&value, whom)),
                "include" => self.include(root, whom, &value, here),
                _ => {
                    // A file included inside a block is in that block too.
                    let block = match (outer, here.block) {
                        (Some(a), Some(b)) => Some(both(a, b)),
                        (a, b) => b.or(a),
                    };
                    self.entries.push(Entry { keyword, value, block });
                }
            }
        }
    }

    fn include(&mut self, root: &Path, whom: &Whom<'_>, value: &str, here: Here) {
        if here.depth >= DEEPEST {
            return;
        }
        for pattern in words(value) {
            let pattern = Path::new("/etc/ssh").join(pattern);
            for file in matching(root, &pattern) {
                // What cannot be read is not read by us; sshd itself would not start.
                if let Ok(text) = text_of(&under(root, &file)) {
                    self.files.push(file);
                    self.take(root, whom, &text, Here { depth: here.depth + 1, block: here.block });
                }
            }
        }
    }

    /// Every value that may be in force: those of blocks that perhaps hold, as far as they come before
    /// one that does; else what is said for everybody. Empty where nothing is said.
    pub fn values(&self, is: impl Fn(&str) -> bool) -> Vec<&str> {
        let named = || self.entries.iter().filter(|e| is(&e.keyword));
        let mut out = Vec::new();
        for e in named().filter(|e| matches!(e.block, Some(Holds::Yes | Holds::Perhaps))) {
            out.push(e.value.as_str());
            if e.block == Some(Holds::Yes) {
                return out;
            }
        }
        out.extend(named().find(|e| e.block.is_none()).map(|e| e.value.as_str()));
        out
    }

    /// Every value of a setting whose lines add up.
    pub fn every(&self, is: impl Fn(&str) -> bool) -> Vec<&str> {
        let named = |block: fn(&Option<Holds>) -> bool| -> Vec<&str> {
            let said = self.entries.iter().filter(|e| is(&e.keyword) && block(&e.block));
            said.map(|e| e.value.as_str()).collect()
        };
        let own = named(|b| matches!(b, Some(Holds::Yes)));
        let perhaps = named(|b| matches!(b, Some(Holds::Perhaps)));
        let first = if own.is_empty() { named(Option::is_none) } else { own };
        first.into_iter().chain(perhaps).collect()
    }
}

fn both(a: Holds, b: Holds) -> Holds {
    match (a, b) {
        (Holds::No, _) | (_, Holds::No) => Holds::No,
        (Holds::Yes, Holds::Yes) => Holds::Yes,
        _ => Holds::Perhaps,
    }
}

fn text_of(path: &Path) -> std::io::Result<String> {
    let file = open_plain(path)?;
    let mut bytes = Vec::new();
    file.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Keyword in small letters and the rest of the line; nothing for blank lines and remarks.
fn split(line: &str) -> Option<(String, String)> {
    let line = line.trim_matches(|c: char| c.is_ascii_whitespace());
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let end = line.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(line.len());
    let (keyword, rest) = line.split_at(end);
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let rest = rest.strip_prefix('=').unwrap_or(rest).trim();
    // These take the line as it is; of the others a remark at the end is no part.
    let keyword = keyword.trim_matches('"').to_ascii_lowercase();
    let whole = ["forcecommand", "authorizedkeyscommand", "banner"].contains(&keyword.as_str());
    let rest = if whole { rest } else { before_remark(rest) };
    Some((keyword, words(rest).join(" ")))
}

fn before_remark(rest: &str) -> &str {
    let mut quoted = false;
    let mut before = ' ';
    for (at, c) in rest.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '#' if !quoted && before.is_ascii_whitespace() => {
                return rest.get(..at).unwrap_or(rest).trim_end();
            }
            _ => {}
        }
        before = c;
    }
    rest
}

/// Words; quotation marks hold several together.
fn words(text: &str) -> Vec<String> {
    let (mut all, mut word, mut quoted, mut any) = (Vec::new(), String::new(), false, false);
    for c in text.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                any = true;
            }
            c if c.is_ascii_whitespace() && !quoted => {
                if any || !word.is_empty() {
                    all.push(std::mem::take(&mut word));
                }
                any = false;
            }
            c => word.push(c),
        }
    }
    if any || !word.is_empty() {
        all.push(word);
    }
    all
}

/// Whether the conditions of a block hold: all of them must.
fn holds(conditions: &str, whom: &Whom<'_>) -> Holds {
    let given = words(conditions);
    let mut given = given.iter().flat_map(|w| match w.split_once('=') {
        Some((a, b)) => vec![a, b],
        None => vec![w.as_str()],
    });
    let mut all = Holds::Yes;
    let mut any = false;
    while let Some(criterion) = given.next() {
        any = true;
        let one = match criterion.to_ascii_lowercase().as_str() {
            "all" => Holds::Yes,
            "user" => yes(listed(given.next().unwrap_or_default(), whom.user)),
            "group" => {
                let list = given.next().unwrap_or_default();
                whom.groups.as_ref().map_or(Holds::Perhaps, |g| yes(g.iter().any(|g| listed(list, g))))
            }
            _ => {
                given.next();
                Holds::Perhaps
            }
        };
        all = both(all, one);
    }
    if any { all } else { Holds::No }
}

fn yes(is: bool) -> Holds {
    if is { Holds::Yes } else { Holds::No }
}

/// Whether a name is on a list of patterns: one with `!` that fits takes it off again.
pub fn listed(patterns: &str, name: &str) -> bool {
    let mut on = false;
    for pattern in patterns.split(',').map(str::trim) {
        match pattern.strip_prefix('!') {
            Some(not) if fits(not, name) => return false,
            None if fits(pattern, name) => on = true,
            _ => {}
        }
    }
    on
}

/// `*` is any characters, `?` is one. Goes back to the last star only, so that no pattern takes long.
pub fn fits(pattern: &str, name: &str) -> bool {
    let (p, n): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut i, mut j) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while j < n.len() {
        match p.get(i) {
            Some('*') => {
                star = Some((i, j));
                i += 1;
            }
            Some(c) if *c == '?' || n.get(j) == Some(c) => (i, j) = (i + 1, j + 1),
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    (i, j) = (at + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    p.iter().skip(i).all(|c| *c == '*')
}

/// The files a pattern names, in the order of their names; only its last part may have stars.
fn matching(root: &Path, pattern: &Path) -> Vec<PathBuf> {
    let (Some(dir), Some(name)) = (pattern.parent(), pattern.file_name().and_then(|n| n.to_str())) else {
        return Vec::new();
    };
    if !name.contains(['*', '?']) {
        return vec![pattern.to_owned()];
    }
    let Ok(found) = fs::read_dir(under(root, dir)) else { return Vec::new() };
    let names = found.flatten().filter_map(|e| e.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|n| !n.starts_with('.') && fits(name, n)).collect();
    names.sort();
    names.into_iter().map(|n| dir.join(n)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOM: Whom<'_> = Whom { user: "liuhen", groups: None };

    fn read(text: &str) -> Settings {
        let mut all = Settings::default();
        all.take(Path::new("/nowhere"), &WHOM, text, Here { depth: 0, block: None });
        all
    }

    fn of<'a>(all: &'a Settings, keyword: &str) -> Vec<&'a str> {
        all.values(|k| k == keyword)
    }

    #[test]
    fn the_first_word_wins_and_a_block_before_what_is_said_for_all() {
        let all = read(
            "PermitTTY no\nPermitTTY yes\nMatch User other\nPermitTTY no\nMatch User \"liu*\"\n permittty = yes # as it should be\n PermitTTY no\n",
        );
        assert_eq!(of(&all, "permittty"), ["yes"]);
        assert_eq!(of(&read("PermitTTY no\nPermitTTY yes\n"), "permittty"), ["no"]);
        assert!(of(&read("#PermitTTY no\n\n"), "permittty").is_empty());
        let adds = read("AcceptEnv LANG\nAcceptEnv LC_*\nMatch All\nAcceptEnv A\nAcceptEnv B C\n");
        assert_eq!(adds.every(|k| k == "acceptenv"), ["A", "B C"]);
    }

    #[test]
    fn a_block_that_hangs_on_an_address_counts_where_it_comes_first() {
        let weak = read("Match Address 10.0.0.0/8\nX11Forwarding yes\nMatch User liuhen\nX11Forwarding no\n");
        assert_eq!(of(&weak, "x11forwarding"), ["yes", "no"]);
        let after =
            read("Match User liuhen\nX11Forwarding no\nMatch Address 10.0.0.0/8\nX11Forwarding yes\n");
        assert_eq!(of(&after, "x11forwarding"), ["no"]);
        for (conditions, holds_for) in [
            ("User root,liuhen", Holds::Yes),
            ("User *,!liuhen", Holds::No),
            ("User liuhen Address 1.2.3.4", Holds::Perhaps),
            ("Address 1.2.3.4 User root", Holds::No),
            ("user=liuhen", Holds::Yes),
            ("Group sftp", Holds::Perhaps),
            ("", Holds::No),
            ("User", Holds::No),
        ] {
            assert_eq!(holds(conditions, &WHOM), holds_for, "{conditions}");
        }
        let in_group = Whom { user: "liuhen", groups: Some(vec!["liuhen".to_owned()]) };
        assert_eq!(holds("Group liu*", &in_group), Holds::Yes);
        assert_eq!(holds("Group sftp", &in_group), Holds::No);
    }

    #[test]
    fn a_block_ends_with_the_file_it_stands_in() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("etc/ssh/sshd_config.d");
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("10-liuhen.conf"), "Match User liuhen\nPermitTTY yes\n").unwrap();
        fs::write(dir.join("10-liuhen.conf.before"), "UsePAM no\n").unwrap();
        fs::write(
            root.path().join("etc/ssh/sshd_config"),
            "Include /etc/ssh/sshd_config.d/*.conf\nUsePAM yes\n",
        )
        .unwrap();
        let all = Settings::read(root.path(), &WHOM).unwrap();
        assert_eq!((of(&all, "permittty"), of(&all, "usepam")), (vec!["yes"], vec!["yes"]));
        assert_eq!(all.files.len(), 2);
        // A file that includes itself, a pattern that climbs, a directory in place of a file.
        fs::write(dir.join("20.conf"), "Include sshd_config.d/*.conf\nInclude ../../../../etc/*\n").unwrap();
        fs::create_dir(dir.join("30.conf")).unwrap();
        assert!(Settings::read(root.path(), &WHOM).unwrap().entries.len() < MOST + 10);
    }

    #[test]
    fn no_text_makes_it_fall_or_run_for_long() {
        let stars = format!("Match User {}b\nPermitTTY no\n", "*a".repeat(5_000));
        let long = format!("Match User {}\n", "x,".repeat(200_000));
        for text in [
            "=",
            "= =",
            "\"",
            "Match \"",
            "Match User \"a",
            "\u{0}\u{1b}[31m x",
            "a=b=c",
            "  \t#",
            "Include",
            &stars,
            &long,
        ] {
            let all = read(text);
            assert!(all.entries.len() <= 2, "{text:.20}");
            let _ = Settings::effective(text);
        }
        assert!(!fits(&"*a".repeat(2_000), &"a".repeat(1_999)));
        assert!(fits("a?c*", "abcdef") && !fits("a?c", "abcd") && fits("*", ""));
    }
}

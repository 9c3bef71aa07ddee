//! Which bytes the program may send to a terminal or into a file: text, line ends, and the few
//! sequences of its own. Nothing that stands in a register may become one of those.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "each test file uses its part of this")]

use liuhen::text::escape;

/// Text that people who mean no good would put into a field. Each says `MARK`, so that a test can
/// see that it was shown at all.
pub const HOSTILE: &[&str] = &[
    "MARK\u{1b}[31m红\u{1b}[2J\u{1b}]0;title\u{7}",
    "MARK\u{1b}]52;c;bHM=\u{7}\u{9b}31m\u{90}q",
    "MARK\u{202e}倒写\u{2066}隔离\u{61c}",
    "MARK\u{200b}\u{200d}\u{2060}\u{feff}\u{ad}无宽",
    "MARK\rXY\u{8}\u{8}\u{7f}\t回车",
    "MARK\u{e0041}\u{e007f}\u{2028}\u{2029}\u{3164}\u{ffa0}\u{115f}",
    "MARK\u{e000}\u{378}\u{fffd}\u{10ffff}私用",
    "MARKx\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}堆叠",
    "=MARK+cmd|' /C calc'!A0",
    "@MARK\n=1+1\u{0}",
];

/// Checks bytes that went to a terminal.
///
/// # Errors
/// The first place where something else stands.
pub fn terminal(bytes: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|e| format!("not UTF-8: {e}"))?;
    let mut rest = text;
    while let Some(at) = rest.find(['\u{1b}', '\r', '\n', '\u{8}']) {
        plain(&rest[..at], false)?;
        rest = &rest[at..];
        rest = match rest.strip_prefix('\u{1b}') {
            Some(after) => sequence(after)?,
            None => &rest[1..],
        };
    }
    plain(rest, false)
}

/// Checks bytes that went to standard output or standard error, or into a file.
///
/// # Errors
/// As [`terminal`].
pub fn lines(bytes: &[u8]) -> Result<(), String> {
    plain(std::str::from_utf8(bytes).map_err(|e| format!("not UTF-8: {e}"))?, true)
}

fn plain(text: &str, line_ends: bool) -> Result<(), String> {
    if escape(text) != text || (!line_ends && text.contains('\n')) {
        let at = text.chars().zip(escape(text).chars()).position(|(a, b)| a != b).unwrap_or(0);
        let around: String = text.chars().skip(at.saturating_sub(30)).take(60).collect();
        return Err(format!("no text: {around:?}"));
    }
    Ok(())
}

/// The sequences of ours: numbers and one of these letters.
fn sequence(after: &str) -> Result<&str, String> {
    let wrong = || format!("a sequence of nobody's: ESC {:?}", after.chars().take(20).collect::<String>());
    let inside = after.strip_prefix('[').ok_or_else(wrong)?;
    let end = inside.find(|c: char| !c.is_ascii_digit() && c != ';' && c != '?').ok_or_else(wrong)?;
    let last = inside[end..].chars().next().ok_or_else(wrong)?;
    let known = match inside[..end].strip_prefix('?') {
        Some(mode) => matches!(last, 'h' | 'l') && matches!(mode, "25" | "1049" | "2004"),
        None => "HABCDGJKmrSTnLM".contains(last),
    };
    if known && inside[..end].len() <= 24 { Ok(&inside[end + 1..]) } else { Err(wrong()) }
}

#[test]
fn the_check_itself_bites() {
    assert!(terminal("\u{1b}[2;5H张三\u{1b}[1;7m\r\n\u{1b}[?25l".as_bytes()).is_ok());
    for bad in
        ["\u{1b}]0;x\u{7}", "\u{1b}[?1000h", "\u{1b}c", "\u{9b}31m", "a\u{202e}b", "\u{7}", "\u{1b}[5", "\t"]
    {
        assert!(terminal(bad.as_bytes()).is_err(), "{bad:?}");
    }
    assert!(
        terminal(b"\xff").is_err() && lines("a\rb".as_bytes()).is_err() && lines("甲\n".as_bytes()).is_ok()
    );
    for hostile in HOSTILE.iter().take(8) {
        assert!(lines(hostile.as_bytes()).is_err(), "{hostile:?}");
    }
}

//! Keys and the other events, and how a person writes them down.

/// A key, as far as any terminal can tell them apart. Modified arrows count as plain ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    Char(char),
    /// With the letter in lower case.
    Ctrl(char),
    /// Alt and anything: it means nothing anywhere, and must not be taken for Esc and that key.
    Alt,
    F(u8),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// What reaches a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Key(Key),
    /// Text as pasted, line ends and all; it has not been judged yet.
    Paste(String),
    /// A paste stands still in its middle; what is typed is part of it until it goes on or Esc ends it.
    Stalled,
    /// Columns and rows.
    Resize(u16, u16),
    /// The terminal's content is not what it was: draw all anew.
    Repaint,
    /// Time is up, or something else has news.
    Wake,
    /// The terminal is gone: save what is being typed. Nothing follows.
    HangUp,
}

/// A word between `<` and `>` that names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("<{0}> names no key")]
pub struct UnknownKey(pub String);

/// Keys as a person writes them: `j<down><enter>张三<esc><f3><c-p>`. `<lt>` is `<` itself,
/// `<resize 100x30>`, `<stalled>`, `<repaint>`, `<wake>` and `<hangup>` are the other events, and
/// `<paste>…</paste>` pastes what stands between.
pub fn keys(written: &str) -> Result<Vec<Event>, UnknownKey> {
    let mut out = Vec::new();
    let mut rest = written;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let Some((name, after)) = (c == '<').then(|| rest.split_once('>')).flatten() else {
            out.push(Event::Key(Key::Char(c)));
            continue;
        };
        rest = after;
        let unknown = || UnknownKey(name.to_owned());
        out.push(if name == "paste" {
            let (text, after) = rest.split_once("</paste>").ok_or_else(unknown)?;
            rest = after;
            Event::Paste(text.to_owned())
        } else {
            named(name).ok_or_else(unknown)?
        });
    }
    Ok(out)
}

fn named(name: &str) -> Option<Event> {
    let key = match name {
        "wake" => return Some(Event::Wake),
        "stalled" => return Some(Event::Stalled),
        "repaint" => return Some(Event::Repaint),
        "hangup" => return Some(Event::HangUp),
        "alt" => Key::Alt,
        "lt" => Key::Char('<'),
        "space" => Key::Char(' '),
        "enter" => Key::Enter,
        "esc" => Key::Esc,
        "tab" => Key::Tab,
        "s-tab" => Key::BackTab,
        "bs" => Key::Backspace,
        "del" => Key::Delete,
        "ins" => Key::Insert,
        "up" => Key::Up,
        "down" => Key::Down,
        "left" => Key::Left,
        "right" => Key::Right,
        "home" => Key::Home,
        "end" => Key::End,
        "pgup" => Key::PageUp,
        "pgdn" => Key::PageDown,
        _ => {
            if let Some((w, h)) = name.strip_prefix("resize ").and_then(|size| size.split_once('x')) {
                return Some(Event::Resize(w.parse().ok()?, h.parse().ok()?));
            }
            let mut letters = name.strip_prefix("c-").unwrap_or_default().chars();
            match (letters.next(), letters.next()) {
                (Some(c), None) => Key::Ctrl(c),
                _ => Key::F(name.strip_prefix('f')?.parse().ok().filter(|n| (1..=12).contains(n))?),
            }
        }
    };
    Some(Event::Key(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_reads_as_it_was_meant() {
        let key = Event::Key;
        let written = "张<c-p><f12><lt>a><resize 100x30><paste>一<esc></paste><s-tab>";
        let expected = [
            key(Key::Char('张')),
            key(Key::Ctrl('p')),
            key(Key::F(12)),
            key(Key::Char('<')),
            key(Key::Char('a')),
            key(Key::Char('>')),
            Event::Resize(100, 30),
            Event::Paste("一<esc>".into()),
            key(Key::BackTab),
        ];
        assert_eq!(keys(written).unwrap(), expected);
        for wrong in ["nokey", "f13", "f0", "c-ab", "resize 8", ""] {
            assert_eq!(keys(&format!("<{wrong}>")), Err(UnknownKey(wrong.into())));
        }
    }
}

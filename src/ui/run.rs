//! From a terminal to the rooms and back.

use super::app::{App, How};
use super::input::Keyboard;
use super::keys::Event;
use super::room::Cx;
use super::screen::{Display, Look};
use super::terminal::{self, Encoding, Locale, Terminal};
use crate::domain::command::Actor;
use crate::domain::ids::PersonId;
use crate::domain::lang::Lang;
use crate::office::Office;
use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// How long the terminal may take to say how it reads our bytes.
const ANSWER: Duration = Duration::from_millis(1500);
/// How long the signal thread waits for the rooms to keep what is being typed.
const KEEPING: Duration = Duration::from_millis(80);

/// What the environment says; read once, elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    pub locale: Locale,
    pub no_color: bool,
}

/// Whom a learner can be: the person, and what waits there in both languages.
pub type Cast = Vec<(PersonId, String, String)>;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Left,
    /// The terminal does not read UTF-8; nothing but an explanation was written.
    NotUtf8,
}

/// What to do about a terminal of another encoding: once in ASCII, once in the encoding it most
/// likely has (GB 18030: 请把终端编码改为 UTF-8 后重试。).
const NOT_UTF8: &[u8] = b"This terminal does not read UTF-8. Set its character encoding to UTF-8 and start again:\r\n\
  Xshell: File - Properties - Terminal - Encoding; SecureCRT: Session Options - Appearance - Character encoding;\r\n\
  PuTTY: Window - Translation; MobaXterm: Terminal settings - Charset.\r\n";
const NOT_UTF8_GB: &[u8] = &[
    0xc7, 0xeb, 0xb0, 0xd1, 0xd6, 0xd5, 0xb6, 0xcb, 0xb1, 0xe0, 0xc2, 0xeb, 0xb8, 0xc4, 0xce, 0xaa, 0x20,
    0x55, 0x54, 0x46, 0x2d, 0x38, 0x20, 0xba, 0xf3, 0xd6, 0xd8, 0xca, 0xd4, 0xa1, 0xa3, 0x0d, 0x0a,
];

/// Runs the rooms for one person until he leaves.
///
/// # Errors
/// The terminal cannot be taken over or written to.
pub fn run(
    office: Office,
    actor: Actor,
    me: PersonId,
    lang: Lang,
    around: &Surroundings,
    cast: Cast,
) -> io::Result<Ended> {
    let terminal = Terminal::enter()?;
    let mut keyboard = Keyboard::open()?;
    let Encoding::Utf8 { ambiguous_wide } = terminal.probe(&mut keyboard, ANSWER, &around.locale)? else {
        drop(terminal);
        let mut out = io::stdout();
        out.write_all(NOT_UTF8)?;
        out.write_all(NOT_UTF8_GB)?;
        return Ok(Ended::NotUtf8);
    };
    let kept = Arc::new((Mutex::new(false), Condvar::new()));
    let (post, waiting) = (keyboard.post(), kept.clone());
    let hang_up = keyboard.post();
    terminal.watch(
        post,
        Box::new(move || {
            hang_up.send(Event::HangUp);
            if let Ok(done) = waiting.0.lock() {
                // Whether it came in time or not, the process ends now; drafts were also saved at
                // every pause.
                let _ = waiting.1.wait_timeout_while(done, KEEPING, |done| !*done);
            }
        }),
    )?;
    let look = Look { colour: !around.no_color, ambiguous_wide };
    let display = Display::new(terminal.output(), terminal::size(), look);
    let mut cx = Cx::new(office, actor, me, lang);
    cx.ambiguous_wide = ambiguous_wide;
    cx.cast = cast;
    let mut app = App::new(cx, display)?;
    let ended = app.run(&mut keyboard);
    let f = app.cx.f;
    if let Ok(mut done) = kept.0.lock() {
        *done = true;
        kept.1.notify_all();
    }
    let how = ended?;
    drop(terminal);
    let farewell = match how {
        How::Idle => &f.ended_idle,
        How::TooLong => &f.ended_too_long,
        How::Left | How::HangUp => return Ok(Ended::Left),
    };
    writeln!(io::stdout(), "{farewell}")?;
    Ok(Ended::Left)
}

//! The loop: one thread, no ticks. Everything waiting is taken before anything is drawn; nothing is
//! drawn unless something changed.

mod pressed;

use super::bindings::Action;
use super::frame;
use super::input::Input;
use super::keys::{Event, Key};
use super::lock::{Lock, Step};
use super::room::{self, Cx, Follows, Go, Offer, Room};
use super::screen::{self, Display};
use super::watch::{Due, Watch};
use crate::domain::coded::codes;
use crate::office::Trouble;
use crate::text::Pasted;
use ratatui::layout::{Position, Rect, Size};
use ratatui::{Frame, Terminal};
use std::io::{self, Write};
use std::time::Duration;

/// How often another session's commit is looked for while nothing happens.
const LOOK_AROUND: Duration = Duration::from_secs(2);
/// The same after a key: what was typed is kept while the hands rest for the first time.
const HANDS_REST: Duration = Duration::from_secs(1);
/// So many times the loop comes round in vain before it draws again what time may have changed: half a minute.
const NAPS: u32 = 15;

codes! {
    /// How a session ended.
    pub enum How {
        Left = "left",
        Idle = "idle",
        TooLong = "too_long",
        HangUp = "hang_up",
    }
}

pub struct App<W: Write> {
    pub cx: Cx,
    pub(super) stack: Vec<Box<dyn Room>>,
    terminal: Terminal<Display<W>>,
    counter: i64,
    /// The last act that what is shown has to do with, or may have.
    head: u64,
    /// Something is to be drawn that no key asked for.
    moved: bool,
    watch: Watch,
    lock: Option<Lock>,
    ended: Option<How>,
    caret: Option<Position>,
    /// A paste that goes in without some of its characters, if the person says so.
    pub(super) asks: Option<Pasted>,
}

impl<W: Write> App<W> {
    /// # Errors
    /// None of its own: [`Display`] has its size from whoever made it.
    pub fn new(cx: Cx, display: Display<W>) -> io::Result<Self> {
        Self::watched(cx, display, Watch::running())
    }

    /// With a watch of one's own.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn watched(cx: Cx, display: Display<W>, watch: Watch) -> io::Result<Self> {
        let (stack, terminal) = (Vec::new(), Terminal::new(display)?);
        let mut app = Self {
            cx,
            stack,
            terminal,
            counter: 0,
            head: 0,
            moved: true,
            watch,
            lock: None,
            ended: None,
            caret: None,
            asks: None,
        };
        app.home(None);
        let (office, least) = app.cx.office.custodians_in_office();
        if office < least {
            app.cx.message = app.cx.f.too_few_custodians.clone();
            app.cx.grave = true;
        } else {
            app.cx.message = app.cx.f.reading_is_recorded.clone();
        }
        Ok(app)
    }

    pub fn display(&self) -> &Display<W> {
        self.terminal.backend()
    }

    pub fn display_mut(&mut self) -> &mut Display<W> {
        self.terminal.backend_mut()
    }

    /// What the room on top offers.
    pub fn offers(&self) -> Vec<Offer> {
        self.stack.last().map(|r| room::offers(r.as_ref(), &self.cx)).unwrap_or_default()
    }

    /// What the primary act of the form on top is called, where it has a name of its own.
    pub fn finishes(&self) -> Option<String> {
        self.stack.last().and_then(|r| r.finishes(&self.cx))
    }

    /// Where text is being typed, as last drawn.
    pub fn caret(&self) -> Option<Position> {
        self.caret
    }

    /// How the session ended, if it has.
    pub fn ended(&self) -> Option<How> {
        self.ended
    }

    pub fn is_locked(&self) -> bool {
        self.lock.is_some()
    }

    /// Runs until the person leaves, the session's time is over or the terminal is gone. On any way
    /// out the rooms keep what was typed, and the session's end is noted.
    ///
    /// # Errors
    /// The terminal can no longer be written to.
    pub fn run(&mut self, input: &mut dyn Input) -> io::Result<How> {
        self.counter = self.cx.office.change_counter().unwrap_or(0);
        self.head = self.cx.office.head_of_acts().unwrap_or(0);
        let (mut wait, mut naps) = (LOOK_AROUND, 0);
        let how = loop {
            if let Some(how) = self.ended {
                break Ok(how);
            }
            // Nobody has done anything: what is shown changes with the time alone, and not every moment.
            if naps <= 1 || naps % NAPS == 0 || self.moved {
                if let Err(gone) = self.draw() {
                    break Err(gone);
                }
                self.moved = false;
            }
            let pace = self.stack.last().filter(|_| self.lock.is_none()).and_then(|r| r.pace());
            let events = input.next(Some(pace.unwrap_or(wait)));
            let typed = events.iter().any(|e| matches!(e, Event::Key(_) | Event::Paste(_)));
            wait = if typed { HANDS_REST } else { LOOK_AROUND };
            let asleep = pace.is_none() && events.iter().all(|e| *e == Event::Wake);
            naps = if asleep { naps + 1 } else { 0 };
            let before = (self.lock.is_some(), self.cx.message.clone());
            events.into_iter().for_each(|event| self.event(event));
            self.moved |= before != (self.lock.is_some(), self.cx.message.clone());
        };
        self.keep_everything();
        let code = how.as_ref().map_or(How::HangUp, |how| *how).code();
        // Where it cannot be noted now, the next session finds this one's file and notes its end.
        let _ = self.cx.office.end_session(&self.cx.actor, code);
        how
    }

    /// A file beside the log that could not be read is told in the line of the messages, once.
    fn tell_put_aside(&mut self) {
        for path in self.cx.office.put_aside() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let said = &crate::words::cli::words(self.cx.lang).said.put_aside;
            self.cx.message = crate::words::fill(said, &[("", &name)]);
            self.cx.grave = true;
        }
    }

    pub fn draw(&mut self) -> io::Result<()> {
        self.tell_put_aside();
        let (cx, caret, lock) = (&mut self.cx, &mut self.caret, &self.lock);
        let Some((room, below)) = self.stack.split_last_mut() else { return Ok(()) };
        let paint = |frame: &mut Frame<'_>| {
            let area = frame.area();
            *caret = match lock {
                Some(lock) => lock.draw(cx, area, frame.buffer_mut()),
                None => {
                    let below: Option<&mut dyn Room> = match below.last_mut() {
                        Some(below) => Some(below.as_mut()),
                        None => None,
                    };
                    frame::draw(cx, room.as_mut(), below, area, frame.buffer_mut())
                }
            };
            screen::heal(frame.buffer_mut());
            if let Some(caret) = *caret {
                frame.set_cursor_position(caret);
            }
        };
        self.terminal.draw(paint).map(|_| ())
    }

    pub fn event(&mut self, event: Event) {
        // A key that comes after the time is over came too late, whenever the loop last looked.
        self.look_at_the_watch();
        if self.ended.is_some() && event != Event::HangUp {
            return;
        }
        if let (Some(lock), Event::Key(_) | Event::Paste(_)) = (&mut self.lock, &event) {
            match event {
                Event::Key(key) => self.key_on_lock(key),
                Event::Paste(text) => lock.paste(&text),
                _ => {}
            }
            return;
        }
        match event {
            Event::Key(key) => {
                self.watch.touch();
                if !self.on_paste(key) {
                    self.key(key);
                }
            }
            Event::Paste(text) => {
                self.watch.touch();
                self.paste(&text);
            }
            Event::Stalled => self.cx.say(self.cx.f.paste_stalled.clone()),
            Event::Resize(w, h) => self.resize(Size::new(w, h)),
            Event::Repaint => self.display_mut().forget(),
            Event::Wake => self.look_around(),
            Event::HangUp => self.end(How::HangUp),
        }
    }

    /// Also where the size comes back to what it was before anything was drawn: all is drawn anew.
    fn resize(&mut self, size: Size) {
        self.display_mut().resize(size);
        // A display is told its size and never fails to say it.
        let _ = self.terminal.resize(Rect::from((Position::ORIGIN, size)));
    }

    pub(super) fn end(&mut self, how: How) {
        self.keep_everything();
        self.ended.get_or_insert(how);
    }

    fn look_at_the_watch(&mut self) {
        let due = self.watch.due(&self.cx.office.organ().policy.session);
        match due {
            Due::Nothing => {}
            Due::Lock => self.lock(),
            Due::Idle => self.end(How::Idle),
            Due::TooLong => self.end(How::TooLong),
        }
    }

    /// Blanks the screen until the person has shown who he is. The rooms stay as they are.
    fn lock(&mut self) {
        if self.lock.is_none() {
            self.keep_everything();
            self.lock = Some(Lock::new(&self.cx));
            // Wiped and drawn anew: no cell of what stood there is left to the terminal.
            self.display_mut().forget();
        }
    }

    fn key_on_lock(&mut self, key: Key) {
        let Some(lock) = &mut self.lock else { return };
        if key == Key::F(9) {
            return self.everywhere(Action::Language);
        }
        match lock.key(&mut self.cx, key) {
            Step::Stay => {}
            Step::Leave => self.end(How::Left),
            Step::Resume => {
                self.lock = None;
                self.watch.touch();
                self.display_mut().forget();
                self.look_around();
            }
        }
    }

    fn look_around(&mut self) {
        if self.lock.is_some() {
            return;
        }
        let counter = self.cx.office.change_counter().unwrap_or(self.counter);
        if counter != self.counter {
            self.counter = counter;
            if self.is_touched() {
                self.moved = true;
                let result = self.refresh_top(|room, cx| room.refresh(cx));
                if let Err(trouble) = result {
                    self.cx.complain(&trouble);
                }
            }
        }
        // A pause: what has been typed is saved.
        self.with_top_keep();
    }

    /// Whether what somebody did meanwhile has to do with what is shown here.
    fn is_touched(&mut self) -> bool {
        let Ok(since) = self.cx.office.acted_since(self.head) else { return true };
        let acted = since.head != self.head;
        self.head = since.head;
        match self.stack.last().map(|room| room.follows()) {
            Some(Follows::Reads) => true,
            Some(Follows::Matters(own)) => {
                acted && (since.everything || own.iter().any(|m| since.matters.contains(m)))
            }
            _ => acted,
        }
    }

    pub(super) fn refresh_all(&mut self) {
        for room in &mut self.stack {
            if let Err(trouble) = room.refresh(&mut self.cx) {
                self.cx.complain(&trouble);
            }
        }
    }

    pub(super) fn freshen(&mut self, room: &mut dyn Room) {
        if let Err(trouble) = room.refresh(&mut self.cx) {
            self.cx.complain(&trouble);
        }
    }

    pub(super) fn with_top(&mut self, f: impl FnOnce(&mut dyn Room, &mut Cx) -> Go) -> Go {
        match self.stack.last_mut() {
            Some(room) => f(room.as_mut(), &mut self.cx),
            None => Go::NotMine,
        }
    }

    pub(super) fn refresh_top(
        &mut self,
        f: impl FnOnce(&mut dyn Room, &mut Cx) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        match self.stack.last_mut() {
            Some(room) => f(room.as_mut(), &mut self.cx),
            None => Ok(()),
        }
    }

    pub(super) fn with_top_keep(&mut self) {
        if let Some(room) = self.stack.last_mut() {
            room.keep(&mut self.cx);
        }
    }

    fn keep_everything(&mut self) {
        for room in &mut self.stack {
            room.keep(&mut self.cx);
        }
    }
}

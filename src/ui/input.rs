//! Where keys come from: the terminal, or a script.
//!
//! The terminal is read by a thread of its own and not through crossterm, whose `read` spins for
//! ever once the terminal is gone and takes an arrow key split by the network for Esc. Here the end
//! of input is an event like any other, and an idle program is truly asleep.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::os::fd::AsFd;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use super::decode::{Decoder, Found, HOLD};
use super::keys::Event;

/// A source of events.
pub trait Input {
    /// All that is waiting, at least one event; [`Event::Wake`] after `wait` if nothing came.
    /// Without `wait` it sleeps until something comes.
    fn next(&mut self, wait: Option<Duration>) -> Vec<Event>;
}

enum News {
    Bytes(Vec<u8>),
    Event(Event),
}

/// Lets other threads speak up in the middle of a wait.
#[derive(Clone)]
pub struct Post(Sender<News>);

impl Post {
    /// Delivers `event` as if it had been typed; after the reader is gone nobody minds.
    pub fn send(&self, event: Event) {
        let _ = self.0.send(News::Event(event));
    }
}

/// The terminal's keyboard.
pub struct Keyboard {
    news: Receiver<News>,
    post: Post,
    decoder: Decoder,
    /// When what the decoder holds is taken for all there is.
    give_up_at: Option<Instant>,
    hold: Duration,
    ready: Vec<Event>,
    gone: bool,
}

impl Keyboard {
    /// Reads standard input from now on, for the rest of the process.
    pub fn open() -> io::Result<Keyboard> {
        Keyboard::reading(File::from(io::stdin().as_fd().try_clone_to_owned()?))
    }

    /// Reads `from` until it ends.
    pub fn reading(from: impl Read + Send + 'static) -> io::Result<Keyboard> {
        let (sender, news) = channel();
        let post = Post(sender);
        let reader = post.clone();
        std::thread::Builder::new().name("keyboard".into()).spawn(move || {
            // A stop may wait until this session holds no lock.
            crate::office::block_stops();
            read(from, &reader);
        })?;
        let decoder = Decoder::default();
        Ok(Keyboard { news, post, decoder, give_up_at: None, hold: HOLD, ready: Vec::new(), gone: false })
    }

    /// A handle for other threads.
    pub fn post(&self) -> Post {
        self.post.clone()
    }

    /// Waits for `count` cursor reports, at most until `wait` is over; what is typed meanwhile is
    /// kept for [`Input::next`]. Each report is row and column, from 1.
    pub fn reports(&mut self, count: usize, wait: Duration) -> Vec<(u16, u16)> {
        let until = Instant::now() + wait;
        let mut reports = Vec::new();
        while reports.len() < count && !self.gone {
            let Some(found) = self.wait(Some(until)) else { break };
            for one in found {
                match one {
                    Found::Cursor(row, column) => reports.push((row, column)),
                    Found::Event(event) => self.keep(event),
                }
            }
        }
        reports
    }

    /// Whatever comes first, and all that waits behind it; nothing when time is up.
    fn wait(&mut self, until: Option<Instant>) -> Option<Vec<Found>> {
        let mut found = Vec::new();
        let first = match self.give_up_at.into_iter().chain(until).min() {
            None => self.news.recv().ok(),
            Some(time) => self.news.recv_timeout(time.saturating_duration_since(Instant::now())).ok(),
        };
        if first.is_none() {
            self.give_up_at.take_if(|at| *at <= Instant::now())?;
            self.decoder.give_up(&mut found);
            self.be_patient();
        }
        let mut next = first;
        while let Some(news) = next {
            match news {
                News::Bytes(bytes) => {
                    self.decoder.feed(&bytes, &mut found);
                    self.be_patient();
                }
                News::Event(event) => {
                    // What came of a paste is text that somebody wanted to keep.
                    if event == Event::HangUp {
                        self.decoder.end(&mut found);
                    }
                    found.push(Found::Event(event));
                }
            }
            next = self.news.try_recv().ok();
        }
        Some(found)
    }

    /// From now on until then what is held may become whole.
    fn be_patient(&mut self) {
        let patience = self.decoder.patience();
        self.give_up_at = patience.map(|p| Instant::now() + if p == HOLD { self.hold } else { p });
    }

    /// Queues an event; of those that only say how things stand now, the last one is enough.
    fn keep(&mut self, event: Event) {
        match event {
            Event::Resize(..) => self.ready.retain(|e| !matches!(e, Event::Resize(..))),
            Event::Wake | Event::Repaint => self.ready.retain(|e| *e != event),
            Event::HangUp => self.gone = true,
            Event::Key(_) | Event::Paste(_) | Event::Stalled => {}
        }
        self.ready.push(event);
    }
}

impl Input for Keyboard {
    fn next(&mut self, wait: Option<Duration>) -> Vec<Event> {
        let until = wait.map(|w| Instant::now() + w);
        while self.ready.is_empty() {
            if self.gone {
                return vec![Event::HangUp];
            }
            match self.wait(until) {
                None => return vec![Event::Wake],
                // A cursor report that comes after its question was given up says nothing to us.
                Some(found) => {
                    for one in found {
                        if let Found::Event(event) = one {
                            self.keep(event);
                        }
                    }
                }
            }
        }
        std::mem::take(&mut self.ready)
    }
}

/// Ends with one [`Event::HangUp`]: end of file and every lasting error mean that nobody is there.
fn read(mut from: impl Read, post: &Post) {
    let mut buffer = [0; 4096];
    loop {
        match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => {
                if post.0.send(News::Bytes(buffer[..n].to_vec())).is_err() {
                    return;
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // Someone who shares the terminal made it non-blocking. Rare, and no reason to spin.
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                std::thread::sleep(Duration::from_millis(10))
            }
            Err(_) => break,
        }
    }
    post.send(Event::HangUp);
}

/// Events laid out beforehand, one at a time, and a hang-up after the last.
pub struct Script(std::vec::IntoIter<Event>);

impl Script {
    /// See [`super::keys::keys`] for a convenient way to write them.
    pub fn new(events: Vec<Event>) -> Script {
        Script(events.into_iter())
    }
}

impl Input for Script {
    fn next(&mut self, _wait: Option<Duration>) -> Vec<Event> {
        vec![self.0.next().unwrap_or(Event::HangUp)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keys::keys;

    fn until_hang_up(keyboard: &mut Keyboard) -> Vec<Event> {
        let mut all = Vec::new();
        while all.last() != Some(&Event::HangUp) {
            all.extend(keyboard.next(None));
        }
        all
    }

    #[test]
    fn the_end_of_input_is_a_hang_up_every_time_it_is_asked() {
        let mut keyboard = Keyboard::reading(&b"j\x1b[B\xe5\xbc\xa0"[..]).unwrap();
        assert_eq!(until_hang_up(&mut keyboard), keys("j<down>张<hangup>").unwrap());
        assert_eq!(keyboard.next(None), [Event::HangUp]);
    }

    #[test]
    fn an_arrow_split_by_the_network_stays_an_arrow_and_a_lone_escape_is_answered() {
        let (reader, mut writer) = io::pipe().unwrap();
        let mut keyboard = Keyboard::reading(reader).unwrap();
        io::Write::write_all(&mut writer, b"\x1b").unwrap();
        keyboard.hold = Duration::from_secs(3600);
        // The rest of the key is still on its way; a short wait must not bring the escape alone.
        assert_eq!(keyboard.next(Some(Duration::from_millis(5))), [Event::Wake]);
        io::Write::write_all(&mut writer, b"[A").unwrap();
        assert_eq!(keyboard.next(None), keys("<up>").unwrap());
        keyboard.hold = Duration::from_millis(1);
        io::Write::write_all(&mut writer, b"\x1b").unwrap();
        assert_eq!(keyboard.next(None), keys("<esc>").unwrap());
    }

    #[test]
    fn what_has_begun_waits_for_its_rest_and_what_came_of_a_paste_is_kept() {
        let (reader, mut writer) = io::pipe().unwrap();
        let mut keyboard = Keyboard::reading(reader).unwrap();
        let pieces = ["\x1b[20", "0~2q\r", "\x1b", "[201~\x1bO", "Q\x1b]11;rgb:", "00\x07k\x1b[200~半"];
        std::thread::spawn(move || {
            for piece in pieces {
                io::Write::write_all(&mut writer, piece.as_bytes()).unwrap();
                std::thread::sleep(HOLD + Duration::from_millis(20));
            }
        });
        let heard = until_hang_up(&mut keyboard);
        assert_eq!(heard, keys("<paste>2q\r</paste><f2>k<paste>半</paste><hangup>").unwrap());
    }

    #[test]
    fn what_is_typed_during_a_question_is_not_lost_and_other_threads_are_heard() {
        let (reader, mut writer) = io::pipe().unwrap();
        let mut keyboard = Keyboard::reading(reader).unwrap();
        io::Write::write_all(&mut writer, b"j\x1b[2;5Rk\x1b[2;2R").unwrap();
        assert_eq!(keyboard.reports(2, Duration::from_secs(60)), [(2, 5), (2, 2)]);
        let post = keyboard.post();
        assert_eq!(keyboard.next(None), keys("jk").unwrap());
        std::thread::spawn(move || post.send(Event::Resize(100, 30)));
        assert_eq!(keyboard.next(None), [Event::Resize(100, 30)]);
        assert_eq!(keyboard.reports(1, Duration::ZERO), []);
    }
}

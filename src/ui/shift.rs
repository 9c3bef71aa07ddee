//! Finds a band of rows that moved up or down as a whole, which a terminal can do in a few bytes.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use ratatui::buffer::{Buffer, Cell};

/// Rows `top..=bottom` move up by `by` (down if negative); the rows that open are blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    pub top: u16,
    pub bottom: u16,
    pub by: i32,
}

/// A shift is only tried, never trusted; more than a few tries gain nothing.
const TRIES: usize = 3;

fn row(buffer: &Buffer, y: usize) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    &buffer.content[y * width..(y + 1) * width]
}

/// Bytes of text, roughly, that turn the row `old` into `new`.
fn distance(old: &[Cell], new: &[Cell]) -> i64 {
    old.iter().zip(new).filter(|(a, b)| a != b).map(|(_, b)| b.symbol().len().max(1) as i64).sum()
}

/// The likeliest shifts from `old` to `new`, best first; both buffers of one size.
pub fn likely(old: &Buffer, new: &Buffer) -> Vec<Shift> {
    let height = usize::from(new.area.height);
    let changed: Vec<usize> = (0..height).filter(|&y| row(old, y) != row(new, y)).collect();
    if changed.len() < 2 {
        return Vec::new();
    }
    let hasher = RandomState::new();
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for y in 0..height {
        if row(old, y).iter().any(|cell| *cell != Cell::EMPTY) {
            places.entry(hasher.hash_one(row(old, y))).or_default().push(y);
        }
    }
    let mut votes: HashMap<i32, usize> = HashMap::new();
    for &y in &changed {
        for &from in places.get(&hasher.hash_one(row(new, y))).into_iter().flatten() {
            *votes.entry(from as i32 - y as i32).or_default() += 1;
        }
    }
    let mut ranked: Vec<(i32, usize)> = votes.into_iter().filter(|&(by, _)| by != 0).collect();
    ranked.sort_by_key(|&(by, count)| (std::cmp::Reverse(count), by.abs(), by));
    ranked.into_iter().take(TRIES).filter_map(|(by, _)| band(old, new, by)).collect()
}

/// The run of rows that gains most by moving `by`, widened to what scrolls with it.
fn band(old: &Buffer, new: &Buffer, by: i32) -> Option<Shift> {
    let height = i32::from(new.area.height);
    let (mut best, mut run, mut start) = ((0, 0, 0), 0, 0);
    for y in 0.max(-by)..height.min(height - by) {
        let want = row(new, y as usize);
        let gain = distance(row(old, y as usize), want) - distance(row(old, (y + by) as usize), want);
        if run <= 0 {
            (run, start) = (0, y);
        }
        run += gain;
        if run > best.0 {
            best = (run, start, y);
        }
    }
    let (gain, first, last) = best;
    let (top, bottom) = if by > 0 { (first, last + by) } else { (first + by, last) };
    (gain > 0).then_some(Shift { top: top as u16, bottom: bottom as u16, by })
}

/// What the terminal shows after `shift`.
pub fn shifted(old: &Buffer, shift: Shift) -> Buffer {
    let mut moved = old.clone();
    let width = usize::from(old.area.width);
    for y in shift.top..=shift.bottom {
        let from = i32::from(y) + shift.by;
        let to = &mut moved.content[usize::from(y) * width..(usize::from(y) + 1) * width];
        if (i32::from(shift.top)..=i32::from(shift.bottom)).contains(&from) {
            to.clone_from_slice(row(old, from as usize));
        } else {
            to.fill(Cell::EMPTY);
        }
    }
    moved
}

//! Something worked out from the data beside it and kept until that data changes. It is no part of
//! the data: two values that differ in it alone are equal, and a copy may share it.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// What was worked out, under the key it was worked out from.
pub struct Remembered<K, T>(Mutex<Option<(K, Arc<T>)>>);

impl<K: Clone, T> Remembered<K, T> {
    /// What is kept, when it was worked out from the same; worked out now otherwise.
    pub fn get(&self, key: &K, same: impl Fn(&K, &K) -> bool, make: impl FnOnce() -> T) -> Arc<T> {
        if let Some((was, kept)) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner)
            && same(was, key)
        {
            return kept.clone();
        }
        // Nothing is held while it is worked out.
        let made = Arc::new(make());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((key.clone(), made.clone()));
        made
    }

    /// The data changed.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

impl<K, T> Default for Remembered<K, T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<K: Clone, T> Clone for Remembered<K, T> {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}

impl<K, T> PartialEq for Remembered<K, T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<K, T> fmt::Debug for Remembered<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// What comes of a text, by the text and how it is read: what was asked for lately, and what before that. When
/// the one is full it becomes the other, so that what is asked again and again is always there.
pub struct Recalled<K, T>(Mutex<Halves<K, T>>);

struct Halves<K, T> {
    lately: HashMap<K, Arc<T>>,
    before: HashMap<K, Arc<T>>,
    /// Bytes of what was asked for lately, about.
    bytes: usize,
}

/// Bytes of one half: some ten thousand texts of the length that a directory keeps. Whoever makes a large
/// register, or verifies one, comes back to the words of a thousand matters that are under way at a time.
const HALF: usize = 2 << 20;

impl<K: Eq + Hash + Clone, T> Recalled<K, T> {
    pub fn get(&self, key: &K, bytes: impl Fn(&T) -> usize) -> Option<Arc<T>> {
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(what) = halves.lately.get(key) {
            return Some(what.clone());
        }
        let what = halves.before.get(key)?.clone();
        halves.keep(key.clone(), what.clone(), bytes(&what));
        Some(what)
    }

    /// Keeps it, which takes so many bytes.
    pub fn keep(&self, key: K, what: Arc<T>, bytes: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keep(key, what, bytes);
    }
}

impl<K: Eq + Hash, T> Halves<K, T> {
    fn keep(&mut self, key: K, what: Arc<T>, bytes: usize) {
        if self.bytes.saturating_add(bytes) > HALF {
            self.before = std::mem::take(&mut self.lately);
            self.bytes = 0;
        }
        self.bytes += bytes;
        self.lately.insert(key, what);
    }
}

impl<K, T> Default for Recalled<K, T> {
    fn default() -> Self {
        Self(Mutex::new(Halves { lately: HashMap::new(), before: HashMap::new(), bytes: 0 }))
    }
}

impl<K, T> fmt::Debug for Recalled<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// The last few things that were worked out, each from data that never changes again, by its place in the
/// order of that data. A copy keeps what the first one had.
pub struct Recent<T>(Mutex<Vec<(usize, Arc<T>)>>);

/// So many are kept: whoever goes through matters in their order needs one at a time.
const KEPT: usize = 4;

impl<T> Recent<T> {
    pub fn get(&self, place: usize, make: impl FnOnce() -> T) -> Arc<T> {
        let kept = |all: &[(usize, Arc<T>)]| all.iter().find(|(at, _)| *at == place).map(|(_, t)| t.clone());
        if let Some(kept) = kept(&self.0.lock().unwrap_or_else(PoisonError::into_inner)) {
            return kept;
        }
        // Nothing is held while it is worked out.
        let made = Arc::new(make());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= KEPT {
            all.remove(0);
        }
        all.push((place, made.clone()));
        made
    }
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

impl<T> Clone for Recent<T> {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}

impl<T> PartialEq for Recent<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> fmt::Debug for Recent<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

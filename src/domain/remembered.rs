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

/// What comes of a text, by the text and how it is read. So many are kept; then it begins anew.
pub struct Recalled<K, T>(Mutex<HashMap<K, Arc<T>>>);

/// A few megabytes at most, of texts of the length that a directory keeps.
const RECALLED: usize = 512;

impl<K: Eq + Hash, T> Recalled<K, T> {
    pub fn get(&self, key: &K) -> Option<Arc<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    pub fn keep(&self, key: K, what: Arc<T>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= RECALLED {
            all.clear();
        }
        all.insert(key, what);
    }
}

impl<K, T> Default for Recalled<K, T> {
    fn default() -> Self {
        Self(Mutex::new(HashMap::new()))
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

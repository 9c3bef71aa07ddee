//! Something worked out from the data beside it and kept until that data changes. It is no part of
//! the data: two values that differ in it alone are equal, and a copy may share it.

use std::fmt;
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

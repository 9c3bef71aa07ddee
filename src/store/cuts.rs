//! What a person began to send and did not send to its end. Nothing of it is kept; that it is gone is
//! told to him when he comes again.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::files;
use super::own_keys::stem;
use crate::domain::ids::Millis;
use crate::domain::record::local_time;

pub(super) const CUTS_DIR: &str = "cut-off";

/// A line that was cut off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cut {
    #[serde(with = "local_time")]
    pub at: Millis,
    /// Its first words, `record attach`.
    pub what: String,
}

fn path(register_dir: &Path, person: &str) -> PathBuf {
    register_dir.join(CUTS_DIR).join(stem(person))
}

/// Notes the last one of a person.
pub fn note(register_dir: &Path, person: &str, cut: &Cut) -> Result<(), Fault> {
    files::make_dir(&register_dir.join(CUTS_DIR))?;
    let text = serde_json::to_vec(cut).map_err(|e| Fault::damaged(e.to_string()))?;
    files::put_whole(&path(register_dir, person), &text)
}

/// What is noted of a person.
pub fn look(register_dir: &Path, person: &str) -> Option<Cut> {
    let text = files::text_if_there(&path(register_dir, person)).ok()??;
    serde_json::from_str(&text).ok()
}

/// It was told; it is told once.
pub fn told(register_dir: &Path, person: &str) -> Result<(), Fault> {
    files::remove_if_there(&path(register_dir, person))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_once_and_to_nobody_else() {
        let place = tempfile::tempdir().unwrap();
        let cut = Cut { at: 1_800_000_000_000, what: "record attach".into() };
        note(place.path(), "li", &cut).unwrap();
        assert_eq!(look(place.path(), "wang"), None);
        for _ in 0..2 {
            // Whoever was gone before he was told comes again.
            assert_eq!(look(place.path(), "li"), Some(cut.clone()));
        }
        told(place.path(), "wang").unwrap();
        assert_eq!(look(place.path(), "li"), Some(cut));
        told(place.path(), "li").unwrap();
        assert_eq!(look(place.path(), "li"), None);
    }
}

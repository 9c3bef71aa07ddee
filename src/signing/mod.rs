//! Signatures of people and of the register itself: what is signed, with which key, at which level.
//! Pure but for randomness handed in; no file, no log.

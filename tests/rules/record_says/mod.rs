//! What a record says: its cases, its stream and what that asks, its codes, and how each is handed
//! in on the line and on the screen.

mod cases;
mod papers;
mod streams;
mod streams_own;

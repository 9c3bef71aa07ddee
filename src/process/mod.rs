//! What the process itself may do: its environment, its limits, the files it may reach. Knows nothing
//! of the register.

pub mod environment;
pub mod facts;
pub mod journal;
pub mod limits;
pub mod walls;

pub use facts::Facts;
pub use walls::Walls;

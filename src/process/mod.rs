//! What the process itself may do: its environment, its limits, the files it may reach. Knows nothing
//! of the register.

//! The only place that touches the disk.

pub mod tree;

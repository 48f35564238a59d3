//! Everything that is read of an app: its descriptor, an existing manifest, its code. Nothing here knows what
//! becomes of it.

pub mod app;
pub mod carry;
pub mod descriptor;
pub mod facts;
pub mod front;
pub mod lang;
pub mod manifest;
pub mod timings;

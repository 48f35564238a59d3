//! Everything that is written of a Forge app: manifest, functions, pages, `package.json`, the guide.
//!
//! Nothing here knows what the app was before it was a Forge app.

pub mod app;
pub mod guide;
#[cfg(test)]
mod hostile;
pub mod render;
pub mod yaml;

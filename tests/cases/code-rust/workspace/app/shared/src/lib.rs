mod inner;
pub use inner::{Reporter, report as send_report};

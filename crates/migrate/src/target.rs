//! The three ways to move an app.

/// Where an app is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// Wrap: the server and the Connect modules stay, a manifest carries them.
    ConnectOnForge,
    /// Forge modules and pages, the server stays as a remote.
    Remote,
    /// Everything that can run on Forge does.
    Native,
}

impl Target {
    /// All of them, in the order in which reports show them.
    pub const ALL: [Self; 3] = [Self::ConnectOnForge, Self::Remote, Self::Native];

    /// The word of the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ConnectOnForge => "connect-on-forge",
            Self::Remote => "remote",
            Self::Native => "native",
        }
    }
}

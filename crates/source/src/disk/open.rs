//! Opening a file for reading without being led astray or made to wait.

use crate::file::Unreadable;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// What is done about a link at the last component of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    /// It is followed: the user named the path.
    Follow,
    /// It is refused: the path came out of a folder.
    Refuse,
}

/// Opens a regular file. A FIFO, a socket, a device, a folder or a refused link is [`Unreadable::NotAFile`];
/// opening never waits for the other end of a FIFO.
pub(super) fn regular(path: &Path, links: Links) -> Result<(File, Metadata), Unreadable> {
    let file = options(links).open(path).map_err(|e| refusal(path, links, &e))?;
    let meta = file.metadata().map_err(system)?;
    if !meta.is_file() || (!cfg!(unix) && links == Links::Refuse && is_link(path)) {
        return Err(Unreadable::NotAFile);
    }
    Ok((file, meta))
}

/// All bytes of a regular file of at most `limit` bytes.
pub(super) fn bytes(path: &Path, limit: u64, links: Links) -> Result<Vec<u8>, Unreadable> {
    let (file, meta) = regular(path, links)?;
    within(meta.len(), limit)?;
    bounded(file, limit, meta.len())
}

/// All bytes that a reader gives, or [`Unreadable::TooLarge`] as soon as they are more than `limit`, whatever
/// size was promised.
pub(super) fn bounded(reader: impl Read, limit: u64, promised: u64) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::with_capacity(usize::try_from(promised.min(limit)).unwrap_or(0));
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(system)?;
    within(bytes.len() as u64, limit)?;
    Ok(bytes)
}

/// Refuses a size beyond the limit.
pub(super) fn within(bytes: u64, limit: u64) -> Result<(), Unreadable> {
    if bytes > limit {
        return Err(Unreadable::TooLarge { bytes, limit });
    }
    Ok(())
}

pub(super) fn system(error: io::Error) -> Unreadable {
    Unreadable::System(error.to_string())
}

#[cfg(unix)]
fn options(links: Links) -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    let follow = if links == Links::Refuse {
        libc::O_NOFOLLOW
    } else {
        0
    };
    options.read(true).custom_flags(libc::O_NONBLOCK | follow);
    options
}

#[cfg(not(unix))]
fn options(_: Links) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    options
}

/// A socket or a link cannot be opened at all; say so in the same words as for what can.
fn refusal(path: &Path, links: Links, error: &io::Error) -> Unreadable {
    let meta = match links {
        Links::Follow => std::fs::metadata(path),
        Links::Refuse => std::fs::symlink_metadata(path),
    };
    match meta {
        Ok(meta) if !meta.is_file() => Unreadable::NotAFile,
        _ => Unreadable::System(error.to_string()),
    }
}

fn is_link(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink())
}

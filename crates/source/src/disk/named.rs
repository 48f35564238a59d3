//! Files that the user names on the command line. Their links are followed, and they may be anywhere.

use super::open::{self, Links};
use crate::file::{SourceFile, Unreadable};
use std::fs::Permissions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A folder.
    Folder,
    /// A regular file.
    File,
    /// A device, a FIFO or a socket.
    Other,
    /// Nothing, or nothing that may be looked at.
    Missing,
}

/// What a path leads to, links followed.
pub fn kind(path: &Path) -> Kind {
    match std::fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Kind::Folder,
        Ok(meta) if meta.is_file() => Kind::File,
        Ok(_) => Kind::Other,
        Err(_) => Kind::Missing,
    }
}

/// A path as the system sees it: absolute, links followed as far as the path exists.
pub fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = path
        .ancestors()
        .find_map(|part| Some((part, std::fs::canonicalize(part).ok()?)));
    match there {
        Some((part, real)) => path
            .strip_prefix(part)
            .map_or_else(|_| real.clone(), |rest| real.join(rest)),
        None => path,
    }
}

/// The text of a file; its places carry the path as it was named.
///
/// # Errors
/// See [`Unreadable`].
pub fn read(path: &Path, limit: u64) -> Result<SourceFile, Unreadable> {
    let bytes = open::bytes(path, limit, Links::Follow)?;
    SourceFile::decode(path.display().to_string(), bytes)
}

/// Writes a file as a whole: at no moment is there half of it. What is no regular file (`/dev/stdout`) is
/// written to as it is.
///
/// # Errors
/// What the system says; an existing file is then as it was.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match std::fs::canonicalize(path) {
        Ok(end) if end.is_file() => {
            let permissions = std::fs::metadata(&end)?.permissions();
            replace(&end, bytes, Some(permissions))
        }
        Err(_) if std::fs::symlink_metadata(path).is_err() => replace(path, bytes, None),
        _ => std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .open(path)?
            .write_all(bytes),
    }
}

fn replace(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = usual_mode().tempfile_in(folder.unwrap_or(Path::new(".")))?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// A temporary file is for its owner alone; this one is to become a file like any other.
fn usual_mode() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".forgeshift-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::scratch::scratch;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn a_new_file_has_the_mode_of_any_other() {
        let dir = scratch();
        let (ours, usual) = (dir.path().join("ours"), dir.path().join("usual"));
        write(&ours, b"text").unwrap();
        fs::write(&usual, b"text").unwrap();
        assert_eq!(fs::read(&ours).unwrap(), b"text");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&usual));
        assert_eq!(
            fs::read_dir(dir.path()).unwrap().count(),
            2,
            "something was left lying about"
        );
    }

    #[test]
    fn an_existing_file_keeps_its_mode_and_a_link_its_end() {
        let dir = scratch();
        let (file, link) = (dir.path().join("file"), dir.path().join("link"));
        fs::write(&file, b"old and long").unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
        symlink("file", &link).unwrap();
        write(&link, b"new").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn a_device_stays_a_device() {
        write(Path::new("/dev/null"), b"text").unwrap();
        assert_eq!(kind(Path::new("/dev/null")), Kind::Other);
    }

    #[test]
    fn a_folder_is_not_overwritten_and_no_folder_is_made() {
        let dir = scratch();
        assert!(write(dir.path(), b"text").is_err());
        assert!(write(&dir.path().join("missing/file"), b"text").is_err());
        assert_eq!(kind(dir.path()), Kind::Folder);
        assert_eq!(kind(&dir.path().join("missing")), Kind::Missing);
    }

    #[test]
    fn a_named_file_is_read_through_links() {
        let dir = scratch();
        fs::write(dir.path().join("file"), b"text").unwrap();
        symlink("file", dir.path().join("link")).unwrap();
        let file = read(&dir.path().join("link"), 4).unwrap();
        assert_eq!(&*file.text, "text");
        assert!(file.path.ends_with("link"));
        assert_eq!(kind(&dir.path().join("link")), Kind::File);
        assert!(matches!(
            read(&dir.path().join("link"), 3),
            Err(Unreadable::TooLarge { .. })
        ));
        assert_eq!(read(dir.path(), 4).unwrap_err(), Unreadable::NotAFile);
    }
}

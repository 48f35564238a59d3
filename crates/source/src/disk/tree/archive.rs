//! A tree that is a `.zip` file. Nothing is unpacked to the disk.

use super::walk::Kind;
use crate::disk::open::{self, Links};
use crate::file::Unreadable;
use crate::path::RelPath;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zip::read::{ZipArchiveMetadata, ZipFileEntry, ZipReadOptions};
use zip::{CompressionMethod, ZipArchive};

/// What an archive may hold before it is refused as a whole.
const MAX_ENTRIES: usize = 100_000;
const MAX_UNPACKED: u64 = 512 * 1024 * 1024;
/// The list of the greatest allowed number of entries has about 13 MB; reading stops here, whatever the list
/// claims to hold.
const MAX_DIRECTORY: u64 = 16 * 1024 * 1024;
/// An entry of more than a mebibyte that grows beyond this when it is unpacked is no source.
const MAX_RATIO: u64 = 200;
const RATIO_FROM: u64 = 1024 * 1024;

/// An archive's entries by path, and those whose path is none.
#[derive(Debug)]
pub(super) struct Archive {
    path: PathBuf,
    directory: Arc<ZipArchiveMetadata>,
    pub(super) files: BTreeMap<Arc<str>, Entry>,
    pub(super) skipped: Vec<(Arc<str>, String)>,
}

/// One entry of an archive that is no folder.
#[derive(Debug)]
pub(super) struct Entry {
    index: usize,
    bytes: u64,
    /// Why it is passed over.
    fault: Option<&'static str>,
}

impl Entry {
    pub(super) fn kind(&self) -> Kind {
        match self.fault {
            Some(why) => Kind::Other(why.to_owned()),
            None => Kind::File(self.bytes),
        }
    }
}

impl Archive {
    /// Reads the list of entries; why it is refused otherwise.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let directory = directory(path)?;
        if directory.len() > MAX_ENTRIES {
            return Err(format!("it holds more than {MAX_ENTRIES} entries"));
        }
        let mut archive = Self {
            path: path.to_owned(),
            directory: directory.clone(),
            files: BTreeMap::new(),
            skipped: Vec::new(),
        };
        let mut unpacked = 0u64;
        for index in 0..directory.len() {
            let entry = directory.entry(index).map_err(|e| e.to_string())?;
            unpacked = unpacked.saturating_add(entry.size());
            archive.take(index, &entry);
        }
        if unpacked > MAX_UNPACKED {
            return Err(format!("unpacked it would have more than {MAX_UNPACKED} bytes"));
        }
        if directory.has_duplicate_names() {
            let why = "some names stand in it twice; the last of each counts";
            archive.skipped.push((".".into(), why.to_owned()));
        }
        Ok(archive)
    }

    fn take(&mut self, index: usize, entry: &ZipFileEntry<'_>) {
        let name = String::from_utf8_lossy(entry.name_raw());
        match path(entry) {
            Ok(_) if entry.is_dir() => {}
            Ok(path) => {
                let (bytes, fault) = (entry.size(), fault(entry));
                let entry = Entry { index, bytes, fault };
                self.files.insert(path.as_str().into(), entry);
            }
            Err(why) => self.skipped.push((printable(&name).into(), why)),
        }
    }

    /// The bytes of one file. Each call opens the archive anew, so that threads do not wait for one another.
    pub(super) fn bytes(&self, path: &str, limit: u64) -> Result<Vec<u8>, Unreadable> {
        let entry = self.files.get(path).filter(|entry| entry.fault.is_none());
        let entry = entry.ok_or(Unreadable::NotAFile)?;
        open::within(entry.bytes, limit)?;
        let system = |e: &dyn std::fmt::Display| Unreadable::System(e.to_string());
        let (file, _) = open::regular(&self.path, Links::Follow)?;
        let mut reader = BufReader::new(file);
        let file = self
            .directory
            .entry(entry.index)
            .and_then(|entry| entry.with_reader(&mut reader, ZipReadOptions::new()))
            .map_err(|e| system(&e))?;
        // What comes out beyond the promised size is not waited for.
        let bytes = open::bounded(file, entry.bytes, entry.bytes).map_err(|e| match e {
            Unreadable::TooLarge { .. } => system(&"the archive holds more than it promises"),
            other => other,
        })?;
        if bytes.len() as u64 != entry.bytes {
            return Err(system(&"the archive holds less than it promises"));
        }
        Ok(bytes)
    }
}

fn directory(path: &Path) -> Result<Arc<ZipArchiveMetadata>, String> {
    let (file, _) = open::regular(path, Links::Follow).map_err(|e| e.to_string())?;
    let reader = BufReader::new(Budgeted {
        file,
        left: MAX_DIRECTORY,
    });
    let archive = ZipArchive::new(reader).map_err(|e| e.to_string())?;
    Ok(archive.metadata())
}

/// The path of an entry, as it would have to be to be unpacked safely.
fn path(entry: &ZipFileEntry<'_>) -> Result<RelPath, String> {
    let name = std::str::from_utf8(entry.name_raw()).map_err(|_| "its name is not UTF-8".to_owned())?;
    let name = if entry.is_dir() {
        name.trim_end_matches('/')
    } else {
        name
    };
    RelPath::new(name).map_err(|bad| format!("its path is refused: {}", bad.why))
}

fn fault(entry: &ZipFileEntry<'_>) -> Option<&'static str> {
    let grows = entry.size() / entry.compressed_size().max(1);
    if entry.is_symlink() {
        Some("a link")
    } else if entry
        .unix_mode()
        .is_some_and(|mode| !matches!(mode & 0o170_000, 0 | 0o100_000))
    {
        Some("neither a file nor a folder")
    } else if entry.encrypted() {
        Some("it is encrypted")
    } else if !matches!(
        entry.compression(),
        CompressionMethod::Stored | CompressionMethod::Deflated
    ) {
        Some("it is packed in a way that is not supported")
    } else if entry.size() > RATIO_FROM && grows > MAX_RATIO {
        Some("it grows too much when it is unpacked")
    } else {
        None
    }
}

/// A refused name for a report: short, and without what a terminal would obey.
fn printable(name: &str) -> String {
    name.chars()
        .take(200)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}

/// A file of which only so many bytes are read.
struct Budgeted {
    file: File,
    left: u64,
}

impl Read for Budgeted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| io::Error::other("its list of entries is too long"))?;
        Ok(read)
    }
}

impl Seek for Budgeted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

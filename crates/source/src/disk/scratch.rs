//! A folder for one test.

/// In memory where the machine has that, so that bringing files to the disk costs nothing.
pub(super) fn scratch() -> tempfile::TempDir {
    let memory = std::path::Path::new("/dev/shm");
    let dir = match memory.is_dir() {
        true => tempfile::tempdir_in(memory),
        false => tempfile::tempdir(),
    };
    dir.unwrap()
}

use super::*;
use crate::disk::scratch::scratch;
use proptest::prelude::*;
use std::fs;
use std::io::{Cursor, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const LIMIT: u64 = 1 << 20;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = scratch();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in files {
        zip.start_file(*path, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An archive on the disk, for as long as it is used.
struct Opened {
    tree: Tree,
    _dir: tempfile::TempDir,
}

impl std::ops::Deref for Opened {
    type Target = Tree;

    fn deref(&self) -> &Tree {
        &self.tree
    }
}

fn opened(zip: &[u8]) -> Result<Opened, OpenError> {
    let dir = scratch();
    fs::write(dir.path().join("app.ZIP"), zip).unwrap();
    let tree = Tree::open(&dir.path().join("app.ZIP"))?;
    Ok(Opened { tree, _dir: dir })
}

fn paths(listing: &Listing) -> Vec<&str> {
    listing.files.iter().map(|file| &*file.path).collect()
}

fn reason<'a>(listing: &'a Listing, path: &str) -> Option<&'a str> {
    let row = listing.skipped.iter().find(|(skipped, _)| &**skipped == path);
    row.map(|(_, why)| why.as_str())
}

const APP: &[(&str, &str)] = &[
    ("b.js", "1"),
    ("a/b.js", "22"),
    ("a-b.js", "333"),
    (".env", "X=1"),
    (".gitignore", "*.log\n/dist/\n"),
    ("x.log", ""),
    ("a/.gitignore", "!keep.log\nonly-here.txt\n"),
    ("a/keep.log", ""),
    ("a/only-here.txt", ""),
    ("only-here.txt", ""),
    ("dist/a.js", ""),
    ("a/dist/a.js", ""),
    (".git/config", ""),
    (".forgeshift/txn/1/journal.json", ""),
    ("node_modules/x/index.js", ""),
    ("a/node_modules/node_modules/y.js", ""),
    ("forge/manifest.yml", ""),
];

#[test]
fn files_are_listed_in_order_as_git_would_see_them() {
    let dir = folder(APP);
    let tree = Tree::open(dir.path())
        .unwrap()
        .excluding(RelPath::new("forge").unwrap());
    let listing = tree.list();
    let expected = [
        ".env",
        ".gitignore",
        "a-b.js",
        "a/.gitignore",
        "a/b.js",
        "a/dist/a.js",
        "a/keep.log",
        "b.js",
        "only-here.txt",
    ];
    assert_eq!(paths(&listing), expected);
    assert_eq!(listing.files[2].bytes, 3);
}

#[test]
fn installed_packages_are_told_once_for_each_folder_of_them() {
    let listing = Tree::folder(folder(APP).path()).list();
    let told: Vec<_> = listing.skipped.iter().map(|(path, _)| &**path).collect();
    assert_eq!(told, ["a/node_modules", "node_modules"]);
}

#[test]
fn ignored_packages_are_told_all_the_same() {
    let dir = folder(&[(".gitignore", "node_modules\n"), ("node_modules/x.js", "")]);
    assert!(reason(&Tree::folder(dir.path()).list(), "node_modules").is_some());
}

#[test]
fn a_folder_an_archive_and_memory_are_listed_alike() {
    let dir = folder(APP);
    let archive = opened(&zipped(APP)).unwrap();
    let memory = Tree::memory(APP.iter().copied());
    assert_eq!(archive.list(), Tree::folder(dir.path()).list());
    assert_eq!(memory.list(), archive.list());
    for file in memory.list().files {
        assert_eq!(
            archive.read(&file.path, LIMIT).unwrap().text,
            memory.read(&file.path, LIMIT).unwrap().text
        );
    }
}

#[test]
fn rules_around_the_root_hold_within_one_work_tree_only() {
    let dir = folder(&[
        (".gitignore", "*.js\n"),
        ("repo/.git/config", ""),
        ("repo/.gitignore", "/apps/one/dist\n*.log\n"),
        ("repo/apps/one/a.js", ""),
        ("repo/apps/one/a.log", ""),
        ("repo/apps/one/dist/b.js", ""),
        ("repo/apps/one/src/dist/b.js", ""),
    ]);
    let listing = Tree::folder(&dir.path().join("repo/apps/one")).list();
    assert_eq!(paths(&listing), ["a.js", "src/dist/b.js"]);
}

#[test]
fn a_link_is_never_followed_and_its_reason_is_told() {
    let outside = folder(&[("secret.js", "secret")]);
    let dir = folder(&[("real.js", "1"), ("sub/x.js", "2")]);
    let link = |to: &Path, name: &str| symlink(to, dir.path().join(name)).unwrap();
    link(Path::new("real.js"), "alias.js");
    link(&outside.path().join("secret.js"), "out.js");
    link(outside.path(), "out");
    link(Path::new("nowhere"), "dangling.js");
    link(Path::new("loop.js"), "loop.js");
    link(Path::new(".."), "sub/up");

    let tree = Tree::folder(dir.path());
    let listing = tree.list();
    assert_eq!(paths(&listing), ["real.js", "sub/x.js"]);
    assert!(reason(&listing, "alias.js").unwrap().starts_with("a link; "));
    assert_eq!(
        reason(&listing, "out.js"),
        Some("a link that leads out of the folder")
    );
    assert_eq!(
        reason(&listing, "out"),
        Some("a link that leads out of the folder")
    );
    assert_eq!(reason(&listing, "dangling.js"), Some("a link that leads nowhere"));
    assert_eq!(
        reason(&listing, "loop.js"),
        Some("a link that cannot be followed to its end")
    );
    assert_eq!(
        reason(&listing, "sub/up"),
        Some("a link to a folder that holds it")
    );

    for path in ["alias.js", "out.js", "dangling.js", "loop.js"] {
        assert_eq!(
            tree.read(path, LIMIT).unwrap_err(),
            Unreadable::NotAFile,
            "{path}"
        );
    }
    assert!(matches!(
        tree.read("out/secret.js", LIMIT),
        Err(Unreadable::System(_))
    ));
    assert!(matches!(tree.read("../x", LIMIT), Err(Unreadable::System(_))));
    let absolute = outside.path().join("secret.js");
    assert!(matches!(
        tree.read(absolute.to_str().unwrap(), LIMIT),
        Err(Unreadable::System(_))
    ));
}

#[test]
fn what_is_no_file_is_passed_over_without_waiting() {
    use std::os::unix::net::UnixListener;
    let dir = folder(&[("a.js", "")]);
    fs::create_dir(dir.path().join("app.js")).unwrap();
    let _socket = UnixListener::bind(dir.path().join("socket")).unwrap();
    let fifo = std::ffi::CString::new(dir.path().join("fifo").to_str().unwrap()).unwrap();
    make_fifo(&fifo);

    let tree = Tree::folder(dir.path());
    let listing = tree.list();
    assert_eq!(paths(&listing), ["a.js"]);
    for path in ["fifo", "socket"] {
        assert_eq!(reason(&listing, path), Some("neither a file nor a folder"));
        assert_eq!(
            tree.read(path, LIMIT).unwrap_err(),
            Unreadable::NotAFile,
            "{path}"
        );
    }
    assert_eq!(tree.read("app.js", LIMIT).unwrap_err(), Unreadable::NotAFile);
}

/// The standard library makes no FIFOs, and calling the system is unsafe; a program of every Unix does it.
fn make_fifo(path: &std::ffi::CStr) {
    let made = std::process::Command::new("mkfifo")
        .arg(path.to_str().unwrap())
        .status();
    assert!(made.unwrap().success());
}

#[test]
fn a_name_that_is_not_utf8_is_told() {
    use std::os::unix::ffi::OsStrExt;
    let dir = folder(&[("a.js", "")]);
    fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"\xff.js")), "").unwrap();
    fs::create_dir(dir.path().join(std::ffi::OsStr::from_bytes(b"\xfe"))).unwrap();
    let listing = Tree::folder(dir.path()).list();
    assert_eq!(paths(&listing), ["a.js"]);
    assert_eq!(listing.skipped.len(), 2);
    assert_eq!(reason(&listing, "\u{fffd}.js"), Some("its name is not UTF-8"));
}

#[test]
fn what_may_not_be_read_is_a_reason_and_not_an_error() {
    let dir = folder(&[("a.js", ""), ("closed/b.js", ""), ("closed.js", "")]);
    let close = |name: &str, mode| {
        fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    close("closed", 0o000);
    close("closed.js", 0o000);
    let tree = Tree::folder(dir.path());
    let (listing, read) = (tree.list(), tree.read("closed.js", LIMIT));
    close("closed", 0o755);
    if read.is_ok() {
        return; // the superuser may read everything
    }
    assert_eq!(paths(&listing), ["a.js", "closed.js"]);
    assert!(
        reason(&listing, "closed")
            .unwrap()
            .starts_with("the folder cannot be read")
    );
    assert!(matches!(read, Err(Unreadable::System(_))));
}

#[test]
fn a_folder_that_is_not_there_lists_nothing_and_says_so() {
    let listing = Tree::folder(Path::new("/nonexistent/forgeshift")).list();
    assert!(listing.files.is_empty());
    assert!(reason(&listing, ".").is_some());
    assert!(matches!(
        Tree::open(Path::new("/nonexistent")),
        Err(OpenError::Missing(_))
    ));
}

#[test]
fn long_names_and_deep_folders_are_listed() {
    let long = "x".repeat(255);
    let deep = format!("{}y.js", "d/".repeat(40));
    let dir = folder(&[(&long, ""), (&deep, "deep"), ("A.js", ""), ("a.js", "")]);
    let tree = Tree::folder(dir.path());
    assert_eq!(paths(&tree.list()), ["A.js", "a.js", &deep, &long]);
    assert_eq!(&*tree.read(&deep, LIMIT).unwrap().text, "deep");
}

#[test]
fn a_file_of_the_limit_is_read_and_one_byte_more_is_not() {
    let dir = folder(&[("a.js", "12345"), ("empty.js", "")]);
    let files = [("a.js", "12345"), ("empty.js", "")];
    let archive = opened(&zipped(&files)).unwrap();
    for tree in [&Tree::folder(dir.path()), &Tree::memory(files), &archive] {
        assert!(tree.read("a.js", 5).is_ok());
        let refused = tree.read("a.js", 4).unwrap_err();
        assert_eq!(refused, Unreadable::TooLarge { bytes: 5, limit: 4 });
        assert_eq!(&*tree.read("empty.js", 0).unwrap().text, "");
        assert!(tree.read("missing.js", 5).is_err());
    }
}

#[test]
fn a_file_without_end_is_not_read_to_its_end() {
    let zero = fs::File::open("/dev/zero").unwrap();
    let refused = open::bounded(zero, 1000, 0).unwrap_err();
    assert!(matches!(refused, Unreadable::TooLarge { limit: 1000, .. }));
}

#[test]
fn an_archive_with_one_folder_keeps_that_folder() {
    let tree = opened(&zipped(&[("app/a.js", ""), ("app/b/c.js", "")])).unwrap();
    assert_eq!(paths(&tree.list()), ["app/a.js", "app/b/c.js"]);
}

#[test]
fn an_entry_that_would_leave_the_archive_is_passed_over() {
    let tree = opened(&zipped(&[
        ("../../etc/passwd", "x"),
        ("/etc/shadow", "x"),
        ("a/../../b", "x"),
        ("C:\\x", "x"),
        ("a\\b.js", "x"),
        ("con.js", "x"),
        ("ok.js", "x"),
    ]))
    .unwrap();
    let listing = tree.list();
    assert_eq!(paths(&listing), ["ok.js"]);
    assert_eq!(listing.skipped.len(), 6);
    assert!(
        listing
            .skipped
            .iter()
            .all(|(_, why)| why.starts_with("its path is refused"))
    );
    assert!(tree.read("../../etc/passwd", LIMIT).is_err());
}

#[test]
fn links_and_folders_in_an_archive_are_no_files() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default();
    zip.add_directory("src", plain).unwrap();
    zip.add_symlink("src/link.js", "/etc/passwd", plain).unwrap();
    zip.add_symlink("node_modules/.bin/x", "../x.js", plain).unwrap();
    let listing = opened(&zip.finish().unwrap().into_inner()).unwrap().list();
    assert!(listing.files.is_empty());
    assert_eq!(reason(&listing, "src/link.js"), Some("a link"));
    assert_eq!(reason(&listing, "node_modules"), Some("installed packages"));
    assert_eq!(listing.skipped.len(), 2);
}

#[test]
fn an_entry_that_grows_beyond_measure_is_passed_over() {
    let bomb = "0".repeat(2 << 20);
    let listing = opened(&zipped(&[("bomb.js", &bomb), ("ok.js", "x")]))
        .unwrap()
        .list();
    assert_eq!(paths(&listing), ["ok.js"]);
    assert_eq!(
        reason(&listing, "bomb.js"),
        Some("it grows too much when it is unpacked")
    );
}

#[test]
fn an_archive_that_promises_too_much_is_refused() {
    let mut zip = zipped(&[("a.js", "x"), ("b.js", "x")]);
    for at in directory_entries(&zip) {
        zip[at + 24..at + 28].copy_from_slice(&(400u32 << 20).to_le_bytes());
    }
    let refused = opened(&zip).err().unwrap().to_string();
    assert!(refused.contains("more than 536870912 bytes"), "{refused}");
}

#[test]
fn an_archive_that_holds_more_than_it_promises_is_not_read() {
    let mut zip = zipped(&[("a.js", &"x".repeat(1000))]);
    for at in directory_entries(&zip) {
        zip[at + 24..at + 28].copy_from_slice(&10u32.to_le_bytes());
    }
    let tree = opened(&zip).unwrap();
    assert!(matches!(tree.read("a.js", LIMIT), Err(Unreadable::System(_))));
}

#[test]
fn an_archive_of_too_many_entries_is_refused() {
    let refused = |entries| opened(&bare_directory(entries)).err().unwrap().to_string();
    assert!(refused(100_001).contains("more than 100000 entries"));
    assert!(refused(600_000).contains("its list of entries is too long"));
}

/// An archive that is all list: so many empty entries, each without a file.
fn bare_directory(entries: u64) -> Vec<u8> {
    let mut zip = Vec::new();
    for n in 0..entries {
        let name = n.to_string();
        let mut entry = [0; 46];
        entry[..4].copy_from_slice(b"PK\x01\x02");
        entry[28] = name.len() as u8;
        zip.extend(entry);
        zip.extend(name.into_bytes());
    }
    let size = zip.len() as u64;
    let words = |numbers: &[u64]| numbers.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
    zip.extend(
        [
            &b"PK\x06\x06"[..],
            &words(&[44]),
            &[45, 0, 45, 0],
            &[0; 8],
            &words(&[entries, entries, size, 0]),
        ]
        .concat(),
    );
    zip.extend([&b"PK\x06\x07"[..], &[0; 4], &words(&[size]), &[1, 0, 0, 0]].concat());
    zip.extend([&b"PK\x05\x06"[..], &[0; 4], &[0xff; 12], &[0; 2]].concat());
    zip
}

#[test]
fn a_file_that_is_no_archive_is_refused() {
    let dir = folder(&[
        ("broken.zip", "PK\u{3}\u{4}"),
        ("empty.zip", ""),
        ("a.json", "{}"),
    ]);
    let open = |name: &str| Tree::open(&dir.path().join(name)).unwrap_err();
    assert!(matches!(open("broken.zip"), OpenError::Archive { .. }));
    assert!(matches!(open("empty.zip"), OpenError::Archive { .. }));
    assert!(matches!(open("a.json"), OpenError::NotATree(_)));
}

#[test]
fn a_damaged_archive_never_panics() {
    let zip = zipped(APP);
    for at in 0..zip.len() {
        let mut damaged = zip.clone();
        damaged[at] ^= 0xff;
        if let Ok(tree) = opened(&damaged) {
            for file in tree.list().files {
                let _ = tree.read(&file.path, LIMIT);
            }
        }
    }
}

/// Where the entries of the central directory begin.
fn directory_entries(zip: &[u8]) -> Vec<usize> {
    (0..zip.len())
        .filter(|at| zip[*at..].starts_with(b"PK\x01\x02"))
        .collect()
}

#[test]
fn hostile_rules_cost_no_time() {
    let rules = "**/a*b*c*d*e*\n!x{a,b,c}*[0-9]?\n".repeat(2_000);
    let begun = std::time::Instant::now();
    let tree = Tree::memory([(".gitignore", rules), ("aabbccddee.js", String::new())]);
    let _ = tree.list();
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_tree_is_listed_alike_on_the_disk_and_in_memory(files in files()) {
        let dir = scratch();
        let mut kept = BTreeMap::new();
        for (path, text) in files {
            let target = dir.path().join(&path);
            if fs::create_dir_all(target.parent().unwrap()).is_ok() && fs::write(target, &text).is_ok() {
                kept.insert(path, text);
            }
        }
        let memory = Tree::memory(kept.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        prop_assert_eq!(Tree::folder(dir.path()).list(), memory.list());
    }
}

fn files() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        Just("a"),
        Just("b"),
        Just("c.js"),
        Just("a-b"),
        Just("node_modules"),
        Just(".git")
    ];
    let path = proptest::collection::vec(name, 1..4).prop_map(|names| names.join("/"));
    let text = Just("text".to_owned());
    let rule = prop_oneof![
        Just("a"),
        Just("/b/"),
        Just("!c.js"),
        Just("*.js"),
        Just("a/b"),
        Just("**/b"),
        Just("!a/")
    ];
    let rules = proptest::collection::vec(rule, 0..3).prop_map(|rules| rules.join("\n"));
    let file = prop_oneof![
        4 => (path.clone(), text),
        1 => (path.prop_map(|path| format!("{path}/.gitignore")), rules.clone()),
        1 => (Just(".gitignore".to_owned()), rules),
    ];
    proptest::collection::vec(file, 0..12)
}

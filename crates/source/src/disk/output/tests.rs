use super::*;
use crate::disk::scratch::scratch;
use crate::disk::txn::Step;
use crate::finding::Grade;
use crate::plan::Action;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::sync::Arc;

fn path(path: &str) -> RelPath {
    RelPath::new(path).unwrap()
}

fn change(action: Action, at: &str, before: Option<&str>, after: Option<&str>) -> Change {
    Change {
        path: path(at),
        from: None,
        action,
        grade: Grade::Safe,
        before: before.map(Arc::from),
        after: after.map(Arc::from),
        bytes: None,
        because: Vec::new(),
    }
}

fn create(at: &str, after: &str) -> Change {
    change(Action::Create, at, None, Some(after))
}

fn edit(at: &str, before: &str, after: &str) -> Change {
    change(Action::Edit, at, Some(before), Some(after))
}

fn delete(at: &str, before: &str) -> Change {
    change(Action::Delete, at, Some(before), None)
}

/// Everything below a folder: bytes, modes, links, empty folders.
fn snapshot(root: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut pending = vec![root.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let place = entry.unwrap().path();
            let meta = fs::symlink_metadata(&place).unwrap();
            let content = if meta.is_dir() {
                pending.push(place.clone());
                "folder".to_owned()
            } else if meta.is_symlink() {
                format!("link to {}", fs::read_link(&place).unwrap().display())
            } else {
                fs::read(&place).unwrap().escape_ascii().to_string()
            };
            let name = place.strip_prefix(root).unwrap().display().to_string();
            all.insert(name, format!("{:o} {content}", meta.permissions().mode()));
        }
    }
    all
}

/// The same without what undo needs.
fn app(root: &Path) -> BTreeMap<String, String> {
    let mut all = snapshot(root);
    all.retain(|name, _| !name.starts_with(".forgeshift"));
    all
}

/// A small app with what is easily lost: a mode, a byte order mark, `\r\n`, an empty folder.
fn sample(root: &Path) {
    for (name, bytes, mode) in [
        ("manifest.yml", &b"app:\n  id: 1\n"[..], 0o600),
        ("bin/run.sh", b"#!/bin/sh\n", 0o755),
        ("src/marked.js", b"\xef\xbb\xbfa\r\nb\r\n", 0o644),
        ("src/old.js", b"old", 0o640),
        ("keep.txt", b"kept", 0o444),
    ] {
        let place = root.join(name);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, bytes).unwrap();
        fs::set_permissions(&place, fs::Permissions::from_mode(mode)).unwrap();
    }
    fs::create_dir_all(root.join("empty/inner")).unwrap();
}

fn sample_plan() -> Vec<Change> {
    vec![
        create("src/resolvers/index.js", "export {}\n"),
        create("static/a/b/index.html", "<html>"),
        create("empty/new.txt", ""),
        edit("manifest.yml", "app:\n  id: 1\n", "app:\n  id: 2\n"),
        edit("bin/run.sh", "#!/bin/sh\n", "#!/bin/sh\nexit\n"),
        edit("src/marked.js", "a\r\nb\r\n", "a\r\nc\r\n"),
        delete("src/old.js", "old"),
    ]
}

#[test]
fn a_plan_is_written_and_modes_and_marks_are_kept() {
    let dir = scratch();
    sample(dir.path());
    let applied = Output::new(dir.path()).apply(&sample_plan()).unwrap();
    let files: Vec<_> = applied.files.iter().map(RelPath::as_str).collect();
    let expected = [
        "bin/run.sh",
        "empty/new.txt",
        "manifest.yml",
        "src/marked.js",
        "src/old.js",
        "src/resolvers/index.js",
        "static/a/b/index.html",
    ];
    assert_eq!(files, expected);
    let after = app(dir.path());
    assert_eq!(after["manifest.yml"], "100600 app:\\n  id: 2\\n");
    assert_eq!(after["bin/run.sh"], "100755 #!/bin/sh\\nexit\\n");
    assert_eq!(after["src/marked.js"], "100644 \\xef\\xbb\\xbfa\\r\\nc\\r\\n");
    assert_eq!(after["keep.txt"], "100444 kept");
    assert!(!after.contains_key("src/old.js"));
    assert_eq!(after["empty/inner"], "40755 folder");
}

#[test]
fn undo_leaves_no_trace_of_an_apply() {
    let dir = scratch();
    sample(dir.path());
    let before = snapshot(dir.path());
    let output = Output::new(dir.path());
    let applied = output.apply(&sample_plan()).unwrap();
    let undone = output.undo().unwrap();
    assert_eq!(undone.put_back, applied.files);
    assert_eq!((undone.left, undone.backups), (vec![], None));
    assert_eq!(snapshot(dir.path()), before);
    assert_eq!(output.undo(), Err(OutputError::NothingToUndo));
    assert_eq!(
        snapshot(dir.path()),
        before,
        "looking for something to undo left a trace"
    );
}

#[test]
fn a_second_apply_of_the_same_plan_writes_nothing() {
    let dir = scratch();
    sample(dir.path());
    let output = Output::new(dir.path());
    output.apply(&sample_plan()).unwrap();
    let once = snapshot(dir.path());
    assert_eq!(output.apply(&sample_plan()), Ok(Applied::default()));
    assert_eq!(snapshot(dir.path()), once);
}

#[test]
fn a_plan_without_need_makes_no_folder() {
    let dir = scratch();
    let missing = dir.path().join("forge");
    assert_eq!(Output::new(&missing).apply(&[]), Ok(Applied::default()));
    assert_eq!(
        Output::new(&missing).apply(&[delete("gone.js", "x")]),
        Ok(Applied::default())
    );
    assert!(snapshot(dir.path()).is_empty());
}

#[test]
fn a_folder_that_apply_made_goes_with_undo_and_one_that_was_there_stays() {
    let dir = scratch();
    let output = Output::new(&dir.path().join("a/b/forge"));
    output.apply(&[create("x.js", "x")]).unwrap();
    output.apply(&[create("y.js", "y")]).unwrap();
    output.undo().unwrap();
    assert!(dir.path().join("a/b/forge/x.js").exists());
    output.undo().unwrap();
    assert!(snapshot(dir.path()).is_empty());

    fs::create_dir(dir.path().join("there")).unwrap();
    let output = Output::new(&dir.path().join("there"));
    output.apply(&[create("x.js", "x")]).unwrap();
    output.undo().unwrap();
    assert!(dir.path().join("there").is_dir());
}

#[test]
fn applies_are_undone_newest_first() {
    let dir = scratch();
    let output = Output::new(dir.path());
    output.apply(&[create("a", "1")]).unwrap();
    output.apply(&[edit("a", "1", "2")]).unwrap();
    output.apply(&[edit("a", "2", "3")]).unwrap();
    for expected in ["2", "1"] {
        output.undo().unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), expected);
    }
    output.undo().unwrap();
    assert!(snapshot(dir.path()).is_empty());
}

#[test]
fn a_file_that_is_not_as_planned_stops_everything() {
    let dir = scratch();
    sample(dir.path());
    let output = Output::new(dir.path());
    let before = snapshot(dir.path());
    let stale = |changes: &[Change], files: &[&str]| {
        let files = files.iter().map(|file| path(file)).collect();
        assert_eq!(output.apply(changes), Err(OutputError::Stale { files }));
        assert_eq!(snapshot(dir.path()), before);
    };
    stale(
        &[edit("manifest.yml", "else", "x"), create("new", "")],
        &["manifest.yml"],
    );
    stale(
        &[edit("src/old.js", "old", "x"), edit("gone.js", "a", "b")],
        &["gone.js"],
    );
    stale(
        &[create("src/old.js", "new"), delete("keep.txt", "other")],
        &["keep.txt", "src/old.js"],
    );
    stale(&[edit("src/marked.js", "a\nb\n", "x")], &["src/marked.js"]);
    stale(&[edit("keep.txt", "kep", &"x".repeat(9))], &["keep.txt"]);
}

#[test]
fn a_file_that_is_there_already_as_planned_is_no_obstacle() {
    let dir = scratch();
    sample(dir.path());
    let output = Output::new(dir.path());
    let applied = output.apply(&[
        create("keep.txt", "kept"),
        edit("src/old.js", "older", "old"),
        create("new", "1"),
    ]);
    assert_eq!(applied.unwrap().files, [path("new")]);
}

#[test]
fn a_change_that_makes_no_sense_is_refused() {
    let dir = scratch();
    sample(dir.path());
    let before = snapshot(dir.path());
    let utf16 = dir.path().join("utf16.js");
    for (changes, at) in [
        (vec![create("a", "1"), create("a", "2")], "a"),
        (vec![create("a", "1"), create("a/b", "2")], "a/b"),
        (vec![create("keep.txt/b", "2")], "keep.txt/b"),
        (
            vec![delete("keep.txt", "kept"), create("keep.txt/b", "2")],
            "keep.txt/b",
        ),
        (vec![create("src", "2")], "src"),
        (
            vec![change(Action::Edit, "keep.txt", None, Some("x"))],
            "keep.txt",
        ),
        (vec![change(Action::Create, "a", None, None)], "a"),
        (
            vec![create(".git/hooks/pre-commit", "x")],
            ".git/hooks/pre-commit",
        ),
        (vec![create("sub/.GIT/config", "x")], "sub/.GIT/config"),
        (vec![create("node_modules/x.js", "x")], "node_modules/x.js"),
        (
            vec![create(".forgeshift/txn/1/journal.json", "x")],
            ".forgeshift/txn/1/journal.json",
        ),
    ] {
        let refused = Output::new(dir.path()).apply(&changes).unwrap_err();
        assert!(
            matches!(&refused, OutputError::Refused { path, .. } if path.as_str() == at),
            "{refused:?}"
        );
        assert_eq!(snapshot(dir.path()), before);
    }
    fs::write(utf16, b"\xff\xfea\0").unwrap();
    let refused = Output::new(dir.path())
        .apply(&[edit("utf16.js", "a", "b")])
        .unwrap_err();
    assert!(matches!(refused, OutputError::Refused { .. }));
}

#[test]
fn no_link_is_written_through() {
    let (dir, outside) = (scratch(), scratch());
    fs::write(outside.path().join("file"), "theirs").unwrap();
    let link = |to: &Path, name: &str| symlink(to, dir.path().join(name)).unwrap();
    link(&outside.path().join("file"), "file");
    link(outside.path(), "folder");
    link(Path::new("nowhere"), "dangling");
    fs::create_dir(dir.path().join("real")).unwrap();
    link(Path::new("real"), "inside");
    let (before, theirs) = (snapshot(dir.path()), snapshot(outside.path()));
    let output = Output::new(dir.path());
    for change in [
        edit("file", "theirs", "ours"),
        delete("file", "theirs"),
        create("file", "ours"),
        create("folder/new", "ours"),
        create("folder/deep/new", "ours"),
        edit("folder/file", "theirs", "ours"),
        create("dangling", "ours"),
        create("inside/new", "ours"),
    ] {
        let refused = output.apply(std::slice::from_ref(&change)).unwrap_err();
        assert!(
            matches!(refused, OutputError::Refused { .. }),
            "{change:?}: {refused:?}"
        );
        assert!(output.current(&change.path, 100).is_err(), "{change:?}");
    }
    assert_eq!(snapshot(dir.path()), before);
    assert_eq!(snapshot(outside.path()), theirs);
}

#[test]
fn a_home_that_is_a_link_is_not_entered() {
    let (dir, outside) = (scratch(), scratch());
    symlink(outside.path(), dir.path().join(".forgeshift")).unwrap();
    let output = Output::new(dir.path());
    assert!(matches!(
        output.apply(&[create("a", "1")]),
        Err(OutputError::Broken(_))
    ));
    assert!(matches!(output.undo(), Err(OutputError::Broken(_))));
    assert!(matches!(output.recover(Way::Back), Err(OutputError::Broken(_))));
    assert!(snapshot(outside.path()).is_empty());

    let (dir, outside) = (scratch(), scratch());
    fs::create_dir(dir.path().join(".forgeshift")).unwrap();
    for name in [".gitignore", "txn"] {
        symlink(
            outside.path().join(name),
            dir.path().join(".forgeshift").join(name),
        )
        .unwrap();
    }
    assert!(Output::new(dir.path()).apply(&[create("a", "1")]).is_err());
    assert!(snapshot(outside.path()).is_empty());
}

#[test]
fn what_someone_changed_since_is_left_alone_and_its_backup_kept() {
    let dir = scratch();
    sample(dir.path());
    let output = Output::new(dir.path());
    output.apply(&sample_plan()).unwrap();
    fs::write(dir.path().join("manifest.yml"), "mine").unwrap();
    fs::write(dir.path().join("static/a/mine.txt"), "mine").unwrap();
    fs::write(dir.path().join("src/old.js"), "mine").unwrap();

    let undone = output.undo().unwrap();
    assert_eq!(undone.left, [path("manifest.yml"), path("src/old.js")]);
    let left = app(dir.path());
    assert_eq!(left["manifest.yml"], "100600 mine");
    assert_eq!(left["static/a/mine.txt"], "100644 mine");
    assert!(!left.contains_key("static/a/b"));
    assert!(!left.contains_key("src/resolvers"));
    let kept = snapshot(&undone.backups.unwrap());
    assert!(
        kept.values().any(|file| file == "100600 app:\\n  id: 1\\n"),
        "{kept:?}"
    );
    assert!(kept.values().any(|file| file == "100640 old"), "{kept:?}");

    assert_eq!(output.undo(), Err(OutputError::NothingToUndo));
    assert_eq!(output.recover(Way::Back), Ok(None));
    output.apply(&[create("again", "1")]).unwrap();
    output.undo().unwrap();
    assert_eq!(app(dir.path()), left);
}

#[test]
fn a_file_that_is_changed_on_the_way_stops_everything_and_stays() {
    let dir = scratch();
    sample(dir.path());
    let output = Output::new(dir.path());
    let before = snapshot(dir.path());
    let mut txn = output.transaction(1, pending(&output.root, &sample_plan()).unwrap(), 0);
    let steps = txn.steps();
    let last = steps
        .iter()
        .rposition(|step| matches!(step, Step::Settle(_)))
        .unwrap();
    run(&mut txn, &steps[..last]).unwrap();
    fs::write(dir.path().join("src/old.js"), "mine").unwrap();
    let stopped = run(&mut txn, &steps[last..]);
    assert_eq!(
        stopped,
        Err(OutputError::Stale {
            files: vec![path("src/old.js")]
        })
    );
    fs::write(dir.path().join("src/old.js"), "old").unwrap();
    let _ = output.recover(Way::Back).unwrap();
    assert_eq!(snapshot(dir.path()), before);
}

#[test]
fn a_run_that_ends_at_any_step_is_taken_back_or_brought_to_its_end() {
    let (before, after) = before_and_after();
    for steps_done in 0.. {
        for way in [Way::Back, Way::Forward] {
            let dir = scratch();
            sample(dir.path());
            let output = Output::new(dir.path());
            let Some(state) = apply_and_die(&output, steps_done) else {
                return;
            };
            let decided = state == State::Committed || (state == State::Prepared && way == Way::Forward);
            let recovered = output.recover(way).unwrap();
            assert!(recovered.is_none_or(|recovered| recovered.left.is_empty()));
            assert_eq!(output.recover(way), Ok(None), "step {steps_done}");
            if decided {
                assert_eq!(app(dir.path()), after, "step {steps_done}, {way:?}");
                output.undo().unwrap();
            }
            assert_eq!(snapshot(dir.path()), before, "step {steps_done}, {way:?}");
        }
    }
}

#[test]
fn an_undo_that_ends_at_any_step_is_brought_to_its_end() {
    let (before, _) = before_and_after();
    for steps_done in 0.. {
        let dir = scratch();
        sample(dir.path());
        let output = Output::new(dir.path());
        output.apply(&sample_plan()).unwrap();
        let (id, journal) = output.history().unwrap().remove(0);
        let mut txn = Txn::found(&output.root, id, journal.unwrap());
        let steps = txn.steps_back();
        if steps_done > steps.len() {
            return;
        }
        run(&mut txn, &steps[..steps_done]).unwrap();
        if steps_done == 0 {
            output.undo().unwrap();
        } else {
            assert_eq!(
                output.undo(),
                Err(if steps_done < steps.len() {
                    OutputError::Unfinished
                } else {
                    OutputError::NothingToUndo
                })
            );
            output.recover(Way::Forward).unwrap();
        }
        assert_eq!(snapshot(dir.path()), before, "step {steps_done}");
    }
}

fn before_and_after() -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let dir = scratch();
    sample(dir.path());
    let before = snapshot(dir.path());
    Output::new(dir.path()).apply(&sample_plan()).unwrap();
    (before, app(dir.path()))
}

/// Performs so many steps of an apply and leaves everything as a killed process would; none beyond the last.
fn apply_and_die(output: &Output, steps_done: usize) -> Option<State> {
    let home = Home::enter(&output.root).unwrap();
    let mut txn = output.transaction(1, pending(&output.root, &sample_plan()).unwrap(), 0);
    let steps = txn.steps();
    let steps = steps.get(..steps_done)?;
    run(&mut txn, steps).unwrap();
    drop(home); // without leaving
    Some(txn.journal.state)
}

#[test]
fn only_one_process_writes_at_a_time() {
    let dir = scratch();
    let output = Output::new(dir.path());
    let home = Home::enter(&output.root).unwrap();
    let busy = OutputError::Busy(std::process::id().to_string());
    assert_eq!(output.apply(&[create("a", "1")]), Err(busy.clone()));
    assert_eq!(output.undo(), Err(busy));
    home.leave();
    output.apply(&[create("a", "1")]).unwrap();
}

#[test]
fn a_lock_that_a_dead_process_left_is_no_lock() {
    let dir = scratch();
    fs::create_dir(dir.path().join(".forgeshift")).unwrap();
    fs::write(dir.path().join(".forgeshift/lock"), "1").unwrap();
    let output = Output::new(dir.path());
    output.apply(&[create("a", "1")]).unwrap();
    output.undo().unwrap();
    assert!(snapshot(dir.path()).is_empty());
}

#[test]
fn of_many_applies_at_once_one_wins_and_nothing_is_mixed() {
    for _ in 0..10 {
        let dir = scratch();
        let root = dir.path().join("forge");
        let outcomes: Vec<_> = std::thread::scope(|scope| {
            let run = |n: usize| {
                let changes: Vec<_> = ["a", "b/c", "d/e/f"].map(|at| create(at, &n.to_string())).into();
                let root = &root;
                scope.spawn(move || Output::new(root).apply(&changes))
            };
            let threads: Vec<_> = (0..4).map(run).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let winners: Vec<_> = (0..4).filter(|n| outcomes[*n].is_ok()).collect();
        assert_eq!(winners.len(), 1, "{outcomes:?}");
        for at in ["a", "b/c", "d/e/f"] {
            assert_eq!(fs::read_to_string(root.join(at)).unwrap(), winners[0].to_string());
        }
        Output::new(&root).undo().unwrap();
        // Who of them made the folder cannot be told, so it may stay.
        assert!(snapshot(&root).is_empty());
    }
}

#[test]
fn a_journal_that_cannot_be_read_stops_everything() {
    let dir = scratch();
    let output = Output::new(dir.path());
    output.apply(&[create("a", "1")]).unwrap();
    fs::write(
        dir.path().join(".forgeshift/txn/1/journal.json"),
        "{\"format\": 2}",
    )
    .unwrap();
    let before = snapshot(dir.path());
    for outcome in [
        output.undo().map(drop),
        output.recover(Way::Back).map(drop),
        output.apply(&[create("b", "1")]).map(drop),
    ] {
        assert!(matches!(outcome, Err(OutputError::Broken(_))), "{outcome:?}");
    }
    let mut after = snapshot(dir.path());
    after.retain(|name, _| name != ".forgeshift/lock");
    assert_eq!(after, before);
}

#[test]
fn a_journal_of_a_stranger_writes_nothing_where_nothing_may_be_written() {
    let dir = scratch();
    fs::create_dir_all(dir.path().join(".git/hooks")).unwrap();
    let output = Output::new(dir.path());
    let op = Op {
        path: path(".git/hooks/pre-commit"),
        before: Some(Print::new(b"evil", Some(0o755))),
        after: None,
    };
    let journal = Journal {
        state: State::Committed,
        ops: vec![op],
        ..Journal::default()
    };
    let txn = dir.path().join(".forgeshift/txn/1");
    fs::create_dir_all(txn.join("backup")).unwrap();
    fs::write(txn.join("backup/0"), "evil").unwrap();
    fs::write(txn.join("journal.json"), journal.to_json()).unwrap();
    assert_eq!(output.undo().unwrap().put_back, []);
    assert!(!dir.path().join(".git/hooks/pre-commit").exists());
}

#[test]
fn a_system_that_refuses_midway_leaves_the_folder_as_it_was() {
    let dir = scratch();
    sample(dir.path());
    let before = snapshot(dir.path());
    let output = Output::new(dir.path());
    let mut txn = output.transaction(1, pending(&output.root, &sample_plan()).unwrap(), 0);
    let home = Home::enter(&output.root).unwrap();
    let steps = txn.steps();
    let last = steps
        .iter()
        .rposition(|step| matches!(step, Step::Settle(_)))
        .unwrap();
    run(&mut txn, &steps[..last - 1]).unwrap();
    // The staged file of the next step is gone, as on a disk that fails.
    fs::remove_dir_all(dir.path().join(".forgeshift/txn/1/stage")).unwrap();
    let failed = run(&mut txn, &steps[last - 1..]).unwrap_err();
    assert!(
        matches!(&failed, OutputError::Failed { left, .. } if left.is_empty()),
        "{failed:?}"
    );
    assert!(failed.to_string().ends_with("nothing was changed"));
    home.leave();
    assert_eq!(snapshot(dir.path()), before);
}

#[test]
fn what_is_there_now_is_read_as_text() {
    let dir = scratch();
    sample(dir.path());
    let output = Output::new(dir.path());
    let marked = output.current(&path("src/marked.js"), 100).unwrap().unwrap();
    assert_eq!(
        (&*marked.text, marked.bom, &*marked.path),
        ("a\r\nb\r\n", true, "src/marked.js")
    );
    assert!(output.current(&path("gone/x.js"), 100).unwrap().is_none());
    assert!(matches!(
        output.current(&path("src/old.js"), 2),
        Err(Unreadable::TooLarge { .. })
    ));
    assert!(output.current(&path("src"), 100).is_err());
}

#[test]
fn git_sees_nothing_of_what_undo_needs() {
    let dir = scratch();
    let output = Output::new(dir.path());
    output.apply(&[create("a", "1")]).unwrap();
    assert_eq!(
        fs::read_to_string(dir.path().join(".forgeshift/.gitignore")).unwrap(),
        "*\n"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn undo_after_apply_is_as_if_nothing_had_been((files, empty, changes) in tree_and_plan()) {
        let dir = scratch();
        lay(dir.path(), &files, &empty);
        let before = snapshot(dir.path());
        let output = Output::new(dir.path());
        match output.apply(&changes) {
            Ok(applied) => {
                for change in &changes {
                    let now = output.current(&change.path, 1000).unwrap().map(|file| file.text);
                    prop_assert_eq!(now, change.after.clone());
                }
                prop_assert_eq!(output.apply(&changes), Ok(Applied::default()), "a second apply did something");
                match applied.files.is_empty() {
                    true => prop_assert_eq!(output.undo(), Err(OutputError::NothingToUndo)),
                    false => prop_assert_eq!(output.undo().unwrap().put_back, applied.files),
                }
            }
            Err(refused) => {
                let known = matches!(refused, OutputError::Refused { .. } | OutputError::Stale { .. });
                prop_assert!(known, "{refused:?}");
            }
        }
        prop_assert_eq!(snapshot(dir.path()), before);
    }
}

type File = (&'static str, &'static [u8], u32);

fn lay(root: &Path, files: &[File], empty: &[&str]) {
    for (name, bytes, mode) in files {
        let place = root.join(name);
        if fs::create_dir_all(place.parent().unwrap()).is_ok() && fs::write(&place, bytes).is_ok() {
            fs::set_permissions(place, fs::Permissions::from_mode(*mode)).unwrap();
        }
    }
    for name in empty {
        let _ = fs::create_dir_all(root.join(name));
    }
}

const NAMES: &[&str] = &[
    "a",
    "b.js",
    "d/a",
    "d/b.js",
    "d/e/a",
    "d/e/f/g.txt",
    "h/a",
    "h/i/j",
];
const TEXTS: &[&[u8]] = &[
    b"",
    b"one\n",
    b"one\r\ntwo\r\n",
    b"\xef\xbb\xbfmarked\n",
    b"\xef\xbb\xbf",
    b"no end",
    "é🎉".as_bytes(),
];
const MODES: &[u32] = &[0o644, 0o600, 0o755, 0o444, 0o4755];

/// A tree, empty folders in it, and changes of which nearly all fit.
fn tree_and_plan() -> impl Strategy<Value = (Vec<File>, Vec<&'static str>, Vec<Change>)> {
    let pick = proptest::sample::select::<&'static str>;
    let texts = || proptest::sample::select(TEXTS);
    let file = (pick(NAMES), texts(), proptest::sample::select(MODES));
    let tree = proptest::collection::vec(file, 0..6).prop_map(|files| {
        let unique: BTreeMap<_, _> = files.into_iter().map(|file| (file.0, file)).collect();
        unique.into_values().collect::<Vec<File>>()
    });
    let empty = proptest::collection::vec(pick(&["d", "d/e", "k", "k/l", "h/i"]), 0..3);
    let wish = (pick(NAMES), proptest::option::weighted(0.8, texts()), 0..20u8);
    let wishes = proptest::collection::vec(wish, 0..6);
    (tree, empty, wishes).prop_map(|(files, empty, wishes)| {
        let text = |bytes: &[u8]| {
            Arc::from(std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).unwrap())
        };
        let wishes: BTreeMap<_, _> = wishes.into_iter().map(|wish| (wish.0, wish)).collect();
        let changes = wishes.into_values().map(|(name, after, luck)| {
            let before = files.iter().find(|file| file.0 == name).map(|file| file.1);
            let (action, before) = match (before, after) {
                _ if luck == 0 => (Action::Edit, Some(&b"stale"[..])),
                (None, Some(_)) => (Action::Create, None),
                (Some(before), Some(_)) => (Action::Edit, Some(before)),
                (before, None) => (Action::Delete, Some(before.unwrap_or_default())),
            };
            let after = if luck == 0 {
                Some(after.unwrap_or_default())
            } else {
                after
            };
            Change {
                before: before.map(text),
                after: after.map(text),
                ..change(action, name, None, None)
            }
        });
        (files.clone(), empty, changes.collect())
    })
}

#[test]
fn what_is_no_text_is_written_and_taken_back_byte_for_byte() {
    let dir = scratch();
    let root = dir.path();
    let picture: Vec<u8> = b"\xff\xfe\x89PNG\x00\xef\xbb\xbf".to_vec();
    let copy = Change {
        action: Action::Copy,
        from: Some("public/logo.png".into()),
        after: None,
        bytes: Some(picture.clone().into()),
        ..create("static/logo.png", "")
    };
    let output = Output::new(root);
    output.apply(std::slice::from_ref(&copy)).unwrap();
    assert_eq!(fs::read(root.join("static/logo.png")).unwrap(), picture);
    assert_eq!(
        output.apply(std::slice::from_ref(&copy)).unwrap(),
        Applied::default()
    );
    fs::write(root.join("static/logo.png"), b"another").unwrap();
    assert!(matches!(output.apply(&[copy]), Err(OutputError::Stale { .. })));
    fs::write(root.join("static/logo.png"), picture).unwrap();
    output.undo().unwrap();
    assert!(app(root).is_empty());
}

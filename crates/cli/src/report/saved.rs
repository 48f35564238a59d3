//! A plan that was kept in a file.

use crate::input;
use anyhow::{Context, Result, bail};
use forgeshift_source::disk::named::{self, Kind};
use forgeshift_source::disk::sha256;
use forgeshift_source::disk::tree::Tree;
use forgeshift_source::finding::Grade;
use forgeshift_source::path::RelPath;
use forgeshift_source::plan::{Action, Change};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A plan of a large app has a few megabytes.
const LIMIT: u64 = 256 << 20;
/// A single file that is taken over as it is.
const COPY_LIMIT: u64 = 16 << 20;

/// Reads a plan file. Refuses it where a file that it rests on, or one that it changes, is no longer what it was.
pub fn read(file: &Path, root: &Path) -> Result<(Vec<Change>, PathBuf)> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .context("the plan's name is not UTF-8")?;
    let text = Tree::folder(folder)
        .read(name, LIMIT)
        .with_context(|| format!("cannot read {}", file.display()))?;
    let value: Value =
        serde_json::from_str(&text.text).with_context(|| format!("{} is not a plan", file.display()))?;
    if value.get("schema_version").and_then(Value::as_u64) != Some(1) || value.get("changes").is_none() {
        bail!("{} is not a plan that this version reads", file.display());
    }
    let out = PathBuf::from(text_of(&value, "out")?);
    let mut stale = stale_inputs(&value, root, &out);
    let mut changes = Vec::new();
    for item in value
        .get("changes")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let change = change(item, root, &out)?;
        let before = item.get("before_sha256").and_then(Value::as_str);
        let now = change.before.as_deref().map(|text| sha256(text.as_bytes()));
        if change.from.is_none() && before.map(str::to_owned) != now {
            stale.push(change.path.to_string());
        }
        changes.push(change);
    }
    if !stale.is_empty() {
        stale.dedup();
        bail!(
            "the plan is stale; these files have changed since it was made:\n  {}\nmake a new plan",
            stale.join("\n  ")
        );
    }
    Ok((changes, out))
}

fn stale_inputs(value: &Value, root: &Path, out: &Path) -> Vec<String> {
    let base = if named::kind(root) == Kind::Folder {
        root
    } else {
        root.parent().unwrap_or(Path::new("."))
    };
    let mut stale = Vec::new();
    for item in value
        .get("inputs")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let (Ok(path), Ok(hash)) = (text_of(item, "path"), text_of(item, "sha256")) else {
            continue;
        };
        let there = |folder: &Path| input::existing(folder, &path).map(|text| sha256(text.as_bytes()));
        let now: Vec<String> = there(base).into_iter().chain(there(out)).collect();
        // A file of an archive cannot be looked at again here; those that can be must be what they were.
        if !now.is_empty() && !now.contains(&hash) {
            stale.push(path);
        }
    }
    stale
}

fn change(item: &Value, root: &Path, out: &Path) -> Result<Change> {
    let path = RelPath::new(&text_of(item, "path")?)?;
    let action = match text_of(item, "action")?.as_str() {
        "create" => Action::Create,
        "edit" => Action::Edit,
        "copy" => Action::Copy,
        "delete" => Action::Delete,
        other => bail!("the plan has the unknown action `{other}`"),
    };
    let after: Option<Arc<str>> = item.get("content").and_then(Value::as_str).map(Arc::from);
    let promised = item
        .get("content_sha256")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let from: Option<Arc<str>> = item.get("from").and_then(Value::as_str).map(Arc::from);
    // What is no text does not stand in the plan: it is read again from where it comes.
    let bytes = match (&after, &promised, &from) {
        (None, Some(_), Some(from)) => Some(original(root, from)?),
        _ => None,
    };
    let content = after.as_ref().map(|text| text.as_bytes()).or(bytes.as_deref());
    if content.map(sha256) != promised {
        bail!("the plan is damaged: the content of {path} is not what it promises");
    }
    let before = if action == Action::Create {
        None
    } else {
        input::existing(out, path.as_str())
    };
    Ok(Change {
        path,
        from,
        action,
        grade: Grade::Review,
        before,
        after,
        bytes,
        because: Vec::new(),
    })
}

/// The bytes of a file of the old app.
fn original(root: &Path, path: &str) -> Result<Arc<[u8]>> {
    let folder = match named::kind(root) {
        Kind::Folder => root,
        _ if root
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) =>
        {
            root
        }
        _ => root.parent().unwrap_or(Path::new(".")),
    };
    let bytes = Tree::open(folder)?
        .bytes(path, COPY_LIMIT)
        .with_context(|| format!("cannot read {path}"))?;
    Ok(bytes.into())
}

fn text_of(value: &Value, key: &str) -> Result<String> {
    value
        .get(key)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .with_context(|| format!("the plan has no `{key}`"))
}

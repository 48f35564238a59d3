//! The journal of one transaction: what was there, what is to be there, and how far it has come.

use super::target::Print;
use crate::path::RelPath;
use serde_json::{Map, Value, json};

/// The format that is written. Another one is refused, never guessed at.
const FORMAT: u64 = 1;

/// What one transaction does. By default nothing, and it was not finished being staged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Journal {
    pub(super) state: State,
    pub(super) ops: Vec<Op>,
    /// Folders that have to be made, outermost first.
    pub(super) folders: Vec<RelPath>,
    /// How many folders had to be made for the output folder itself to exist.
    pub(super) above: u32,
}

/// One file, before and after. None where there is no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Op {
    pub(super) path: RelPath,
    pub(super) before: Option<Print>,
    pub(super) after: Option<Print>,
}

/// How far a transaction has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum State {
    #[default]
    /// New contents and backups are being written; no file of the app was touched.
    Staging,
    /// All is at hand; files of the app may have been touched.
    Prepared,
    /// All is done.
    Committed,
    /// Files are being put back.
    Undoing,
    /// Put back, but for files that someone had changed since; their backups are kept.
    Undone,
}

const STATES: [(State, &str); 5] = [
    (State::Staging, "staging"),
    (State::Prepared, "prepared"),
    (State::Committed, "committed"),
    (State::Undoing, "undoing"),
    (State::Undone, "undone"),
];

impl Journal {
    pub(super) fn to_json(&self) -> String {
        let state = STATES.iter().find(|(state, _)| *state == self.state);
        let ops: Vec<Value> = self.ops.iter().map(op_to_json).collect();
        let folders: Vec<&str> = self.folders.iter().map(RelPath::as_str).collect();
        let journal = json!({
            "format": FORMAT,
            "state": state.map(|(_, word)| *word),
            "ops": ops,
            "folders": folders,
            "above": self.above,
        });
        format!("{journal:#}\n")
    }

    /// Reads a journal. It may have been written by anyone: each path is checked like any other.
    pub(super) fn from_json(text: &[u8]) -> Result<Self, String> {
        let value: Value = serde_json::from_slice(text).map_err(|e| e.to_string())?;
        let format = field(&value, "format")?.as_u64();
        if format != Some(FORMAT) {
            return Err("it is of another format than this version writes".to_owned());
        }
        let word = field(&value, "state")?.as_str().unwrap_or_default();
        let state = STATES.iter().find(|(_, known)| *known == word);
        Ok(Self {
            state: state.ok_or("its state is unknown")?.0,
            ops: list(&value, "ops")?
                .iter()
                .map(op_from_json)
                .collect::<Result<_, _>>()?,
            folders: list(&value, "folders")?
                .iter()
                .map(path)
                .collect::<Result<_, _>>()?,
            above: u32::try_from(number(&value, "above")?).map_err(|e| e.to_string())?,
        })
    }
}

fn op_to_json(op: &Op) -> Value {
    json!({
        "path": op.path.as_str(),
        "before": op.before.as_ref().map(print_to_json),
        "after": op.after.as_ref().map(print_to_json),
    })
}

fn print_to_json(print: &Print) -> Value {
    let mut json = Map::new();
    json.insert("sha256".to_owned(), json!(print.sha256));
    json.insert("bytes".to_owned(), json!(print.bytes));
    if let Some(mode) = print.mode {
        json.insert("mode".to_owned(), json!(format!("{mode:o}")));
    }
    Value::Object(json)
}

fn op_from_json(value: &Value) -> Result<Op, String> {
    Ok(Op {
        path: path(field(value, "path")?)?,
        before: print_from_json(field(value, "before")?)?,
        after: print_from_json(field(value, "after")?)?,
    })
}

fn print_from_json(value: &Value) -> Result<Option<Print>, String> {
    if value.is_null() {
        return Ok(None);
    }
    let octal = |mode: &Value| {
        let mode = u32::from_str_radix(mode.as_str().unwrap_or_default(), 8);
        mode.map(|mode| mode & 0o7777).map_err(|e| e.to_string())
    };
    Ok(Some(Print {
        sha256: field(value, "sha256")?.as_str().unwrap_or_default().to_owned(),
        bytes: number(value, "bytes")?,
        mode: value.get("mode").map(octal).transpose()?,
    }))
}

fn path(value: &Value) -> Result<RelPath, String> {
    RelPath::new(value.as_str().unwrap_or_default()).map_err(|e| e.to_string())
}

fn field<'a>(value: &'a Value, key: &str) -> Result<&'a Value, String> {
    value.get(key).ok_or_else(|| format!("it has no {key}"))
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a [Value], String> {
    let list = field(value, key)?.as_array();
    list.map(Vec::as_slice)
        .ok_or_else(|| format!("its {key} are no list"))
}

fn number(value: &Value, key: &str) -> Result<u64, String> {
    let number = field(value, key)?.as_u64();
    number.ok_or_else(|| format!("its {key} is no number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> Journal {
        let path = |path| RelPath::new(path).unwrap();
        Journal {
            state: State::Prepared,
            ops: vec![
                Op {
                    path: path("a/é.js"),
                    before: Some(Print::new(b"old", Some(0o755))),
                    after: Some(Print::new(b"new", None)),
                },
                Op {
                    path: path("b"),
                    before: None,
                    after: None,
                },
            ],
            folders: vec![path("a")],
            above: 2,
        }
    }

    #[test]
    fn a_journal_is_read_as_it_was_written() {
        for (state, _) in STATES {
            let journal = Journal { state, ..journal() };
            assert_eq!(Journal::from_json(journal.to_json().as_bytes()), Ok(journal));
        }
    }

    #[test]
    fn a_journal_of_another_format_is_refused() {
        for format in ["0", "2", "\"1\"", "null"] {
            let text = journal()
                .to_json()
                .replace("\"format\": 1", &format!("\"format\": {format}"));
            assert!(
                Journal::from_json(text.as_bytes())
                    .unwrap_err()
                    .contains("another format")
            );
        }
    }

    #[test]
    fn a_journal_that_leads_out_of_its_folder_is_refused() {
        let text = journal().to_json().replace("a/é.js", "../../etc/passwd");
        assert!(Journal::from_json(text.as_bytes()).is_err());
    }

    #[test]
    fn a_journal_cut_short_anywhere_is_refused() {
        let text = journal().to_json();
        for end in 0..text.len() - 2 {
            assert!(Journal::from_json(&text.as_bytes()[..end]).is_err());
        }
    }
}

//! What a path on the command line means.

use crate::report::timings::Clock;
use anyhow::{Context, Result, bail};
use forgeshift_connect::app::{App, Extent};
use forgeshift_connect::lang;
use forgeshift_connect::manifest::{self, Manifest};
use forgeshift_source::disk::named::{self, Kind};
use forgeshift_source::disk::tree::Tree;
use forgeshift_source::path::RelPath;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A manifest of Forge may have 200 KB; a file far beyond that is none.
const MANIFEST_LIMIT: u64 = 4 << 20;
/// Files of the output folder that are larger are none that we write.
const EXISTING_LIMIT: u64 = 16 << 20;

/// An app and where its Forge app goes.
#[derive(Debug)]
pub struct Input {
    /// What was read.
    pub app: App,
    /// The tree it was read from.
    pub tree: Tree,
    /// The output folder, where one can be told.
    pub out: Option<PathBuf>,
    /// The manifest in the output folder.
    pub manifest: Option<Manifest>,
}

/// As many threads as there are processors, where none are asked for.
pub fn workers(threads: usize) -> usize {
    if threads == 0 {
        std::thread::available_parallelism().map_or(1, usize::from)
    } else {
        threads
    }
}

/// Walks a folder and reads the files that would be read, nothing else; says how many files and bytes that was.
pub fn touch(path: &Path, threads: usize) -> Result<(usize, u64)> {
    let tree = Tree::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(lang::touch(&tree, &tree.list(), workers(threads)))
}

/// Reads the app at a path. `out` is the folder that the user named.
pub fn read(path: &Path, out: Option<&Path>, threads: usize, clock: &mut Clock) -> Result<Input> {
    let place = Place::of(path)?;
    let out = out.map(Path::to_owned).or_else(|| place.default_out());
    let extent = Extent {
        code: true,
        threads: workers(threads),
    };
    let (tree, app) = match &place {
        Place::File { folder, name } => {
            let tree = Tree::folder(folder);
            let app = App::read_file(&tree, name)?;
            (tree, app)
        }
        Place::Folder(_) | Place::Archive => {
            let mut tree = Tree::open(path).with_context(|| format!("cannot read {}", path.display()))?;
            if let (Place::Folder(root), Some(out)) = (&place, &out)
                && let Some(inside) = inside(root, out)
            {
                tree = tree.excluding(inside);
            }
            let listing = tree.list();
            clock.lap("walk");
            let app = App::read_project(&tree, listing, extent)?;
            clock.lap("code");
            (tree, app)
        }
    };
    let manifest = manifest_in(out.as_deref(), &place, &app)?;
    Ok(Input {
        app,
        tree,
        out,
        manifest,
    })
}

/// The output folder that goes with a path.
pub fn out_of(path: &Path, out: Option<&Path>) -> Result<PathBuf> {
    if let Some(out) = out {
        return Ok(out.to_owned());
    }
    Place::of(path)?
        .default_out()
        .context("an archive needs --out DIR")
}

enum Place {
    Folder(PathBuf),
    Archive,
    File { folder: PathBuf, name: String },
}

impl Place {
    fn of(path: &Path) -> Result<Self> {
        match named::kind(path) {
            Kind::Folder => return Ok(Self::Folder(path.to_owned())),
            Kind::File => {}
            Kind::Other => bail!("{} is neither a folder nor a file", path.display()),
            Kind::Missing => bail!("{} does not exist", path.display()),
        }
        if path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
        {
            return Ok(Self::Archive);
        }
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .context("the file's name is not UTF-8")?;
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        Ok(Self::File {
            folder: folder.to_owned(),
            name: name.to_owned(),
        })
    }

    /// The folder itself where it holds a manifest, else `forge/` beside the descriptor.
    fn default_out(&self) -> Option<PathBuf> {
        match self {
            Self::Folder(root) if has_manifest(root) => Some(root.clone()),
            Self::Folder(root) => Some(root.join("forge")),
            Self::File { folder, name } if is_manifest(name) => Some(folder.clone()),
            Self::File { folder, .. } => Some(folder.join("forge")),
            Self::Archive => None,
        }
    }
}

fn has_manifest(root: &Path) -> bool {
    ["manifest.yml", "manifest.yaml"]
        .iter()
        .any(|name| named::kind(&root.join(name)) == Kind::File)
}

fn is_manifest(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".yml", ".yaml", ".dhall"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// The output folder as a path of the tree, where it lies in it.
fn inside(root: &Path, out: &Path) -> Option<RelPath> {
    let (root, out) = (named::absolute(root), named::absolute(out));
    let relative = out.strip_prefix(&root).ok()?.to_str()?.replace('\\', "/");
    RelPath::new(&relative).ok()
}

/// Whether the output folder is a folder of the app, or the app's own.
pub fn is_inside(root: &Path, out: &Path) -> bool {
    named::absolute(out).starts_with(named::absolute(root))
}

/// The manifest that a plan starts from: the one in the output folder, else the one that was read.
fn manifest_in(out: Option<&Path>, place: &Place, app: &App) -> Result<Option<Manifest>> {
    let own = app.manifest.clone();
    let Some(out) = out else { return Ok(own) };
    let same = match place {
        Place::Folder(root) => named::absolute(root) == named::absolute(out),
        Place::File { folder, .. } => named::absolute(folder) == named::absolute(out),
        Place::Archive => false,
    };
    if own.is_some() && same {
        return Ok(own);
    }
    let tree = Tree::folder(out);
    for name in ["manifest.yml", "manifest.yaml"] {
        if named::kind(&out.join(name)) != Kind::Missing {
            let file = tree
                .read(name, MANIFEST_LIMIT)
                .with_context(|| format!("cannot read {}", out.join(name).display()))?;
            return Ok(Some(manifest::read(Arc::new(file))?));
        }
    }
    Ok(own)
}

/// The text of a file in the output folder.
pub fn existing(out: &Path, path: &str) -> Option<Arc<str>> {
    Tree::folder(out)
        .read(path, EXISTING_LIMIT)
        .ok()
        .map(|file| file.text)
}

//! What is linked together. An app is linked as a whole. A tree that is far larger than any app is a collection of
//! them, and is linked project by project, so that only facts are kept of those that are done.
//!
//! Where the parts turn out to import each other, they are put together and read again.

use super::choice::{Choice, by_path};
use super::ir::ImportId;
use super::project::{Project, Target, folder, join};
use forgeshift_source::data::Node as Data;
use forgeshift_source::disk::tree::Listed;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A tree with this much code or less is one app.
const WHOLE: u64 = 32 << 20;
/// Small projects are linked together up to this much code: each part costs something by itself.
const PART: u64 = 1 << 20;

/// What a part asks of the rest of the tree, and offers to it.
#[derive(Debug, Default)]
pub(crate) struct Ties {
    /// Paths that its imports name and that are not in it.
    pub paths: BTreeSet<String>,
    /// Packages that its imports name.
    pub packages: BTreeSet<Box<str>>,
    /// The names of its own packages.
    pub names: BTreeSet<Box<str>>,
}

/// The parts of a tree. Each is a list of indexes in the list of files.
pub(crate) struct Batches<'l> {
    files: &'l [Listed],
    /// Folders of projects: those with a `package.json` that are in no other such folder.
    roots: HashSet<&'l str>,
    /// The part of each root; `""` stands for what is in no project.
    part_of: HashMap<&'l str, usize>,
    pub parts: Vec<Vec<usize>>,
}

impl<'l> Batches<'l> {
    /// Divides a list of files that is sorted by path.
    pub fn new(files: &'l [Listed]) -> Self {
        let roots = files
            .iter()
            .filter_map(|file| file.path.strip_suffix("package.json"))
            .filter(|folder| folder.is_empty() || folder.ends_with('/'))
            .map(|folder| folder.trim_end_matches('/'))
            .collect();
        let mut batches = Self {
            files,
            roots,
            part_of: HashMap::new(),
            parts: Vec::new(),
        };
        if files.iter().map(code).sum::<u64>() <= WHOLE {
            batches.parts.push((0..files.len()).collect());
            return batches;
        }
        let mut projects: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, file) in files.iter().enumerate() {
            projects.entry(batches.root(&file.path)).or_default().push(index);
        }
        let mut size = PART;
        for (root, members) in projects {
            let own: u64 = members
                .iter()
                .filter_map(|index| files.get(*index))
                .map(code)
                .sum();
            if size + own > PART {
                batches.parts.push(Vec::new());
                size = 0;
            }
            size += own;
            batches.part_of.insert(root, batches.parts.len() - 1);
            if let Some(part) = batches.parts.last_mut() {
                part.extend(members);
            }
        }
        batches
    }

    /// The files of a part.
    pub fn files(&self, part: &[usize]) -> Vec<Listed> {
        part.iter()
            .filter_map(|index| self.files.get(*index))
            .cloned()
            .collect()
    }

    /// Which parts belong together, by what each of them is tied to: groups of at least two.
    pub fn tied(&self, ties: &[Ties]) -> Vec<Vec<usize>> {
        let mut groups = Groups::new(ties.len());
        let mut named: HashMap<&str, Vec<usize>> = HashMap::new();
        for (part, tie) in ties.iter().enumerate() {
            for name in &tie.names {
                named.entry(name).or_default().push(part);
            }
        }
        for (part, tie) in ties.iter().enumerate() {
            for path in &tie.paths {
                if let Some(other) = self.part_at(path) {
                    groups.join(part, other);
                }
            }
            let foreign = tie.packages.difference(&tie.names);
            for other in foreign.filter_map(|name| named.get(&**name)).flatten() {
                groups.join(part, *other);
            }
        }
        groups.large()
    }

    /// The part in which a path lies, where there is something of that name.
    fn part_at(&self, path: &str) -> Option<usize> {
        let at = self.files.partition_point(|file| &*file.path < path);
        let exists = self.files.get(at).is_some_and(|file| file.path.starts_with(path));
        exists
            .then(|| self.part_of.get(self.root(path)).copied())
            .flatten()
    }

    /// The outermost project in which a path lies.
    fn root<'p>(&self, path: &'p str) -> &'p str {
        if self.roots.contains("") {
            return "";
        }
        let ends = path.match_indices('/').map(|(end, _)| &path[..end]);
        let mut outer = ends.filter(|folder| self.roots.contains(folder));
        outer.next().unwrap_or("")
    }
}

/// The bytes of a file that will be parsed.
fn code(file: &Listed) -> u64 {
    match by_path(&file.path) {
        Choice::Code(_) | Choice::Page(_) => file.bytes,
        _ => 0,
    }
}

impl Ties {
    /// What a linked part is tied to.
    pub fn of(project: &Project) -> Self {
        let mut ties = Self::default();
        for package in &project.packages {
            ties.names
                .extend(package.data.get("name").and_then(Data::str).map(Box::from));
        }
        for id in project.ids() {
            let module = project.module(id);
            for (index, import) in module.imports.iter().enumerate() {
                match project.target(id, ImportId(index as u32)) {
                    Target::Module(_) => {}
                    Target::Package(name) if ties.packages.contains(&**name) => {}
                    Target::Package(name) => {
                        ties.packages.insert((&**name).into());
                    }
                    Target::Nothing => {
                        let specifier = module.text(import.specifier);
                        if specifier.starts_with('.') {
                            ties.paths.insert(join(folder(project.path(id)), specifier));
                        }
                    }
                }
            }
        }
        ties
    }
}

/// Things that are put together step by step.
struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self {
            parent: (0..count).collect(),
        }
    }

    fn find(&mut self, mut of: usize) -> usize {
        while self.parent[of] != of {
            self.parent[of] = self.parent[self.parent[of]];
            of = self.parent[of];
        }
        of
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.parent[a.max(b)] = a.min(b);
    }

    fn large(&mut self) -> Vec<Vec<usize>> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for one in 0..self.parent.len() {
            members.entry(self.find(one)).or_default().push(one);
        }
        members.into_values().filter(|group| group.len() > 1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(files: &[(&str, u64)]) -> Vec<Listed> {
        let mut files: Vec<Listed> = files
            .iter()
            .map(|(path, bytes)| Listed {
                path: (*path).into(),
                bytes: *bytes,
            })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    const BIG: u64 = 20 << 20;

    #[test]
    fn an_app_with_a_package_for_each_half_is_linked_as_a_whole() {
        let files = listed(&[
            ("client/package.json", 9),
            ("client/a.ts", 900),
            ("server/package.json", 9),
            ("server/b.ts", 900),
        ]);
        assert_eq!(Batches::new(&files).parts, [[0, 1, 2, 3]]);
    }

    #[test]
    fn a_collection_of_apps_is_divided_at_its_outermost_packages() {
        let files = listed(&[
            ("a/package.json", 9),
            ("a/inner/package.json", 9),
            ("a/inner/x.ts", BIG),
            ("b/package.json", 9),
            ("b/y.ts", BIG),
            ("loose.ts", 1),
        ]);
        assert_eq!(Batches::new(&files).parts, [vec![5], vec![0, 1, 2], vec![3, 4]]);
    }

    #[test]
    fn a_workspace_with_a_package_at_its_root_is_one() {
        let files = listed(&[
            ("package.json", 9),
            ("a/package.json", 9),
            ("a/x.ts", BIG),
            ("b/y.ts", BIG),
        ]);
        assert_eq!(Batches::new(&files).parts.len(), 1);
    }

    #[test]
    fn parts_that_import_each_other_are_put_together_and_others_are_not() {
        let files = listed(&[
            ("a/package.json", 9),
            ("a/x.ts", BIG),
            ("b/package.json", 9),
            ("b/lib/y.ts", BIG),
            ("c/package.json", 9),
            ("c/z.ts", BIG),
        ]);
        let batches = Batches::new(&files);
        let by_path = |path: &str| {
            let mut ties = vec![Ties::default(), Ties::default(), Ties::default()];
            ties[0].paths.insert(path.to_owned());
            batches.tied(&ties)
        };
        assert_eq!(by_path("b/lib/y"), [[0, 1]]);
        assert!(by_path("b/nothing").is_empty());
        let mut ties = vec![Ties::default(), Ties::default(), Ties::default()];
        ties[2].packages.insert("@us/a".into());
        ties[0].names.insert("@us/a".into());
        assert_eq!(batches.tied(&ties), [[0, 2]]);
    }
}

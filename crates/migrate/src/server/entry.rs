//! The file that registers a server's routes when it is loaded.

use super::files;
use super::{Scene, packages, prune};
use forgeshift_connect::carry::{Carry, PackageFile};
use std::collections::BTreeSet;

/// Finds it: the file that makes the application and from which most files with routes are reached.
pub(super) fn find(scene: &Scene<'_>) -> Option<String> {
    let wanted: BTreeSet<&str> = scene.routes().map(|(_, route)| &*route.place.file).collect();
    if wanted.is_empty() {
        return None;
    }
    let makers: Vec<&str> = scene
        .carry
        .files
        .iter()
        .filter(|file| makes_application(file))
        .map(|file| &*file.path)
        .collect();
    let mut best: Option<(usize, usize, &str)> = None;
    for path in makers {
        let reached = files::reached(scene.carry, &[path]);
        let found = wanted.iter().filter(|file| reached.contains_key(**file)).count();
        let better =
            best.is_none_or(|(most, size, _)| found > most || (found == most && reached.len() > size));
        if found > 0 && better {
            best = Some((found, reached.len(), path));
        }
    }
    best.map(|(_, _, path)| path.to_owned())
}

/// Whether a file calls what makes an application.
fn makes_application(file: &forgeshift_connect::carry::CarryFile) -> bool {
    let makes = |import: &forgeshift_connect::carry::Import| {
        matches!(prune::class_of(import), packages::Class::Adapter(_)) && !import.type_only
    };
    let names: Vec<&String> = file
        .imports
        .iter()
        .filter(|import| makes(import))
        .filter_map(|import| file.statements.get(import.statement))
        .flat_map(|statement| &statement.declares)
        .collect();
    let called = |call: &forgeshift_connect::carry::Call| call.path.is_empty() && names.contains(&&call.root);
    file.statements
        .iter()
        .flat_map(|statement| &statement.calls)
        .any(called)
        || file
            .chains
            .iter()
            .any(|chain| chain.called && chain.path.is_empty() && names.contains(&&chain.root))
}

/// The `package.json` that is nearest to a file.
pub(super) fn package<'a>(carry: &'a Carry, file: &str) -> Option<&'a PackageFile> {
    carry
        .packages
        .iter()
        .filter(|package| package.folder.is_empty() || file.starts_with(&format!("{}/", package.folder)))
        .max_by_key(|package| package.folder.len())
}

//! Where the files of pages stand in the Forge app.

/// A script keeps its path, below `pages/`: what it imports is found as before.
pub(super) fn of_script(file: &str) -> String {
    format!("pages/{file}")
}

/// A template becomes a module in the same place.
pub(super) fn of_template(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    format!("pages/{stem}.js")
}

/// A file that a page loads stands in the page's own folder, at the path of its address.
pub(super) fn of_asset(resource: &str, path: &str) -> String {
    format!("static/{resource}/{path}")
}

/// The way from a file to another, as `require` wants it.
pub(super) fn way(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folder = from.len().saturating_sub(1);
    let shared = (0..folder.min(to.len().saturating_sub(1)))
        .take_while(|at| from.get(*at) == to.get(*at))
        .count();
    let up = folder - shared;
    let rest = to.get(shared..).unwrap_or_default().join("/");
    if up == 0 {
        format!("./{rest}")
    } else {
        format!("{}{rest}", "../".repeat(up))
    }
}

/// The way from a file to the folder of the bridge.
pub(super) fn to_bridge(from: &str) -> String {
    way(from, "bridge/")
}

/// The way from a style sheet to a file, by the paths of their addresses.
pub(super) fn beside(from: &str, to: &str) -> String {
    way(from, to).trim_start_matches("./").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_go_up_as_far_as_they_must() {
        assert_eq!(way("pages/a/index.js", "pages/views/x.js"), "../views/x.js");
        assert_eq!(way("pages/views/x.js", "pages/views/y.js"), "./y.js");
        assert_eq!(
            way("pages/views/x.js", "pages/views/partials/y.js"),
            "./partials/y.js"
        );
        assert_eq!(to_bridge("pages/public/js/a.js"), "../../../bridge/");
        assert_eq!(beside("css/a.css", "images/x.png"), "../images/x.png");
        assert_eq!(beside("css/a.css", "css/b.css"), "b.css");
    }
}

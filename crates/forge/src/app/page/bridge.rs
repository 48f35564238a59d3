//! The modules that stand between the pages' own code and the bridge, and what they need.

use crate::app::NewFile;
use crate::render::js_string;
use std::collections::BTreeSet;

/// A module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bridge {
    /// `page.js`: opens a page that a view writes.
    Page,
    /// `template.js`: what views are written with.
    Template,
    /// `fetch-route.js`: calls of the app's own routes.
    FetchRoute,
    /// `product-request.js`: requests to the product.
    ProductRequest,
    /// `flags.js`: messages.
    Flags,
    /// `events.js`: events with several arguments.
    Events,
    /// `context.js`: what the page is told of its surroundings.
    Context,
    /// `dialogs.js`: dialogs.
    Dialogs,
    /// `navigation.js`: ways to other pages.
    Navigation,
    /// `history.js`: the history of a full page.
    History,
    /// `buttons.js`: the buttons of a dialog's frame.
    Buttons,
    /// `missing.js`: what has no successor.
    Missing,
}

impl Bridge {
    /// The module's file name.
    pub fn file(self) -> &'static str {
        self.parts().0
    }

    fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Page => ("page.js", include_str!("../../../templates/bridge/page.js")),
            Self::Template => (
                "template.js",
                include_str!("../../../templates/bridge/template.js"),
            ),
            Self::FetchRoute => (
                "fetch-route.js",
                include_str!("../../../templates/bridge/fetch-route.js"),
            ),
            Self::ProductRequest => (
                "product-request.js",
                include_str!("../../../templates/bridge/product-request.js"),
            ),
            Self::Flags => ("flags.js", include_str!("../../../templates/bridge/flags.js")),
            Self::Events => ("events.js", include_str!("../../../templates/bridge/events.js")),
            Self::Context => ("context.js", include_str!("../../../templates/bridge/context.js")),
            Self::Dialogs => ("dialogs.js", include_str!("../../../templates/bridge/dialogs.js")),
            Self::Navigation => (
                "navigation.js",
                include_str!("../../../templates/bridge/navigation.js"),
            ),
            Self::History => ("history.js", include_str!("../../../templates/bridge/history.js")),
            Self::Buttons => ("buttons.js", include_str!("../../../templates/bridge/buttons.js")),
            Self::Missing => ("missing.js", include_str!("../../../templates/bridge/missing.js")),
        }
    }
}

/// The files of the modules that are needed, with those that they need themselves.
///
/// `routes` are those that a resolver answers; none where the old server still answers itself.
pub fn bridges(needed: &BTreeSet<Bridge>, routes: Option<&[String]>) -> Vec<NewFile> {
    let mut all = needed.clone();
    if all.contains(&Bridge::Page) {
        all.insert(Bridge::Template);
    }
    let mut files: Vec<NewFile> = all
        .iter()
        .map(|bridge| {
            let (name, mut text) = bridge.parts();
            if *bridge == Bridge::FetchRoute && routes.is_none() {
                text = include_str!("../../../templates/bridge/fetch-remote.js");
            }
            NewFile {
                path: format!("bridge/{name}"),
                text: text.to_owned(),
            }
        })
        .collect();
    if all.contains(&Bridge::FetchRoute)
        && let Some(routes) = routes
    {
        let list: String = routes
            .iter()
            .map(|route| format!("\n  {},", js_string(route)))
            .collect();
        files.push(NewFile {
            path: "bridge/routes.js".into(),
            text: format!(
                "// The routes of the old server that a resolver answers.\nexports.ROUTES = [{list}\n];\n"
            ),
        });
    }
    files
}

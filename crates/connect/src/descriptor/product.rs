//! For which product a descriptor is. It does not say so itself: names of modules, locations, events and
//! context parameters do.

use forgeshift_source::data::{Node, Value};

/// A host product. Jira Software and Jira Service Management count as Jira.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Product {
    /// Jira, with Jira Software and Jira Service Management.
    Jira,
    /// Confluence.
    Confluence,
    /// Bitbucket.
    Bitbucket,
}

impl Product {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jira => "jira",
            Self::Confluence => "confluence",
            Self::Bitbucket => "bitbucket",
        }
    }
}

/// The products of a descriptor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Products {
    /// At least one; the one with most evidence first.
    pub products: Vec<Product>,
    /// Whether nothing told, so that the first is an assumption.
    pub guessed: bool,
}

const CONFLUENCE_MODULES: [&str; 11] = [
    "dynamicContentMacros",
    "staticContentMacros",
    "spaceToolsTabs",
    "contentBylineItems",
    "customContent",
    "confluenceContentProperties",
    "blueprints",
    "confluenceThemes",
    "publishConditions",
    "spaceViews",
    "profilePages",
];
const BITBUCKET_MODULES: [&str; 8] = [
    "repoPages",
    "fileViews",
    "profileTabs",
    "webCards",
    "linkers",
    "oauthConsumer",
    "repositoryPages",
    "webPanel",
];

/// The product that alone has a module of this name.
pub fn of_kind(kind: &str) -> Option<Product> {
    let jira_prefix = |prefix: &str| {
        kind.strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    if jira_prefix("jira") || jira_prefix("serviceDesk") {
        Some(Product::Jira)
    } else if CONFLUENCE_MODULES.contains(&kind) || jira_prefix("confluence") {
        Some(Product::Confluence)
    } else if BITBUCKET_MODULES.contains(&kind) {
        Some(Product::Bitbucket)
    } else {
        match kind {
            "automationActions" | "assetPanels" => Some(Product::Jira),
            _ => None,
        }
    }
}

/// The product of one module: its own evidence, else the descriptor's product.
pub fn of_module(kind: &str, node: &Node, default: Product) -> Product {
    let mut votes = Votes::default();
    votes.module(kind, node);
    votes.best().filter(|_| votes.clear()).unwrap_or(default)
}

/// The products of a whole descriptor.
pub fn products(root: &Node) -> Products {
    let mut votes = Votes::default();
    for member in root.get("modules").map(Node::members).unwrap_or_default() {
        match &member.value.value {
            Value::Array(items) => items.iter().for_each(|item| votes.module(&member.key, item)),
            _ => votes.module(&member.key, &member.value),
        }
    }
    for scope in root.get("scopes").map(Node::items).unwrap_or_default() {
        votes.scope(scope.str().unwrap_or(""));
    }
    if root.get("contexts").is_some() {
        votes.add(Product::Bitbucket, 2);
    }
    if votes.best().is_none() {
        for key in ["key", "name", "description", "baseUrl"] {
            votes.words(root.get(key).and_then(Node::str).unwrap_or(""));
        }
    }
    match votes.best() {
        Some(_) => Products {
            products: votes.ranked(),
            guessed: false,
        },
        None => Products {
            products: vec![Product::Jira],
            guessed: true,
        },
    }
}

#[derive(Default)]
struct Votes([u32; 3]);

impl Votes {
    const ORDER: [Product; 3] = [Product::Jira, Product::Confluence, Product::Bitbucket];

    fn add(&mut self, product: Product, weight: u32) {
        for (votes, candidate) in self.0.iter_mut().zip(Self::ORDER) {
            if candidate == product {
                *votes = votes.saturating_add(weight);
            }
        }
    }

    fn ranked(&self) -> Vec<Product> {
        let mut ranked: Vec<(u32, Product)> = self
            .0
            .iter()
            .copied()
            .zip(Self::ORDER)
            .filter(|(votes, _)| *votes > 0)
            .collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        // A stray word (a link, a hint in a description) does not make an app one of two products.
        let most = ranked.first().map_or(0, |(votes, _)| *votes);
        ranked
            .into_iter()
            .filter(|(votes, _)| *votes * 4 >= most)
            .map(|(_, product)| product)
            .collect()
    }

    fn best(&self) -> Option<Product> {
        self.ranked().first().copied()
    }

    fn clear(&self) -> bool {
        self.0.iter().filter(|votes| **votes > 0).count() == 1
    }

    fn module(&mut self, kind: &str, node: &Node) {
        if let Some(product) = of_kind(kind) {
            return self.add(product, 4);
        }
        match node.get("location") {
            Some(location) if location.is_array() => {
                location
                    .items()
                    .iter()
                    .for_each(|item| self.location(item.str().unwrap_or("")));
            }
            Some(location) => self.location(location.str().unwrap_or("")),
            None => {}
        }
        self.tokens(node.get("url").and_then(Node::str).unwrap_or(""));
        if kind == "webhooks" {
            self.event(node.get("event").and_then(Node::str).unwrap_or(""));
        }
    }

    fn location(&mut self, location: &str) {
        const JIRA: [&str; 12] = [
            "jira",
            "issue",
            "servicedesk",
            "operations-",
            "opsbar",
            "admin_",
            "atl.gh",
            "board",
            "greenhopper",
            "system.top.navigation.bar",
            "transitions",
            "gadgets",
        ];
        const CONFLUENCE: [&str; 9] = [
            "system.header",
            "system.content",
            "system.space",
            "atl.general",
            "atl.editor",
            "page.",
            "system.admin/",
            "system.help",
            "atl.confluence",
        ];
        if location.starts_with("org.bitbucket") {
            self.add(Product::Bitbucket, 4);
        } else if CONFLUENCE.iter().any(|word| location.starts_with(word)) {
            self.add(Product::Confluence, 2);
        } else if JIRA.iter().any(|word| location.contains(word)) {
            self.add(Product::Jira, 2);
        }
    }

    fn tokens(&mut self, url: &str) {
        let has = |words: &[&str]| words.iter().any(|word| url.contains(word));
        if has(&[
            "{issue.",
            "{project.",
            "{board.",
            "{sprint.",
            "{dashboard",
            "{servicedesk.",
            "{customfield",
        ]) {
            self.add(Product::Jira, 1);
        }
        if has(&["{page.", "{space.", "{content.", "{macro."]) {
            self.add(Product::Confluence, 1);
        }
        if has(&[
            "{repo_",
            "{repository",
            "{user_uuid",
            "{target_user",
            "{file_cset",
        ]) {
            self.add(Product::Bitbucket, 2);
        }
    }

    fn event(&mut self, event: &str) {
        const CONFLUENCE: [&str; 12] = [
            "page_",
            "blog_",
            "space_",
            "content_",
            "label_",
            "blueprint_",
            "search_",
            "group_",
            "relation_",
            "login",
            "logout",
            "theme_",
        ];
        const JIRA: [&str; 9] = [
            "jira:",
            "issue",
            "project_",
            "board_",
            "sprint_",
            "worklog_",
            "option_",
            "comment_property",
            "entity_",
        ];
        if event.starts_with("repo:") || event.starts_with("pullrequest:") || event.starts_with("issue:") {
            self.add(Product::Bitbucket, 2);
        } else if JIRA.iter().any(|word| event.starts_with(word)) {
            self.add(Product::Jira, 2);
        } else if CONFLUENCE.iter().any(|word| event.starts_with(word)) {
            self.add(Product::Confluence, 2);
        }
    }

    fn scope(&mut self, scope: &str) {
        match scope.to_ascii_uppercase().as_str() {
            "PROJECT_ADMIN" => self.add(Product::Jira, 1),
            "SPACE_ADMIN" => self.add(Product::Confluence, 1),
            _ => {}
        }
        let bitbucket = [
            "account",
            "repository",
            "pullrequest",
            "webhook",
            "team",
            "snippet",
            "pipeline",
        ];
        if bitbucket.iter().any(|word| scope.split(':').next() == Some(word)) {
            self.add(Product::Bitbucket, 2);
        }
    }

    fn words(&mut self, text: &str) {
        let text = text.to_lowercase();
        for product in Self::ORDER {
            if text.contains(product.as_str()) {
                self.add(product, 1);
            }
        }
    }
}

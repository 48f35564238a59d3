//! What the names of values and paths say about where an address leads.

/// What the customer's site is called in code.
const SITE_NAMES: [&str; 24] = [
    "hostbaseurl",
    "jirahost",
    "jirabaseurl",
    "confluencebaseurl",
    "hosturl",
    "siteurl",
    "jiraurl",
    "jira_host",
    "jirahosturl",
    "clientbaseurl",
    "jirainstanceurl",
    "instanceurl",
    "tenanturl",
    "connectbaseurl",
    "atlassianhost",
    "atlassiansiteurl",
    "jiradomain",
    "confluenceurl",
    "atlassianbaseurl",
    "cloudurl",
    "jira_base_url",
    "jirasiteurl",
    "baseurl",
    "host",
];
/// What of these is the customer's site only if the path says so too.
const WEAK_NAMES: usize = 2;
/// Beginnings of paths that only the products have.
const PRODUCT_PATHS: [&str; 17] = [
    "/rest/api/",
    "/rest/agile/",
    "/rest/servicedeskapi/",
    "/rest/atlassian-connect/",
    "/wiki/rest/",
    "/wiki/api/",
    "/rest/devinfo/",
    "/rest/deployments/",
    "/rest/builds/",
    "/rest/featureflags/",
    "/rest/remotelinks/",
    "/rest/security/",
    "/rest/dev-status/",
    "/gateway/api/",
    "/api/v2/custom-content",
    "/api/v2/blogposts",
    "/api/v2/footer-comments",
];

/// Whether an address that begins with something unknown is the customer's site.
pub(super) fn is_site(name: Option<&str>, sym: &str, path: Option<&str>) -> bool {
    let product_path = path.is_some_and(|path| {
        PRODUCT_PATHS
            .iter()
            .any(|start| path.starts_with(start) || path.contains(start))
            || path.starts_with("/rest/")
    });
    let Some(name) = name else { return product_path };
    let name = name.to_ascii_lowercase();
    let strong = SITE_NAMES[..SITE_NAMES.len() - WEAK_NAMES].contains(&name.as_str());
    let tenant = [
        "clientinfo.baseurl",
        "installation.baseurl",
        "tenant.baseurl",
        "context.hostbaseurl",
        "hostbaseurl",
        "settings.baseurl",
    ]
    .iter()
    .any(|end| sym.to_ascii_lowercase().ends_with(end));
    strong || tenant || product_path
}

/// The address of the page itself, or a part of it.
pub(super) fn is_own_location(sym: &str) -> bool {
    let rest = sym
        .strip_prefix(":location")
        .or_else(|| sym.strip_prefix(":document.location"));
    match rest {
        Some(rest) => matches!(
            rest,
            "" | ".href"
                | ".origin"
                | ".pathname"
                | ".search"
                | ".host"
                | ".hostname"
                | ".protocol"
                | ".hash"
        ),
        // What the page itself holds in memory has an address of its own, too.
        None => {
            matches!(sym, ":document.URL" | ":document.baseURI" | ":origin")
                || sym.starts_with(":URL.createObjectURL")
        }
    }
}

/// Whether a name says that the app's own address is in it.
pub(super) fn names_own_server(name: &str) -> bool {
    const OWN: [&str; 14] = [
        "publicurl",
        "baseurl",
        "appurl",
        "appbaseurl",
        "asseturl",
        "localbaseurl",
        "staticurl",
        "assetsurl",
        "baseuri",
        // Where a user is led back to.
        "returnurl",
        "retryurl",
        "backurl",
        "nexturl",
        "callbackurl",
    ];
    let plain = name.to_ascii_lowercase().replace(['_', '-'], "");
    OWN.contains(&plain.as_str())
}

/// Whether a name says that a whole address is in it, and not the app's own.
pub(super) fn names_address(name: &str) -> bool {
    let plain = name.to_ascii_lowercase();
    let fits = [
        "url", "uri", "link", "href", "avatar", "host", "hostname", "domain", "website", "server",
    ]
    .iter()
    .any(|end| plain.ends_with(end));
    fits && !names_own_server(name)
}

/// Whether a path is one that only the products have.
pub(super) fn is_product_path(path: &str) -> bool {
    PRODUCT_PATHS.iter().any(|start| path.starts_with(start))
}

//! What must hold between the tables.

use super::forge_module::{ConditionSet, ForgeModule};
use super::module::{Keep, Module, Target};
use super::*;

fn forge(key: &str) -> &'static ForgeModule {
    forge_module::find(key).unwrap_or_else(|| panic!("forge-modules.json has no {key}"))
}

#[test]
fn all_101_modules_are_there() {
    let confluence = module::all()
        .iter()
        .filter(|m| m.product == Product::Confluence)
        .count();
    assert_eq!(confluence, 24);
    assert_eq!(module::all().len() - confluence, 77);
}

#[test]
fn rows_stand_in_the_order_in_which_they_are_searched() {
    assert!(module::all().is_sorted_by(|a, b| a.id < b.id));
    assert!(forge_module::all().is_sorted_by(|a, b| a.key < b.key));
    assert!(forge_event::all().is_sorted_by(|a, b| a.event < b.event));
    assert!(source::all().is_sorted_by(|a, b| a.id < b.id));
}

/// The text of every table that names sources.
const TEXTS: [(&str, &str); 23] = [
    ("analytics.json", include_str!("../../catalog/analytics.json")),
    (
        "default-egress.json",
        include_str!("../../catalog/default-egress.json"),
    ),
    ("paths.json", include_str!("../../catalog/paths.json")),
    (
        "privacy-form.json",
        include_str!("../../catalog/privacy-form.json"),
    ),
    ("effort.json", include_str!("../../catalog/effort.json")),
    (
        "effort-cases.json",
        include_str!("../../catalog/effort-cases.json"),
    ),
    (
        "runs-on-atlassian.json",
        include_str!("../../catalog/runs-on-atlassian.json"),
    ),
    ("modules.json", include_str!("../../catalog/modules.json")),
    (
        "forge-modules.json",
        include_str!("../../catalog/forge-modules.json"),
    ),
    ("locations.json", include_str!("../../catalog/locations.json")),
    ("conditions.json", include_str!("../../catalog/conditions.json")),
    (
        "context-params.json",
        include_str!("../../catalog/context-params.json"),
    ),
    ("events.json", include_str!("../../catalog/events.json")),
    (
        "forge-events.json",
        include_str!("../../catalog/forge-events.json"),
    ),
    ("lifecycle.json", include_str!("../../catalog/lifecycle.json")),
    ("scopes.json", include_str!("../../catalog/scopes.json")),
    (
        "forge-scopes.json",
        include_str!("../../catalog/forge-scopes.json"),
    ),
    ("descriptor.json", include_str!("../../catalog/descriptor.json")),
    ("name-rules.json", include_str!("../../catalog/name-rules.json")),
    ("limits.json", include_str!("../../catalog/limits.json")),
    ("client-api.json", include_str!("../../catalog/client-api.json")),
    (
        "client-api-names.json",
        include_str!("../../catalog/client-api-names.json"),
    ),
    ("findings.json", include_str!("../../catalog/findings.json")),
];

#[test]
fn every_source_is_used() {
    for source in source::all()
        .iter()
        .filter(|source| !source.id.starts_with("openapi-"))
    {
        let quoted = format!("\"{}\"", source.id);
        assert!(
            TEXTS.iter().any(|(_, text)| text.contains(&quoted)),
            "nothing refers to {}",
            source.id
        );
    }
}

#[test]
fn no_table_holds_an_escape() {
    let sources = ("sources.json", include_str!("../../catalog/sources.json"));
    for (name, text) in TEXTS.iter().chain([&sources]) {
        for (number, line) in text.lines().enumerate() {
            let at = number + 1;
            assert!(
                !line.contains('\\'),
                "{name}:{at}: write prose without double quotes and backslashes"
            );
        }
    }
}

#[test]
fn a_deprecated_forge_module_is_never_recommended() {
    for m in module::all() {
        for target in m.recommended() {
            assert!(!forge(target.forge).is_deprecated(), "{}: {}", m.id, target.forge);
        }
    }
    for l in location::all() {
        for key in [l.forge, l.alternative].into_iter().flatten() {
            assert!(!forge(key).is_deprecated(), "{}: {key}", l.location);
        }
    }
}

#[test]
fn a_deprecated_forge_module_names_what_to_use() {
    for f in forge_module::all() {
        assert_eq!(
            f.is_deprecated(),
            f.deprecated_on.is_some() && f.replacement.is_some(),
            "{}",
            f.key
        );
        if let Some(replacement) = f.replacement {
            assert!(!forge(replacement).is_deprecated(), "{}", f.key);
        }
    }
}

#[test]
fn a_target_is_as_settled_as_its_forge_module() {
    for m in module::all() {
        for target in &m.targets {
            assert_eq!(
                target.maturity,
                forge(target.forge).maturity,
                "{}: {}",
                m.id,
                target.forge
            );
        }
    }
}

#[test]
fn every_property_that_is_written_exists_where_it_is_written() {
    for m in module::all() {
        for p in &m.properties {
            for key in &p.only {
                forge(key);
            }
            let Some(path) = p.forge else { continue };
            if path.starts_with("manifest:") {
                continue;
            }
            let takers: Vec<&str> = if p.only.is_empty() {
                m.targets.iter().map(|t| t.forge).collect()
            } else {
                p.only.clone()
            };
            if m.targets.is_empty() && p.only.is_empty() {
                continue;
            }
            for key in takers {
                assert!(
                    forge(key).has_property(path),
                    "{}: {} → {path} of {key}",
                    m.id,
                    p.connect
                );
            }
        }
        for target in &m.targets {
            let names = target
                .set
                .iter()
                .map(|s| s.property)
                .chain(target.invent.iter().copied());
            for name in names {
                assert!(
                    forge(target.forge).has_property(name),
                    "{}: {name} of {}",
                    m.id,
                    target.forge
                );
            }
        }
    }
}

/// Whether the move has something to write into a property.
fn is_supplied(m: &Module, target: &Target, name: &str) -> bool {
    let by_property = m.properties.iter().any(|p| {
        let for_target = p.only.is_empty() || p.only.contains(&target.forge);
        for_target && p.forge.is_some_and(|path| path.split('.').next() == Some(name))
    });
    by_property || target.invent.contains(&name) || target.set.iter().any(|s| s.property == name)
}

#[test]
fn every_required_property_is_mapped_set_or_invented() {
    for m in module::all() {
        for target in &m.targets {
            let f = forge(target.forge);
            for name in &f.required {
                assert!(is_supplied(m, target, name), "{}: {} needs {name}", m.id, f.key);
            }
        }
    }
}

#[test]
fn what_keeps_data_alive_is_written() {
    for m in module::all() {
        for (keep, property) in [
            (Keep::MigratedFromConnect, "migratedFromConnect"),
            (Keep::ConnectKeys, "connectKeys"),
        ] {
            if m.keeps.contains(&keep) {
                let supplied = m.recommended().all(|target| is_supplied(m, target, property));
                assert!(supplied, "{} keeps {property} and does not write it", m.id);
            }
        }
        if m.keeps_key() && !m.targets.is_empty() {
            assert!(
                m.properties
                    .iter()
                    .any(|p| p.connect == "key" && p.forge == Some("key")),
                "{}",
                m.id
            );
        }
    }
}

#[test]
fn a_property_is_found_by_its_path_or_the_one_above() {
    let items = module::find(Host::Jira, "webItems").unwrap();
    let how = |path| {
        items
            .property(path)
            .map(|p| (p.connect, p.forge))
            .collect::<Vec<_>>()
    };
    assert_eq!(how("icon.width"), [("icon", Some("icon"))]);
    assert_eq!(
        how("target.options.size"),
        [("target.options.size", Some("viewportSize"))]
    );
    assert!(how("unheard.of").is_empty());
    let macros = module::find(Host::Confluence, "dynamicContentMacros").unwrap();
    assert_eq!(macros.property("bodyType").filter_map(|p| p.value).count(), 4);
}

#[test]
fn a_property_is_said_once_for_each_value_and_target() {
    for m in module::all() {
        let mut seen = std::collections::BTreeSet::new();
        for p in &m.properties {
            assert!(
                seen.insert((p.connect, p.value, p.forge, &p.only)),
                "{}: {} twice",
                m.id,
                p.connect
            );
        }
    }
}

#[test]
fn locations_belong_to_known_modules() {
    for l in location::all() {
        let host = match l.product {
            Product::Confluence => Host::Confluence,
            Product::Bitbucket => Host::Bitbucket,
            _ => Host::Jira,
        };
        assert!(
            module::find(host, l.module).is_some(),
            "{} {}",
            l.module,
            l.location
        );
        for key in [l.forge, l.alternative].into_iter().flatten() {
            forge(key);
        }
    }
}

#[test]
fn a_location_is_resolved_through_own_sections_and_shorter_names() {
    let none = |_: &str| None;
    let own = |key: &str| match key {
        "tools" => Some("jira.agile.board.tools"),
        "more" => Some("jira.agile.board.tools/tools"),
        "a" => Some("b"),
        "b" => Some("a"),
        _ => None,
    };
    let lead = |module, location: &'static str| {
        location::resolve(Host::Jira, module, location, own).and_then(|row| row.forge)
    };
    assert_eq!(lead("webItems", "operations-work"), Some("jira:issueAction"));
    assert_eq!(lead("webPanels", "tools"), Some("jira:boardAction"));
    assert_eq!(lead("webPanels", "my.app__tools"), Some("jira:boardAction"));
    assert_eq!(lead("webItems", "more"), Some("jira:boardAction"));
    assert_eq!(
        lead("webItems", "admin_plugins_menu/unheard-of"),
        Some("jira:adminPage")
    );
    assert_eq!(
        lead("webSections", "admin_plugins_menu/mine"),
        Some("jira:adminPage")
    );
    assert_eq!(lead("webItems", "a"), None, "sections in a circle lead nowhere");
    assert_eq!(lead("webItems", "unheard/of"), None);
    let confluence = |module, location| location::resolve(Host::Confluence, module, location, none);
    let forge_of = |module, location| confluence(module, location).and_then(|row| row.forge);
    assert_eq!(
        forge_of("generalPages", "system.admin/configuration"),
        Some("confluence:globalSettings")
    );
    assert_eq!(
        forge_of("webItems", "system.content.action/secondary"),
        Some("confluence:contentAction")
    );
    assert_eq!(forge_of("webItems", "system.user/anything"), None);
    assert!(
        confluence("webItems", "system.user/anything").is_some(),
        "known, and known to have no place"
    );
    assert_eq!(
        forge_of("spaceToolsTabs", "contenttools"),
        Some("confluence:spaceSettings")
    );
}

#[test]
fn conditions_name_known_conditions_in_known_sets() {
    for c in condition::all() {
        for choice in &c.choices {
            assert!(c.forge.contains(&choice.forge), "{}: {}", c.connect, choice.forge);
        }
        assert_eq!(c.forge.is_empty(), c.sets.is_empty(), "{}", c.connect);
        let confluence = c.sets.contains(&ConditionSet::Confluence);
        assert!(!confluence || c.product == Product::Confluence, "{}", c.connect);
        assert_eq!(
            c.kind == condition::Kind::None,
            c.forge.is_empty() && c.kind != condition::Kind::Implied
        );
    }
}

#[test]
fn conditions_are_found_by_name_by_start_and_by_address() {
    use condition::{Kind, Value};
    let jira = condition::find(Host::Jira, "has_project_permission").unwrap();
    assert_eq!(
        (jira.kind, jira.value),
        (Kind::Direct, Value::Param("permission"))
    );
    assert_eq!(
        condition::find(Host::Jira, "https://example.com/c")
            .unwrap()
            .connect,
        "(remote)"
    );
    let family = condition::find(Host::Confluence, "addon_property_equal_to").unwrap();
    let choice = family.choice("addon_property_equal_to").unwrap();
    assert_eq!(
        (choice.forge, choice.value),
        ("entityPropertyEqualTo", Value::EntityProperty(Some("app")))
    );
    let space = condition::find(Host::Confluence, "space_function_permission").unwrap();
    assert_eq!(space.choice("VIEWSPACE").unwrap().value, Value::Text("VIEW"));
    assert!(condition::find(Host::Jira, "space_function_permission").is_none());
}

#[test]
fn events_lead_to_known_forge_events() {
    for e in event::all() {
        assert_eq!(e.forge_events().count(), e.forge.len(), "{}", e.connect);
        assert_eq!(e.forge.is_empty(), e.status == Status::None, "{}", e.connect);
    }
    for f in forge_event::all() {
        assert_eq!(f.documented_only, f.page.is_some(), "{}", f.event);
        assert!(f.page.is_none_or(|page| f.sources.contains(&page)), "{}", f.event);
    }
}

#[test]
fn one_name_may_be_an_event_of_two_products() {
    let forge = |host| event::find(host, "comment_created").unwrap().forge.clone();
    assert_eq!(forge(Host::Jira), ["avi:jira:commented:issue"]);
    assert_eq!(forge(Host::Confluence), ["avi:confluence:created:comment"]);
}

#[test]
fn lifecycle_hooks_lead_to_known_modules_and_events() {
    for hook in lifecycle::all() {
        if let Some(key) = hook.forge {
            forge(key);
        }
        for name in &hook.events {
            assert!(forge_event::find(name).is_some(), "{}: {name}", hook.event);
        }
    }
}

#[test]
fn the_two_scope_tables_agree() {
    for s in scope::all() {
        for host in [Host::Jira, Host::Confluence] {
            if let Some(name) = s.on_forge(host) {
                assert!(s.valid_in.contains(&host.as_str()), "{}", s.connect);
                assert!(forge_scope::find(name).is_some(), "{name}");
            }
        }
        for name in &s.covers {
            assert_eq!(
                forge_scope::find(name).and_then(|f| f.covered_by),
                Some(s.connect),
                "{name}"
            );
        }
    }
    for f in forge_scope::all() {
        if let Some(name) = f.covered_by {
            assert!(
                scope::find(name).is_some_and(|s| s.covers.contains(&f.scope)),
                "{}",
                f.scope
            );
        }
    }
}

#[test]
fn context_parameters_are_found_by_any_of_their_names() {
    let path = |host, name| context_param::find(host, name).and_then(|row| row.forge);
    assert_eq!(path(Host::Jira, "issue.key"), Some("extension.issue.key"));
    assert_eq!(path(Host::Confluence, "space.key"), Some("extension.space.key"));
    assert_eq!(path(Host::Bitbucket, "account"), Some("extension.workspace.uuid"));
    assert!(context_param::find(Host::Jira, "ac.anything").is_some_and(|row| row.forge.is_none()));
    assert!(context_param::find(Host::Jira, "macro.body").is_none());
}

#[test]
fn what_is_written_is_among_the_targets_and_its_properties_exist() {
    for module in super::module::all() {
        let Some(emit) = &module.emit else { continue };
        if let Some(to) = emit.to {
            let target = module.targets.iter().find(|target| target.forge == to);
            assert!(
                target.is_some_and(|target| target.recommended),
                "{} writes {to}, which is no recommended target",
                module.id
            );
            let forge = super::forge_module::find(to).unwrap_or_else(|| panic!("{to} is unknown"));
            for property in emit.set.keys() {
                assert!(
                    forge.has_property(property),
                    "{} sets {property}, which {to} does not have",
                    module.id
                );
            }
        }
        assert!(
            emit.to.is_some() || emit.rule.is_some(),
            "{} says neither a module nor a rule",
            module.id
        );
    }
}

#[test]
fn a_module_that_may_be_moved_says_how_it_is_written() {
    use super::Status;
    let silent: Vec<&str> = super::module::all()
        .iter()
        .filter(|module| {
            module.emit.is_none() && matches!(module.status, Status::Equivalent | Status::Partial)
        })
        .map(|module| module.id)
        .collect();
    assert!(silent.is_empty(), "no way to write: {silent:?}");
}

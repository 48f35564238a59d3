//! One script of a page, rewritten.

use super::sheet::{Rewritten, Sheet};
use super::{Surroundings, requests, rules};
use crate::codes;
use forgeshift_connect::front::{Lead, Script};
use forgeshift_source::finding::Grade;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a script has to change, so that it can no longer be handed out as it is.
pub fn changes(script: &Script, app: &Surroundings<'_>) -> bool {
    let asks = |request| requests::goes_to(request, app) != requests::Goes::Elsewhere;
    !script.uses.is_empty() || script.requests.iter().any(asks)
}

/// Rewrites a script. `shared` are names of its top level that other scripts of its pages use; `named` are the files
/// that its texts name; `bridge` is the way to the folder of the bridge.
pub fn rewrite(
    script: &Script,
    app: &Surroundings<'_>,
    shared: &BTreeSet<String>,
    named: &BTreeMap<String, Lead>,
    bridge: &str,
) -> Rewritten {
    let mut sheet = Sheet::new(&script.file, script.taken.clone());
    for found in &script.uses {
        if rules::closes_twice(&sheet, found, &script.uses) {
            sheet.remove(found.statement);
            continue;
        }
        rules::rewrite(&mut sheet, found, app);
    }
    for alias in &script.aliases {
        if alias.whole {
            sheet.remove(alias.span);
        } else {
            sheet.replace(alias.span, "{}");
        }
    }
    for request in &script.requests {
        requests::rewrite(&mut sheet, request, app);
    }
    for (address, span) in &script.addresses {
        if let Some(Lead::Own { path, .. }) = named.get(address) {
            let quote = sheet.text(*span).chars().next().unwrap_or('"');
            sheet.replace(*span, format!("{quote}./{path}{quote}"));
        }
    }
    for eval in &script.evals {
        let message = "text that is run as code: the content policy of Forge stops it".to_owned();
        sheet.say(Grade::Review, codes::POLICY, *eval, *eval, message);
    }
    if !script.module {
        for this in &script.top_this {
            sheet.replace(*this, "window");
        }
        share(&mut sheet, script, shared);
    }
    sheet.apply(script.span, script.head, script.module, bridge)
}

/// Names of the top level were names of the whole page. In a bundle each script has its own: what others use is
/// given to the page.
pub(super) fn share(sheet: &mut Sheet<'_>, script: &Script, shared: &BTreeSet<String>) {
    let names = script
        .declares
        .iter()
        .filter(|declared| shared.contains(&declared.name));
    let mut lines = String::new();
    for declared in names {
        let name = &declared.name;
        lines.push_str(&if declared.changes {
            format!(
                "Object.defineProperty(window, \"{name}\", {{ get: () => {name}, set: (value) => {{ {name} = value; }}, configurable: true }});\n"
            )
        } else {
            format!("window.{name} = {name};\n")
        });
    }
    if lines.is_empty() {
        return;
    }
    let ends = script.span.text(&script.file.text).ends_with('\n');
    let start = if ends { "\n" } else { "\n\n" };
    sheet.insert(
        script.span.end,
        format!("{start}// Other scripts of the page use these.\n{lines}"),
    );
}

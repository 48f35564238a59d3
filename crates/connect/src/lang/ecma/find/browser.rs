//! What scripts load and lead to without a request of their own: elements of JSX, `src` and `href` that are
//! assigned, `location`.

use super::super::ir::{ExprId, FuncId, Module, Node};
use super::super::value::{ModId, ROOT, Val};
use super::address::{Address, addresses};
use super::http::Request;
use super::outbound::service;
use super::{At, Scene};
use crate::facts::{ActsAs, Outbound, OutboundKind, Via};

/// The attributes of an element that are addresses.
pub(super) fn uses(element: &str) -> &'static [(&'static str, Via)] {
    match element {
        "script" => &[("src", Via::Script)],
        "img" | "Avatar" | "AvatarItem" => &[("src", Via::Image)],
        "iframe" | "embed" => &[("src", Via::Frame)],
        "object" => &[("data", Via::Frame)],
        "video" | "audio" | "source" => &[("src", Via::Media)],
        "form" => &[("action", Via::Form)],
        "a" | "Link" | "Button" | "LinkButton" | "LinkIconButton" | "DropdownItem" | "LinkItem"
        | "LinkMenuItem" => &[("href", Via::Navigation)],
        "link" => &[("href", Via::Style)],
        _ => &[],
    }
}

/// Adds what an element of JSX loads or leads to.
pub(crate) fn element(scene: &mut Scene<'_, '_>, at: &At) {
    let tree = scene.tree(at.module);
    let name = match tree.node(at.call.callee) {
        Node::Str(name) => tree.text(name).to_owned(),
        Node::Bind(bind) => tree
            .binds
            .get(bind.0 as usize)
            .map_or(String::new(), |bind| tree.text(bind.name).to_owned()),
        _ => return,
    };
    let Some(props) = scene.arg(at, 0) else { return };
    if uses(&name).is_empty() || is_own(scene, at) {
        return;
    }
    for (attribute, via) in uses(&name) {
        let vals = scene.option(at.module, props, attribute, ROOT);
        let span = scene.tree(at.module).span_of(at.call.expr);
        // What a library spreads into an element would have any attribute.
        let may_leave = if is_written(scene.tree(at.module), props, attribute) {
            Address::names_other_host
        } else {
            |_: &Address| false
        };
        add_at(scene, at.module, span, at.call.owner, *via, &vals, may_leave);
    }
}

fn is_written(tree: &Module, props: ExprId, attribute: &str) -> bool {
    match tree.node(props) {
        Node::Object(list) => tree
            .object(list)
            .iter()
            .any(|prop| prop.key.is_some_and(|key| tree.text(key) == attribute)),
        _ => false,
    }
}

/// Whether a component is the app's own: what it renders is told where it does so.
fn is_own(scene: &mut Scene<'_, '_>, at: &At) -> bool {
    scene
        .vals(at.module, at.call.callee)
        .iter()
        .any(|val| matches!(val, Val::Func(..) | Val::Class(..)))
}

/// Adds what assignments load or lead to.
pub(crate) fn stores(scene: &mut Scene<'_, '_>) {
    for module in scene.eval.project.ids() {
        if !scene.in_browser.get(module.0 as usize).copied().unwrap_or(false) {
            continue;
        }
        for store in scene.tree(module).stores.clone() {
            let name = scene.tree(module).text(store.name).to_owned();
            let target = target(scene, module, store.object, &name);
            let via = match (name.as_str(), target.as_str()) {
                ("location", _) => Via::Navigation,
                ("href", target) if target.ends_with("location") => Via::Navigation,
                ("src", target) if target.contains("iframe") || target.contains("frame") => Via::Frame,
                ("src", target) if target.contains("script") => Via::Script,
                ("src", target)
                    if target.contains("Image") || target.contains("img") || target.contains("image") =>
                {
                    Via::Image
                }
                ("href", target) if target.contains("link") => Via::Style,
                ("href", target) if target.contains("createElement(a)") => Via::Navigation,
                _ => continue,
            };
            let vals = scene.vals(module, store.value).to_vec();
            let may_leave = match via {
                Via::Navigation | Via::Frame => Address::leads_away,
                _ => Address::names_other_host,
            };
            add_at(scene, module, store.span, store.owner, via, &vals, may_leave);
        }
    }
}

/// What an assignment is made to, as far as it can be told: `:location`, `createElement(script)`.
fn target(scene: &mut Scene<'_, '_>, module: ModId, object: ExprId, name: &str) -> String {
    if name == "location" && matches!(scene.tree(module).node(object), Node::Global(_)) {
        return ":location".into();
    }
    for val in scene.vals(module, object).to_vec() {
        if let Val::Sym(sym) = val {
            let text = scene.eval.pool.sym_text(sym);
            if &*text == ":document.createElement()"
                && let Some((of, expr, env)) = scene.eval.pool.last_call(sym)
                && let Node::Call(call) = scene.tree(of).node(expr)
                && let Some(call) = scene.tree(of).call(call)
                && let Some(arg) = scene.tree(of).args(call).first().copied()
            {
                let vals = scene.vals_in(of, arg, env);
                let texts = scene.eval.texts(&vals);
                let tag = texts
                    .first()
                    .map(|text| scene.eval.pool.shown(*text))
                    .unwrap_or_default();
                return format!("createElement({})", tag.to_ascii_lowercase());
            }
            return text.to_string();
        }
    }
    String::new()
}

fn add_at(
    scene: &mut Scene<'_, '_>,
    module: ModId,
    span: forgeshift_source::span::Span,
    owner: FuncId,
    via: Via,
    vals: &[Val],
    may_leave: fn(&Address) -> bool,
) {
    if vals.is_empty() {
        return;
    }
    let request = Request {
        package: None,
        method: None,
        urls: scene.eval.texts(vals),
        via: Some(via),
        made: None,
    };
    for address in addresses(scene, &request.urls) {
        // What is not known may as well be a path of the app.
        let unknown = address.host.is_none() && !address.product;
        if address.own || address.relative() || address.is_own_in_page() || (unknown && !may_leave(&address))
        {
            continue;
        }
        let (category, end_user_data) = service(address.host.as_deref(), address.product);
        let outbound = Outbound {
            kind: OutboundKind::Client,
            via,
            method: None,
            path: address.path,
            url: address.url,
            host: address.host,
            host_why: address.why,
            package: None,
            category,
            end_user_data,
            acts_as: ActsAs::Unknown,
            place: scene.place(module, span),
            also_at: Vec::new(),
            function: scene.function(module, owner),
            implicit: false,
        };
        scene.facts.outbound.push(outbound);
    }
}

/// Adds the modules that are imported from an address.
pub(crate) fn imports(scene: &mut Scene<'_, '_>) {
    for module in scene.eval.project.ids() {
        let tree = scene.tree(module);
        for import in &tree.imports {
            let specifier = tree.text(import.specifier);
            if import.type_only || !(specifier.starts_with("https://") || specifier.starts_with("http://")) {
                continue;
            }
            let text = scene.eval.pool.literal(specifier);
            add_at(
                scene,
                module,
                import.span,
                super::super::ir::TOP,
                Via::Script,
                &[Val::Text(text)],
                Address::leads_away,
            );
        }
    }
}

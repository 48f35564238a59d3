//! Conditions become display conditions.
//!
//! Forge evaluates them in the browser, as Connect did: they decide what is shown and protect nothing. What cannot
//! be said is left out, so that people see more than before rather than less, and told.

use crate::catalog::Host;
use crate::catalog::condition::{self, Condition, Kind};
use crate::catalog::forge_module::{ConditionSet, ForgeModule};
use crate::codes;
use forgeshift_forge::yaml::{Map, Yaml};
use forgeshift_source::data::{Node, Value};
use forgeshift_source::finding::{Code, Finding};
use forgeshift_source::span::{Place, Span};

/// Forge refuses ten levels; what lies deeper is left out.
const DEEPEST: usize = 8;

/// A condition as a tree.
#[derive(Debug, Clone, PartialEq)]
enum Tree {
    Leaf(String, Yaml),
    Not(Box<Tree>),
    And(Vec<Tree>),
    Or(Vec<Tree>),
    /// True wherever the module is shown at all.
    Always,
}

/// The display conditions of a module, and what is lost or changed.
#[derive(Debug, Default)]
pub struct Converted {
    /// The value of `displayConditions`; none where there is nothing to say.
    pub display: Option<Map>,
    /// What is lost or changed.
    pub findings: Vec<Finding>,
    /// Whether people who are not logged in were kept out.
    pub logged_in_only: bool,
}

/// Converts the conditions of one module.
pub fn convert(
    conditions: Option<&Node>,
    host: Host,
    module: &ForgeModule,
    place: &dyn Fn(Span) -> Place,
) -> Converted {
    let Some(node) = conditions.filter(|node| !node.items().is_empty() || node.is_object()) else {
        return Converted::default();
    };
    let mut reader = Reader {
        host,
        module,
        place,
        findings: Vec::new(),
    };
    let logged_in_only = requires_login(node);
    if module.display_conditions == ConditionSet::None {
        let message = format!(
            "`{}` takes no display conditions: people see it whatever the conditions said",
            module.key
        );
        reader.say(codes::CONDITIONS_NOT_TAKEN, node.span, message);
        return Converted {
            display: None,
            findings: reader.findings,
            logged_in_only,
        };
    }
    let tree = reader.list(node, 0);
    let display = tree.and_then(|tree| match tree {
        Tree::Always => None,
        Tree::And(children) => Some(join("and", children)),
        other => Some(join("and", vec![other])),
    });
    Converted {
        display: display.filter(|map| !map.is_empty()),
        findings: reader.findings,
        logged_in_only,
    }
}

fn requires_login(node: &Node) -> bool {
    node.items().iter().any(|item| {
        item.get("condition").and_then(Node::str) == Some("user_is_logged_in")
            && item.get("invert").and_then(Node::bool) != Some(true)
    })
}

struct Reader<'a> {
    host: Host,
    module: &'a ForgeModule,
    place: &'a dyn Fn(Span) -> Place,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn say(&mut self, code: Code, span: Span, message: String) {
        self.findings
            .push(Finding::new(code, message).at((self.place)(span)));
    }

    /// A list, or the short forms `{"or": […]}` and `{"and": […]}`.
    fn list(&mut self, node: &Node, depth: usize) -> Option<Tree> {
        if depth > DEEPEST {
            self.say(
                codes::CONDITION_LOST,
                node.span,
                "conditions nest too deep for Forge: this level is left out".into(),
            );
            return None;
        }
        match &node.value {
            Value::Array(items) => self.all(items, depth),
            Value::Object(_) => self.one(node, depth),
            _ => None,
        }
    }

    fn all(&mut self, items: &[Node], depth: usize) -> Option<Tree> {
        let children: Vec<Tree> = items
            .iter()
            .filter_map(|item| self.one(item, depth))
            .filter(|tree| *tree != Tree::Always)
            .collect();
        if children.is_empty() {
            Some(Tree::Always)
        } else {
            Some(Tree::And(children))
        }
    }

    fn any(&mut self, items: &[Node], depth: usize) -> Option<Tree> {
        let children: Vec<Option<Tree>> = items.iter().map(|item| self.one(item, depth)).collect();
        // One alternative that cannot be said makes the whole choice unsayable: without it people who saw the
        // module would lose it.
        let children: Vec<Tree> = children.into_iter().collect::<Option<_>>()?;
        if children.contains(&Tree::Always) {
            Some(Tree::Always)
        } else {
            Some(Tree::Or(children))
        }
    }

    fn one(&mut self, node: &Node, depth: usize) -> Option<Tree> {
        for (key, is_or) in [("or", true), ("and", false), ("conditions", false)] {
            if let Some(children) = node.get(key).filter(|children| children.is_array()) {
                let typed = node.get("type").and_then(Node::str).unwrap_or("and");
                let is_or = is_or || (key == "conditions" && typed.eq_ignore_ascii_case("or"));
                if depth >= DEEPEST {
                    return self.list(children, depth + 1);
                }
                let tree = if is_or {
                    self.any(children.items(), depth + 1)
                } else {
                    self.all(children.items(), depth + 1)
                };
                return self.inverted(node, tree);
            }
        }
        let Some(name) = node.get("condition").and_then(Node::str) else {
            self.say(
                codes::CONDITION_LOST,
                node.span,
                "a condition without a name is left out".into(),
            );
            return None;
        };
        let tree = self.leaf(node, name);
        self.inverted(node, tree)
    }

    fn inverted(&mut self, node: &Node, tree: Option<Tree>) -> Option<Tree> {
        if node.get("invert").and_then(Node::bool) != Some(true) {
            return tree;
        }
        match tree? {
            Tree::Always => {
                self.say(
                    codes::CONDITION_LOST,
                    node.span,
                    "a condition that is always true was inverted: left out".into(),
                );
                None
            }
            Tree::Not(inner) => Some(*inner),
            other => Some(Tree::Not(Box::new(other))),
        }
    }

    fn leaf(&mut self, node: &Node, name: &str) -> Option<Tree> {
        let known = condition::find(self.host, name);
        let Some(condition) = known else {
            self.say(
                codes::CONDITION_LOST,
                node.span,
                format!("condition `{name}` has no counterpart in Forge: the module is shown without it"),
            );
            return None;
        };
        if condition.kind == Kind::Implied {
            return Some(Tree::Always);
        }
        if !can_stand_on(condition, self.module) && condition.kind != Kind::None {
            let message = format!(
                "condition `{name}` cannot be used on `{}`: the module is shown without it",
                self.module.key
            );
            self.say(codes::CONDITION_LOST, node.span, message);
            return None;
        }
        let tree = value(condition, name, node);
        match (&tree, condition.kind) {
            (None, _) => {
                let why = condition.note.unwrap_or("Forge has no such condition");
                self.say(
                    codes::CONDITION_LOST,
                    node.span,
                    format!("condition `{name}` is left out: {why}"),
                );
            }
            (Some(_), Kind::Approx) => {
                let note = condition.note.unwrap_or("the nearest condition");
                self.say(
                    codes::CONDITION_CHANGED,
                    node.span,
                    format!(
                        "condition `{name}` becomes `{}`: {note}",
                        condition.forge.join("`, `")
                    ),
                );
            }
            (Some(_), Kind::Rewrite) => {
                self.say(
                    codes::CONDITION_CHANGED,
                    node.span,
                    format!("condition `{name}` becomes a Jira expression: check it"),
                );
            }
            _ => {}
        }
        tree
    }
}

/// Whether the module's validator knows the condition. Where Forge validates none, any of the product is let
/// through, as the schema does.
fn can_stand_on(condition: &Condition, module: &ForgeModule) -> bool {
    match module.display_conditions {
        ConditionSet::PresentNotValidated => !condition.sets.is_empty(),
        set => condition.sets.contains(&set),
    }
}

/// The condition's value, by the form that its row names.
fn value(condition: &Condition, name: &str, node: &Node) -> Option<Tree> {
    let forge = condition.forge.first().copied()?;
    match condition.value {
        condition::Value::AnyOf => Some(Tree::Or(
            condition
                .forge
                .iter()
                .map(|name| Tree::Leaf((*name).to_owned(), Yaml::Bool(true)))
                .collect(),
        )),
        condition::Value::Choice(by) => {
            let wanted = if by == "name" { name } else { param(node, by)? };
            let choice = condition.choice(wanted)?;
            simple(choice.forge, choice.value, node)
        }
        form => simple(forge, form, node),
    }
}

fn simple(forge: &str, form: condition::Value, node: &Node) -> Option<Tree> {
    use condition::Value as Form;
    let value = match form {
        Form::True => Yaml::Bool(true),
        Form::Text(text) | Form::Expression(text) => Yaml::Str(text.to_owned()),
        Form::Param(name) => Yaml::Str(param(node, name)?.to_owned()),
        Form::EntityProperty(entity) => Yaml::Map(entity_property(node, forge, entity, false)?),
        Form::EntityPropertyContext(entity) => Yaml::Map(entity_property(node, forge, entity, true)?),
        Form::TimeTrackingProvider => {
            let mut map = Map::new();
            map.insert(
                "key",
                param(node, "moduleKey").or_else(|| param(node, "addonTimeTrackingProviderKey"))?,
            );
            Yaml::Map(map)
        }
        Form::Choice(_) | Form::AnyOf | Form::ByHand | Form::None => return None,
    };
    Some(Tree::Leaf(forge.to_owned(), value))
}

fn param<'a>(node: &'a Node, name: &str) -> Option<&'a str> {
    node.at(&["params", name]).and_then(Node::str)
}

/// `{entity, propertyKey, objectName, value}`; the value must be text (tested against the validator).
fn entity_property(node: &Node, forge: &str, entity: Option<&str>, by_context: bool) -> Option<Map> {
    let entity = match entity {
        Some(entity) => entity,
        None => match param(node, "entity")? {
            "addon" | "app" => "app",
            "issuetype" | "issueType" => "issueType",
            "issue" => "issue",
            "project" => "project",
            "user" => "user",
            _ => return None,
        },
    };
    let mut map = Map::new();
    map.insert("entity", entity);
    map.insert("propertyKey", param(node, "propertyKey")?);
    if let Some(name) = param(node, "objectName") {
        map.insert("objectName", name);
    }
    if by_context {
        // The schema of 13.7.0 compares these entities alone with the context.
        if !matches!(entity, "attachment" | "content" | "space") {
            return None;
        }
        // Forge knows one context parameter here.
        let wanted = param(node, "contextParameter").or_else(|| param(node, "contextParam"))?;
        if !matches!(
            wanted,
            "user.accountId" | "user_account_id" | "user.key" | "user_key"
        ) {
            return None;
        }
        map.insert("contextParam", "user.accountId");
    } else if let Some(value) = node.at(&["params", "value"])
        && !forge.ends_with("Exists")
        && !forge.ends_with("UserGroup")
    {
        map.insert("value", property_value(value));
    }
    Some(map)
}

fn property_value(value: &Node) -> Yaml {
    match &value.value {
        Value::Bool(value) => Yaml::Str(value.to_string()),
        Value::Number(value) => Yaml::Str(value.clone()),
        Value::String(text) => {
            // Connect writes a list as JSON inside a string.
            match forgeshift_source::data::json::read(text) {
                Ok(list) if list.is_array() => Yaml::List(
                    list.items()
                        .iter()
                        .map(|item| property_value(item).into())
                        .collect(),
                ),
                _ => Yaml::Str(text.clone()),
            }
        }
        _ => Yaml::Str(String::new()),
    }
}

/// One map of a level: keys must be unique, and only one `entityProperty…` may stand in a level; what does not
/// fit goes into a nested level of the same operator.
fn join(operator: &str, children: Vec<Tree>) -> Map {
    let mut map = Map::new();
    let mut rest = Vec::new();
    for child in flatten(operator, children) {
        let (key, value) = entry(child.clone());
        if map.entries().iter().any(|taken| clashes(&taken.key, &key)) {
            rest.push(child);
        } else {
            map.insert(key, value);
        }
    }
    if !rest.is_empty() {
        let nested = join(operator, rest);
        map.insert(operator, Yaml::Map(nested));
    }
    map
}

fn flatten(operator: &str, children: Vec<Tree>) -> Vec<Tree> {
    let mut out = Vec::new();
    for child in children {
        match (operator, child) {
            ("and", Tree::And(inner)) | ("or", Tree::Or(inner)) => out.extend(flatten(operator, inner)),
            (_, other) => out.push(other),
        }
    }
    out
}

fn entry(tree: Tree) -> (String, Yaml) {
    match tree {
        Tree::Leaf(name, value) => (name, value),
        Tree::Not(inner) => ("not".into(), Yaml::Map(join("and", vec![*inner]))),
        Tree::And(children) => ("and".into(), Yaml::Map(join("and", children))),
        Tree::Or(children) => ("or".into(), Yaml::Map(join("or", children))),
        Tree::Always => ("and".into(), Yaml::Map(Map::new())),
    }
}

fn clashes(a: &str, b: &str) -> bool {
    a == b || (a.starts_with("entityProperty") && b.starts_with("entityProperty"))
}

//! Handlebars, as its own parser reads it, to a template literal.

use super::view::{Body, Template, literal, local, member};
use crate::render::js_string;
use handlebars::Path;
use handlebars::template::{
    BlockParam, DecoratorTemplate, HelperTemplate, Parameter, Template as Parsed, TemplateElement as Element,
};

/// Templates that nest deeper are refused.
const DEEPEST: usize = 100;

/// Translates a template.
pub(super) fn translate(template: &Template) -> Body {
    let mut writer = Writer {
        template,
        body: Body::default(),
        frames: vec![Frame {
            this: "model".into(),
            at: None,
            names: Vec::new(),
        }],
        depth: 0,
    };
    let code = match Parsed::compile(&with_else(&template.text)) {
        Ok(parsed) => writer.part(&parsed),
        Err(error) => {
            let why = format!(
                "the template cannot be read: {}",
                first_line(&error.reason().to_string())
            );
            writer.problem(why)
        }
    };
    writer.body.code = code;
    writer.body
}

/// `{{^name}}` opens a block that has only an `else`; the parser wants that written out.
fn with_else(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find("{{") {
        let Some(length) = rest[open..].find("}}") else {
            break;
        };
        let end = open + length + 2;
        let tag = &rest[open..end];
        let name = tag
            .trim_start_matches(['{', '~'])
            .strip_prefix('^')
            .map(|name| name.trim_end_matches(['}', '~']).trim());
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        };
        out.push_str(&rest[..open]);
        let line = out.rsplit('\n').next().unwrap_or("").to_owned();
        let alone = line.trim().is_empty() && rest[end..].split('\n').next().unwrap_or("").trim().is_empty();
        out.push_str(&format!("{{{{#{name}}}}}"));
        if alone {
            out.push('\n');
            out.push_str(&line);
        }
        out.push_str("{{else}}");
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or("").chars().take(120).collect()
}

/// What names mean within a block.
struct Frame {
    /// The variable that `this` is.
    this: String,
    /// The variable that `@index` and its like are read from.
    at: Option<String>,
    /// Names that the block gives, and what they stand for.
    names: Vec<(String, String)>,
}

struct Writer<'t> {
    template: &'t Template,
    body: Body,
    frames: Vec<Frame>,
    depth: usize,
}

impl Writer<'_> {
    /// Something that cannot be translated: an expression that throws.
    fn problem(&mut self, what: String) -> String {
        self.body.uses.insert("untranslated");
        let code = format!("untranslated({})", js_string(&what));
        if !self.body.problems.contains(&what) {
            self.body.problems.push(what);
        }
        code
    }

    fn call(&mut self, function: &'static str, args: &[String]) -> String {
        self.body.uses.insert(function);
        format!("{function}({})", args.join(", "))
    }

    /// A part as a template literal.
    fn part(&mut self, parsed: &Parsed) -> String {
        self.depth += 1;
        let mut out = String::from("`");
        for element in &parsed.elements {
            if self.depth > DEEPEST {
                let problem = self.problem(format!("blocks nest deeper than {DEEPEST} levels"));
                out.push_str(&format!("${{{problem}}}"));
                break;
            }
            match element {
                Element::RawString(text) => out.push_str(&literal(text)),
                Element::Comment(_) => {}
                Element::Expression(helper) => {
                    let code = self.shown(helper, "text");
                    out.push_str(&format!("${{{code}}}"));
                }
                Element::HtmlExpression(helper) => {
                    let code = self.shown(helper, "raw");
                    out.push_str(&format!("${{{code}}}"));
                }
                Element::HelperBlock(helper) => {
                    let code = self.block(helper);
                    out.push_str(&format!("${{{code}}}"));
                }
                Element::PartialExpression(partial) => {
                    let code = self.partial(partial);
                    out.push_str(&format!("${{{code}}}"));
                }
                _ => {
                    let code = self.problem("decorators and partial blocks are not translated".into());
                    out.push_str(&format!("${{{code}}}"));
                }
            }
        }
        out.push('`');
        self.depth -= 1;
        out
    }

    /// A part as a function.
    fn lazy(&mut self, parsed: Option<&Parsed>) -> Option<String> {
        let part = self.part(parsed?);
        Some(format!("() => {part}"))
    }

    /// An expression that is written out.
    fn shown(&mut self, helper: &HelperTemplate, form: &'static str) -> String {
        let name = name_of(&helper.name);
        let value = match name.as_deref() {
            Some("block") if form == "raw" || !helper.params.is_empty() => {
                let name = self.first(helper);
                return format!("page.block({name})");
            }
            Some("lookup") if helper.params.len() == 2 => {
                let params = self.params(helper);
                match params.as_slice() {
                    [of, key] => format!("{of}?.[{key}]"),
                    _ => return self.problem("`lookup` wants two parameters".into()),
                }
            }
            Some("log") if !helper.params.is_empty() => return "\"\"".into(),
            Some(name) if self.template.helpers.contains_key(name) => self.helper(name, helper),
            Some(name) if !helper.params.is_empty() || !helper.hash.is_empty() => {
                return self.problem(format!("the helper `{name}` is not translated"));
            }
            _ => self.value(&helper.name),
        };
        self.call(form, &[value])
    }

    fn first(&mut self, helper: &HelperTemplate) -> String {
        match helper.params.first() {
            Some(param) => self.value(param),
            None => "\"\"".into(),
        }
    }

    fn params(&mut self, helper: &HelperTemplate) -> Vec<String> {
        helper.params.iter().map(|param| self.value(param)).collect()
    }

    /// A call of a helper that is carried.
    fn helper(&mut self, name: &str, helper: &HelperTemplate) -> String {
        self.body.helpers = true;
        let mut args = self.params(helper);
        let function = member("helpers", name, true);
        if !self.template.helpers.get(name).copied().unwrap_or(false) {
            return format!("{function}({})", args.join(", "));
        }
        let mut options = vec![format!("hash: {}", self.hash(&helper.hash))];
        if let Some(part) = self.lazy(helper.template.as_ref()) {
            options.push(format!("fn: {part}"));
        }
        if let Some(part) = self.lazy(helper.inverse.as_ref()) {
            options.push(format!("inverse: {part}"));
        }
        args.push(format!("{{ {}, data: {{ root: model }} }}", options.join(", ")));
        format!("{function}.call({}, {})", self.this(), args.join(", "))
    }

    fn hash(&mut self, hash: &std::collections::HashMap<String, Parameter>) -> String {
        let mut pairs: Vec<(&String, &Parameter)> = hash.iter().collect();
        pairs.sort_by_key(|(name, _)| *name);
        let pairs: Vec<String> = pairs
            .into_iter()
            .map(|(name, value)| format!("{}: {}", js_string(name), self.value(value)))
            .collect();
        if pairs.is_empty() {
            "{}".into()
        } else {
            format!("{{ {} }}", pairs.join(", "))
        }
    }

    fn this(&self) -> String {
        self.frames
            .last()
            .map_or_else(|| "model".into(), |frame| frame.this.clone())
    }

    fn block(&mut self, helper: &HelperTemplate) -> String {
        let name = name_of(&helper.name).unwrap_or_default();
        let zero = matches!(helper.hash.get("includeZero"), Some(Parameter::Literal(value)) if value == true);
        match (name.as_str(), helper.params.len()) {
            ("if" | "unless", 1) => {
                let mut value = self.first(helper);
                if zero {
                    value = format!("{value} === 0 || {value}");
                }
                let yes = self
                    .lazy(helper.template.as_ref())
                    .unwrap_or_else(|| "() => \"\"".into());
                let no = self.lazy(helper.inverse.as_ref());
                let (yes, no) = match (name.as_str(), no) {
                    ("if", no) => (yes, no),
                    (_, Some(no)) => (no, Some(yes)),
                    (_, None) => ("() => \"\"".into(), Some(yes)),
                };
                let args: Vec<String> = [Some(value), Some(yes), no].into_iter().flatten().collect();
                self.call("when", &args)
            }
            ("each", 1) => self.iterate(helper, "each", None),
            ("with", 1) => self.iterate(helper, "within", None),
            ("contentFor", 1) => {
                let name = self.first(helper);
                let part = self
                    .lazy(helper.template.as_ref())
                    .unwrap_or_else(|| "() => \"\"".into());
                format!("page.content({name}, {part})")
            }
            ("block", 1) => {
                let name = self.first(helper);
                let part = self
                    .lazy(helper.template.as_ref())
                    .unwrap_or_else(|| "() => \"\"".into());
                format!("page.block({name}, {part})")
            }
            (name, _) if self.template.helpers.contains_key(name) => {
                let call = self.helper(name, helper);
                self.call("raw", &[call])
            }
            (_, 0) => {
                let here = self.this();
                self.iterate(helper, "section", Some(here))
            }
            (name, _) => self.problem(format!("the block helper `{name}` is not translated")),
        }
    }

    /// A block whose part has a value of its own.
    fn iterate(&mut self, helper: &HelperTemplate, function: &'static str, here: Option<String>) -> String {
        let value = match &here {
            Some(_) => self.value(&helper.name),
            None => self.first(helper),
        };
        let level = self.frames.len();
        let number = if level == 1 {
            String::new()
        } else {
            level.to_string()
        };
        let (this, at) = (format!("item{number}"), format!("at{number}"));
        let mut names = Vec::new();
        let named = |param: &Parameter| param.as_name().map(str::to_owned);
        match &helper.block_param {
            Some(BlockParam::Single(one)) => names.extend(named(one).map(|name| (name, this.clone()))),
            Some(BlockParam::Pair((one, two))) => {
                names.extend(named(one).map(|name| (name, this.clone())));
                names.extend(named(two).map(|name| (name, format!("{at}.key"))));
            }
            _ => {}
        }
        let loops = function != "within";
        self.frames.push(Frame {
            this: this.clone(),
            at: loops.then(|| at.clone()),
            names,
        });
        let part = match helper.template.as_ref() {
            Some(parsed) => self.part(parsed),
            None => "``".into(),
        };
        self.frames.pop();
        let uses_at = loops && part.contains(&format!("{at}."));
        let parameters = if uses_at {
            format!("({this}, {at})")
        } else {
            format!("({this})")
        };
        let mut args = vec![value];
        args.extend(here);
        args.push(format!("{parameters} => {part}"));
        args.extend(self.lazy(helper.inverse.as_ref()));
        self.call(function, &args)
    }

    fn partial(&mut self, partial: &DecoratorTemplate) -> String {
        let Some(name) = name_of(&partial.name) else {
            return self.problem("partials whose name is a value are not translated".into());
        };
        if !self.template.templates.contains_key(&name) {
            return self.problem(format!("the partial `{name}` was not found"));
        }
        let mut context = match partial.params.first() {
            Some(param) => self.value(param),
            None => self.this(),
        };
        if !partial.hash.is_empty() {
            let hash = self.hash(&partial.hash);
            let hash = hash
                .trim_start_matches('{')
                .trim_end_matches('}')
                .trim()
                .to_owned();
            context = format!("{{ ...{context}, {hash} }}");
        }
        self.body.templates.insert(name.clone());
        let call = format!("{}.render({context}, page)", local(&name));
        match partial.indent.as_deref().filter(|indent| !indent.is_empty()) {
            Some(indent) => self.call("indent", &[js_string(indent), call]),
            None => call,
        }
    }

    /// A parameter as an expression.
    fn value(&mut self, parameter: &Parameter) -> String {
        match parameter {
            Parameter::Literal(value) => match value {
                serde_json::Value::String(text) => js_string(text),
                other => other.to_string(),
            },
            Parameter::Name(name) => self.path(name),
            Parameter::Path(Path::Relative((_, raw)) | Path::Local((_, _, raw))) => {
                let raw = raw.clone();
                self.path(&raw)
            }
            Parameter::Subexpression(inner) => match inner.as_element() {
                Element::Expression(helper) => {
                    let name = name_of(&helper.name).unwrap_or_default();
                    if self.template.helpers.contains_key(&name) {
                        self.helper(&name, helper)
                    } else if name == "lookup" && helper.params.len() == 2 {
                        let params = self.params(helper);
                        format!("{}?.[{}]", params[0], params[1])
                    } else {
                        self.problem(format!("the helper `{name}` is not translated"))
                    }
                }
                _ => self.problem("an expression within an expression is not translated".into()),
            },
            _ => self.problem("a parameter is not translated".into()),
        }
    }

    /// A path as an expression: `../a.b`, `this.x`, `@index`, `@root.y`, `[odd name].z`.
    fn path(&mut self, raw: &str) -> String {
        let mut level = self.frames.len() - 1;
        let mut rest = raw.trim();
        let is_data = rest.starts_with('@');
        rest = rest.trim_start_matches('@');
        let mut plain = true;
        loop {
            if let Some(after) = rest.strip_prefix("../") {
                level = level.saturating_sub(1);
                rest = after;
            } else if let Some(after) = rest.strip_prefix("this/").or_else(|| rest.strip_prefix("this.")) {
                rest = after;
            } else if let Some(after) = rest.strip_prefix("./") {
                rest = after;
            } else {
                break;
            }
            plain = false;
        }
        if rest == ".." {
            level = level.saturating_sub(1);
            rest = "";
        }
        let mut names = segments(rest);
        names.retain(|name| name != "this" && name != ".");
        if is_data {
            return self.data(level, &names);
        }
        let mut base = self
            .frames
            .get(level)
            .map_or("model".into(), |frame| frame.this.clone());
        if plain && let Some(first) = names.first() {
            let given = self.frames.iter().rev().find_map(|frame| {
                let known = frame.names.iter().find(|(name, _)| name == first);
                known.map(|(_, stands)| stands.clone())
            });
            if let Some(given) = given {
                base = given;
                names.remove(0);
            }
        }
        if base == "model" && !names.is_empty() {
            self.body.variables.insert(names.join("."));
        }
        self.walk(base, &names)
    }

    fn walk(&self, base: String, names: &[String]) -> String {
        let mut out = base;
        for (index, name) in names.iter().enumerate() {
            let sure = index == 0 && out == "model" && !self.template.partial;
            out = member(&out, name, sure);
        }
        out
    }

    /// `@index`, `@key`, `@first`, `@last`, `@root`.
    fn data(&mut self, level: usize, names: &[String]) -> String {
        let Some((first, rest)) = names.split_first() else {
            return self.problem("`@` without a name".into());
        };
        match first.as_str() {
            "root" => {
                self.body.variables.insert(rest.join("."));
                self.walk("model".into(), rest)
            }
            "index" | "key" | "first" | "last" => {
                let frames = self.frames.get(..=level).unwrap_or_default();
                match frames.iter().rev().find_map(|frame| frame.at.clone()) {
                    Some(at) => format!("{at}.{first}"),
                    None => self.problem(format!("`@{first}` outside of a loop")),
                }
            }
            other => self.problem(format!("`@{other}` is not translated")),
        }
    }
}

/// The names of a path: `a.b`, `a/b`, `a.[b c]`.
fn segments(path: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('[') {
            let (name, tail) = after.split_once(']').unwrap_or((after, ""));
            names.push(name.to_owned());
            rest = tail.trim_start_matches(['.', '/']);
        } else {
            let end = rest.find(['.', '/']).unwrap_or(rest.len());
            names.push(rest[..end].to_owned());
            rest = rest[end..].trim_start_matches(['.', '/']);
        }
    }
    names
}

fn name_of(parameter: &Parameter) -> Option<String> {
    match parameter {
        Parameter::Literal(serde_json::Value::String(text)) => Some(text.clone()),
        other => other.as_name().map(str::to_owned),
    }
}

//! Expressions.

use super::{Lower, at, span};
use crate::lang::ecma::ir::{ExprId, Name, Node, Prop, Taken};
use forgeshift_source::span::Span;
use swc_ecma_ast::{
    BinaryOp, CallExpr, Callee, Expr, ExprOrSpread, Lit, MemberExpr, MemberProp, ObjectLit, OptChainBase,
    Prop as TreeProp, PropOrSpread, SuperProp, Tpl, UnaryOp,
};

impl Lower {
    /// An expression that is given to a name, which a function or class without one takes on.
    pub(super) fn named_expr(&mut self, expr: &Expr, name: Option<&str>) -> ExprId {
        let Some(name) = name else {
            return self.expr(expr);
        };
        match expr {
            Expr::Fn(function) => {
                let name = self.name(name);
                self.named_function(&function.function, function.ident.as_ref(), Some(name))
            }
            Expr::Arrow(arrow) => {
                let name = self.name(name);
                self.arrow(arrow, Some(name))
            }
            Expr::Class(class) => {
                let name = self.name(name);
                self.class(&class.class, Some(name))
            }
            Expr::Paren(paren) => self.named_expr(&paren.expr, Some(name)),
            _ => self.expr(expr),
        }
    }

    pub(super) fn expr(&mut self, expr: &Expr) -> ExprId {
        match expr {
            Expr::Ident(ident) => {
                let name = self.name(&ident.sym);
                self.read_name(name, at(ident.span))
            }
            Expr::Lit(lit) => self.lit(lit),
            Expr::Member(member) => self.member_expr(member),
            Expr::Call(call) => self.call_expr(call),
            Expr::New(new) => {
                let callee = self.expr(&new.callee);
                let args = self.args(new.args.as_deref().unwrap_or(&[]));
                self.call(callee, &args, true, at(new.span))
            }
            Expr::OptChain(chain) => match &*chain.base {
                OptChainBase::Member(member) => self.member_expr(member),
                OptChainBase::Call(call) => {
                    let callee = self.expr(&call.callee);
                    let args = self.args(&call.args);
                    self.call(callee, &args, false, at(chain.span))
                }
            },
            Expr::Tpl(tpl) => self.template(tpl),
            Expr::TaggedTpl(tagged) => {
                let tag = self.expr(&tagged.tag);
                let text = self.template(&tagged.tpl);
                self.call(tag, &[text], false, at(tagged.span))
            }
            Expr::Arrow(arrow) => self.arrow(arrow, None),
            Expr::Fn(function) => self.named_function(&function.function, function.ident.as_ref(), None),
            Expr::Class(class) => {
                let name = class.ident.as_ref().map(|ident| self.name(&ident.sym));
                self.class(&class.class, name)
            }
            Expr::Object(object) => self.object(object),
            Expr::Array(array) => {
                let items: Vec<ExprId> = array
                    .elems
                    .iter()
                    .map(|elem| match elem {
                        Some(elem) => self.arg(elem),
                        None => self.opaque(at(array.span)),
                    })
                    .collect();
                let list = self.list(&items);
                self.push(Node::Array(list), at(array.span))
            }
            Expr::Assign(assign) => self.assign(assign),
            Expr::Cond(cond) => {
                self.tested(&cond.test);
                let cons = self.expr(&cond.cons);
                let alt = self.expr(&cond.alt);
                self.either(&[cons, alt], at(cond.span))
            }
            Expr::Bin(bin) => self.binary(bin.op, &bin.left, &bin.right, at(bin.span)),
            Expr::Await(wait) => {
                let value = self.expr(&wait.arg);
                self.awaited(value);
                self.push(Node::Await(value), at(wait.span))
            }
            Expr::Seq(seq) => {
                let mut last = None;
                for expr in &seq.exprs {
                    last = Some(self.expr(expr));
                }
                last.unwrap_or_else(|| self.opaque(at(seq.span)))
            }
            Expr::Unary(unary) => {
                let arg = self.tested(&unary.arg);
                match (unary.op, self.module.node(arg)) {
                    (UnaryOp::Minus, Node::Num(number)) => self.push(Node::Num(-number), at(unary.span)),
                    (UnaryOp::Void, _) => self.push(Node::Null, at(unary.span)),
                    _ => self.opaque(at(unary.span)),
                }
            }
            Expr::Update(update) => {
                self.expr(&update.arg);
                self.opaque(at(update.span))
            }
            Expr::Yield(stmt) => {
                if let Some(arg) = &stmt.arg {
                    self.expr(arg);
                }
                self.opaque(at(stmt.span))
            }
            Expr::This(this) => {
                let func = self.this_function();
                self.push(Node::This(func), at(this.span))
            }
            Expr::SuperProp(prop) => {
                let Some(class) = self.classes.last().copied() else {
                    return self.opaque(at(prop.span));
                };
                let base = self.push(Node::Super(class), at(prop.span));
                match &prop.prop {
                    SuperProp::Ident(ident) => {
                        let name = self.name(&ident.sym);
                        self.member(base, name, at(prop.span))
                    }
                    SuperProp::Computed(computed) => {
                        self.expr(&computed.expr);
                        self.opaque(at(prop.span))
                    }
                }
            }
            Expr::MetaProp(meta) => match meta.kind {
                swc_ecma_ast::MetaPropKind::ImportMeta => self.push(Node::Meta, at(meta.span)),
                _ => self.opaque(at(meta.span)),
            },
            Expr::Paren(paren) => self.expr(&paren.expr),
            Expr::TsAs(cast) => self.expr(&cast.expr),
            Expr::TsNonNull(cast) => self.expr(&cast.expr),
            Expr::TsTypeAssertion(cast) => self.expr(&cast.expr),
            Expr::TsConstAssertion(cast) => self.expr(&cast.expr),
            Expr::TsSatisfies(cast) => self.expr(&cast.expr),
            Expr::TsInstantiation(cast) => self.expr(&cast.expr),
            Expr::JSXElement(element) => self.jsx_element(element),
            Expr::JSXFragment(fragment) => {
                self.jsx_children(&fragment.children);
                self.opaque(at(fragment.span))
            }
            _ => self.opaque(span(expr)),
        }
    }

    fn lit(&mut self, lit: &Lit) -> ExprId {
        match lit {
            Lit::Str(text) => match text.value.as_str() {
                Some(value) => self.literal(value, at(text.span)),
                None => self.opaque(at(text.span)),
            },
            Lit::Num(number) => self.push(Node::Num(number.value), at(number.span)),
            Lit::Bool(value) => self.push(Node::Bool(value.value), at(value.span)),
            Lit::Null(null) => self.push(Node::Null, at(null.span)),
            Lit::Regex(regex) => {
                let name = self.name(&regex.exp);
                self.push(Node::Regex(name), at(regex.span))
            }
            _ => self.opaque(span(lit)),
        }
    }

    fn binary(&mut self, op: BinaryOp, left: &Expr, right: &Expr, whole: Span) -> ExprId {
        match op {
            BinaryOp::Add => {
                // A long chain of `+` leans to the left: it is taken apart in a loop.
                let mut parts = vec![right];
                let mut rest = left;
                while let Expr::Bin(bin) = rest
                    && bin.op == BinaryOp::Add
                {
                    parts.push(&bin.right);
                    rest = &bin.left;
                }
                parts.push(rest);
                let parts: Vec<ExprId> = parts.into_iter().rev().map(|part| self.expr(part)).collect();
                let list = self.list(&parts);
                self.push(Node::Concat(list), whole)
            }
            BinaryOp::LogicalOr | BinaryOp::NullishCoalescing => {
                let left = self.expr(left);
                let right = self.expr(right);
                self.either(&[left, right], whole)
            }
            BinaryOp::LogicalAnd => {
                self.tested(left);
                self.expr(right)
            }
            // `60 * 60 * 1000`
            BinaryOp::Mul => {
                let left = self.expr(left);
                let right = self.expr(right);
                match (self.module.node(left), self.module.node(right)) {
                    (Node::Num(left), Node::Num(right)) => self.push(Node::Num(left * right), whole),
                    _ => self.opaque(whole),
                }
            }
            _ => {
                self.tested(left);
                self.tested(right);
                self.opaque(whole)
            }
        }
    }

    /// An expression that is only looked at: whether it is there, what it is compared with.
    pub(super) fn tested(&mut self, expr: &Expr) -> ExprId {
        let value = self.expr(expr);
        // `a || b`, whose sides were lowered as values.
        match self.module.node(value) {
            Node::Either(sides) => {
                for side in self.module.list(sides).to_vec() {
                    self.handed_on(side);
                }
            }
            _ => self.handed_on(value),
        }
        value
    }

    fn template(&mut self, tpl: &Tpl) -> ExprId {
        let before = self.module.markup.len();
        let mut parts = Vec::new();
        for (index, quasi) in tpl.quasis.iter().enumerate() {
            let text = quasi
                .cooked
                .as_ref()
                .and_then(|text| text.as_str())
                .unwrap_or(&quasi.raw);
            if !text.is_empty() {
                parts.push(self.literal(text, at(quasi.span)));
            }
            if let Some(expr) = tpl.exprs.get(index) {
                parts.push(self.expr(expr));
            }
        }
        if self.module.markup.len() > before {
            self.module.markup.truncate(before);
            self.module.markup.push(at(tpl.span));
        }
        if parts.is_empty() {
            return self.literal("", at(tpl.span));
        }
        let list = self.list(&parts);
        self.push(Node::Concat(list), at(tpl.span))
    }

    pub(super) fn args(&mut self, args: &[ExprOrSpread]) -> Vec<ExprId> {
        args.iter().map(|arg| self.arg(arg)).collect()
    }

    fn arg(&mut self, arg: &ExprOrSpread) -> ExprId {
        let value = self.expr(&arg.expr);
        self.handed_on(value);
        match arg.spread {
            Some(dots) => self.push(Node::Spread(value), at(dots)),
            None => value,
        }
    }

    fn call_expr(&mut self, call: &CallExpr) -> ExprId {
        let whole = at(call.span);
        match &call.callee {
            Callee::Expr(callee) => {
                if let Some(import) = self.require(callee, &call.args, whole) {
                    return import;
                }
                let callee = self.expr(callee);
                // `p.then(…)`, `p.catch(…)`: somebody waits for `p`.
                if let Node::Member(object, name) = self.module.node(callee)
                    && matches!(self.text(name), "then" | "catch" | "finally")
                {
                    self.awaited(object);
                }
                let args = self.args(&call.args);
                for arg in &args {
                    self.awaited(*arg);
                }
                self.call(callee, &args, false, whole)
            }
            Callee::Import(_) => match call.args.first() {
                Some(arg) => self.import_call(&arg.expr, whole),
                None => self.opaque(whole),
            },
            Callee::Super(_) => {
                let args = self.args(&call.args);
                match self.classes.last().copied() {
                    Some(class) => {
                        let callee = self.push(Node::Super(class), whole);
                        self.call(callee, &args, true, whole)
                    }
                    None => self.opaque(whole),
                }
            }
        }
    }

    /// `require('x')`, where `require` is the real one.
    fn require(&mut self, callee: &Expr, args: &[ExprOrSpread], whole: Span) -> Option<ExprId> {
        let Expr::Ident(ident) = callee else { return None };
        let [arg] = args else { return None };
        if &*ident.sym != "require" {
            return None;
        }
        let name = self.name("require");
        if self.lookup(name).is_some() {
            return None;
        }
        Some(self.import_call(&arg.expr, whole))
    }

    fn import_call(&mut self, specifier: &Expr, whole: Span) -> ExprId {
        let literal = match specifier {
            Expr::Lit(Lit::Str(text)) => text.value.as_str(),
            Expr::Tpl(tpl) if tpl.exprs.is_empty() => tpl
                .quasis
                .first()
                .and_then(|quasi| quasi.cooked.as_ref()?.as_str()),
            _ => None,
        };
        match literal {
            Some(specifier) => {
                let id = self.import(specifier, whole, false);
                self.push(Node::Import(id, Taken::Whole), whole)
            }
            None => {
                let value = self.expr(specifier);
                self.push(Node::ImportOf(value), whole)
            }
        }
    }

    fn member_expr(&mut self, member: &MemberExpr) -> ExprId {
        let object = self.expr(&member.obj);
        match &member.prop {
            MemberProp::Ident(ident) => {
                let name = self.name(&ident.sym);
                self.member(object, name, at(member.span))
            }
            MemberProp::PrivateName(private) => {
                let name = self.private(&private.name);
                self.member(object, name, at(member.span))
            }
            MemberProp::Computed(computed) => {
                let key = self.expr(&computed.expr);
                match self.module.node(key) {
                    Node::Str(name) => self.member(object, name, at(member.span)),
                    Node::Num(number) => {
                        let name = self.name(&number.to_string());
                        self.member(object, name, at(member.span))
                    }
                    _ => self.push(Node::Index(object, key), at(member.span)),
                }
            }
        }
    }

    /// The object and the name of a member that is assigned to.
    pub(super) fn member_parts(&mut self, member: &MemberExpr) -> (ExprId, Option<Name>) {
        let object = self.expr(&member.obj);
        let name = match &member.prop {
            MemberProp::Ident(ident) => Some(self.name(&ident.sym)),
            MemberProp::PrivateName(private) => Some(self.private(&private.name)),
            MemberProp::Computed(computed) => {
                let key = self.expr(&computed.expr);
                match self.module.node(key) {
                    Node::Str(name) => Some(name),
                    _ => None,
                }
            }
        };
        (object, name)
    }

    fn object(&mut self, object: &ObjectLit) -> ExprId {
        // The literal is entered first: the functions in it refer to it as `this`.
        let id = self.opaque(at(object.span));
        let mut props = Vec::with_capacity(object.props.len());
        for prop in &object.props {
            match prop {
                PropOrSpread::Spread(spread) => {
                    let inner = self.expr(&spread.expr);
                    let value = self.push(Node::Spread(inner), at(spread.dot3_token));
                    props.push(Prop {
                        key: None,
                        value,
                        getter: false,
                    });
                }
                PropOrSpread::Prop(prop) => self.property(id, prop, &mut props),
            }
        }
        let list = self.props(&props);
        if let Some(node) = self.module.nodes.get_mut(id.0 as usize) {
            *node = Node::Object(list);
        }
        id
    }

    fn property(&mut self, object: ExprId, prop: &TreeProp, props: &mut Vec<Prop>) {
        let (key, value, getter) = match prop {
            TreeProp::Shorthand(ident) => {
                let name = self.name(&ident.sym);
                let value = self.read_name(name, at(ident.span));
                self.handed_on(value);
                (Some(name), value, false)
            }
            TreeProp::KeyValue(prop) => {
                let key = self.key(&prop.key);
                let text = key.map(|key| self.text(key).to_owned());
                let value = self.named_expr(&prop.value, text.as_deref());
                self.handed_on(value);
                if let Some(text) = &text {
                    self.named_literal(text, value);
                }
                (key, value, false)
            }
            TreeProp::Method(prop) => {
                let key = self.key(&prop.key);
                let value = self.function(&prop.function, key);
                (key, value, false)
            }
            TreeProp::Getter(prop) => {
                let key = self.key(&prop.key);
                let value = self.function(&prop.function, key);
                (key, value, true)
            }
            _ => return,
        };
        if let Node::Func(func) = self.module.node(value)
            && let Some(func) = self.module.funcs.get_mut(func.0 as usize)
            && !func.is_arrow
            && func.object.is_none()
            && func.class.is_none()
        {
            func.object = Some(object);
        }
        props.push(Prop { key, value, getter });
    }
}

//! One walk through the tree of a script.

mod request;

use super::names::{Names, Stands as Standing, patterns, required};
use super::script::{Arg, ArgKind, Declared, Import, Script, Stands, Use};
use super::tree::{at, properties, text_of, unwrapped};
use forgeshift_source::span::Span;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use swc_common::Spanned;
use swc_ecma_ast::{
    ArrowExpr, AssignTarget, BinaryOp, BlockStmt, CallExpr, Callee, Class, Expr, ExprOrSpread, FnExpr,
    Function, FunctionBody, Lit, NewExpr, OptCall, OptChainBase, OptChainExpr, Pat, Program,
    Prop as TreeProp, SimpleAssignTarget, Stmt, SwitchCase, UnaryOp, VarDeclarator,
};
use swc_ecma_visit::{Visit, VisitWith};

/// Walks the tree of a script and fills in what it tells.
pub(super) fn walk(program: &Program, text: &str, script: &mut Script) {
    let mut walker = Walker {
        text,
        script,
        names: Names::default(),
        statements: Vec::new(),
        listed: HashSet::new(),
        alone: None,
        asked: HashSet::new(),
        functions: 0,
        assigned: BTreeSet::new(),
        enclosing: Vec::new(),
    };
    walker
        .names
        .enter(&[], &|collector| program.visit_with(collector));
    let top: BTreeSet<String> = walker.names.declared_here().cloned().collect();
    walker.head(program);
    program.visit_with(&mut walker);
    let assigned = std::mem::take(&mut walker.assigned);
    let aliases = std::mem::take(&mut walker.names.aliases);
    let all = std::mem::take(&mut walker.names.all);
    let renamed: BTreeMap<&String, bool> = top
        .iter()
        .map(|name| {
            (
                name,
                matches!(walker.names.find(name), Some(Standing::Interface(_))),
            )
        })
        .collect();
    script.declares = renamed
        .into_iter()
        .filter(|(_, interface)| !interface)
        .map(|(name, _)| Declared {
            name: name.clone(),
            changes: assigned.contains(name),
        })
        .collect();
    script.aliases = aliases;
    script.taken = all;
    script.taken.extend(script.free.iter().cloned());
    script
        .uses
        .sort_by_key(|found| (found.span.start, found.span.end));
}

struct Walker<'s> {
    text: &'s str,
    script: &'s mut Script,
    names: Names,
    /// The statements around this place, innermost last.
    statements: Vec<Span>,
    /// Where statements begin that stand in a list.
    listed: HashSet<u32>,
    /// The call that is a statement by itself.
    alone: Option<Span>,
    /// Expressions of which only the truth is asked.
    asked: HashSet<Span>,
    /// How many functions with a `this` of their own are around this place.
    functions: u32,
    assigned: BTreeSet<String>,
    /// The functions around this place.
    enclosing: Vec<Span>,
}

impl Walker<'_> {
    /// Where new lines can stand: behind directives, before everything else.
    fn head(&mut self, program: &Program) {
        let statements: Vec<&Stmt> = match program {
            Program::Script(script) => script.body.iter().collect(),
            Program::Module(module) => {
                self.script.module = module.body.iter().any(|item| item.as_module_decl().is_some());
                module.body.iter().map_while(|item| item.as_stmt()).collect()
            }
        };
        let directives = statements.into_iter().take_while(
            |stmt| matches!(stmt, Stmt::Expr(expr) if matches!(&*expr.expr, Expr::Lit(Lit::Str(_)))),
        );
        if let Some(last) = directives.last() {
            self.script.head = at(last.span()).end;
        } else if self.script.span.text(self.text).starts_with("#!") {
            let line = self.script.span.text(self.text).find('\n');
            self.script.head = line.map_or(self.script.span.end, |line| self.script.span.start + line as u32);
        }
    }

    fn list(&mut self, statements: &[Stmt]) {
        self.listed
            .extend(statements.iter().map(|stmt| at(stmt.span()).start));
    }

    fn statement(&self) -> Span {
        self.statements.last().copied().unwrap_or(self.script.span)
    }

    fn ask(&mut self, expr: &Expr) {
        match unwrapped(expr) {
            Expr::Bin(bin) if matches!(bin.op, BinaryOp::LogicalAnd | BinaryOp::LogicalOr) => {
                self.ask(&bin.left);
                self.ask(&bin.right);
            }
            Expr::Unary(unary) if unary.op == UnaryOp::Bang => self.ask(&unary.arg),
            other => {
                self.asked.insert(at(other.span()));
            }
        }
    }

    fn used(&mut self, name: String, span: Span, callee: Span, args: Option<Vec<Arg>>) {
        let stands = if args.is_none() && self.asked.contains(&callee) {
            Stands::Asked
        } else if self.alone == Some(span) {
            Stands::Alone
        } else {
            Stands::Value
        };
        let statement = self.statement();
        self.script.uses.push(Use {
            name,
            span,
            callee,
            args,
            stands,
            statement,
        });
    }

    /// A call, of `AP` or of anything else. Gives back whether its callee has been dealt with.
    fn call(&mut self, callee: &Expr, args: &[ExprOrSpread], span: Span) -> bool {
        let place = at(callee.span());
        if let Some(name) = self.names.interface(callee) {
            let shapes = args.iter().map(|arg| self.shape(arg)).collect();
            let requires = name == "AP.require" && args.len() == 2;
            self.used(name, span, place, Some(shapes));
            if requires {
                self.required(args);
            } else {
                args.visit_with(self);
            }
            return true;
        }
        self.request(callee, args, span);
        false
    }

    /// The callback of `AP.require`: its parameters are parts of `AP`.
    fn required(&mut self, args: &[ExprOrSpread]) {
        let (Some(names), Some(callback)) = (args.first(), args.get(1)) else {
            return;
        };
        let names = required(&names.expr);
        let params: Vec<&Pat> = match unwrapped(&callback.expr) {
            Expr::Fn(function) => patterns(&function.function.params),
            Expr::Arrow(arrow) => arrow.params.iter().collect(),
            _ => return callback.visit_with(self),
        };
        let known: Vec<(String, String)> = params
            .iter()
            .zip(&names)
            .filter_map(|(pat, name)| Some((pat.as_ident()?.id.sym.to_string(), format!("AP.{name}"))))
            .collect();
        let bind = |names: &mut Names| {
            for (name, interface) in &known {
                names.declare(name, Standing::Interface(interface.clone()));
            }
        };
        match unwrapped(&callback.expr) {
            Expr::Fn(function) => self.function(&function.function, &bind),
            Expr::Arrow(arrow) => self.arrow(arrow, &bind),
            _ => {}
        }
    }

    fn shape(&self, arg: &ExprOrSpread) -> Arg {
        let span = at(arg.expr.span());
        let kind = if arg.spread.is_some() {
            ArgKind::Other
        } else {
            match unwrapped(&arg.expr) {
                Expr::Fn(function) => ArgKind::Function(function.function.params.len()),
                Expr::Arrow(arrow) => ArgKind::Function(arrow.params.len()),
                Expr::Object(object) => properties(object),
                other => text_of(other).map_or(ArgKind::Other, ArgKind::Text),
            }
        };
        Arg { span, kind }
    }

    fn scoped(&mut self, span: Span, enter: impl FnOnce(&mut Names), visit: impl FnOnce(&mut Self)) {
        enter(&mut self.names);
        self.enclosing.push(span);
        visit(self);
        self.enclosing.pop();
        self.names.leave();
    }

    fn function(&mut self, function: &Function, bind: &dyn Fn(&mut Names)) {
        self.functions += 1;
        self.scoped(
            at(function.span),
            |names| {
                names.enter(&patterns(&function.params), &|collector| {
                    function.body.visit_with(collector);
                });
                names.declare("arguments", Standing::Own);
                bind(names);
            },
            |walker| {
                function.params.visit_with(walker);
                function.decorators.visit_with(walker);
                function.body.visit_with(walker);
            },
        );
        self.functions -= 1;
    }

    fn arrow(&mut self, arrow: &ArrowExpr, bind: &dyn Fn(&mut Names)) {
        self.scoped(
            at(arrow.span),
            |names| {
                names.enter(&arrow.params.iter().collect::<Vec<_>>(), &|collector| {
                    arrow.body.visit_with(collector);
                });
                bind(names);
            },
            |walker| arrow.visit_children_with(walker),
        );
    }
}

impl Visit for Walker<'_> {
    fn visit_program(&mut self, program: &Program) {
        match program {
            Program::Script(script) => self.list(&script.body),
            Program::Module(module) => {
                let starts = module.body.iter().map(|item| at(item.span()).start);
                self.listed.extend(starts);
            }
        }
        program.visit_children_with(self);
    }

    fn visit_block_stmt(&mut self, block: &BlockStmt) {
        self.list(&block.stmts);
        block.visit_children_with(self);
    }

    fn visit_function_body(&mut self, body: &FunctionBody) {
        self.list(&body.stmts);
        body.visit_children_with(self);
    }

    fn visit_switch_case(&mut self, case: &SwitchCase) {
        self.list(&case.cons);
        case.visit_children_with(self);
    }

    fn visit_stmt(&mut self, stmt: &Stmt) {
        let span = at(stmt.span());
        if let Stmt::Expr(only) = stmt
            && self.listed.contains(&span.start)
        {
            let expr = match unwrapped(&only.expr) {
                Expr::Await(wait) => unwrapped(&wait.arg),
                other => other,
            };
            self.alone = Some(at(expr.span()));
        }
        match stmt {
            Stmt::If(test) => self.ask(&test.test),
            Stmt::While(test) => self.ask(&test.test),
            _ => {}
        }
        // A block holds statements of its own; a mark belongs to those.
        let own = !matches!(stmt, Stmt::Block(_)) && self.listed.contains(&span.start);
        if own {
            self.statements.push(span);
        }
        stmt.visit_children_with(self);
        if own {
            self.statements.pop();
        }
    }

    fn visit_expr(&mut self, expr: &Expr) {
        let bare = unwrapped(expr);
        match bare {
            Expr::Ident(_) | Expr::Member(_) | Expr::OptChain(_) => {
                let is_call =
                    matches!(bare, Expr::OptChain(chain) if matches!(&*chain.base, OptChainBase::Call(_)));
                if !is_call && let Some(name) = self.names.interface(bare) {
                    let span = at(bare.span());
                    self.used(name, span, span, None);
                    return;
                }
                if let Expr::Ident(ident) = bare
                    && self.names.find(&ident.sym).is_none()
                {
                    self.script.free.insert(ident.sym.to_string());
                }
            }
            Expr::This(this) if self.functions == 0 => self.script.top_this.push(at(this.span)),
            Expr::Cond(cond) => self.ask(&cond.test),
            Expr::Unary(unary) if matches!(unary.op, UnaryOp::TypeOf | UnaryOp::Bang) => self.ask(&unary.arg),
            Expr::Bin(bin) => match bin.op {
                BinaryOp::LogicalAnd | BinaryOp::LogicalOr => self.ask(&bin.left),
                BinaryOp::EqEq | BinaryOp::EqEqEq | BinaryOp::NotEq | BinaryOp::NotEqEq => {
                    let nothing = |expr: &Expr| match unwrapped(expr) {
                        Expr::Lit(Lit::Null(_)) => true,
                        Expr::Ident(ident) => &*ident.sym == "undefined",
                        _ => false,
                    };
                    if nothing(&bin.right) {
                        self.ask(&bin.left);
                    }
                }
                _ => {}
            },
            Expr::Lit(Lit::Str(text)) => {
                if let Some(value) = text.value.as_str() {
                    let last = value.rsplit('/').next().unwrap_or("");
                    let local = value.starts_with('/') && !value.starts_with("//") || value.starts_with("./");
                    if local && value.len() < 300 && last.contains('.') {
                        self.script.addresses.push((value.to_owned(), at(text.span)));
                    }
                }
            }
            _ => {}
        }
        expr.visit_children_with(self);
    }

    fn visit_call_expr(&mut self, call: &CallExpr) {
        match &call.callee {
            Callee::Expr(callee) => {
                if let Expr::Ident(name) = unwrapped(callee) {
                    let first = call.args.first().and_then(|arg| text_of(&arg.expr));
                    let runs_text = match &*name.sym {
                        "eval" => true,
                        "setTimeout" | "setInterval" => first.is_some(),
                        _ => false,
                    };
                    if runs_text && self.names.find(&name.sym).is_none() {
                        self.script.evals.push(at(call.span));
                    }
                    if &*name.sym == "require"
                        && self.names.find("require").is_none()
                        && let Some(arg) = call.args.first()
                        && let Some(specifier) = first
                    {
                        self.script.imports.push(Import {
                            specifier,
                            span: at(arg.expr.span()),
                        });
                    }
                }
                if self.call(callee, &call.args, at(call.span)) {
                    return;
                }
            }
            Callee::Import(_) => {
                if let Some(arg) = call.args.first()
                    && let Some(specifier) = text_of(&arg.expr)
                {
                    self.script.imports.push(Import {
                        specifier,
                        span: at(arg.expr.span()),
                    });
                }
            }
            Callee::Super(_) => {}
        }
        call.visit_children_with(self);
    }

    fn visit_opt_chain_expr(&mut self, chain: &OptChainExpr) {
        if let OptChainBase::Call(OptCall { callee, args, .. }) = &*chain.base
            && self.call(callee, args, at(chain.span))
        {
            return;
        }
        chain.visit_children_with(self);
    }

    fn visit_new_expr(&mut self, new: &NewExpr) {
        if let Expr::Ident(name) = unwrapped(&new.callee)
            && &*name.sym == "Function"
            && self.names.find("Function").is_none()
        {
            self.script.evals.push(at(new.span));
        }
        if let Some(name) = self.names.interface(&new.callee) {
            let shapes = new.args.iter().flatten().map(|arg| self.shape(arg)).collect();
            self.used(name, at(new.span), at(new.span), Some(shapes));
            return new.args.visit_with(self);
        }
        new.visit_children_with(self);
    }

    fn visit_module_decl(&mut self, decl: &swc_ecma_ast::ModuleDecl) {
        use swc_ecma_ast::ModuleDecl as Decl;
        let src = match decl {
            Decl::Import(import) if !import.type_only => Some(&import.src),
            Decl::ExportAll(all) => Some(&all.src),
            Decl::ExportNamed(named) => named.src.as_ref(),
            _ => None,
        };
        if let Some(src) = src
            && let Some(specifier) = src.value.as_str()
        {
            self.script.imports.push(Import {
                specifier: specifier.to_owned(),
                span: at(src.span),
            });
        }
        self.statements.push(at(decl.span()));
        decl.visit_children_with(self);
        self.statements.pop();
    }

    fn visit_assign_target(&mut self, target: &AssignTarget) {
        if let AssignTarget::Simple(SimpleAssignTarget::Ident(ident)) = target {
            let name = ident.id.sym.to_string();
            if self.names.find(&name).is_none() {
                self.script.free.insert(name.clone());
            }
            self.assigned.insert(name);
        }
        target.visit_children_with(self);
    }

    fn visit_update_expr(&mut self, update: &swc_ecma_ast::UpdateExpr) {
        if let Expr::Ident(ident) = unwrapped(&update.arg) {
            self.assigned.insert(ident.sym.to_string());
        }
        update.visit_children_with(self);
    }

    fn visit_prop(&mut self, prop: &TreeProp) {
        if let TreeProp::Shorthand(name) = prop {
            match self.names.find(&name.sym) {
                None => {
                    self.script.free.insert(name.sym.to_string());
                }
                Some(Standing::Interface(interface)) => {
                    let (interface, span) = (interface.clone(), at(name.span));
                    self.used(interface, span, span, None);
                }
                Some(Standing::Own) => {}
            }
        }
        prop.visit_children_with(self);
    }

    /// What only gives `AP` another name is no use of it.
    fn visit_var_declarator(&mut self, declarator: &VarDeclarator) {
        if let Some(init) = &declarator.init {
            let span = at(init.span());
            let renames =
                |alias: &super::script::Alias| alias.span.start <= span.start && span.end <= alias.span.end;
            if self.names.interface(init).is_some() && self.names.aliases.iter().any(renames) {
                return;
            }
        }
        declarator.visit_children_with(self);
    }

    fn visit_fn_expr(&mut self, function: &FnExpr) {
        let own = |names: &mut Names| {
            if let Some(name) = &function.ident
                && names.find(&name.sym).is_none()
            {
                names.declare(&name.sym, Standing::Own);
            }
        };
        self.function(&function.function, &own);
    }

    fn visit_function(&mut self, function: &Function) {
        self.function(function, &|_| {});
    }

    fn visit_arrow_expr(&mut self, arrow: &ArrowExpr) {
        self.arrow(arrow, &|_| {});
    }

    fn visit_class(&mut self, class: &Class) {
        self.functions += 1;
        class.visit_children_with(self);
        self.functions -= 1;
    }

    // Names of types are no values.
    fn visit_ts_type(&mut self, _: &swc_ecma_ast::TsType) {}
}

//! Where data is kept.

use super::super::value::Val;
use super::packages;
use super::{At, Scene};
use crate::facts::Storage;

/// Object mappers: how their models are declared.
const MAPPERS: [(&str, &str, &str); 12] = [
    ("sequelize.Sequelize().define", "orm:sequelize", "model"),
    ("sequelize().define", "orm:sequelize", "model"),
    ("sequelize.default().define", "orm:sequelize", "model"),
    ("mongoose.model", "orm:mongoose", "model"),
    ("mongoose.default.model", "orm:mongoose", "model"),
    ("mongoose.Schema", "orm:mongoose", "schema"),
    ("typeorm.Entity", "orm:typeorm", "entity"),
    ("sequelize-typescript.Table", "orm:sequelize", "model"),
    ("@nestjs/mongoose.Schema", "orm:mongoose", "schema"),
    ("bookshelf().model", "orm:bookshelf", "model"),
    ("drizzle-orm.pgTable", "orm:drizzle", "table"),
    ("drizzle-orm.sqliteTable", "orm:drizzle", "table"),
];
const WRITES: [&str; 16] = [
    "writeFile",
    "writeFileSync",
    "appendFile",
    "appendFileSync",
    "createWriteStream",
    "mkdir",
    "mkdirSync",
    "rename",
    "unlink",
    "unlinkSync",
    "outputFile",
    "outputJson",
    "writeJson",
    "writeJSON",
    "rm",
    "copyFile",
];

/// Adds the fact of a call that keeps data, or declares how it is kept.
pub(crate) fn call(scene: &mut Scene<'_, '_>, at: &At, text: &str) {
    let first = || -> Option<usize> { Some(0) };
    let (what, detail) = if let Some(rest) = settings(text) {
        ("addon-settings".to_owned(), Some(rest.to_owned()))
    } else if let Some((_, what, word)) = MAPPERS.iter().find(|(known, _, _)| *known == text) {
        let name = first().and_then(|index| scene.arg_texts(at, index).first().copied());
        let name = name.and_then(|text| scene.eval.pool.whole(text));
        let detail = match name {
            Some(name) if !name.is_empty() => format!("{word} {name}"),
            _ => (*word).to_owned(),
        };
        ((*what).to_owned(), Some(detail))
    } else if text.ends_with(".init") && is_model(scene, at) {
        ("orm:sequelize".to_owned(), Some(model_name(scene, at)))
    } else if let Some(what) = driver(text, at) {
        (what, None)
    } else if let Some(member) = text
        .strip_prefix(":localStorage.")
        .or_else(|| text.strip_prefix(":sessionStorage."))
    {
        if !matches!(member, "getItem" | "setItem" | "removeItem" | "clear") {
            return;
        }
        ("browser".to_owned(), Some(member.to_owned()))
    } else if writes_file(text) {
        ("files".to_owned(), text.rsplit('.').next().map(str::to_owned))
    } else {
        return;
    };
    let place = scene.place_of(at.module, at.call.expr);
    let function = scene.function(at.module, at.call.owner);
    scene.facts.storage.push(Storage {
        what,
        detail,
        place,
        function,
    });
}

/// The method of the framework's settings store.
fn settings(text: &str) -> Option<&str> {
    let (before, method) = text.rsplit_once('.')?;
    before.strip_suffix(".settings")?;
    let of_framework =
        text.starts_with("atlassian-connect-express") || text.starts_with('?') || text.contains(".addon.");
    let known = matches!(
        method,
        "get"
            | "set"
            | "del"
            | "getAllClientInfos"
            | "saveInstallation"
            | "getClientSettingsForForgeInstallation"
            | "deleteAssociation"
            | "_get"
    );
    (of_framework && known).then_some(method)
}

fn writes_file(text: &str) -> bool {
    let root = text.split('.').next().unwrap_or("");
    matches!(root, "fs" | "fs-extra" | "graceful-fs")
        && text.rsplit('.').next().is_some_and(|name| WRITES.contains(&name))
}

/// `Model.init(…)` of a class that extends Sequelize's `Model`.
fn is_model(scene: &Scene<'_, '_>, at: &At) -> bool {
    scene.calls.callees(at.module, at.id).iter().any(|val| match val {
        Val::Sym(sym) => {
            let text = scene.eval.pool.sym_text(*sym);
            &*text == "sequelize.Model.init" || &*text == "sequelize-typescript.Model.init"
        }
        _ => false,
    })
}

fn model_name(scene: &Scene<'_, '_>, at: &At) -> String {
    use super::super::ir::Node;
    let tree = scene.tree(at.module);
    if let Node::Member(object, _) = tree.node(at.call.callee)
        && let Node::Bind(bind) = tree.node(object)
        && let Some(bind) = tree.binds.get(bind.0 as usize)
    {
        return format!("model {}", tree.text(bind.name));
    }
    "model".into()
}

/// The driver that a call opens.
fn driver(text: &str, at: &At) -> Option<String> {
    let name = text.get(..super::http::root_end(text))?;
    let row = packages::package(name)?;
    let rest = &text[name.len()..];
    let opens = at.call.is_new && rest.matches("()").count() == 0
        || matches!(
            rest,
            "" | ".connect" | ".createClient" | ".createPool" | ".createConnection" | ".createCluster"
        );
    if row.category != "storage" || !opens {
        return None;
    }
    Some(match name {
        "redis" | "ioredis" | "memcached" | "memjs" | "@upstash/redis" => "redis".into(),
        "sqlite3" | "better-sqlite3" => "files".into(),
        "sequelize" | "typeorm" | "knex" | "mongoose" | "@prisma/client" | "objection" | "bookshelf"
        | "drizzle-orm" => {
            format!("orm:{}", name.trim_start_matches('@'))
        }
        name if name.starts_with("@aws-sdk/client-dynamodb") || name.starts_with("@aws-sdk/lib-dynamodb") => {
            "dynamodb".into()
        }
        name if name.contains("s3")
            || name.contains("storage")
            || name == "minio"
            || name == "cloudinary" =>
        {
            "objects".into()
        }
        name => format!("driver:{name}"),
    })
}

//! What becomes of the packages that a server imports.

/// What becomes of an imported package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// It runs in a function as it is.
    Stays,
    /// A module of our own takes its place: the file in `src/connect`.
    Adapter(&'static str),
    /// Only a server needs it.
    Server,
    /// It cannot run in a function; the reason.
    Absent(&'static str),
}

const CONNECTION: &str = "it opens a connection of its own to a database";
const QUEUE: &str = "it keeps a connection open to a queue or a cache";
const NATIVE: &str = "it holds native code";
const UPLOAD: &str = "it reads uploads from the request; pages put files into the object store instead";
const CLOCK: &str = "it keeps time in a process; scheduled triggers do that";

/// Packages with another fate than to be bundled as they are.
const KNOWN: &[(&str, Class)] = &[
    ("agenda", Class::Absent(CLOCK)),
    ("amqplib", Class::Absent(QUEUE)),
    ("argon2", Class::Absent(NATIVE)),
    ("atlassian-connect-express", Class::Adapter("ace")),
    ("bcrypt", Class::Absent(NATIVE)),
    ("bee-queue", Class::Absent(QUEUE)),
    ("better-sqlite3", Class::Absent(NATIVE)),
    ("body-parser", Class::Server),
    ("bookshelf", Class::Absent(CONNECTION)),
    ("bull", Class::Absent(QUEUE)),
    ("bullmq", Class::Absent(QUEUE)),
    ("busboy", Class::Absent(UPLOAD)),
    ("canvas", Class::Absent(NATIVE)),
    ("cassandra-driver", Class::Absent(CONNECTION)),
    ("compression", Class::Server),
    ("connect-flash", Class::Server),
    ("connect-livereload", Class::Server),
    ("connect-mongo", Class::Server),
    ("connect-pg-simple", Class::Server),
    ("connect-redis", Class::Server),
    ("consolidate", Class::Server),
    ("cookie-parser", Class::Server),
    ("cookie-session", Class::Server),
    ("cors", Class::Server),
    ("cron", Class::Adapter("clock")),
    ("csurf", Class::Server),
    ("dd-trace", Class::Server),
    ("dotenv", Class::Server),
    ("dotenv-expand", Class::Server),
    ("elastic-apm-node", Class::Server),
    ("errorhandler", Class::Server),
    ("express", Class::Adapter("express")),
    ("express-async-errors", Class::Server),
    ("express-fileupload", Class::Absent(UPLOAD)),
    ("express-handlebars", Class::Server),
    ("express-hbs", Class::Server),
    ("express-rate-limit", Class::Server),
    ("express-session", Class::Server),
    ("express-slow-down", Class::Server),
    ("express-winston", Class::Server),
    ("formidable", Class::Absent(UPLOAD)),
    ("hbs", Class::Server),
    ("helmet", Class::Server),
    ("hpp", Class::Server),
    ("ioredis", Class::Absent(QUEUE)),
    ("kafkajs", Class::Absent(QUEUE)),
    ("knex", Class::Absent(CONNECTION)),
    ("longjohn", Class::Server),
    ("lusca", Class::Server),
    ("method-override", Class::Server),
    ("mongodb", Class::Absent(CONNECTION)),
    ("mongoose", Class::Absent(CONNECTION)),
    ("morgan", Class::Server),
    ("mssql", Class::Absent(CONNECTION)),
    ("multer", Class::Absent(UPLOAD)),
    ("mysql", Class::Absent(CONNECTION)),
    ("mysql2", Class::Absent(CONNECTION)),
    ("newrelic", Class::Server),
    ("ngrok", Class::Server),
    ("nocache", Class::Server),
    ("node-cron", Class::Adapter("clock")),
    ("node-schedule", Class::Adapter("clock")),
    (
        "nodemailer",
        Class::Absent("it opens a connection of its own to a mail server"),
    ),
    ("oracledb", Class::Absent(NATIVE)),
    ("pg", Class::Absent(CONNECTION)),
    ("pg-hstore", Class::Absent(CONNECTION)),
    ("pg-promise", Class::Absent(CONNECTION)),
    ("pino-http", Class::Server),
    ("playwright", Class::Absent("it starts a browser")),
    ("prisma", Class::Absent(CONNECTION)),
    ("puppeteer", Class::Absent("it starts a browser")),
    ("redis", Class::Absent(QUEUE)),
    ("response-time", Class::Server),
    ("sequelize", Class::Absent(CONNECTION)),
    ("serve-favicon", Class::Server),
    ("serve-static", Class::Server),
    ("sharp", Class::Absent(NATIVE)),
    (
        "socket.io",
        Class::Absent("it keeps sockets open; realtime channels of the bridge do that"),
    ),
    ("source-map-support", Class::Server),
    ("sqlite3", Class::Absent(NATIVE)),
    ("static-expiry", Class::Server),
    ("tedious", Class::Absent(CONNECTION)),
    ("throng", Class::Server),
    ("typeorm", Class::Absent(CONNECTION)),
    (
        "ws",
        Class::Absent("it keeps sockets open; realtime channels of the bridge do that"),
    ),
];

/// Beginnings of packages that cannot run in a function.
const FAMILIES: &[(&str, Class)] = &[
    ("@bull-board/", Class::Absent(QUEUE)),
    ("@elastic/", Class::Stays),
    ("@mikro-orm/", Class::Absent(CONNECTION)),
    (
        "@nestjs/",
        Class::Absent("its server starts by itself and answers over a port of its own"),
    ),
    ("@prisma/", Class::Absent(CONNECTION)),
    ("@sentry/", Class::Server),
    ("@socket.io/", Class::Absent(QUEUE)),
];

/// What becomes of a package.
pub(super) fn class(package: &str) -> Class {
    if let Ok(at) = KNOWN.binary_search_by(|(name, _)| (*name).cmp(package))
        && let Some((_, class)) = KNOWN.get(at)
    {
        return *class;
    }
    FAMILIES
        .iter()
        .find(|(start, _)| package.starts_with(start))
        .map_or(Class::Stays, |(_, class)| *class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packages_are_sorted_and_stand_once() {
        assert!(KNOWN.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn what_checks_who_calls_is_never_taken_for_something_of_a_server() {
        for package in [
            "passport",
            "express-basic-auth",
            "express-jwt",
            "jsonwebtoken",
            "express-validator",
        ] {
            assert_eq!(class(package), Class::Stays, "{package}");
        }
    }
}

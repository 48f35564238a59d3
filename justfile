# What developers do. `just` lists it; everything here is one plain command that works without just, too.

# List the recipes.
default:
    @just --list

# Everything that must hold before a push.
ready:
    bash .ci/run

# The tests of one crate: source, connect, migrate, forge or cli.
test crate *arguments:
    cargo test -p forgeshift-{{crate}} {{arguments}}

# Form and lints, the quick half of `ready`.
lint:
    cargo fmt --all
    cargo clippy --workspace --all-targets -- -D warnings

# What the program makes of an app, without writing anything.
plan path="samples/jira-issue-pulse" *arguments:
    cargo run -q -- plan {{path}} {{arguments}}

# Build release and time whole runs beside their goals: --repo DIR, --quick, --gate, --ast-grep PROGRAM.
bench *arguments:
    cargo bench -p forgeshift-cli --bench whole_process -- {{arguments}}

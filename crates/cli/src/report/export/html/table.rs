//! Tables that the script makes sortable and filterable; without it they are plain tables.

use super::element::{Element, Html, el};

/// A column.
pub struct Column {
    /// Its title.
    pub title: &'static str,
    /// `text`, `number`, or `choice` for a column of few values, which gets a filter of its own.
    pub kind: &'static str,
}

/// A column of text.
pub const fn words(title: &'static str) -> Column {
    Column { title, kind: "text" }
}

/// A column of numbers.
pub const fn numbers(title: &'static str) -> Column {
    Column {
        title,
        kind: "number",
    }
}

/// A column of few values.
pub const fn choice(title: &'static str) -> Column {
    Column {
        title,
        kind: "choice",
    }
}

/// A table; what there is none of is said in a sentence.
pub fn table(caption: &str, columns: &[Column], rows: Vec<Vec<Html>>, none: &str) -> Html {
    if rows.is_empty() {
        return el("p").class("none").with(none).into();
    }
    let head = el("tr").each(columns, |column| {
        el("th")
            .attr("scope", "col")
            .attr("data-kind", column.kind)
            .class(if column.kind == "number" { "num" } else { "word" })
            .with(column.title)
    });
    let mut body = Html::new();
    for row in rows {
        let mut line = el("tr");
        for (at, (cell, column)) in row.into_iter().zip(columns).enumerate() {
            let class = if column.kind == "number" { "num" } else { "word" };
            let made = if at == 0 {
                el("th").attr("scope", "row")
            } else {
                el("td")
            };
            line = line.with(made.class(class).with(cell));
        }
        body.push(line);
    }
    el("div")
        .class("table")
        .with(
            el("div")
                .class("scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", caption)
                .with(
                    el("table")
                        .with(el("caption").with(caption))
                        .with(el("thead").with(head))
                        .with(el("tbody").with(body)),
                ),
        )
        .into()
}

/// A word with a colour, which is never the only sign.
pub fn badge(word: &str) -> Element {
    let class = match word {
        "error" | "blocked" | "blocks" | "stays-remote" | "lost" | "none" | "removed" | "not-offered" => {
            "bad"
        }
        "warning" | "moves-with-egress" | "todo" | "partial" | "connect-only" | "mandatory" | "review"
        | "redesign" | "data-migration" => "warn",
        "safe" | "automated" | "likely" | "passes" | "moves" | "equivalent" | "follows-product" => "good",
        _ => "calm",
    };
    el("span").class(format!("badge {class}")).with(word)
}

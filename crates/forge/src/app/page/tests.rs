//! Views, as their modules come out.

use super::view::{Template, View, view};
use std::collections::BTreeMap;

fn template(text: &str, language: &'static str) -> Template {
    Template {
        was: "views/a.hbs".into(),
        path: "pages/views/a.js".into(),
        text: text.into(),
        language,
        templates: BTreeMap::from([("badge".to_owned(), "./partials/badge.js".to_owned())]),
        helpers: BTreeMap::from([("day".to_owned(), false)]),
        helpers_module: "../helpers.js".into(),
        runtime: "../../bridge/template.js".into(),
        ..Template::default()
    }
}

fn made(text: &str) -> View {
    view(&template(text, "handlebars")).unwrap()
}

/// What the module's function gives back.
fn body(text: &str) -> String {
    let text = made(text).file.text;
    text.split("exports.render = (model, page) => ")
        .nth(1)
        .unwrap()
        .trim_end()
        .trim_end_matches(';')
        .to_owned()
}

#[test]
fn values_are_written_as_text_or_as_they_are() {
    assert_eq!(
        body("<b>{{a.b}}</b>{{{c}}}"),
        "`<b>${text(model.a?.b)}</b>${raw(model.c)}`"
    );
    assert_eq!(body("{{[odd name].x}}"), "`${text(model[\"odd name\"]?.x)}`");
}

#[test]
fn text_that_means_something_in_a_template_literal_stays_text() {
    assert_eq!(
        body("`a` ${b} \\n {{x}}"),
        "`\\`a\\` \\${b} \\\\n ${text(model.x)}`"
    );
}

#[test]
fn conditions_have_both_parts() {
    assert_eq!(
        body("{{#if a}}yes{{else}}no{{/if}}{{#unless b}}x{{/unless}}"),
        "`${when(model.a, () => `yes`, () => `no`)}${when(model.b, () => \"\", () => `x`)}`"
    );
    assert_eq!(
        body("{{#if a}}1{{else if b}}2{{else}}3{{/if}}"),
        "`${when(model.a, () => `1`, () => `${when(model.b, () => `2`, () => `3`)}`)}`"
    );
}

#[test]
fn loops_know_their_item_its_place_and_what_is_around_them() {
    assert_eq!(
        body(
            "{{#each rows}}{{@index}}{{this.name}}{{../title}}{{#each cells}}{{this}}{{../id}}{{/each}}{{/each}}"
        ),
        "`${each(model.rows, (item, at) => `${text(at.index)}${text(item?.name)}${text(model.title)}\
         ${each(item?.cells, (item2) => `${text(item2)}${text(item?.id)}`)}`)}`"
    );
    assert_eq!(
        body("{{#each rows as |row i|}}{{i}}{{row.x}}{{/each}}"),
        "`${each(model.rows, (item, at) => `${text(at.key)}${text(item?.x)}`)}`"
    );
}

#[test]
fn a_partial_on_a_line_of_its_own_is_moved_in() {
    assert_eq!(
        body("<p>\n    {{> badge pulse}}\n</p>"),
        "`<p>\n${indent(\"    \", badgeView.render(model.pulse, page))}</p>`"
    );
    assert_eq!(
        body("{{> badge x=1}}"),
        "`${badgeView.render({ ...model, \"x\": 1 }, page)}`"
    );
}

#[test]
fn layouts_and_blocks_of_express_hbs_work_together() {
    assert_eq!(
        body(
            "{{!< layout}}\n{{#contentFor \"scripts\"}}<script></script>{{/contentFor}}{{{block \"scripts\"}}}"
        ),
        "`${page.content(\"scripts\", () => `<script></script>`)}${page.block(\"scripts\")}`"
    );
}

#[test]
fn a_helper_that_is_carried_is_called_and_another_is_named() {
    assert_eq!(body("{{day a}}"), "`${text(helpers.day(model.a))}`");
    let view = made("{{money a}}");
    assert_eq!(view.problems, ["the helper `money` is not translated"]);
    assert!(
        view.file
            .text
            .contains("// FORGE-TODO(FS6203): the helper `money` is not translated")
    );
    assert!(view.file.text.contains("untranslated("));
}

#[test]
fn the_values_that_a_view_shows_are_listed() {
    let view = made("{{a.b}}{{#each rows}}{{x}}{{../c}}{{/each}}");
    let names: Vec<_> = view.variables.into_iter().collect();
    assert_eq!(names, ["a.b", "c", "rows"]);
}

#[test]
fn what_handlebars_does_not_read_throws_and_says_so() {
    let view = made("{{#if a}}");
    assert_eq!(view.problems.len(), 1);
    assert!(view.file.text.contains("untranslated("), "{}", view.file.text);
}

#[test]
fn ejs_becomes_code() {
    let mut ejs = template(
        "<ul><% items.forEach(function (i) { -%>\n<li><%= i.a %></li><% }); %></ul><%- html %><%# no %>",
        "ejs",
    );
    ejs.names = ["items", "html", "JSON"].map(str::to_owned).into();
    let view = view(&ejs).unwrap();
    let text = &view.file.text;
    assert!(text.contains("const { html, items } = model;"), "{text}");
    assert!(text.contains("html += ejsText(i.a);"), "{text}");
    assert!(!text.contains("no"), "{text}");
}

#[test]
fn code_of_ejs_that_does_not_fit_together_throws_and_says_so() {
    let view = view(&template("<% if (a) { %>x", "ejs")).unwrap();
    assert_eq!(view.problems.len(), 1);
}

#[test]
fn mustache_looks_outwards() {
    let made = view(&template(
        "{{#rows}}\n  {{name}}{{{html}}}\n{{/rows}}{{^rows}}none{{/rows}}",
        "mustache",
    ))
    .unwrap();
    assert!(
        made.file.text.contains(
            "`${section(lookup(\"rows\", model) || false, model, (item) => `  ${mustacheText(lookup(\"name\", item, model))}${raw(lookup(\"html\", item, model))}\n`)}${when(lookup(\"rows\", model), () => \"\", () => `none`)}`"
        ),
        "{}",
        made.file.text
    );
}

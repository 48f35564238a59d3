//! Pages: what they load, and where the scripts in them stand. HTML and the template languages around it.

mod css;
pub(crate) mod fill;
pub(crate) mod html;
pub(crate) mod mask;
mod pug;

use crate::facts::Via;
use forgeshift_source::span::Span;

/// Beyond this length an address is data, not an address.
const LONGEST_ADDRESS: usize = 4_000;

/// What a page holds.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The text with template expressions made harmless, byte for byte as long as the original. Emptied as soon
    /// as the scripts are parsed.
    pub masked: String,
    /// Scripts in the page.
    pub scripts: Vec<Script>,
    /// What the page loads, sends to or leads to.
    pub loads: Vec<Load>,
    /// What the page hands to its parts, name by name, as far as it is written out: `{{> card icon='/a.svg'}}`.
    pub parameters: Vec<(String, String)>,
    /// Scripts that are loaded from the app's own server, as they are written.
    pub own_scripts: Vec<String>,
}

/// A script in a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Script {
    /// Its code.
    pub span: Span,
    /// Whether it is a module: then its names are its own.
    pub module: bool,
    /// Whether it is the value of an attribute.
    pub handler: bool,
}

/// An address in a page.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    /// How it is used.
    pub via: Via,
    /// The address as it is written; what another language fills in stands in `{{…}}`, whatever its own braces are.
    pub url: String,
    /// The element or rule.
    pub span: Span,
    /// Where the address begins.
    pub at: usize,
    /// Whether it opens in a window of its own.
    pub new_window: bool,
}

/// Reads a page of a language: `html`, `handlebars`, `mustache`, `ejs`, `pug`, `vue`, `svelte`, `css`.
pub(crate) fn read(language: &str, text: &str) -> Page {
    let mut page = Page::default();
    match language {
        "css" => css::read(text, Span::new(0, text.len()), &mut page),
        "pug" => {
            page.masked = text.to_owned();
            pug::read(text, &mut page);
        }
        _ => {
            page.masked = mask::masked(language, text);
            page.parameters = fill::parameters(text);
            let modules = matches!(language, "vue" | "svelte");
            let masked = std::mem::take(&mut page.masked);
            html::read(text, &masked, modules, &mut page);
            page.masked = masked;
        }
    }
    page
}

/// Reads a page that stands in a text or a template of code. Its loads are added to `page`; what is returned
/// holds its scripts.
pub(crate) fn in_literal(text: &str, span: Span, page: &mut Page) -> Page {
    let inner = span.text(text);
    let masked = mask::masked("template", inner);
    let start = span.start as usize;
    let mut found = Page::default();
    html::read(inner, &masked, false, &mut found);
    page.loads.extend(found.loads.drain(..).map(|load| Load {
        span: moved(load.span, start),
        at: load.at + start,
        ..load
    }));
    page.own_scripts.append(&mut found.own_scripts);
    if !found.scripts.is_empty() {
        // Offsets count from the beginning of the file: what stands before is blank.
        found.masked = " ".repeat(start);
        found.masked.push_str(&masked);
        for script in &mut found.scripts {
            script.span = moved(script.span, start);
        }
    }
    found
}

fn moved(span: Span, by: usize) -> Span {
    Span::new(span.start as usize + by, span.end as usize + by)
}

impl Page {
    /// Takes in an address that an element uses.
    fn load(&mut self, via: Via, url: &str, span: Span) {
        self.load_at(via, url, span, 0, false);
    }

    /// The same, where it is known where the address begins and whether it opens in a window of its own.
    fn load_at(&mut self, via: Via, url: &str, span: Span, at: usize, new_window: bool) {
        // Quotes in a text of code are escaped.
        let bare = url.trim_start().trim_start_matches(['\\', '"', '\'']);
        let at = at + (url.len() - bare.len());
        let url = bare.split('\\').next().unwrap_or("").trim();
        if url.is_empty() || url.len() > LONGEST_ADDRESS {
            return;
        }
        if let Some(branches) = fill::branches(url) {
            for branch in branches {
                self.load_at(via, branch, span, at, new_window);
            }
            return;
        }
        let absolute = url.starts_with("//")
            || url.starts_with("http://")
            || url.starts_with("https://")
            || url.starts_with("wss://");
        if absolute || fill::leading(url).is_some() {
            self.loads.push(Load {
                via,
                url: url.to_owned(),
                span,
                at,
                new_window,
            });
        }
        if !absolute && via == Via::Script && !of_the_host(url) {
            self.own_scripts.push(url.to_owned());
        }
    }
}

/// Whether an address begins with what the framework fills in for the customer's site.
pub(crate) fn of_the_host(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("{{").or_else(|| url.strip_prefix("<%=")) else {
        return false;
    };
    let name = rest.trim_start_matches(['{', '-', ' ']);
    ["hostBaseUrl", "hostScriptUrl", "hostStylesheetUrl", "hostUrl"]
        .iter()
        .any(|host| name.starts_with(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loads(language: &str, text: &str) -> Vec<(Via, String)> {
        read(language, text)
            .loads
            .into_iter()
            .map(|load| (load.via, load.url))
            .collect()
    }

    #[test]
    fn elements_give_addresses_of_other_hosts_only() {
        let found = loads(
            "html",
            r#"<script src="https://cdn.example.com/a.js"></script><script src="/own.js"></script>
               <!-- <img src="https://no.example.com/x.png"> -->
               <link rel=stylesheet href='//styles.example.com/a.css'><a href="/x">x</a>
               <form action="https://forms.example.com/"></form>"#,
        );
        assert_eq!(
            found,
            [
                (Via::Script, "https://cdn.example.com/a.js".into()),
                (Via::Style, "//styles.example.com/a.css".into()),
                (Via::Form, "https://forms.example.com/".into()),
            ]
        );
    }

    #[test]
    fn a_font_and_a_picture_of_a_style_sheet_are_told_apart() {
        let found = loads(
            "css",
            "@import url('https://a.example.com/x.css');\n@font-face { src: url(https://f.example.com/x.woff) }\n.a { background: url(/own.png), url(\"https://i.example.com/x.png\") }",
        );
        assert_eq!(
            found,
            [
                (Via::Style, "https://a.example.com/x.css".into()),
                (Via::Font, "https://f.example.com/x.woff".into()),
                (Via::Image, "https://i.example.com/x.png".into()),
            ]
        );
    }

    #[test]
    fn template_expressions_keep_their_length_and_scripts_keep_their_place() {
        let text = "<p>{{name}}</p><script>var a = \"{{x}}\"; {{#if y}}go(){{/if}}</script>";
        let page = read("handlebars", text);
        assert_eq!(page.masked.len(), text.len());
        let script = page.scripts[0].span.text(&page.masked);
        assert!(script.starts_with("var a = \"$_x$_\";"), "{script}");
        assert!(!script.contains("if y"));
    }

    #[test]
    fn pug_attributes_and_script_blocks_are_read() {
        let text = "html\n  head\n    script(src='https://cdn.example.com/x.js')\n    script.\n      fetch('/x')\n    a(href=\"https://a.example.com\") go\n";
        let page = read("pug", text);
        assert_eq!(page.loads.len(), 2);
        assert!(page.scripts[0].span.text(text).contains("fetch('/x')"));
    }
}

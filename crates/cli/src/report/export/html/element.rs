//! HTML that cannot be broken by what stands in it: names of elements and attributes are the program's own, every
//! value is escaped when it is put in.

/// A piece of HTML.
#[derive(Debug, Default)]
pub struct Html(String);

impl Html {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// A text of the program's own that is HTML already: styles, the script.
    pub fn trusted(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Puts something behind what is there.
    pub fn push(&mut self, more: impl Into<Self>) {
        self.0.push_str(&more.into().0);
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text of the page.
    pub fn into_text(self) -> String {
        self.0
    }
}

impl From<&str> for Html {
    fn from(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                '\n' | '\t' => out.push(c),
                // Control characters, and those that turn the direction of text, show as what they are.
                c if c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') => {
                    out.push('\u{FFFD}');
                }
                c => out.push(c),
            }
        }
        Self(out)
    }
}

impl From<String> for Html {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Element> for Html {
    fn from(element: Element) -> Self {
        let Element { name, head, inner } = element;
        Self(match name {
            "input" | "meta" | "br" | "col" => format!("<{name}{head}>"),
            _ => format!("<{name}{head}>{}</{name}>", inner.0),
        })
    }
}

/// An element while it is made.
#[derive(Debug)]
pub struct Element {
    name: &'static str,
    head: String,
    inner: Html,
}

/// An element without attributes.
pub fn el(name: &'static str) -> Element {
    Element {
        name,
        head: String::new(),
        inner: Html::new(),
    }
}

impl Element {
    /// An attribute with a value.
    pub fn attr(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        let value = Html::from(value.as_ref()).0.replace(['\n', '\t'], " ");
        self.head.push_str(&format!(" {name}=\"{value}\""));
        self
    }

    /// A class.
    pub fn class(self, name: impl AsRef<str>) -> Self {
        self.attr("class", name)
    }

    /// What stands in it, behind what is there.
    pub fn with(mut self, inner: impl Into<Html>) -> Self {
        self.inner.push(inner);
        self
    }

    /// One thing for each.
    pub fn each<T>(mut self, all: impl IntoIterator<Item = T>, make: impl Fn(T) -> Element) -> Self {
        for one in all {
            self.inner.push(make(one));
        }
        self
    }
}

/// A text in which what stands between backquotes is code.
pub fn prose(text: &str) -> Html {
    let parts: Vec<&str> = text.split('`').collect();
    let paired = !parts.len().is_multiple_of(2);
    if !paired {
        return text.into();
    }
    let mut out = Html::new();
    for (at, part) in parts.into_iter().enumerate() {
        if at % 2 == 0 {
            out.push(part);
        } else {
            out.push(el("code").with(part));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_an_element_or_ends_an_attribute() {
        let hostile = "\"><script>alert('1')</script>\u{202E}";
        let made = Html::from(el("a").attr("title", hostile).with(hostile)).into_text();
        assert_eq!(made.matches('<').count(), 2, "{made}");
        assert_eq!(made.matches('"').count(), 2, "{made}");
        assert!(!made.contains('\''), "{made}");
        assert!(!made.contains('\u{202E}'), "{made}");
    }

    #[test]
    fn backquotes_make_code_only_in_pairs() {
        assert_eq!(prose("a `b` c").into_text(), "a <code>b</code> c");
        assert_eq!(prose("a ` b").into_text(), "a ` b");
    }
}

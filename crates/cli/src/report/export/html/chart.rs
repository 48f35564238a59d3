//! Pictures as SVG in the page: sizes in user units, colours by class, so that both themes and print have their own.

use super::element::{Element, Html, el};

/// A share of a whole, for a ring.
pub struct Share {
    /// Its name.
    pub name: &'static str,
    /// How many.
    pub count: u64,
    /// The class that gives its colour.
    pub class: &'static str,
}

/// A ring of shares, with the whole in its middle and a legend beside it.
pub fn ring(title: &str, shares: &[Share]) -> Element {
    let total: u64 = shares.iter().map(|share| share.count).sum();
    let words: Vec<String> = shares
        .iter()
        .map(|share| format!("{} {}", share.count, share.name))
        .collect();
    let around = 2.0 * std::f64::consts::PI * 36.0;
    let mut arcs = Html::new();
    let mut before = 0.0;
    for share in shares.iter().filter(|share| share.count > 0) {
        let length = around * share.count as f64 / total.max(1) as f64;
        arcs.push(
            el("circle")
                .class(format!("arc {}", share.class))
                .attr("cx", "50")
                .attr("cy", "50")
                .attr("r", "36")
                .attr("stroke-dasharray", format!("{length:.2} {:.2}", around - length))
                .attr("stroke-dashoffset", format!("{:.2}", around / 4.0 - before)),
        );
        before += length;
    }
    let picture = picture("0 0 100 100", &format!("{title}: {}", words.join(", ")))
        .class("ring")
        .with(
            el("circle")
                .class("track")
                .attr("cx", "50")
                .attr("cy", "50")
                .attr("r", "36"),
        )
        .with(arcs)
        .with(label(50.0, 50.0, "middle", "number", &total.to_string()));
    let legend = el("ul").class("legend").each(shares, |share| {
        el("li")
            .with(el("span").class(format!("swatch {}", share.class)))
            .with(format!("{} {}", share.count, share.name))
    });
    el("figure")
        .class("tile")
        .with(el("figcaption").with(title))
        .with(el("div").class("ring-and-legend").with(picture).with(legend))
}

/// One line of a chart of ranges.
pub struct Range<'a> {
    /// What it is about.
    pub name: &'a str,
    /// The class that gives its colour.
    pub class: &'a str,
    /// Low, middle and high.
    pub days: [f64; 3],
}

const LINE: f64 = 30.0;
const NAMES: f64 = 300.0;
const WIDTH: f64 = 760.0;

/// Ranges one below the other on one scale: a bar from low to high, a tick in the middle.
pub fn ranges(title: &str, unit: &str, ranges: &[Range<'_>]) -> Element {
    let most = ranges.iter().map(|range| range.days[2]).fold(0.1, f64::max);
    let top = nice(most);
    let x = |days: f64| NAMES + (WIDTH - NAMES - 70.0) * (days / top).clamp(0.0, 1.0);
    let height = LINE * ranges.len() as f64 + 34.0;
    let mut marks = Html::new();
    for step in 0..=4 {
        let days = top * f64::from(step) / 4.0;
        marks.push(
            el("line")
                .class("grid")
                .attr("x1", number(x(days)))
                .attr("x2", number(x(days)))
                .attr("y1", "4")
                .attr("y2", number(height - 28.0)),
        );
        marks.push(label(x(days), height - 12.0, "middle", "axis", &short(days)));
    }
    for (at, range) in ranges.iter().enumerate() {
        let middle = LINE * at as f64 + LINE / 2.0 + 2.0;
        let [low, median, high] = range.days;
        marks.push(label(
            NAMES - 10.0,
            middle,
            "end",
            "name",
            &shortened(range.name, 44),
        ));
        marks.push(
            el("rect")
                .class(format!("bar {}", range.class))
                .attr("x", number(x(low)))
                .attr("y", number(middle - 7.0))
                .attr("width", number((x(high) - x(low)).max(2.0)))
                .attr("height", "14")
                .attr("rx", "3")
                .with(el("title").with(format!(
                    "{}: {} to {} {unit}, middle {}",
                    range.name,
                    short(low),
                    short(high),
                    short(median)
                ))),
        );
        marks.push(
            el("line")
                .class("median")
                .attr("x1", number(x(median)))
                .attr("x2", number(x(median)))
                .attr("y1", number(middle - 9.0))
                .attr("y2", number(middle + 9.0)),
        );
        marks.push(label(x(high) + 6.0, middle, "start", "value", &short(median)));
    }
    let said: Vec<String> = ranges
        .iter()
        .map(|range| {
            format!(
                "{}: {} to {}",
                range.name,
                short(range.days[0]),
                short(range.days[2])
            )
        })
        .collect();
    let view = format!("0 0 {WIDTH} {}", number(height));
    chart(
        title,
        format!("{title} ({unit}; bar from P10 to P90, line at P50)"),
        picture(&view, &format!("{title}. {}", said.join("; "))).with(marks),
    )
}

/// Where data goes: the app at the left, hosts at the right, a line for each.
pub fn flows(title: &str, from: &str, hosts: &[(String, String, &'static str)]) -> Element {
    let height = 34.0 * hosts.len().max(1) as f64 + 16.0;
    let middle = height / 2.0;
    let mut marks = Html::new();
    for (at, (host, what, class)) in hosts.iter().enumerate() {
        let y = 34.0 * at as f64 + 25.0;
        let way = format!(
            "M 210 {} C 330 {}, 300 {}, 420 {}",
            number(middle),
            number(middle),
            number(y),
            number(y)
        );
        marks.push(
            el("path")
                .class(format!("flow {class}"))
                .attr("d", way)
                .with(el("title").with(format!("{host}: {what}"))),
        );
        marks.push(
            el("circle")
                .class(format!("dot {class}"))
                .attr("cx", "424")
                .attr("cy", number(y))
                .attr("r", "5"),
        );
        marks.push(label(438.0, y - 6.0, "start", "host", &shortened(host, 46)));
        marks.push(label(438.0, y + 8.0, "start", "what", &shortened(what, 58)));
    }
    marks.push(
        el("rect")
            .class("node")
            .attr("x", "10")
            .attr("y", number(middle - 24.0))
            .attr("width", "200")
            .attr("height", "48")
            .attr("rx", "8"),
    );
    marks.push(label(110.0, middle, "middle", "node-name", &shortened(from, 26)));
    let said: Vec<String> = hosts
        .iter()
        .map(|(host, what, _)| format!("{host}: {what}"))
        .collect();
    let view = format!("0 0 {WIDTH} {}", number(height));
    chart(
        title,
        title,
        picture(&view, &format!("{title}. {}", said.join("; "))).with(marks),
    )
}

/// A picture that scrolls sideways where the screen is narrow.
fn chart(title: &str, caption: impl Into<Html>, picture: Element) -> Element {
    el("figure")
        .class("chart")
        .with(el("figcaption").with(caption))
        .with(
            el("div")
                .class("scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", title)
                .with(picture),
        )
}

/// An SVG that a screen reader says in one sentence.
fn picture(view: &str, said: &str) -> Element {
    el("svg")
        .attr("viewBox", view)
        .attr("role", "img")
        .attr("aria-label", said)
}

fn label(x: f64, y: f64, anchor: &str, class: &str, text: &str) -> Element {
    el("text")
        .class(class)
        .attr("x", number(x))
        .attr("y", number(y))
        .attr("text-anchor", anchor)
        .attr("dominant-baseline", "central")
        .with(text)
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}

/// Days for people: one decimal below ten.
pub fn short(days: f64) -> String {
    if days < 9.95 {
        format!("{days:.1}")
    } else {
        format!("{days:.0}")
    }
}

/// A text of at most so many characters.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// The next number that reads well on a scale of four steps.
fn nice(most: f64) -> f64 {
    let power = 10f64.powf(most.log10().floor());
    [1.0, 2.0, 4.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|step| step * power)
        .find(|top| *top >= most)
        .unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_ends_at_a_number_that_reads_well() {
        assert_eq!(nice(0.7), 0.8);
        assert_eq!(nice(11.0), 20.0);
        assert_eq!(nice(100.0), 100.0);
    }

    #[test]
    fn a_ring_of_nothing_is_no_fault() {
        let none = [Share {
            name: "read",
            count: 0,
            class: "good",
        }];
        let made = Html::from(ring("Files", &none)).into_text();
        assert!(!made.contains("NaN"), "{made}");
    }
}

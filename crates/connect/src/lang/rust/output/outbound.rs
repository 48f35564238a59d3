//! Sinks become rows: one for each host that a call may go to, and for each path on the customer's own site.

use super::address::{self, Address};
use super::filling::{Filled, Filling, Open};
use super::product;
use crate::facts::{ActsAs, EndUserData, Outbound, OutboundKind, Via};
use crate::lang::rust::eval::Eval;
use crate::lang::rust::notes::Sink;
use crate::lang::rust::text::Text;
use crate::lang::rust::tree::At;

pub fn outbound(eval: &Eval<'_>, filling: &mut Filling<'_, '_>) -> Vec<Outbound> {
    let mut rows: Vec<Outbound> = eval
        .notes
        .sinks
        .iter()
        .flat_map(|sink| rows(eval, filling, sink))
        .collect();
    rows.sort_by(|a, b| (&a.place, &a.host, &a.path).cmp(&(&b.place, &b.host, &b.path)));
    rows
}

fn rows(eval: &Eval<'_>, filling: &mut Filling<'_, '_>, sink: &Sink) -> Vec<Outbound> {
    let client = sink.from.as_ref().and_then(|hole| filling.built(hole));
    let built = sink
        .built
        .or_else(|| client.as_ref().and_then(|client| client.built));
    let address = client.as_ref().and_then(|client| client.address.clone());
    let url = match (&sink.url, address) {
        (Some(url), Some(base)) if sink.kind == OutboundKind::Http => Some(base.joined(url)),
        (None, address) => address,
        (url, _) => url.clone(),
    };
    let options = match &url {
        Some(url) => filling.fill(url),
        None => vec![Filled::default()],
    };
    let mut rows: Vec<Outbound> = Vec::new();
    for option in options {
        let Some(mut row) = row(eval, sink, &option, built) else {
            continue;
        };
        if row.method.is_none() {
            row.method = sink
                .method_from
                .as_ref()
                .and_then(|hole| filling.method(hole, &option.via));
        }
        let same = rows.iter_mut().find(|known| {
            known.kind == row.kind
                && known.host == row.host
                && (row.kind != OutboundKind::ProductApi
                    || known.path == row.path && known.method == row.method)
        });
        match same {
            Some(known) => {
                // One call with many paths: only what they share is its path.
                if known.path != row.path {
                    known.path = shared(known.path.as_deref(), row.path.as_deref());
                    known.url = shared(known.url.as_deref(), row.url.as_deref());
                }
                if known.method != row.method {
                    known.method = None;
                }
                known.also_at.extend(row.also_at);
            }
            None => rows.push(row),
        }
    }
    // Of a call that is known to go somewhere, the way that is not known says nothing new.
    if rows.iter().any(|row| row.host.is_some()) {
        rows.retain(|row| row.host.is_some() || row.kind == OutboundKind::ProductApi);
    }
    for row in &mut rows {
        row.also_at.sort();
        row.also_at.dedup();
        row.also_at.truncate(32);
    }
    rows
}

fn row(eval: &Eval<'_>, sink: &Sink, option: &Filled, built: Option<(usize, At)>) -> Option<Outbound> {
    let mut address = address::read(&option.text);
    if address.scheme.is_none() && !matches!(sink.kind, OutboundKind::Socket | OutboundKind::Sdk) {
        // A text without a scheme names no host that a client could call.
        address.open_host = option.text.starts_with("{}");
        address.host = None;
    }
    if matches!(sink.kind, OutboundKind::Socket | OutboundKind::Sdk) && address.scheme.is_none() {
        let host_like = address
            .host
            .as_ref()
            .is_some_and(|host| host.contains('.') || host == "localhost" || option.text.contains(':'));
        if !host_like {
            address = Address {
                shown: String::new(),
                ..Address::default()
            };
        }
    }
    let this_machine = address.host.as_deref().is_some_and(is_this_machine);
    if this_machine && sink.kind == OutboundKind::Http && option.default_of.is_none() {
        return None;
    }
    let row = sink.row;
    let product = sink.kind == OutboundKind::ProductApi
        || sink.kind == OutboundKind::Http && product::is_product(eval, &address, option);
    let kind = if product {
        OutboundKind::ProductApi
    } else {
        sink.kind
    };
    let mut host = address.host.clone();
    let mut why = option
        .default_of
        .as_ref()
        .map(|name| format!("a default; the variable {name} can change it"));
    if this_machine && option.default_of.is_some() {
        host = None;
        let name = option.default_of.as_deref().unwrap_or("");
        why = Some(format!(
            "the variable {name} names it; the default is this machine"
        ));
    } else if host.is_none() && product {
        why = Some("the customer's own site".to_owned());
    } else if host.is_none() {
        host = row
            .and_then(|row| row.host.clone())
            .filter(|_| sink.kind == OutboundKind::Sdk && sink.url.as_ref().is_none_or(|url| !has_host(url)));
        why = if host.is_some() {
            None
        } else {
            Some(reason(option))
        };
    }
    let by_host = host
        .as_deref()
        .filter(|_| kind == OutboundKind::Http)
        .and_then(|host| eval.table.row_of_host(host));
    let known = by_host.or(row);
    let category = match kind {
        OutboundKind::ProductApi => "product".to_owned(),
        _ => known
            .and_then(|row| row.category.clone())
            .unwrap_or_else(|| "other".to_owned()),
    };
    let end_user_data = match kind {
        OutboundKind::ProductApi => EndUserData::Likely,
        _ => known.map_or(EndUserData::Unknown, |row| row.end_user_data()),
    };
    let has_url = option.text.contains("://") || address.open_host;
    let mut also_at: Vec<_> = built
        .iter()
        .chain(&option.via)
        .map(|(file, at)| eval.place(*file, *at))
        .collect();
    let place = eval.place(sink.file, sink.at);
    also_at.retain(|other| *other != place);
    Some(Outbound {
        kind,
        via: Via::Server,
        method: sink.method.clone(),
        path: address
            .path
            .clone()
            .filter(|_| matches!(kind, OutboundKind::Http | OutboundKind::ProductApi)),
        url: Some(address.shown).filter(|shown| has_url && !shown.is_empty()),
        host,
        host_why: why,
        package: Some(sink.package.clone()).filter(|name| !name.is_empty()),
        category,
        end_user_data,
        acts_as: ActsAs::Unknown,
        place,
        also_at,
        function: sink.function,
        implicit: false,
    })
}

fn has_host(url: &Text) -> bool {
    url.pieces
        .iter()
        .any(|piece| matches!(piece, crate::lang::rust::text::Piece::Known(text) if text.contains("://")))
}

fn is_this_machine(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "0.0.0.0" | "[::1]")
}

/// Why a host is not known.
fn reason(option: &Filled) -> String {
    match option.open.first() {
        Some(Open::Variable(name)) => format!("the variable {name} names it"),
        Some(Open::Name(name, _) | Open::Argument(name)) => {
            format!("`{name}` names it, and its value is not known here")
        }
        Some(Open::Computed) => "it is made at run time".to_owned(),
        None => "the call does not say it".to_owned(),
    }
}

/// What two paths share up to a `/`, and `{}` for the rest.
fn shared(first: Option<&str>, second: Option<&str>) -> Option<String> {
    let (first, second) = (first?, second?);
    let same = first
        .chars()
        .zip(second.chars())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a)
        .collect::<String>();
    let end = same.rfind('/').map_or(0, |at| at + 1);
    Some(format!("{}{{}}", same.get(..end).unwrap_or("")))
}

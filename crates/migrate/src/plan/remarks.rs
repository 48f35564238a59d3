//! What is to be said of the app as a whole.

use super::Options;
use super::base::Base;
use super::permissions::Scoped;
use crate::codes;
use crate::draft::Draft;
use crate::outcome::Fate;
use crate::target::Target;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_source::data::Node;
use forgeshift_source::finding::Finding;
use forgeshift_source::span::Place;

/// Findings about the app as a whole.
pub(super) fn common_findings(draft: &mut Draft<'_>, base: &Base<'_>, options: &Options, scoped: &Scoped) {
    let start = Place::start_of(draft.file.path.clone());
    if let Some(descriptor) = base.descriptor.filter(|_| base.manifest.is_none()) {
        let blocks = descriptor
            .placeholders
            .iter()
            .filter(|tag| tag.stands == forgeshift_connect::descriptor::template::Stands::ForBlock);
        for tag in blocks.take(1) {
            let message = "the descriptor is a template: what its block tags enclose was taken as present";
            draft
                .findings
                .push(Finding::new(codes::TEMPLATE_ASSUMED, message).at(descriptor.file.place(tag.span)));
        }
        if descriptor.product_guessed {
            let message = "nothing in the descriptor tells the product: Jira was assumed";
            draft
                .findings
                .push(Finding::new(codes::PRODUCT_GUESSED, message).at(start.clone()));
        }
        for (place, what) in &descriptor.odd {
            draft
                .findings
                .push(Finding::new(codes::DESCRIPTOR_ODD, what.clone()).at(place.clone()));
        }
        for (place, what) in &descriptor.assumed {
            draft
                .findings
                .push(Finding::new(codes::TEMPLATE_ASSUMED, what.clone()).at(place.clone()));
        }
        let licensing = match descriptor.root.get("enableLicensing").and_then(Node::bool) {
            Some(true) => "paid: `app.licensing.enabled: true` must be in the first deployed version",
            Some(false) => "free: `app.licensing.enabled: false`",
            None => {
                "not declared as paid: `app.licensing` is left out; if the listing is paid, set `enabled: true` before the first deploy"
            }
        };
        draft
            .findings
            .push(Finding::new(codes::LICENSING, licensing).at(descriptor.place_of("enableLicensing")));
    }
    let native_left = draft
        .outcomes
        .iter()
        .any(|outcome| matches!(outcome.fate, Fate::Written(_)));
    if options.target != Target::ConnectOnForge && native_left && !base.products.contains(&Product::Bitbucket)
    {
        let message = "data that is stored by client key needs the mapping to installations, which can be read only until Connect ends (31 January 2027)";
        draft
            .findings
            .push(Finding::new(codes::CLIENT_KEY, message).at(start.clone()));
    }
    if !scoped.consent.is_empty() {
        let message = format!(
            "administrators must agree to the update: no Connect scope covers {}",
            scoped.consent.join(", ")
        );
        draft
            .findings
            .push(Finding::new(codes::CONSENT, message).at(start.clone()));
    }
    if options.target != Target::Native {
        let message = "the server stays: the app keeps sending data out of Atlassian";
        draft
            .findings
            .push(Finding::new(codes::SERVER_STAYS, message).at(start));
    }
}

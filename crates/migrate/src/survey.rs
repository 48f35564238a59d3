//! What can be said of an app before a target is chosen.

use crate::codes;
use crate::outcome::Outcome;
use crate::plan::{self, Options};
use crate::target::Target;
use forgeshift_connect::app::App;
use forgeshift_connect::descriptor::product::Product;
use forgeshift_source::finding::Finding;
use forgeshift_source::span::Place;

/// What is said of an app.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// The app's name, or its key.
    pub name: Option<String>,
    /// The key that installations know.
    pub key: Option<String>,
    /// The products.
    pub products: Vec<Product>,
    /// What each declared thing would become natively.
    pub outcomes: Vec<Outcome>,
    /// What is to be said, by place.
    pub findings: Vec<Finding>,
    /// The scopes that the descriptor asks for.
    pub connect_scopes: Vec<String>,
    /// The Forge scopes that stand for them.
    pub forge_scopes: Vec<String>,
    /// Scopes that stand for the Connect scopes and that no call of the code needs.
    pub unused_scopes: Vec<String>,
}

impl Survey {
    /// Adds findings, keeping the order of places.
    pub fn tell(&mut self, findings: &[Finding]) {
        self.findings.extend(findings.iter().cloned());
        sort(&mut self.findings);
    }
}

fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
    findings.dedup();
}

/// Surveys an app. Never fails: an app of which nothing is known gives a survey that says so.
pub fn survey(app: &App) -> Survey {
    let mut survey = Survey::default();
    let manifest = app.manifest.as_ref();
    let descriptor = app.descriptor.as_ref();
    survey.key = manifest
        .and_then(|manifest| manifest.connect_key())
        .or_else(|| descriptor.and_then(|descriptor| descriptor.key()))
        .map(str::to_owned);
    if manifest.is_some() || descriptor.is_some() {
        survey.name = Some(plan::app_name_of(descriptor, manifest));
    }
    survey.products = match (manifest, descriptor) {
        (Some(manifest), _) => manifest.products(),
        (None, Some(descriptor)) => descriptor.products.clone(),
        (None, None) => Vec::new(),
    };
    let options = Options {
        target: Target::Native,
        only: Vec::new(),
        as_of: crate::catalog::as_of().to_owned(),
    };
    if let Some(drafted) = plan::drafted(app, manifest, &options) {
        survey.outcomes = drafted.outcomes;
        survey.findings = drafted.findings;
        survey.connect_scopes = drafted.connect_scopes;
        survey.forge_scopes = drafted.scopes;
        survey.unused_scopes = drafted.unused;
    }
    survey.findings.extend(of_the_project(app));
    sort(&mut survey.findings);
    survey
}

/// Findings about what was found in the folder.
fn of_the_project(app: &App) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, why) in &app.others {
        let message = format!("{path} looks like a descriptor and is not the one that counts: {why}");
        findings.push(Finding::new(codes::DESCRIPTOR_NOT_CHOSEN, message).at(Place::start_of(path.clone())));
    }
    if app.descriptor.is_none() && app.manifest.is_none() {
        let built = app
            .code
            .as_ref()
            .map(|code| code.built_descriptors.as_slice())
            .unwrap_or_default();
        let mut finding = Finding::new(
            codes::DESCRIPTOR_NOT_FOUND,
            "no descriptor and no manifest were found",
        );
        if let Some(place) = built.first() {
            finding = Finding::new(
                codes::DESCRIPTOR_NOT_FOUND,
                "the descriptor seems to be built by code here",
            )
            .at(place.clone());
        }
        finding.related = built.iter().skip(1).cloned().collect();
        findings.push(finding);
    }
    findings
}

//! A draft of the answers to the Marketplace's privacy and security form: each with its evidence, or left to a human.

use super::Asked;
use super::ledger::{Ledger, Line};
use crate::catalog::privacy::{self, Question};
use crate::residency::{self, Residency};
use crate::roa::Roa;
use crate::target::Target;
use forgeshift_connect::facts::{Auth, EndUserData};
use forgeshift_connect::manifest::Manifest;
use forgeshift_source::data::Node;
use forgeshift_source::span::Place;

/// What is said where no file has the answer.
pub const HUMAN: &str = "a human must answer";

/// A question with what the files answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The question.
    pub question: &'static Question,
    /// The draft; none where a human must answer.
    pub draft: Option<String>,
    /// Why a human must answer, or what a human has to check of the draft.
    pub check: String,
    /// Where it was read.
    pub evidence: Vec<Place>,
}

struct Files<'a> {
    asked: &'a Asked<'a>,
    target: Target,
    manifest: &'a Manifest,
    roa: &'a Roa,
    residency: &'a Residency,
    ledger: Option<&'a Ledger>,
}

/// The answers for one target.
pub(super) fn answers(
    asked: &Asked<'_>,
    target: Target,
    manifest: &Manifest,
    roa: &Roa,
    residency: &Residency,
    ledger: Option<&Ledger>,
) -> Vec<Answer> {
    let files = Files {
        asked,
        target,
        manifest,
        roa,
        residency,
        ledger,
    };
    privacy::all()
        .iter()
        .map(|question| files.answer(question))
        .collect()
}

impl<'a> Files<'a> {
    fn answer(&self, question: &'static Question) -> Answer {
        let (draft, check, evidence) = match question.id {
            "processing" => self.processing(),
            "storage" => self.storage(),
            "third-parties" => self.third_parties(),
            "analytics" => self.of_purpose(&["analytics", "session-replay", "feature-flags"], "analytics"),
            "logs" => self.of_purpose(&["logging", "error-tracking"], "logs"),
            "residency" => self.residency(),
            "scopes" => self.scopes(),
            "tokens" => self.tokens(),
            "authentication" => self.authentication(),
            "tls" => self.tls(),
            "encryption" => self.encryption(),
            _ => (None, "no file has the answer".to_owned(), Vec::new()),
        };
        Answer {
            question,
            draft,
            check,
            evidence,
        }
    }

    fn server_stays(&self) -> bool {
        !self.remote_places().is_empty()
    }

    fn remote_places(&self) -> Vec<Place> {
        let remotes = self
            .manifest
            .root
            .get("remotes")
            .map(Node::items)
            .unwrap_or_default();
        remotes
            .iter()
            .map(|remote| self.manifest.file.place(remote.span))
            .collect()
    }

    /// The lines that data leaves by, without what is gone after the move.
    fn leaving(&self) -> Vec<&'a Line> {
        let lines = self
            .ledger
            .map(|ledger| ledger.lines.as_slice())
            .unwrap_or_default();
        lines.iter().filter(|line| line.leaves()).collect()
    }

    fn unread(&self) -> (Option<String>, String, Vec<Place>) {
        (None, "the code was not read".to_owned(), Vec::new())
    }

    fn processing(&self) -> Drafted {
        if self.server_stays() {
            return (
                Some("Yes: the server of the app answers pages and events.".to_owned()),
                "which data it sees".to_owned(),
                self.remote_places(),
            );
        }
        if self.ledger.is_none() {
            return self.unread();
        }
        let leaving = self.leaving();
        if leaving.is_empty() {
            return (
                Some("No: no call to another host was found.".to_owned()),
                "that nothing was overlooked".to_owned(),
                Vec::new(),
            );
        }
        let names: Vec<&str> = leaving.iter().map(|line| line.name.as_str()).collect();
        (
            Some(format!(
                "Yes, as far as end-user data is in what goes to {}.",
                names.join(", ")
            )),
            "what is sent there".to_owned(),
            places(&leaving),
        )
    }

    fn storage(&self) -> Drafted {
        if self.ledger.is_none() {
            return self.unread();
        }
        let stores: Vec<_> = self
            .roa
            .blockers
            .iter()
            .filter(|blocker| blocker.rule == 10)
            .collect();
        if stores.is_empty() && !self.server_stays() {
            return (
                Some("No: no store outside of Atlassian was found.".to_owned()),
                "that nothing was overlooked".to_owned(),
                Vec::new(),
            );
        }
        if stores.is_empty() {
            return (
                None,
                "the server stays, and no store was recognised in its code".to_owned(),
                self.remote_places(),
            );
        }
        let what: Vec<&str> = stores
            .iter()
            .map(|blocker| blocker.edit.subject.as_str())
            .collect();
        let until = if self.target == Target::Native {
            ", until its data is moved"
        } else {
            ""
        };
        (
            Some(format!("Yes: {}{until}.", what.join(", "))),
            "which data is in it, and for how long".to_owned(),
            stores.iter().map(|blocker| blocker.place.clone()).collect(),
        )
    }

    fn third_parties(&self) -> Drafted {
        if self.ledger.is_none() {
            return self.unread();
        }
        let leaving = self.leaving();
        let said: Vec<String> = leaving
            .iter()
            .map(|line| {
                let purpose = match line.purposes.join(", ") {
                    purpose if purpose.is_empty() || purpose == "other" => "what for is not known".to_owned(),
                    purpose => purpose,
                };
                format!("{} ({purpose}; end-user data: {})", line.name, data(line.data))
            })
            .collect();
        if said.is_empty() {
            return (
                Some("None was found.".to_owned()),
                "that nothing was overlooked".to_owned(),
                Vec::new(),
            );
        }
        (
            Some(format!("{}.", said.join("; "))),
            "which of them are yours, and what is sent".to_owned(),
            places(&leaving),
        )
    }

    fn of_purpose(&self, purposes: &[&str], what: &str) -> Drafted {
        if self.ledger.is_none() {
            return self.unread();
        }
        let found: Vec<&Line> = self
            .leaving()
            .into_iter()
            .filter(|line| {
                line.purposes
                    .iter()
                    .any(|purpose| purposes.contains(&purpose.as_str()))
            })
            .collect();
        if found.is_empty() {
            let rest = if self.server_stays() {
                ", and what the server writes itself"
            } else {
                ""
            };
            return (
                Some(format!("No service for {what} was found.")),
                format!("what is written to the platform's own logs{rest}"),
                Vec::new(),
            );
        }
        let said: Vec<String> = found
            .iter()
            .map(|line| format!("{} (end-user data: {})", line.name, data(line.data)))
            .collect();
        (
            Some(format!("Yes: {}.", said.join(", "))),
            "whether end-user data is in what is sent".to_owned(),
            places(&found),
        )
    }

    fn residency(&self) -> Drafted {
        let why = &self.residency.why;
        match self.residency.verdict {
            residency::Verdict::FollowsProduct => (
                Some(format!("Yes, likely, wherever the product's data is: {why}.")),
                "with the data residency page of the deployed app".to_owned(),
                Vec::new(),
            ),
            residency::Verdict::Regions => (
                Some(format!("Yes, in the regions of the manifest: {why}.")),
                "that the server keeps the data there".to_owned(),
                self.remote_places(),
            ),
            residency::Verdict::NotOffered => (
                Some(format!("No: {why}.")),
                "whether regions are to be offered".to_owned(),
                self.remote_places(),
            ),
            residency::Verdict::NotEvaluated => (None, why.clone(), Vec::new()),
        }
    }

    fn scopes(&self) -> Drafted {
        let scopes = self.manifest.root.at(&["permissions", "scopes"]);
        let listed = scopes.map(Node::items).unwrap_or_default();
        let keyed = scopes.map(Node::members).unwrap_or_default();
        let names: Vec<&str> = listed
            .iter()
            .filter_map(Node::str)
            .chain(keyed.iter().map(|member| member.key.as_str()))
            .collect();
        if names.is_empty() {
            return (
                Some("None.".to_owned()),
                "that the app works without".to_owned(),
                Vec::new(),
            );
        }
        let mut evidence = Vec::new();
        let mut said = Vec::new();
        for name in names {
            let calls = self.asked.view.and_then(|view| view.needed.scopes.get(name));
            evidence.extend(calls.and_then(|places| places.first()).cloned());
            let because = match calls.map(Vec::len) {
                Some(1) => " (1 call)".to_owned(),
                Some(count) => format!(" ({count} calls)"),
                None => " (no call was found that needs it)".to_owned(),
            };
            said.push(format!("{name}{because}"));
        }
        (
            Some(format!("{}.", said.join(", "))),
            "the reason for each, in the words of the app".to_owned(),
            evidence,
        )
    }

    fn tokens(&self) -> Drafted {
        let found: Vec<_> = self
            .roa
            .blockers
            .iter()
            .filter(|blocker| blocker.rule == 9)
            .collect();
        if !found.is_empty() {
            let what: Vec<&str> = found
                .iter()
                .map(|blocker| blocker.edit.subject.as_str())
                .collect();
            return (
                Some(format!("Probably: {}.", what.join(", "))),
                "whether the token is a customer's".to_owned(),
                found.iter().map(|blocker| blocker.place.clone()).collect(),
            );
        }
        if self.asked.view.is_none() {
            return self.unread();
        }
        (
            Some("No token of an Atlassian product was found in variables or code.".to_owned()),
            "whether pages ask for one".to_owned(),
            Vec::new(),
        )
    }

    fn authentication(&self) -> Drafted {
        let Some(view) = self.asked.view else {
            return self.unread();
        };
        if !self.server_stays() {
            return (
                Some("Yes: pages call functions through the platform, which knows who calls.".to_owned()),
                "that functions check what the caller may do".to_owned(),
                Vec::new(),
            );
        }
        let routes: Vec<_> = view.facts.routes.iter().filter(|route| !route.implicit).collect();
        let open: Vec<_> = routes.iter().filter(|route| route.auth == Auth::None).collect();
        if open.is_empty() && !routes.is_empty() {
            return (
                Some(format!(
                    "Yes: a check was found on each of {} routes.",
                    routes.len()
                )),
                "what each check checks".to_owned(),
                Vec::new(),
            );
        }
        (
            None,
            format!("no check was found on {} of {} routes", open.len(), routes.len()),
            open.iter().take(5).map(|route| route.place.clone()).collect(),
        )
    }

    fn tls(&self) -> Drafted {
        let Some(view) = self.asked.view else {
            return self.unread();
        };
        let plain: Vec<Place> = view
            .facts
            .outbound
            .iter()
            .filter(|call| {
                let url = call.url.as_deref().unwrap_or_default();
                url.starts_with("http://") || url.starts_with("ws://")
            })
            .map(|call| call.place.clone())
            .collect();
        if plain.is_empty() {
            return (
                Some("Yes, as far as addresses are known: none is called without TLS.".to_owned()),
                "the version, and addresses that are put together at run time".to_owned(),
                Vec::new(),
            );
        }
        (
            Some(format!("No: {} calls go without TLS.", plain.len())),
            "these calls".to_owned(),
            plain,
        )
    }

    fn encryption(&self) -> Drafted {
        let stores = self.roa.blockers.iter().any(|blocker| blocker.rule == 10);
        if !stores && !self.server_stays() && self.ledger.is_some() {
            return (
                Some("Nothing was found that is stored outside of Atlassian.".to_owned()),
                "that nothing was overlooked".to_owned(),
                Vec::new(),
            );
        }
        (
            None,
            "how stores are encrypted is not in files".to_owned(),
            Vec::new(),
        )
    }
}

/// A draft, what to check, and the evidence.
type Drafted = (Option<String>, String, Vec<Place>);

fn places(lines: &[&Line]) -> Vec<Place> {
    lines
        .iter()
        .filter_map(|line| line.places.first().cloned())
        .collect()
}

/// The words for what is in what leaves.
pub fn data(data: EndUserData) -> &'static str {
    match data {
        EndUserData::Yes => "yes",
        EndUserData::Likely => "likely",
        EndUserData::Possible => "possible",
        EndUserData::No => "no",
        EndUserData::Unknown => "unknown",
    }
}

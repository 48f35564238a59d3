//! Files of the old app that pages load or their scripts import.

use super::Assembly;
use crate::codes;
use crate::plan::pages::Content;
use crate::plan::pages::place::{beside, of_asset, of_script};
use forgeshift_connect::front::Lead;
use forgeshift_source::edit::{self, Edit};
use forgeshift_source::finding::{Finding, Grade};
use forgeshift_source::span::Place;
use std::sync::Arc;

impl Assembly<'_> {
    /// A script of the bundle, with what it imports and what its compiler is told.
    pub(super) fn bundle(&mut self, file: &Arc<str>) {
        if !self.scripts.insert(file.clone()) {
            return;
        }
        if let Some(settings) = self.front.settings.get(file).cloned() {
            self.compiler(&settings);
        }
        if let Some(script) = self.front.scripts.get(file) {
            for import in &script.imports {
                self.package(&import.specifier, file);
            }
        }
        let imported: Vec<Arc<str>> = self
            .front
            .modules
            .iter()
            .filter(|((from, _), _)| from == file)
            .map(|(_, to)| to.clone())
            .collect();
        for module in imported {
            if self.front.scripts.contains_key(&module) {
                self.bundle(&module);
            } else if let Some(style) = self.front.styles.get(&module) {
                let text = style.file.text.clone();
                let content = Content::Text(text.to_string());
                let because = vec![codes::PAGE_CARRIED];
                self.add(
                    of_script(&module),
                    Some(module.clone()),
                    Some(text),
                    content,
                    Grade::Safe,
                    because,
                );
            } else if let Some(bytes) = self.front.assets.get(&module) {
                let content = Content::Bytes(bytes.clone());
                self.add(
                    of_script(&module),
                    Some(module.clone()),
                    None,
                    content,
                    Grade::Safe,
                    vec![codes::PAGE_CARRIED],
                );
            }
        }
    }

    /// Settings of the compiler, with those that they extend: all that were read stand beside the scripts.
    fn compiler(&mut self, settings: &Arc<str>) {
        let all = self
            .front
            .assets
            .iter()
            .filter(|(path, _)| path.ends_with(".json"));
        for (path, bytes) in all.filter(|(path, _)| *path == settings || path.contains("tsconfig")) {
            let content = match std::str::from_utf8(bytes) {
                Ok(text) => Content::Text(text.to_owned()),
                Err(_) => Content::Bytes(bytes.clone()),
            };
            let before = match &content {
                Content::Text(text) => Some(Arc::from(text.as_str())),
                Content::Bytes(_) => None,
            };
            let target = of_script(path);
            let because = vec![codes::PAGE_CARRIED];
            self.add(target, Some(path.clone()), before, content, Grade::Safe, because);
        }
    }

    fn package(&mut self, specifier: &str, file: &Arc<str>) {
        let known = self.front.packages.iter().find(|(name, _)| {
            specifier == name.as_str()
                || specifier
                    .strip_prefix(name.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
        });
        let Some((name, range)) = known else { return };
        if range.is_empty() {
            let message = format!("{file} imports `{name}`, and no package.json names it");
            self.findings
                .push(Finding::new(codes::FILE_NOT_FOUND, message).at(Place::start_of(file.clone())));
        } else {
            self.dependencies.insert(name.clone(), range.clone());
        }
    }

    /// A file that a page loads as it is.
    pub(super) fn asset(&mut self, resource: &str, path: &str, file: &Arc<str>) {
        let target = of_asset(resource, path);
        if self.files.contains_key(&target) {
            return;
        }
        let because = vec![codes::PAGE_CARRIED];
        if let Some(style) = self.front.styles.get(file) {
            let mut edits = Vec::new();
            for (span, lead) in &style.addresses {
                if let Lead::Own {
                    file: other,
                    path: address,
                } = lead
                {
                    edits.push(Edit {
                        span: *span,
                        text: beside(path, address),
                    });
                    self.asset(resource, address, other);
                }
            }
            let text = edit::apply(&style.file.text, &edits).unwrap_or_else(|_| style.file.text.to_string());
            let before = Some(style.file.text.clone());
            return self.add(
                target,
                Some(file.clone()),
                before,
                Content::Text(text),
                Grade::Safe,
                because,
            );
        }
        if let Some(script) = self.front.scripts.get(file) {
            let text = script.file.text.clone();
            let content = Content::Text(text.to_string());
            for (address, _) in &script.addresses {
                if let Some(Lead::Own { file: other, path }) =
                    self.front.named.get(&(file.clone(), address.clone()))
                {
                    self.asset(resource, path, other);
                }
            }
            return self.add(
                target,
                Some(file.clone()),
                Some(text),
                content,
                Grade::Safe,
                because,
            );
        }
        match self.front.assets.get(file) {
            Some(bytes) => self.add(
                target,
                Some(file.clone()),
                None,
                Content::Bytes(bytes.clone()),
                Grade::Safe,
                because,
            ),
            None => {
                let why = self
                    .front
                    .unread
                    .get(file)
                    .map_or("it could not be read", String::as_str);
                let message = format!("{file} is not carried: {why}");
                self.findings
                    .push(Finding::new(codes::FILE_NOT_FOUND, message).at(Place::start_of(file.clone())));
            }
        }
    }
}

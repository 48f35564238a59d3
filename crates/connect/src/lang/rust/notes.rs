//! What was seen while walking, before places are resolved and lists are sorted.

use super::program::FnId;
use super::table::Row;
use super::text::{Hole, Text};
use super::tree::At;
use crate::facts::{
    Call, EntryKind, EnvVar, Function, FunctionId, OutboundKind, RuntimeNeed, Secret, Storage,
};
use forgeshift_source::span::Place;
use std::collections::{BTreeMap, HashSet};

#[derive(Default)]
pub struct Notes {
    pub functions: Vec<Function>,
    pub calls: Vec<Call>,
    pub call_set: HashSet<(FunctionId, FunctionId)>,
    pub sinks: Vec<Sink>,
    pub entries: Vec<EntryNote>,
    pub env: BTreeMap<String, EnvVar>,
    pub storage: Vec<Storage>,
    pub needs: Vec<RuntimeNeed>,
    pub secrets: Vec<Secret>,
    pub built_descriptors: Vec<Place>,
    /// Functions in which a JWT is checked.
    pub jwt_checks: Vec<FunctionId>,
    /// Tasks that are started and not waited for.
    pub spawned: Vec<(FunctionId, Place)>,
    /// Views that functions render.
    pub views: BTreeMap<FunctionId, String>,
    /// Functions with an extractor that checks the caller in another package.
    pub guarded: HashSet<FunctionId>,
    /// Local guards and middleware that a function's parameters bring in.
    pub extractors: BTreeMap<FunctionId, Vec<FnId>>,
}

/// A call whose bytes leave.
pub struct Sink {
    pub kind: OutboundKind,
    pub row: Option<&'static Row>,
    pub package: String,
    pub method: Option<String>,
    /// The parameter that the method comes through.
    pub method_from: Option<Hole>,
    pub url: Option<Text>,
    /// Where the client came from, where only that is known.
    pub from: Option<Hole>,
    pub built: Option<(usize, At)>,
    pub function: FunctionId,
    pub file: usize,
    pub at: At,
}

/// Where control enters, other than by a route.
pub struct EntryNote {
    pub kind: EntryKind,
    pub name: String,
    pub place: Place,
    pub functions: Vec<FunctionId>,
}

//! The value tree that is written, with the comments above its entries.

use forgeshift_source::data::{Node, Value};
use std::collections::HashMap;

/// A YAML value.
#[derive(Debug, Clone, PartialEq)]
pub enum Yaml {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    Str(String),
    /// A list.
    List(Vec<Item>),
    /// A map.
    Map(Map),
}

/// One value of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The comment lines above it, without their sign.
    pub comment: Vec<String>,
    /// The value.
    pub value: Yaml,
}

/// One key of a map with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The comment lines above it, without their sign.
    pub comment: Vec<String>,
    /// The key.
    pub key: String,
    /// The value.
    pub value: Yaml,
}

/// A map that keeps its order; a key stands in it once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Map {
    entries: Vec<Entry>,
}

impl Map {
    /// A map without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// The entries in their order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries in their order, to change their values and comments; a changed key must stay the only one.
    pub fn entries_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.entries.iter_mut()
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Yaml> {
        let entry = self.entries.iter().find(|entry| entry.key == key);
        entry.map(|entry| &entry.value)
    }

    /// The value of a key, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Yaml> {
        let entry = self.entries.iter_mut().find(|entry| entry.key == key);
        entry.map(|entry| &mut entry.value)
    }

    /// The value at the end of a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Yaml> {
        let (first, rest) = path.split_first()?;
        let value = self.get(first)?;
        rest.iter().try_fold(value, |value, key| value.map()?.get(key))
    }

    /// Sets a key: where it stands already, without touching its comment, else at the end.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Yaml>) {
        self.entry(key).value = value.into();
    }

    /// Sets an entry with its comment: where its key stands already, else at the end.
    pub fn insert_entry(&mut self, entry: Entry) {
        let place = self.entry(entry.key.as_str());
        *place = entry;
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(index))
    }

    /// The entry of a key, which is null and stands at the end where there was none.
    pub fn entry(&mut self, key: impl Into<String>) -> &mut Entry {
        let key = key.into();
        let index = self.entries.iter().position(|entry| entry.key == key);
        let index = index.unwrap_or_else(|| {
            self.entries.push(Entry {
                comment: Vec::new(),
                key,
                value: Yaml::Null,
            });
            self.entries.len() - 1
        });
        &mut self.entries[index]
    }

    /// The map at a key; whatever else stood there makes room for an empty one.
    pub fn map_at(&mut self, key: impl Into<String>) -> &mut Map {
        let value = &mut self.entry(key).value;
        if !matches!(value, Yaml::Map(_)) {
            *value = Yaml::Map(Map::new());
        }
        match value {
            Yaml::Map(map) => map,
            _ => unreachable!("just made a map"),
        }
    }

    /// The list at a key; whatever else stood there makes room for an empty one.
    pub fn list_at(&mut self, key: impl Into<String>) -> &mut Vec<Item> {
        let value = &mut self.entry(key).value;
        if !matches!(value, Yaml::List(_)) {
            *value = Yaml::List(Vec::new());
        }
        match value {
            Yaml::List(items) => items,
            _ => unreachable!("just made a list"),
        }
    }

    /// Whether both hold the same keys with the same values; order and comments do not count.
    pub fn same_value(&self, other: &Map) -> bool {
        if self.len() != other.len() {
            return false;
        }
        let others = other.index();
        self.entries.iter().all(|entry| {
            let other = others.get(entry.key.as_str());
            other.is_some_and(|other| entry.value.same_value(other))
        })
    }

    /// The values by their keys.
    pub(super) fn index(&self) -> HashMap<&str, &Yaml> {
        let pairs = self
            .entries
            .iter()
            .map(|entry| (entry.key.as_str(), &entry.value));
        pairs.collect()
    }
}

impl<K: Into<String>, V: Into<Yaml>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut places = HashMap::new();
        let mut entries: Vec<Entry> = Vec::new();
        for (key, value) in pairs {
            let (key, value) = (key.into(), value.into());
            let place = *places.entry(key.clone()).or_insert(entries.len());
            match entries.get_mut(place) {
                Some(entry) => entry.value = value,
                None => entries.push(Entry {
                    comment: Vec::new(),
                    key,
                    value,
                }),
            }
        }
        Self { entries }
    }
}

impl Yaml {
    /// A list of values without comments.
    pub fn list<V: Into<Yaml>>(values: impl IntoIterator<Item = V>) -> Self {
        Self::List(values.into_iter().map(|value| Item::from(value.into())).collect())
    }

    /// The map that this is.
    pub fn map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The map that this is, to change it.
    pub fn map_mut(&mut self) -> Option<&mut Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> &[Item] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The list that this is, to change it.
    pub fn items_mut(&mut self) -> Option<&mut Vec<Item>> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// Whether both are the same value; the order of keys and all comments do not count.
    pub fn same_value(&self, other: &Yaml) -> bool {
        match (self, other) {
            (Self::Map(one), Self::Map(other)) => one.same_value(other),
            (Self::List(one), Self::List(other)) => {
                let mut pairs = one.iter().zip(other);
                one.len() == other.len() && pairs.all(|(one, other)| one.value.same_value(&other.value))
            }
            (Self::Float(one), Self::Float(other)) => one == other || (one.is_nan() && other.is_nan()),
            _ => self == other,
        }
    }

    /// Whether there is a comment at any entry or item.
    pub(super) fn has_comments(&self) -> bool {
        let has = |comment: &[String], value: &Yaml| !comment.is_empty() || value.has_comments();
        match self {
            Self::Map(map) => map.entries.iter().any(|entry| has(&entry.comment, &entry.value)),
            Self::List(items) => items.iter().any(|item| has(&item.comment, &item.value)),
            _ => false,
        }
    }

    /// Whether the first entry or item has a comment.
    pub(super) fn starts_with_comment(&self) -> bool {
        match self {
            Self::Map(map) => map.entries.first().is_some_and(|entry| !entry.comment.is_empty()),
            Self::List(items) => {
                let first = items.first();
                first.is_some_and(|item| !item.comment.is_empty() || item.value.starts_with_comment())
            }
            _ => false,
        }
    }

    /// Whether this is the value that was read.
    pub(super) fn is(&self, node: &Node) -> bool {
        match (self, &node.value) {
            (Self::Map(map), Value::Object(members)) => {
                let values: HashMap<_, _> = members.iter().map(|m| (m.key.as_str(), &m.value)).collect();
                values.len() == map.len()
                    && map.entries.iter().all(|entry| {
                        let node = values.get(entry.key.as_str());
                        node.is_some_and(|node| entry.value.is(node))
                    })
            }
            (Self::List(items), Value::Array(nodes)) => {
                let mut pairs = items.iter().zip(nodes);
                items.len() == nodes.len() && pairs.all(|(item, node)| item.value.is(node))
            }
            (Self::Map(_) | Self::List(_), _) | (_, Value::Object(_) | Value::Array(_)) => false,
            _ => self.same_value(&Self::from(node)),
        }
    }
}

impl From<Yaml> for Item {
    fn from(value: Yaml) -> Self {
        Self {
            comment: Vec::new(),
            value,
        }
    }
}

impl From<Map> for Item {
    fn from(map: Map) -> Self {
        Yaml::Map(map).into()
    }
}

impl From<&str> for Yaml {
    fn from(text: &str) -> Self {
        Self::Str(text.to_owned())
    }
}

impl From<String> for Yaml {
    fn from(text: String) -> Self {
        Self::Str(text)
    }
}

impl From<bool> for Yaml {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Yaml {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<f64> for Yaml {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<Map> for Yaml {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

impl From<Vec<Item>> for Yaml {
    fn from(items: Vec<Item>) -> Self {
        Self::List(items)
    }
}

/// What was read, without comments. Where a key stands twice the last one counts.
impl From<&Node> for Yaml {
    fn from(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(text) => number(text),
            Value::String(text) => Self::Str(text.clone()),
            Value::Array(nodes) => Self::list(nodes),
            Value::Object(members) => {
                let pairs = members.iter().map(|member| (member.key.as_str(), &member.value));
                Self::Map(pairs.collect())
            }
        }
    }
}

/// A number as YAML and JSON write it. Whole numbers that are too large for 64 bits become floating ones.
fn number(text: &str) -> Yaml {
    let radix = |prefix: &str, radix: u32| {
        let digits = text.strip_prefix(prefix)?;
        let exact = i64::from_str_radix(digits, radix).ok().map(Yaml::Int);
        exact.or_else(|| {
            let add = |sum: f64, c: char| sum * f64::from(radix) + f64::from(c.to_digit(radix).unwrap_or(0));
            Some(Yaml::Float(digits.chars().fold(0.0, add)))
        })
    };
    if let Some(number) = radix("0x", 16).or_else(|| radix("0o", 8)) {
        return number;
    }
    if let Ok(whole) = text.parse() {
        return Yaml::Int(whole);
    }
    let unsigned = text.trim_start_matches(['-', '+']);
    let value = match unsigned.to_ascii_lowercase().as_str() {
        ".inf" if text.starts_with('-') => f64::NEG_INFINITY,
        ".inf" => f64::INFINITY,
        _ => text.parse().unwrap_or(f64::NAN),
    };
    Yaml::Float(value)
}

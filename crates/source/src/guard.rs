//! What stands between hostile nesting and a parser that recurses.
//!
//! A stack that overflows ends the process; nothing can catch it. So parsers run on stacks of a gibibyte
//! ([`on_big_stack`]), and a text that nests too deep even for those is refused before it is parsed ([`check`]).
//!
//! Measured with unoptimised parsers on such a stack: 1 MiB of `!`, `new `, `a.b.c` or `1+1+` passes, while 100,000
//! parentheses, `a=>a=>`, `A<A<`, `for(;;)for(;;)` or `class extends class extends` end the process and 20,000
//! `x:x:` or `else if` take ten seconds. None of these needs an unclosed bracket alone, so chains count too.

#[cfg(test)]
mod tests;

use crate::file::Unreadable;

/// Levels that every parser in use survives on a big stack, with an order of magnitude to spare.
pub const NESTING_LIMIT: u32 = 10_000;

/// A text of this size or less cannot nest deep enough to overflow a big stack.
pub const SMALL: usize = 64 * 1024;

const MAX_LOOKED_IN_VAIN: usize = 8 * 1024 * 1024;

/// The stack of a worker. Only the pages that are touched take memory.
const BIG_STACK: usize = 1 << 30;

/// Refuses a text that is too deep to parse.
///
/// # Errors
/// [`Unreadable::TooDeep`].
pub fn check(text: &str) -> Result<(), Unreadable> {
    if text.len() > SMALL && too_deep(text, NESTING_LIMIT) {
        return Err(Unreadable::TooDeep { limit: NESTING_LIMIT });
    }
    Ok(())
}

/// Whether brackets, or chains of operators and words that no separator ends (`a=>b=>`, `A<A<`, `x:y:`), nest
/// deeper than `limit`. An estimate from above for code in the manner of C, made in one pass over the bytes, once
/// as if there were no strings and once without what stands in strings: the deeper reading counts.
pub fn too_deep(text: &str, limit: u32) -> bool {
    [Reading::Brackets, Reading::Code]
        .into_iter()
        .any(|reading| Depth::new(reading, limit).exceeded_by(text.as_bytes()))
}

/// Runs `f` in a pool of `threads` workers (0: as many as there are cores) with big stacks.
///
/// Through `install`, because a parallel iterator that is started outside of a pool may run on the stack of the
/// thread that started it.
pub fn on_big_stack<T: Send>(threads: usize, f: impl FnOnce() -> T + Send) -> T {
    // Where address space is limited, a smaller stack is better than none.
    let pool = [BIG_STACK, BIG_STACK / 4, BIG_STACK / 16]
        .into_iter()
        .find_map(|stack| {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .stack_size(stack)
                .build()
                .ok()
        });
    match pool {
        Some(pool) => pool.install(f),
        None => f(),
    }
}

/// How the bytes are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Each bracket counts wherever it stands, and nothing else: data in a string is no chain.
    Brackets,
    /// What stands in quotes is one word.
    Code,
}

/// What is open inside of one bracket, since the last separator.
#[derive(Default)]
struct Level {
    /// Words, operator characters and closed brackets.
    links: u32,
    /// Those of the links that are `|`: in `|a, b| |c, d| ...` a comma ends nothing.
    bars: u32,
    /// `<` without `>`: a comma does not end them either.
    angles: u32,
    /// Whether a template string goes on when this bracket closes.
    in_template: bool,
}

struct Depth {
    reading: Reading,
    limit: u32,
    /// Levels around the current one, their links and angles in the two sums.
    outer: Vec<Level>,
    outer_links: u32,
    outer_angles: u32,
    here: Level,
    /// Bytes looked at for the ends of literals that were none.
    looked_in_vain: usize,
}

impl Depth {
    fn new(reading: Reading, limit: u32) -> Self {
        Self {
            reading,
            limit,
            outer: Vec::new(),
            outer_links: 0,
            outer_angles: 0,
            here: Level::default(),
            looked_in_vain: 0,
        }
    }

    fn exceeded_by(mut self, bytes: &[u8]) -> bool {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at = self.take(bytes, *byte, at);
            if self.depth() > self.limit {
                return true;
            }
        }
        false
    }

    /// Two links make a level: most chains need an operand and an operator for each.
    fn depth(&self) -> u32 {
        let links = (self.outer_links + self.here.links) / 2;
        self.outer.len() as u32 + self.outer_angles + self.here.angles + links
    }

    /// Takes in the token that begins at `at` and returns where the next one begins.
    fn take(&mut self, bytes: &[u8], byte: u8, at: usize) -> usize {
        match byte {
            b'(' | b'[' | b'{' => self.open(false),
            b')' | b']' | b'}' => {
                let in_template = self.close();
                if in_template && byte == b'}' {
                    return self.template(bytes, at + 1);
                }
                if byte == b'}' && declaration_follows(bytes, at + 1) {
                    self.here = self.ended();
                }
            }
            _ if self.reading == Reading::Brackets => {}
            b';' if !word_follows(bytes, at + 1, b"else") => self.here = self.ended(),
            b',' => self.here.links = self.here.bars,
            b'|' => {
                self.here.bars += 1;
                self.here.links += 1;
            }
            b'<' => {
                self.here.angles += 1;
                self.here.links += 1;
            }
            b'>' if !matches!(at.checked_sub(1).and_then(|i| bytes.get(i)), Some(b'=' | b'-')) => {
                self.here.angles = self.here.angles.saturating_sub(1);
            }
            b'"' | b'\'' => return self.literal(at, |at| string_end(bytes, at)),
            b'/' => return self.slash(bytes, at),
            b'`' => {
                self.here.links += 1;
                return self.template(bytes, at + 1);
            }
            _ if byte.is_ascii_whitespace() => {}
            _ if is_word(byte) => {
                self.here.links += 1;
                let rest = bytes.get(at..).unwrap_or_default();
                return at + rest.iter().take_while(|byte| is_word(**byte)).count();
            }
            _ => self.here.links += 1,
        }
        at + 1
    }

    /// A comment, a regular expression or an operator.
    fn slash(&mut self, bytes: &[u8], at: usize) -> usize {
        match bytes.get(at + 1) {
            Some(b'/') => line_end(bytes, at),
            Some(b'*') => comment_end(bytes, at),
            _ if expression_may_begin(bytes, at) => self.literal(at, |at| regex_end(bytes, at)),
            _ => {
                self.here.links += 1;
                at + 1
            }
        }
    }

    /// Passes over a literal that begins at `at`, or over its first byte where it turns out to be none. Looking
    /// for the ends of what has none must not take more time than the text has bytes, but for a factor.
    fn literal(&mut self, at: usize, end: impl Fn(usize) -> Result<usize, usize>) -> usize {
        self.here.links += 1;
        if self.looked_in_vain > MAX_LOOKED_IN_VAIN {
            return at + 1;
        }
        end(at).unwrap_or_else(|gave_up| {
            self.looked_in_vain += gave_up - at;
            at + 1
        })
    }

    fn ended(&self) -> Level {
        Level {
            in_template: self.here.in_template,
            ..Level::default()
        }
    }

    fn open(&mut self, in_template: bool) {
        let inner = Level {
            in_template,
            ..Level::default()
        };
        let around = std::mem::replace(&mut self.here, inner);
        self.outer_links += around.links;
        self.outer_angles += around.angles;
        self.outer.push(around);
    }

    /// Leaves the innermost bracket; says whether a template string goes on.
    fn close(&mut self) -> bool {
        let Some(around) = self.outer.pop() else {
            return false;
        };
        self.outer_links -= around.links;
        self.outer_angles -= around.angles;
        let inner = std::mem::replace(&mut self.here, around);
        if self.reading == Reading::Code {
            self.here.links += 1;
        }
        inner.in_template
    }

    /// Passes over the text of a template string, up to its end or into its next `${`.
    fn template(&mut self, bytes: &[u8], mut at: usize) -> usize {
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'`' => return at + 1,
                b'$' if bytes.get(at + 1) == Some(&b'{') => {
                    self.open(true);
                    return at + 2;
                }
                _ => {}
            }
            at += 1;
        }
        at
    }
}

/// One past the quote that closes the string at `start`; where the line ends first, that place (the quote opens
/// nothing: it is an apostrophe, or a lifetime).
fn string_end(bytes: &[u8], start: usize) -> Result<usize, usize> {
    let quote = bytes.get(start);
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            None | Some(b'\n') => return Err(at.min(bytes.len())),
            Some(b'\\') => at += 1,
            byte if byte == quote => return Ok(at + 1),
            _ => {}
        }
        at += 1;
    }
}

/// The same for a regular expression. A slash between square brackets does not end it.
fn regex_end(bytes: &[u8], start: usize) -> Result<usize, usize> {
    let (mut at, mut in_class) = (start + 1, false);
    loop {
        match bytes.get(at) {
            None | Some(b'\n') => return Err(at.min(bytes.len())),
            Some(b'\\') => at += 1,
            Some(b'[') => in_class = true,
            Some(b']') => in_class = false,
            Some(b'/') if !in_class => return Ok(at + 1),
            _ => {}
        }
        at += 1;
    }
}

fn line_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|byte| **byte != b'\n').count()
}

fn comment_end(bytes: &[u8], start: usize) -> usize {
    let inside = bytes.get(start + 2..).unwrap_or_default();
    let end = inside.windows(2).position(|pair| pair == b"*/");
    end.map_or(bytes.len(), |end| start + 2 + end + 2)
}

/// Whether a slash here cannot divide: behind an operator, an opening bracket or `return`.
fn expression_may_begin(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default().trim_ascii_end();
    match before.last() {
        None => true,
        Some(byte) => b"(,=:[!&|?{};+-*%<>~^".contains(byte) || before.ends_with(b"return"),
    }
}

fn word_follows(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    let rest = bytes.get(at..).unwrap_or_default().trim_ascii_start();
    rest.starts_with(word) && !rest.get(word.len()).copied().is_some_and(is_word)
}

/// Whether a word follows that begins a declaration: behind a closed brace it begins a statement of its own.
fn declaration_follows(bytes: &[u8], at: usize) -> bool {
    const FIRST: [&[u8]; 12] = [
        b"function",
        b"class",
        b"const",
        b"let",
        b"var",
        b"import",
        b"export",
        b"fn",
        b"pub",
        b"impl",
        b"struct",
        b"use",
    ];
    FIRST.iter().any(|word| word_follows(bytes, at, word))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

//! Source text to the functions of a module and the facts about its names.
//!
//! In: a [`Source`]. Out: a [`Parsed`] module whose function bodies are of
//! bounded depth. Rule: everything that could exhaust the stack (parsing,
//! looking at and freeing a whole syntax tree) happens on a thread with a big
//! one, and nothing deep leaves it.

use crate::aliases::Aliases;
use crate::diagnostic::{Diagnostic, Severity};
use crate::function::{Class, Collector, Function};
use crate::import::ImportOptions;
use crate::scope::ModuleScope;
use crate::source::Source;
use rustpython_parser::lexer::{lex, LexResult, LexicalErrorType};
use rustpython_parser::{ast, parse_tokens, Mode, ParseError, ParseErrorType, StringKind, Tok};
use std::collections::BTreeSet;

const STACK_BYTES: usize = 256 << 20;

/// Deepest syntax tree that is built: each level costs some stack, about 5 KiB
/// at worst. CPython's own compiler gives up far earlier.
const MAX_TREE_DEPTH: usize = 50_000;

const LIMIT_HELP: &str = "if Python accepts this file, the limit is this compiler's parser: it does not know the \
    f-strings of Python 3.12 that reuse quotes, nor type parameter defaults (3.13)";

pub struct Parsed {
    pub scope: ModuleScope,
    pub functions: Vec<Function>,
    pub classes: Vec<Class>,
    /// Every identifier with the offset of the token that holds it, in order.
    pub identifiers: Vec<(usize, String)>,
}

impl Parsed {
    /// Identifiers between two offsets, sorted.
    pub fn names_between(&self, begin: usize, end: usize) -> BTreeSet<&str> {
        let first = self.identifiers.partition_point(|(offset, _)| *offset < begin);
        let inside = self.identifiers[first..].iter().take_while(|(offset, _)| *offset < end);
        inside.map(|(_, name)| name.as_str()).collect()
    }
}

pub fn parse(source: &Source, options: &ImportOptions) -> Result<Parsed, Box<Diagnostic>> {
    if u32::try_from(source.text.len()).is_err() {
        return Err(Diagnostic::file_error(&source.path, "the file is larger than 4 GiB").into());
    }
    let outcome = std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().name("parser".into()).stack_size(STACK_BYTES);
        match builder.spawn_scoped(scope, || parse_here(source, options)) {
            Ok(thread) => thread.join().unwrap_or_else(|_| Err(parser_failed(source).into())),
            Err(error) => Err(Diagnostic::file_error(&source.path, format!("cannot start the parser: {error}")).into()),
        }
    });
    outcome
}

fn parser_failed(source: &Source) -> Diagnostic {
    Diagnostic::file_error(&source.path, "the parser failed on this file").with_help(LIMIT_HELP)
}

fn parse_here(source: &Source, options: &ImportOptions) -> Result<Parsed, Box<Diagnostic>> {
    let tokens = tokens(&source.text);
    if depth_bound(&tokens) > MAX_TREE_DEPTH {
        let message = "the file is nested too deeply for the parser";
        return Err(Diagnostic::file_error(&source.path, message).with_help(LIMIT_HELP).into());
    }
    let identifiers = identifiers(&tokens);
    let body = match parse_tokens(tokens, Mode::Module, &source.path) {
        Ok(ast::Mod::Module(module)) => module.body,
        Ok(_) => return Err(parser_failed(source).into()),
        Err(error) => return Err(syntax_error(source, &error).into()),
    };
    let scope = ModuleScope::of(&body);
    let aliases = Aliases::of(source, &body, &scope);
    let mut collector = Collector::new(source, &scope, &aliases, options.max_depth);
    collector.collect(&body);
    let (mut functions, classes) = (collector.functions, collector.classes);
    if let Some((_, name)) = identifiers.iter().find(|(_, name)| !is_stable(name)) {
        refuse_all(&mut functions, &format!("the file uses the name '{name}', which Python normalizes"));
    }
    Ok(Parsed { scope, functions, classes, identifiers })
}

/// Tokens up to the first error, which is kept: behind one, the lexer may
/// report it without end.
fn tokens(text: &str) -> Vec<LexResult> {
    let mut tokens = Vec::new();
    for token in lex(text, Mode::Module) {
        let failed = token.is_err();
        tokens.push(token);
        if failed {
            break;
        }
    }
    tokens
}

/// Python compares identifiers in the normal form NFKC. Names in scripts whose
/// letters are their own normal form need no normalization; others are rare.
fn is_stable(name: &str) -> bool {
    name.chars().all(|c| {
        c.is_ascii()
            || matches!(c, 'À'..='ÿ' | 'Α'..='Ω' | 'α'..='ω' | 'А'..='я' | '一'..='鿿' | 'ぁ'..='ん' | 'ァ'..='ヺ')
    })
}

fn refuse_all(functions: &mut [Function], reason: &str) {
    for function in functions {
        function.body.clear();
        function.refused.get_or_insert_with(|| reason.to_string());
    }
}

fn syntax_error(source: &Source, error: &ParseError) -> Diagnostic {
    let text = source.text.trim_end();
    let mut offset = usize::from(error.offset).min(source.text.len());
    let message = match &error.error {
        // Shown behind the last thing that stands in the file.
        ParseErrorType::Eof | ParseErrorType::Lexical(LexicalErrorType::Eof) => {
            offset = text.len();
            "the file ends in the middle of a statement".to_string()
        }
        ParseErrorType::Lexical(LexicalErrorType::IndentationError) if offset >= text.len() => {
            offset = text.len();
            "expected an indented block".to_string()
        }
        // An open string ends with its line, which the lexer has left by now.
        ParseErrorType::Lexical(LexicalErrorType::OtherError(text)) if text.starts_with("EOL") => {
            offset = source.text[..offset].trim_end_matches(['\n', '\r']).len();
            "the string is not closed".to_string()
        }
        // The lexer reports where it stopped, which is behind the character.
        ParseErrorType::Lexical(LexicalErrorType::UnrecognizedToken { tok }) => {
            offset = offset.saturating_sub(tok.len_utf8());
            format!("unexpected character {tok:?}")
        }
        ParseErrorType::UnrecognizedToken(Tok::Newline, _) => "unexpected end of line".to_string(),
        other => {
            let text = other.to_string();
            text.trim_start_matches("invalid syntax. ").trim_start_matches("Got ").to_string()
        }
    };
    Diagnostic::at(Severity::Error, source, offset, format!("invalid syntax: {message}")).with_help(LIMIT_HELP)
}

/// Identifiers of the file. The text of f-strings is searched for words, as
/// they hold expressions.
fn identifiers(tokens: &[LexResult]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (token, range) in tokens.iter().flatten() {
        let offset = usize::from(range.start());
        match token {
            Tok::Name { name } => found.push((offset, name.clone())),
            // Soft keywords are identifiers in most places.
            Tok::Match => found.push((offset, "match".into())),
            Tok::Case => found.push((offset, "case".into())),
            Tok::Type => found.push((offset, "type".into())),
            Tok::String { value, kind: StringKind::FString | StringKind::RawFString, .. } => {
                let words = value.split(|c: char| !c.is_alphanumeric() && c != '_');
                let words = words.filter(|word| word.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_'));
                found.extend(words.map(|word| (offset, word.to_string())));
            }
            _ => {}
        }
    }
    found
}

/// An upper bound of the depth of the syntax tree. Within a bracket, depth
/// grows with the operators between two commas; outside, with each block and
/// each `elif`.
fn depth_bound(tokens: &[LexResult]) -> usize {
    let (mut blocks, mut elifs, mut deepest_block, mut deepest_line) = (0usize, 0usize, 0usize, 0usize);
    let mut line = Line::default();
    for (token, _) in tokens.iter().flatten() {
        match token {
            Tok::Indent => blocks += 1,
            Tok::Dedent => blocks = blocks.saturating_sub(1),
            Tok::Elif => elifs += 1,
            Tok::Newline => deepest_line = deepest_line.max(std::mem::take(&mut line).deepest()),
            _ => line.add(token),
        }
        deepest_block = deepest_block.max(blocks);
    }
    2 * deepest_block + elifs + deepest_line.max(line.deepest())
}

/// Depth of one logical line: per open bracket, of the part behind the last
/// comma and of the deepest part.
#[derive(Default)]
struct Line {
    open: Vec<(usize, usize)>,
    current: (usize, usize),
}

impl Line {
    fn add(&mut self, token: &Tok) {
        match token {
            Tok::Lpar | Tok::Lsqb | Tok::Lbrace => self.open.push(std::mem::take(&mut self.current)),
            Tok::Rpar | Tok::Rsqb | Tok::Rbrace => {
                let inner = self.current.0.max(self.current.1) + 1;
                if let Some(outer) = self.open.pop() {
                    self.current = (outer.0 + inner, outer.1);
                }
            }
            Tok::Comma => self.current = (0, self.current.0.max(self.current.1)),
            Tok::Comment(_) | Tok::NonLogicalNewline => {}
            Tok::String { value, kind: StringKind::FString | StringKind::RawFString, .. } => {
                self.current.0 += 1 + value.chars().filter(|c| c.is_ascii_punctuation()).count();
            }
            _ => self.current.0 += 1,
        }
    }

    /// Brackets that are still open count too: the parser may meet them.
    fn deepest(&self) -> usize {
        let deep = |part: &(usize, usize)| part.0.max(part.1) + 1;
        self.open.iter().map(deep).sum::<usize>() + deep(&self.current)
    }
}

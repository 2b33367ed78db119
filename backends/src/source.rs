//! The source text as a sequence of tokens: where code may be inserted, and
//! which builtins the module leaves alone.

use rustpython_parser::{lexer::lex, Mode, Tok};
use std::collections::HashSet;

struct Token {
    tok: Tok,
    start: usize,
    end: usize,
    /// Bracket nesting in which the token stands.
    depth: usize,
}

/// Tokens of a Python text, comments included; empty if it does not lex.
fn tokens(text: &str) -> Vec<Token> {
    let skipped = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut depth = 0usize;
    let mut all = Vec::new();
    for token in lex(&text[skipped..], Mode::Module) {
        let Ok((tok, range)) = token else {
            return Vec::new();
        };
        if matches!(tok, Tok::Rpar | Tok::Rsqb | Tok::Rbrace) {
            depth = depth.saturating_sub(1);
        }
        let (start, end) = (usize::from(range.start()) + skipped, usize::from(range.end()) + skipped);
        let opens = matches!(tok, Tok::Lpar | Tok::Lsqb | Tok::Lbrace);
        all.push(Token { tok, start, end, depth });
        depth += usize::from(opens);
    }
    all
}

/// A module's text with what the emitter must know of its layout.
pub struct Source<'s> {
    pub text: &'s str,
    tokens: Vec<Token>,
    /// Starts of the top-level statements, decorators included.
    statements: Vec<usize>,
}

impl<'s> Source<'s> {
    pub fn new(text: &'s str) -> Self {
        let tokens = tokens(text);
        let statements = top_level(&tokens);
        Self { text, tokens, statements }
    }

    pub fn newline(&self) -> &'static str {
        match self.text.find('\n') {
            Some(position) if self.text[..position].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    pub fn line_start(&self, offset: usize) -> usize {
        self.text[..offset].rfind('\n').map_or(0, |position| position + 1)
    }

    /// Text of a line, counted from 1, without its indentation.
    pub fn line(&self, number: usize) -> &'s str {
        self.text.lines().nth(number.saturating_sub(1)).unwrap_or_default().trim()
    }

    /// Start of the line, or of the comment lines directly above it.
    fn above_comments(&self, offset: usize) -> usize {
        let mut start = self.line_start(offset);
        while start > 0 {
            let previous = self.line_start(start - 1);
            let line = &self.text[previous..start];
            let comment = previous + line.len() - line.trim_start().len();
            let is_comment = |t: &Token| t.start == comment && matches!(t.tok, Tok::Comment(_));
            if line.trim().is_empty() || !self.tokens.iter().any(is_comment) {
                break;
            }
            start = previous;
        }
        start
    }

    /// Where to insert before the statement at `offset`; None if something else is on its line.
    pub fn before_statement(&self, offset: usize) -> Option<usize> {
        let start = self.line_start(offset);
        self.text[start..offset].trim_start().is_empty().then(|| self.above_comments(offset))
    }

    /// Where to insert before the top-level statement that holds `offset`.
    pub fn before_top_level(&self, offset: usize) -> Option<usize> {
        let start = self.statements.iter().copied().filter(|&start| start <= offset).max()?;
        let above = self.above_comments(start);
        // Comments at the very top (an encoding, a licence) stay there.
        Some(if above == 0 { self.line_start(start) } else { above })
    }

    /// Where a further import belongs: after the docstring and the imports at the top. True if
    /// there is neither.
    pub fn after_imports(&self) -> (usize, bool) {
        let belongs = |start: usize| {
            let tok = self.tokens.iter().find(|t| t.start == start).map(|t| &t.tok);
            matches!(tok, Some(Tok::Import | Tok::From | Tok::String { .. }))
        };
        let Some(position) = self.statements.iter().position(|&start| !belongs(start)) else {
            return (self.text.len(), false);
        };
        let first = self.statements[position];
        if position == 0 {
            return (self.line_start(first), true);
        }
        let mut end = self.above_comments(first);
        while end > 0 && self.text[self.line_start(end - 1)..end].trim().is_empty() {
            end = self.line_start(end - 1);
        }
        (end, false)
    }

    pub fn identifiers(&self) -> impl Iterator<Item = &str> {
        let names = self.tokens.iter().filter(|t| matches!(t.tok, Tok::Name { .. }));
        names.map(|t| &self.text[t.start..t.end])
    }

    /// Names that the module may bind anywhere, judged by their surroundings: an occurrence that is
    /// not evidently a use counts.
    pub fn maybe_bound(&self) -> HashSet<&str> {
        let code: Vec<_> = self.tokens.iter().filter(|t| !is_layout(&t.tok)).collect();
        let mut bound = HashSet::new();
        for (position, token) in code.iter().enumerate() {
            if let Tok::Name { .. } = &token.tok {
                let before = position.checked_sub(1).map(|p| &code[p].tok);
                let after = code.get(position + 1).map(|t| &t.tok);
                let annotates = position > 1
                    && matches!(code[position - 2].tok, Tok::Name { .. })
                    && (position == 2 || matches!(code[position - 3].tok, Tok::Newline));
                if !is_use(before, after, token.depth > 0 || annotates) {
                    bound.insert(&self.text[token.start..token.end]);
                }
            }
        }
        bound
    }

    pub fn has_star_import(&self) -> bool {
        self.tokens.windows(2).any(|pair| matches!((&pair[0].tok, &pair[1].tok), (Tok::Import, Tok::Star)))
    }
}

fn is_layout(tok: &Tok) -> bool {
    matches!(tok, Tok::Comment(_) | Tok::NonLogicalNewline | Tok::Indent | Tok::Dedent)
}

fn is_use(before: Option<&Tok>, after: Option<&Tok>, annotation: bool) -> bool {
    match before {
        Some(Tok::Dot | Tok::Is | Tok::Not | Tok::EqEqual | Tok::NotEqual | Tok::Return | Tok::Rarrow) => return true,
        Some(Tok::Def | Tok::Class) => return false,
        Some(Tok::Colon) if annotation => return true,
        _ => {}
    }
    matches!(after, Some(Tok::Lpar))
}

/// Starts of the statements that are not nested in another.
fn top_level(tokens: &[Token]) -> Vec<usize> {
    let mut starts = Vec::new();
    let (mut level, mut fresh, mut decorated) = (0i32, true, false);
    for token in tokens {
        match token.tok {
            Tok::Indent => level += 1,
            Tok::Dedent => level -= 1,
            Tok::Newline => fresh = true,
            Tok::Comment(_) | Tok::NonLogicalNewline | Tok::EndOfFile => {}
            _ if fresh => {
                fresh = false;
                let continues = matches!(token.tok, Tok::Else | Tok::Elif | Tok::Except | Tok::Finally);
                if level == 0 && !continues {
                    if !decorated {
                        starts.push(token.start);
                    }
                    decorated = matches!(token.tok, Tok::At);
                }
            }
            _ => {}
        }
    }
    starts
}

/// Whether a string of the text spans several lines, so that its lines cannot be moved.
pub fn has_multiline_string(text: &str) -> bool {
    let all = tokens(text);
    all.is_empty() || all.iter().any(|t| matches!(t.tok, Tok::String { .. }) && text[t.start..t.end].contains('\n'))
}

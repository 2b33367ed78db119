//! A small Python syntax tree and its printer. Emission builds this tree and
//! nothing else, so precedence, line width and indentation are decided in one place.

pub mod expr;
pub mod print;
pub mod rewrite;
pub mod stmt;

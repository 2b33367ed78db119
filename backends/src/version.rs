//! What the module says of a kernel and of one optimized version of it.

use crate::ir::{self, attribute, elements, entry, integers, key, name_of, string, strings, Key, Problem, Result};
use crate::names::Names;
use automphc_dialects::types::{buffer_element, buffer_rank};
use melior::ir::block::BlockLike;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, RegionLike, Type, ValueLike};
use std::collections::{BTreeMap, HashSet};

/// An original function, which stays as the last branch.
pub struct Kernel {
    pub name: String,
    /// Where its first body statement starts.
    pub start: usize,
    pub indent: String,
    pub locals: HashSet<String>,
    pub params: HashSet<String>,
    /// The locals that its own statements bind: other statements may read the others later.
    pub own: HashSet<String>,
    /// The body of a loop, not of a function.
    pub is_loop: bool,
}

impl Kernel {
    pub fn of<'c: 'a, 'a>(op: OperationRef<'c, 'a>, text: &str) -> Result<Self> {
        let name = ir::required_string(op, "sym_name")?.to_string();
        let span = integers(op, "span").unwrap_or_default();
        let start = span.first().and_then(|&start| usize::try_from(start).ok());
        let start = start.filter(|&start| text.is_char_boundary(start));
        let start = start.ok_or_else(|| Problem::of(op, "has no span inside the source"))?;
        let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        Ok(Self {
            name,
            start,
            indent: text[line..]
                .chars()
                .take_while(|c| matches!(c, ' ' | '\t' | '\x0c'))
                .filter(|c| *c != '\x0c')
                .collect(),
            locals: strings(op, "locals").into_iter().collect(),
            params: strings(op, "params").into_iter().collect(),
            own: own_locals(op),
            is_loop: attribute(op, "loop_of").is_some(),
        })
    }

    /// The name by which the interpreter knows an attribute inside the kernel's class.
    pub fn mangled(&self, name: &str) -> String {
        let class = self.name.rsplit('.').nth(1).unwrap_or_default().trim_start_matches('_');
        if name.starts_with("__") && !name.ends_with("__") && !class.is_empty() {
            format!("_{class}{name}")
        } else {
            name.to_string()
        }
    }
}

/// The locals of a function; of the body of a loop, the names that it binds.
fn own_locals<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> HashSet<String> {
    let locals = strings(op, "locals").into_iter();
    if attribute(op, "loop_of").is_none() {
        return locals.collect();
    }
    let mut bound = HashSet::new();
    bound_in(op, &mut bound);
    locals.filter(|name| bound.contains(name)).collect()
}

fn bound_in<'c: 'a, 'a>(op: OperationRef<'c, 'a>, names: &mut HashSet<String>) {
    for inner in (0..op.region_count()).flat_map(|region| ir::body(op, region)) {
        let name = match name_of(inner).as_str() {
            "py.assign" | "py.aug_assign" => ir::string_of(inner, "name"),
            "py.for" => ir::string_of(inner, "target"),
            _ => None,
        };
        names.extend(name.map(str::to_string));
        names.extend(strings(inner, "writes"));
        bound_in(inner, names);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Array,
    List,
    Float,
    Int,
    Complex,
    Bool,
}

impl Kind {
    fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "array" => Self::Array,
            "list" => Self::List,
            "float" => Self::Float,
            "int" => Self::Int,
            "complex" => Self::Complex,
            "bool" => Self::Bool,
            _ => return None,
        })
    }
}

/// An argument of a version: an input of the kernel, or an attribute that it reads.
#[derive(Clone)]
pub struct Arg {
    pub key: Key,
    pub name: String,
    pub kind: Kind,
    /// The axes by which the version names its elements.
    pub rank: usize,
    /// A flat list or array: it has one axis of its own.
    pub flat: bool,
    /// NumPy's name of the element type.
    pub dtype: &'static str,
    pub write_only: bool,
    /// The version binds the name again: it computes with a copy under another name.
    pub carried: bool,
}

impl Arg {
    /// The axes of the list or array itself.
    pub fn depth(&self) -> usize {
        if self.flat {
            1
        } else {
            self.rank
        }
    }
}

pub struct Version<'c, 'a> {
    pub op: OperationRef<'c, 'a>,
    pub kernel: String,
    pub args: Vec<Arg>,
}

impl<'c: 'a, 'a> Version<'c, 'a> {
    /// The version that a function is; None if it is another function.
    pub fn of(op: OperationRef<'c, 'a>) -> Result<Option<Self>> {
        let Some(kernel) = ir::string_of(op, "nparray.kernel").filter(|_| name_of(op) == "func.func") else {
            return Ok(None);
        };
        let block = op.region(0).ok().and_then(|region| region.first_block());
        let block = block.ok_or_else(|| Problem::of(op, "has no body"))?;
        let described = attribute(op, "arg_attrs").map(elements).unwrap_or_default();
        let guards = ir::body(op, 0).into_iter().filter(|guard| ir::string_of(*guard, "kind") == Some("flat"));
        let flats: Vec<Key> = guards.filter_map(|guard| Some(key(ir::operand(guard, 0).ok()?))).collect();
        let mut args = Vec::new();
        for index in 0..block.argument_count() {
            let Ok(value) = block.argument(index) else {
                continue;
            };
            let text = |name: &str| described.get(index).and_then(|a| string(entry(*a, name)?));
            let kind = text("py.kind").and_then(Kind::of_name);
            let (Some(name), Some(kind)) = (text("py.name"), kind) else {
                return Err(Problem::of(op, format!("argument {index} needs 'py.name' and 'py.kind'")));
            };
            let has = |name: &str| described.get(index).and_then(|a| entry(*a, name)).is_some();
            let (write_only, carried) = (has("py.write_only"), has("py.carried"));
            let r#type = value.r#type();
            let dtype = dtype(buffer_element(r#type).unwrap_or(r#type));
            let dtype = dtype.ok_or_else(|| Problem::of(op, format!("argument {index} has no NumPy type")))?;
            let rank = buffer_rank(r#type).unwrap_or(0);
            let flat = flats.contains(&key(value));
            args.push(Arg { key: key(value), name: name.to_string(), kind, rank, flat, dtype, write_only, carried });
        }
        Ok(Some(Self { op, kernel: kernel.to_string(), args }))
    }

    /// The function of a tile of a parallel loop.
    pub fn is_tile(&self) -> bool {
        attribute(self.op, "nparray.tile").is_some()
    }

    /// The version as it was before its loops became parallel.
    pub fn is_fallback(&self) -> bool {
        attribute(self.op, "nparray.fallback").is_some()
    }

    /// The version on copies of what it binds again, and the names of these copies with the program's own.
    pub fn on_copies_of_carried(&self, names: &mut Names) -> (Self, Vec<(String, String)>) {
        let mut copies = Vec::new();
        let mut args = self.args.clone();
        for arg in args.iter_mut().filter(|arg| arg.carried) {
            let copy = names.fresh(&format!("old_{}", arg.name));
            copies.push((copy.clone(), std::mem::replace(&mut arg.name, copy)));
        }
        (Self { op: self.op, kernel: self.kernel.clone(), args }, copies)
    }

    pub fn has_lists(&self) -> bool {
        self.args.iter().any(|arg| arg.kind == Kind::List)
    }

    pub fn arg(&self, key: Key) -> Option<&Arg> {
        self.args.iter().find(|arg| arg.key == key)
    }
}

/// NumPy's name of an element type.
pub fn dtype(element: Type) -> Option<&'static str> {
    Some(match element.to_string().as_str() {
        "f64" => "float64",
        "f32" => "float32",
        "f16" => "float16",
        "i1" => "bool_",
        "i8" => "int8",
        "i16" => "int16",
        "i32" => "int32",
        "i64" | "index" => "int64",
        "ui8" => "uint8",
        "ui16" => "uint16",
        "ui32" => "uint32",
        "ui64" => "uint64",
        "complex<f64>" => "complex128",
        "complex<f32>" => "complex64",
        _ => return None,
    })
}

/// Names that the module's imports bind, and what they stand for.
pub fn bindings<'c: 'a, 'a>(module: OperationRef<'c, 'a>) -> BTreeMap<String, String> {
    let all = attribute(module, "py.imports").map(ir::entries).unwrap_or_default();
    all.into_iter().filter_map(|(name, value)| Some((name, ir::string(value)?.to_string()))).collect()
}

//! One branch of a decision tree: `if` the guards hold, the optimized block,
//! and a return.

use crate::affine::{product, Indices, Linear};
use crate::body::{merge, written_by, Body, Lines, Located, Texts};
use crate::emit::Emitter;
use crate::guard;
use crate::ir::{self, attribute, elements, entry, integer, name_of, Key, Problem, Result};
use crate::library::Library;
use crate::lists::{Back, Written};
use crate::names::Names;
use crate::python::expr::{Expr, Item, Junction, Operator};
use crate::python::rewrite::{is_assigned, occurrences, replace};
use crate::python::stmt::Stmt;
use crate::source::Source;
use crate::version::{Arg, Kernel, Kind, Version};
use melior::ir::operation::OperationLike;
use melior::ir::OperationRef;
use std::collections::HashMap;

/// Longest quotation of a source line in a comment.
const QUOTED: usize = 60;

/// The branch of a version.
pub fn branch<'c: 'a, 'a>(
    emitter: &mut Emitter,
    kernel: &Kernel,
    version: &Version<'c, 'a>,
    device: Option<&Version<'c, 'a>>,
) -> Result<Stmt> {
    let mut names = emitter.names.clone();
    names.reserve(kernel.locals.iter().chain(&kernel.params));
    let (version, copies) = version.on_copies_of_carried(&mut names);
    let version = &version;
    let (mut indices, converted) = known(version, &mut names);
    let (guards, operations): (Vec<_>, Vec<_>) =
        ir::body(version.op, 0).into_iter().partition(|op| name_of(*op) == "nparray.guard");
    let library = &mut emitter.library;
    flats(&guards, version, &mut indices, library)?;
    let accepts = |device: &&Version| attribute(device.op, "nparray.device_arguments").is_some();
    let module = device.filter(accepts).map(|_| names.fresh("xp"));
    let mut condition = guard::condition(version, &guards, kernel, library, &indices, &converted, module.clone())?;
    let texts = Texts { source: &emitter.source, path: emitter.path, insertions: &emitter.insertions };
    let mut body = Body::new(version, kernel, texts, library, names, indices);
    body.copied = copies.iter().map(|(_, original)| original.clone()).collect();
    body.nonzero = guards.iter().filter_map(|guard| guard::nonzero_argument(version, *guard)).collect();
    // The program is as fast on the host: behind the part for the device it goes on by itself.
    let device_alone = attribute(version.op, "nparray.host_loses").is_some();
    if device_alone && device.is_none() {
        return Err(Problem::refusal(version.op.location(), "it gains on a GPU alone"));
    }
    let prologue = body.copy_scalars(version, &operations)?;
    let located = if device_alone { Vec::new() } else { body.lower(&operations)? };
    let returned = body.returned.take();
    let (mut names, indices) = (body.names, body.indices);
    let mut block = commented(located, &emitter.source);
    let leave = Stmt::Return(returned);
    let library = &mut emitter.library;
    if version.has_lists() {
        let mut copied = prologue;
        copied.extend(reshaped(version, &indices));
        copied.extend(empty_copies(version, &converted, &indices, library));
        let mut back = write_back(version, &converted, &indices, library, &mut names)?;
        back.push(leave);
        block = copied.into_iter().chain([attempt(version, block, back, library)]).collect();
    } else {
        if !device_alone && !kernel.is_loop && !matches!(block.last(), Some(Stmt::Verbatim(lines)) if returns(lines)) {
            block.push(leave);
        }
        if let Some(device) = device {
            let attempt = crate::device::attempt(emitter, kernel, device, module, &mut names)?;
            block.splice(..0, attempt);
        }
        block.splice(..0, reshaped(version, &indices));
    }
    let library = &mut emitter.library;
    let mut bound = bind_repeated(version, &indices, &mut block, library, &mut names);
    let mut body = Vec::new();
    for (copy, original) in copies {
        let (copy, original) = (Expr::name(copy), Expr::name(original));
        if occurrences(&mut block, &copy) + occurrences(&mut bound, &copy) > 0 {
            body.push(Stmt::Assign(copy.clone(), original.clone()));
        }
        // The guards come first.
        condition = condition.into_iter().map(|test| replaced(test, &copy, &original)).collect();
    }
    body.append(&mut bound);
    body.append(&mut block);
    let condition = match condition.len() {
        0 => Expr::Bool(true),
        1 => condition.remove(0),
        _ => Expr::Junction(Junction::And, condition),
    };
    Ok(Stmt::If { condition, body, other: Vec::new() })
}

fn replaced(expr: Expr, from: &Expr, to: &Expr) -> Expr {
    let mut whole = [Stmt::Expr(expr.clone())];
    replace(&mut whole, from, to);
    match whole {
        [Stmt::Expr(new)] => new,
        _ => expr,
    }
}

/// The text is a return statement.
pub fn returns(lines: &[String]) -> bool {
    let after = lines.first().and_then(|line| line.strip_prefix("return"));
    after.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '(', '[', '{', '-']))
}

/// What the arguments are called, and the names of the arrays that lists are converted to.
pub fn known(version: &Version, names: &mut Names) -> (Indices, HashMap<Key, String>) {
    let (mut indices, mut converted) = (Indices::default(), HashMap::new());
    for arg in &version.args {
        let expr = Expr::name(&*arg.name);
        match arg.kind {
            Kind::Int => {
                indices.names.insert(arg.key, expr);
            }
            Kind::Array => {
                let view = if arg.flat { Expr::name(names.fresh(&attribute_name(&arg.name))) } else { expr };
                indices.arrays.insert(arg.key, view);
            }
            Kind::List => {
                let last = arg.name.rsplit('.').next().unwrap_or_default();
                let array = names.fresh(last);
                indices.arrays.insert(arg.key, Expr::name(&*array));
                indices.lists.insert(arg.key, expr);
                converted.insert(arg.key, array);
            }
            _ => {}
        }
    }
    (indices, converted)
}

/// The axes of flat lists and arrays.
fn flats<'c: 'a, 'a>(
    guards: &[OperationRef<'c, 'a>],
    version: &Version<'c, 'a>,
    indices: &mut Indices,
    library: &mut Library,
) -> Result<()> {
    for guard in guards.iter().filter(|guard| ir::string_of(**guard, "kind") == Some("flat")) {
        let operands = ir::operands(*guard);
        let Some(arg) = operands.first().and_then(|array| version.arg(ir::key(*array))) else { continue };
        let factors = ir::integers(*guard, "factors").unwrap_or_default();
        let factors = factors.into_iter().chain(std::iter::repeat(1));
        let sizes = operands.iter().skip(1).zip(factors).map(|(size, factor)| {
            let size = indices.linear(*size, library)?.to_expr();
            Ok(if factor == 1 { size } else { Expr::binary(Operator::Multiply, Expr::Int(factor), size) })
        });
        let sizes = sizes.collect::<Result<Vec<_>>>()?;
        indices.flats.insert(arg.key, (Expr::name(&*arg.name), sizes));
    }
    Ok(())
}

/// `a = a[: len(a) // n * n].reshape(-1, n)`, a view; of lists, of the array that they were converted to.
fn reshaped(version: &Version, indices: &Indices) -> Vec<Stmt> {
    let mut all = Vec::new();
    for arg in version.args.iter().filter(|arg| arg.flat && !arg.write_only) {
        let (Some((name, sizes)), Some(view)) = (indices.flats.get(&arg.key), indices.arrays.get(&arg.key)) else {
            continue;
        };
        let source = if arg.kind == Kind::List { view } else { name };
        let rows = Expr::binary(Operator::FloorDivide, source.clone().attribute("size"), product(sizes));
        let used = Expr::binary(Operator::Multiply, rows, product(sizes));
        let whole = source.clone().subscript(vec![Item::range(Expr::Int(0), Some(used))]);
        let shape = [Expr::Int(-1)].into_iter().chain(sizes.iter().cloned()).collect();
        all.push(Stmt::Assign(view.clone(), whole.attribute("reshape").call(shape)));
    }
    all
}

/// Each group of statements under a comment that names the source lines it stands for.
pub fn commented(located: Vec<Located>, source: &Source) -> Vec<Stmt> {
    let mut groups: Vec<(Lines, Vec<Stmt>)> = Vec::new();
    for Located { stmt, lines } in located {
        match groups.last_mut() {
            Some((known, body)) if lines.is_none() || overlaps(*known, lines) => {
                *known = merge(*known, lines);
                body.push(stmt);
            }
            _ => groups.push((lines, vec![stmt])),
        }
    }
    let mut block = Vec::new();
    for (lines, body) in groups {
        if let Some((first, last)) = lines {
            let range = if first == last { format!("line {first}") } else { format!("lines {first}-{last}") };
            let quoted = Some(shortened(source.line(first))).filter(|line| !line.is_empty());
            block.push(Stmt::Comment(quoted.map_or(range.clone(), |line| format!("{range}: {line}"))));
        }
        block.extend(body);
    }
    block
}

fn overlaps(a: Lines, b: Lines) -> bool {
    matches!((a, b), (Some((a, b)), Some((c, d))) if a <= d && c <= b)
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{} ...", line[..end].trim_end()),
        None => line.to_string(),
    }
}

/// Attributes and sizes that the block reads several times are read once.
pub fn bind_repeated(
    version: &Version,
    indices: &Indices,
    block: &mut [Stmt],
    library: &mut Library,
    names: &mut Names,
) -> Vec<Stmt> {
    let mut bound = Vec::new();
    let attributes = version.args.iter().filter(|arg| arg.name.contains('.') && arg.kind != Kind::List);
    let attributes = attributes.map(|arg| (Expr::name(&*arg.name), attribute_name(&arg.name)));
    let mut candidates: Vec<(Expr, String)> = attributes.collect();
    for arg in version.args.iter().filter(|arg| matches!(arg.kind, Kind::Array | Kind::List)) {
        // The other axes of a flat list or array are sizes that have a name.
        for axis in 0..i64::try_from(arg.depth()).unwrap_or(0) {
            let base = ["rows", "columns"].get(usize::try_from(axis).unwrap_or(2)).unwrap_or(&"size");
            candidates.extend(indices.size(arg.key, axis, library).map(|size| (size, base.to_string())));
        }
    }
    for (expr, base) in candidates {
        // A size is that of the array's new name.
        let mut expr = vec![Stmt::Expr(expr)];
        for statement in &bound {
            if let Stmt::Assign(name, value) = statement {
                replace(&mut expr, value, name);
            }
        }
        let Some(Stmt::Expr(expr)) = expr.pop() else { continue };
        if occurrences(block, &expr) > 1 && !is_assigned(block, &expr) {
            let name = Expr::name(names.fresh(&base));
            replace(block, &expr, &name);
            bound.push(Stmt::Assign(name, expr));
        }
    }
    bound
}

fn attribute_name(path: &str) -> String {
    path.rsplit('.').next().unwrap_or(path).to_lowercase()
}

/// `np.zeros` for the lists that are only written: lanes that a mask drops compute
/// on what is there, and garbage might be a fault.
fn empty_copies(
    version: &Version,
    converted: &HashMap<Key, String>,
    indices: &Indices,
    library: &mut Library,
) -> Vec<Stmt> {
    let mut all = Vec::new();
    for arg in version.args.iter().filter(|arg| arg.kind == Kind::List && arg.write_only) {
        let axes = 0..i64::try_from(arg.rank).unwrap_or(0);
        let mut sizes: Vec<_> = axes.filter_map(|axis| indices.size(arg.key, axis, library)).collect();
        let shape = if sizes.len() == 1 { sizes.remove(0) } else { Expr::Tuple(sizes) };
        if let Some(name) = converted.get(&arg.key) {
            all.push(Stmt::Assign(Expr::name(&**name), library.numpy("zeros").call(vec![shape])));
        }
    }
    all
}

/// The computation on copies: a fault leaves the lists alone and the original statements run.
fn attempt(version: &Version, block: Vec<Stmt>, back: Vec<Stmt>, library: &mut Library) -> Stmt {
    let state_of = |fault: &str, reaction: &str| (fault.to_string(), Expr::Str(reaction.to_string()));
    let state =
        library.numpy("errstate").call_with(Vec::new(), vec![state_of("all", "raise"), state_of("under", "ignore")]);
    let fault = library.builtin("ArithmeticError");
    let except = if uses_math(version.op) { Expr::Tuple(vec![fault, library.builtin("ValueError")]) } else { fault };
    Stmt::Try { body: vec![Stmt::With(state, block)], except, handler: None, other: back }
}

/// Functions of `math` raise ValueError outside their domain.
fn uses_math<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> bool {
    let called = |name: &str| ir::string_of(op, name).is_some_and(|full| full.starts_with("math."));
    called("callee") || called("function") || (0..op.region_count()).any(|r| ir::body(op, r).into_iter().any(uses_math))
}

/// The assignments that bring the written cells back into the lists. All conversions come before
/// the first write: what fails in one leaves the lists alone.
fn write_back<'c: 'a, 'a>(
    version: &Version<'c, 'a>,
    converted: &HashMap<Key, String>,
    indices: &Indices,
    library: &mut Library,
    names: &mut Names,
) -> Result<Vec<Stmt>> {
    let ints = version.args.iter().filter(|arg| arg.kind == Kind::Int);
    let mut symbols: Vec<_> = ints.filter_map(|arg| indices.names.get(&arg.key).cloned().map(Linear::atom)).collect();
    for arg in version.args.iter().filter(|arg| arg.kind == Kind::List) {
        let axes = 0..i64::try_from(arg.rank).unwrap_or(0);
        symbols.extend(axes.filter_map(|axis| indices.size(arg.key, axis, library)).map(Linear::atom));
    }
    let mut all = Back::default();
    for region in attribute(version.op, "py.written").map(elements).unwrap_or_default() {
        let index = entry(region, "array").and_then(integer).and_then(|i| usize::try_from(i).ok());
        let arg: Option<&Arg> = index.and_then(|index| version.args.get(index));
        let (Some(arg), Some(set)) = (arg, entry(region, "set")) else {
            return Err(Problem::of(version.op, "has a written region without 'array' or 'set'"));
        };
        let Some(array) = converted.get(&arg.key) else {
            continue;
        };
        let written = Written {
            list: Expr::name(&*arg.name),
            array: Expr::name(&**array),
            rank: arg.rank,
            flat: indices.flats.get(&arg.key).map(|(_, sizes)| sizes.as_slice()).unwrap_or_default(),
            write_only: arg.write_only,
            symbols: &symbols,
        };
        let back = written.statements(set, version.op.location(), library, names)?;
        all.staged.extend(back.staged);
        all.writes.extend(back.writes);
    }
    all.staged.extend(all.writes);
    Ok(all.staged)
}

impl Body<'_> {
    /// On copies of lists, and for a GPU, parameters that the version writes are copied too: after a fault the
    /// original statements must find them as they were.
    pub fn copy_scalars<'c: 'a, 'a>(
        &mut self,
        version: &Version<'c, 'a>,
        operations: &[OperationRef<'c, 'a>],
    ) -> Result<Vec<Stmt>> {
        let mut copies = Vec::new();
        if !self.on_copies && self.device.is_none() {
            return Ok(copies);
        }
        for arg in version.args.iter().filter(|arg| !matches!(arg.kind, Kind::Array | Kind::List | Kind::Int)) {
            if !operations.iter().any(|op| written_by(*op, arg.key)) {
                continue;
            }
            if arg.name.contains('.') {
                return Err(Problem::refusal(version.op.location(), "an attribute is written beside copies"));
            }
            let name = self.names.fresh(&arg.name);
            self.bind_buffer(arg.key, &name);
            copies.push(Stmt::Assign(Expr::name(name), Expr::name(&*arg.name)));
        }
        Ok(copies)
    }
}

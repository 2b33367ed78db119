//! `convert-py-to-nparray`: an optimizable version of each kernel, on typed arrays.
//!
//! before: py.for "i" in %range { py.aug_store "add" %v, %mean[%i] }
//! after:  func.func private @"kernel$version0"(%mean: !nparray.array<?xf64> {py.name = "mean"}, %n: index) {
//!           nparray.guard "type"(%mean) {type = "numpy.ndarray"}
//!           affine.for %i = 0 to %n {
//!             %0 = nparray.view %mean[%i] {axes = ["index"]}
//!             nparray.store %v, %0 {update = "add"} } }
//!
//! Legal: under the version's guards each operation reads and writes what the
//! Python statement does. A statement without such an operation stays as text
//! (`py.opaque`), a loop around it as a whole; a kernel on lists is converted
//! as a whole or not at all. The `py.func` is not changed; copies of it with
//! further types (`typing_of`) become further versions, and are erased.
//! A loop that stays as text gets versions of its body (`lower/iteration.rs`).
//! Not handled: while loops as a whole, early returns, fancy subscripts, integer
//! arithmetic that is not affine, functions outside the knowledge base.
//! Decisions are made on plain data (`lower`, `plan`), then built (`emit`).

mod columns;
mod emit;
pub(crate) use emit::parameter;
mod kinds;
mod liveness;
mod lower;
mod plan;
mod signature;
mod text;

use crate::knowledge;
use crate::py_infer_types::tree::{self, Function};
use crate::py_infer_types::ty::Ty;
use crate::version;
use automphc_dialects::diagnostic::{emit as report, remark, Severity};
use automphc_dialects::ir::{self, context_of};
use automphc_dialects::panics::caught;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::KnowledgeBase;
use liveness::Names;
use lower::Lowering;
use melior::ir::attribute::{ArrayAttribute, TypeAttribute};
use melior::ir::operation::OperationLike;
use melior::ir::{Location, OperationRef, RegionLike};
use plan::{Kind, Step};

pub const PASS: PassInfo = PassInfo {
    argument: "convert-py-to-nparray",
    description: "build a version of each kernel on typed arrays and affine loops",
    run,
};

fn run<'c, 'a>(module: OperationRef<'c, 'a>, options: &Options) -> PassResult {
    let kb = knowledge::of(module, options)?;
    convert_module(module, &kb);
    Ok(())
}

fn convert_module<'c>(module: OperationRef<'c, 'c>, kb: &KnowledgeBase) {
    let source = tree::string_attribute(module, "py.source").unwrap_or_default();
    let block = module.region(0).ok().and_then(|region| region.first_block());
    let kernels: Vec<_> = block.into_iter().flat_map(tree::operations).filter(|op| tree::is(*op, "py.func")).collect();
    let mut loops = Loops::default();
    for (position, kernel) in kernels.iter().enumerate() {
        let function = tree::function(*kernel);
        if is_copy(*kernel) || kernel.has_attribute("lambda") || loops.are_modelled_around(&function) {
            continue;
        }
        if let Some(reason) = &function.refused {
            remark(kernel.location(), &format!("{} stays as it is: {reason}", function.name));
        }
        if function.refused.is_none() {
            let copies = kernels[position + 1..].iter().copied().take_while(|op| is_copy(*op));
            let typings: Vec<_> = [*kernel].into_iter().chain(copies).collect();
            let texts = versions(&function, &typings, &source, kb);
            loops.add(function, texts);
        }
    }
    kernels.into_iter().filter(|op| is_copy(*op)).for_each(ir::erase);
    // Versions that do not verify are removed.
    version::each(module, |_| Ok(()));
}

/// Further types of the function before it.
fn is_copy(kernel: OperationRef) -> bool {
    kernel.has_attribute("typing_of")
}

/// Byte ranges in the source.
type Span = (usize, usize);
type Spans = Vec<Span>;

/// The functions and bodies of loops with versions, and what these keep as text.
#[derive(Default)]
struct Loops {
    texts: Vec<(String, Option<Span>, Spans)>,
}

impl Loops {
    fn add(&mut self, function: Function, texts: Option<Spans>) {
        let span = function.iteration.map(|iteration| iteration.span);
        self.texts.extend(texts.map(|texts| (function.name, span, texts)));
    }

    /// The function is the body of a loop that the version of something around it models.
    fn are_modelled_around(&self, function: &Function) -> bool {
        let Some(iteration) = &function.iteration else { return false };
        let inside = |outer: &(usize, usize)| outer.0 <= iteration.span.0 && iteration.span.1 <= outer.1;
        self.texts.iter().any(|(name, span, texts)| {
            let around =
                span.as_ref().map_or(*name == iteration.function, |span| inside(span) && *span != iteration.span);
            around && !texts.iter().any(inside)
        })
    }
}

/// Builds the versions of a kernel, one for each of its typings. Returns what
/// the likeliest of them keeps as text.
fn versions<'c>(
    function: &Function,
    typings: &[OperationRef<'c, 'c>],
    source: &str,
    kb: &KnowledgeBase,
) -> Option<Spans> {
    let name = &function.name;
    let mut texts = None;
    let mut problems = Vec::new();
    let mut tried = Vec::new();
    for typing in typings {
        tried.push((*typing, Names::new()));
        let columns = columns::candidates(&tree::function(*typing));
        tried.extend((!columns.is_empty()).then_some((*typing, columns)));
    }
    for (version, (typing, columns)) in tried.iter().enumerate() {
        let function = Function { name: name.clone(), ..tree::function(*typing) };
        // A panic is a bug, but no reason to give up the other kernels.
        let outcome = caught(|| convert(*typing, &function, columns, version, source, kb))
            .unwrap_or_else(|reason| Err(Problem { location: typing.location(), reason, notes: Vec::new() }));
        match outcome {
            Ok(found) => texts = texts.or(Some(found)),
            Err(problem) => {
                problems.push((signature::described(&function.params, &param_types(*typing)), problem));
            }
        }
    }
    let none = problems.len() == tried.len();
    // That nothing is gained in a loop by itself is no news.
    problems.retain(|(_, problem)| function.iteration.is_none() || !problem.reason.starts_with(NOTHING));
    // Without any version, that of the likeliest types is what is missed.
    for (types, problem) in problems.iter().take(if none { 1 } else { typings.len() }) {
        let what = if none { "stays as it is".to_string() } else { format!("has no version for {types}") };
        report(problem.location, Severity::Remark, &format!("{name} {what}: {}", problem.reason), &problem.notes);
    }
    texts
}

const NOTHING: &str = "no statement on arrays is modelled";

/// Why there is no version.
struct Problem<'c> {
    location: Location<'c>,
    reason: String,
    notes: Vec<(Location<'c>, String)>,
}

fn convert<'c>(
    kernel: OperationRef<'c, 'c>,
    function: &Function<'c>,
    columns: &Names,
    version: usize,
    source: &str,
    kb: &KnowledgeBase,
) -> Result<Spans, Problem<'c>> {
    let problem = |location, reason: &str| Problem { location, reason: reason.to_string(), notes: Vec::new() };
    let lowering = lower::lower(kb, source, function, &param_types(kernel), columns);
    let mut lowering = lowering.map_err(|declined| problem(declined.location, &declined.reason))?;
    lowering.plan.drop_repeated();
    if !worth_it(&lowering) {
        let notes = lowering.declined.iter().map(|why| (why.location, why.reason.clone())).collect();
        return Err(Problem { notes, ..problem(kernel.location(), NOTHING) });
    }
    for why in &lowering.declined {
        remark(why.location, &format!("stays as it is: {}", why.reason));
    }
    let built = emit::emit(context_of(&kernel), kernel, &lowering, version);
    built.ok_or_else(|| problem(kernel.location(), "the version cannot be built"))?;
    let texts = text::texts(&lowering.plan).into_iter();
    Ok(texts.filter_map(|text| text.span).collect())
}

/// Types of the parameters, and of the variables of the module.
fn param_types(kernel: OperationRef) -> Vec<Ty> {
    let mut all = Vec::new();
    for name in ["param_types", "variable_types"] {
        let types = kernel.attribute(name).ok().and_then(|a| ArrayAttribute::try_from(a).ok());
        let Some(types) = types else { continue };
        let item = |at| TypeAttribute::try_from(types.element(at).ok()?).ok();
        all.extend((0..types.len()).map(|at| item(at).map_or(Ty::Object, |ty| Ty::of(ty.value()))));
    }
    all
}

/// Some modelled statement stores into, or computes, an array.
fn worth_it(lowering: &Lowering) -> bool {
    let plan = &lowering.plan;
    let models = plan.steps.iter().any(|step| !matches!(step, Step::Opaque(_) | Step::Keep(_)));
    let array = |id: &usize| plan.value(*id).ty.rank > 0 && !matches!(plan.value(*id).kind, Kind::View { .. });
    models && plan.used().iter().any(array)
}

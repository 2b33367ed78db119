//! The knowledge base and the loops agree: the equation of every sample call,
//! expanded to affine loops and read back from them, is the same equation.
//!
//! In: the sample calls of the standard entries, each as `nparray.call` into an
//! array of its own. Out: equality of canonical forms. Sizes count as equal where
//! the call requires it, and an axis of size 1 is an axis that memory does not
//! have. Calls without an array form in float64 are skipped and counted; anything
//! else is a failure.

use automphc_dialects::pass::Options;
use automphc_kb::{
    canonical, dim_name, Affine, Argument, Body, DType, DimRef, Equation, Expr, Index, Instance, KnowledgeBase, Number,
    Param, Sample,
};
use automphc_passes::scop::read::{definition, read};
use automphc_passes::scop::{visit_statements, Lin, Loop, Scop, Statement, Term, Var};
use automphc_passes::{convert_nparray_to_affine, version};
use melior::ir::attribute::IntegerAttribute;
use melior::ir::block::BlockArgument;
use melior::ir::operation::OperationLike;
use melior::ir::Module;
use melior::Context;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// At least so many samples are compared: a change that makes the check pass
/// over most of them is noticed.
const COMPARED: usize = 900;

const NO_EQUATION: &str = "no equation";
const VIEW: &str = "a view";
const SIZES: &str = "sizes as arguments";
const TYPES: &str = "neither float64 nor bool";
const PARAMETER: &str = "a parameter that no attribute holds";

/// An array of the version: an argument of the call, or its result. Axes of
/// size 1 are made by the call's view of it.
struct Operand {
    element: &'static str,
    units: Vec<bool>,
}

impl Operand {
    fn new(dtype: DType, units: Vec<bool>) -> Result<Self, &'static str> {
        match dtype {
            DType::F64 => Ok(Self { element: "f64", units }),
            DType::Bool => Ok(Self { element: "i1", units }),
            _ => Err(TYPES),
        }
    }

    fn of_argument(argument: &Argument) -> Result<Self, &'static str> {
        match argument {
            Argument::Array { ty, dims } => Self::new(ty.dtype, dims.iter().map(|d| *d == Some(1)).collect()),
            _ => Err(SIZES),
        }
    }

    /// Type in memory, type of the view, and the view's axes.
    fn text(&self) -> (String, String, String) {
        let array = |rank: usize| format!("!nparray.array<{}{}>", "?x".repeat(rank), self.element);
        let memory = self.memory_axes().count();
        let axes = self.units.iter().map(|unit| if *unit { "\"newaxis\"" } else { "\"all\"" });
        (array(memory), array(self.units.len()), axes.collect::<Vec<_>>().join(", "))
    }

    /// The call's axes that memory has, in order.
    fn memory_axes(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.units.len()).filter(|axis| !self.units[*axis])
    }
}

/// A sample call that the array form can express.
struct Call {
    callee: String,
    parameters: String,
    /// The arguments, then the result.
    operands: Vec<Operand>,
    equation: Equation<String>,
    /// What the sizes of operands are, where the call says so.
    sizes: BTreeMap<String, Affine<String>>,
}

impl Call {
    fn new(base: &KnowledgeBase, sample: &Sample) -> Result<Self, &'static str> {
        let instance =
            base.instantiate(&sample.name, &sample.arguments, &sample.params).expect("samples are calls that fit");
        let Body::Equation(equation) = instance.body.clone() else { return Err(NO_EQUATION) };
        if instance.view {
            return Err(VIEW);
        }
        let equation = compared_with_zero(sample, named_apart(&sample.name, equation));
        let mut operands =
            sample.arguments.iter().map(Operand::of_argument).collect::<Result<Vec<_>, &'static str>>()?;
        let units = instance.result_shape.iter().map(|size| size.as_constant() == Some(1)).collect();
        operands.push(Operand::new(instance.result.dtype, units)?);
        let parameters = sample.params.iter().map(|(name, value)| Some(format!("{name} = {}", attribute(value)?)));
        let parameters = parameters.collect::<Option<Vec<_>>>().ok_or(PARAMETER)?.join(", ");
        let sizes = sizes(&instance, &operands);
        Ok(Self { callee: sample.name.clone(), parameters, operands, equation, sizes })
    }

    /// A version that stores the call's result into its last argument.
    fn module(&self) -> String {
        let (mut arguments, mut body) = (vec![], String::new());
        for (n, operand) in self.operands.iter().enumerate() {
            let (memory, view, axes) = operand.text();
            arguments.push(format!("%a{n}: {memory} {{py.name = \"a{n}\", py.kind = \"array\"}}"));
            let short = view.trim_start_matches("!nparray.array");
            body += &format!("  %v{n} = nparray.view %a{n}[] {{axes = [{axes}]}} : {memory} -> {short}\n");
        }
        let count = self.operands.len() - 1;
        let values = (0..count).map(|n| format!("%v{n}")).collect::<Vec<_>>().join(", ");
        let types = self.operands[..count].iter().map(|o| o.text().1).collect::<Vec<_>>().join(", ");
        let result = self.operands[count].text().1;
        let (callee, parameters) = (&self.callee, &self.parameters);
        body += &format!("  %r = nparray.call \"{callee}\"({values}) with {{{parameters}}} : ({types}) -> {result}\n");
        body += &format!("  nparray.store %r, %v{count} : {result}, {result}\n  return\n");
        let arguments = arguments.join(", ");
        format!("func.func private @\"k$version0\"({arguments}) attributes {{nparray.kernel = \"k\"}} {{\n{body}}}\n")
    }

    /// The form that is compared: sizes by one name each, no index over an axis
    /// of size 1, numbers as float64 holds them.
    fn comparable(&self, equation: &Equation<String>) -> Equation<String> {
        let size = |a: &Affine<String>| a.map(|name| self.size(name));
        let index = |i: &Index<String>| Index { variable: i.variable.clone(), extent: size(&i.extent) };
        let outputs: Vec<_> = equation.outputs.iter().map(index).collect();
        let reductions: Vec<_> = equation.reductions.iter().map(index).collect();
        let is_unit = |i: &Index<String>| i.extent.as_constant() == Some(1);
        let is_zero = |name: &String| outputs.iter().chain(&reductions).any(|i| i.variable == *name && is_unit(i));
        let value = |name: &String| if is_zero(name) { Affine::constant(0) } else { self.size(name) };
        let body = numbers_as_floats(&equation.body.map(&mut |a| a.map(value), &mut |array| array));
        let reductions = reductions.iter().filter(|i| !is_unit(i)).cloned().collect();
        let form = canonical(&Equation { outputs, reductions, combine: equation.combine.clone(), body });
        canonical(&Equation { body: numbers_as_floats(&form.body), ..form })
    }

    /// The size of this name by another, if the call says what it is.
    fn size(&self, name: &String) -> Affine<String> {
        match self.sizes.get(name) {
            Some(known) => known.map(|inner| self.size(inner)),
            None => Affine::var(name.clone()),
        }
    }
}

/// `math.sqrt` raises where `numpy.sqrt` warns: in loops it keeps its full name.
fn named_apart(callee: &str, mut equation: Equation<String>) -> Equation<String> {
    if let (true, Expr::Apply { function, .. }) = (callee.starts_with("math."), &mut equation.body) {
        *function = callee.to_string();
    }
    equation
}

/// Sizes that a call fixes: 1 for axes of that size, those of its result, and
/// for sizes that must be equal one of them.
fn sizes(instance: &Instance, operands: &[Operand]) -> BTreeMap<String, Affine<String>> {
    let mut sizes = BTreeMap::new();
    for (n, operand) in operands.iter().enumerate() {
        let units = (0..operand.units.len()).filter(|axis| operand.units[*axis]);
        sizes.extend(units.map(|axis| (dim_name(DimRef::Axis(n, axis)), Affine::constant(1))));
    }
    for (axis, size) in instance.result_shape.iter().enumerate() {
        let name = dim_name(DimRef::Axis(operands.len() - 1, axis));
        sizes.entry(name).or_insert_with(|| size.map(|dim| Affine::var(dim_name(*dim))));
    }
    for (a, b) in &instance.equal {
        let (a, b) = (root(&sizes, *a), root(&sizes, *b));
        if a != b {
            sizes.entry(b).or_insert_with(|| Affine::var(a));
        }
    }
    sizes
}

/// The name that stands for a size and all that equal it.
fn root(sizes: &BTreeMap<String, Affine<String>>, dim: DimRef) -> String {
    let mut name = dim_name(dim);
    while let Some(next) = sizes.get(&name).and_then(|size| size.as_var()) {
        name.clone_from(next);
    }
    name
}

/// Every number of a float64 equation is a float64.
fn numbers_as_floats(body: &Expr<String>) -> Expr<String> {
    match body {
        Expr::Number(Number::Int(n)) => Expr::Number(Number::Float(*n as f64)),
        Expr::Apply { function, arguments } => {
            Expr::Apply { function: function.clone(), arguments: arguments.iter().map(numbers_as_floats).collect() }
        }
        other => other.clone(),
    }
}

/// A parameter as the text of an attribute.
fn attribute(param: &Param) -> Option<String> {
    Some(match param {
        Param::None => "unit".to_string(),
        Param::Bool(value) => value.to_string(),
        Param::Int(value) => format!("{value} : i64"),
        Param::Float(value) => format!("{value:e} : f64"),
        Param::Str(text) => format!("{text:?}"),
        Param::Ints(items) => {
            let items: Vec<_> = items.iter().map(|n| format!("{n} : i64")).collect();
            format!("[{}]", items.join(", "))
        }
        Param::Axes(..) => return None,
        Param::DType(dtype) => format!("\"{}\"", dtype.name()),
    })
}

type Indices = Vec<Index<String>>;

/// A version's loops, read as the equation of its last argument.
struct Reader<'r, 'c, 'a> {
    scop: &'r Scop<'c, 'a>,
    operands: &'r [Operand],
}

impl Reader<'_, '_, '_> {
    fn equation(&self) -> Result<Equation<String>, String> {
        let mut found: Vec<(Vec<&Loop>, &Statement)> = vec![];
        visit_statements(&self.scop.body, &mut vec![], &mut |loops, s| found.push((loops.to_vec(), s)));
        let (combine, body) = match found.as_slice() {
            [(_, only)] => (None, &only.value),
            [(_, reset), (_, sum)] if reset.write == sum.write => {
                let (combine, term) = sum.accumulation().ok_or("the second statement is no accumulation")?;
                if !is_identity(combine, &reset.value) {
                    return Err(format!("a reduction by {combine} starts from {:?}", reset.value));
                }
                (Some(combine.to_string()), term)
            }
            _ => return Err(format!("{} statements", found.len())),
        };
        let (loops, statement) = found.last().ok_or("no statement")?;
        let (outputs, reductions) = self.indices(loops, statement)?;
        Ok(Equation { outputs, reductions, combine, body: self.term(body)? })
    }

    /// The loops of the written index, in its order, and the other loops.
    fn indices(&self, loops: &[&Loop], statement: &Statement) -> Result<(Indices, Indices), String> {
        let mut rest = loops.iter().map(|l| self.index(l)).collect::<Result<Vec<_>, _>>()?;
        let target = self.operands.len() - 1;
        if statement.write.array != target {
            return Err("another array than the result is written".into());
        }
        let mut outputs = vec![];
        for (axis, at) in self.with_units(target, &statement.write.index)?.iter().enumerate() {
            if *at == Affine::constant(0) && self.operands[target].units[axis] {
                outputs.push(Index { variable: format!("unit{axis}"), extent: Affine::constant(1) });
                continue;
            }
            let variable = at.as_var().ok_or("the result is not written at loop variables")?;
            let position = rest.iter().position(|i| i.variable == *variable).ok_or("a loop that writes two axes")?;
            outputs.push(rest.remove(position));
        }
        Ok((outputs, rest))
    }

    fn index(&self, l: &Loop) -> Result<Index<String>, String> {
        match (l.lower.as_slice(), l.upper.as_slice()) {
            ([lower], [upper]) if lower.as_constant() == Some(0) => {
                Ok(Index { variable: loop_name(l.id), extent: self.affine(upper)? })
            }
            _ => Err("a loop that does not run from 0 to a size".into()),
        }
    }

    fn term(&self, term: &Term) -> Result<Expr<String>, String> {
        Ok(match term {
            Expr::Number(number) => Expr::Number(*number),
            Expr::Index(affine) => Expr::Index(self.affine(affine)?),
            Expr::Read { array, index } => Expr::Read { array: *array, index: self.with_units(*array, index)? },
            Expr::Apply { function, arguments } => {
                Expr::apply(function, arguments.iter().map(|a| self.term(a)).collect::<Result<_, _>>()?)
            }
        })
    }

    /// An index in memory as an index of the call's operand.
    fn with_units(&self, array: usize, index: &[Lin]) -> Result<Vec<Affine<String>>, String> {
        let operand = self.operands.get(array).ok_or("a temporary")?;
        let mut all = vec![Affine::constant(0); operand.units.len()];
        for (axis, lin) in operand.memory_axes().zip(index) {
            all[axis] = self.affine(lin)?;
        }
        Ok(all)
    }

    fn affine(&self, lin: &Lin) -> Result<Affine<String>, String> {
        let name = |v: &Var| match v {
            Var::Loop(id) => Ok(loop_name(*id)),
            Var::Symbol(id) => self.size(*id),
        };
        lin.terms.iter().try_fold(Affine::constant(lin.constant), |sum, (v, c)| Ok(sum + Affine::var(name(v)?) * *c))
    }

    /// The name of a symbol, which must be the size of an argument.
    fn size(&self, symbol: usize) -> Result<String, String> {
        let dim = definition(self.scop.symbols[symbol]).ok_or("a symbol that is an argument")?;
        let source = dim.operand(0).map_err(|error| error.to_string())?;
        let argument = BlockArgument::try_from(source).map_err(|error| error.to_string())?.argument_number();
        let axis = dim.attribute("axis").and_then(IntegerAttribute::try_from).map_err(|error| error.to_string())?;
        let operand = &self.operands[argument];
        let axis = operand.memory_axes().nth(axis.value() as usize).ok_or("a size of an axis that is not there")?;
        Ok(dim_name(DimRef::Axis(argument, axis)))
    }
}

fn loop_name(id: usize) -> String {
    format!("loop{id}")
}

/// Whether a reduction may start from this value.
fn is_identity(combine: &str, value: &Term) -> bool {
    let identity = match combine {
        "logical_or" => return *value == Expr::Number(Number::Bool(false)),
        "logical_and" => return *value == Expr::Number(Number::Bool(true)),
        "add" => 0.0,
        "multiply" => 1.0,
        "maximum" => f64::NEG_INFINITY,
        _ => f64::INFINITY,
    };
    *value == Expr::Number(Number::Float(identity))
}

/// Expands a call to loops and reads them back.
fn round_trip(context: &Context, call: &Call) -> Result<Equation<String>, String> {
    let text = call.module();
    let module = Module::parse(context, &text).ok_or_else(|| format!("the text is no module:\n{text}"))?;
    (convert_nparray_to_affine::PASS.run)(module.as_operation(), &Options::default())
        .map_err(|_| "the pass fails".to_string())?;
    if !module.as_operation().verify() {
        return Err("the loops are not valid".into());
    }
    let versions = version::versions(module.as_operation());
    let function = versions.first().ok_or("the version was dropped")?;
    let scop = read(*function).ok_or("the version cannot be read")?;
    let reader = Reader { scop: &scop, operands: &call.operands };
    reader.equation().map_err(|problem| format!("{problem} in\n{}", module.as_operation()))
}

/// None, or what is wrong.
fn difference(context: &Context, call: &Call) -> Option<String> {
    let found = match round_trip(context, call) {
        Ok(found) => call.comparable(&found),
        Err(problem) => return Some(problem),
    };
    let expected = call.comparable(&call.equation);
    (found != expected).then(|| format!("read back as\n    {found:?}\n  and not as\n    {expected:?}"))
}

/// A condition of `where` that is no boolean is expanded to a comparison with zero.
fn compared_with_zero(sample: &Sample, mut equation: Equation<String>) -> Equation<String> {
    let number = matches!(sample.arguments.first(), Some(Argument::Array { ty, .. }) if ty.dtype != DType::Bool);
    if let (Expr::Apply { arguments, .. }, "numpy.where", true) = (&mut equation.body, sample.name.as_str(), number) {
        let condition = arguments[0].clone();
        arguments[0] = Expr::apply("not_equal", vec![condition, Expr::Number(Number::Int(0))]);
    }
    equation
}

/// The sample calls, and those of `where` with a condition that is boolean.
fn samples(base: &KnowledgeBase) -> Vec<Sample> {
    let mut samples = base.samples();
    let mut conditional: Vec<Sample> = samples.iter().filter(|s| s.name == "numpy.where").cloned().collect();
    for sample in &mut conditional {
        if let Some(Argument::Array { ty, .. }) = sample.arguments.first_mut() {
            ty.dtype = DType::Bool;
        }
    }
    samples.extend(conditional);
    samples
}

/// A context that keeps what it is told.
fn listening_context() -> (Context, Rc<RefCell<Vec<String>>>) {
    let context = automphc_dialects::context();
    let said = Rc::new(RefCell::new(Vec::new()));
    let sink = said.clone();
    context.attach_diagnostic_handler(move |diagnostic| {
        sink.borrow_mut().push(diagnostic.to_string());
        true
    });
    (context, said)
}

#[test]
fn every_equation_is_read_back_from_its_own_loops() {
    let (context, said) = listening_context();
    let base = KnowledgeBase::standard().expect("the standard entries are right");
    let (mut equal, mut skipped, mut failures) = (0, BTreeMap::<&str, usize>::new(), vec![]);
    for sample in samples(&base) {
        let call = match Call::new(&base, &sample) {
            Ok(call) => call,
            Err(reason) => {
                *skipped.entry(reason).or_default() += 1;
                continue;
            }
        };
        let problem = difference(&context, &call);
        let said = said.borrow_mut().drain(..).collect::<Vec<_>>().join("; ");
        match problem {
            None => equal += 1,
            Some(problem) => failures.push(format!("{} {sample:?}: {problem} {said}", call.callee)),
        }
    }
    println!("{equal} equations read back; skipped: {skipped:?}");
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    assert!(equal >= COMPARED, "only {equal} equations were compared");
}

#[test]
fn another_equation_is_seen() {
    let (context, _) = listening_context();
    let base = KnowledgeBase::standard().expect("the standard entries are right");
    let matrix = Argument::array(DType::F64, 2);
    let sample = Sample {
        name: "numpy.dot".to_string(),
        arguments: vec![matrix.clone(), matrix],
        params: Default::default(),
        names: vec![],
    };
    let call = || Call::new(&base, &sample).expect("a product of matrices has an equation");
    assert_eq!(difference(&context, &call()), None);

    let mut exchanged = call();
    exchanged.equation.body = exchanged.equation.body.map(&mut Affine::clone, &mut |array| 1 - array);
    let mut shorter = call();
    shorter.equation.reductions[0].extent = shorter.equation.outputs[0].extent.clone();
    let mut multiplied = call();
    multiplied.equation.combine = Some("multiply".to_string());
    for wrong in [exchanged, shorter, multiplied] {
        let problem = difference(&context, &wrong).expect("the equations differ");
        assert!(problem.starts_with("read back as"), "{problem}");
    }
}

//! Prints every entry as Python, for `test/kb/check_equations.py`.
//!
//! In: nothing, or a stub file to add. Out, on standard output: a Python module
//! that appends to `CASES` one dict per sample call, with the equation as a
//! function of loops, the types and sizes that the knowledge base claims, and
//! the sizes that must be equal.

use automphc_kb::print::number_text;
use automphc_kb::size::affine_text;
use automphc_kb::{dim_name, Affine, Argument, Body, DType, Instance, KnowledgeBase, Param, Sample, Source, ValueType};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut base = KnowledgeBase::standard()?;
    if let Some(path) = std::env::args().nth(1) {
        let text = std::fs::read_to_string(&path)?;
        base.add_source(&path, &text)
            .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    }
    println!("import math, builtins\nimport numpy as np\nCASES = []");
    let mut samples = base.samples();
    for dtype in [DType::F32, DType::C128, DType::C64, DType::I64, DType::I32, DType::I8, DType::U8, DType::Bool] {
        samples.extend(base.samples_of(dtype));
    }
    samples.extend(mixed(&base));
    for (number, sample) in samples.iter().enumerate() {
        if let Ok(instance) = base.instantiate(&sample.name, &sample.arguments, &sample.params) {
            print!("{}", case(number, sample, &instance));
        }
    }
    Ok(())
}

/// Calls whose operands differ in type: arrays, 0-d arrays and Python scalars.
fn mixed(base: &KnowledgeBase) -> Vec<Sample> {
    let scalar = |dtype| Argument::Array { ty: ValueType { dtype, rank: 0, weak: false }, dims: Vec::new() };
    let mut samples = Vec::new();
    for name in ["add", "subtract", "multiply", "divide", "maximum", "power", "arctan2", "less", "dot", "outer"] {
        for left in [DType::F32, DType::F64, DType::I32, DType::U8, DType::U64, DType::C64, DType::Bool] {
            let mut rights: Vec<Argument> = [DType::F64, DType::F32, DType::I8, DType::I64, DType::C64]
                .iter()
                .flat_map(|d| [Argument::array(*d, 1), scalar(*d)])
                .collect();
            rights.extend([DType::F64, DType::C128, DType::Bool].map(Argument::weak));
            rights.push(Argument::Int(None));
            for right in rights {
                let sample = Sample {
                    name: format!("numpy.{name}"),
                    arguments: vec![Argument::array(left, 1), right],
                    params: Default::default(),
                    names: Vec::new(),
                };
                if base.instantiate(&sample.name, &sample.arguments, &sample.params).is_ok() {
                    samples.push(sample);
                }
            }
        }
    }
    samples
}

fn case(number: usize, sample: &Sample, instance: &Instance) -> String {
    let function = format!("f{number}");
    let (kind, body) = match &instance.body {
        Body::Equation(e) => ("equation", e.to_python(&function, sample.arguments.len())),
        Body::Indices(e) => ("indices", e.to_python_points(&function, sample.arguments.len())),
        Body::Composition(_) => ("composition", format!("{function} = {}\n", nodes(instance))),
        Body::Opaque => ("opaque", format!("{function} = None\n")),
    };
    let params: Vec<String> = sample.params.iter().map(|(n, p)| format!("{n:?}: {}", param(p))).collect();
    let arguments: Vec<String> = sample.arguments.iter().map(argument).collect();
    let shape: Vec<String> = instance.result_shape.iter().map(|s| format!("{:?}", names(s))).collect();
    let equal: Vec<String> =
        instance.equal.iter().map(|(a, b)| format!("({:?}, {:?})", dim_name(*a), dim_name(*b))).collect();
    format!(
        "{body}CASES.append(dict(name={:?}, kind={kind:?}, function={function}, arguments=[{}], names={:?}, \
         params={{{}}}, dtype={:?}, weak={}, shape=[{}], equal=[{}], pure={}))\n",
        sample.name,
        arguments.join(", "),
        sample.names,
        params.join(", "),
        instance.result.dtype.name(),
        if instance.result.weak { "True" } else { "False" },
        shape.join(", "),
        equal.join(", "),
        if instance.pure { "True" } else { "False" },
    )
}

fn names(size: &Affine<automphc_kb::DimRef>) -> String {
    affine_text(&size.map(|d| Affine::var(dim_name(*d))))
}

fn argument(argument: &Argument) -> String {
    match argument {
        Argument::Array { ty, dims } => {
            let dims: Vec<String> = dims.iter().map(|d| d.map_or("None".to_string(), |n| n.to_string())).collect();
            let kind = if ty.weak { "weak" } else { "array" };
            format!("({kind:?}, {:?}, [{}])", ty.dtype.name(), dims.join(", "))
        }
        Argument::Int(_) => "(\"int\",)".to_string(),
        Argument::Tuple(items) => format!("(\"tuple\", {})", items.len()),
        Argument::Other => "(\"other\",)".to_string(),
    }
}

fn param(param: &Param) -> String {
    match param {
        Param::None => "None".to_string(),
        Param::Bool(b) => if *b { "True" } else { "False" }.to_string(),
        Param::Int(n) => n.to_string(),
        Param::Float(x) => format!("{x:?}"),
        Param::Str(s) => format!("{s:?}"),
        Param::Ints(items) => format!("tuple({items:?})"),
        Param::Axes(a, b) => format!("({a:?}, {b:?})"),
        Param::DType(dtype) => format!("np.dtype({:?})", dtype.name()),
    }
}

/// The nodes of a composition as a list of (name, operands, keywords).
fn nodes(instance: &Instance) -> String {
    let Body::Composition(composition) = &instance.body else {
        return "[]".to_string();
    };
    let operand = |source: &Source| match source {
        Source::Argument(n) => format!("a{n}"),
        Source::Node(n) => format!("n{n}"),
        Source::Number(number) => number_text(*number),
        Source::Count(count) => count.to_string(),
    };
    let node = |node: &automphc_kb::Node| {
        let operands: Vec<String> = node.operands.iter().map(operand).collect();
        let params: Vec<String> = node.params.iter().map(|(n, p)| format!("{n:?}: {}", param(p))).collect();
        format!("({:?}, {operands:?}, {{{}}})", node.name, params.join(", "))
    };
    let nodes: Vec<String> = composition.nodes.iter().map(node).collect();
    format!("[{}]", nodes.join(", "))
}

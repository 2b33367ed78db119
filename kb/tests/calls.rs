//! What calls mean: types, shapes, requirements, equations.

use automphc_kb::{
    dim_name, parse_dim_name, Affine, Argument, Body, DType, DimRef, Expr, Instance, KnowledgeBase, Param, Params,
    Source, ValueType,
};

fn base() -> KnowledgeBase {
    KnowledgeBase::standard().unwrap_or_else(|error| panic!("{error}"))
}

fn params(list: &[(&str, Param)]) -> Params {
    list.iter().map(|(name, param)| (name.to_string(), param.clone())).collect()
}

fn call(name: &str, arguments: &[Argument], list: &[(&str, Param)]) -> Instance {
    base().instantiate(name, arguments, &params(list)).unwrap_or_else(|error| panic!("{error}"))
}

fn known(dtype: DType, dims: &[Option<i64>]) -> Argument {
    Argument::Array { ty: ValueType { dtype, rank: dims.len(), weak: false }, dims: dims.to_vec() }
}

fn loops(instance: &Instance, arguments: usize) -> String {
    match &instance.body {
        Body::Equation(equation) => equation.to_python("f", arguments),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_matrix_product() {
    let matrix = Argument::array(DType::F64, 2);
    let product = call("numpy.matmul", &[matrix.clone(), matrix], &[]);
    assert_eq!(product.name, "numpy.dot");
    assert_eq!(product.result, ValueType { dtype: DType::F64, rank: 2, weak: false });
    assert_eq!(product.result_shape, [Affine::var(DimRef::Axis(0, 0)), Affine::var(DimRef::Axis(1, 1))]);
    assert_eq!(product.equal, [(DimRef::Axis(0, 1), DimRef::Axis(1, 0))]);
    assert_eq!(product.flops.evaluate(&|_| 10.0), 2000.0);
    assert_eq!(
        loops(&product, 2),
        "def f(out, a0, a1):\n    d0_0 = a0.shape[0]\n    d0_1 = a0.shape[1]\n    d1_1 = a1.shape[1]\n    \
         for i0 in range(d0_0):\n        for i1 in range(d1_1):\n            total = out.dtype.type(0)\n            \
         for p0 in range(d0_1):\n                value = out.dtype.type(np.multiply(a0[(i0, p0)], a1[(p0, i1)]))\n                \
         total = value if total is None else np.add(total, value)\n            out[(i0, i1)] = total\n"
    );
}

#[test]
fn known_sizes_decide_at_compile_time() {
    let sized = |m, n| known(DType::F64, &[Some(m), Some(n)]);
    assert!(call("numpy.dot", &[sized(2, 3), sized(3, 4)], &[]).equal.is_empty());
    let wrong = base().instantiate("numpy.dot", &[sized(2, 3), sized(4, 4)], &Params::new());
    assert!(wrong.is_err_and(|m| m.reason.contains("sizes 3 and 4 differ")));
}

#[test]
fn a_broadcast_stretches_known_ones_and_guards_the_rest() {
    let (row, matrix) = (Argument::array(DType::F64, 1), Argument::array(DType::F64, 2));
    let guarded = call("numpy.add", &[matrix.clone(), row], &[]);
    assert_eq!(guarded.equal, [(DimRef::Axis(0, 1), DimRef::Axis(1, 0))]);
    let column = known(DType::F64, &[None, Some(1)]);
    let stretched = call("numpy.add", &[column, matrix], &[]);
    assert_eq!(stretched.result_shape[1], Affine::var(DimRef::Axis(1, 1)));
    assert_eq!(stretched.equal, [(DimRef::Axis(0, 0), DimRef::Axis(1, 0))]);
    assert!(loops(&stretched, 2).contains("np.add(a0[(i0, 0)], a1[(i0, i1)])"));
}

#[test]
fn reductions_follow_their_axis() {
    let cube = Argument::array(DType::I8, 3);
    let sum =
        call("numpy.sum", std::slice::from_ref(&cube), &[("axis", Param::Int(-2)), ("keepdims", Param::Bool(true))]);
    assert_eq!(sum.result, ValueType { dtype: DType::I64, rank: 3, weak: false });
    assert_eq!(sum.result_shape[1], Affine::constant(1));
    assert!(loops(&sum, 1).contains("a0[(i0, p0, i2)]"));
    let all = call("numpy.sum", &[cube.clone(), Argument::Tuple(vec![Some(0), Some(2)])], &[]);
    assert_eq!(all.result_shape, [Affine::var(DimRef::Axis(0, 1))]);
    assert!(base().instantiate("numpy.sum", &[cube], &params(&[("axis", Param::Int(3))])).is_err());
}

#[test]
fn a_mean_is_composed_of_calls() {
    let mean = call("numpy.mean", &[Argument::array(DType::I32, 2)], &[("axis", Param::Int(0))]);
    assert_eq!(mean.result.dtype, DType::F64);
    let Body::Composition(composition) = &mean.body else { panic!("{:?}", mean.body) };
    let names: Vec<&str> = composition.nodes.iter().map(|n| n.name.as_str()).collect();
    assert_eq!(names, ["numpy.sum", "numpy.divide"]);
    assert_eq!(composition.nodes[0].params.get("dtype"), Some(&Param::DType(DType::F64)));
    assert!(matches!(&composition.nodes[1].operands[1], Source::Count(c) if c.to_string() == "d0_0"));
}

#[test]
fn index_builders_keep_their_domain() {
    let n = Argument::Int(None);
    let upper = call("numpy.triu_indices", std::slice::from_ref(&n), &[("k", Param::Int(1))]);
    let Body::Indices(domain) = &upper.body else { panic!("{:?}", upper.body) };
    assert_eq!(upper.result_shape, vec![Affine::var(DimRef::Value(0)); 2]);
    assert!(matches!(&domain.body, Expr::Apply { function, .. } if function == "greater_equal"));
}

#[test]
fn python_scalars_are_weak_in_ufuncs_only() {
    let floats = Argument::array(DType::F32, 1);
    let weak = Argument::weak(DType::F64);
    assert_eq!(call("numpy.multiply", &[floats.clone(), weak.clone()], &[]).result.dtype, DType::F32);
    assert_eq!(call("numpy.dot", &[floats.clone(), weak], &[]).result.dtype, DType::F64);
    let scalar = known(DType::F64, &[]);
    let strong = call("numpy.multiply", &[floats, scalar], &[]);
    assert_eq!(strong.result.dtype, DType::F64);
    assert!(strong.versions_differ, "float32 in NumPy 1.26");
    assert!(call("math.sqrt", &[Argument::weak(DType::F64)], &[]).result.weak);
}

#[test]
fn versions_differ_for_the_types_concerned_only() {
    let fft = |dtype| call("numpy.fft.fft", &[Argument::array(dtype, 2)], &[("axis", Param::Int(1))]);
    assert!(fft(DType::F32).versions_differ);
    assert!(!fft(DType::C128).versions_differ);
    assert_eq!(fft(DType::C128).rows, Some(vec![1]));
    assert!(!call("numpy.random.random", &[Argument::Tuple(vec![None])], &[]).pure);
}

#[test]
fn spellings_lead_to_entries() {
    let base = base();
    assert_eq!(base.method("sum"), Some("numpy.sum"));
    assert_eq!(base.method("dot"), Some("numpy.dot"));
    assert_eq!(base.attribute("T"), Some("numpy.transpose"));
    assert_eq!(base.operator("+"), Some("numpy.add"));
    assert_eq!(base.operator("@"), Some("numpy.matmul"));
    assert!(base.function("numpy.abs").is_some_and(|f| f.aliases == ["numpy.absolute"]));
}

#[test]
fn a_users_file_adds_and_replaces() {
    let mut base = base();
    let text = "@mylib.entry('axpy')\ndef axpy[T: Inexact, n](alpha: Array[T], x: Array[T, n], y: Array[T, n]) -> Array[T, n]:\n    \
                out[i] = alpha * x[i] + y[i]\n\n\n@numpy.entry('sqrt')\ndef sqrt(a: float) -> float:\n    ...\n";
    assert_eq!(base.add_source("my_kb.py", text), Ok(()));
    assert!(base.function("mylib.axpy").is_some());
    assert!(base.raising_candidates().iter().any(|c| c.name == "mylib.axpy"));
    assert!(base.function("numpy.sqrt").is_some_and(|f| f.path == "my_kb.py"));
}

#[test]
fn sizes_have_names() {
    for dim in [DimRef::Axis(3, 12), DimRef::Value(4), DimRef::Item(0, 2), DimRef::Result(1)] {
        assert_eq!(parse_dim_name(&dim_name(dim)), Some(dim));
    }
    for name in ["i0", "p1", "d1", "v", "vx", "", "é1"] {
        assert_eq!(parse_dim_name(name), None, "{name}");
    }
}

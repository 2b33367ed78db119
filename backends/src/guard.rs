//! Guards as Python conditions, the cheap ones first, so that a kernel that is
//! called with something else loses little time. Types and ranks of all
//! arguments are tested whether the version says so or not.

use crate::affine::{conditions, Indices, Linear};
use crate::helpers::Helper;
use crate::ir::{self, attribute, key, Problem, Result};
use crate::library::Library;
use crate::python::expr::{Expr, Item, Junction, Operator};
use crate::version::{Arg, Kernel, Kind, Version};
use automphc_dialects::affine::{map_rows, Row};
use melior::ir::attribute::FloatAttribute;
use melior::ir::{Attribute, OperationRef};
use std::collections::{BTreeSet, HashMap};

/// The order of tests: what a later one relies on comes earlier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Names,
    Size,
    Type,
    Attributes,
    AttributeType,
    Scalar,
    Array,
    List,
    Profit,
    Bounds,
    Sharing,
    State,
    Finite,
    Conversion,
}

pub struct Guards<'g> {
    kernel: &'g Kernel,
    library: &'g mut Library,
    indices: &'g Indices,
    found: Vec<(Stage, Expr)>,
    /// Bound to NumPy, or to CuPy where all arrays are CuPy's.
    module_of_arrays: Option<String>,
}

/// The condition under which a version runs; `converted` names the array of each list argument.
pub fn condition<'c: 'a, 'a>(
    version: &Version<'c, 'a>,
    guards: &[OperationRef<'c, 'a>],
    kernel: &Kernel,
    library: &mut Library,
    indices: &Indices,
    converted: &HashMap<ir::Key, String>,
    module_of_arrays: Option<String>,
) -> Result<Vec<Expr>> {
    let mut all = Guards { kernel, library, indices, found: Vec::new(), module_of_arrays };
    all.arrays_together(version);
    let typed = all.explicit_types(version, guards)?;
    for arg in &version.args {
        all.implicit(version, arg, typed.contains(&arg.key));
    }
    for guard in guards {
        all.guard(version, *guard)?;
    }
    all.lists(version, converted);
    all.found.sort_by_key(|(stage, _)| *stage);
    let mut conditions: Vec<Expr> = Vec::new();
    for (_, condition) in all.found {
        if !conditions.contains(&condition) {
            conditions.push(condition);
        }
    }
    Ok(equalities(conditions))
}

/// `a <= b` and `b <= a` as `a == b`, and those of more as one chain.
fn equalities(mut conditions: Vec<Expr>) -> Vec<Expr> {
    conditions.iter_mut().for_each(pinched);
    let mut position = 0;
    while position < conditions.len() {
        let (before, rest) = conditions.split_at(position + 1);
        let reverse = sides(&before[position], "<=").and_then(|(left, right)| {
            let other = rest.iter().position(|other| sides(other, "<=") == Some((right, left)))?;
            Some((left.clone(), right.clone(), position + 1 + other))
        });
        position += 1;
        let Some((left, right, other)) = reverse else { continue };
        conditions.remove(other);
        let joined = conditions[..position - 1].iter_mut().find_map(|known| chain_with(known, &left, &right));
        match joined {
            Some(()) => {
                position -= 1;
                drop(conditions.remove(position));
            }
            None => conditions[position - 1] = Expr::compare(left, "==", right),
        }
    }
    conditions
}

/// `a <= b <= a` as `a == b`.
fn pinched(condition: &mut Expr) {
    let Expr::Compare(first, rest) = condition else { return };
    if matches!(rest.as_slice(), [("<=", _), ("<=", last)] if *last == **first) {
        rest.truncate(1);
        rest[0].0 = "==";
    }
}

/// Both sides of one comparison by this operator.
fn sides<'e>(condition: &'e Expr, operator: &str) -> Option<(&'e Expr, &'e Expr)> {
    match condition {
        Expr::Compare(left, rest) if rest.len() == 1 && rest[0].0 == operator => Some((left, &rest[0].1)),
        _ => None,
    }
}

/// Adds to a chain of equal values one that equals a value in it. Lengths of rows wait until there are rows.
fn chain_with(known: &mut Expr, left: &Expr, right: &Expr) -> Option<()> {
    let Expr::Compare(first, rest) = known else { return None };
    let is_length = |value: &Expr| matches!(value, Expr::Call(..));
    if rest.iter().any(|(operator, _)| *operator != "==") || is_length(left) || is_length(right) {
        return None;
    }
    let has = |value: &Expr| **first == *value || rest.iter().any(|(_, other)| other == value);
    match (has(left), has(right)) {
        (true, true) => {}
        (true, false) => rest.push(("==", right.clone())),
        (false, true) => rest.push(("==", left.clone())),
        (false, false) => return None,
    }
    Some(())
}

/// The argument that a guard promises not to be zero.
pub fn nonzero_argument<'c: 'a, 'a>(version: &Version<'c, 'a>, guard: OperationRef<'c, 'a>) -> Option<Expr> {
    let value = ir::operand(guard, 0).ok().filter(|_| ir::string_of(guard, "kind") == Some("nonzero"))?;
    version.arg(key(value)).map(|arg| Expr::name(&*arg.name))
}

/// A number and the rows of affine factors.
pub type Product = (i64, Vec<Row>);

/// The products of a cost.
pub fn products(cost: Attribute) -> Option<Vec<Product>> {
    let product = |product| {
        let parts = ir::elements(product);
        Some((ir::integer(*parts.first()?)?, map_rows(*parts.get(1)?)?.rows))
    };
    ir::elements(cost).into_iter().map(product).collect()
}

/// The constant first, then the products.
pub fn sum(products: &[Product], operands: &[Linear]) -> Expr {
    sum_of(products.iter().map(|(number, rows)| (Expr::Int(*number), rows.clone())).collect(), operands)
}

/// What a version is expected to cost on the CPU and with a GPU, as keywords.
pub fn device_costs<'c: 'a, 'a>(
    guards: &[OperationRef<'c, 'a>],
    library: &mut Library,
    indices: &Indices,
) -> Result<Vec<(String, Expr)>> {
    let mut costs = Vec::new();
    for op in guards.iter().filter(|op| ir::string_of(**op, "kind") == Some("device")) {
        let operands = ir::operands(*op);
        let linear = operands.iter().map(|value| indices.linear(*value, library)).collect::<Result<Vec<_>>>()?;
        for (keyword, attribute) in [("cpu", "gain"), ("gpu", "loss")] {
            let found = products(ir::required(*op, attribute)?);
            let found = found.ok_or_else(|| Problem::of(*op, format!("has no '{attribute}'")))?;
            let rounded = found.into_iter().map(|(femtoseconds, rows)| (rounded(femtoseconds), rows));
            costs.push((keyword.to_string(), sum_of(rounded.collect(), &linear)));
        }
    }
    Ok(costs)
}

/// Femtoseconds as nanoseconds, with two digits that count.
fn rounded(femtoseconds: i64) -> Expr {
    let magnitude = 10i64.pow(femtoseconds.max(1).ilog10().saturating_sub(1));
    let nanoseconds = (femtoseconds + magnitude / 2) / magnitude * magnitude;
    match nanoseconds % 1_000_000 {
        0 => Expr::Int(nanoseconds / 1_000_000),
        _ => Expr::Float(nanoseconds as f64 / 1e6),
    }
}

/// A sum of products, the constant first.
fn sum_of(mut products: Vec<(Expr, Vec<Row>)>, operands: &[Linear]) -> Expr {
    products.sort_by_key(|(_, rows)| rows.len());
    let term = |(number, rows): (Expr, Vec<Row>)| {
        let factors = rows.iter().map(|row| Linear::of_row(row, operands).to_expr());
        // One nanosecond for each.
        let number = Some(number).filter(|number| rows.is_empty() || *number != Expr::Int(1));
        let product = number.into_iter().chain(factors);
        let product = product.reduce(|product, factor| Expr::binary(Operator::Multiply, product, factor));
        product.unwrap_or(Expr::Int(1))
    };
    let terms = products.into_iter().map(term);
    terms.reduce(|sum, term| Expr::binary(Operator::Add, sum, term)).unwrap_or(Expr::Int(0))
}

impl Guards<'_> {
    fn add(&mut self, stage: Stage, condition: Expr) {
        self.found.push((stage, condition));
    }

    /// Tests of the guards of kind `type`, and which arguments they cover.
    fn explicit_types<'c: 'a, 'a>(
        &mut self,
        version: &Version<'c, 'a>,
        guards: &[OperationRef<'c, 'a>],
    ) -> Result<BTreeSet<ir::Key>> {
        let mut covered = BTreeSet::new();
        for guard in guards.iter().filter(|g| ir::string_of(**g, "kind") == Some("type")) {
            let arg = self.argument(version, *guard, 0)?;
            let types: Vec<_> = ir::required_string(*guard, "type")?.split('|').map(str::to_string).collect();
            if arg.kind == Kind::Array && types == ["numpy.ndarray"] {
                continue; // Tested together with its rank and element type.
            }
            self.type_test(arg, &types, *guard)?;
            covered.insert(arg.key);
        }
        Ok(covered)
    }

    fn type_test<'c: 'a, 'a>(&mut self, arg: &Arg, types: &[String], op: OperationRef<'c, 'a>) -> Result<()> {
        let resolve = |library: &mut Library, name: &String| match name.as_str() {
            "float" | "int" | "bool" | "complex" | "list" | "str" | "tuple" => Some(library.builtin(name)),
            _ if name.contains('.') => library.function(name),
            _ => Some(Expr::name(name.clone())),
        };
        let resolved: Option<Vec<_>> = types.iter().map(|name| resolve(self.library, name)).collect();
        let resolved = resolved.ok_or_else(|| Problem::of(op, "names a type that no import reaches"))?;
        self.add_type(arg, resolved);
        Ok(())
    }

    fn add_type(&mut self, arg: &Arg, mut types: Vec<Expr>) {
        let exact = self.library.builtin("type").call(vec![Expr::name(&*arg.name)]);
        let test = if types.len() == 1 {
            Expr::compare(exact, "is", types.remove(0))
        } else {
            Expr::compare(exact, "in", Expr::Tuple(types))
        };
        let stage = if arg.name.contains('.') { Stage::AttributeType } else { Stage::Type };
        self.add(stage, test);
    }

    /// What the kind of an argument implies.
    fn implicit(&mut self, version: &Version, arg: &Arg, typed: bool) {
        if !typed {
            let types = match arg.kind {
                // Tested below, and by `_separate_lists`.
                Kind::Array | Kind::List => Vec::new(),
                Kind::Float if version.has_lists() => vec![self.library.builtin("float")],
                Kind::Float => vec![self.library.builtin("float"), self.library.numpy("float64")],
                Kind::Int => vec![self.library.builtin("int")],
                Kind::Complex => vec![self.library.builtin("complex")],
                Kind::Bool => vec![self.library.builtin("bool")],
            };
            if !types.is_empty() {
                self.add_type(arg, types);
            }
        }
        if arg.kind == Kind::Array {
            let test = self.array(arg, typed);
            self.add(Stage::Array, test);
        }
    }

    /// Type, rank and element type of an array, on one line.
    fn array(&mut self, arg: &Arg, typed: bool) -> Expr {
        let name = || Expr::name(&*arg.name);
        let rank = i64::try_from(arg.depth()).unwrap_or(i64::MAX);
        let (ndarray, dtype) = (self.library.numpy("ndarray"), self.library.numpy(arg.dtype));
        let mut tests = vec![
            Expr::compare(self.library.builtin("type").call(vec![name()]), "is", ndarray),
            Expr::compare(name().attribute("ndim"), "==", Expr::Int(rank)),
            Expr::compare(name().attribute("dtype"), "==", dtype),
        ];
        if typed || self.module_of_arrays.is_some() {
            tests.remove(0);
        }
        Expr::Junction(Junction::And, tests)
    }

    /// The arrays are all NumPy's, or all CuPy's: the module whose they are.
    fn arrays_together(&mut self, version: &Version) {
        if let Some(module) = self.module_of_arrays.clone() {
            let arrays = version.args.iter().filter(|arg| arg.kind == Kind::Array);
            let arrays = arrays.map(|arg| Expr::name(&*arg.name)).collect();
            let found = self.library.helper(Helper::ModuleOfArrays).call(arrays);
            self.add(Stage::Array, Expr::compare(Expr::Bind(module, Box::new(found)), "is not", Expr::None));
        }
    }

    fn argument<'v, 'c: 'a, 'a>(
        &self,
        version: &'v Version<'c, 'a>,
        op: OperationRef<'c, 'a>,
        index: usize,
    ) -> Result<&'v Arg> {
        let value = ir::operand(op, index)?;
        version.arg(key(value)).ok_or_else(|| Problem::of(op, "guards a value that is no argument"))
    }

    fn guard<'c: 'a, 'a>(&mut self, version: &Version<'c, 'a>, op: OperationRef<'c, 'a>) -> Result<()> {
        let kind = ir::required_string(op, "kind")?;
        match kind {
            // Said by the types of the arguments, or where it is asked for.
            "type" | "array" | "list" | "device" => {}
            "bounds" => self.bounds(op)?,
            "flat" => self.flat(op)?,
            "profitable" => self.profitable(version, op)?,
            "functions" => self.functions(op)?,
            "constant" => self.constant(op)?,
            "attributes" => self.attributes(op)?,
            "object" => self.object(op)?,
            "helper" => self.helper(op)?,
            "fp_state" => {
                let test = self.library.helper(Helper::DefaultErrorState).call(Vec::new());
                self.add(Stage::State, test);
            }
            "promotion" => {
                let test = self.library.helper(Helper::Numpy2).call(Vec::new());
                self.add(Stage::Names, test);
            }
            "disjoint" => {
                let (a, b) = (self.argument(version, op, 0)?, self.argument(version, op, 1)?);
                if a.kind == Kind::Array && b.kind == Kind::Array {
                    let overlap = self.library.numpy("may_share_memory");
                    let overlap = overlap.call(vec![Expr::name(&*a.name), Expr::name(&*b.name)]);
                    self.add(Stage::Sharing, Expr::unary("not ", overlap));
                }
            }
            _ => self.unary(version, op, kind)?,
        }
        Ok(())
    }

    fn unary<'c: 'a, 'a>(&mut self, version: &Version<'c, 'a>, op: OperationRef<'c, 'a>, kind: &str) -> Result<()> {
        let arg = self.argument(version, op, 0)?;
        let name = Expr::name(&*arg.name);
        match kind {
            "writeable" if arg.kind == Kind::Array => {
                let helper = match self.module_of_arrays {
                    None => Helper::Writeable,
                    Some(_) => Helper::WriteableAnywhere,
                };
                let test = self.library.helper(helper).call(vec![name]);
                self.add(Stage::Array, test);
            }
            "writeable" => {}
            // One axis without gaps says nothing of the order of axes.
            "row_major" if arg.rank < 2 => {}
            "row_major" => self.add(Stage::Array, name.attribute("flags").attribute("c_contiguous")),
            "nonzero" => {
                let zero = if arg.kind == Kind::Int { Expr::Int(0) } else { Expr::Float(0.0) };
                self.add(Stage::Scalar, Expr::compare(name, "!=", zero));
            }
            "nonnegative" => {
                let zero = if arg.kind == Kind::Int { Expr::Int(0) } else { Expr::Float(0.0) };
                self.add(Stage::Scalar, Expr::compare(name, ">=", zero));
            }
            "moderate" if arg.rank > 0 => {
                let test = self.library.helper(Helper::Moderate).call(vec![name]);
                self.add(Stage::Finite, test);
            }
            "moderate" => {
                let (low, high) = (Expr::Float(-1e75), Expr::Float(1e75));
                self.add(Stage::Scalar, Expr::Compare(Box::new(low), vec![("<=", name), ("<=", high)]));
            }
            "finite" => {
                let test = self.library.numpy("isfinite").call(vec![name]);
                let test = if arg.rank > 0 { test.attribute("all").call(Vec::new()) } else { test };
                self.add(Stage::Finite, test);
            }
            _ => return Err(Problem::of(op, format!("has unknown kind '{kind}'"))),
        }
        Ok(())
    }

    fn bounds<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let operands = ir::operands(op);
        let operands = operands.iter().map(|v| self.indices.linear(*v, self.library));
        let operands = operands.collect::<Result<Vec<Linear>>>()?;
        let tests = conditions(ir::required(op, "set")?, &operands);
        for test in tests.ok_or_else(|| Problem::of(op, "has a set that is not linear"))? {
            self.add(Stage::Bounds, test);
        }
        Ok(())
    }

    /// What the kernel costs as it was written exceeds what the version costs. If only ints tell,
    /// that is clear before any list is looked at.
    fn profitable<'c: 'a, 'a>(&mut self, version: &Version<'c, 'a>, op: OperationRef<'c, 'a>) -> Result<()> {
        if attribute(op, "loss").is_none() {
            return Ok(());
        }
        let operands = ir::operands(op);
        let ints: Vec<bool> = operands.iter().map(|value| version.arg(key(*value)).is_some()).collect();
        let linear = operands.iter().map(|value| self.indices.linear(*value, self.library));
        let linear = linear.collect::<Result<Vec<_>>>()?;
        let gain = products(ir::required(op, "gain")?).ok_or_else(|| Problem::of(op, "has no 'gain'"))?;
        let loss = products(ir::required(op, "loss")?).ok_or_else(|| Problem::of(op, "has no 'loss'"))?;
        let of_ints =
            |product: &Product| product.1.iter().all(|row| row.iter().zip(&ints).all(|(c, int)| *c == 0 || *int));
        let fixed: Vec<Product> = loss.iter().filter(|product| product.1.is_empty()).cloned().collect();
        if gain.iter().all(of_ints) && fixed.len() < loss.len() {
            self.add(Stage::Scalar, Expr::compare(sum(&fixed, &linear), "<", sum(&gain, &linear)));
        }
        match self.sized(version, op) {
            // In a loop, whose guards are tested in every iteration, one test spares all others.
            Some(arg) if self.kernel.is_loop => {
                let name = Expr::name(&*arg.name);
                let exact = self.library.builtin("type").call(vec![name.clone()]);
                let ndarray = self.library.numpy("ndarray");
                self.add(Stage::Size, Expr::compare(exact, "is", ndarray));
                self.add(Stage::Size, Expr::compare(sum(&loss, &linear), "<", name.attribute("size")));
            }
            _ => self.add(Stage::Profit, Expr::compare(sum(&loss, &linear), "<", sum(&gain, &linear))),
        }
        Ok(())
    }

    /// The array that has as many elements as a version must gain nanoseconds.
    fn sized<'v, 'c: 'a, 'a>(&self, version: &'v Version<'c, 'a>, op: OperationRef<'c, 'a>) -> Option<&'v Arg> {
        let dims: Option<Vec<_>> = ir::operands(op).into_iter().map(ir::owner).collect();
        let dims = dims.filter(|dims| dims.iter().all(|dim| ir::name_of(*dim) == "nparray.dim"))?;
        let array = key(ir::operand(*dims.first()?, 0).ok()?);
        let arg = version.arg(array).filter(|arg| arg.rank == dims.len() && !arg.name.contains('.'))?;
        let own = dims.iter().all(|dim| ir::operand(*dim, 0).is_ok_and(|of| key(of) == array));
        let gain = products(attribute(op, "gain")?)?;
        let one = matches!(gain.as_slice(), [(1, rows)] if rows.len() == dims.len());
        Some(arg).filter(|_| own && one)
    }

    /// The rows of a flat array are not empty, so that there is a number of them.
    fn flat<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        for size in ir::operands(op).into_iter().skip(1) {
            let size = self.indices.linear(size, self.library)?.to_expr();
            self.add(Stage::Scalar, Expr::compare(size, ">=", Expr::Int(1)));
        }
        Ok(())
    }

    fn attributes<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let object = Expr::name(ir::required_string(op, "object")?);
        let names = ir::strings(op, "names").into_iter().map(|name| Expr::Str(self.kernel.mangled(&name)));
        let arguments = [object].into_iter().chain(names).collect();
        let test = self.library.helper(Helper::PlainAttributes).call(arguments);
        self.add(Stage::Attributes, test);
        Ok(())
    }

    /// The name may have been deleted, and is missed only where it is called. A method is looked up on what `names` says.
    fn helper<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let name = ir::required_string(op, "object")?;
        let own = self.library.own_function(name).ok_or_else(|| Problem::of(op, "names no function of the module"))?;
        let global = self.library.builtin("globals").call(Vec::new()).attribute("get");
        let now = |name: &str| global.call(vec![Expr::Str(name.to_string())]);
        let (stage, test) = match ir::strings(op, "names").first() {
            None => (Stage::Names, Expr::compare(now(name), "is", own)),
            Some(owner) => {
                let member = name.rsplit('.').next().unwrap_or(name);
                let known = self.kernel.params.contains(owner);
                let object = if known { Expr::name(owner.clone()) } else { now(owner) };
                let arguments = vec![object, Expr::Str(self.kernel.mangled(member)), own];
                (Stage::Attributes, self.library.helper(Helper::SameMember).call(arguments))
            }
        };
        self.add(stage, test);
        Ok(())
    }

    /// A parameter that is no operand holds an object of exactly this type.
    fn object<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let (name, kind) = (ir::required_string(op, "object")?, ir::required_string(op, "type")?);
        let exact = self.library.builtin("type").call(vec![Expr::name(name)]);
        let test = Expr::compare(exact, "is", self.library.builtin(kind));
        self.add(Stage::Type, test);
        Ok(())
    }

    /// What the program calls is what it was when the module was imported. The
    /// modules come first: through another one the functions may not be there.
    fn functions<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let (names, spellings) = (ir::strings(op, "names"), ir::strings(op, "spellings"));
        let mut roots: BTreeSet<String> =
            spellings.iter().filter_map(|s| Some(s.split_once('.')?.0.to_string())).collect();
        // The version reaches NumPy through the program's name for it.
        roots.extend(self.library.bound_to("numpy"));
        let modules = roots.into_iter().filter_map(|root| Some((self.library.binding(&root)?.to_string(), root)));
        let modules: Vec<_> = modules.collect();
        let all = modules.iter().map(|(module, _)| module).chain(&names).cloned().collect();
        let captured = self.library.captured(all);
        let captured = captured.ok_or_else(|| Problem::of(op, "is one of more guards than there are versions"))?;
        for (position, (_, root)) in modules.iter().enumerate() {
            let position = Item::Index(Expr::Int(i64::try_from(position).unwrap_or(0)));
            let then = captured.clone().subscript(vec![position]);
            self.add(Stage::Names, Expr::compare(Expr::name(root.clone()), "is", then));
        }
        let now = modules.into_iter().map(|(_, root)| root).chain(spellings).map(Expr::name).collect();
        self.add(Stage::Names, Expr::compare(Expr::Tuple(now), "==", captured));
        Ok(())
    }

    /// A global that is looked up by its name, as it may have been deleted.
    fn constant<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let name = ir::required_string(op, "object")?;
        let value = ir::required(op, "value")?;
        let (number, kind) = match (ir::integer(value), FloatAttribute::try_from(value)) {
            (Some(value), _) => (Expr::Int(value), "int"),
            (None, Ok(value)) => (Expr::Float(value.value()), "float"),
            _ => return Err(Problem::of(op, "has a value that is no number")),
        };
        let global = self.library.builtin("globals").call(Vec::new()).attribute("get");
        let found = self.library.builtin("type").call(vec![global.call(vec![Expr::Str(name.to_string())])]);
        let exact = Expr::compare(found, "is", self.library.builtin(kind));
        let equal = Expr::compare(Expr::name(name), "==", number);
        self.add(Stage::Names, Expr::Junction(Junction::And, vec![exact, equal]));
        Ok(())
    }

    /// The shapes of all lists together, and last of all their conversion.
    fn lists(&mut self, version: &Version, converted: &HashMap<ir::Key, String>) {
        let lists: Vec<_> = version.args.iter().filter(|arg| arg.kind == Kind::List).collect();
        if lists.is_empty() {
            return;
        }
        let pair = |arg: &&Arg| vec![Expr::name(&*arg.name), Expr::Int(i64::try_from(arg.depth()).unwrap_or(1))];
        let pairs = lists.iter().map(|arg| Expr::Tuple(pair(arg))).collect();
        let separate = self.library.helper(Helper::SeparateLists).call(pairs);
        self.add(Stage::List, separate);
        for arg in lists.iter().filter(|arg| !arg.write_only) {
            let array = self.library.helper(Helper::FloatArray).call(pair(arg));
            if let Some(name) = converted.get(&arg.key) {
                let bound = Expr::Bind(name.clone(), Box::new(array));
                self.add(Stage::Conversion, Expr::compare(bound, "is not", Expr::None));
            }
        }
    }
}

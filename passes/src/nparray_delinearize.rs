//! `nparray-delinearize`: a flat array whose subscripts are `n * i + j` gets an axis for each of `i` and `j`.
//!
//! before: func.func @k(%a: !nparray.array<?xf64>, %n: index)
//!           %e = nparray.view %a[%i * %n + %j] {axes = ["index"]}
//! after:  func.func @k(%a: !nparray.array<?x?xf64>, %n: index)
//!           nparray.guard "flat"(%a, %n)
//!           %e = nparray.view %a[%i, %j] {axes = ["index", "index"]}
//!
//! The strides are the factors of loop variables in all subscripts of the array; each must divide
//! the next, and their quotients are the sizes of the axes after the first. What is added to a
//! subscript goes to the axis of the largest stride that divides it.
//!
//! Legal: `n * i + j` is the element `(i, j)` of the array reshaped to rows of `n`, whatever the
//! numbers are, if the indices are in range for the reshaped array (`0 <= j < n`). That they are is
//! required by `convert-nparray-to-affine` as of any array; the guard asks for `1 <= n`.
//! Not handled: subscripts that differ in their strides, slices, local arrays, arrays that are used
//! in any other way; constant strides.

use crate::build::{body_of, result_of, Builder};
use crate::scop::read::{definition, name, operations, string_attribute};
use crate::version::{self, versions};
use automphc_dialects::affine::map_rows;
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::{
    array_elements, context_of, erase, move_after, move_to_front, replace_all_uses, set_attribute, string_value,
    value_key,
};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types;
use melior::ir::attribute::{IntegerAttribute, TypeAttribute};
use melior::ir::operation::OperationLike;
use melior::ir::r#type::FunctionType;
use melior::ir::{BlockLike, OperationRef, RegionLike, Type, Value, ValueLike};
use std::collections::{BTreeMap, HashMap};

pub const PASS: PassInfo = PassInfo {
    argument: "nparray-delinearize",
    description: "give flat arrays the axes that subscripts speak of",
    run,
};

fn run(module: OperationRef, _: &Options) -> PassResult {
    versions(module).into_iter().for_each(delinearize);
    Ok(())
}

/// Sorted positions of atoms; the empty product is 1.
type Monomial = Vec<usize>;
type Polynomial = BTreeMap<Monomial, i64>;

/// The values that subscripts are computed from.
#[derive(Default)]
struct Atoms<'c, 'a> {
    values: Vec<Value<'c, 'a>>,
    /// Loop variables and the constants in their lower bounds.
    loops: HashMap<usize, i64>,
}

/// A factor of loop variables.
#[derive(Clone, Debug, PartialEq)]
struct Stride {
    symbols: Monomial,
    factor: i64,
}

fn delinearize<'c: 'a, 'a>(version: OperationRef<'c, 'a>) {
    let Some(block) = version::body(version) else { return };
    let mut atoms = Atoms::default();
    let mut changed = false;
    for position in 0..block.argument_count() {
        let Ok(argument) = block.argument(position) else { continue };
        let array: Value = argument.into();
        if types::buffer_rank(array.r#type()) != Some(1) {
            continue;
        }
        // Anew, as an array before may have changed the program.
        let mut all = vec![];
        atoms.collect(&operations(block), &mut all);
        let uses: Vec<_> = all.iter().copied().filter(|op| op.operands().any(|operand| operand == array)).collect();
        changed |= reshape(version, array, &uses, &mut atoms);
    }
    if changed {
        let inputs: Vec<Type> =
            (0..block.argument_count()).filter_map(|at| Some(block.argument(at).ok()?.r#type())).collect();
        let r#type = FunctionType::new(context_of(&version), &inputs, &[]);
        set_attribute(version, "function_type", TypeAttribute::new(r#type.into()).into());
    }
}

/// Gives one array its axes; false if it keeps the one it has.
fn reshape<'c: 'a, 'a>(
    version: OperationRef<'c, 'a>,
    array: Value<'c, 'a>,
    uses: &[OperationRef<'c, 'a>],
    atoms: &mut Atoms<'c, 'a>,
) -> bool {
    let views: Vec<_> = uses.iter().copied().filter(|op| is_element(*op)).collect();
    let subscripts: Vec<_> = views.iter().filter_map(|view| atoms.polynomial(view.operand(1).ok()?)).collect();
    let product = |subscript: &Polynomial| subscript.keys().any(|monomial| monomial.len() > 1);
    let Some(at) = subscripts.iter().position(product).filter(|_| subscripts.len() == views.len()) else {
        return false;
    };
    let declined = |reason: &str| {
        remark(views[at].location(), &format!("stays one axis: {reason}"));
        false
    };
    if uses.len() != views.len() + uses.iter().filter(|op| is_type_guard(**op)).count() {
        return declined("the flat array is not only read and written by subscripts");
    }
    let Some(strides) = atoms.strides(&subscripts) else {
        return declined("the subscripts of the flat array have no common strides");
    };
    let Some(sizes) = sizes(&strides) else {
        return declined("the strides of the flat array are no sizes of axes");
    };
    let indices: Option<Vec<_>> =
        subscripts.iter().map(|subscript| atoms.indices(subscript, &strides, &sizes)).collect();
    let Some(indices) = indices else {
        return declined("a subscript of the flat array is not affine in each axis");
    };
    apply(version, array, atoms, &views, &sizes, &indices);
    true
}

/// `array[index]`
fn is_element<'c: 'a, 'a>(operation: OperationRef<'c, 'a>) -> bool {
    let axes = operation.attribute("axes").ok().and_then(array_elements).unwrap_or_default();
    let axes: Vec<_> = axes.into_iter().filter_map(string_value).collect();
    name(operation) == "nparray.view" && axes == ["index"]
}

fn is_type_guard<'c: 'a, 'a>(operation: OperationRef<'c, 'a>) -> bool {
    let kind = string_attribute(operation, "kind").unwrap_or_default();
    name(operation) == "nparray.guard" && matches!(kind.as_str(), "type" | "array" | "list")
}

impl<'c: 'a, 'a> Atoms<'c, 'a> {
    /// All operations in program order, and the loops among them.
    fn collect(&mut self, body: &[OperationRef<'c, 'a>], all: &mut Vec<OperationRef<'c, 'a>>) {
        for operation in body {
            all.push(*operation);
            if name(*operation) == "affine.for" {
                if let Ok(iv) = body_of(*operation).argument(0) {
                    let rows = operation.attribute("lowerBoundMap").ok().and_then(map_rows);
                    let least = rows.and_then(|map| map.rows.first()?.last().copied());
                    self.loops.insert(value_key(iv.into()), least.unwrap_or(0));
                }
            }
            for region in operation.regions() {
                if let Some(block) = region.first_block() {
                    self.collect(&operations(block), all);
                }
            }
        }
    }

    fn atom(&mut self, value: Value<'c, 'a>) -> usize {
        self.values.iter().position(|known| *known == value).unwrap_or_else(|| {
            self.values.push(value);
            self.values.len() - 1
        })
    }

    fn is_loop(&self, atom: usize) -> bool {
        self.loops.contains_key(&value_key(self.values[atom]))
    }

    /// An index value as a sum of products of atoms.
    fn polynomial(&mut self, value: Value<'c, 'a>) -> Option<Polynomial> {
        let Some(operation) = definition(value) else {
            return Some(Polynomial::from([(vec![self.atom(value)], 1)]));
        };
        let operand = |at| automphc_dialects::ir::operand(operation, at);
        match name(operation).as_str() {
            "arith.constant" => {
                let value = IntegerAttribute::try_from(operation.attribute("value").ok()?).ok()?.value();
                Some(Polynomial::from([(vec![], value)]))
            }
            "arith.addi" => {
                let (a, b) = (self.polynomial(operand(0)?)?, self.polynomial(operand(1)?)?);
                sum([(a, 1), (b, 1)])
            }
            "arith.muli" => {
                let (a, b) = (self.polynomial(operand(0)?)?, self.polynomial(operand(1)?)?);
                product(&a, &b)
            }
            "affine.apply" => {
                let map = map_rows(operation.attribute("map").ok()?)?;
                let (constant, coefficients) = map.rows.first()?.split_last()?;
                let operands: Vec<_> = operation.operands().collect();
                let terms = operands.into_iter().zip(coefficients);
                let terms = terms.map(|(operand, c)| Some((self.polynomial(operand)?, *c)));
                let terms = terms.collect::<Option<Vec<_>>>()?;
                sum(terms.into_iter().chain([(Polynomial::from([(vec![], *constant)]), 1)]))
            }
            _ => Some(Polynomial::from([(vec![self.atom(value)], 1)])),
        }
    }

    /// The strides, from 1 upwards, each of which divides the next.
    fn strides(&self, subscripts: &[Polynomial]) -> Option<Vec<Stride>> {
        let mut found: BTreeMap<Monomial, i64> = BTreeMap::from([(vec![], 1)]);
        for (monomial, c) in subscripts.iter().flatten() {
            let (loops, symbols): (Vec<_>, Vec<_>) = monomial.iter().copied().partition(|atom| self.is_loop(*atom));
            if loops.is_empty() || symbols.is_empty() {
                continue;
            }
            let common = found.entry(symbols).or_insert(0);
            *common = gcd(*common, c.abs());
        }
        let mut strides: Vec<_> = found.into_iter().map(|(symbols, factor)| Stride { symbols, factor }).collect();
        strides.sort_by_key(|stride| stride.symbols.len());
        (strides.len() > 1).then_some(strides)
    }

    /// The index on each axis, the outermost first, as an affine sum of atoms.
    fn indices(&self, subscript: &Polynomial, strides: &[Stride], sizes: &[(usize, i64)]) -> Option<Vec<Polynomial>> {
        let mut indices = vec![Polynomial::new(); strides.len()];
        for (monomial, c) in subscript {
            let found = strides.iter().enumerate().rev().find_map(|(at, stride)| {
                let rest = without(monomial, &stride.symbols).filter(|rest| rest.len() < 2)?;
                (c % stride.factor == 0).then_some((at, rest, c / stride.factor))
            });
            let (at, rest, c) = found?;
            *indices[at].entry(rest).or_insert(0) += c;
        }
        for at in 1..indices.len() {
            // `n * i + n - 1` is the last element of row i, not the one before row i + 1.
            if self.least(&indices[at - 1]) < 0 {
                let (size, factor) = sizes[at - 1];
                *indices[at].entry(vec![]).or_insert(0) -= 1;
                *indices[at - 1].entry(vec![size]).or_insert(0) += factor;
            }
        }
        indices.reverse();
        Some(indices)
    }

    /// A guess at the least value of an index: what falls along a loop may be any small number.
    fn least(&self, index: &Polynomial) -> i64 {
        let value = |(monomial, c): (&Monomial, &i64)| match monomial.first() {
            None => *c,
            Some(atom) => match self.loops.get(&value_key(self.values[*atom])) {
                Some(_) if *c < 0 => -1,
                Some(least) => c.saturating_mul(*least),
                None => 0,
            },
        };
        index.iter().map(value).sum()
    }
}

/// The sizes of the axes after the first, from the innermost: an atom and a factor.
fn sizes(strides: &[Stride]) -> Option<Vec<(usize, i64)>> {
    let size = |pair: &[Stride]| {
        let quotient = without(&pair[1].symbols, &pair[0].symbols)?;
        match quotient.as_slice() {
            [atom] if pair[1].factor % pair[0].factor == 0 => Some((*atom, pair[1].factor / pair[0].factor)),
            _ => None,
        }
    };
    strides.windows(2).map(size).collect()
}

fn apply<'c: 'a, 'a>(
    version: OperationRef<'c, 'a>,
    array: Value<'c, 'a>,
    atoms: &Atoms<'c, 'a>,
    views: &[OperationRef<'c, 'a>],
    sizes: &[(usize, i64)],
    indices: &[Vec<Polynomial>],
) {
    let (Some(block), Some(element)) = (version::body(version), types::buffer_element(array.r#type())) else { return };
    let builder = Builder { context: context_of(&version), block, location: version.location() };
    array.set_type(builder.array_type(sizes.len() + 1, element));
    let operands: Vec<_> = [array].into_iter().chain(sizes.iter().rev().map(|(atom, _)| atoms.values[*atom])).collect();
    let factors: Vec<_> = sizes.iter().rev().map(|(_, factor)| *factor).collect();
    let attributes = [("kind", builder.string("flat")), ("factors", builder.integers(&factors))];
    let last = operations(block).into_iter().rfind(|op| matches!(name(*op).as_str(), "nparray.guard" | "nparray.dim"));
    let guard = builder.operation("nparray.guard", &operands, &[], &attributes, vec![]);
    match last {
        Some(last) => move_after(guard, last),
        None => move_to_front(guard),
    }
    for (view, indices) in views.iter().zip(indices) {
        let Some(block) = view.block() else { continue };
        let inside = builder.inside(block).at(view.location());
        let mut operands = vec![array];
        let mut previous = *view;
        for index in indices {
            let (terms, values): (Vec<_>, Vec<_>) =
                index.iter().filter_map(|(monomial, c)| Some((*c, atoms.values[*monomial.first()?]))).unzip();
            let row = terms.into_iter().chain([index.get(&vec![]).copied().unwrap_or(0)]).collect();
            let value = inside.affine("affine.apply", vec![row], &values);
            if let Some(operation) = definition(value) {
                move_after(operation, previous);
                previous = operation;
            }
            operands.push(value);
        }
        let result = result_of(*view);
        let axes = ("axes", builder.strings(&vec!["index"; indices.len()]));
        let new = inside.operation("nparray.view", &operands, &[result.r#type()], &[axes], vec![]);
        move_after(new, previous);
        replace_all_uses(result, result_of(new));
        erase(*view);
    }
    erase_unused(version);
}

/// Erases the arithmetic that the old subscripts were made of.
fn erase_unused<'c: 'a, 'a>(version: OperationRef<'c, 'a>) {
    let mut all = vec![];
    if let Some(block) = version::body(version) {
        Atoms::default().collect(&operations(block), &mut all);
    }
    for operation in all.into_iter().rev() {
        let kind = name(operation);
        let index = kind.starts_with("arith.") || kind == "affine.apply";
        if index && operation.results().all(|result| automphc_dialects::ir::unused(result.into())) {
            erase(operation);
        }
    }
}

/// The monomial divided by another, if that divides it.
fn without(monomial: &Monomial, divisor: &Monomial) -> Option<Monomial> {
    let mut rest = monomial.clone();
    for atom in divisor {
        let at = rest.iter().position(|known| known == atom)?;
        rest.remove(at);
    }
    Some(rest)
}

fn sum(terms: impl IntoIterator<Item = (Polynomial, i64)>) -> Option<Polynomial> {
    let mut sum = Polynomial::new();
    for (polynomial, factor) in terms {
        for (monomial, c) in polynomial {
            let entry = sum.entry(monomial).or_insert(0);
            *entry = entry.checked_add(c.checked_mul(factor)?)?;
        }
    }
    sum.retain(|_, c| *c != 0);
    Some(sum)
}

fn product(a: &Polynomial, b: &Polynomial) -> Option<Polynomial> {
    let mut terms = vec![];
    for (x, c) in a {
        for (y, d) in b {
            let mut monomial = [x.as_slice(), y.as_slice()].concat();
            monomial.sort_unstable();
            terms.push((Polynomial::from([(monomial, c.checked_mul(*d)?)]), 1));
        }
    }
    sum(terms)
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 {
        a
    } else {
        gcd(b, a % b)
    }
}

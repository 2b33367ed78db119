//! Costs as sums of products of sizes, and the guard that compares two of them.

use crate::build::Builder;
use crate::scop::read::{name, operations};
use crate::scop::write::linear_rows;
use crate::scop::{Lin, Var};
use automphc_dialects::affine::{map_attribute, map_rows, Rows};
use automphc_dialects::ir::{array_elements, move_after};
use automphc_kb::affine::Affine;
use melior::ir::attribute::{ArrayAttribute, IntegerAttribute};
use melior::ir::operation::OperationLike;
use melior::ir::{Attribute, OperationRef, Value};

/// A time in nanoseconds, spent once for every element of a box of sizes.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    pub time: f64,
    pub factors: Vec<Lin>,
}

#[derive(Clone, Debug, Default)]
pub struct Cost {
    pub products: Vec<Product>,
}

impl Cost {
    pub fn add(&mut self, time: f64, factors: &[Lin]) {
        let mut factors: Vec<Lin> = factors.iter().filter(|f| f.as_constant() != Some(1)).cloned().collect();
        factors.sort();
        match self.products.iter_mut().find(|product| product.factors == factors) {
            Some(product) => product.time += time,
            None => self.products.push(Product { time, factors }),
        }
    }

    /// Leaves only the products of most factors: the others do not decide.
    pub fn largest(&mut self) {
        let degree = |product: &Product| product.factors.iter().filter(|f| f.as_constant().is_none()).count();
        let most = self.products.iter().map(degree).max().unwrap_or(0);
        let products = std::mem::take(&mut self.products);
        for product in products.into_iter().filter(|product| degree(product) == most) {
            self.add(product.time, &product.factors);
        }
    }

    /// The value at certain sizes.
    pub fn at(&self, value: &dyn Fn(&Lin) -> f64) -> f64 {
        self.products.iter().map(|product| product.time * product.factors.iter().map(value).product::<f64>()).sum()
    }

    /// Multiplies constant factors into the times, and leaves out products that matter little at all of
    /// these choices of sizes.
    pub fn trim(&mut self, values: &[&dyn Fn(&Lin) -> f64]) {
        for product in std::mem::take(&mut self.products) {
            let constant = |f: &&Lin| f.as_constant().is_some();
            let constants: i64 = product.factors.iter().filter(constant).filter_map(Lin::as_constant).product();
            let factors: Vec<Lin> = product.factors.iter().filter(|f| !constant(f)).cloned().collect();
            self.add(product.time * constants as f64, &factors);
        }
        let at = |product: &Product, value: &dyn Fn(&Lin) -> f64| {
            product.time * product.factors.iter().map(value).product::<f64>()
        };
        let totals: Vec<f64> = values.iter().map(|v| self.products.iter().map(|p| at(p, *v)).sum()).collect();
        let matters = |p: &Product| {
            p.factors.is_empty() || values.iter().zip(&totals).any(|(v, total)| at(p, *v) > SMALL * total)
        };
        self.products.retain(matters);
    }

    /// The same cost in another unit.
    fn scaled(&self, factor: f64) -> Self {
        let product = |p: &Product| Product { time: p.time * factor, factors: p.factors.clone() };
        Self { products: self.products.iter().map(product).collect() }
    }

    fn attribute<'c>(&self, builder: Builder<'c, '_>, symbols: usize) -> Attribute<'c> {
        let row = |lin: &Lin| {
            let coefficient = |symbol| lin.coefficient(&Var::Symbol(symbol));
            (0..symbols).map(coefficient).chain([lin.constant]).collect()
        };
        let product = |product: &Product| -> Attribute<'c> {
            let rows = Rows { dims: 0, symbols, rows: product.factors.iter().map(row).collect() };
            let parts = [builder.integer(product.time.ceil() as i64), map_attribute(builder.context, &rows)];
            ArrayAttribute::new(builder.context, &parts).into()
        };
        ArrayAttribute::new(builder.context, &self.products.iter().map(product).collect::<Vec<_>>()).into()
    }

    /// The cost as an attribute over those of the symbols that it needs, and these.
    pub fn over<'c, 'a>(
        &self,
        builder: Builder<'c, 'a>,
        symbols: &[Value<'c, 'a>],
    ) -> (Attribute<'c>, Vec<Value<'c, 'a>>) {
        let factors: Vec<Lin> = self.products.iter().flat_map(|product| product.factors.clone()).collect();
        let (_, used) = linear_rows(&factors, |variable| variable);
        let number = |v: &Var| Affine::var(Var::Symbol(used.iter().position(|known| known == v).unwrap_or(0)));
        let renumbered = self.products.iter().map(|product| Product {
            time: product.time,
            factors: product.factors.iter().map(|factor| factor.map(number)).collect(),
        });
        let values = used.iter().filter_map(|v| if let Var::Symbol(id) = v { symbols.get(*id).copied() } else { None });
        (Self { products: renumbered.collect() }.attribute(builder, used.len()), values.collect())
    }

    /// The cost in an attribute; `symbol` says what its symbols are.
    pub fn read(attribute: Attribute, symbol: &dyn Fn(usize) -> Lin) -> Option<Self> {
        let mut cost = Self::default();
        for product in array_elements(attribute)? {
            let parts = array_elements(product)?;
            let time = IntegerAttribute::try_from(*parts.first()?).ok()?.value() as f64;
            let rows = map_rows(*parts.get(1)?)?;
            let factor = |row: &Vec<i64>| {
                let constant = Affine::constant(row.last().copied().unwrap_or(0));
                (0..rows.symbols).fold(constant, |sum, at| sum + symbol(at) * row[at])
            };
            cost.products.push(Product { time, factors: rows.rows.iter().map(factor).collect() });
        }
        Some(cost)
    }
}

/// Puts the guard behind the others, over those of the symbols that it needs.
pub fn place_guard<'c, 'a>(builder: Builder<'c, 'a>, symbols: &[Value<'c, 'a>], gain: &Cost, loss: Option<&Cost>) {
    place(builder, "profitable", symbols, gain, loss);
}

/// What a version costs on the host and with the device. Device prices are fractions of nanoseconds.
pub fn place_device_guard<'c: 'a, 'a>(
    version: OperationRef<'c, 'a>,
    symbols: &[Value<'c, 'a>],
    host: &Cost,
    device: &Cost,
) {
    let Some(block) = crate::version::body(version) else { return };
    let builder = Builder { context: automphc_dialects::ir::context_of(&version), block, location: version.location() };
    place(builder, "device", symbols, &host.scaled(FEMTOSECONDS), Some(&device.scaled(FEMTOSECONDS)));
}

/// The part of a cost that may be left out.
const SMALL: f64 = 0.03;
/// Femtoseconds in a nanosecond.
const FEMTOSECONDS: f64 = 1e6;

fn place<'c, 'a>(builder: Builder<'c, 'a>, kind: &str, symbols: &[Value<'c, 'a>], gain: &Cost, loss: Option<&Cost>) {
    let all: Vec<Lin> = gain
        .products
        .iter()
        .chain(loss.iter().flat_map(|loss| &loss.products))
        .flat_map(|p| p.factors.clone())
        .collect();
    let (_, used) = linear_rows(&all, |variable| variable);
    let Some(operands) = used
        .iter()
        .map(|v| if let Var::Symbol(id) = v { symbols.get(*id).copied() } else { None })
        .collect::<Option<Vec<_>>>()
    else {
        return;
    };
    let number = |v: &Var| Affine::var(Var::Symbol(used.iter().position(|known| known == v).unwrap_or(0)));
    let renumbered = |cost: &Cost| Cost {
        products: cost
            .products
            .iter()
            .map(|p| Product { time: p.time, factors: p.factors.iter().map(|lin| lin.map(number)).collect() })
            .collect(),
    };
    let mut attributes =
        vec![("kind", builder.string(kind)), ("gain", renumbered(gain).attribute(builder, used.len()))];
    attributes.extend(loss.map(|loss| ("loss", renumbered(loss).attribute(builder, used.len()))));
    let last =
        operations(builder.block).into_iter().rfind(|op| matches!(name(*op).as_str(), "nparray.guard" | "nparray.dim"));
    let guard = builder.operation("nparray.guard", &operands, &[], &attributes, vec![]);
    match last {
        Some(last) => move_after(guard, last),
        None => automphc_dialects::ir::move_to_front(guard),
    }
}

/// The guard in a version.
pub fn guard<'c: 'a, 'a>(version: OperationRef<'c, 'a>) -> Option<OperationRef<'c, 'a>> {
    let kind = |op: &OperationRef<'c, 'a>| crate::scop::read::string_attribute(*op, "kind");
    operations(crate::version::body(version)?)
        .into_iter()
        .find(|op| name(*op) == "nparray.guard" && kind(op).as_deref() == Some("profitable"))
}

//! Building operations: one small builder that appends to a block.

use automphc_dialects::affine::{map_attribute, set_attribute, Rows};
use automphc_dialects::types;
use melior::ir::attribute::{
    ArrayAttribute, BoolAttribute, DenseI32ArrayAttribute, DenseI64ArrayAttribute, FloatAttribute, IntegerAttribute,
    StringAttribute,
};
use melior::ir::operation::{OperationBuilder, OperationLike};
use melior::ir::r#type::IntegerType;
use melior::ir::{
    Attribute, Block, BlockLike, BlockRef, Identifier, Location, OperationRef, Region, RegionLike, Type, Value,
};
use melior::Context;

/// Appends operations to `block`, each with the current `location`.
#[derive(Clone, Copy)]
pub struct Builder<'c, 'a> {
    pub context: &'c Context,
    pub block: BlockRef<'c, 'a>,
    pub location: Location<'c>,
}

/// An attribute by name.
pub type Named<'c> = (&'static str, Attribute<'c>);

impl<'c, 'a> Builder<'c, 'a> {
    pub fn at(self, location: Location<'c>) -> Self {
        Self { location, ..self }
    }

    pub fn inside(self, block: BlockRef<'c, 'a>) -> Self {
        Self { block, ..self }
    }

    /// Appends an operation. Building fails only on a name that no dialect has,
    /// which is a bug of the caller, not of the input.
    pub fn operation(
        &self,
        name: &str,
        operands: &[Value<'c, 'a>],
        results: &[Type<'c>],
        attributes: &[Named<'c>],
        regions: Vec<Region<'c>>,
    ) -> OperationRef<'c, 'a> {
        let attributes: Vec<_> =
            attributes.iter().map(|(name, value)| (Identifier::new(self.context, name), *value)).collect();
        let operation = OperationBuilder::new(name, self.location)
            .add_operands(operands)
            .add_results(results)
            .add_attributes(&attributes)
            .add_regions_vec(regions)
            .build();
        match operation {
            Ok(operation) => self.block.append_operation(operation),
            Err(_) => unreachable!("operation '{name}' is registered"),
        }
    }

    /// Appends an operation with one result and returns that.
    pub fn value(
        &self,
        name: &str,
        operands: &[Value<'c, 'a>],
        result: Type<'c>,
        attributes: &[Named<'c>],
    ) -> Value<'c, 'a> {
        result_of(self.operation(name, operands, &[result], attributes, vec![]))
    }

    pub fn index_type(&self) -> Type<'c> {
        Type::index(self.context)
    }

    pub fn string(&self, text: &str) -> Attribute<'c> {
        StringAttribute::new(self.context, text).into()
    }

    pub fn strings(&self, texts: &[&str]) -> Attribute<'c> {
        let elements: Vec<_> = texts.iter().map(|t| self.string(t)).collect();
        ArrayAttribute::new(self.context, &elements).into()
    }

    pub fn integer(&self, value: i64) -> Attribute<'c> {
        IntegerAttribute::new(IntegerType::new(self.context, 64).into(), value).into()
    }

    pub fn boolean(&self, value: bool) -> Attribute<'c> {
        BoolAttribute::new(self.context, value).into()
    }

    pub fn float(&self, r#type: Type<'c>, value: f64) -> Attribute<'c> {
        FloatAttribute::new(self.context, r#type, value).into()
    }

    pub fn integers(&self, values: &[i64]) -> Attribute<'c> {
        DenseI64ArrayAttribute::new(self.context, values).into()
    }

    /// `affine.apply` of one row, or of several through affine.min/affine.max.
    /// All operands are dimensions of the map.
    pub fn affine(&self, operation: &str, rows: Vec<Vec<i64>>, operands: &[Value<'c, 'a>]) -> Value<'c, 'a> {
        let map = Rows { dims: operands.len(), symbols: 0, rows };
        self.value(operation, operands, self.index_type(), &[("map", map_attribute(self.context, &map))])
    }

    /// `affine.for` with step 1 or more; `fill` builds the body. Bounds are
    /// (rows, operands); the larger lower and the smaller upper bound count.
    pub fn affine_for(
        &self,
        lower: (Vec<Vec<i64>>, Vec<Value<'c, 'a>>),
        upper: (Vec<Vec<i64>>, Vec<Value<'c, 'a>>),
        step: i64,
        name: Option<&str>,
    ) -> (OperationRef<'c, 'a>, Value<'c, 'a>, BlockRef<'c, 'a>) {
        let region = Region::new();
        region.append_block(Block::new(&[(self.index_type(), self.location)]));
        let map = |(rows, operands): &(Vec<Vec<i64>>, Vec<Value>)| {
            map_attribute(self.context, &Rows { dims: operands.len(), symbols: 0, rows: rows.clone() })
        };
        let sizes = [lower.1.len() as i32, upper.1.len() as i32, 0];
        let step = IntegerAttribute::new(self.index_type(), step).into();
        let mut attributes = vec![
            ("lowerBoundMap", map(&lower)),
            ("upperBoundMap", map(&upper)),
            ("step", step),
            ("operandSegmentSizes", DenseI32ArrayAttribute::new(self.context, &sizes).into()),
        ];
        attributes.extend(name.map(|n| ("name", self.string(n))));
        let operands: Vec<_> = lower.1.iter().chain(&upper.1).copied().collect();
        let operation = self.operation("affine.for", &operands, &[], &attributes, vec![region]);
        let block = body_of(operation);
        let iv = match block.argument(0) {
            Ok(argument) => argument.into(),
            Err(_) => unreachable!("the body of a loop has one argument"),
        };
        (operation, iv, block)
    }

    /// `affine.if` without an else branch: all rows are at least 0. Returns its block.
    pub fn affine_if(&self, rows: Vec<Vec<i64>>, operands: &[Value<'c, 'a>]) -> BlockRef<'c, 'a> {
        let region = Region::new();
        region.append_block(Block::new(&[]));
        let equalities = vec![false; rows.len()];
        let set = set_attribute(self.context, &Rows { dims: operands.len(), symbols: 0, rows }, &equalities);
        body_of(self.operation("affine.if", operands, &[], &[("condition", set)], vec![region, Region::new()]))
    }

    /// An array type of this rank with unknown sizes.
    pub fn array_type(&self, rank: usize, element: Type<'c>) -> Type<'c> {
        types::dynamic_array(self.context, rank, element)
    }
}

/// The only result of an operation that was built with one.
pub fn result_of<'c, 'a>(operation: OperationRef<'c, 'a>) -> Value<'c, 'a> {
    match operation.result(0) {
        Ok(result) => result.into(),
        Err(_) => unreachable!("the operation was built with a result"),
    }
}

/// The only block of an operation that was built with one.
pub fn body_of<'c, 'a>(operation: OperationRef<'c, 'a>) -> BlockRef<'c, 'a> {
    match operation.region(0).ok().and_then(|region| region.first_block()) {
        Some(block) => block,
        None => unreachable!("the operation was built with a body"),
    }
}

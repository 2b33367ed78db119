//! Small helpers around melior's builders.
//!
//! In: names, operands and attributes. Out: operations at the end of a block.
//! Rule: every operation has the place of its Python construct.

use crate::source::Source;
use melior::ir::attribute::{
    ArrayAttribute, BoolAttribute, DenseI64ArrayAttribute, FloatAttribute, IntegerAttribute, StringAttribute,
};
use melior::ir::block::BlockLike;
use melior::ir::operation::OperationBuilder;
use melior::ir::{Attribute, Block, Identifier, Location, Region, Type, Value};
use melior::{Context, Error};

pub type Built<T> = Result<T, Error>;

/// An attribute by its name.
pub type Named<'c, 'n> = (&'n str, Attribute<'c>);

/// The types that an import gives; inference refines `object`.
pub struct Types<'c> {
    pub object: Type<'c>,
    pub int: Type<'c>,
    pub float: Type<'c>,
    pub complex: Type<'c>,
    pub bool: Type<'c>,
    pub str: Type<'c>,
    pub none: Type<'c>,
    pub slice: Type<'c>,
    pub ellipsis: Type<'c>,
    pub function: Type<'c>,
}

impl<'c> Types<'c> {
    fn new(context: &'c Context) -> Self {
        let py = |mnemonic| automphc_dialects::types::py(context, mnemonic);
        Self {
            object: py("object"),
            int: py("int"),
            float: py("float"),
            complex: py("complex"),
            bool: py("bool"),
            str: py("str"),
            none: py("none"),
            slice: py("slice"),
            ellipsis: py("ellipsis"),
            function: py("function"),
        }
    }
}

/// Builds operations and attributes for one source file.
pub struct Build<'c, 's> {
    pub context: &'c Context,
    pub source: &'s Source,
    pub types: Types<'c>,
}

impl<'c, 's> Build<'c, 's> {
    pub fn new(context: &'c Context, source: &'s Source) -> Self {
        Self { context, source, types: Types::new(context) }
    }

    pub fn location(&self, offset: usize) -> Location<'c> {
        let (line, column) = self.source.line_column(offset);
        Location::new(self.context, &self.source.path, line, column)
    }

    /// An operation with one result.
    pub fn value<'b>(
        &self,
        block: &'b Block<'c>,
        name: &str,
        offset: usize,
        operands: &[Value<'c, 'b>],
        attributes: &[Named<'c, '_>],
        result: Type<'c>,
    ) -> Built<Value<'c, 'b>> {
        let builder = OperationBuilder::new(name, self.location(offset)).add_operands(operands);
        let operation = builder.add_attributes(&self.named(attributes)).add_results(&[result]).build()?;
        Ok(block.append_operation(operation).result(0)?.into())
    }

    /// An operation without results.
    pub fn statement(
        &self,
        block: &Block<'c>,
        name: &str,
        offset: usize,
        operands: &[Value<'c, '_>],
        attributes: &[Named<'c, '_>],
        regions: Vec<Region<'c>>,
    ) -> Built<()> {
        let builder = OperationBuilder::new(name, self.location(offset)).add_operands(operands);
        let builder = builder.add_attributes(&self.named(attributes)).add_regions_vec(regions);
        block.append_operation(builder.build()?);
        Ok(())
    }

    pub fn named(&self, attributes: &[Named<'c, '_>]) -> Vec<(Identifier<'c>, Attribute<'c>)> {
        attributes.iter().map(|(name, value)| (Identifier::new(self.context, name), *value)).collect()
    }

    pub fn string(&self, text: &str) -> Attribute<'c> {
        StringAttribute::new(self.context, text).into()
    }

    pub fn strings<T: AsRef<str>>(&self, items: impl IntoIterator<Item = T>) -> Attribute<'c> {
        let items: Vec<_> = items.into_iter().map(|item| self.string(item.as_ref())).collect();
        ArrayAttribute::new(self.context, &items).into()
    }

    pub fn integers(&self, values: &[usize]) -> Attribute<'c> {
        let values: Vec<_> = values.iter().map(|&v| i64::try_from(v).unwrap_or(i64::MAX)).collect();
        DenseI64ArrayAttribute::new(self.context, &values).into()
    }

    pub fn int(&self, value: i64) -> Attribute<'c> {
        IntegerAttribute::new(Type::parse(self.context, "i64").unwrap_or(self.types.object), value).into()
    }

    pub fn float(&self, value: f64) -> Attribute<'c> {
        FloatAttribute::new(self.context, Type::float64(self.context), value).into()
    }

    pub fn complex(&self, real: f64, imag: f64) -> Attribute<'c> {
        ArrayAttribute::new(self.context, &[self.float(real), self.float(imag)]).into()
    }

    pub fn bool(&self, value: bool) -> Attribute<'c> {
        BoolAttribute::new(self.context, value).into()
    }

    pub fn unit(&self) -> Attribute<'c> {
        Attribute::unit(self.context)
    }
}

// Registration of the nparray dialect, the parts of its
// type that ODS cannot express, and its C handle.
#include "dialects.h"

#include "mlir-c/IR.h"
#include "mlir/CAPI/Registration.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

#include "NpArrayDialect.cpp.inc"
#define GET_TYPEDEF_CLASSES
#include "NpArrayTypes.cpp.inc"
#define GET_OP_CLASSES
#include "NpArrayOps.cpp.inc"

void automphc::nparray::NpArrayDialect::initialize() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "NpArrayTypes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "NpArrayOps.cpp.inc"
      >();
}

namespace automphc::nparray {

// `<?x3xf64>`, the shape syntax of memref and tensor.
Type ArrayType::parse(AsmParser &parser) {
  SmallVector<int64_t> shape;
  Type element;
  SMLoc where = parser.getCurrentLocation();
  if (parser.parseLess() || parser.parseDimensionList(shape) || parser.parseType(element) ||
      parser.parseGreater())
    return {};
  return parser.getChecked<ArrayType>(where, parser.getContext(), shape, element);
}

void ArrayType::print(AsmPrinter &printer) const {
  printer << "<";
  for (int64_t size : getShape()) {
    if (ShapedType::isDynamic(size))
      printer << "?x";
    else
      printer << size << "x";
  }
  printer << getElement() << ">";
}

LogicalResult ArrayType::verify(function_ref<InFlightDiagnostic()> error, ArrayRef<int64_t>, Type element) {
  if (isa<IntegerType, FloatType, ComplexType>(element))
    return success();
  return error() << "element type of an array must be an integer, a float or a complex type, not " << element;
}

} // namespace automphc::nparray

extern "C" {
MLIR_DEFINE_CAPI_DIALECT_REGISTRATION(NpArray, nparray, automphc::nparray::NpArrayDialect)

MlirType automphcArrayTypeGet(MlirContext context, intptr_t rank, const int64_t *shape, MlirType element) {
  return wrap(automphc::nparray::ArrayType::get(unwrap(context), ArrayRef<int64_t>(shape, rank), unwrap(element)));
}

// Rank of an array or memref type, -1 for every other type.
intptr_t automphcBufferRank(MlirType type) {
  if (auto array = dyn_cast<automphc::nparray::ArrayType>(unwrap(type)))
    return array.getShape().size();
  if (auto memref = dyn_cast<MemRefType>(unwrap(type)))
    return memref.getRank();
  return -1;
}

int64_t automphcBufferDim(MlirType type, intptr_t axis) {
  if (auto array = dyn_cast<automphc::nparray::ArrayType>(unwrap(type)))
    return array.getShape()[axis];
  return cast<MemRefType>(unwrap(type)).getDimSize(axis);
}

MlirType automphcBufferElement(MlirType type) {
  if (auto array = dyn_cast<automphc::nparray::ArrayType>(unwrap(type)))
    return wrap(array.getElement());
  return wrap(cast<MemRefType>(unwrap(type)).getElementType());
}
}

//===- NpArrayDialect.td - The nparray dialect: typed arrays --------------===//
//
// In:  typed py operations (convert-py-to-nparray), or raised affine nests.
// Out: affine loops (convert-nparray-to-affine), or Python (the emitter).
// Rule: an operation says exactly which elements it reads and writes; that the
//       program may rely on it is promised by the `nparray.guard`s before it.
//
//===----------------------------------------------------------------------===//

#ifndef AUTOMPHC_NPARRAY_DIALECT_TD
#define AUTOMPHC_NPARRAY_DIALECT_TD

include "mlir/IR/OpBase.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinAttributeInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def NpArray_Dialect : Dialect {
  let name = "nparray";
  let cppNamespace = "::automphc::nparray";
  let summary = "arrays with NumPy's reference semantics made explicit";
  let useDefaultTypePrinterParser = 1;
}

def NpArray_ArrayType : TypeDef<NpArray_Dialect, "Array"> {
  let mnemonic = "array";
  let summary = "an array of known rank and element type; `?` is a size known at run time";
  let description = [{
    `!nparray.array<?x3xf64>`, `!nparray.array<f64>` (a scalar: rank 0). Element
    types: i1 (bool), i8 to i64, ui8 to ui64, f32, f64, complex<f32>, complex<f64>.
  }];
  let parameters = (ins ArrayRefParameter<"int64_t">:$shape, "::mlir::Type":$element);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
}

#endif

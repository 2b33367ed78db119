//===- PyDialect.td - The py dialect: Python as it is written ------------===//
//
// In:  what the frontend reads from a Python source file.
// Out: typed py operations that convert-py-to-nparray understands.
// Rule: every valid Python statement has a representation; what the compiler
//       cannot model is a `py.opaque` that keeps its source text.
//
//===----------------------------------------------------------------------===//

#ifndef AUTOMPHC_PY_DIALECT_TD
#define AUTOMPHC_PY_DIALECT_TD

include "mlir/IR/OpBase.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinAttributeInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Py_Dialect : Dialect {
  let name = "py";
  let cppNamespace = "::automphc::py";
  let summary = "Python statements and expressions of a kernel";
  let useDefaultTypePrinterParser = 1;
}

//===----------------------------------------------------------------------===//
// Types: what inference knows of a value. `object` is "nothing yet".
//===----------------------------------------------------------------------===//

class Py_Type<string cppName, string typeMnemonic, string text>
    : TypeDef<Py_Dialect, cppName> {
  let mnemonic = typeMnemonic;
  let summary = text;
}

def Py_ObjectType   : Py_Type<"Object", "object", "any Python object: nothing is known">;
def Py_IntType      : Py_Type<"Int", "int", "a Python int">;
def Py_FloatType    : Py_Type<"Float", "float", "a Python float or numpy.float64">;
def Py_ComplexType  : Py_Type<"Complex", "complex", "a Python complex or numpy.complex128">;
def Py_BoolType     : Py_Type<"Bool", "bool", "True or False">;
def Py_StrType      : Py_Type<"Str", "str", "a string">;
def Py_NoneType     : Py_Type<"NoneValue", "none", "None">;
def Py_SliceType    : Py_Type<"Slice", "slice", "a slice lo:hi:step inside a subscript">;
def Py_EllipsisType : Py_Type<"EllipsisValue", "ellipsis", "... inside a subscript">;
def Py_RangeType    : Py_Type<"Range", "range", "range(lo, hi, step) over ints">;
def Py_FunctionType : Py_Type<"Function", "function", "a function or module known by its full name">;

def Py_ListType : Py_Type<"List", "list", "a list nested `depth` deep, its leaves of one type"> {
  let parameters = (ins "int64_t":$depth, "::mlir::Type":$element);
  let assemblyFormat = "`<` $depth `x` $element `>`";
  let description = [{
    `!py.list<2 x f64>` is a list of lists of Python floats. That the rows have
    one length is not part of the type: the emitted guard checks it.
  }];
}

// A tuple with known element types is the builtin `tuple<...>`.

#endif

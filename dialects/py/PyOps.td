//===- PyOps.td - Operations of the py dialect ----------------------------===//
//
// Variables are named, as in Python: `py.name` reads one and `py.assign`
// binds one. Statement operations carry `span = array<i64: begin, end>`, the
// byte range of the statement in the source that the module holds.
//
//===----------------------------------------------------------------------===//

#ifndef AUTOMPHC_PY_OPS_TD
#define AUTOMPHC_PY_OPS_TD

include "py/PyDialect.td"
include "mlir/IR/SymbolInterfaces.td"

class Py_Op<string mnemonic, list<Trait> traits = []> : Op<Py_Dialect, mnemonic, traits>;

// An expression without effects: dead ones vanish, equal ones are shared only
// if no assignment lies between them, so `py.name` reads, and is not Pure.
class Py_PureOp<string mnemonic, list<Trait> traits = []> : Py_Op<mnemonic, !listconcat(traits, [Pure])>;

def Py_FuncOp : Py_Op<"func", [Symbol, NoTerminator, SingleBlock]> {
  let summary = "a function or method whose body the compiler may optimize";
  let description = [{
    ```mlir
    py.func @"Correlation.kernel"(["self", "n"]) hints ["", "float"] { ... }
    ```
    `sym_name` is the qualified name. `params` are the parameter names in order,
    `hints` the annotation of each as written (empty: none). `param_types`,
    set by py-infer-types, is the inferred type of each. `span` is the byte
    range of the body's statements after the docstring; `refused`, if present,
    is the reason why the function must stay as it is. A function with
    `typing_of` is a copy of the one it names, before it, with other types.

    The verifier checks: `params` and `hints` have one length, and so has
    `param_types` if present.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, StrArrayAttr:$params, StrArrayAttr:$hints,
                       OptionalAttr<TypeArrayAttr>:$param_types,
                       OptionalAttr<DenseI64ArrayAttr>:$span, OptionalAttr<StrAttr>:$refused);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    $sym_name `(` $params `)` `hints` $hints (`types` $param_types^)? attr-dict-with-keyword $body
  }];
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

def Py_NameOp : Py_Op<"name", [MemoryEffects<[MemRead]>]> {
  let summary = "value of a variable: a local, a parameter, or an unresolved global";
  let description = [{
    Example: `%0 = py.name "data" : !py.object`. A name of the module has
    `global`, and `constant` if one assignment of the module binds it to a
    number; `variable` is the annotation of one that another statement binds, once
    and before the function (empty if nothing is known). The verifier checks that the name is not empty.
  }];
  let arguments = (ins StrAttr:$name);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$name attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Py_RefOp : Py_PureOp<"ref"> {
  let summary = "a function or module reached through the module's own imports or the builtins";
  let description = [{
    `%0 = py.ref "numpy.dot" as "np.dot" : !py.function`: the full name, and how
    the program spells it. In a loop over sequences that became one that counts,
    `stands_for` is what is called instead, perhaps in place of nothing (`""`).
  }];
  let arguments = (ins StrAttr:$target, StrAttr:$spelling);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$target `as` $spelling attr-dict `:` type($result)";
}

def Py_ConstantOp : Py_PureOp<"constant"> {
  let summary = "a literal: int, float, bool, string, None (unit) or complex (array of two floats)";
  let description = [{
    `py.constant (1 : i64) : !py.int`. Integers that do not fit 64 bits are
    `py.opaque_expr`.
  }];
  let arguments = (ins AnyAttr:$value);
  let results = (outs AnyType:$result);
  let assemblyFormat = "`(` $value `)` attr-dict `:` type($result)";
}

def Py_AttributeOp : Py_Op<"attribute", [MemoryEffects<[MemRead]>]> {
  let summary = "`object.name`";
  let arguments = (ins AnyType:$object, StrAttr:$name);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$object $name attr-dict `:` type($object) `->` type($result)";
}

def Py_SubscriptOp : Py_Op<"subscript", [MemoryEffects<[MemRead]>]> {
  let summary = "`base[i, lo:hi, ...]`: one operand per item of the subscript";
  let description = [{
    With `item`, it is what a loop over a sequence binds in an iteration.
  }];
  let arguments = (ins AnyType:$base, Variadic<AnyType>:$indices);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$base `[` $indices `]` attr-dict `:` functional-type(operands, $result)";
  let hasVerifier = 1;
}

def Py_SliceOp : Py_PureOp<"slice"> {
  let summary = "`lo:hi:step`; an absent part is the constant None";
  let arguments = (ins AnyType:$lower, AnyType:$upper, AnyType:$step);
  let results = (outs Py_SliceType:$result);
  let assemblyFormat = "$lower `,` $upper `,` $step attr-dict `:` type(operands)";
}

def Py_EllipsisOp : Py_PureOp<"ellipsis"> {
  let summary = "`...` inside a subscript";
  let results = (outs Py_EllipsisType:$result);
  let assemblyFormat = "attr-dict";
}

def Py_CallOp : Py_Op<"call", [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "`f(a, b, axis=c)`: the last operands are the keyword arguments";
  let description = "The verifier checks that there are at least as many arguments as keywords.";
  let arguments = (ins AnyType:$callee, Variadic<AnyType>:$arguments, DefaultValuedAttr<StrArrayAttr, "{}">:$keywords);
  let results = (outs AnyType:$result);
  let assemblyFormat = [{
    $callee `(` $arguments `)` (`keywords` $keywords^)? attr-dict `:` functional-type(operands, $result)
  }];
  let hasVerifier = 1;
}

def Py_BinaryOp : Py_Op<"binary", [MemoryEffects<[MemRead]>]> {
  let summary = "a binary operator, by its NumPy name";
  let description = [{
    add, subtract, multiply, divide, floor_divide, remainder, power, matmul,
    bitwise_and, bitwise_or, bitwise_xor, left_shift, right_shift. The verifier
    checks the name.
  }];
  let arguments = (ins StrAttr:$operator_name, AnyType:$lhs, AnyType:$rhs);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$operator_name $lhs `,` $rhs attr-dict `:` functional-type(operands, $result)";
  let hasVerifier = 1;
}

def Py_UnaryOp : Py_Op<"unary", [MemoryEffects<[MemRead]>]> {
  let summary = "a unary operator: negative, positive, invert, not";
  let arguments = (ins StrAttr:$operator_name, AnyType:$operand);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$operator_name $operand attr-dict `:` functional-type(operands, $result)";
  let hasVerifier = 1;
}

def Py_CompareOp : Py_Op<"compare", [MemoryEffects<[MemRead]>]> {
  let summary = "one comparison: less, less_equal, greater, greater_equal, equal, not_equal, is, is_not, in, not_in";
  let arguments = (ins StrAttr:$operator_name, AnyType:$lhs, AnyType:$rhs);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$operator_name $lhs `,` $rhs attr-dict `:` functional-type(operands, $result)";
  let hasVerifier = 1;
}

def Py_BoolOp : Py_Op<"bool", [MemoryEffects<[MemRead]>]> {
  let summary = "`and` or `or` over operands without side effects";
  let arguments = (ins StrAttr:$operator_name, Variadic<AnyType>:$operands);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$operator_name `(` $operands `)` attr-dict `:` functional-type(operands, $result)";
  let hasVerifier = 1;
}

def Py_SelectOp : Py_Op<"select", [MemoryEffects<[MemRead]>]> {
  let summary = "`a if condition else b`, both branches without side effects";
  let arguments = (ins AnyType:$condition, AnyType:$if_true, AnyType:$if_false);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$condition `,` $if_true `,` $if_false attr-dict `:` functional-type(operands, $result)";
}

def Py_TupleOp : Py_PureOp<"tuple"> {
  let summary = "`(a, b)`";
  let arguments = (ins Variadic<AnyType>:$elements);
  let results = (outs AnyType:$result);
  let assemblyFormat = "`(` $elements `)` attr-dict `:` functional-type(operands, $result)";
}

def Py_ListOp : Py_PureOp<"list"> {
  let summary = "`[a, b]`";
  let arguments = (ins Variadic<AnyType>:$elements);
  let results = (outs AnyType:$result);
  let assemblyFormat = "`[` $elements `]` attr-dict `:` functional-type(operands, $result)";
}

def Py_RowsOp : Py_PureOp<"rows"> {
  let summary = "`[item for _ in range(count)]`";
  let description = [{
    A new list of equal items, each of them computed anew: unlike in `[[0.0]] * 3`, no two of its rows are one list.
    The item does not depend on the variable of the comprehension.
  }];
  let arguments = (ins AnyType:$item, AnyType:$count);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$item `,` $count attr-dict `:` functional-type(operands, $result)";
}

def Py_OpaqueExprOp : Py_Op<"opaque_expr", [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "an expression that is kept as text";
  let description = "`reads` over-approximates the names it reads; `reason` says why it is not modelled.";
  let arguments = (ins StrAttr:$text, StrArrayAttr:$reads, StrAttr:$reason);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$text `reads` $reads `because` $reason attr-dict `:` type($result)";
}

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

class Py_Statement<string mnemonic, list<Trait> traits = []> : Py_Op<mnemonic, traits>;

def Py_AssignOp : Py_Statement<"assign"> {
  let summary = "`name = value`";
  let description = [{
    A statement that binds several names becomes one operation per name, with
    `part = array<i64: index, count>`. Those of `n, m = a.shape` read
    `a.shape[0]` and `a.shape[1]` and have `unpacks = 2 : i64`: they stand for
    the statement only if the shape has exactly that many sizes.
  }];
  let arguments = (ins StrAttr:$name, AnyType:$value, OptionalAttr<DenseI64ArrayAttr>:$span);
  let assemblyFormat = "$name `=` $value attr-dict `:` type($value)";
  let hasVerifier = 1;
}

def Py_AugAssignOp : Py_Statement<"aug_assign"> {
  let summary = "`name op= value`: in place for an array or list, a new binding for a scalar";
  let arguments = (ins StrAttr:$name, StrAttr:$operator_name, AnyType:$value, OptionalAttr<DenseI64ArrayAttr>:$span);
  let assemblyFormat = "$name $operator_name $value attr-dict `:` type($value)";
  let hasVerifier = 1;
}

def Py_StoreOp : Py_Statement<"store"> {
  let summary = "`base[...] = value`";
  let arguments = (ins AnyType:$value, AnyType:$base, Variadic<AnyType>:$indices, OptionalAttr<DenseI64ArrayAttr>:$span);
  let assemblyFormat = "$value `,` $base `[` $indices `]` attr-dict `:` type(operands)";
}

def Py_AugStoreOp : Py_Statement<"aug_store"> {
  let summary = "`base[...] op= value`";
  let arguments = (ins StrAttr:$operator_name, AnyType:$value, AnyType:$base, Variadic<AnyType>:$indices,
                       OptionalAttr<DenseI64ArrayAttr>:$span);
  let assemblyFormat = "$operator_name $value `,` $base `[` $indices `]` attr-dict `:` type(operands)";
  let hasVerifier = 1;
}

def Py_ForOp : Py_Statement<"for", [NoTerminator, SingleBlock]> {
  let summary = "`for target in iterable:` without an else branch";
  let arguments = (ins StrAttr:$target, AnyType:$iterable, OptionalAttr<DenseI64ArrayAttr>:$span);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$target `in` $iterable `:` type($iterable) $body attr-dict";
}

def Py_WhileOp : Py_Statement<"while", [NoTerminator]> {
  let summary = "`while condition:`; the first region ends in py.condition";
  let arguments = (ins OptionalAttr<DenseI64ArrayAttr>:$span);
  let regions = (region SizedRegion<1>:$test, SizedRegion<1>:$body);
  let assemblyFormat = "$test `do` $body attr-dict";
}

def Py_ConditionOp : Py_Statement<"condition"> {
  let summary = "the value that a while loop tests";
  let arguments = (ins AnyType:$value);
  let assemblyFormat = "$value attr-dict `:` type($value)";
}

def Py_IfOp : Py_Statement<"if", [NoTerminator]> {
  let summary = "`if condition: ... else: ...`; an absent else is an empty region";
  let arguments = (ins AnyType:$condition, OptionalAttr<DenseI64ArrayAttr>:$span);
  // A block without operations is read back as no block.
  let regions = (region SizedRegion<1>:$then_body, MaxSizedRegion<1>:$else_body);
  let assemblyFormat = "$condition `:` type($condition) $then_body `else` $else_body attr-dict";
}

def Py_ReturnOp : Py_Statement<"return"> {
  let summary = "`return value`; no operand for a bare return";
  let description = [{
    In a version several operands are a tuple, and `scalars` says of each
    whether it is returned as a `python` float or as a `numpy` one, or as
    `numpy unless 0.0`: as Python's where it is equal to that number.
  }];
  let arguments = (ins Variadic<AnyType>:$values, OptionalAttr<StrArrayAttr>:$scalars,
                       OptionalAttr<DenseI64ArrayAttr>:$span);
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
}

def Py_ExprOp : Py_Statement<"expr"> {
  let summary = "an expression as a statement";
  let arguments = (ins AnyType:$value, OptionalAttr<DenseI64ArrayAttr>:$span);
  let assemblyFormat = "$value attr-dict `:` type($value)";
}

def Py_PassOp : Py_Statement<"pass"> {
  let summary = "`pass`";
  let arguments = (ins OptionalAttr<DenseI64ArrayAttr>:$span);
  let assemblyFormat = "attr-dict";
}

def Py_OpaqueOp : Py_Statement<"opaque", [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "a statement that is kept as text";
  let description = [{
    ```mlir
    py.opaque "print(x)" reads ["x"] writes [] because "unknown call" {span = array<i64: 10, 18>}
    ```
    `reads` and `writes` over-approximate the names it reads and binds; any
    object reachable from a name it reads may be changed.

    In a version it is a black box, with approximated access relations:

    ```mlir
    py.opaque "if a[i]: d[i] = x" reads ["a", "d", "i", "x"] writes [] because "..."
      (%order, %a_i, %i : memref<i1>, f64, index) {access = ["order", "element", "bind"], bound = ["i"], total}
    ```
    `access` says what each operand is: `order`, the cell that all black boxes
    write, so that they keep their order; `element`, an element that is read;
    `read` and `write`, a buffer of which any element may be read, or read and
    written; `bind`, the value of a variable that the text reads, its name in
    `bound`. A statement that is `total` touches nothing else, does not raise
    and runs no code that nobody has seen; any other may read and change every
    argument.

    The verifier checks: `access` has one entry for each operand, and `bound`
    one for each that is bound.
  }];
  let arguments = (ins StrAttr:$text, StrArrayAttr:$reads, StrArrayAttr:$writes, StrAttr:$reason,
                       Variadic<AnyType>:$inputs, OptionalAttr<StrArrayAttr>:$access,
                       OptionalAttr<StrArrayAttr>:$bound, OptionalAttr<UnitAttr>:$total,
                       OptionalAttr<DenseI64ArrayAttr>:$span);
  let assemblyFormat = [{
    $text `reads` $reads `writes` $writes `because` $reason (`(` $inputs^ `:` type($inputs) `)`)? attr-dict
  }];
  let hasVerifier = 1;
}

#endif

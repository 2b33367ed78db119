//===- NpArrayOps.td - Operations of the nparray dialect ------------------===//
//
// Library functions have no operation each: `nparray.call @numpy.dot` and the
// knowledge base carry them all. Operands may be `!nparray.array` or, once the
// loops are affine, the memref that stands for the same buffer.
//
//===----------------------------------------------------------------------===//

#ifndef AUTOMPHC_NPARRAY_OPS_TD
#define AUTOMPHC_NPARRAY_OPS_TD

include "nparray/NpArrayDialect.td"

def NpArray_Buffer : AnyTypeOf<[NpArray_ArrayType, AnyMemRef], "array or memref">;

class NpArray_Op<string mnemonic, list<Trait> traits = []> : Op<NpArray_Dialect, mnemonic, traits>;

def NpArray_GuardOp : NpArray_Op<"guard", [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "a condition under which the optimized version is valid";
  let description = [{
    The guards of a version are conditions of the emitted `if`, tested in the
    order of the operations before anything is computed.

    ```mlir
    nparray.guard "type"(%data) {type = "numpy.ndarray"} : !nparray.array<?x?xf64>
    nparray.guard "bounds"(%m, %d) {set = affine_set<()[s0, s1] : (s1 - s0 >= 0)>} : index, index
    ```

    | kind | operands | attributes | holds when |
    | --- | --- | --- | --- |
    | type | argument | `type` | the argument is exactly of this type |
    | array | argument | | ndarray with this rank and element type, native byte order |
    | list | argument | | rectangular nested list, distinct rows, leaves exactly float |
    | writeable | argument | | the array may be written, and no two indices share memory |
    | disjoint | two arguments | | they share no memory |
    | bounds | index values | `set` | the affine conditions hold (all operands are symbols) |
    | helper | | `object` | this global name still is the function that the module defined |
    | object | | `object`, `type` | what this parameter holds, which is no operand, is exactly of this type |
    | attributes | | `object`, `names` | these attributes are plain: no property, no `__getattr__` |
    | row_major | argument | | the array lies in memory row by row, without gaps |
    | finite | argument | | every element is finite |
    | fp_state | | | NumPy's error state and the warning filters are the defaults |
    | nonzero | scalar argument | | the scalar is not zero |
    | moderate | argument | | it, or each of its elements, lies between -1e75 and 1e75: products of four do not overflow |
    | nonnegative | scalar argument | | the scalar is zero or more, and no NaN |
    | functions | | `names`, `spellings` | what the program spells so still is the function of this full name |
    | constant | | `object`, `value` | this global name still is this number |
    | flat | argument, sizes | | the argument has one axis, and is used as one with axes of these sizes after the first |
    | profitable | index values | `gain`, `loss` | a sum of products of affine sizes, in nanoseconds, exceeds another |
    | device | index values | `gain`, `loss` | the same, in femtoseconds: what the version costs on the host and with the device |

    The verifier checks the kind, and that its attributes are there.
  }];
  let arguments = (ins StrAttr:$kind, Variadic<AnyType>:$operands, OptionalAttr<StrAttr>:$type,
                       OptionalAttr<StrAttr>:$object, OptionalAttr<StrArrayAttr>:$names,
                       OptionalAttr<StrArrayAttr>:$spellings, OptionalAttr<AnyAttr>:$set,
                       OptionalAttr<AnyAttr>:$value);
  let assemblyFormat = "$kind `(` $operands `)` attr-dict (`:` type($operands)^)?";
  let hasVerifier = 1;
}

def NpArray_AllocOp : NpArray_Op<"alloc", [MemoryEffects<[MemAlloc]>]> {
  let summary = "a new array with undefined elements; `name` is the program's name for it";
  let description = [{
    With `order` it is no memory of the program, but the cell that black boxes
    (`py.opaque`) write, which keeps them in order. With `device` it is in the
    memory of the device.
  }];
  let arguments = (ins Variadic<Index>:$sizes, OptionalAttr<StrAttr>:$name, OptionalAttr<UnitAttr>:$order,
                       UnitAttr:$device);
  let results = (outs NpArray_Buffer:$result);
  let assemblyFormat = "`(` $sizes `)` attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def NpArray_ConstantOp : NpArray_Op<"constant", [Pure]> {
  let summary = "a scalar constant";
  let arguments = (ins AnyAttr:$value);
  let results = (outs NpArray_ArrayType:$result);
  let assemblyFormat = "`(` $value `)` attr-dict `:` type($result)";
}

def NpArray_DimOp : NpArray_Op<"dim", [Pure]> {
  let summary = "size of an axis of an array";
  let arguments = (ins NpArray_Buffer:$source, I64Attr:$axis);
  let results = (outs Index:$result);
  let assemblyFormat = "$source `,` $axis attr-dict `:` type($source)";
  let hasVerifier = 1;
}

def NpArray_ViewOp : NpArray_Op<"view", [Pure]> {
  let summary = "the part of an array that a subscript names, sharing its memory";
  let description = [{
    ```mlir
    %row = nparray.view %a[%i, %lo, %hi] {axes = ["index", "slice"]}
             : !nparray.array<?x?xf64> -> !nparray.array<?xf64>
    ```
    `axes` has one entry per item: `index` (one operand), `slice` (two operands,
    lower and upper bound; its stride in `steps`, which has one entry per
    `slice` and `points`, 1 if `steps` is absent), `points` (as a slice, but all
    axes of this kind run together, as the indices of a diagonal do: the result
    has one axis for them), `all` (no operand) and `newaxis` (no operand). Bounds are in range: the
    guards promise it. With a negative stride the upper bound is exclusive
    downwards, and -1 stands for "past the first element".

    The verifier checks the number of operands, and the rank of the result:
    one axis per item that is no index, and one for all points.
  }];
  let arguments = (ins NpArray_Buffer:$source, Variadic<Index>:$bounds, StrArrayAttr:$axes,
                       OptionalAttr<DenseI64ArrayAttr>:$steps);
  let results = (outs NpArray_ArrayType:$result);
  let assemblyFormat = "$source `[` $bounds `]` attr-dict `:` type($source) `->` type($result)";
  let hasVerifier = 1;
}

def NpArray_CallOp : NpArray_Op<"call", [MemoryEffects<[MemRead]>]> {
  let summary = "call of a function of the knowledge base on arrays";
  let description = [{
    `%r = nparray.call @numpy.sum(%a) {axis = 1 : i64} : (!nparray.array<?x?xf64>) -> !nparray.array<?xf64>`.
    Arguments that are no arrays are the attributes in `parameters`. With
    `device` the function is one of CuPy's (`cupy.sum`), and so is the result.
  }];
  let arguments = (ins StrAttr:$callee, Variadic<AnyType>:$arguments, OptionalAttr<DictionaryAttr>:$parameters,
                       UnitAttr:$device);
  let results = (outs AnyType:$result);
  let assemblyFormat = [{
    $callee `(` $arguments `)` (`with` $parameters^)? attr-dict `:` functional-type($arguments, $result)
  }];
  let hasVerifier = 1;
}

def NpArray_OpaqueOp : NpArray_Op<"opaque", [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "a function without an equation, called among affine loops: a statement with exact accesses";
  let description = [{
    ```mlir
    affine.for %p = 0 to %n {
      nparray.opaque "numpy.fft.fft"(%order, %out, %p, %zero, %k, %a, %p, %zero, %k)
        {access = ["order", "write 1", "at", "axis 0", "end", "read 1", "at", "axis 0", "end"], total}
        : ...
    }
    ```
    is `out[p, 0:k] = fft(a[p, 0:k])`, everything read first. `access` says what
    each operand is: the cell that keeps what may raise in `order`; an array that
    is written or read, with the number of axes that the function sees of it, and
    then per axis of the array an index (`at`), or the lower bound and the `end`
    of the elements that are the function's `axis` of that number (one that no
    index has is of size 1); an int argument (`index`); a scalar (`element`).
    With `total` it raises no exception, and has no place among those that do.
    With `fresh` the result shares no memory with an operand.
  }];
  let arguments = (ins StrAttr:$callee, Variadic<AnyType>:$arguments, StrArrayAttr:$access,
                       OptionalAttr<DictionaryAttr>:$parameters, UnitAttr:$total, UnitAttr:$fresh);
  let assemblyFormat = "$callee `(` $arguments `)` (`with` $parameters^)? attr-dict `:` type($arguments)";
  let hasVerifier = 1;
}

def NpArray_IndexValueOp : NpArray_Op<"index_value", [Pure]> {
  let summary = "an index as a scalar of an array's element type";
  let arguments = (ins Index:$source);
  let results = (outs NpArray_ArrayType:$result);
  let assemblyFormat = "$source attr-dict `:` type($result)";
}

def NpArray_StoreOp : NpArray_Op<"store", [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "write a value into the elements of a target, all operands read first";
  let description = [{
    `nparray.store %v, %target : ...` is `target[...] = v`; with
    `update = "add"` it is `target[...] += v`; with a mask only the elements
    where the mask holds are written. The value broadcasts to the target. With
    `out` the call that computes the value writes it there by itself. With
    `commit` it brings a result into an argument, after everything that can fail.
  }];
  let arguments = (ins AnyType:$value, NpArray_Buffer:$target, Optional<AnyType>:$mask, OptionalAttr<StrAttr>:$update,
                       UnitAttr:$out, UnitAttr:$commit);
  let assemblyFormat = [{
    $value `,` $target (`where` $mask^ `:` type($mask))? attr-dict `:` type($value) `,` type($target)
  }];
}

def NpArray_RepackOp : NpArray_Op<"repack", [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "`target[target_mask] = source[source_mask]`, elements paired in row-major order";
  let description = [{
    What a store of a gather through two index builders does:
    `corr[tril_indices] = corr[triu_indices]` pairs the k-th index of one with
    the k-th of the other. Everything is read first. Both masks select the same
    number of elements: whoever builds the operation has proved it.
  }];
  let arguments = (ins AnyType:$source, AnyType:$source_mask, NpArray_Buffer:$target, AnyType:$target_mask);
  let assemblyFormat = "$source `[` $source_mask `]` `->` $target `[` $target_mask `]` attr-dict `:` type(operands)";
}

def NpArray_TransferOp : NpArray_Op<"transfer", [MemoryEffects<[MemRead, MemAlloc]>]> {
  let summary = "a new array with the elements of another, in the memory of the device or of the host";
  let description = [{
    ```mlir
    %d = nparray.transfer %a to "device" : memref<?x?xf64> -> memref<?x?xf64>
    ```
    What is made from `%d` (views, results of calls on it) is on the device too;
    `nparray.call` carries the unit attribute `device` then, and so does
    `nparray.alloc` for an array that is made there. Back on the host a value
    without axes is a number of NumPy's.
  }];
  let arguments = (ins AnyType:$source, StrAttr:$to, OptionalAttr<StrAttr>:$name);
  let results = (outs NpArray_Buffer:$result);
  let assemblyFormat = "$source `to` $to attr-dict `:` type($source) `->` type($result)";
  let hasVerifier = 1;
}

def NpArray_StripRowsOp : NpArray_Op<"strip_rows", [Pure]> {
  let summary = "how many rows of a box make a strip that stays in the cache";
  let description = [{
    `%rows = nparray.strip_rows(%columns) {elements = 16384 : i64}` is
    `max(1, 16384 // (columns + 2))`; several widths are multiplied, none is less
    than -1. A loop
    `affine.for` with the attribute `strip` advances by the rows that the
    `affine.min` at the start of its body adds to its variable.
  }];
  let arguments = (ins Variadic<Index>:$widths, I64Attr:$elements);
  let results = (outs Index:$result);
  let assemblyFormat = "`(` $widths `)` attr-dict";
}

def NpArray_ScalarOp : NpArray_Op<"scalar", [Pure]> {
  let summary = "a scalar function of the knowledge base that arith and math do not have";
  let description = "Example: `%r = nparray.scalar \"power\"(%a, %b) : (f64, f64) -> f64`.";
  let arguments = (ins StrAttr:$function, Variadic<AnyType>:$arguments);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$function `(` $arguments `)` attr-dict `:` functional-type($arguments, $result)";
}

def NpArray_PforOp : NpArray_Op<"pfor", [AttrSizedOperandSegments, MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "a parallel loop: a tile function over parts of its iterations, in any order";
  let description = [{
    ```mlir
    nparray.pfor @k$version0$tile0(%n) output(%c) input(%a, %b, %alpha)
      {output_axes = array<i64: 0>, input_axes = array<i64: 0, -1, -1>, modes = ["write"], transfer = "numpy"}
      : (memref<?x?xf64>, memref<?x?xf64>, memref<f64>) -> memref<?x?xf64>
    ```
    stands for calls `tile(a[begin:end], b, alpha, c[begin:end])` whose ranges
    cut `0 .. n` into pieces. The tile function takes the inputs, then the
    outputs; an array is cut along its axis in `input_axes` or `output_axes`,
    and given whole where that is -1. No two iterations touch one element, so
    pieces may run at the same time and anywhere. With `first`, the function's
    last argument is the value of the loop's variable in the piece's first
    iteration: `first` itself for the first piece.

    `modes` says of each output whether the loop overwrites it (`write`) or
    needs, or leaves, old elements (`update`). `transfer` names the library that
    computes a tile: `numpy`, or `cupy` where every call has a twin there.
    `work` is a time in nanoseconds as a sum of products of sizes, over the
    sizes in `sizes`: what is spent outside matrix products. `memory` is in the
    same form: bytes that an iteration needs for large temporaries.

    The verifier checks: one axis for each input and output, one mode for each
    output, at least one output, and each output is cut.
  }];
  let arguments = (ins FlatSymbolRefAttr:$tile, Index:$count, Variadic<NpArray_Buffer>:$outputs,
                       Variadic<AnyType>:$inputs, Variadic<Index>:$sizes, Optional<Index>:$first,
                       DenseI64ArrayAttr:$output_axes, DenseI64ArrayAttr:$input_axes, StrArrayAttr:$modes,
                       StrAttr:$transfer, OptionalAttr<ArrayAttr>:$work, OptionalAttr<ArrayAttr>:$memory);
  let assemblyFormat = [{
    $tile `(` $count `)` `output` `(` $outputs `)` `input` `(` $inputs `)` (`sizes` `(` $sizes^ `)`)?
    (`first` $first^)? attr-dict `:` functional-type($inputs, $outputs)
  }];
  let hasVerifier = 1;
}

#endif

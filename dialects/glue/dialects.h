// C++ classes of the py and nparray dialects, as mlir-tblgen generates them.
#ifndef AUTOMPHC_DIALECTS_H
#define AUTOMPHC_DIALECTS_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "PyDialect.h.inc"
#define GET_TYPEDEF_CLASSES
#include "PyTypes.h.inc"
#define GET_OP_CLASSES
#include "PyOps.h.inc"

#include "NpArrayDialect.h.inc"
#define GET_TYPEDEF_CLASSES
#include "NpArrayTypes.h.inc"
#define GET_OP_CLASSES
#include "NpArrayOps.h.inc"

#endif

// Registration of the py dialect, and its C handle.
#include "dialects.h"

#include "mlir-c/IR.h"
#include "mlir/CAPI/Registration.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

#include "PyDialect.cpp.inc"
#define GET_TYPEDEF_CLASSES
#include "PyTypes.cpp.inc"
#define GET_OP_CLASSES
#include "PyOps.cpp.inc"

void automphc::py::PyDialect::initialize() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "PyTypes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "PyOps.cpp.inc"
      >();
}

extern "C" {
MLIR_DEFINE_CAPI_DIALECT_REGISTRATION(Py, py, automphc::py::PyDialect)

// Depth of a list type, -1 for every other type.
int64_t automphcListDepth(MlirType type) {
  auto list = dyn_cast<automphc::py::ListType>(unwrap(type));
  return list ? list.getDepth() : -1;
}
MlirType automphcListElement(MlirType type) {
  return wrap(cast<automphc::py::ListType>(unwrap(type)).getElement());
}
}

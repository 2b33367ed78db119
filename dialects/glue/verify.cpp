// Verifiers that ODS cannot express. The wording of each constraint is that of
// the operation's description.
#include "dialects.h"

#include "llvm/ADT/StringSwitch.h"

using namespace mlir;

namespace automphc::py {

LogicalResult FuncOp::verify() {
  if (getParams().size() != getHints().size())
    return emitOpError("needs one hint per parameter");
  if (getParamTypes() && getParamTypes()->size() != getParams().size())
    return emitOpError("needs one type per parameter");
  return success();
}

LogicalResult NameOp::verify() {
  return getName().empty() ? emitOpError("needs a name") : success();
}

LogicalResult AssignOp::verify() {
  return getName().empty() ? emitOpError("needs a name") : success();
}

LogicalResult SubscriptOp::verify() {
  return getIndices().empty() ? emitOpError("needs at least one index") : success();
}

LogicalResult CallOp::verify() {
  if (getKeywords().size() > getArguments().size())
    return emitOpError("has more keywords than arguments");
  return success();
}

static bool isBinary(StringRef name) {
  return llvm::StringSwitch<bool>(name)
      .Cases({"add", "subtract", "multiply", "divide"}, true)
      .Cases({"floor_divide", "remainder", "power", "matmul"}, true)
      .Cases({"bitwise_and", "bitwise_or", "bitwise_xor"}, true)
      .Cases({"left_shift", "right_shift"}, true)
      .Default(false);
}

static LogicalResult checkName(Operation *op, StringRef name, bool known) {
  return known ? success() : op->emitOpError("has no operator named '") << name << "'";
}

LogicalResult BinaryOp::verify() { return checkName(*this, getOperatorName(), isBinary(getOperatorName())); }
LogicalResult AugAssignOp::verify() { return checkName(*this, getOperatorName(), isBinary(getOperatorName())); }
LogicalResult AugStoreOp::verify() { return checkName(*this, getOperatorName(), isBinary(getOperatorName())); }

LogicalResult UnaryOp::verify() {
  bool known = llvm::StringSwitch<bool>(getOperatorName())
                   .Cases({"negative", "positive", "invert", "not"}, true)
                   .Default(false);
  return checkName(*this, getOperatorName(), known);
}

LogicalResult CompareOp::verify() {
  bool known = llvm::StringSwitch<bool>(getOperatorName())
                   .Cases({"less", "less_equal", "greater", "greater_equal"}, true)
                   .Cases({"equal", "not_equal", "is", "is_not", "in", "not_in"}, true)
                   .Default(false);
  return checkName(*this, getOperatorName(), known);
}

LogicalResult OpaqueOp::verify() {
  size_t named = getAccess() ? getAccess()->size() : 0, bound = getBound() ? getBound()->size() : 0, binds = 0;
  if (named != getInputs().size())
    return emitOpError("needs one access for each operand");
  if (named == 0)
    return success();
  for (StringRef access : getAccess()->getAsValueRange<StringAttr>()) {
    bool known = llvm::StringSwitch<bool>(access)
                     .Cases({"order", "element", "read", "write", "bind"}, true)
                     .Default(false);
    if (!known)
      return emitOpError("has unknown access '") << access << "'";
    binds += access == "bind";
  }
  return binds == bound ? success() : emitOpError("needs one name for each value that is bound");
}

LogicalResult BoolOp::verify() {
  return checkName(*this, getOperatorName(), getOperatorName() == "and" || getOperatorName() == "or");
}

} // namespace automphc::py

namespace automphc::nparray {

LogicalResult GuardOp::verify() {
  StringRef kind = getKind();
  bool known = llvm::StringSwitch<bool>(kind)
                   .Cases({"type", "array", "list", "writeable", "disjoint"}, true)
                   .Cases({"bounds", "attributes", "finite", "fp_state", "nonzero", "nonnegative", "row_major", "moderate"}, true)
                   .Cases({"functions", "constant", "object", "helper", "flat", "profitable", "promotion", "device"}, true)
                   .Default(false);
  if (!known)
    return emitOpError("has unknown kind '") << kind << "'";
  if (kind == "type" && !getType())
    return emitOpError("of kind 'type' needs the attribute 'type'");
  if (kind == "bounds" && !isa_and_nonnull<IntegerSetAttr>(getSet().value_or(Attribute())))
    return emitOpError("of kind 'bounds' needs the attribute 'set'");
  if (kind == "attributes" && (!getObject() || !getNames()))
    return emitOpError("of kind 'attributes' needs the attributes 'object' and 'names'");
  if (kind == "functions" && (!getNames() || !getSpellings() || getNames()->size() != getSpellings()->size()))
    return emitOpError("of kind 'functions' needs the attributes 'names' and 'spellings', of one length");
  if (kind == "constant" && (!getObject() || !getValue()))
    return emitOpError("of kind 'constant' needs the attributes 'object' and 'value'");
  if (kind == "helper" && !getObject())
    return emitOpError("of kind 'helper' needs the attribute 'object'");
  if (kind == "object" && (!getObject() || !getType()))
    return emitOpError("of kind 'object' needs the attributes 'object' and 'type'");
  if (kind == "disjoint" && getOperands().size() != 2)
    return emitOpError("of kind 'disjoint' needs two arrays");
  if (kind == "flat" && getOperands().size() < 2)
    return emitOpError("of kind 'flat' needs an array and the sizes of its axes but the first");
  return success();
}

LogicalResult PforOp::verify() {
  if (getOutputs().empty())
    return emitOpError("needs at least one output");
  if (getOutputAxes().size() != getOutputs().size() || getInputAxes().size() != getInputs().size())
    return emitOpError("needs one axis for each input and output");
  if (getModes().size() != getOutputs().size())
    return emitOpError("needs one mode for each output");
  if (llvm::any_of(getOutputAxes(), [](int64_t axis) { return axis < 0; }))
    return emitOpError("has an output that is not cut");
  for (StringRef mode : getModes().getAsValueRange<StringAttr>())
    if (mode != "write" && mode != "update")
      return emitOpError("has unknown mode '") << mode << "'";
  return success();
}

static ArrayRef<int64_t> shapeOf(Type type) {
  if (auto array = dyn_cast<ArrayType>(type))
    return array.getShape();
  return cast<MemRefType>(type).getShape();
}

LogicalResult AllocOp::verify() {
  size_t dynamic = llvm::count_if(shapeOf(getResult().getType()), ShapedType::isDynamic);
  return dynamic == getSizes().size() ? success() : emitOpError("needs one size per unknown dimension");
}

static int64_t rankOf(Type type) {
  return shapeOf(type).size();
}

LogicalResult DimOp::verify() {
  if (static_cast<int64_t>(getAxis()) < rankOf(getSource().getType()))
    return success();
  return emitOpError("axis is out of range");
}

LogicalResult ViewOp::verify() {
  int64_t consumed = 0, operands = 0, rank = 0;
  bool points = false;
  for (StringRef axis : getAxes().getAsValueRange<StringAttr>()) {
    if (axis != "index" && axis != "slice" && axis != "points" && axis != "all" && axis != "newaxis")
      return emitOpError("has unknown axis kind '") << axis << "'";
    operands += axis == "index" ? 1 : axis == "slice" || axis == "points" ? 2 : 0;
    consumed += axis == "newaxis" ? 0 : 1;
    // The points of several axes run together.
    rank += axis == "index" || (axis == "points" && points) ? 0 : 1;
    points |= axis == "points";
  }
  if (operands != static_cast<int64_t>(getBounds().size()))
    return emitOpError("needs one bound per index and two per slice");
  if (consumed != rankOf(getSource().getType()))
    return emitOpError("needs one item per axis of its source");
  if (rank != rankOf(getResult().getType()))
    return emitOpError("result has the wrong rank");
  return success();
}

LogicalResult CallOp::verify() {
  return getCallee().empty() ? emitOpError("needs a function name") : success();
}

LogicalResult OpaqueOp::verify() {
  if (getAccess().size() != getArguments().size())
    return emitOpError("needs one access per operand");
  // What is still to come for the array at hand.
  int64_t axes = 0;
  bool end = false;
  for (auto [access, operand] : llvm::zip(getAccess().getAsValueRange<StringAttr>(), getArguments())) {
    bool array = access.starts_with("read ") || access.starts_with("write ");
    bool bound = access == "at" || access.starts_with("axis ");
    if (end != (access == "end"))
      return emitOpError("needs an end after each lower bound, and nowhere else");
    end = access.starts_with("axis ");
    if (!array && !bound && access != "end" && access != "index" && access != "element" && access != "order")
      return emitOpError("has unknown access '") << access << "'";
    if (access == "end")
      continue;
    if (bound ? axes == 0 : axes != 0)
      return emitOpError("needs one index or pair of bounds per axis of an array");
    if (array && !isa<ArrayType, MemRefType>(operand.getType()))
      return emitOpError("reads or writes what is no array");
    axes = bound ? axes - 1 : array ? rankOf(operand.getType()) : 0;
  }
  return end || axes != 0 ? emitOpError("needs one index or pair of bounds per axis of an array") : success();
}

LogicalResult TransferOp::verify() {
  if (getTo() != "device" && getTo() != "host")
    return emitOpError("goes to 'device' or to 'host'");
  if (!isa<ArrayType, MemRefType>(getSource().getType()))
    return emitOpError("needs an array");
  if (rankOf(getSource().getType()) != rankOf(getResult().getType()))
    return emitOpError("result has the wrong rank");
  return success();
}

} // namespace automphc::nparray

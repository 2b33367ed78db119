// Doors to MLIR's affine and Presburger analyses: flat C functions, one safe
// Rust wrapper each. No logic of the compiler lives here.
#include "mlir-c/IR.h"
#include "mlir/Analysis/Presburger/IntegerRelation.h"
#include "mlir/Analysis/Presburger/PresburgerRelation.h"
#include "mlir/CAPI/AffineExpr.h"
#include "mlir/CAPI/AffineMap.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/IntegerSet.h"
#include "mlir/Dialect/Affine/Analysis/AffineAnalysis.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/IR/IntegerSet.h"

using namespace mlir;
using namespace mlir::presburger;

extern "C" {

struct AutomphcComponent {
  int64_t lower, upper;
  bool hasLower, hasUpper;
};

// Dependence between two affine accesses at a depth (1-based; depth = number of
// common loops + 1 is the loop-independent one). Writes one component per
// common loop. Returns 0: none, 1: dependence, 2: unknown.
int automphcDependence(MlirOperation source, MlirOperation target, unsigned depth, AutomphcComponent *components,
                       intptr_t capacity, intptr_t *count) {
  affine::MemRefAccess from(unwrap(source)), to(unwrap(target));
  SmallVector<affine::DependenceComponent, 2> found;
  auto result = affine::checkMemrefAccessDependence(from, to, depth, nullptr, &found, /*allowRAR=*/false);
  *count = 0;
  if (affine::noDependence(result))
    return 0;
  if (!affine::hasDependence(result))
    return 2;
  for (const affine::DependenceComponent &component : found) {
    if (*count == capacity)
      break;
    components[(*count)++] = {component.lb.value_or(0), component.ub.value_or(0), component.lb.has_value(),
                              component.ub.has_value()};
  }
  return 1;
}

static IntegerPolyhedron polyhedron(intptr_t variables, intptr_t rows, const int64_t *matrix) {
  IntegerPolyhedron set(PresburgerSpace::getSetSpace(variables));
  for (intptr_t row = 0; row < rows; ++row)
    set.addInequality(ArrayRef<int64_t>(matrix + row * (variables + 1), variables + 1));
  return set;
}

// Sets are unions of `pieces` polyhedra; piece p has rowCounts[p] rows of
// `variables` coefficients and a constant, each row meaning >= 0.
static PresburgerSet unionOf(intptr_t variables, intptr_t pieces, const intptr_t *rowCounts, const int64_t *matrix) {
  PresburgerSet result = PresburgerSet::getEmpty(PresburgerSpace::getSetSpace(variables));
  for (intptr_t piece = 0; piece < pieces; ++piece) {
    result.unionInPlace(polyhedron(variables, rowCounts[piece], matrix));
    matrix += rowCounts[piece] * (variables + 1);
  }
  return result;
}

bool automphcIsEmpty(intptr_t variables, intptr_t rows, const int64_t *matrix) {
  return polyhedron(variables, rows, matrix).isIntegerEmpty();
}

bool automphcIsSubset(intptr_t variables, intptr_t piecesA, const intptr_t *rowsA, const int64_t *matrixA,
                      intptr_t piecesB, const intptr_t *rowsB, const int64_t *matrixB) {
  return unionOf(variables, piecesA, rowsA, matrixA).isSubsetOf(unionOf(variables, piecesB, rowsB, matrixB));
}

MlirAttribute automphcIntegerSetAttr(MlirContext context, intptr_t dims, intptr_t symbols, intptr_t count,
                                     const MlirAffineExpr *expressions, const bool *equalities) {
  SmallVector<AffineExpr> constraints;
  for (intptr_t i = 0; i < count; ++i)
    constraints.push_back(unwrap(expressions[i]));
  if (constraints.empty())
    constraints.push_back(getAffineConstantExpr(0, unwrap(context)));
  SmallVector<bool> flags(equalities, equalities + count);
  flags.resize(constraints.size(), true);
  return wrap(Attribute(IntegerSetAttr::get(IntegerSet::get(dims, symbols, constraints, flags))));
}

MlirIntegerSet automphcIntegerSetOfAttr(MlirAttribute attribute) {
  return wrap(cast<IntegerSetAttr>(unwrap(attribute)).getValue());
}
}

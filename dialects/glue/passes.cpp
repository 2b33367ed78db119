// Passes written in Rust, in MLIR's textual registry; diagnostics with notes;
// the drivers.
#include "mlir-c/IR.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Pass.h"
#include "mlir/CAPI/Registration.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Affine/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Complex/IR/Complex.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

extern "C" {
MlirDialectHandle mlirGetDialectHandle__py__();
MlirDialectHandle mlirGetDialectHandle__nparray__();
typedef int (*AutomphcRun)(intptr_t pass, MlirOperation module, MlirStringRef options);
}

namespace {

// A pass over the module whose work is done by a Rust function. Options are
// handed over as the text between the braces.
class RustPass : public Pass {
public:
  RustPass(StringRef argument, StringRef description, intptr_t index, AutomphcRun run)
      : Pass(TypeID::get<RustPass>(), StringRef("builtin.module")), argument(argument), description(description),
        index(index), run(run) {}

  StringRef getName() const override { return argument; }
  StringRef getArgument() const override { return argument; }
  StringRef getDescription() const override { return description; }

  LogicalResult initializeOptions(StringRef text, function_ref<LogicalResult(const Twine &)>) override {
    options = text.str();
    return success();
  }

  bool canScheduleOn(RegisteredOperationName name) const override {
    return name.getStringRef() == "builtin.module";
  }

  void getDependentDialects(DialectRegistry &registry) const override {
    registry.insert<affine::AffineDialect, arith::ArithDialect, complex::ComplexDialect, func::FuncDialect,
                    math::MathDialect, memref::MemRefDialect>();
    mlirDialectHandleInsertDialect(mlirGetDialectHandle__py__(), wrap(&registry));
    mlirDialectHandleInsertDialect(mlirGetDialectHandle__nparray__(), wrap(&registry));
  }

  void runOnOperation() override {
    if (run(index, wrap(getOperation()), mlirStringRefCreate(options.data(), options.size())) != 0)
      signalPassFailure();
  }

  std::unique_ptr<Pass> clonePass() const override {
    auto copy = std::make_unique<RustPass>(argument, description, index, run);
    copy->options = options;
    return copy;
  }

private:
  std::string argument, description, options;
  intptr_t index;
  AutomphcRun run;
};

void registerDialects(DialectRegistry &registry) {
  registry.insert<affine::AffineDialect, arith::ArithDialect, complex::ComplexDialect, func::FuncDialect,
                  math::MathDialect, memref::MemRefDialect, scf::SCFDialect>();
  mlirDialectHandleInsertDialect(mlirGetDialectHandle__py__(), wrap(&registry));
  mlirDialectHandleInsertDialect(mlirGetDialectHandle__nparray__(), wrap(&registry));
}

} // namespace

extern "C" {

void automphcRegisterDialects(MlirDialectRegistry registry) { registerDialects(*unwrap(registry)); }

MlirPass automphcCreatePass(MlirStringRef argument, MlirStringRef description, intptr_t index, AutomphcRun run,
                            MlirStringRef options) {
  auto pass = std::make_unique<RustPass>(unwrap(argument), unwrap(description), index, run);
  (void)pass->initializeOptions(unwrap(options), [](const Twine &) { return failure(); });
  return wrap(pass.release());
}

void automphcRegisterPass(MlirStringRef argument, MlirStringRef description, intptr_t index, AutomphcRun run) {
  std::string name = unwrap(argument).str(), text = unwrap(description).str();
  mlir::registerPass([=]() -> std::unique_ptr<Pass> { return std::make_unique<RustPass>(name, text, index, run); });
}

void automphcRegisterPipeline(MlirStringRef argument, MlirStringRef description, MlirStringRef pipeline) {
  std::string name = unwrap(argument).str(), text = unwrap(description).str(), passes = unwrap(pipeline).str();
  PassPipelineRegistration<>(name, text, [=](OpPassManager &manager) {
    if (failed(parsePassPipeline(passes, manager)))
      llvm::report_fatal_error("pipeline names a pass that is not registered");
  });
}

// MLIR's own passes that pipelines of ours may name.
void automphcRegisterUpstreamPasses() {
  registerTransformsPasses();
  affine::registerAffinePasses();
}

// severity: 0 error, 1 warning, 2 remark. Notes are (location, text) pairs.
void automphcEmit(MlirLocation location, int severity, MlirStringRef message, intptr_t noteCount,
                  const MlirLocation *noteLocations, const MlirStringRef *noteTexts) {
  DiagnosticSeverity kinds[] = {DiagnosticSeverity::Error, DiagnosticSeverity::Warning, DiagnosticSeverity::Remark};
  Location where = unwrap(location);
  InFlightDiagnostic diagnostic = where.getContext()->getDiagEngine().emit(where, kinds[severity]);
  diagnostic << unwrap(message);
  for (intptr_t i = 0; i < noteCount; ++i)
    diagnostic.attachNote(unwrap(noteLocations[i])) << unwrap(noteTexts[i]);
}

int automphcOptMain(int argc, char **argv) {
  DialectRegistry registry;
  registerDialects(registry);
  return asMainReturnCode(MlirOptMain(argc, argv, "AutoMPHC optimizer driver\n", registry));
}
}

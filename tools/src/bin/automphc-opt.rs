//! `automphc-opt`: MLIR's own driver with our dialects and passes.

fn main() {
    automphc_passes::pipelines::register();
    let arguments: Vec<String> = std::env::args().collect();
    std::process::exit(automphc_dialects::pass::opt_main(&arguments));
}

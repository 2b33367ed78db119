// RUN: automphc-opt --help | FileCheck %s
// Every pass of the compiler and the whole pipeline can be named on the command line.

// CHECK-DAG: --affine-distribute
// CHECK-DAG: --affine-forward-substitute
// CHECK-DAG: --affine-guard-memory
// CHECK-DAG: --affine-privatize
// CHECK-DAG: --automphc-pipeline
// CHECK-DAG: --convert-nparray-to-affine
// CHECK-DAG: --convert-py-to-nparray
// CHECK-DAG: --py-infer-types
// CHECK-DAG: --raise-affine-to-nparray

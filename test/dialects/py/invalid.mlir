// RUN: automphc-opt %s -verify-diagnostics -split-input-file

// expected-error @below {{needs one hint per parameter}}
py.func @f(["x"]) hints [] {
}

// -----

// expected-error @below {{needs one type per parameter}}
py.func @f(["x"]) hints [""] types [] {
}

// -----

py.func @f([]) hints [] {
  // expected-error @below {{needs a name}}
  %0 = py.name "" : !py.object
}

// -----

py.func @f([]) hints [] {
  %0 = py.constant (1 : i64) : !py.int
  // expected-error @below {{needs a name}}
  py.assign "" = %0 : !py.int
}

// -----

py.func @f([]) hints [] {
  %0 = py.name "x" : !py.object
  // expected-error @below {{needs at least one index}}
  %1 = py.subscript %0[] : (!py.object) -> !py.object
}

// -----

py.func @f([]) hints [] {
  %0 = py.name "g" : !py.object
  // expected-error @below {{has more keywords than arguments}}
  %1 = py.call %0() keywords ["axis"] : (!py.object) -> !py.object
}

// -----

py.func @f([]) hints [] {
  %0 = py.name "x" : !py.object
  // expected-error @below {{has no operator named 'plus'}}
  %1 = py.binary "plus" %0, %0 : (!py.object, !py.object) -> !py.object
}

// -----

py.func @f([]) hints [] {
  %0 = py.name "x" : !py.object
  // expected-error @below {{has no operator named 'minus'}}
  %1 = py.unary "minus" %0 : (!py.object) -> !py.object
}

// -----

py.func @f([]) hints [] {
  %0 = py.name "x" : !py.object
  // expected-error @below {{has no operator named '<'}}
  %1 = py.compare "<" %0, %0 : (!py.object, !py.object) -> !py.object
}

// -----

py.func @f([]) hints [] {
  %0 = py.name "x" : !py.object
  // expected-error @below {{has no operator named 'xor'}}
  %1 = py.bool "xor"(%0, %0) : (!py.object, !py.object) -> !py.object
}

// -----

py.func @f([]) hints [] {
  %0 = py.name "x" : !py.object
  // expected-error @below {{has no operator named 'plus'}}
  py.aug_assign "x" "plus" %0 : !py.object
}

// -----

py.func @f([]) hints [] {
  %0 = py.name "x" : !py.object
  // expected-error @below {{has no operator named 'plus'}}
  py.aug_store "plus" %0, %0[%0] : !py.object, !py.object, !py.object
}

// -----

// expected-note @below {{see existing symbol definition here}}
py.func @f([]) hints [] {
}
// expected-error @below {{redefinition of symbol named 'f'}}
py.func @f([]) hints [] {
}

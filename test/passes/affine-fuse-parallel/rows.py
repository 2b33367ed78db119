# RUN: env AUTOMPHC_PROFILE=%S/inputs/profile.toml automphc %S/inputs/rows.py -o - | FileCheck %s
# A loop, a transform of each row and a product with a row become one parallel loop.

# CHECK-LABEL: def _compress_tile(
# CHECK:         np.fft.fft({{.*}}axis=1
# CHECK-LABEL: def compress(
# CHECK:         _pfor(
# CHECK-NEXT:      _compress_tile,
# CHECK:           outputs=[(a, 0, True), (out, 0, False)],
# CHECK-NOT:     _pfor(
# CHECK:       # The original statements.

# Elements mix along the axis of the first loop: the transform has one of its own, over columns.
# CHECK-LABEL: def across(
# CHECK:         outputs=[(a, 0, True)],
# CHECK-NOT:     outputs=[(out, 0
# CHECK:       # The original statements.

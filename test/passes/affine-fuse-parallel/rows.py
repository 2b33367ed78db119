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

# A transform along the first axis has rows that are columns, whose number the guards know to be that of the loop.
# CHECK-LABEL: def across(
# CHECK:         _pfor(
# CHECK-NEXT:      _across_tile,
# CHECK:           outputs=[(a, 1, True), (out, 1, False)],
# CHECK-NOT:     _pfor(
# CHECK:       # The original statements.

# Elements mix along the axis of the loop that is parallel: the transform has one of its own, over columns.
# CHECK-LABEL: def corner(
# CHECK:         outputs=[(a, 0, True)],
# CHECK-NOT:     outputs=[(a, 0, True), (out
# CHECK:       # The original statements.

def _pfor(tile, count, inputs, outputs, work, first=None, products=False, blocks=None, memory=0):
    """Runs a parallel loop: gives ranges that cut the iterations 0 .. count to a function.

    Inputs are pairs of a value and the axis along which it is cut (None: it is given whole), outputs
    triples of an array, its axis, and whether its old elements count. The work is in nanoseconds;
    the memory, in bytes, is that of an iteration's large temporaries.
    Where this runs follows from it, or from AUTOMPHC_TARGET: sequential, threads or ray.
    """
    import os

    if count <= 0:
        return
    target = os.environ.get("AUTOMPHC_TARGET")
    if target == "ray" or target is None and _ray_pays(work, inputs, outputs):
        if _ray_loop(tile, count, inputs, outputs, first, blocks):
            return
    bytes_of_one = sum(value.nbytes for value, axis, *_ in (*inputs, *outputs) if axis is not None) // count
    # Temporaries stay in the cache; products want larger blocks.
    rows = max(1, (1 << (22 if products else 19)) // max(1, bytes_of_one, memory))
    workers = _workers() if target == "threads" or target != "sequential" and work > 1e6 else 1

    def run(begin):
        _tile_here(tile, inputs, outputs, first, begin, min(begin + rows, count))

    if workers > 1 and count > 1:
        rows = min(rows, -(-count // (2 * workers)))
        _threads(run, range(0, count, rows), workers, products)
    else:
        for begin in range(0, count, rows):
            run(begin)

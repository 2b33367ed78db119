def _ray_replay(blocks, error):
    """Runs the loops whose blocks are lost here. Their inputs are as they were; if not, the error stands."""
    loops = blocks.pop(None, [])
    if loops is None:
        raise error
    blocks.clear()
    for tile, count, inputs, outputs, first in loops:
        _tile_here(tile, inputs, outputs, first, 0, count)
    return False

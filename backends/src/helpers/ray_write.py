def _ray_write(outputs, cut, references):
    """Writes the blocks of a tile into the arrays, once all of them are there."""
    import ray

    blocks = [ray.get(reference) for reference in references]
    for (array, axis, _), block in zip(outputs, blocks):
        array[(slice(None),) * axis + (slice(*cut),)] = block

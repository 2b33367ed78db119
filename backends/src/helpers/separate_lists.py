def _separate_lists(*lists):
    """Whether each (list, depth) is rectangular and not empty, and no list occurs in two places."""
    seen = set()
    count = 0
    for values, depth in lists:
        if type(values) is not list:
            return False
        level = [values]
        for remaining in range(depth, 0, -1):
            seen.update(map(id, level))
            count += len(level)
            if len(set(map(len, level))) != 1 or not level[0]:
                return False
            if remaining > 1:
                level = [inner for outer in level for inner in outer]
                if set(map(type, level)) != {list}:
                    return False
    return len(seen) == count

def _library_functions(*names):
    """The library's own functions of these full names, as they are when this module is imported."""
    functions = []
    for name in names:
        module, *path = name.split(".")
        value = __import__(module)
        for attribute in path:
            value = getattr(value, attribute)
        functions.append(value)
    return tuple(functions)

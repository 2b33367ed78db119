def _plain_attributes(owner, *names):
    """Whether the object has these attributes and reading them runs no code of a program."""
    classes = type(owner).__mro__
    if any("__getattribute__" in each.__dict__ for each in classes[:-1]):
        return False
    slot = type(type.__dict__["__basicsize__"])
    values = getattr(owner, "__dict__", {})
    for name in names:
        member = next((each.__dict__[name] for each in classes if name in each.__dict__), None)
        if type(member) is slot:
            try:
                member.__get__(owner)
            except AttributeError:
                return False
        elif hasattr(type(member), "__get__"):
            return False
        elif name not in values and not any(name in each.__dict__ for each in classes):
            return False
    return True

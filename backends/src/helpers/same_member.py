def _same_member(owner, name, member):
    """Whether an object, or a class, finds this method under the name, and looking for it runs no code of a program."""
    if isinstance(owner, type):
        classes = owner.__mro__
        hooks = type(owner).__mro__
        own = any(name in each.__dict__ for each in hooks if each not in (type, object))
    else:
        classes = hooks = type(owner).__mro__
        own = name in getattr(owner, "__dict__", ()) and not hasattr(type(member), "__set__")
    if own or any("__getattribute__" in each.__dict__ for each in hooks if each not in (type, object)):
        return False
    found = next((each.__dict__[name] for each in classes if name in each.__dict__), None)
    return found is not None and found is member

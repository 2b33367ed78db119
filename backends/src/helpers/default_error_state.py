def _default_error_state():
    """Whether floating-point faults only warn, as they do by default."""
    if np.geterr() != {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}:
        return False
    for action, _, category, *_ in warnings.filters:
        if action == "error" and issubclass(RuntimeWarning, category):
            return False
    return True

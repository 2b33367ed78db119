# Whether a GPU is there is found out once; until then, the nanoseconds that one would have saved.
_gpu = {"saved": 0.0}

def _threads(run, begins, workers, products):
    """Calls run with each of the numbers, on several threads; NumPy works without the interpreter's lock.

    The exception of the first call that fails is raised when no call runs any more. While matrix
    products run side by side, each of them gets its share of the cores.
    """
    import threading

    failures, order, lock = [], iter(begins), threading.Lock()

    def work():
        while not failures:
            with lock:
                begin = next(order, None)
            if begin is None:
                return
            try:
                run(begin)
            except BaseException as error:
                failures.append((begin, error))

    state = _threads.__dict__
    blas = state.setdefault("lock", threading.Lock())
    if products:
        with blas:
            state["loops"] = state.get("loops", 0) + 1
            if state["loops"] == 1:
                state["used"] = _blas_threads(max(1, _workers() // workers))
    threads = [threading.Thread(target=work) for _ in range(min(workers, len(begins)) - 1)]
    try:
        for thread in threads:
            thread.start()
        work()
    except BaseException as error:
        failures.append((-1, error))
    finally:
        for thread in threads:
            while thread.is_alive():
                try:
                    thread.join()
                except BaseException as error:
                    failures.append((-1, error))
        if products:
            with blas:
                state["loops"] -= 1
                if state["loops"] == 0 and state["used"] is not None:
                    _blas_threads(state["used"])
    if failures:
        raise min(failures, key=lambda failure: failure[0])[1]

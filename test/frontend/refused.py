# RUN: automphc-translate --import-python %s | FileCheck %s
import numba

# CHECK: py.source_hash = "
# CHECK-NEXT: py.func @generator({{.*}}refused = "it is a generator"
# CHECK-NEXT: {{^ +[}]$}}
def generator():
    yield 1


# CHECK: py.func @coroutine({{.*}}refused = "it is a coroutine"
async def coroutine():
    return 1


# CHECK: py.func @guarded({{.*}}refused = "it contains a try statement"
def guarded():
    try:
        return 1
    finally:
        pass


# CHECK: py.func @compiled({{.*}}refused = "its decorator 'numba.njit' compiles or replaces it"
@numba.njit(parallel=True)
def compiled(x):
    return x


# CHECK: py.func @single_line({{.*}}refused = "its body starts on the line of another statement"
def single_line(x): return x


# CHECK: py.func @closure({{.*}}refused = "a lambda in it captures its variable 'x'"
def closure(x):
    return lambda: x


# CHECK: py.func @collects({{.*}}refused = "its parameter 'rest' collects arguments"
def collects(*rest):
    return rest

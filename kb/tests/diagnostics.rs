//! Mistakes in stub files are reported with their place, all of a file at once.

use automphc_kb::KnowledgeBase;

/// The file's text, and where its one mistake is: line, column, part of the message.
const MISTAKES: &[(&str, usize, usize, &str)] = &[
    ("x = 1\n", 1, 1, "decorated functions only"),
    ("def f(a: Array[int64]) -> int:\n    ...\n", 1, 1, "one decorator"),
    ("@m.entry(1)\ndef f() -> int:\n    ...\n", 1, 10, "a string"),
    ("@m.entry('f', colour=True)\ndef f() -> int:\n    ...\n", 1, 15, "unknown option colour"),
    ("@m.entry('f', along='axis')\ndef f() -> int:\n    ...\n", 1, 21, "no parameter is called axis"),
    ("@m.entry('f')\ndef f[T: Number](a: Array[T]) -> Array[T]:\n    ...\n", 2, 10, "unknown kind"),
    ("@m.entry('f')\ndef f(a) -> int:\n    ...\n", 2, 7, "needs a type"),
    ("@m.entry('f')\ndef f(a: Array[V]) -> int:\n    ...\n", 2, 16, "declared type variable"),
    ("@m.entry('f')\ndef f[T](a: Array[T, n]) -> int:\n    ...\n", 2, 22, "n is neither a declared size"),
    ("@m.entry('f')\ndef f[T](a: Array[T]):\n    ...\n", 2, 1, "needs a result type"),
    (
        "@m.entry('f')\ndef f[T, n](a: Array[T, n]) -> Array[T, n]:\n    out[i, j] = a[i]\n",
        3,
        5,
        "does not fit its type",
    ),
    (
        "@m.entry('f')\ndef f[T, n](a: Array[T, n]) -> Array[T, n]:\n    out[i] = a[i, i]\n",
        3,
        5,
        "subscript of a does not fit",
    ),
    ("@m.entry('f')\ndef f[T, n](a: Array[T, n]) -> Array[T, n]:\n    out[i] = a[p]\n", 3, 14, "needs a reduction"),
    ("@m.entry('f')\ndef f[T, n](a: Array[T, n]) -> Array[T, n]:\n    out[i] += a[i]\n", 3, 5, "not in out[...]"),
    (
        "@m.entry('f')\ndef f[T, n](a: Array[T, n]) -> Array[T]:\n    out += a[p + 1]\n",
        3,
        5,
        "nothing gives the index p its range",
    ),
    (
        "@m.entry('f')\ndef f[T, n](a: Array[T, n]) -> Array[T, n]:\n    out[i] = a[i] + b[i]\n",
        3,
        5,
        "b is not an array parameter",
    ),
    ("@m.entry('f')\ndef f[T, n](a: Array[T, n]) -> Array[T, n]:\n    out[i] = a[i * i]\n", 3, 5, "not affine"),
    (
        "@m.entry('f')\ndef f[T, n](a: Array[T, n]) -> Array[T, n]:\n    out[i] = frob(a[i])\n",
        3,
        14,
        "frob is not in the knowledge base",
    ),
    (
        "@m.entry('f')\ndef f[T](a: Array[T, ...]) -> Array[T, ...]:\n    return frob(a)\n",
        3,
        12,
        "frob is not in the knowledge base",
    ),
    ("@m.entry('f')\ndef f[T](a: Array[T, ...]) -> Array[T, ...]:\n    return sqrt(b)\n", 3, 17, "unknown name b"),
    ("@m.entry('f')\ndef f[T](a: Array[T, ...]) -> Array[T, ...]:\n    print(a)\n", 3, 5, "a body is one equation"),
    ("@m.entry('f', flops='2 * z')\ndef f[T, n](a: Array[T, n]) -> Array[T]:\n    ...\n", 1, 21, "no size is called z"),
    ("@m.entry('f')\ndef f(a: Array[int64]) -> int\n    ...\n", 2, 30, ""),
];

#[test]
fn every_mistake_is_located() {
    let mut wrong = String::new();
    for (text, line, column, message) in MISTAKES {
        let mut base = KnowledgeBase::standard().unwrap_or_else(|error| panic!("{error}"));
        let errors = base.add_source("my_kb.py", text).err().unwrap_or_default();
        let expected =
            |e: &automphc_kb::Diagnostic| (e.line, e.column) == (*line, *column) && e.message.contains(message);
        if errors.len() != 1 || !errors.iter().all(expected) {
            let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
            wrong += &format!("expected {line}:{column} {message}\n{}\n", shown.join("\n"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_diagnostic_shows_the_line_and_a_caret() {
    let text = "\n@m.entry('f')\ndef f[T: Number](a: Array[T]) -> Array[T]:\n    ...\n";
    let mut base = KnowledgeBase::default();
    let errors = base.add_source("my_kb.py", text).err().unwrap_or_default();
    let shown = errors.iter().map(ToString::to_string).collect::<String>();
    let expected = "my_kb.py:3:10: error: unknown kind of element type; one of Any, Bool, Integer, Floating, \
                    ComplexFloating, RealNumber, Numeric, Inexact\n\
                    def f[T: Number](a: Array[T]) -> Array[T]:\n         ^";
    assert_eq!(shown, expected);
}

#[test]
fn a_refused_file_leaves_nothing_behind() {
    let mut base = KnowledgeBase::standard().unwrap_or_else(|error| panic!("{error}"));
    let text = "@m.entry('good')\ndef good[T](a: Array[T]) -> Array[T]:\n    ...\n\nx = 1\ny = 2\n";
    let errors = base.add_source("my_kb.py", text).err().unwrap_or_default();
    assert_eq!(errors.iter().map(|e| e.line).collect::<Vec<_>>(), [5, 6]);
    assert!(base.function("m.good").is_none());
}

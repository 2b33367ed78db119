//! Bad input gets a message with a place; odd input is imported.

use crate::common::imported;
use automphc_frontend::{import, Diagnostic, ImportOptions, Source};
use melior::ir::operation::OperationLike;
use melior::Context;

/// A context takes long to make: tests of many inputs share one.
fn error(context: &Context, text: &str) -> String {
    let source = Source::from_text("bad.py", text);
    let errors = import(context, &source, &ImportOptions::default()).err();
    let text = |errors: Vec<Diagnostic>| errors.iter().map(Diagnostic::to_string).collect::<Vec<_>>().join("\n");
    errors.map_or_else(|| "imported".into(), text)
}

#[test]
fn syntax_errors_have_a_place_and_a_caret() {
    let context = automphc_dialects::context();
    insta::assert_snapshot!(error(&context, "def f(:\n    pass\n"), @r#"
    bad.py:1:7: error: invalid syntax: unexpected token ':'
    def f(:
          ^
    help: if Python accepts this file, the limit is this compiler's parser: it does not know the f-strings of Python 3.12 that reuse quotes, nor type parameter defaults (3.13)
    "#);
    insta::assert_snapshot!(error(&context, "x = 'é' + $\n"), @r#"
    bad.py:1:11: error: invalid syntax: unexpected character '$'
    x = 'é' + $
              ^
    help: if Python accepts this file, the limit is this compiler's parser: it does not know the f-strings of Python 3.12 that reuse quotes, nor type parameter defaults (3.13)
    "#);
    insta::assert_snapshot!(error(&context, "def f():\n\tx = 1\n        y = 2\n"), @r#"
    bad.py:3:9: error: invalid syntax: inconsistent use of tabs and spaces in indentation
            y = 2
            ^
    help: if Python accepts this file, the limit is this compiler's parser: it does not know the f-strings of Python 3.12 that reuse quotes, nor type parameter defaults (3.13)
    "#);
    insta::assert_snapshot!(error(&context, "def f():"), @r#"
    bad.py:1:9: error: invalid syntax: expected an indented block
    def f():
            ^
    help: if Python accepts this file, the limit is this compiler's parser: it does not know the f-strings of Python 3.12 that reuse quotes, nor type parameter defaults (3.13)
    "#);
    insta::assert_snapshot!(error(&context, "x = (1,\n"), @r#"
    bad.py:1:8: error: invalid syntax: the file ends in the middle of a statement
    x = (1,
           ^
    help: if Python accepts this file, the limit is this compiler's parser: it does not know the f-strings of Python 3.12 that reuse quotes, nor type parameter defaults (3.13)
    "#);
}

#[test]
fn nothing_panics() {
    let context = automphc_dialects::context();
    let pieces = [
        "",
        "\n",
        "\r",
        "\x0c",
        "\\",
        "\\\n",
        "(",
        ")",
        "'",
        "'''",
        "f'{'",
        "f'{x!}'",
        "f'{a:{b:{c}}}'",
        "b'\\xff'",
        "def",
        "x =",
        "1 = x",
        "f() = 1",
        "return",
        "break",
        "*a, *b = c",
        "0777",
        "1e999",
        "'\\N{nothing}'",
        "\u{feff}",
        "async",
        "\t x",
        "@",
        "class A: def",
        "lambda *: 0",
        "x[*a]",
        "match x:",
        "\u{200b}",
        "é = 1",
        "(yield)",
        "del ()",
        "for x[0] in y: pass",
        "def f():\n    return\n    \\",
        "def f():\n    x = 1 \\\n",
        "def f(a, a): pass",
        "def f():\n    break",
        "def f():\n    1 = x",
        "def f():\n    x() += 1",
        "def f():\n    (a, b) += 1",
        "def f():\n    for f() in x: pass",
        "def f():\n    (a): int = 1",
        "def f():\n    a, b = *c, 1",
        "def f():\n    nonlocal x",
        "def f():\n    x[:] = y[*z]",
    ];
    for first in pieces {
        for second in pieces {
            let _ = error(&context, first);
            let _ = error(&context, &format!("{first}\n{second}\n"));
            let _ = error(&context, &format!("def g():\n    {second}\n    {first}\n"));
        }
    }
}

#[test]
fn every_prefix_of_a_program_is_handled() {
    let context = automphc_dialects::context();
    let text = include_str!("../../../test/run/programs/correlation_numpy.py");
    for end in (0..text.len()).step_by(7).filter(|&end| text.is_char_boundary(end)) {
        let _ = error(&context, &text[..end]);
    }
}

#[test]
fn deep_nesting_is_refused_not_fatal() {
    let context = automphc_dialects::context();
    let deep = |n: usize| {
        [
            format!("def f(x):\n    return {}x{}\n", "[".repeat(n), "]".repeat(n)),
            format!("def f(x):\n    return x{}\n", " + x".repeat(n)),
            format!("def f(x):\n    return {}x\n", "-".repeat(n)),
            format!("def f(x):\n    return x{}\n", ".a".repeat(n)),
            format!("def f(x):\n    return {}x\n", "not ".repeat(n)),
            format!("x = {}x\n", "lambda: ".repeat(n)),
            format!("def f(x):\n    if x: pass\n{}", "    elif x: pass\n".repeat(n)),
        ]
    };
    for text in deep(150) {
        assert_eq!(error(&context, &text), "imported");
    }
    for text in deep(4000) {
        assert_eq!(error(&context, &text), "imported");
    }
    for text in deep(200_000) {
        let message = error(&context, &text);
        assert!(message.contains("nested too deeply for the parser") && message.contains("help:"), "{message}");
    }
    let table = format!("x = [{}]\ndef f():\n    return 1\n", "-1, ".repeat(300_000));
    assert_eq!(error(&context, &table), "imported");
}

#[test]
fn line_endings_form_feeds_and_continuations() {
    let context = automphc_dialects::context();
    let text = "def f(x):\r\n    'Doc.'\r\n\x0c    y = x \\\r\n\r\n\x0cdef g(x):\r    return x";
    let source = Source::from_text("kernel.py", text);
    let module = import(&context, &source, &ImportOptions::default()).expect("valid");
    let printed = module.as_operation().to_string();
    let begin = text.find("\x0c    y").expect("there");
    let end = text.find("\x0cdef g").expect("there");
    assert!(printed.contains("indent = \"    \""), "{printed}");
    assert!(printed.contains(&format!("span = array<i64: {begin}, {end}>")), "{printed}");
    assert!(printed.contains(&format!(
        "span = array<i64: {}, {}>",
        text.find("    return").expect("there"),
        text.len()
    )));
}

#[test]
fn operations_have_the_place_of_their_construct() {
    let context = automphc_dialects::context();
    let module = imported(&context, "def f(x):\n    é = x + 1\n");
    let flags = melior::ir::operation::OperationPrintingFlags::new().enable_debug_info(true, true);
    let printed = module.as_operation().to_string_with_flags(flags).expect("prints");
    for place in ["kernel.py:1:1", "kernel.py:2:5", "kernel.py:2:9", "kernel.py:2:13"] {
        assert!(printed.contains(place), "{place} in {printed}");
    }
}

#[test]
fn spans_delimit_statements() {
    let context = automphc_dialects::context();
    let text = "def f(x):\n    y = (x +\n         1); z = 2  # both\n    for i in x:\n        y += i\n    # end\n    if x:\n        pass\n    elif y:\n        pass\n";
    let printed = imported(&context, text).as_operation().to_string();
    for statement in ["y = (x +\n         1)", "z = 2", "for i in x:\n        y += i", "y += i", "if y:\n        pass"]
    {
        let begin = text.find(statement).expect("there");
        let span = format!("span = array<i64: {begin}, {}>", begin + statement.len());
        assert!(printed.contains(&span), "{statement:?} {span} in {printed}");
    }
}

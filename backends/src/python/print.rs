//! Prints expressions with the fewest parentheses, and statements in lines of
//! at most [`WIDTH`] columns.

use super::expr::{Expr, Item, Junction, Operator, Precedence};
use super::stmt::Stmt;

/// Widest line that the printer writes where it can break one.
pub const WIDTH: usize = 100;

/// The expression on one line.
pub fn expression(e: &Expr) -> String {
    match e {
        Expr::Name(text) | Expr::Text(text) => text.clone(),
        Expr::Int(value) => value.to_string(),
        Expr::Float(value) => float(*value),
        Expr::Complex(real, imaginary) => complex(*real, *imaginary),
        Expr::Str(text) => string(text),
        Expr::Bool(value) => if *value { "True" } else { "False" }.to_string(),
        Expr::None => "None".to_string(),
        Expr::Attribute(object, name) => format!("{}.{name}", object_of_attribute(object)),
        Expr::Call(function, arguments, keywords) => {
            format!("{}({})", nested(function, Precedence::Atom), arguments_of(arguments, keywords).join(", "))
        }
        Expr::Subscript(object, items) => {
            let items: Vec<_> = items.iter().map(item).collect();
            format!("{}[{}]", nested(object, Precedence::Atom), items.join(", "))
        }
        Expr::Unary(operator, operand) => format!("{operator}{}", nested(operand, e.precedence())),
        Expr::Binary(operator, left, right) => binary(*operator, left, right),
        Expr::Compare(first, rest) => rest.iter().fold(above(first, Precedence::Compare), |text, (operator, e)| {
            format!("{text} {operator} {}", above(e, Precedence::Compare))
        }),
        Expr::Junction(_, operands) => {
            let parts: Vec<_> = operands.iter().map(|operand| above(operand, e.precedence())).collect();
            parts.join(&format!(" {} ", junction_word(e)))
        }
        Expr::Tuple(elements) => tuple(elements),
        Expr::List(elements) => format!("[{}]", list(elements)),
        Expr::Conditional { condition, value, other } => format!(
            "{} if {} else {}",
            above(value, Precedence::Conditional),
            above(condition, Precedence::Conditional),
            nested(other, Precedence::Conditional)
        ),
        Expr::Bind(name, value) => format!("{name} := {}", above(value, Precedence::Walrus)),
    }
}

fn junction_word(e: &Expr) -> &'static str {
    match e {
        Expr::Junction(Junction::Or, _) => "or",
        _ => "and",
    }
}

/// The expression, in parentheses if it binds looser than its surroundings.
fn nested(e: &Expr, outer: Precedence) -> String {
    let text = expression(e);
    if e.precedence() < outer && !text.starts_with("()") {
        if matches!(e, Expr::Tuple(_)) {
            text
        } else {
            format!("({text})")
        }
    } else {
        text
    }
}

/// The same, also when it binds equally tight.
fn above(e: &Expr, outer: Precedence) -> String {
    if e.precedence() == outer {
        format!("({})", expression(e))
    } else {
        nested(e, outer)
    }
}

fn binary(operator: Operator, left: &Expr, right: &Expr) -> String {
    let precedence = operator.precedence();
    let (left, right) = if operator == Operator::Power {
        (above(left, precedence), nested(right, Precedence::Unary))
    } else {
        (nested(left, precedence), above(right, precedence))
    };
    format!("{left} {} {right}", operator.symbol())
}

fn object_of_attribute(object: &Expr) -> String {
    match object {
        Expr::Int(_) | Expr::Float(_) => format!("({})", expression(object)),
        _ => nested(object, Precedence::Atom),
    }
}

fn tuple(elements: &[Expr]) -> String {
    match elements {
        [one] => format!("({},)", above(one, Precedence::Tuple)),
        _ => format!("({})", list(elements)),
    }
}

fn list(elements: &[Expr]) -> String {
    elements.iter().map(argument).collect::<Vec<_>>().join(", ")
}

/// An element of an argument list: text of the user's may hold a comma.
fn argument(e: &Expr) -> String {
    nested(e, Precedence::Conditional)
}

fn arguments_of(arguments: &[Expr], keywords: &[(String, Expr)]) -> Vec<String> {
    let keywords = keywords.iter().map(|(name, value)| format!("{name}={}", argument(value)));
    arguments.iter().map(argument).chain(keywords).collect()
}

fn item(item: &Item) -> String {
    match item {
        Item::Index(e) => argument(e),
        Item::Slice { lower, upper, step } => {
            let part = |e: &Option<Expr>| e.as_ref().map(argument).unwrap_or_default();
            let parts = [part(lower), part(upper), part(step)];
            // A bound with spaces in it gets spaces around the colons.
            let space = if parts.iter().any(|part| part.contains(' ')) { " " } else { "" };
            let before = |part: &String| {
                if part.is_empty() {
                    String::new()
                } else {
                    format!("{part}{space}")
                }
            };
            let after = |part: &String| {
                if part.is_empty() {
                    String::new()
                } else {
                    format!("{space}{part}")
                }
            };
            match &parts {
                [lower, upper, step] if step.is_empty() => {
                    format!("{}:{}", before(lower), after(upper))
                }
                [lower, upper, step] if upper.is_empty() => {
                    format!("{}::{}", before(lower), after(step))
                }
                [lower, upper, step] => {
                    format!("{}:{}{space}:{}", before(lower), after(upper), after(step))
                }
            }
        }
    }
}

fn float(value: f64) -> String {
    if value.is_finite() {
        // Rust's shortest form reads back to the same number, as Python's does.
        let text = format!("{value:?}");
        text.strip_suffix(".0").filter(|t| t.contains('e')).unwrap_or(&text).to_string()
    } else if value.is_nan() {
        "float(\"nan\")".to_string()
    } else {
        // Overflows to infinity on reading, without a name that could be rebound.
        if value > 0.0 { "1e999" } else { "-1e999" }.to_string()
    }
}

fn complex(real: f64, imaginary: f64) -> String {
    let (sign, part) = if imaginary.is_sign_negative() { ("-", -imaginary) } else { ("+", imaginary) };
    let part = format!("{}j", float(part));
    match (real == 0.0, sign) {
        (true, "-") => format!("-{part}"),
        (true, _) => part,
        _ => format!("{} {sign} {part}", float(real)),
    }
}

fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\x{:02x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// Statements as lines, each with its indentation: `indent` for the first
/// level, one `unit` more for each level below.
pub fn statements(body: &[Stmt], indent: &str, unit: &str) -> Vec<String> {
    let mut printer = Printer { unit: unit.to_string(), lines: Vec::new() };
    printer.block(body, indent);
    printer.lines
}

fn stacked(operands: &[Expr]) -> bool {
    operands.len() > 2 || operands.iter().any(|operand| matches!(operand, Expr::Junction(..)))
}

struct Printer {
    unit: String,
    lines: Vec<String>,
}

impl Printer {
    fn block(&mut self, body: &[Stmt], indent: &str) {
        if body.iter().all(|s| matches!(s, Stmt::Comment(_))) {
            self.lines.push(format!("{indent}pass"));
        }
        for statement in body {
            self.statement(statement, indent);
        }
    }

    fn nested_block(&mut self, body: &[Stmt], indent: &str) {
        let deeper = format!("{indent}{}", self.unit);
        self.block(body, &deeper);
    }

    fn statement(&mut self, statement: &Stmt, indent: &str) {
        match statement {
            Stmt::Assign(target, value) => self.fit(indent, &format!("{} = ", expression(target)), value, ""),
            Stmt::AugAssign(target, operator, value) => {
                self.fit(indent, &format!("{} {}= ", expression(target), operator.symbol()), value, "")
            }
            Stmt::Expr(value) => self.fit(indent, "", value, ""),
            Stmt::Return(None) => self.lines.push(format!("{indent}return")),
            Stmt::Return(Some(value)) => self.fit(indent, "return ", value, ""),
            Stmt::Raise => self.lines.push(format!("{indent}raise")),
            Stmt::Pass => self.lines.push(format!("{indent}pass")),
            Stmt::Comment(text) => self.lines.push(format!("{indent}# {text}")),
            Stmt::For { target, iterable, body } => {
                let head = match target {
                    Expr::Tuple(names) => format!("for {} in ", list(names)),
                    _ => format!("for {} in ", expression(target)),
                };
                self.fit(indent, &head, iterable, ":");
                self.nested_block(body, indent);
            }
            Stmt::If { condition, body, other } => self.conditional(condition, body, other, indent),
            Stmt::With(context, body) => {
                self.fit(indent, "with ", context, ":");
                self.nested_block(body, indent);
            }
            Stmt::Try { body, except, handler, other } => {
                self.lines.push(format!("{indent}try:"));
                self.nested_block(body, indent);
                match handler {
                    Some((error, handler)) => {
                        self.lines.push(format!("{indent}except {} as {error}:", expression(except)));
                        self.nested_block(handler, indent);
                    }
                    None => {
                        self.lines.push(format!("{indent}except {}:", expression(except)));
                        self.nested_block(&[Stmt::Pass], indent);
                    }
                }
                self.lines.push(format!("{indent}else:"));
                self.nested_block(other, indent);
            }
            Stmt::Def { name, parameters, body } => {
                let call = Expr::name(&**name).call(parameters.iter().map(|p| Expr::name(&**p)).collect());
                self.fit(indent, "def ", &call, ":");
                self.nested_block(body, indent);
            }
            Stmt::Verbatim(lines) => {
                let indented = |line: &String| {
                    if line.is_empty() {
                        String::new()
                    } else {
                        format!("{indent}{line}")
                    }
                };
                self.lines.extend(lines.iter().map(indented));
            }
        }
    }

    /// Many conditions stand one on a line, so that a reader can tick them off.
    fn conditional(&mut self, condition: &Expr, body: &[Stmt], other: &[Stmt], indent: &str) {
        match condition {
            Expr::Junction(Junction::And, operands) if stacked(operands) => {
                self.lines.push(format!("{indent}if ("));
                let deeper = format!("{indent}{}", self.unit);
                for (position, operand) in operands.iter().enumerate() {
                    let head = if position == 0 { "" } else { "and " };
                    let text = nested(operand, Precedence::And);
                    if deeper.len() + head.len() + text.len() <= WIDTH {
                        self.lines.push(format!("{deeper}{head}{text}"));
                    } else {
                        self.broken(&deeper, head, operand, "");
                    }
                }
                self.lines.push(format!("{indent}):"));
            }
            _ => self.fit(indent, "if ", condition, ":"),
        }
        self.nested_block(body, indent);
        if !other.is_empty() {
            self.lines.push(format!("{indent}else:"));
            self.nested_block(other, indent);
        }
    }

    /// `head value tail` on one line if it fits, else broken inside brackets.
    fn fit(&mut self, indent: &str, head: &str, value: &Expr, tail: &str) {
        let text = match value {
            Expr::Bind(..) => format!("({})", expression(value)),
            _ => expression(value),
        };
        if indent.len() + head.len() + text.len() + tail.len() <= WIDTH {
            self.lines.push(format!("{indent}{head}{text}{tail}"));
        } else {
            self.broken(indent, head, value, tail);
        }
    }

    fn broken(&mut self, indent: &str, head: &str, value: &Expr, tail: &str) {
        let deeper = format!("{indent}{}", self.unit);
        match value {
            Expr::Call(function, arguments, keywords) if !(arguments.is_empty() && keywords.is_empty()) => {
                self.lines.push(format!("{indent}{head}{}(", nested(function, Precedence::Atom)));
                for argument in arguments {
                    self.fit(&deeper, "", argument, ",");
                }
                for (name, argument) in keywords {
                    self.fit(&deeper, &format!("{name}="), argument, ",");
                }
                self.lines.push(format!("{indent}){tail}"));
            }
            Expr::Binary(operator, left, right) => {
                let equal = operator.precedence();
                self.lines.push(format!("{indent}{head}("));
                self.operand(&deeper, "", left, left.precedence() < equal);
                self.operand(&deeper, &format!("{} ", operator.symbol()), right, right.precedence() <= equal);
                self.lines.push(format!("{indent}){tail}"));
            }
            Expr::Junction(_, operands) => {
                self.lines.push(format!("{indent}{head}("));
                for (position, operand) in operands.iter().enumerate() {
                    let word = if position == 0 { String::new() } else { format!("{} ", junction_word(value)) };
                    self.operand(&deeper, &word, operand, operand.precedence() <= value.precedence());
                }
                self.lines.push(format!("{indent}){tail}"));
            }
            Expr::Tuple(elements) | Expr::List(elements) if !elements.is_empty() => {
                let (open, close) = if matches!(value, Expr::Tuple(_)) { ("(", ")") } else { ("[", "]") };
                self.lines.push(format!("{indent}{head}{open}"));
                for element in elements {
                    self.fit(&deeper, "", element, ",");
                }
                self.lines.push(format!("{indent}{close}{tail}"));
            }
            _ => self.lines.push(format!("{indent}{head}{}{tail}", argument(value))),
        }
    }

    /// One operand of a broken operator, on lines of its own.
    fn operand(&mut self, indent: &str, head: &str, e: &Expr, parenthesise: bool) {
        let text = if parenthesise { format!("({})", expression(e)) } else { expression(e) };
        // What has no form over several lines stays on one, in its parentheses.
        let breaks =
            matches!(e, Expr::Call(..) | Expr::Binary(..) | Expr::Junction(..) | Expr::Tuple(_) | Expr::List(_));
        if indent.len() + head.len() + text.len() <= WIDTH || !breaks {
            self.lines.push(format!("{indent}{head}{text}"));
        } else {
            self.broken(indent, head, e, "");
        }
    }
}

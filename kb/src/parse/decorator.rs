//! `@numpy.entry("name", also=[...], ...)`: names and options of an entry.

use rustpython_parser::{ast, Parse};

use super::scope::Scope;
use super::{body, dotted, string, Located, Source};
use crate::entry::{Layout, Options, Special, Term, Total};
use crate::types::DType;

pub(super) struct Header {
    pub names: Vec<String>,
    pub methods: Vec<String>,
    pub attributes: Vec<String>,
    pub operators: Vec<String>,
    pub cupy: Option<String>,
    /// For real numbers alone.
    pub cupy_real: bool,
    options: Options,
    /// Parameter names the options mention, and where.
    mentions: Vec<(String, ast::Expr)>,
    flops: Option<(String, ast::Expr)>,
}

impl Header {
    /// The options, checked against the signature.
    pub fn options(&self, scope: &Scope) -> Located<Options> {
        for (name, place) in &self.mentions {
            if scope.parameter(name).is_none() {
                return Err(scope.error(place, format!("no parameter is called {name}")));
            }
        }
        let mut options = self.options.clone();
        if let Some((text, place)) = &self.flops {
            options.flops = Some(parse_count(scope, text, place)?);
        }
        Ok(options)
    }
}

pub(super) fn parse(source: Source, def: &ast::StmtFunctionDef) -> Located<Header> {
    let [decorator] = def.decorator_list.as_slice() else {
        return Err(source.error(def, "an entry has one decorator, @module.entry(\"name\")"));
    };
    let ast::Expr::Call(call) = decorator else {
        return Err(source.error(decorator, "an entry is decorated with @module.entry(\"name\")"));
    };
    let module = dotted(&call.func).and_then(|f| f.strip_suffix(".entry").map(str::to_string));
    let (Some(module), [first]) = (module, call.args.as_slice()) else {
        return Err(source.error(decorator, "an entry is decorated with @module.entry(\"name\")"));
    };
    let name = text(source, first)?;
    let mut header = Header {
        names: vec![format!("{module}.{name}")],
        methods: Vec::new(),
        attributes: Vec::new(),
        operators: Vec::new(),
        cupy: None,
        cupy_real: false,
        options: Options::default(),
        mentions: Vec::new(),
        flops: None,
    };
    for keyword in &call.keywords {
        header.keyword(source, &module, keyword)?;
    }
    Ok(header)
}

impl Header {
    fn keyword(&mut self, source: Source, module: &str, keyword: &ast::Keyword) -> Located<()> {
        let value = &keyword.value;
        match keyword.arg.as_deref().unwrap_or("**") {
            "also" => {
                let full = |n: String| format!("{module}.{n}");
                self.names.extend(texts(source, value)?.into_iter().map(full));
            }
            "methods" => self.methods = texts(source, value)?,
            "attributes" => self.attributes = texts(source, value)?,
            "operator" => self.operators = texts(source, value)?,
            "cupy" => self.cupy = self.cupy_name(source, value)?,
            "flops" => self.flops = Some((text(source, value)?, value.clone())),
            "weight" => self.options.weight = Some(number(source, value)?),
            "along" => self.options.along = Some(self.mention(source, value)?),
            "rows" => self.options.rows = flag(source, value)?,
            "out" => self.options.out = flag(source, value)?,
            "returns" => self.options.view = choice(source, value, &["view"])? == "view",
            "effects" => self.options.effects = Some(text(source, value)?),
            "versions" => {
                let (note, dtypes) = versions(source, value)?;
                (self.options.versions, self.options.versions_for) = (Some(note), dtypes);
            }
            "total" => self.options.total = total(source, value)?,
            "raises" => self.options.raises = Some(text(source, value)?),
            "subscripts" => self.options.equation = Some(Special::Subscripts(self.mention(source, value)?)),
            "contraction" => self.options.equation = Some(Special::Contraction(self.mention(source, value)?)),
            "permute" => self.options.layout = Some(Layout::Permute(self.mention(source, value)?)),
            "swap" => {
                let (a, b) = self.mention_pair(source, value)?;
                self.options.layout = Some(Layout::Swap(a, b));
            }
            "move" => {
                let (a, b) = self.mention_pair(source, value)?;
                self.options.layout = Some(Layout::Move(a, b));
            }
            "insert" => self.options.layout = Some(Layout::Insert(self.mention(source, value)?)),
            "drop" => self.options.layout = Some(Layout::Drop(self.mention(source, value)?)),
            other => return Err(source.error(keyword, format!("unknown option {other}"))),
        }
        Ok(())
    }

    fn mention(&mut self, source: Source, value: &ast::Expr) -> Located<String> {
        let name = text(source, value)?;
        self.mentions.push((name.clone(), value.clone()));
        Ok(name)
    }

    fn mention_pair(&mut self, source: Source, value: &ast::Expr) -> Located<(String, String)> {
        match value {
            ast::Expr::List(l) => match l.elts.as_slice() {
                [a, b] => Ok((self.mention(source, a)?, self.mention(source, b)?)),
                _ => Err(source.error(value, "two parameter names are expected")),
            },
            _ => Err(source.error(value, "a list of two parameter names is expected")),
        }
    }

    /// `True` stands for the same name under `cupy`, and so does `"real"`, but for complex numbers.
    fn cupy_name(&mut self, source: Source, value: &ast::Expr) -> Located<Option<String>> {
        self.cupy_real = string(value) == Some("real");
        if let Some(name) = string(value).filter(|name| *name != "real") {
            return Ok(Some(name.to_string()));
        }
        let same = self.cupy_real || flag(source, value)?;
        let own = self.names.first().and_then(|n| n.split_once('.'));
        Ok(same.then(|| format!("cupy.{}", own.map_or("", |(_, rest)| rest))))
    }
}

/// A note, or `{"float32 complex64": note}` where only some operand types are concerned.
fn versions(source: Source, value: &ast::Expr) -> Located<(String, Vec<DType>)> {
    let ast::Expr::Dict(dict) = value else {
        return Ok((text(source, value)?, Vec::new()));
    };
    let (Some(Some(key)), Some(note)) = (dict.keys.first(), dict.values.first()) else {
        return Err(source.error(value, "element types and a note are expected"));
    };
    let names = text(source, key)?;
    let dtype = |name| DType::from_name(name).ok_or_else(|| source.error(key, format!("unknown element type {name}")));
    Ok((text(source, note)?, names.split_whitespace().map(dtype).collect::<Located<_>>()?))
}

fn text(source: Source, value: &ast::Expr) -> Located<String> {
    string(value).map(str::to_string).ok_or_else(|| source.error(value, "a string is expected"))
}

/// One string or a list of them.
fn texts(source: Source, value: &ast::Expr) -> Located<Vec<String>> {
    match value {
        ast::Expr::List(l) => l.elts.iter().map(|e| text(source, e)).collect(),
        _ => text(source, value).map(|t| vec![t]),
    }
}

fn choice(source: Source, value: &ast::Expr, choices: &[&str]) -> Located<String> {
    let chosen = text(source, value)?;
    if choices.contains(&chosen.as_str()) {
        return Ok(chosen);
    }
    Err(source.error(value, format!("one of {} is expected", choices.join(", "))))
}

fn flag(source: Source, value: &ast::Expr) -> Located<bool> {
    match value {
        ast::Expr::Constant(ast::ExprConstant { value: ast::Constant::Bool(b), .. }) => Ok(*b),
        _ => Err(source.error(value, "True or False is expected")),
    }
}

/// `True`, `"not empty"` or `"several rows"`.
fn total(source: Source, value: &ast::Expr) -> Located<Total> {
    match string(value) {
        Some("several rows") => Ok(Total::SeveralRows),
        Some(_) => choice(source, value, &["not empty", "several rows"]).map(|_| Total::NotEmpty),
        None => Ok(if flag(source, value)? { Total::Yes } else { Total::No }),
    }
}

fn number(source: Source, value: &ast::Expr) -> Located<f64> {
    match value {
        ast::Expr::Constant(c) => match (&c.value, super::integer(&c.value)) {
            (ast::Constant::Float(x), _) => Ok(*x),
            (_, Some(n)) => Ok(n as f64),
            _ => Err(source.error(value, "a number is expected")),
        },
        _ => Err(source.error(value, "a number is expected")),
    }
}

/// An operation count: sizes, `size` for the number of result elements, + - * / and log2.
fn parse_count(scope: &Scope, text: &str, place: &ast::Expr) -> Located<Term> {
    let wrong = |message: String| scope.error(place, message);
    let expr = ast::Expr::parse(text, "flops").map_err(|e| wrong(e.error.to_string()))?;
    let term = body::scalar(&mut Vec::new(), &expr).map_err(|(_, m)| wrong(m))?;
    let mut unknown = None;
    term.visit(&mut |t| match t {
        Term::Name(n) if n != "size" && !scope.is_size(n) => unknown = Some(format!("no size is called {n}")),
        Term::Apply { function, .. }
            if !["add", "subtract", "multiply", "divide", "log2", "negative"].contains(&function.as_str()) =>
        {
            unknown = Some(format!("{function} is not allowed in an operation count"));
        }
        Term::Read { .. } => unknown = Some("an operation count reads no array".to_string()),
        _ => {}
    });
    unknown.map_or(Ok(term), |message| Err(wrong(message)))
}

//! What a type annotation says about a parameter.
//!
//! In: an annotation as written, by hand or by a recorder. Out: a [`Hint`].
//! Rule: a hint is never trusted, only tried first, so whatever is not
//! understood is [`Hint::Unknown`] and never an error.

/// A type that an annotation names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    Float,
    Int,
    Bool,
    Complex,
    /// A list nested `depth` deep; unknown for a bare `list`.
    List {
        depth: Option<usize>,
        element: Box<Hint>,
    },
    /// A NumPy array; the dtype by its NumPy name.
    Array {
        dtype: Option<String>,
        rank: Option<usize>,
    },
    /// A scalar of NumPy's that no Python number is like; the dtype by its NumPy name.
    Scalar(String),
    /// One of several types.
    Union(Vec<Hint>),
    /// Nothing is said, or what every object satisfies.
    Any,
    Unknown,
}

/// Names of jaxtyping's that leave the dtype open.
const SHAPED: [&str; 5] = ["Shaped", "Num", "Inexact", "Real", "Key"];

/// Nesting beyond this is no type that anyone writes.
const MAX_DEPTH: usize = 16;

impl Hint {
    /// Reads an annotation. Modules are not resolved: `np.ndarray`,
    /// `numpy.ndarray` and `ndarray` are the same.
    pub fn parse(annotation: &str) -> Self {
        let tokens = tokens(annotation);
        if tokens.is_empty() {
            return Self::Any;
        }
        let mut reader = Reader { tokens: &tokens, next: 0 };
        match reader.annotation(0) {
            Some(tree) if reader.next == tokens.len() => tree.hint(),
            _ => Self::Unknown,
        }
    }

    /// The types that a value of this hint may have, `None` left out.
    pub fn alternatives(&self) -> Vec<&Self> {
        match self {
            Self::Union(parts) => parts.iter().flat_map(Self::alternatives).collect(),
            only => vec![only],
        }
    }

    /// This hint, which was recorded, where it says more than the one that is written.
    pub fn or(self, written: Self) -> Self {
        match (self, written) {
            (Self::Any | Self::Unknown, written) => written,
            (Self::Array { dtype: None, rank: None }, written @ Self::Array { .. })
            | (Self::List { depth: None, .. }, written @ Self::List { .. }) => written,
            (recorded, _) => recorded,
        }
    }

    fn list(element: Option<Hint>) -> Self {
        match element {
            None | Some(Self::Unknown | Self::Any | Self::Union(_)) => {
                Self::List { depth: None, element: Box::new(Self::Unknown) }
            }
            Some(Self::List { depth, element }) => Self::List { depth: depth.map(|d| d + 1), element },
            Some(other) => Self::List { depth: Some(1), element: Box::new(other) },
        }
    }
}

/// An annotation as a tree: a dotted name, or a punctuation mark or literal as
/// itself, with the items of its subscripts.
#[derive(Clone, Debug, Default)]
struct Tree {
    name: String,
    subscripts: Vec<Vec<Tree>>,
    alternatives: Vec<Tree>,
}

impl Tree {
    fn last(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or_default()
    }

    fn first_items(&self) -> &[Tree] {
        self.subscripts.first().map_or(&[], |items| items.as_slice())
    }

    fn hint(&self) -> Hint {
        if !self.alternatives.is_empty() {
            return self.union(self.alternatives.iter());
        }
        let items = self.first_items();
        match self.last() {
            "Optional" | "Union" => self.union(items.iter()),
            "Annotated" | "Final" | "ClassVar" => items.first().map_or(Hint::Unknown, Tree::hint),
            "Any" | "object" => Hint::Any,
            "list" | "List" | "MutableSequence" | "Sequence" => Hint::list(items.first().map(Tree::hint)),
            "ndarray" | "NDArray" | "ArrayLike" | "Array" => self.array(),
            _ => self.scalar_or_shaped(),
        }
    }

    /// `X | None` is X.
    fn union<'a>(&self, parts: impl Iterator<Item = &'a Tree>) -> Hint {
        let mut known: Vec<_> = parts.filter(|part| part.name != "None").map(Tree::hint).collect();
        known.dedup();
        match known.len() {
            0 => Hint::Unknown,
            1 => known.swap_remove(0),
            _ => Hint::Union(known),
        }
    }

    /// `float`, `numpy.float64`, `float64[:, :]`, or `Float64[ndarray, "n m"]`.
    fn scalar_or_shaped(&self) -> Hint {
        match self.subscripts.as_slice() {
            [] => match (self.last(), dtype(self.last()).as_deref()) {
                ("int", _) | (_, Some("int64")) => Hint::Int,
                (_, Some("float64")) => Hint::Float,
                (_, Some("complex128")) => Hint::Complex,
                (_, Some("bool")) => Hint::Bool,
                (_, Some(dtype)) => Hint::Scalar(dtype.to_string()),
                _ => Hint::Unknown,
            },
            [items] => match (dtype(&self.last().to_ascii_lowercase()), items.as_slice()) {
                (Some(dtype), _) if items.iter().all(|item| item.name == ":" || item.name.parse::<u64>().is_ok()) => {
                    Hint::Array { dtype: Some(dtype), rank: Some(items.len()) }
                }
                (dtype, [array, axes])
                    if matches!(array.last(), "ndarray" | "NDArray" | "Array" | "ArrayLike")
                        && (dtype.is_some() || SHAPED.contains(&self.last())) =>
                {
                    Hint::Array { dtype, rank: axes.axes_in_words() }
                }
                _ => Hint::Unknown,
            },
            _ => Hint::Unknown,
        }
    }

    /// Recorded: `ndarray[numpy.float64][32, 100]`; official: `ndarray[tuple[int,
    /// int], dtype[float64]]`; short: `NDArray[float64]`, `ndarray[float64]`.
    fn array(&self) -> Hint {
        let recorded = self.subscripts.get(1).and_then(|items| shape_rank(items));
        match self.first_items() {
            [] => Hint::Array { dtype: None, rank: None },
            [only] => Hint::Array { dtype: only.dtype(), rank: recorded },
            [shape, element, ..] => Hint::Array { dtype: element.dtype(), rank: shape.rank_of_tuple() },
        }
    }

    fn dtype(&self) -> Option<String> {
        match self.last() {
            "dtype" => self.first_items().first().and_then(|inner| dtype(inner.last())),
            last => dtype(last),
        }
    }

    fn rank_of_tuple(&self) -> Option<usize> {
        match self.last() {
            "tuple" | "Tuple" => shape_rank(self.first_items()),
            "Shape" => self.first_items().first().and_then(Tree::axes_in_words),
            _ => None,
        }
    }

    /// Axes of `"n m"` or `"*, *"`.
    fn axes_in_words(&self) -> Option<usize> {
        let words: Vec<_> = self.name.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let several = |word: &&str| word.starts_with(['*', '.']) && word.len() > 1;
        (!words.is_empty() && !words.iter().any(several)).then_some(words.len())
    }
}

/// One axis per item: `[32, 100]` has rank 2 and `[()]` rank 0.
fn shape_rank(items: &[Tree]) -> Option<usize> {
    match items {
        [only] if only.name == "()" => Some(0),
        _ if items.iter().any(|item| item.name == "...") => None,
        _ => Some(items.len()),
    }
}

/// NumPy's name of a dtype, aliases and Python's own types included.
fn dtype(name: &str) -> Option<String> {
    let canonical = match name {
        "float" | "double" | "float_" | "float64" => "float64",
        "int" | "int_" | "intp" | "int64" | "longlong" => "int64",
        "bool" | "bool_" => "bool",
        "complex" | "cdouble" | "complex_" | "complex128" => "complex128",
        "single" | "float32" => "float32",
        "csingle" | "complex64" => "complex64",
        "uintp" | "uint" | "uint64" => "uint64",
        "intc" | "int32" => "int32",
        "int8" | "int16" | "uint8" | "uint16" | "uint32" => name,
        _ => return None,
    };
    Some(canonical.to_string())
}

/// Names with their dots, numbers, the contents of strings, and single marks.
/// A string that holds a whole annotation is read as if it were not quoted.
fn tokens(text: &str) -> Vec<String> {
    let text = text.trim();
    let quoted = text.len() > 1 && text.starts_with(['\'', '"']) && text.ends_with(text.chars().next().unwrap_or(' '));
    let text = if quoted { &text[1..text.len() - 1] } else { text };
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let mut tokens: Vec<String> = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            c if word(c) => rest.find(|c| !word(c)).unwrap_or(rest.len()),
            '(' if rest.starts_with("()") => 2,
            c => c.len_utf8(),
        };
        tokens.push(rest[..length].to_string());
        rest = rest[length..].trim_start();
    }
    tokens
}

struct Reader<'a> {
    tokens: &'a [String],
    next: usize,
}

impl Reader<'_> {
    fn peek(&self) -> &str {
        self.tokens.get(self.next).map_or("", String::as_str)
    }

    fn take(&mut self, wanted: &str) -> bool {
        let found = self.peek() == wanted;
        self.next += usize::from(found);
        found
    }

    /// A type, or several joined by `|`.
    fn annotation(&mut self, depth: usize) -> Option<Tree> {
        let first = self.subscripted(depth)?;
        if self.peek() != "|" {
            return Some(first);
        }
        let mut alternatives = vec![first];
        while self.take("|") {
            alternatives.push(self.subscripted(depth)?);
        }
        Some(Tree { alternatives, ..Tree::default() })
    }

    fn subscripted(&mut self, depth: usize) -> Option<Tree> {
        let word = self.peek().to_string();
        if depth > MAX_DEPTH || word.is_empty() || matches!(word.as_str(), "[" | "]" | "," | "|") {
            return None;
        }
        self.next += 1;
        let name = word.trim_matches(['\'', '"']).to_string();
        let mut tree = Tree { name, ..Tree::default() };
        while self.take("[") {
            tree.subscripts.push(self.items(depth + 1)?);
        }
        Some(tree)
    }

    fn items(&mut self, depth: usize) -> Option<Vec<Tree>> {
        let mut items = Vec::new();
        loop {
            if self.take("]") {
                return Some(items);
            }
            items.push(self.annotation(depth)?);
            if !self.take(",") && self.peek() != "]" {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn array(dtype: &str, rank: Option<usize>) -> Hint {
        Hint::Array { dtype: (!dtype.is_empty()).then(|| dtype.to_string()), rank }
    }

    #[test]
    fn scalars() {
        for (text, hint) in [
            ("float", Hint::Float),
            (" np.float64 ", Hint::Float),
            ("int", Hint::Int),
            ("numpy.intp", Hint::Int),
            ("'complex'", Hint::Complex),
            ("bool", Hint::Bool),
            ("Optional[float]", Hint::Float),
            ("int | None", Hint::Int),
            ("Annotated[float, 'metres']", Hint::Float),
            ("np.float32", Hint::Scalar("float32".to_string())),
            ("Union[int, float]", Hint::Union(vec![Hint::Int, Hint::Float])),
            ("float | int | None", Hint::Union(vec![Hint::Float, Hint::Int])),
            ("typing.Any", Hint::Any),
            ("", Hint::Any),
        ] {
            assert_eq!(Hint::parse(text), hint, "{text}");
        }
    }

    #[test]
    fn lists() {
        let list = |depth, element| Hint::List { depth, element: Box::new(element) };
        assert_eq!(Hint::parse("list"), list(None, Hint::Unknown));
        assert_eq!(Hint::parse("list[float]"), list(Some(1), Hint::Float));
        assert_eq!(Hint::parse("typing.List[List[float]]"), list(Some(2), Hint::Float));
        assert_eq!(Hint::parse("list[list]"), list(None, Hint::Unknown));
        assert_eq!(Hint::parse("\"list[list[int]]\""), list(Some(2), Hint::Int));
    }

    #[test]
    fn arrays() {
        for (text, hint) in [
            ("ndarray", array("", None)),
            ("np.ndarray", array("", None)),
            ("numpy.ndarray[numpy.complex128][32, 10000]", array("complex128", Some(2))),
            ("numpy.ndarray[numpy.float64][()]", array("float64", Some(0))),
            ("np.ndarray[tuple[int, int], np.dtype[np.float64]]", array("float64", Some(2))),
            ("np.ndarray[tuple[int, ...], np.dtype[np.float64]]", array("float64", None)),
            ("npt.NDArray[np.float32]", array("float32", None)),
            ("float64[:, :]", array("float64", Some(2))),
            ("'float64[:]'", array("float64", Some(1))),
            ("Float64[np.ndarray, \"n m\"]", array("float64", Some(2))),
            ("Float[np.ndarray, 'n m 3']", array("float64", Some(3))),
            ("Float32[np.ndarray, '*batch n']", array("float32", None)),
            ("Num[Array, '... n']", array("", None)),
            ("np.ndarray[Any, np.dtype[np.complex64]]", array("complex64", None)),
            ("np.ndarray | None", array("", None)),
        ] {
            assert_eq!(Hint::parse(text), hint, "{text}");
        }
    }

    #[test]
    fn nonsense_is_unknown() {
        for text in
            ["", "[", "]", "list[", "list[[", "a b", "'", "\"'", "é[é", "np.ndarray[", "1 +", "list]", "'é'[", "|"]
        {
            let _ = Hint::parse(text);
        }
        assert_eq!(Hint::parse(&"list[".repeat(100_000)), Hint::Unknown);
        assert_eq!(Hint::parse("np.matrix"), Hint::Unknown);
    }
}

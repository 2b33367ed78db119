//! The knowledge base as a pass sees it: the standard entries, then the files
//! of the `kb` option, minus the names of the `kb-without` option.
//!
//! Every pass asks for it with the same options, so it is read once per process.

use automphc_dialects::diagnostic::required;
use automphc_dialects::pass::{Failed, Options};
use automphc_kb::{Candidate, KnowledgeBase};
use melior::ir::OperationRef;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

/// What was found for the values of the options `kb`, `kb-without` and `random`.
type Cache<T> = Mutex<BTreeMap<[String; 3], Arc<T>>>;

/// The knowledge base that the options ask for. `kb` and `kb-without` hold
/// comma-separated lists; `random=reorderable` lets draws from the global generator change their order.
fn load(options: &Options) -> Result<Arc<KnowledgeBase>, String> {
    static CACHE: OnceLock<Cache<KnowledgeBase>> = OnceLock::new();
    cached(CACHE.get_or_init(Cache::default), options, read)
}

/// The same for a pass, which fails with an error at the module if there is none.
pub fn of(module: OperationRef, options: &Options) -> Result<Arc<KnowledgeBase>, Failed> {
    required(module, load(options))
}

/// The entries that raising tries.
pub fn candidates(options: &Options, kb: &KnowledgeBase) -> Arc<Vec<Candidate>> {
    static CACHE: OnceLock<Cache<Vec<Candidate>>> = OnceLock::new();
    let found: Result<_, std::convert::Infallible> =
        cached(CACHE.get_or_init(Cache::default), options, |_| Ok(kb.raising_candidates()));
    match found {
        Ok(found) => found,
        Err(never) => match never {},
    }
}

/// Makes a value once for each choice of files and of names left out.
fn cached<T, E>(cache: &Cache<T>, options: &Options, make: impl Fn(&[String; 3]) -> Result<T, E>) -> Result<Arc<T>, E> {
    let text = |key: &str| options.get(key).unwrap_or_default().to_string();
    let key = [text("kb"), text("kb-without"), text("random")];
    if let Some(known) = cache.lock().ok().and_then(|map| map.get(&key).cloned()) {
        return Ok(known);
    }
    let made = Arc::new(make(&key)?);
    if let Ok(mut map) = cache.lock() {
        map.insert(key, Arc::clone(&made));
    }
    Ok(made)
}

fn read([files, without, random]: &[String; 3]) -> Result<KnowledgeBase, String> {
    let mut kb = KnowledgeBase::standard().map_err(|problem| problem.to_string())?;
    for path in files.split(',').filter(|path| !path.is_empty()) {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        kb.add_source(path, &text)
            .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    }
    for name in without.split(',').filter(|name| !name.is_empty()) {
        kb.remove(name);
    }
    kb.reorderable_draws = random == "reorderable";
    Ok(kb)
}

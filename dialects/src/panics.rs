//! Panics are bugs of the compiler. One is caught where something smaller than the whole run can be given up, and
//! becomes a message of one line there; no trace is printed.

use std::cell::{Cell, RefCell};
use std::panic::{catch_unwind, set_hook, take_hook, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// How many `caught` this thread is in.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    static MESSAGE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The result of a function; what it panics with, and where, as a message.
pub fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if DEPTH.get() == 0 {
                return before(info);
            }
            let place = info.location().map(|l| format!(" ({}:{})", l.file(), l.line())).unwrap_or_default();
            let payload = info.payload();
            let text = payload.downcast_ref::<&str>().map(ToString::to_string);
            let text = text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
            let line = text.lines().next().unwrap_or_default();
            MESSAGE.set(format!("an internal error, please report it: {line}{place}"));
        }));
    });
    DEPTH.set(DEPTH.get() + 1);
    let outcome = catch_unwind(AssertUnwindSafe(run));
    DEPTH.set(DEPTH.get() - 1);
    outcome.map_err(|_| MESSAGE.take())
}

#[cfg(test)]
mod tests {
    use super::caught;

    #[test]
    fn a_panic_becomes_a_message() {
        assert_eq!(caught(|| 1), Ok(1));
        let message = caught(|| -> i32 { panic!("no\nwork for {}", 2) }).unwrap_err();
        assert!(message.starts_with("an internal error, please report it: no ("), "{message}");
        assert!(message.contains("panics.rs:"), "{message}");
        // Inside another one, the inner one catches.
        let outer = caught(|| caught(|| -> i32 { panic!("inner") }).is_err());
        assert_eq!(outer, Ok(true));
    }
}

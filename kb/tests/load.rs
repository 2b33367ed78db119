//! The files that come with the compiler.
use automphc_kb::KnowledgeBase;

#[test]
fn the_standard_files_load() {
    if let Err(error) = KnowledgeBase::standard() {
        panic!("{error}");
    }
}

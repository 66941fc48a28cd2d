//! Writes PDFs to look at.
use nianbao::file::pdf;
use nianbao::page::{Fonts, Options};
use crate::common::*;

#[test]
fn look() {
    for (name, data) in [("suqian", "suqian-2023.json"), ("shanghai", "shanghai-office-2019.json"), ("xipo", "xipo-2020.json")] {
        let session = published_session(data);
        let fonts = Fonts::shipped();
        let options = Options { draft: name == "shanghai", ..Default::default() };
        let started = std::time::Instant::now();
        match pdf::export(session.form(), session.report(), session.figures(), &session.final_review(), &fonts, options) {
            Ok(exported) => {
                println!("{name}: {} bytes, {} pages, {} in {:?}", exported.bytes.len(), exported.page_count, exported.verified, started.elapsed());
                std::fs::write(format!("/tmp/paper/{name}.pdf"), exported.bytes).unwrap();
            }
            Err(error) => println!("{name}: {error}"),
        }
    }
}

//! JSON lines of corpus_lines --dated, an index folder as the argument. The marks of sentences are left out.
use std::io::BufRead;
use tantivy::schema::{IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions, FAST, STRING};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{doc, Index, TantivyDocument};

fn value<'a>(line: &'a str, name: &str) -> &'a str {
    let mark = format!("\"{name}\": \"");
    let begin = line.find(&mark).expect("a field") + mark.len();
    &line[begin..begin + line[begin..].find('"').expect("its end")]
}

/// The year of a day since 1970 among the twelve from 2008 on.
fn year(day: u64) -> u64 {
    let (mut year, mut first) = (2008, 13879);
    loop {
        let days = if year % 4 == 0 { 366 } else { 365 };
        if day < first + days {
            return year;
        }
        first += days;
        year += 1;
    }
}

fn main() -> tantivy::Result<()> {
    let folder = std::env::args().nth(1).expect("an index folder");
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("blank")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let fast = NumericOptions::default().set_fast();
    let number = schema.add_u64_field("number", fast.clone());
    let day = schema.add_u64_field("day", fast.clone());
    let years = schema.add_u64_field("year", fast);
    let section = schema.add_text_field("section", STRING | FAST);
    let index = Index::create_in_dir(&folder, schema.build())?;
    index
        .tokenizers()
        .register("blank", TextAnalyzer::from(WhitespaceTokenizer::default()));
    {
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 1_000_000_000)?;
        for line in std::io::stdin().lock().lines() {
            let line = line?;
            let of_day: u64 = value(&line, "day").parse().expect("a day");
            let of_number: u64 = value(&line, "id").parse().expect("a number");
            writer.add_document(doc!(
                text => value(&line, "text").replace(['.', '/'], " "),
                number => of_number,
                day => of_day,
                years => year(of_day),
                section => value(&line, "section")
            ))?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
    }
    let ids = index.searchable_segment_ids()?;
    if ids.len() > 1 {
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 1_000_000_000)?;
        writer.merge(&ids).wait()?;
        writer.garbage_collect_files().wait()?;
        writer.wait_merging_threads()?;
    }
    Ok(())
}

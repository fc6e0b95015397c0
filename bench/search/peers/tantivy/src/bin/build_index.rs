//! JSON lines on standard input, an index folder as the argument. The texts are letters and blanks alone, so a
//! line is taken apart without a JSON parser. One thread, one segment, as the benchmark asks.
use std::io::BufRead;
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{doc, Index, TantivyDocument};

fn main() -> tantivy::Result<()> {
    let folder = std::env::args().nth(1).expect("an index folder");
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("blank")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let index = Index::create_in_dir(&folder, schema.build())?;
    index
        .tokenizers()
        .register("blank", TextAnalyzer::from(WhitespaceTokenizer::default()));
    {
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 1_000_000_000)?;
        for line in std::io::stdin().lock().lines() {
            let line = line?;
            let value = &line[line.find("\"text\":").expect("a text") + 7..];
            let begin = value.find('"').expect("a text") + 1;
            let end = begin + value[begin..].find('"').expect("a text");
            writer.add_document(doc!(text => &value[begin..end]))?;
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

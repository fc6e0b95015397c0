//! Lines of COMMAND, a tab, a query; one line each back.
use std::io::{BufRead, Write};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{Query, QueryParser};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{Index, Searcher};

fn answer(searcher: &Searcher, command: &str, query: &dyn Query) -> tantivy::Result<String> {
    if command == "COUNT" {
        return Ok(query.count(searcher)?.to_string());
    }
    let Some(rest) = command.strip_prefix("TOP_") else {
        return Ok("UNSUPPORTED".into());
    };
    let (number, is_counted) = match rest.strip_suffix("_COUNT") {
        Some(number) => (number, true),
        None => (rest, false),
    };
    let Ok(limit) = number.parse::<usize>() else {
        return Ok("UNSUPPORTED".into());
    };
    let top = TopDocs::with_limit(limit).order_by_score();
    if is_counted {
        let (_, count) = searcher.search(query, &(top, Count))?;
        return Ok(count.to_string());
    }
    searcher.search(query, &top)?;
    Ok("1".into())
}

fn main() -> tantivy::Result<()> {
    let folder = std::env::args().nth(1).expect("an index folder");
    let index = Index::open_in_dir(&folder)?;
    index
        .tokenizers()
        .register("blank", TextAnalyzer::from(WhitespaceTokenizer::default()));
    let text = index.schema().get_field("text")?;
    let parser = QueryParser::for_index(&index, vec![text]);
    let searcher = index.reader()?.searcher();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (command, text) = line.split_once('\t').expect("a command and a query");
        let query = parser.parse_query(text)?;
        writeln!(out, "{}", answer(&searcher, command, &*query)?)?;
        out.flush()?;
    }
    Ok(())
}

//! Answers what ask_dated answers, but nearness, sentences, paragraphs and leads, which there are none of here
//! with the same meaning.
use std::io::{BufRead, Write};
use std::ops::Bound;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::AggregationCollector;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{AllQuery, BooleanQuery, Occur, PhraseQuery, Query, RangeQuery, RegexQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{Index, Order, Searcher, Term};

const SIZE: usize = 20;
const COUNTS: &str = r#"{
    "s": {"terms": {"field": "section", "size": 100}},
    "y": {"terms": {"field": "year", "size": 100}}
}"#;

struct Fields {
    text: Field,
    day: Field,
    section: Field,
}

fn word(field: Field, text: &str, how: IndexRecordOption) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), how))
}

fn form(fields: &Fields, name: &str, words: &[&str]) -> Option<Box<dyn Query>> {
    let all = |occur: Occur| -> Box<dyn Query> {
        let parts = words.iter().map(|w| (occur, word(fields.text, w, IndexRecordOption::WithFreqs)));
        Box::new(BooleanQuery::new(parts.collect()))
    };
    match name {
        "every" => Some(Box::new(AllQuery)),
        "phrase" => Some(Box::new(PhraseQuery::new(
            words.iter().map(|w| Term::from_field_text(fields.text, w)).collect(),
        ))),
        "begins" => Some(Box::new(RegexQuery::from_pattern(&format!("{}.*", words[0]), fields.text).ok()?)),
        "all" | "any" if words.len() == 1 => Some(word(fields.text, words[0], IndexRecordOption::WithFreqs)),
        "all" => Some(all(Occur::Must)),
        "any" => Some(all(Occur::Should)),
        _ => None,
    }
}

fn query(fields: &Fields, parts: &[&str]) -> Option<Box<dyn Query>> {
    let words: Vec<&str> = parts[2].split(' ').collect();
    let mut clauses = vec![(Occur::Must, form(fields, parts[1], &words)?)];
    if !parts[3].is_empty() {
        let bound = |text: &str| Bound::Included(Term::from_field_u64(fields.day, text.parse().expect("a day")));
        let range: Box<dyn Query> = Box::new(RangeQuery::new(bound(parts[3]), bound(parts[4])));
        clauses.push((Occur::Must, range));
    }
    if !parts[5].is_empty() {
        clauses.push((Occur::Must, word(fields.section, parts[5], IndexRecordOption::Basic)));
    }
    if clauses.len() == 1 {
        return clauses.pop().map(|clause| clause.1);
    }
    Some(Box::new(BooleanQuery::new(clauses)))
}

/// The largest count of a terms aggregation; its buckets come by count falling.
fn largest(found: &serde_json::Value, name: &str) -> u64 {
    found[name]["buckets"][0]["doc_count"].as_u64().unwrap_or(0)
}

fn answer(searcher: &Searcher, command: &str, query: &dyn Query) -> tantivy::Result<String> {
    let best = TopDocs::with_limit(SIZE).order_by_score();
    Ok(match command {
        "COUNT" => query.count(searcher)?.to_string(),
        "BEST" => searcher.search(query, &(best, Count))?.1.to_string(),
        "NEWEST" => {
            let newest = TopDocs::with_limit(SIZE).order_by_fast_field::<u64>("number", Order::Desc);
            let (found, count) = searcher.search(query, &(newest, Count))?;
            format!("{count} {}", found.first().and_then(|hit| hit.0).unwrap_or(0))
        }
        "PAGE" => {
            let counts: Aggregations = serde_json::from_str(COUNTS).expect("two aggregations");
            let facets = AggregationCollector::from_aggs(counts, Default::default());
            let (_, count, found) = searcher.search(query, &(best, Count, facets))?;
            let found = serde_json::to_value(found).expect("JSON");
            format!("{count} {} {}", largest(&found, "s"), largest(&found, "y"))
        }
        _ => "UNSUPPORTED".into(),
    })
}

fn main() -> tantivy::Result<()> {
    let folder = std::env::args().nth(1).expect("an index folder");
    let index = Index::open_in_dir(&folder)?;
    index
        .tokenizers()
        .register("blank", TextAnalyzer::from(WhitespaceTokenizer::default()));
    let schema = index.schema();
    let fields = Fields {
        text: schema.get_field("text")?,
        day: schema.get_field("day")?,
        section: schema.get_field("section")?,
    };
    let searcher = index.reader()?.searcher();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let parts: Vec<&str> = line.split('\t').collect();
        let asked = if parts.len() < 6 { None } else { query(&fields, &parts) };
        match asked {
            Some(asked) => writeln!(out, "{}", answer(&searcher, parts[0], &*asked)?)?,
            None => writeln!(out, "UNSUPPORTED")?,
        }
        out.flush()?;
    }
    Ok(())
}

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;

import org.apache.lucene.document.LongField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.spans.SpanNearQuery;
import org.apache.lucene.queries.spans.SpanQuery;
import org.apache.lucene.queries.spans.SpanTermQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MultiCollectorManager;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.MMapDirectory;

/** Answers what ask_dated answers, but sentences, paragraphs and leads, which this index does not have. */
public final class AskDated {
    private static final int SIZE = 20;

    /** Counts by section and by year, from columns. */
    private static final class Counts extends SimpleCollector implements CollectorManager<Counts, Counts> {
        private final int[] sections = new int[64], years = new int[4096];
        private SortedDocValues section;
        private NumericDocValues year;

        @Override
        protected void doSetNextReader(LeafReaderContext context) throws IOException {
            section = DocValues.getSorted(context.reader(), "section");
            year = DocValues.getNumeric(context.reader(), "year");
        }

        @Override
        public void collect(int document) throws IOException {
            if (section.advanceExact(document))
                sections[section.ordValue()]++;
            if (year.advanceExact(document))
                years[(int) year.longValue()]++;
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }

        @Override
        public Counts newCollector() {
            return this;
        }

        @Override
        public Counts reduce(Collection<Counts> all) {
            return this;
        }
    }

    private static Query form(String name, String[] words) {
        if (name.equals("every"))
            return new MatchAllDocsQuery();
        if (name.equals("phrase"))
            return new PhraseQuery("text", words);
        if (name.equals("begins"))
            return new PrefixQuery(new Term("text", words[0]));
        if (name.equals("near") || name.equals("row")) {
            SpanQuery[] spans = new SpanQuery[words.length];
            for (int i = 0; i < words.length; i++)
                spans[i] = new SpanTermQuery(new Term("text", words[i]));
            return new SpanNearQuery(spans, 4, name.equals("row"));
        }
        if (!name.equals("all") && !name.equals("any"))
            return null;
        if (words.length == 1)
            return new TermQuery(new Term("text", words[0]));
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (String word : words)
            all.add(new TermQuery(new Term("text", word)), name.equals("all") ? Occur.MUST : Occur.SHOULD);
        return all.build();
    }

    private static Query query(String[] fields) {
        Query words = form(fields[1], fields[2].split(" "));
        if (words == null || (fields[3].isEmpty() && fields[5].isEmpty()))
            return words;
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(words, Occur.MUST);
        if (!fields[3].isEmpty()) {
            long first = Long.parseLong(fields[3]), last = Long.parseLong(fields[4]);
            all.add(LongField.newRangeQuery("day", first, last), Occur.FILTER);
        }
        if (!fields[5].isEmpty())
            all.add(new TermQuery(new Term("section", fields[5])), Occur.FILTER);
        return all.build();
    }

    private static String newest(IndexSearcher searcher, Query query) throws IOException {
        Sort sort = new Sort(new SortField("number", SortField.Type.LONG, true));
        var newest = new TopFieldCollectorManager(sort, SIZE, null, Integer.MAX_VALUE);
        TopFieldDocs found = searcher.search(query, newest);
        Object first = found.scoreDocs.length == 0 ? 0 : ((FieldDoc) found.scoreDocs[0]).fields[0];
        return found.totalHits.value() + " " + first;
    }

    private static int most(int[] counts) {
        return Arrays.stream(counts).max().getAsInt();
    }

    private static String answer(IndexSearcher searcher, String command, Query query) throws IOException {
        if (query == null)
            return "UNSUPPORTED";
        var best = new TopScoreDocCollectorManager(SIZE, null, Integer.MAX_VALUE);
        switch (command) {
            case "COUNT":
                return Integer.toString(searcher.count(query));
            case "BEST":
                return Long.toString(searcher.search(query, best).totalHits.value());
            case "NEWEST":
                return newest(searcher, query);
            case "PAGE":
                Object[] both = searcher.search(query, new MultiCollectorManager(best, new Counts()));
                Counts counts = (Counts) both[1];
                return ((TopDocs) both[0]).totalHits.value() + " " + most(counts.sections) + " " + most(counts.years);
            default:
                return "UNSUPPORTED";
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (MMapDirectory folder = new MMapDirectory(Path.of(arguments[0]));
             DirectoryReader reader = DirectoryReader.open(folder);
             BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null);
            for (String line; (line = lines.readLine()) != null;) {
                String[] fields = line.split("\t", -1);
                System.out.println(fields.length < 6 ? "UNSUPPORTED" : answer(searcher, fields[0], query(fields)));
            }
        }
    }
}

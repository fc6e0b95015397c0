import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * The ten best by plain BM25 over one field. On standard input lines of an id, a tab, a text; an empty line; then
 * queries, a line each, of which all words must be there ("all" as the argument) or any. For each query a line of
 * ids parted by blanks.
 */
public final class Rank {
    public static void main(String[] arguments) throws Exception {
        ByteBuffersDirectory folder = new ByteBuffersDirectory();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (IndexWriter writer = new IndexWriter(folder, new IndexWriterConfig(new StandardAnalyzer()))) {
            for (String line; (line = lines.readLine()) != null && !line.isEmpty();) {
                String[] parts = line.split("\t", 2);
                Document document = new Document();
                document.add(new StringField("id", parts[0], Field.Store.YES));
                document.add(new TextField("text", parts[1], Field.Store.NO));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        try (DirectoryReader reader = DirectoryReader.open(folder)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            QueryParser parser = new QueryParser("text", new StandardAnalyzer());
            if (arguments[0].equals("all"))
                parser.setDefaultOperator(QueryParser.Operator.AND);
            for (String line; (line = lines.readLine()) != null;) {
                Query query = parser.parse(QueryParser.escape(line));
                StringBuilder ids = new StringBuilder();
                for (ScoreDoc hit : searcher.search(query, 10).scoreDocs)
                    ids.append(searcher.storedFields().document(hit.doc).get("id")).append(' ');
                System.out.println(ids.toString().trim());
            }
        }
    }
}

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;

/** Lines of COMMAND, a tab, a query; one line each back. */
public final class DoQuery {
    private static String answer(IndexSearcher searcher, String command, Query query) throws Exception {
        if (command.equals("COUNT"))
            return Integer.toString(searcher.count(query));
        if (!command.startsWith("TOP_"))
            return "UNSUPPORTED";
        boolean isCounted = command.endsWith("_COUNT");
        int limit = Integer.parseInt(command.substring(4, isCounted ? command.length() - 6 : command.length()));
        int threshold = isCounted ? Integer.MAX_VALUE : limit;
        var found = searcher.search(query, new TopScoreDocCollectorManager(limit, null, threshold));
        return isCounted ? Long.toString(found.totalHits.value()) : "1";
    }

    public static void main(String[] arguments) throws Exception {
        try (MMapDirectory folder = new MMapDirectory(Path.of(arguments[0]));
             DirectoryReader reader = DirectoryReader.open(folder);
             BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null);
            searcher.setSimilarity(new BM25Similarity(0.9f, 0.4f));
            QueryParser parser = new QueryParser("text", new WhitespaceAnalyzer());
            for (String line; (line = lines.readLine()) != null;) {
                String[] parts = line.trim().split("\t", 2);
                System.out.println(answer(searcher, parts[0], parser.parse(parts[1])));
            }
        }
    }
}

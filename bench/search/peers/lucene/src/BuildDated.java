import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * JSON lines of corpus_lines --dated, an index folder as the argument. Articles lie in order of time, the newest
 * first, which is what Lucene advises for such questions; the marks of sentences are left out.
 */
public final class BuildDated {
    private static String value(String line, String name) {
        String mark = "\"" + name + "\": \"";
        int begin = line.indexOf(mark) + mark.length();
        return line.substring(begin, line.indexOf('"', begin));
    }

    private static Document document(String line) {
        String section = value(line, "section");
        long day = Long.parseLong(value(line, "day"));
        Document document = new Document();
        document.add(new TextField("text", value(line, "text").replaceAll("[./]", " "), Field.Store.NO));
        document.add(new NumericDocValuesField("number", Long.parseLong(value(line, "id"))));
        document.add(new LongField("day", day, Field.Store.NO));
        document.add(new NumericDocValuesField("year", java.time.LocalDate.ofEpochDay(day).getYear()));
        document.add(new StringField("section", section, Field.Store.NO));
        document.add(new SortedDocValuesField("section", new BytesRef(section)));
        return document;
    }

    public static void main(String[] arguments) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer());
        config.setRAMBufferSizeMB(512);
        config.setIndexSort(new Sort(new SortField("number", SortField.Type.LONG, true)));
        try (FSDirectory folder = FSDirectory.open(Path.of(arguments[0]));
             IndexWriter writer = new IndexWriter(folder, config);
             BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null;)
                writer.addDocument(document(line));
            writer.forceMerge(1, true);
            writer.commit();
        }
    }
}

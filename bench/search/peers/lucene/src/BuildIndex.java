import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;

/**
 * JSON lines on standard input, an index folder as the argument. The texts are letters and blanks alone, so a
 * line is taken apart without a JSON parser. One thread, one segment, as the benchmark asks.
 */
public final class BuildIndex {
    public static void main(String[] arguments) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer());
        config.setRAMBufferSizeMB(512);
        try (FSDirectory folder = FSDirectory.open(Path.of(arguments[0]));
             IndexWriter writer = new IndexWriter(folder, config);
             BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Document document = new Document();
            TextField text = new TextField("text", "", Field.Store.NO);
            document.add(text);
            String mark = "\"text\":";
            for (String line; (line = lines.readLine()) != null;) {
                int begin = line.indexOf('"', line.indexOf(mark) + mark.length()) + 1;
                text.setStringValue(line.substring(begin, line.indexOf('"', begin)));
                writer.addDocument(document);
            }
            writer.forceMerge(1, true);
            writer.commit();
        }
    }
}

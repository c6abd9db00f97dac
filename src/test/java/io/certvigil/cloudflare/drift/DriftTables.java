package io.certvigil.cloudflare.drift;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The committed tables of the drift test: a path template in each line, a tab, and its value. */
final class DriftTables {
  private static final Path FOLDER = Path.of("src/test/resources/io/certvigil/cloudflare/drift");

  /** Made by {@link ExpiringGetsMaker}: each GET with something that ends, and those fields. */
  static final Path EXPIRING_GETS = FOLDER.resolve("expiring-gets.tsv");

  /** Written by hand: the GETs that are not read, and why. */
  private static final Path NOT_WATCHED = FOLDER.resolve("not-watched.tsv");

  private static final String COMMENT = "#";

  private DriftTables() {}

  static SortedMap<String, SortedSet<String>> expiringGets() throws IOException {
    var gets = new TreeMap<String, SortedSet<String>>();
    rows(EXPIRING_GETS)
        .forEach((path, fields) -> gets.put(path, new TreeSet<>(List.of(fields.split(" ", -1)))));
    return gets;
  }

  static SortedMap<String, String> notWatched() throws IOException {
    return rows(NOT_WATCHED);
  }

  private static SortedMap<String, String> rows(Path file) throws IOException {
    var rows = new TreeMap<String, String>();
    for (var line : Files.readAllLines(file)) {
      if (!line.startsWith(COMMENT)) {
        var cells = line.split("\t", -1);
        if (cells.length != 2 || rows.put(cells[0], cells[1]) != null) {
          throw new IOException(file.getFileName() + ": " + line);
        }
      }
    }
    return rows;
  }

  /** The text of the table of these GETs. */
  static String text(Map<String, SortedSet<String>> expiringGets) {
    var header =
        COMMENT + " Made by ExpiringGetsMaker from Cloudflare's OpenAPI document; not by hand.\n";
    return expiringGets.entrySet().stream()
        .map(get -> get.getKey() + "\t" + String.join(" ", get.getValue()) + "\n")
        .collect(joining("", header, ""));
  }
}

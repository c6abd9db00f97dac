package io.certvigil.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The series of one scope that have its labels, in the order in which they are written: the labels
 * once and the values, because with many scopes whole lines take most of the memory. Immutable.
 */
final class ScopeLines {
  private static final byte[] END = "} ".getBytes(UTF_8);

  private final byte[] labels;
  private final Family[] families;
  private final byte[][] furtherLabels;
  private final long[] values;

  private ScopeLines(String labels, List<Line> lines) {
    this.labels = labels.getBytes(UTF_8);
    families = lines.stream().map(Line::family).toArray(Family[]::new);
    furtherLabels = lines.stream().map(line -> line.further().bytes).toArray(byte[][]::new);
    values = lines.stream().mapToLong(Line::value).toArray();
  }

  private record Line(Family family, FurtherLabels further, long value) {}

  /** Labels that follow those of the scope, such as {@code ,reason="none"}; shared by scopes. */
  static final class FurtherLabels {
    static final FurtherLabels NONE = new FurtherLabels("");

    private final byte[] bytes;

    FurtherLabels(String text) {
      bytes = text.getBytes(UTF_8);
    }
  }

  /** Collects the lines of one scope. */
  static final class Builder {
    private final List<Line> lines = new ArrayList<>();

    void add(Family family, long value) {
      add(family, FurtherLabels.NONE, value);
    }

    /** Adds the time in seconds, if there is one. */
    void add(Family family, @Nullable Instant moment) {
      if (moment != null) {
        add(family, moment.getEpochSecond());
      }
    }

    void add(Family family, FurtherLabels further, long value) {
      lines.add(new Line(family, further, value));
    }

    ScopeLines build(String labels) {
      return new ScopeLines(labels, lines);
    }
  }

  /**
   * Writes the lines of a family.
   *
   * @param name its sample name and the brace
   */
  void write(Family family, byte[] name, PageWriter sink) throws IOException {
    for (int at = 0; at < families.length; at++) {
      if (families[at] == family) {
        sink.write(name);
        sink.write(labels);
        sink.write(furtherLabels[at]);
        sink.write(END);
        sink.writeNumberLine(values[at]);
      }
    }
  }
}

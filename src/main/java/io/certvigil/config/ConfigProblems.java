package io.certvigil.config;

import io.certvigil.model.PrintableText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Collects the problems and warnings of a configuration and sorts them by position. */
final class ConfigProblems {
  private static final int MAX_LINES = 100;

  private final String file;
  private final boolean hasPositions;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final List<ConfigProblem> warnings = new ArrayList<>();
  private final List<ConfigProblem> unchecked = new ArrayList<>();

  ConfigProblems(Optional<Path> file) {
    this.file = file.map(Path::toString).orElse("environment");
    this.hasPositions = file.isPresent();
  }

  void addProblem(ConfigProblem wrong) {
    problems.add(wrong);
  }

  void addWarning(ConfigProblem odd) {
    warnings.add(odd);
  }

  void addUnchecked(ConfigProblem hidden) {
    unchecked.add(hidden);
  }

  /** One line each: what could not be checked. */
  List<String> unchecked() {
    return lines(unchecked);
  }

  List<String> warnings() {
    return lines(warnings);
  }

  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new ConfigException(lines(problems));
    }
  }

  private List<String> lines(List<ConfigProblem> found) {
    // An alias is bound once for each use, which would repeat the same problem at the same
    // position.
    var lines = new LinkedHashSet<String>();
    found.stream()
        .sorted(
            Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column))
        .forEach(wrong -> lines.add(PrintableText.escaped(wrong.format(file, hasPositions))));
    if (lines.size() <= MAX_LINES) {
      return List.copyOf(lines);
    }
    var first = new ArrayList<>(lines.stream().limit(MAX_LINES).toList());
    first.add(file + ": and " + (lines.size() - MAX_LINES) + " more");
    return first;
  }

  /** One problem at a position. Thrown by methods that read a single value. */
  static final class ConfigProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    ConfigProblem(Mark mark, String path, String what) {
      this(mark.getLine() + 1, mark.getColumn() + 1, path, what);
    }

    /** Line 0 means that there is no position in the file. */
    ConfigProblem(int line, int column, String path, String what) {
      super(path.isEmpty() ? what : path + ": " + what, null, false, false);
      this.line = line;
      this.column = column;
    }

    int line() {
      return line;
    }

    int column() {
      return column;
    }

    private String format(String file, boolean places) {
      var place = line == 0 || !places ? file : file + ":" + line + ":" + column;
      return place + ": " + getMessage();
    }
  }
}

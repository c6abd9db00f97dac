package io.certvigil.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option of every command that lists. */
final class Output {
  @Option(
      names = "--output",
      paramLabel = "table|json|csv",
      description = "How it is printed; default: table.")
  private Format format = Format.TABLE;

  Format format() {
    return format;
  }

  /** How rows are printed. */
  enum Format {
    TABLE,
    JSON,
    CSV;

    static Format of(String word) {
      return Arrays.stream(values())
          .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("must be table, json or csv"));
    }
  }
}

package io.certvigil.cli.terminal;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option of every command that prints data. */
public final class OutputOption {
  @Option(
      names = "--output",
      paramLabel = "table|json|csv",
      description = "Output format; default: table.")
  private Format format = Format.TABLE;

  public Format format() {
    return format;
  }

  /** The option of a command that prints a record of Cloudflare's API or a report: no CSV. */
  public static final class WithoutCsv {
    @Option(
        names = "--output",
        paramLabel = "table|json",
        description = "Output format; default: table.")
    private Format format = Format.TABLE;

    /**
     * The format that was given.
     *
     * @throws CommandFailure if it is CSV
     */
    public Format format() {
      if (format == Format.CSV) {
        throw CommandFailure.usage("--output must be table or json, was csv");
      }
      return format;
    }
  }

  /** The output formats. */
  public enum Format {
    TABLE,
    JSON,
    CSV;

    public static Format of(String word) {
      return Arrays.stream(values())
          .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("must be table, json or csv"));
    }
  }
}

package io.certvigil.cli;

import picocli.CommandLine.Option;

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
    CSV
  }
}

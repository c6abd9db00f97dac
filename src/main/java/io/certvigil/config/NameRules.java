package io.certvigil.config;

import java.util.Set;

/** Checks the names of credentials, channels and labels. */
final class NameRules {
  /** Labels of the info metric and keys of a match: a label with such a name would hide them. */
  private static final Set<String> RESERVED =
      Set.of(
          "certificate_id",
          "source",
          "serial",
          "fingerprint_sha256",
          "issuer",
          "status",
          "hosts",
          "zone",
          "account",
          "name",
          "min_severity",
          "types",
          "job",
          "instance");

  private NameRules() {}

  static void check(ConfigMapping block, String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      block.addProblem(
          name, "a name must consist of at most 63 letters, digits, dots, hyphens and underscores");
    }
  }

  static void checkLabel(ConfigMapping block, String label) {
    if (!label.matches("[A-Za-z_][A-Za-z0-9_]{0,62}") || label.startsWith("__")) {
      block.addProblem(
          label,
          "a label must consist of at most 63 letters, digits and underscores and not begin with a"
              + " digit");
    } else if (RESERVED.contains(label)) {
      block.addProblem(label, "this label name is reserved: choose another one");
    }
  }
}

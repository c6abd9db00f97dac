package io.certvigil.config;

import java.util.Set;

/** The names that a config gives: of credentials, channels and labels. */
final class NameRules {
  /** Labels of the info metric and keys of a match: a label of that name would hide them. */
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
          name, "a name is of letters, digits, dots, hyphens and underscores, at most 63");
    }
  }

  static void checkLabel(ConfigMapping block, String label) {
    if (!label.matches("[A-Za-z_][A-Za-z0-9_]{0,62}") || label.startsWith("__")) {
      block.addProblem(
          label, "a label is of letters, digits and underscores, at most 63, no digit first");
    } else if (RESERVED.contains(label)) {
      block.addProblem(label, "this label has a meaning of its own: choose another name");
    }
  }
}

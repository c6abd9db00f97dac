package io.certvigil.config;

import java.util.List;

/** The configuration is invalid. Every problem is one line; none contains a secret. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** {@code FILE:LINE:COL: key.path: what is wrong}, in the order of the file. */
  public List<String> problems() {
    return problems;
  }
}

package io.certvigil.config;

import java.util.List;

/**
 * A config whose secrets were read as far as this user may read them.
 *
 * @param config in which the other secrets are empty
 * @param unchecked the paths of their keys, such as {@code channels.ops-hook.url_file}
 * @param lines one for each of them, with its place in the file, for people
 */
public record CheckedConfig(Config config, List<String> unchecked, List<String> lines) {
  public CheckedConfig {
    unchecked = List.copyOf(unchecked);
    lines = List.copyOf(lines);
  }

  /** The unchecked keys below this one; empty if everything there could be read. */
  public List<String> below(String key) {
    return unchecked.stream().filter(path -> path.startsWith(key + ".")).toList();
  }
}

package io.certvigil.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * Ids, names or globs ({@code *} any sequence, {@code ?} one character), ignoring case. One that
 * begins with {@code !} excludes. A list of excludes alone matches everything else.
 */
public record Globs(List<String> patterns) {
  public static final Globs ALL = new Globs(List.of("*"));

  public Globs {
    patterns = List.copyOf(patterns);
  }

  public boolean matches(ResourceRef ref) {
    return matches(ref.id(), ref.name());
  }

  /** Whether one of these words matches and none is excluded. */
  public boolean matches(String... words) {
    var included = patterns.stream().filter(pattern -> !pattern.startsWith("!")).toList();
    var excluded = patterns.stream().filter(pattern -> pattern.startsWith("!")).toList();
    return (included.isEmpty() || included.stream().anyMatch(glob -> anyMatch(glob, words)))
        && excluded.stream().noneMatch(glob -> anyMatch(glob.substring(1), words));
  }

  private static boolean anyMatch(String pattern, String... words) {
    var glob = new Glob(pattern);
    return Stream.of(words).anyMatch(glob::matches);
  }
}

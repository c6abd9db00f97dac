package io.certvigil.model;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Ids, names or globs ({@code *} any sequence, {@code ?} one character), ignoring case. One that
 * begins with {@code !} excludes. A list of excludes alone matches everything else.
 */
public record Globs(List<String> patterns) {
  public static final Globs ALL = new Globs(List.of("*"));

  /** The form of the ids of accounts and zones. */
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{32}");

  public Globs {
    patterns = List.copyOf(patterns);
  }

  public boolean matches(ResourceRef ref) {
    return matches(ref.id(), ref.name());
  }

  /** Whether one of these words matches and none is excluded. */
  public boolean matches(String... words) {
    if (patterns.equals(ALL.patterns)) {
      return true;
    }
    var included = included().toList();
    var excluded = patterns.stream().filter(pattern -> pattern.startsWith("!")).toList();
    return (included.isEmpty() || included.stream().anyMatch(glob -> anyMatch(glob, words)))
        && excluded.stream().noneMatch(glob -> anyMatch(glob.substring(1), words));
  }

  /** The ids of accounts or zones among these words that are not excluded, in lower case. */
  public List<String> ids() {
    return included()
        .filter(Globs::isId)
        .filter(this::matches)
        .map(id -> id.toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }

  /** Whether nothing can match but what is named by its id. */
  public boolean hasOnlyIds() {
    return included().findAny().isPresent() && included().allMatch(Globs::isId);
  }

  private Stream<String> included() {
    return patterns.stream().filter(pattern -> !pattern.startsWith("!"));
  }

  private static boolean isId(String word) {
    return ID.matcher(word).matches();
  }

  private static boolean anyMatch(String pattern, String... words) {
    var glob = new Glob(pattern);
    return Stream.of(words).anyMatch(glob::matches);
  }
}

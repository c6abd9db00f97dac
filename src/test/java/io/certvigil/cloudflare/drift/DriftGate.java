package io.certvigil.cloudflare.drift;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares what Cloudflare offers with what is read, so that a new list with something that ends is
 * not overlooked. Names of parameters do not matter.
 */
final class DriftGate {
  private static final String EITHER = "/{accounts_or_zones}/{account_or_zone_id}";

  private final Set<String> read;
  private final Map<String, String> notWatched;

  /**
   * Creates a gate.
   *
   * @param read the path templates that are requested
   * @param notWatched the path templates that are not, each with the reason
   */
  DriftGate(Collection<String> read, Map<String, String> notWatched) {
    this.read = read.stream().map(DriftGate::withoutNames).collect(Collectors.toSet());
    this.notWatched =
        notWatched.entrySet().stream()
            .collect(Collectors.toMap(row -> withoutNames(row.getKey()), Map.Entry::getValue));
  }

  /** A line for each of these GETs that is neither read nor has a reason. */
  List<String> unclassified(Map<String, ? extends Collection<String>> gets) {
    var problems = new ArrayList<String>();
    gets.forEach(
        (path, fields) -> {
          if (!isClassified(path)) {
            problems.add(path + " has " + String.join(" ", fields));
          }
        });
    return problems;
  }

  private boolean isClassified(String path) {
    return hasReason(path)
        || levels(path).stream()
            .allMatch(one -> read.contains(withoutNames(one)) || hasReason(one));
  }

  private boolean hasReason(String path) {
    return !notWatched.getOrDefault(withoutNames(path), "").isBlank();
  }

  /** A line for each reason whose GET does not exist any more, or is read after all. */
  List<String> outdatedReasons(Collection<String> paths) {
    var existing =
        paths.stream()
            .flatMap(path -> List.of(levels(path), List.of(path)).stream().flatMap(List::stream))
            .map(DriftGate::withoutNames)
            .collect(Collectors.toSet());
    return notWatched.keySet().stream()
        .filter(path -> !existing.contains(path) || isRead(path))
        .sorted()
        .toList();
  }

  private boolean isRead(String path) {
    return levels(path).stream().map(DriftGate::withoutNames).allMatch(read::contains);
  }

  /** A path that Cloudflare documents for accounts and zones together is two. */
  private static List<String> levels(String path) {
    var either = path.startsWith(EITHER) ? EITHER : withoutNames(EITHER);
    return path.startsWith(either)
        ? List.of(
            "/accounts/{}" + path.substring(either.length()),
            "/zones/{}" + path.substring(either.length()))
        : List.of(path);
  }

  private static String withoutNames(String template) {
    return template.replaceAll("\\{[^}]*}", "{}");
  }
}

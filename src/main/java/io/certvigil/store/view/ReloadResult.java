package io.certvigil.store.view;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of a reload of the configuration.
 *
 * @param applied whether it was applied; otherwise the running one was kept
 * @param lines what changed, or why it was not applied; one line each
 */
public record ReloadResult(boolean applied, List<String> lines) {
  private static final String APPLIED = "applied";
  private static final String KEPT = "kept";

  public ReloadResult {
    lines = List.copyOf(lines);
  }

  public static ReloadResult applied(List<String> changes) {
    return new ReloadResult(true, changes);
  }

  public static ReloadResult kept(List<String> problems) {
    return new ReloadResult(false, problems);
  }

  /** The reasons why it was not applied; empty if it was. */
  public List<String> problems() {
    return applied ? List.of() : lines;
  }

  /** The stored form, which {@link #of} reads. */
  public String text() {
    return Stream.concat(Stream.of(applied ? APPLIED : KEPT), lines.stream())
        .collect(Collectors.joining("\n"));
  }

  public static ReloadResult of(String text) {
    var all = text.lines().toList();
    return new ReloadResult(all.getFirst().equals(APPLIED), all.subList(1, all.size()));
  }
}

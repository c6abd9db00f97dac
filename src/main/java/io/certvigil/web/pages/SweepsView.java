package io.certvigil.web.pages;

import io.certvigil.policy.Health;
import io.certvigil.web.site.DaemonInfo;
import io.certvigil.web.site.ListState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the page of sweeps and permissions shows.
 *
 * @param matrix by credential and source, how many lists are in which state
 * @param rows the lists to show
 * @param first the number of the first of these, from 0
 * @param most how many are shown at once
 * @param passed how many pass the filter
 * @param all how many there are
 */
record SweepsView(
    List<Sweep> sweeps,
    List<DaemonInfo.Credential> credentials,
    Map<String, Map<String, Map<ListState, Long>>> matrix,
    List<Health> rows,
    int first,
    int pageSize,
    int passed,
    int all) {
  SweepsView {
    sweeps = List.copyOf(sweeps);
    credentials = List.copyOf(credentials);
    matrix = Collections.unmodifiableMap(new LinkedHashMap<>(matrix));
    rows = List.copyOf(rows);
  }

  /**
   * A watch of the config.
   *
   * @param lists how many it reads
   * @param due how many of these are due and not read yet
   * @param last when it was last due; null if it never was
   * @param oldest the last complete reading of the list that was not read for longest; null if one
   *     never was
   */
  record Sweep(
      String watch,
      String credential,
      Duration interval,
      int lists,
      int due,
      @Nullable Instant lastDue,
      @Nullable Instant oldest) {}
}

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
 * The data of the sweeps page.
 *
 * @param matrix the number of lists in each state, by credential and source
 * @param rows the lists to show
 * @param first the number of the first row shown, from 0
 * @param pageSize how many are shown at once
 * @param passed how many match the filter
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
   * The sweep of one watch of the config.
   *
   * @param lists how many it reads
   * @param due how many of these are due and have not been read yet
   * @param lastDue when it was last due; null if it never was
   * @param oldest the oldest of the last complete readings of its lists; null if no list has one
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

package io.certvigil.cli.daemon;

import io.certvigil.config.Config;
import io.certvigil.schedule.Cron;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** When the cron expressions of a config run, and which times their zone skips or doubles. */
final class CronRuns {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final Duration LOOK_AHEAD = Duration.ofDays(366);
  private static final int RUNS = 3;

  private final Config config;
  private final Instant now;
  private final Map<String, Cron> crons = new LinkedHashMap<>();

  CronRuns(Config config, Instant now) {
    this.config = config;
    this.now = now;
    for (int i = 0; i < config.watch().size(); i++) {
      var cron = config.watch().get(i).cron();
      if (cron != null) {
        crons.put("watch[" + i + "].cron", Cron.of(cron, config.timezone()));
      }
    }
    var digests = config.alerting().digests();
    for (int i = 0; i < digests.size(); i++) {
      crons.put("digests[" + i + "].cron", Cron.of(digests.get(i).cron(), config.timezone()));
    }
  }

  /** The next runs of each, as comments of the printed config. */
  List<String> comments() {
    return crons.entrySet().stream()
        .map(
            entry ->
                "# %s runs next: %s (%s)"
                    .formatted(entry.getKey(), next(entry.getValue()), config.timezone()))
        .toList();
  }

  private String next(Cron cron) {
    var times =
        cron.next(now, RUNS).stream()
            .map(time -> MINUTE.format(LocalDateTime.ofInstant(time, config.timezone())))
            .collect(Collectors.joining(", "));
    return times.isEmpty() ? "never" : times;
  }

  /** One line for each time within a year that does not exist or occurs twice. */
  List<String> warnings() {
    return crons.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().shiftedTimes(now, now.plus(LOOK_AHEAD)).stream()
                    .map(shifted -> entry.getKey() + ": " + warning(shifted)))
        .toList();
  }

  private String warning(Cron.ShiftedTime shifted) {
    var at = TIME.format(shifted.at());
    var day = shifted.at().toLocalDate();
    return shifted.skipped()
        ? "%s does not exist on %s in %s, where clocks go forward: it runs at %s"
            .formatted(at, day, config.timezone(), TIME.format(shifted.runsAt()))
        : "%s occurs twice on %s in %s, where clocks go back: it runs the first time only"
            .formatted(at, day, config.timezone());
  }
}

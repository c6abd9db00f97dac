package io.certvigil.sweep;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once when lists become unreadable and once when they are readable again: one line per sweep
 * and reason, because an invalid token makes hundreds of lists unreadable at once.
 */
final class ReadFailureLog {
  private static final Logger log = LoggerFactory.getLogger(ReadFailureLog.class);

  private final Map<String, FaultReason> failing = new ConcurrentHashMap<>();
  private final Map<FaultReason, List<Reading>> newFailures = new EnumMap<>(FaultReason.class);
  private int recovered;

  synchronized void update(Reading reading) {
    var key = reading.scope().key();
    var fault = reading.failure();
    if (fault.isEmpty()) {
      recovered += failing.remove(key) == null ? 0 : 1;
    } else if (failing.put(key, fault.get().reason()) != fault.get().reason()) {
      newFailures.computeIfAbsent(fault.get().reason(), _ -> new ArrayList<>()).add(reading);
    }
  }

  synchronized void report() {
    newFailures.forEach(ReadFailureLog::warn);
    newFailures.clear();
    if (recovered > 0) {
      log.atInfo().addKeyValue("lists", recovered).log("lists readable again");
      recovered = 0;
    }
  }

  private static void warn(FaultReason reason, List<Reading> readings) {
    var example = readings.getFirst();
    log.atWarn()
        .addKeyValue("reason", reason)
        .addKeyValue("lists", readings.size())
        .addKeyValue("example", example.scope())
        .addKeyValue("detail", example.failure().map(Fault::detail).orElse(""))
        .log("lists not completely readable");
  }
}

package io.certvigil.web.api;

import io.certvigil.store.view.CertificateFilter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the calendars that were made last. One is made again if the store has changed, but takes at
 * most a tenth of the time, however often it is requested.
 */
final class CalendarCache {
  private static final int MAX_CALENDARS = 16;
  private static final long MAX_CHARS = 8L * 1024 * 1024;
  private static final int PAUSE = 9;

  private final LongSupplier changeCount;
  private final LongSupplier nanoTime;
  private final Map<Key, Calendar> calendars = new LinkedHashMap<>();

  /**
   * @param changeCount of the store
   */
  CalendarCache(LongSupplier changeCount, LongSupplier nanoTime) {
    this.changeCount = changeCount;
    this.nanoTime = nanoTime;
  }

  /**
   * What a calendar depends on, except for the store.
   *
   * @param hour of its stamps
   */
  record Key(CertificateFilter filter, Instant hour) {}

  private record Calendar(String text, long changeCount, long madeAt, long took) {}

  String get(Key key, Supplier<String> making) {
    long changes = changeCount.getAsLong();
    var kept = kept(key, changes);
    if (kept != null) {
      return kept;
    }
    long begin = nanoTime.getAsLong();
    var text = making.get();
    long end = nanoTime.getAsLong();
    keep(key, new Calendar(text, changes, end, end - begin));
    return text;
  }

  private synchronized @Nullable String kept(Key key, long changes) {
    var found = calendars.get(key);
    return found != null
            && (found.changeCount == changes
                || nanoTime.getAsLong() - found.madeAt < PAUSE * found.took)
        ? found.text
        : null;
  }

  /** The oldest are dropped first. */
  private synchronized void keep(Key key, Calendar calendar) {
    calendars.remove(key);
    calendars.put(key, calendar);
    long chars = calendars.values().stream().mapToLong(one -> one.text.length()).sum();
    var oldest = calendars.values().iterator();
    for (int number = calendars.size(); number > MAX_CALENDARS || chars > MAX_CHARS; number--) {
      chars -= oldest.next().text.length();
      oldest.remove();
    }
  }
}

package io.certvigil.cli.terminal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.certvigil.redaction.Scrubber;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One JSON object a line: timestamp, level, logger, message, the pairs, and a stack trace. */
final class JsonLogFormat extends LayoutBase<ILoggingEvent> {
  private static final Gson GSON =
      new GsonBuilder()
          .serializeNulls()
          .disableHtmlEscaping()
          .serializeSpecialFloatingPointValues()
          .create();

  private final Scrubber scrubber;

  /**
   * @param scrubber removes the secrets that the text of an exception or of a remote may contain
   */
  JsonLogFormat(Scrubber scrubber) {
    this.scrubber = scrubber;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    var line = new JsonObject();
    line.addProperty("timestamp", event.getInstant().toString());
    line.addProperty("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    line.addProperty("logger", event.getLoggerName());
    line.addProperty("message", scrubber.scrub(event.getFormattedMessage()));
    var pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> add(line, pair.key, pair.value));
    }
    var thrown = event.getThrowableProxy();
    if (thrown != null) {
      add(line, "exception", ThrowableProxyUtil.asString(thrown));
    }
    return GSON.toJson(line) + "\n";
  }

  /** A key that exists already gets an underscore, so that no value is replaced. */
  private void add(JsonObject line, String key, @Nullable Object value) {
    var free = key;
    while (line.has(free)) {
      free += "_";
    }
    switch (value) {
      case null -> line.add(free, JsonNull.INSTANCE);
      case Number number -> line.addProperty(free, number);
      case Boolean truth -> line.addProperty(free, truth);
      default -> line.addProperty(free, scrubber.scrub(value.toString()));
    }
  }
}

package io.certvigil.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.certvigil.model.PrintableText;
import io.certvigil.redaction.Scrubber;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code TIMESTAMP LEVEL logger message key=value}. For the journal without a timestamp, which the
 * journal adds itself, and each line with its priority as in sd-daemon(3). Data cannot forge a
 * line: control characters are escaped, and every further line of a stack trace is indented.
 */
public final class TextLogFormat extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String OURS = "io.certvigil.";

  private final boolean journal;
  private final Scrubber scrubber;

  /**
   * @param scrubber removes the secrets that the text of an exception or of a remote may contain
   */
  public TextLogFormat(boolean journal, Scrubber scrubber) {
    this.journal = journal;
    this.scrubber = scrubber;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    var first = journal ? "" : MILLIS.format(event.getInstant()) + " ";
    var prefix = journal ? "<" + priority(event.getLevel()) + ">" : "";
    return Stream.concat(Stream.of(first + line(event)), trace(event))
        .map(line -> prefix + line + "\n")
        .collect(Collectors.joining());
  }

  private String line(ILoggingEvent event) {
    var line =
        new StringBuilder("%-5s ".formatted(event.getLevel()))
            .append(event.getLoggerName().replace(OURS, ""))
            .append(' ')
            .append(PrintableText.escaped(scrubber.scrub(event.getFormattedMessage())));
    var pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(
          pair ->
              line.append(' ')
                  .append(PrintableText.escaped(pair.key))
                  .append('=')
                  .append(value(pair.value)));
    }
    return line.toString();
  }

  private Stream<String> trace(ILoggingEvent event) {
    var thrown = event.getThrowableProxy();
    return thrown == null
        ? Stream.empty()
        : scrubber
            .scrub(ThrowableProxyUtil.asString(thrown))
            .lines()
            .map(line -> "    " + PrintableText.escaped(line.replace("\t", "  ")));
  }

  private String value(@Nullable Object value) {
    var text = scrubber.scrub(String.valueOf(value));
    boolean bare = !text.isEmpty() && text.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '=');
    return bare
        ? PrintableText.escaped(text)
        : '"' + PrintableText.escaped(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  private static int priority(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> 3;
      case Level.WARN_INT -> 4;
      case Level.INFO_INT -> 6;
      default -> 7;
    };
  }
}

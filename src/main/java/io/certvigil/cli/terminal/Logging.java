package io.certvigil.cli.terminal;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.certvigil.config.LogSettings;
import io.certvigil.redaction.Scrubber;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Configures Logback without a configuration file, which would cost time at every start. Logback
 * finds this class as a service; until a config is loaded, warnings go to standard error.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String OURS = "io.certvigil";

  /** Called by Logback. */
  public Logging() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var stderr = new FileOutputStream(FileDescriptor.err);
    apply(context, stderr, new TextLogFormat(false, new Scrubber()), Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** From now on, log lines go to standard error of this context. */
  public static void setUp(CommandContext context, LogSettings.Format format, Level level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
      apply(logback, context.err(), layout(context, format), level);
    }
  }

  private static Layout<ILoggingEvent> layout(CommandContext context, LogSettings.Format format) {
    var scrubber = context.scrubber();
    return switch (format) {
      case TEXT -> new TextLogFormat(Journal.reads(context.environment()), scrubber);
      case JSON -> new JsonLogFormat(scrubber);
    };
  }

  static void apply(
      LoggerContext context, OutputStream stream, Layout<ILoggingEvent> layout, Level level) {
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var appender = appender(context, stream, layout);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
    // Libraries log only warnings and errors: their details are too many and may contain headers.
    var others = level == Level.ERROR ? Level.ERROR : Level.WARN;
    root.setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(others));
    context.getLogger(OURS).setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(level));
  }

  private static OutputStreamAppender<ILoggingEvent> appender(
      LoggerContext context, OutputStream stream, Layout<ILoggingEvent> layout) {
    layout.setContext(context);
    layout.start();
    var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    var appender = new OutputStreamAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setEncoder(encoder);
    appender.setOutputStream(new NonClosingStream(stream));
    appender.start();
    return appender;
  }

  /** Closing an appender must not close standard error. */
  private static final class NonClosingStream extends FilterOutputStream {
    NonClosingStream(OutputStream stream) {
      super(stream);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}

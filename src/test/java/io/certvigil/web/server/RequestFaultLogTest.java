package io.certvigil.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RequestFaultLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(RequestFaultLogTest.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final AtomicLong nanos = new AtomicLong();
  private final RequestFaultLog faults = new RequestFaultLog(logger, nanos::get);

  @BeforeEach
  void capture() {
    logger.setLevel(Level.DEBUG);
    logger.setAdditive(false);
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void release() {
    logger.detachAppender(logged);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private List<String> events() {
    return logged.list.stream()
        .map(event -> event.getLevel() + " " + event.getMessage() + " " + event.getKeyValuePairs())
        .toList();
  }

  @Test
  void repeatedFaults_areLoggedOnceAMinute_withTheirNumber() {
    for (int i = 0; i < 10_000; i++) {
      faults.client("bad request", "cursor");
    }
    nanos.addAndGet(Duration.ofSeconds(60).toNanos());
    faults.client("bad request", "cursor");
    faults.client("bad request", "cursor");
    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    faults.client("bad request", "cursor");

    assertThat(events())
        .containsExactly(
            "DEBUG bad request [kind=\"cursor\"]",
            "DEBUG bad request [kind=\"cursor\", more_since_last=\"9999\"]",
            "DEBUG bad request [kind=\"cursor\", more_since_last=\"1\"]");
  }

  @Test
  void kinds_areLoggedSeparately_andAreBounded() {
    for (int i = 0; i < 1_000; i++) {
      faults.client("bad request", "kind " + i);
    }

    assertThat(events()).hasSize(101).last().asString().contains("other");
  }

  @Test
  void exception_isKnownByItsClassAndPlace() {
    for (int i = 0; i < 3; i++) {
      faults.failed(org.slf4j.event.Level.ERROR, "request failed", new ArithmeticException("a"));
    }
    faults.failed(org.slf4j.event.Level.ERROR, "request failed", new IllegalStateException("b"));

    assertThat(events()).hasSize(2).allMatch(event -> event.startsWith("ERROR request failed"));
    assertThat(logged.list.getFirst().getThrowableProxy().getMessage()).isEqualTo("a");
  }
}

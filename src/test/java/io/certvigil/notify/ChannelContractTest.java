package io.certvigil.notify;

import static io.certvigil.notify.Outcome.Reason.NETWORK;
import static io.certvigil.notify.Outcome.Reason.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.demo.FreePort;
import io.certvigil.net.SocketServer;
import io.certvigil.notify.ByteReceiver.ReceivedRequest;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.redaction.EchoForm;
import io.certvigil.redaction.SecretLeaks;
import io.certvigil.web.server.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests every HTTP channel with every fault of a receiver. {@code docs/RECEIVERS.md} is generated
 * from the outcomes: if it differs, the test writes the new version to the build directory and
 * fails.
 */
@Timeout(240)
class ChannelContractTest {
  private static final Path DOCUMENT = Path.of("docs/RECEIVERS.md");
  private static final Path FOUND = Path.of("target/RECEIVERS.md");
  private static final Duration LIMIT = Duration.ofMillis(900);
  private static final Duration PATIENT = Duration.ofSeconds(10);

  private static final SecretLeaks LEAKS =
      new SecretLeaks(
          List.of("C4naryP4th", "abcsecret", "ops7:Pa55wordCanary", ChannelUnderTest.ROUTING_KEY));

  private final Instant now = Instant.now(Clock.systemUTC());

  @TestFactory
  Stream<DynamicTest> fault_hasItsOutcome() {
    return Arrays.stream(ChannelUnderTest.values())
        .flatMap(subject -> rows().stream().map(row -> test(subject, row)));
  }

  private static DynamicTest test(ChannelUnderTest subject, Row row) {
    return DynamicTest.dynamicTest(
        subject.word() + ": " + row.behaviour(),
        () -> assertThat(row.attempt().outcome(subject)).isEqualTo(row.expected().apply(subject)));
  }

  private interface Attempt {
    Outcome outcome(ChannelUnderTest subject) throws IOException;
  }

  /** What a receiver does, in the order of the document. */
  private record Row(
      String behaviour, Attempt attempt, Function<ChannelUnderTest, Outcome> expected) {}

  private List<Row> rows() {
    var rows = new ArrayList<Row>();
    rows.add(later("refuses the connection", this::refused, NETWORK));
    ReceiverFault.all()
        .forEach(
            (name, fault) ->
                rows.add(
                    new Row(
                        name,
                        subject -> outcome(subject, fault),
                        subject -> subject.expected(fault))));
    rows.add(later("presents an untrusted certificate", this::overTls, TLS));
    rows.add(
        later(
            "plain HTTP instead of TLS",
            subject -> plainOverTls(subject, "HTTP/1.1 400 Bad\r\n\r\n"),
            TLS));
    rows.add(
        later(
            "closes the connection in the TLS handshake",
            subject -> plainOverTls(subject, ""),
            NETWORK));
    return rows;
  }

  private static Row later(String behaviour, Attempt attempt, Outcome.Reason reason) {
    return new Row(behaviour, attempt, subject -> new TryLater(reason, Duration.ZERO, ""));
  }

  @ParameterizedTest
  @EnumSource
  void status_hasItsOutcome(ChannelUnderTest subject) {
    statuses()
        .forEach(
            status ->
                assertThat(outcome(subject, status))
                    .as("status %d", status)
                    .isEqualTo(subject.expected(status)));
  }

  private static IntStream statuses() {
    return IntStream.concat(IntStream.of(200, 201, 202, 204, 299), IntStream.range(300, 600));
  }

  @ParameterizedTest
  @EnumSource
  void failedRequest_isNotRepeatedByTheClient(ChannelUnderTest subject) {
    try (var receiver = new ByteReceiver((request, connection, out) -> connection.close())) {
      subject.send(receiver.url(), LIMIT, now);

      assertThat(receiver.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void redirect_isNotFollowed(ChannelUnderTest subject) {
    try (var other = new ByteReceiver(ByteReceiver.status(subject.acknowledgedStatus()));
        var receiver =
            new ByteReceiver(ByteReceiver.status(307, "Location: " + other.url() + "\r\n"))) {
      subject.send(receiver.url(), LIMIT, now);

      assertThat(other.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void secrets_areInNoBody(ChannelUnderTest subject) {
    try (var channel = subject.channel("http://127.0.0.1:1/hidden-path", LIMIT)) {
      var serialized = TestEvents.serialized(TestEvents.event(1));

      assertThat(channel.compose(TestEvents.eventBatch(serialized)))
          .isNotEmpty()
          .allSatisfy(
              newDelivery ->
                  assertThat(newDelivery.body())
                      .doesNotContain(
                          "hidden-path", ChannelUnderTest.ROUTING_KEY, TestEvents.SECRET.reveal()));
    }
  }

  /** Such as the error page of a framework, which says what was not found. */
  @TestFactory
  Stream<DynamicTest> echo_containsNoSecret() {
    return Arrays.stream(ChannelUnderTest.values())
        .flatMap(
            subject ->
                Arrays.stream(EchoForm.values())
                    .map(
                        form ->
                            DynamicTest.dynamicTest(
                                subject.word() + ": " + form, () -> checkEcho(subject, form))));
  }

  private void checkEcho(ChannelUnderTest subject, EchoForm form) {
    var echoes = new ArrayList<Function<ReceivedRequest, String>>();
    echoes.add(request -> "Cannot POST " + form.of(request.path()));
    echoes.add(request -> form.of(request.header("authorization")) + " is wrong");
    echoes.add(request -> form.of(credentials(request)) + " is wrong");
    echoes.add(request -> form.of(end(request.body())) + " is wrong");
    // What is read of a body ends in the middle of it.
    echoes.add(request -> " ".repeat(64 * 1024 - 20) + form.of(request.path()));
    for (int status : new int[] {subject.acknowledgedStatus(), 400, 404, 503}) {
      for (var echo : echoes) {
        var outcome = outcome(subject, status, echo);
        assertThat(LEAKS.in(outcome.toString())).as("%d %s", status, outcome).isEmpty();
      }
    }
  }

  private static String credentials(ReceivedRequest request) {
    var basic = request.header("authorization").replace("Basic ", "");
    return new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
  }

  private static String end(String body) {
    return body.substring(Math.max(0, body.length() - 80));
  }

  private Outcome outcome(
      ChannelUnderTest subject, int status, Function<ReceivedRequest, String> echo) {
    ByteReceiver.Behaviour answers =
        (request, connection, out) -> {
          var body = echo.apply(request);
          assertThat(body).isNotEmpty();
          ByteReceiver.write(out, status, "", body);
        };
    try (var receiver = new ByteReceiver(answers)) {
      var url =
          receiver.url().replace("//", "//ops7:Pa55wordCanary@").replace("?x=1", "/C4naryP4th/zz");
      return subject.sendForAnswer(url, PATIENT, now);
    }
  }

  @ParameterizedTest
  @EnumSource
  void composingAgain_isTheSame(ChannelUnderTest subject) {
    try (var channel = subject.channel("http://127.0.0.1:1/", LIMIT)) {
      var batch = TestEvents.eventBatch(TestEvents.serialized(TestEvents.event(1)));

      assertThat(channel.compose(batch)).isEqualTo(channel.compose(batch));
    }
  }

  @Test
  void document_isUpToDate() throws IOException {
    var found = document();

    Files.createDirectories(FOUND.toAbsolutePath().getParent());
    Files.writeString(FOUND, found);
    assertThat(Files.readString(DOCUMENT))
        .as("%s differs from the outcomes of the channels: compare it with %s", DOCUMENT, FOUND)
        .isEqualTo(found);
  }

  private String document() throws IOException {
    var lines = new ArrayList<String>();
    lines.add(
        """
        # Delivery outcomes by receiver behaviour

        Generated and checked by `ChannelContractTest`: every HTTP channel with a server that misbehaves (`SmtpClientTest` does the same for mail, at every step
        of SMTP). Each status is sent with the response body that the channel expects, which is the word `ok` for Slack. *retry*: the same id and the same bytes
        are sent again later. *config*: as *retry*, but a person must probably fix the configuration, so `channel.failing` is sent after 5 minutes instead of 15.
        *rejected*: this message is not accepted; after three rejections within an hour a simpler message replaces it. A duration is the minimum wait.

        A channel is failing if its receiver accepts nothing, whatever it answers: also *rejected* counts, and only an acceptance ends it. Both limits need two
        failed attempts. For mail a refused recipient counts only if no recipient of the message was accepted.
        """);
    lines.add(row("receiver behaviour", ChannelUnderTest::word));
    lines.add(row("---", subject -> "---"));
    for (var range : ranges()) {
      lines.add(row(range.words(), subject -> words(outcome(subject, range.first()))));
    }
    for (var row : rows()) {
      lines.add(row(row.behaviour(), subject -> words(row.attempt().outcome(subject))));
    }
    return String.join("\n", lines) + "\n" + configurationFaults();
  }

  private static String configurationFaults() {
    var rows =
        ConfigurationFault.table().stream()
            .map(
                fault ->
                    "| %s | `%s` | `%s` | %s |%n"
                        .formatted(
                            fault.receiver().name().toLowerCase(Locale.ROOT),
                            fault.text(),
                            fault.key(),
                            fault.source()))
            .collect(Collectors.joining());
    return """

    ## Answers that name the configuration

    If the text of a 3xx or 4xx answer, or of an SMTP reply that refuses something, contains one of these texts, `channel.failing` is sent at once and names
    the key to check. Such an answer rejects no message: the message is sent again. `http` is every receiver over HTTP.

    | receiver | text | key below `channels.X` | source |
    | --- | --- | --- | --- |
    """
        + rows;
  }

  private record Range(int first, int last) {
    String words() {
      return first == last ? "status " + first : "status " + first + " to " + last;
    }
  }

  /** Ranges of statuses that have the same outcomes for every channel. */
  private List<Range> ranges() {
    var ranges = new ArrayList<Range>();
    var before = List.<Outcome>of();
    for (int status : statuses().toArray()) {
      var outcomes =
          Arrays.stream(ChannelUnderTest.values())
              .map(subject -> subject.expected(status))
              .toList();
      var range = ranges.isEmpty() ? null : ranges.getLast();
      if (range != null && outcomes.equals(before) && range.last() + 1 == status) {
        ranges.set(ranges.size() - 1, new Range(range.first(), status));
      } else {
        ranges.add(new Range(status, status));
      }
      before = outcomes;
    }
    return ranges;
  }

  private interface Cell {
    String of(ChannelUnderTest subject) throws IOException;
  }

  private static String row(String name, Cell cell) throws IOException {
    var cells = new ArrayList<String>(List.of(name));
    for (var subject : ChannelUnderTest.values()) {
      cells.add(cell.of(subject));
    }
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Delivered _ -> "acknowledged";
      case Rejected _ -> "rejected";
      case TryLater(var reason, var atLeast, _, _) ->
          (reason.configuration() ? "config: " : "retry: ")
              + reason
              + (atLeast.isZero()
                  ? ""
                  : ", " + atLeast.toString().substring(2).toLowerCase(Locale.ROOT));
    };
  }

  private Outcome outcome(ChannelUnderTest subject, int status) {
    ByteReceiver.Behaviour answers =
        (request, connection, out) ->
            ByteReceiver.write(out, status, "", subject.acknowledgement());
    try (var receiver = new ByteReceiver(answers)) {
      return subject.send(receiver.url(), LIMIT, now);
    }
  }

  private Outcome outcome(ChannelUnderTest subject, ReceiverFault misbehaviour) {
    try (var receiver =
        new ByteReceiver(misbehaviour.behaviour().apply(subject.acknowledgedStatus()))) {
      return subject.send(receiver.url(), LIMIT, now);
    }
  }

  private Outcome refused(ChannelUnderTest subject) throws IOException {
    int port = FreePort.any();
    return subject.send("http://127.0.0.1:" + port + "/", LIMIT, now);
  }

  private Outcome overTls(ChannelUnderTest subject) {
    var context = new TestAuthority().server("localhost", TestAuthority.VALID);
    try (var server =
        new SocketServer(
            context.getServerSocketFactory(), connection -> connection.getInputStream().read())) {
      return subject.send("https://localhost:" + server.port() + "/", PATIENT, now);
    }
  }

  private Outcome plainOverTls(ChannelUnderTest subject, String answer) {
    SocketServer.Connected plain =
        connection -> {
          connection.getInputStream().read(new byte[4096]);
          connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        };
    try (var server = new SocketServer(plain)) {
      return subject.send("https://127.0.0.1:" + server.port() + "/", PATIENT, now);
    }
  }
}

package io.certvigil.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.certvigil.app.App;
import io.certvigil.app.DaemonDatabase;
import io.certvigil.app.Version;
import io.certvigil.config.Config;
import io.certvigil.config.ConfigInput;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Source;
import io.certvigil.notify.ByteReceiver;
import io.certvigil.notify.ByteReceiver.ReceivedRequest;
import io.certvigil.notify.EchoingMailServer;
import io.certvigil.redaction.EchoForm;
import io.certvigil.redaction.SecretLeaks;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Every receiver repeats every secret that it was sent, in every form. None of it is found where
 * the program writes: the store, the log at every level, pages, API and commands. The table of
 * channel, secret, form and place is written to {@code target/secret-canaries.md}.
 */
@Timeout(600)
class SecretCanaryTest {
  private static final String PAGER_KEY = "P4gerCanaryP4gerCanaryP4gerC4nar";
  private static final String SIGNING = "whsec_S2lnbkNhbmFyeVNpZ25DYW5hcnlTaWduQ2FuYXJ5";
  private static final String PLAIN_PASSWORD = "M4il/Canary+w0rd";
  private static final String LOGIN_PASSWORD = "L0gin/Secret+w0rd";

  /** Each secret, and whether its channel sends it, so that it can be repeated. */
  private static final List<Canary> CANARIES =
      List.of(
          new Canary("hook", "path", "H00kPathCanary", true),
          new Canary("hook", "query", "Qu3ryCanary", true),
          new Canary("hook", "signing key", SIGNING, false),
          new Canary("slack", "path", "S1ackPathCanary", true),
          new Canary("am", "user and password", "Am/Canary:w0rd", true),
          new Canary("am", "user, escaped", "Am%2FCanary", false),
          new Canary("pager", "routing key", PAGER_KEY, true),
          new Canary("plain", "password", PLAIN_PASSWORD, true),
          new Canary("login", "password", LOGIN_PASSWORD, true),
          new Canary("heartbeat", "path", "Be4tPathCanary", false));

  private static final SecretLeaks LEAKS =
      new SecretLeaks(CANARIES.stream().map(Canary::text).toList());
  private static final Path TABLE = Path.of("target/secret-canaries.md");
  @TempDir private Path folder;
  private final AtomicInteger turn = new AtomicInteger();
  private final List<String> echoed = new ArrayList<>();
  private final ByteReceiver receiver = new ByteReceiver(this::echo);
  private final EchoingMailServer plain = new EchoingMailServer("PLAIN", "AUTH", this::form);
  private final EchoingMailServer login = new EchoingMailServer("LOGIN", "RCPT", this::form);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Map<String, String> written = new TreeMap<>();
  private final Map<String, Set<String>> before = new TreeMap<>();
  private final Map<EchoingMailServer, Integer> heardOf = new HashMap<>();
  private final Map<String, Map<String, Set<String>>> cells = new LinkedHashMap<>();
  private volatile Instant time = CommandRunner.TODAY;
  private SimulatedCloudflare cloudflare;
  private Logger logger;
  private Path config;

  /**
   * A secret.
   *
   * @param channel that has it
   */
  private record Canary(String channel, String name, String text, boolean sent) {
    /** Those of these parts that are of this secret. */
    Set<String> of(Set<String> parts) {
      var small = text.toLowerCase(Locale.ROOT);
      return parts.stream().filter(small::contains).collect(Collectors.toCollection(TreeSet::new));
    }

    String row(EchoForm form) {
      return channel + " | " + name + " | " + form;
    }
  }

  private EchoForm form() {
    return List.of(EchoForm.values()).get(turn.get());
  }

  private void echo(ReceivedRequest request, Socket connection, OutputStream out)
      throws IOException {
    var body = "Cannot POST " + form().of(secretPart(request));
    synchronized (echoed) {
      echoed.add(body);
    }
    ByteReceiver.write(out, 404, "", body);
  }

  /** In front, because the program shows the beginning of an answer only. */
  private static String secretPart(ReceivedRequest request) {
    var basic = request.header("authorization");
    if (!basic.isEmpty()) {
      var login = Base64.getDecoder().decode(basic.replace("Basic ", ""));
      return new String(login, UTF_8) + " " + basic;
    }
    var body = request.body();
    return request.path().equals("/v2/enqueue")
        ? body.substring(body.length() - 45)
        : request.path();
  }

  @BeforeEach
  void open() throws IOException {
    Awaitility.await().until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    logger = (Logger) LoggerFactory.getLogger("io.certvigil");
    logged.start();
    logger.addAppender(logged);
    var now = CommandRunner.TODAY;
    var estate = UniformEstate.of(1, 1, 0, 0, now);
    var end = now.plus(Duration.ofDays(5));
    estate.add(
        SimulatedCertificate.of(
            Source.CLIENT_CERTIFICATES,
            estate.zones().getFirst().zone().id(),
            "0123456789abcdef0123456789abcdef",
            "device",
            end.minus(Duration.ofDays(365)),
            end));
    cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), () -> time);
    config = folder.resolve("certvigil.yml");
    Files.writeString(config, yaml());
  }

  private String yaml() {
    var host = receiver.url().replaceFirst("/hook.*", "").replace("http://", "");
    var mail =
        """
        { type: email, from: a@b.example, to: [c@d.example],
            smtp: { host: 127.0.0.1, port: %d, tls: none, username: mailer@b.example, password: "%s" } }\
        """
            .indent(0)
            .strip();
    return """
    cloudflare:
      base_url: %s
      requests_per_5m: 60000
      credentials: { main: { api_token: "%s" } }
    watch: [ { credential: main } ]
    store: { url: "sqlite:%s" }
    channels:
      hook: { type: webhook, url: "http://%s/hook/H00kPathCanary/x?token=Qu3ryCanary", secret: "%s" }
      slack: { type: slack, url: "http://%s/services/T1/S1ackPathCanary" }
      am: { type: alertmanager, urls: [ "http://prom:Am%%2FCanary%%3Aw0rd@%s/am" ] }
      pager: { type: pagerduty, routing_key: "%s", url: "http://%s/v2/enqueue" }
      plain: %s
      login: %s
    heartbeat: { url: "http://%s/ping/Be4tPathCanary" }
    web: { listen: "127.0.0.1:0" }
    """
        .formatted(
            cloudflare.baseUrl(),
            SimulatedCloudflare.TOKEN.reveal(),
            folder.resolve("certvigil.db"),
            host,
            SIGNING,
            host,
            host,
            PAGER_KEY,
            host,
            mail.formatted(plain.port(), PLAIN_PASSWORD),
            mail.formatted(login.port(), LOGIN_PASSWORD),
            host);
  }

  @AfterEach
  void close() {
    logger.detachAppender(logged);
    logger.setLevel(null);
    receiver.close();
    plain.close();
    login.close();
    cloudflare.close();
  }

  @Test
  void echoedSecret_isWrittenNowhere() throws Exception {
    var forms = EchoForm.values();
    for (int at = 0; at < forms.length; at++) {
      var form = forms[at];
      turn.set(at);
      var now = CommandRunner.TODAY.plus(Duration.ofHours(2L * at));
      sweepAt(now);
      for (var channel : List.of("hook", "slack", "am", "pager", "plain", "login")) {
        run("channel test", "channel", "test", channel, "--debug");
      }
      run("doctor", "doctor");
      outboxShow();
      pages(now.plus(Duration.ofHours(1)));
      store();
      log();
      fill(form);
    }
    writeTable();
    assertThat(cells).hasSize(CANARIES.size() * EchoForm.values().length);
    assertThat(leaks()).isEmpty();
  }

  /** What this round has written, and what was repeated to it; places that grow, by what is new. */
  private void fill(EchoForm form) {
    String repeated;
    synchronized (echoed) {
      repeated = String.join("\n", echoed) + latest(plain) + latest(login);
      echoed.clear();
    }
    var heard = LEAKS.in(repeated);
    var found = new TreeMap<String, Set<String>>();
    written.forEach((place, text) -> found.put(place, LEAKS.in(text)));
    for (var canary : CANARIES) {
      if (canary.sent()) {
        assertThat(canary.of(heard)).as("repeated to us: %s", canary.row(form)).isNotEmpty();
      }
      var row = new TreeMap<String, Set<String>>();
      found.forEach(
          (place, parts) -> {
            var fresh = canary.of(parts);
            fresh.removeAll(before.getOrDefault(place, Set.of()));
            row.put(place, fresh);
          });
      cells.put(canary.row(form), row);
    }
    found.forEach((place, parts) -> before.merge(place, parts, SecretCanaryTest::union));
    written.clear();
    logged.list.clear();
  }

  /** What a mail server has repeated since it was asked last. */
  private String latest(EchoingMailServer server) {
    var all = server.echoes();
    int from = heardOf.getOrDefault(server, 0);
    heardOf.put(server, all.size());
    return String.join("\n", all.subList(from, all.size()));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    var all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }

  /** The cells that are not empty: channel, secret, form and place, with the parts. */
  private Map<String, Set<String>> leaks() {
    var leaks = new TreeMap<String, Set<String>>();
    cells.forEach(
        (row, places) ->
            places.forEach(
                (place, parts) -> {
                  if (!parts.isEmpty()) {
                    leaks.put(row + " | " + place, parts);
                  }
                }));
    return leaks;
  }

  private void writeTable() throws IOException {
    var places = new TreeSet<String>();
    cells.values().forEach(row -> places.addAll(row.keySet()));
    var table = new ArrayList<String>();
    table.add("| channel | secret | form | " + String.join(" | ", places) + " |");
    table.add("|" + "---|".repeat(places.size() + 3));
    cells.forEach(
        (row, found) ->
            table.add(
                "| %s | %s |"
                    .formatted(
                        row,
                        places.stream()
                            .map(place -> String.join(" ", found.getOrDefault(place, Set.of())))
                            .collect(Collectors.joining(" | ")))));
    Files.createDirectories(TABLE.toAbsolutePath().getParent());
    Files.writeString(TABLE, String.join("\n", table) + "\n");
  }

  /** In this process, with every level of the log. */
  private void sweepAt(Instant now) {
    time = now;
    try (var app = new App(load(), new Version("9.9.9", "abc"), InstantSource.fixed(now))) {
      logger.setLevel(Level.TRACE);
      app.sweepOnce(io.certvigil.sweep.SweepProgressListener.NONE);
    }
  }

  private Config load() {
    return Config.load(ConfigInput.of(config, Map.of(), "host-1", "9.9.9"));
  }

  private void run(String name, String... words) {
    var ran = new CommandRunner().config(config).run(words);
    write(name, ran.out() + ran.err());
  }

  private void write(String place, String text) {
    written.merge(place, text, String::concat);
  }

  private void outboxShow() {
    var list = new CommandRunner().config(config).run("outbox", "list", "--output", "json").array();
    assertThat(list.size()).isGreaterThanOrEqualTo(6);
    for (var one : list) {
      run("outbox show", "outbox", "show", one.getAsJsonObject().get("id").getAsString());
    }
    run("outbox list", "outbox", "list", "--output", "json");
    run("alerts", "alerts", "--output", "json");
    run("check-config", "check-config");
  }

  private void pages(Instant now) throws IOException, InterruptedException {
    time = now;
    try (var app = new App(load(), new Version("9.9.9", "abc"), InstantSource.fixed(now));
        var client = HttpClient.newHttpClient()) {
      app.start();
      for (var path :
          List.of(
              "/",
              "/alerts",
              "/channels",
              "/sweeps",
              "/metrics",
              "/api/v1/alerts",
              "/api/v1/sweeps")) {
        var request = HttpRequest.newBuilder(app.webUri().resolve(path)).build();
        var answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        write("page " + path, answer.body());
      }
    }
  }

  /** The bytes of the files, and each text in one piece. */
  private void store() throws Exception {
    var database = new DaemonDatabase(folder.resolve("certvigil.db"));
    for (var table :
        database.column("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")) {
      for (var column : database.column("SELECT name FROM pragma_table_info('" + table + "')")) {
        var texts = database.column("SELECT CAST(%s AS TEXT) FROM %s".formatted(column, table));
        write("store, texts", String.join("\n", texts.stream().map(String::valueOf).toList()));
      }
    }
    for (var file : new String[] {"certvigil.db", "certvigil.db-wal"}) {
      var path = folder.resolve(file);
      write("store, files", Files.exists(path) ? Files.readString(path, ISO_8859_1) : "");
    }
    assertThat(written.get("store, texts")).contains("Cannot POST", "***", "not you: ");
  }

  private void log() {
    for (var event : logged.list) {
      write(
          "log " + event.getLevel(), event.getFormattedMessage() + event.getKeyValuePairs() + "\n");
    }
  }
}

package io.certvigil.web;

import static io.certvigil.web.site.SiteFixture.CLIENTS;
import static io.certvigil.web.site.SiteFixture.GATEWAY;
import static io.certvigil.web.site.SiteFixture.TODAY;
import static io.certvigil.web.site.SiteFixture.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Secret;
import io.certvigil.web.server.WebResource;
import io.certvigil.web.server.WebSettings;
import io.certvigil.web.site.EmptyExposition;
import io.certvigil.web.site.FixedDaemon;
import io.certvigil.web.site.SiteContent;
import io.certvigil.web.site.SiteFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Every route with every parameter and hostile values: no answer is a server error, and the log
 * stays short. A longer run: {@code -Dcertvigil.fuzz.rounds=200 -Dcertvigil.fuzz.seed=7}.
 */
class HostileQueryTest {
  private static final int ROUNDS = Integer.getInteger("certvigil.fuzz.rounds", 1);
  private static final long SEED = Long.getLong("certvigil.fuzz.seed", 14);

  /** Parameters of pages and forms; those of the API come from its OpenAPI document. */
  private static final List<String> OF_PAGES =
      List.of(
          "after",
          "all",
          "comment",
          "credential",
          "discard_waiting",
          "first",
          "from",
          "id",
          "key",
          "label.team",
          "lasts",
          "name",
          "said",
          "state",
          "undo",
          "until",
          "within");

  private static final List<String> VALUES_ARE_MOMENTS = List.of("as_of", "from", "to", "until");

  private static final List<String> MOMENTS =
      List.of(
          "+1000000000-01-01",
          "%2B1000000000-01-01",
          "%2B999999999-12-31",
          "-999999999-01-01",
          "%2B1000000000-12-31T23:59:59Z",
          "%2B999999999-12-31T23:59:59Z",
          "-999999999-01-01T00:00:00%2B18:00",
          "%2B292278994-08-17T07:12:55.808Z",
          "-292275055-05-16T16:47:04.191Z",
          "0000-00-00",
          "2026-02-30",
          "10000-01-01",
          "%2B10000-01-01",
          "-0001-01-01",
          "2026-11-20T22:00:00%2B99:99",
          "2026-11-20T22:00:00+02:00",
          "2026-11-20T24:00:00Z",
          "2026-11-20T23:59:60Z");

  private static final List<String> VALUES =
      List.of(
          "",
          "%",
          "%zz",
          "%2",
          "%ff",
          "%c3%28",
          "%ed%a0%80",
          "%00",
          "a%00b",
          "%u0041",
          "%0d%0aX:%20y",
          "T",
          "2026-11-20",
          "9999999999w",
          "9999999999s",
          "99999999999999999999d",
          "-1d",
          "0",
          "-0",
          "-1",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "1e308",
          "NaN",
          "0x10",
          "%D9%A1%D9%A2",
          "null",
          "true",
          "UNKNOWN",
          "client_certificates",
          "Client_Certificates",
          "critical",
          "all",
          "active",
          "renewed",
          "renewed,",
          ",,,",
          "[",
          "]\"\\",
          "*".repeat(400),
          "(".repeat(400),
          "a".repeat(501),
          "%F0%9F%98%80".repeat(100),
          "'%20OR%201=1--",
          "%25%25");

  private static final List<String> ORDERINGS =
      List.of(
          "end",
          "name",
          "first_seen",
          "changed",
          "as_of",
          "changes",
          "alerts",
          "sweeps",
          "silences",
          "");

  private static final List<String> PARTS =
      List.of(
          "",
          "0",
          "1",
          "-1",
          "none",
          "BEGAN",
          "UNWATCHED",
          "firing",
          "x",
          "9223372036854775807",
          "-9223372036854775808",
          "8640000000000001",
          "1e9",
          "+5",
          "\ud83d\ude00");

  @TempDir private Path folder;
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Random random = new Random(SEED);
  private SiteFixture site;
  private Web web;

  @BeforeEach
  void open() {
    site = new SiteFixture(folder);
    site.discover();
    site.read(
        CLIENTS,
        TODAY.minus(Duration.ofDays(2)),
        certificate("a", "a.example", "active", Duration.ofDays(3)),
        certificate("b", "b.example", "active", Duration.ofDays(400)));
    site.read(
        CLIENTS,
        TODAY.minus(Duration.ofDays(1)),
        certificate("a", "a.example", "revoked", Duration.ofDays(3)),
        certificate("c", "c.example", "active", Duration.ofDays(1)));
    site.fail(GATEWAY, TODAY, FaultReason.HTTP_5XX, "502");
    web = served(site);
    web.start();
    logged.start();
    root().addAppender(logged);
  }

  @AfterEach
  void close() {
    root().detachAppender(logged);
    web.close();
    site.close();
  }

  private static Web served(SiteFixture site) {
    var hash = "$2y$04$.OGB/.SE/ueHAeqKBO2NC.U6t2mzrCUWhg.SGK4R1bbfpfLtvH802";
    var settings =
        new WebSettings(
            "127.0.0.1",
            0,
            null,
            false,
            null,
            Map.of("ann", new Secret(hash)),
            WebSettings.Access.DEFAULTS.withMayChange("ann"));
    return new Web(
        settings,
        new SiteContent(
            new EmptyExposition(),
            Optional::empty,
            _ -> List.of(),
            site.context(FixedDaemon.MINIMAL)));
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static List<String> parameters() {
    var names = new TreeSet<>(OF_PAGES);
    var declared = Pattern.compile("\"name\":\\s*\"([a-z_.A-Z]+)\",\\s*\"in\":\\s*\"query\"");
    var found = declared.matcher(WebResource.text("openapi.json"));
    while (found.find()) {
      names.add(found.group(1));
    }
    assertThat(names).contains("as_of", "cursor", "expiring_within", "limit");
    return List.copyOf(names);
  }

  @Test
  void hostileParameters_areNeverServerErrors() throws IOException {
    var answers = new TreeMap<String, Integer>();
    var parameters = parameters();
    for (int round = 0; round < ROUNDS; round++) {
      for (var route : web.paths()) {
        for (var parameter : parameters) {
          ask(answers, route, parameter + "=" + value(parameter));
        }
        for (var moment : MOMENTS) {
          for (var parameter : VALUES_ARE_MOMENTS) {
            ask(answers, route, parameter + "=" + moment);
          }
        }
        for (var value : VALUES) {
          ask(answers, route, parameters.get(random.nextInt(parameters.size())) + "=" + value);
        }
        for (int more = 0; more < 20; more++) {
          ask(answers, route, query(parameters));
        }
      }
    }

    assertThat(serverErrors(answers)).isEmpty();
    assertThat(answers.values()).contains(200, 400);
    assertThat(warnings()).isEmpty();
  }

  private Map<String, Integer> serverErrors(Map<String, Integer> answers) {
    return answers.entrySet().stream()
        .filter(answer -> answer.getValue() >= 500)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private List<String> warnings() {
    return List.copyOf(logged.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .distinct()
        .toList();
  }

  private String query(List<String> parameters) {
    return Stream.generate(() -> parameters.get(random.nextInt(parameters.size())))
        .limit(1 + random.nextInt(4))
        .map(name -> name + "=" + value(name))
        .collect(Collectors.joining("&"));
  }

  private String value(String parameter) {
    boolean cursor = parameter.equals("cursor") || parameter.equals("after");
    if (cursor && random.nextInt(4) > 0) {
      return forgedCursor();
    }
    var values = random.nextInt(3) > 0 ? VALUES : MOMENTS;
    var value = values.get(random.nextInt(values.size()));
    return random.nextInt(5) > 0 ? value : value + VALUES.get(random.nextInt(VALUES.size()));
  }

  private String forgedCursor() {
    var words = new ArrayList<String>();
    words.add(ORDERINGS.get(random.nextInt(ORDERINGS.size())));
    int parts = random.nextInt(7);
    for (int part = 0; part < parts; part++) {
      words.add(PARTS.get(random.nextInt(PARTS.size())));
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join("\0", words).getBytes(StandardCharsets.UTF_8));
  }

  /** On a raw socket, since a client library refuses to send most of this. */
  private void ask(Map<String, Integer> answers, String route, String query) throws IOException {
    boolean post = route.startsWith("POST ");
    var path = route.replaceFirst("POST ", "").replace("*", random.nextBoolean() ? "a" : "%F0%9F");
    var head =
        post
            ? "POST "
                + path
                + " HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: "
                + query.length()
                + "\r\n"
            : "GET " + path + "?" + query + " HTTP/1.1\r\n";
    var ann = Base64.getEncoder().encodeToString("ann:secret".getBytes(StandardCharsets.UTF_8));
    var rest = "Host: localhost\r\nConnection: close\r\nAuthorization: Basic " + ann + "\r\n\r\n";
    answers.put(route + "?" + query, status(head + rest + (post ? query : "")));
  }

  private int status(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).as(request).startsWith("HTTP/1.1 ");
      return Integer.parseInt(answer.substring(9, 12));
    }
  }
}

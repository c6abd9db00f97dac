package io.certvigil.cli.socket;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.ToNumberPolicy;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.model.Durations;
import io.certvigil.model.LabelField;
import io.certvigil.model.PrintableText;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.CheckFacts;
import io.certvigil.store.view.CommandQueries;
import io.certvigil.store.view.DeliveryView;
import io.certvigil.store.view.ExplanationView;
import io.certvigil.store.view.ReadingState;
import io.certvigil.store.view.SilenceJson;
import io.certvigil.store.view.StoredJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks the daemon, with the paths and parameters of its API. */
public final class SocketQueries implements CommandQueries {
  private static final String API = "/api/v1/";
  private static final String COMMANDS = "/-/commands/";
  private static final String PAGE = "1000";
  private static final int NOT_FOUND = 404;
  private static final int LONGEST_DETAIL = 300;

  /** As the daemon writes; a whole number stays one. */
  private static final Gson GSON =
      StoredJson.gson()
          .newBuilder()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .create();

  private final SocketClient client;

  /** A problem document (RFC 9457). */
  private record Problem(String detail) {}

  private SocketQueries(SocketClient client) {
    this.client = client;
  }

  /** The daemon at the first of these sockets that is served; empty if none is. */
  public static Optional<SocketQueries> at(List<Path> sockets) {
    return sockets.stream()
        .filter(SocketClient::isServed)
        .findFirst()
        .map(path -> new SocketQueries(new SocketClient(path)));
  }

  @Override
  public void certificates(
      CertificateFilter filter, @Nullable Instant moment, Consumer<CertificateView> rows) {
    var parameters = parameters(filter);
    put(parameters, "as_of", moment);
    pages("certificates", parameters, CertificateView.class, rows);
  }

  @Override
  public ReadingState readingState() {
    return object(COMMANDS + "readings", ReadingState.class);
  }

  @Override
  public List<CertificateView> find(String key) {
    return List.of(object(COMMANDS + "find" + query(Map.of("key", key)), CertificateView[].class));
  }

  @Override
  public Optional<CertificateView> known(String key) {
    return detail(key).map(all -> GSON.fromJson(all.get("certificate"), CertificateView.class));
  }

  @Override
  public List<ChangeView> history(String key) {
    return detail(key)
        .map(all -> List.of(GSON.fromJson(all.get("history"), ChangeView[].class)))
        .orElse(List.of())
        .stream()
        .map(SocketQueries::withMoments)
        .toList();
  }

  @Override
  public List<AlertJson> alertsOf(String key) {
    return detail(key)
        .map(all -> List.of(GSON.fromJson(all.get("alerts"), AlertJson[].class)))
        .orElse(List.of());
  }

  /** Nothing for what cannot be a key, so that no word becomes a path. */
  private Optional<JsonObject> detail(String key) {
    return key.matches("[a-z0-9]+")
        ? answer(API + "certificates/" + key)
            .map(text -> JsonParser.parseString(text).getAsJsonObject())
        : Optional.empty();
  }

  @Override
  public void changes(
      Instant from,
      Instant to,
      CertificateFilter filter,
      Set<String> words,
      Consumer<ChangeView> rows) {
    var parameters = parameters(filter);
    put(parameters, "from", from);
    put(parameters, "to", to);
    put(parameters, "change", words.isEmpty() ? null : String.join(",", new TreeSet<>(words)));
    pages("changes", parameters, ChangeView.class, row -> rows.accept(withMoments(row)));
  }

  /** Fields of any type are texts in JSON; these two are moments. */
  private static ChangeView withMoments(ChangeView view) {
    return new ChangeView(
        view.at(),
        view.changes(),
        view.source(),
        view.account(),
        view.zone(),
        view.certificates(),
        view.certificate(),
        view.differences().stream()
            .map(
                one ->
                    new ChangeView.Difference(
                        one.field(),
                        moment(one.field(), one.before()),
                        moment(one.field(), one.after())))
            .toList());
  }

  private static @Nullable Object moment(String field, @Nullable Object value) {
    boolean moment = field.equals("not_before") || field.equals("not_after");
    return moment && value instanceof String text ? Instant.parse(text) : value;
  }

  @Override
  public List<AlertJson> alerts() {
    var all = new ArrayList<AlertJson>();
    pages("alerts", new LinkedHashMap<>(), AlertJson.class, all::add);
    return all;
  }

  @Override
  public List<Silence> silences() {
    var all = new ArrayList<Silence>();
    pages("silences", new LinkedHashMap<>(), SilenceJson.class, one -> all.add(silence(one)));
    return all;
  }

  private static Silence silence(SilenceJson json) {
    return new Silence(
        json.id(),
        json.key(),
        new Matcher(json.source(), json.zone(), json.account(), json.name(), json.labels()),
        json.startsAt(),
        json.endsAt(),
        json.author(),
        json.comment(),
        json.createdAt());
  }

  @Override
  public CheckFacts check(CertificateFilter filter, Duration warning) {
    var parameters = parameters(filter);
    parameters.put("warning", Durations.print(warning));
    return object(COMMANDS + "check" + query(parameters), CheckFacts.class);
  }

  @Override
  public Optional<ExplanationView> explain(CertificateView certificate) {
    return first("explain", "key", certificate.key(), ExplanationView[].class);
  }

  @Override
  public boolean hasAlert(String key) {
    return object(COMMANDS + "has-alert" + query(Map.of("key", key)), Boolean.class);
  }

  @Override
  public List<AlertJson> findAlerts(String key) {
    return List.of(object(COMMANDS + "alerts" + query(Map.of("key", key)), AlertJson[].class));
  }

  @Override
  public List<DeliveryView> deliveries(DeliveryView.Filter filter) {
    var parameters = new LinkedHashMap<String, String>();
    put(parameters, "channel", filter.channel());
    put(parameters, "state", filter.state());
    put(parameters, "alert", filter.alertKey());
    put(parameters, "since", filter.since());
    put(parameters, "limit", filter.limit());
    put(parameters, "refused", filter.refused() ? "true" : null);
    return List.of(object(COMMANDS + "deliveries" + query(parameters), DeliveryView[].class));
  }

  @Override
  public Optional<DeliveryView> delivery(String id) {
    return first("delivery", "id", id, DeliveryView[].class);
  }

  @Override
  public List<DeliveryView> searchDeliveries(String id, int limit) {
    var parameters = Map.of("id", id, "limit", String.valueOf(limit));
    return List.of(
        object(COMMANDS + "search-deliveries" + query(parameters), DeliveryView[].class));
  }

  /** What is there once or not at all comes as a list. */
  private <T> Optional<T> first(String path, String name, String value, Class<T[]> type) {
    return Stream.of(object(COMMANDS + path + query(Map.of(name, value)), type)).findFirst();
  }

  private static Map<String, String> parameters(CertificateFilter filter) {
    var all = new LinkedHashMap<String, String>();
    var within = filter.expiringWithin();
    var source = filter.source();
    put(all, "expiring_within", within == null ? null : Durations.print(within));
    put(all, "source", source == null ? null : source.word());
    put(all, "zone", filter.zone());
    put(all, "account", filter.account());
    put(all, "status", filter.status());
    put(all, "q", filter.text());
    filter.labels().forEach((name, glob) -> all.put(LabelField.of(name), glob));
    return all;
  }

  private static void put(Map<String, String> all, String name, @Nullable Object value) {
    if (value != null) {
      all.put(name, value.toString());
    }
  }

  private <T> void pages(
      String path, Map<String, String> parameters, Class<T> type, Consumer<T> rows) {
    parameters.put("limit", PAGE);
    var next = "";
    do {
      var page = object(API + path + query(parameters), JsonObject.class);
      page.getAsJsonArray("data").forEach(row -> rows.accept(GSON.fromJson(row, type)));
      next = page.get("next").isJsonNull() ? "" : page.get("next").getAsString();
      parameters.put("cursor", next);
    } while (!next.isEmpty());
  }

  private static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
        .collect(Collectors.joining("&", "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private <T> T object(String target, Class<T> type) {
    var text =
        answer(target)
            .orElseThrow(
                () -> new StoreException("the daemon has no " + target.split("\\?", 2)[0]));
    try {
      return GSON.fromJson(text, type);
    } catch (JsonParseException e) {
      throw client.failed("has answered something else", e);
    }
  }

  /** The body; empty if there is no such thing. */
  private Optional<String> answer(String target) {
    var answer = client.get(target);
    return switch (answer.status()) {
      case 200 -> Optional.of(answer.body());
      case NOT_FOUND -> Optional.empty();
      case 400 -> throw CommandFailure.usage(detail(answer));
      default -> throw new StoreException("the daemon answers " + detail(answer));
    };
  }

  /** What a problem document says, or the answer as it is. */
  private static String detail(SocketClient.Answer answer) {
    var body = answer.body();
    try {
      var said = body.startsWith("{") ? GSON.fromJson(body, Problem.class).detail() : body;
      return PrintableText.line(said, LONGEST_DETAIL);
    } catch (JsonParseException e) {
      return PrintableText.line(body, LONGEST_DETAIL);
    }
  }

  @Override
  public void close() {
    // Each request has a connection of its own.
  }
}

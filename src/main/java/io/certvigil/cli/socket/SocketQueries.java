package io.certvigil.cli.socket;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.model.Durations;
import io.certvigil.model.LabelField;
import io.certvigil.policy.Health;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
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
import io.certvigil.store.view.StoreFacts;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks the daemon, with the paths and parameters of its API. */
public final class SocketQueries implements CommandQueries {
  private static final String API = "/api/v1/";
  private static final String COMMANDS = SocketApi.COMMANDS;
  private static final String PAGE = "1000";

  private final SocketApi api;

  SocketQueries(SocketApi api) {
    this.api = api;
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
    return ask("readings", Map.of(), ReadingState.class);
  }

  @Override
  public List<CertificateView> find(String key) {
    return List.of(ask("find", Map.of("key", key), CertificateView[].class));
  }

  @Override
  public Optional<CertificateView> known(String key) {
    return detail(key).map(all -> api.parsed(all.get("certificate"), CertificateView.class));
  }

  @Override
  public List<ChangeView> history(String key) {
    return detail(key)
        .map(all -> List.of(api.parsed(all.get("history"), ChangeView[].class)))
        .orElse(List.of())
        .stream()
        .map(SocketQueries::withMoments)
        .toList();
  }

  @Override
  public List<AlertJson> alertsOf(String key) {
    return detail(key)
        .map(all -> List.of(api.parsed(all.get("alerts"), AlertJson[].class)))
        .orElse(List.of());
  }

  /** Nothing for what cannot be a key, so that no word becomes a path. */
  private Optional<JsonObject> detail(String key) {
    return key.matches("[a-z0-9]+")
        ? api.find(API + "certificates/" + key)
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
    return ask("check", parameters, CheckFacts.class);
  }

  @Override
  public Optional<ExplanationView> explain(CertificateView certificate) {
    return first("explain", "key", certificate.key(), ExplanationView[].class);
  }

  @Override
  public boolean hasAlert(String key) {
    return ask("has-alert", Map.of("key", key), Boolean.class);
  }

  @Override
  public List<AlertJson> findAlerts(String key) {
    return List.of(ask("alerts", Map.of("key", key), AlertJson[].class));
  }

  @Override
  public List<AlertJson> findFiring(String key) {
    return List.of(ask("firing", Map.of("key", key), AlertJson[].class));
  }

  @Override
  public List<Health> health() {
    return List.of(ask("health", Map.of(), Health[].class));
  }

  @Override
  public StoreFacts storeFacts() {
    return ask("store", Map.of(), StoreFacts.class);
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
    return List.of(ask("deliveries", parameters, DeliveryView[].class));
  }

  @Override
  public Optional<DeliveryView> delivery(String id) {
    return first("delivery", "id", id, DeliveryView[].class);
  }

  @Override
  public List<DeliveryView> searchDeliveries(String id, int limit) {
    var parameters = Map.of("id", id, "limit", String.valueOf(limit));
    return List.of(ask("search-deliveries", parameters, DeliveryView[].class));
  }

  /** What is there once or not at all comes as a list. */
  private <T> Optional<T> first(String path, String name, String value, Class<T[]> type) {
    return Stream.of(ask(path, Map.of(name, value), type)).findFirst();
  }

  /** What one of the paths for commands answers. */
  private <T> T ask(String path, Map<String, String> parameters, Class<T> type) {
    return api.get(COMMANDS + path, parameters, type);
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
      var page = api.get(API + path, parameters, JsonObject.class);
      page.getAsJsonArray("data").forEach(row -> rows.accept(api.parsed(row, type)));
      next = page.get("next").isJsonNull() ? "" : page.get("next").getAsString();
      parameters.put("cursor", next);
    } while (!next.isEmpty());
  }

  @Override
  public void close() {
    // Each request has a connection of its own.
  }
}

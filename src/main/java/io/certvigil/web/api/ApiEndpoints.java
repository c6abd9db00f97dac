package io.certvigil.web.api;

import io.certvigil.diff.Presence;
import io.certvigil.policy.Severity;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.AlertFilter;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.AlertView;
import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.ListView;
import io.certvigil.store.view.Page;
import io.certvigil.store.view.SilenceJson;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.server.WebResource;
import io.certvigil.web.site.ListState;
import io.certvigil.web.site.SiteContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The JSON API below {@code /api/v1}, as {@code openapi.json} describes it. */
public final class ApiEndpoints {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final List<String> STATES = List.of("active", "pending", "expired");

  /** The parameters of each path, without {@code limit} and {@code cursor}. */
  static final Map<String, List<String>> PARAMETERS =
      Map.of(
          "certificates", join(ApiQuery.FILTER, "sort", "as_of"),
          "changes", join(ApiQuery.FILTER, "from", "to", "change"),
          "alerts", join(ApiQuery.LIST_FILTER, "severity", "resolved"),
          "sweeps", join(ApiQuery.LIST_FILTER, "state"),
          "silences", List.of("state"),
          "conditions", List.of());

  private final SiteContext context;

  public ApiEndpoints(SiteContext context) {
    this.context = context;
  }

  /** One page of a list, and the cursor of the next page; null if this is the last. */
  private record Reply(List<?> data, @Nullable String next) {
    static Reply of(Page<?> page) {
      return of(page, row -> row);
    }

    static <T> Reply of(Page<T> page, Function<T, Object> shown) {
      var next = page.next();
      return new Reply(
          page.rows().stream().map(shown).toList(), next == null ? null : next.toString());
    }
  }

  /**
   * One certificate with its history.
   *
   * @param since since when it is missing or absent; null while it is present
   * @param alerts firing ones first, then newest first
   * @param history newest first
   */
  private record Detail(
      CertificateView certificate,
      String presence,
      @Nullable Instant since,
      boolean watched,
      List<AlertJson> alerts,
      List<ChangeView> history) {}

  /** The presence of a certificate as the API's word, and since when it is missing or absent. */
  private record ApiPresence(String word, @Nullable Instant since) {
    static ApiPresence of(Presence presence) {
      return switch (presence) {
        case Presence.Present _ -> new ApiPresence("present", null);
        case Presence.Missing(var since) -> new ApiPresence("missing", since);
        case Presence.Hidden(var since) -> new ApiPresence("hidden", since);
        case Presence.Absent(var since) -> new ApiPresence("absent", since);
      };
    }
  }

  /** Reads one page of the list of a path. */
  @FunctionalInterface
  private interface ListReader {
    Reply reply(ApiQuery query, Instant now);
  }

  public Map<String, Endpoint> all() {
    return Map.of(
        "/api/v1/openapi.json",
            ApiAnswer.of(_ -> new ApiAnswer.Body(ApiAnswer.JSON, WebResource.text("openapi.json"))),
        "/api/v1/certificates", listEndpoint("certificates", this::certificates),
        "/api/v1/certificates/*", ApiAnswer.of(request -> ApiAnswer.Body.of(certificate(request))),
        "/api/v1/changes", listEndpoint("changes", this::changes),
        "/api/v1/alerts", listEndpoint("alerts", this::alerts),
        "/api/v1/sweeps", listEndpoint("sweeps", this::sweeps),
        "/api/v1/silences", listEndpoint("silences", this::silences),
        "/api/v1/conditions", listEndpoint("conditions", (query, _) -> conditions(query)));
  }

  private Endpoint listEndpoint(String path, ListReader question) {
    var allowed = join(PARAMETERS.getOrDefault(path, List.of()), "limit", "cursor");
    return ApiAnswer.of(
        request -> {
          var now = context.clock().instant();
          return ApiAnswer.Body.of(question.reply(new ApiQuery(request, allowed, now), now));
        });
  }

  private static List<String> join(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  private Reply certificates(ApiQuery query, Instant now) {
    var sort = query.choice("sort", List.of(CertificateSort.values()), CertificateSort::word);
    if (!query.has("as_of")) {
      var order = sort.orElse(CertificateSort.END);
      return Reply.of(
          context
              .store()
              .inventory()
              .page(query.filter(), order, query.cursor(), query.limit(), now));
    }
    if (sort.isPresent() && sort.get() != CertificateSort.END) {
      throw ApiProblem.parameter("sort", "sort must be end if as_of is given");
    }
    var moment = query.instant("as_of", now);
    return Reply.of(
        context.store().inventory().asOf(moment, query.filter(), query.cursor(), query.limit()));
  }

  private Reply changes(ApiQuery query, Instant now) {
    var to = query.instant("to", now);
    var from = query.instant("from", to.minus(WEEK));
    if (!from.isBefore(to)) {
      throw ApiProblem.parameter(
          "from", "from must be before to; they were " + from + " and " + to);
    }
    var words = query.choices("change", ChangeView.WORDS);
    return Reply.of(
        context
            .store()
            .inventory()
            .changes(from, to, query.filter(), words, query.cursor(), query.limit()));
  }

  private Reply alerts(ApiQuery query, Instant now) {
    var severity = query.choice("severity", List.of(Severity.values()), Severity::word);
    var resolved = query.choice("resolved", List.of(true, false), String::valueOf);
    var filter = new AlertFilter(resolved.orElse(false), severity.orElse(null), query.filter());
    var silences = context.store().silences().active(now);
    return Reply.of(
        context.store().inventory().alerts(filter, query.cursor(), query.limit(), now),
        view -> alertJson(view, silences));
  }

  private static AlertJson alertJson(AlertView view, List<Silence> silences) {
    return AlertJson.of(view, Silence.covering(silences, view.subject()));
  }

  private Reply sweeps(ApiQuery query, Instant now) {
    var state = query.choice("state", List.of(ListState.values()), ListState::word);
    var lists =
        context.store().inventory().lists(query.filter()).stream()
            .map((ListView list) -> ApiSweep.of(list, now))
            .filter(list -> state.isEmpty() || state.get().word().equals(list.state()))
            .toList();
    return Reply.of(Page.of("sweeps", lists, ApiSweep::key, query.cursor(), query.limit()));
  }

  private Reply silences(ApiQuery query, Instant now) {
    var state = query.choice("state", STATES, word -> word);
    var silences =
        context.store().silences().list().stream()
            .map(silence -> SilenceJson.of(silence, now))
            .filter(silence -> state.isEmpty() || state.get().equals(silence.state()))
            .toList();
    return Reply.of(
        Page.of("silences", silences, ApiEndpoints::silenceOrder, query.cursor(), query.limit()));
  }

  private Reply conditions(ApiQuery query) {
    return Reply.of(context.store().conditions().page(query.cursor(), query.limit()));
  }

  /** Sorts silences by their end, latest first, as they are listed. */
  private static String silenceOrder(SilenceJson silence) {
    return "%019d %s".formatted(Long.MAX_VALUE - silence.endsAt().toEpochMilli(), silence.id());
  }

  private Detail certificate(Request request) {
    var now = context.clock().instant();
    var path = Request.getPathInContext(request);
    new ApiQuery(request, List.of(), now);
    var key = path.substring(path.lastIndexOf('/') + 1);
    var detail =
        context
            .store()
            .inventory()
            .detail(key, now)
            .orElseThrow(
                () ->
                    ApiProblem.of(
                        404, "no certificate has this key; /api/v1/certificates lists them"));
    var presence = ApiPresence.of(detail.presence());
    return new Detail(
        detail.certificate(),
        presence.word(),
        presence.since(),
        detail.watched(),
        alerts(key, now),
        context.store().inventory().history(key));
  }

  private List<AlertJson> alerts(String key, Instant now) {
    var silences = context.store().silences().active(now);
    return context.store().inventory().alertsOf(key, now).stream()
        .map(view -> alertJson(view, silences))
        .toList();
  }
}

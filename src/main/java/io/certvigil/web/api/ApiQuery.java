package io.certvigil.web.api;

import io.certvigil.model.Durations;
import io.certvigil.model.LabelField;
import io.certvigil.model.PrintableText;
import io.certvigil.model.Source;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.Cursor;
import io.certvigil.web.server.RequestParameters;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The query of an API request. Unlike the query of a page it is strict: a program with a misspelled
 * filter would otherwise take the unfiltered list for the filtered one.
 */
final class ApiQuery {
  static final String LABEL = LabelField.PREFIX;

  /** The parameters that filter certificates. */
  static final List<String> FILTER =
      List.of("q", "source", "zone", "account", "status", LABEL, "expiring_within");

  /** The parameters that filter lists. */
  static final List<String> LIST_FILTER = List.of("source", "zone", "account", LABEL);

  static final List<String> PAGING = List.of("limit", "cursor");

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;
  private static final int MAX_LENGTH = 500;
  private static final int MAX_SHOWN = 60;

  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final Instant now;

  /**
   * @param allowed the names of the allowed parameters; a name that ends in a dot is a prefix
   */
  ApiQuery(Request request, Collection<String> allowed, Instant now) {
    this.now = now;
    for (var field : RequestParameters.ofQuery(request)) {
      var name = field.getName();
      if (name.startsWith(LABEL) ? !isLabel(name, allowed) : !allowed.contains(name)) {
        throw ApiProblem.parameter(
            shortened(name),
            shortened(name) + " is not a parameter of this path; allowed: " + names(allowed));
      }
      if (field.getValues().size() > 1) {
        throw ApiProblem.parameter(shortened(name), shortened(name) + " is given more than once");
      }
      parameters.put(name, validated(name, String.valueOf(field.getValue())));
    }
  }

  private static boolean isLabel(String name, Collection<String> allowed) {
    return allowed.contains(LABEL) && name.startsWith(LABEL) && name.length() > LABEL.length();
  }

  private static String names(Collection<String> allowed) {
    var names = new TreeSet<String>();
    allowed.forEach(name -> names.add(name.equals(LABEL) ? LabelField.of("NAME") : name));
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static String validated(String name, String value) {
    if (value.isBlank()) {
      throw ApiProblem.parameter(
          shortened(name), shortened(name) + " is empty; omit it or give a value");
    }
    if (value.length() > MAX_LENGTH && !name.equals("cursor")) {
      throw ApiProblem.parameter(
          shortened(name), shortened(name) + " is longer than " + MAX_LENGTH + " characters");
    }
    return value;
  }

  /** Text from the request, shortened to one printable line for an error message. */
  private static String shortened(String text) {
    var line = PrintableText.line(text);
    var start = PrintableText.truncated(line, MAX_SHOWN);
    return start.equals(line) ? line : start + "...";
  }

  CertificateFilter filter() {
    return new CertificateFilter(
        duration("expiring_within"),
        choice("source", List.of(Source.values()), Source::word).orElse(null),
        parameters.get("zone"),
        parameters.get("account"),
        parameters.get("status"),
        parameters.get("q"),
        LabelField.labels(parameters));
  }

  /** A parameter that must be given. */
  String text(String name) {
    if (!has(name)) {
      throw ApiProblem.parameter(name, name + " is missing");
    }
    return parameters.getOrDefault(name, "");
  }

  @Nullable String textOrNull(String name) {
    return parameters.get(name);
  }

  /** A number that must be given, from 0. */
  int number(String name) {
    var text = text(name);
    if (!text.matches("[0-9]{1,9}")) {
      throw invalid(name, "a number");
    }
    return Integer.parseInt(text);
  }

  Duration time(String name, Duration otherwise) {
    var given = duration(name);
    return given == null ? otherwise : given;
  }

  boolean has(String name) {
    return parameters.containsKey(name);
  }

  int limit() {
    var text = parameters.getOrDefault("limit", String.valueOf(DEFAULT_LIMIT));
    int limit = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX_LIMIT) {
      throw invalid("limit", "a number from 1 to " + MAX_LIMIT);
    }
    return limit;
  }

  @Nullable Cursor cursor() {
    var text = parameters.get("cursor");
    return text == null
        ? null
        : Cursor.of(text)
            .orElseThrow(
                () -> invalid("cursor", "the value of next from a previous response of this list"));
  }

  /** A parameter that must be the word of one of these values; empty if it is not given. */
  <T> Optional<T> choice(String name, List<T> values, Function<T, String> word) {
    var text = parameters.get(name);
    var found = values.stream().filter(value -> word.apply(value).equals(text)).findFirst();
    if (text != null && found.isEmpty()) {
      throw invalid(
          name, values.stream().map(word).collect(Collectors.joining(", ", "one of ", "")));
    }
    return found;
  }

  /** A parameter with comma-separated words, each of which must be allowed; empty if not given. */
  Set<String> choices(String name, Collection<String> allowed) {
    var text = parameters.get(name);
    var words = text == null ? List.<String>of() : List.of(text.split(",", -1));
    if (!allowed.containsAll(words)) {
      throw invalid(name, "a comma-separated list of " + String.join(", ", allowed));
    }
    return Set.copyOf(words);
  }

  private @Nullable Duration duration(String name) {
    var text = parameters.get(name);
    return text == null
        ? null
        : Durations.parseLenient(text)
            .orElseThrow(() -> invalid(name, "a duration such as 36h or 30d"));
  }

  /**
   * A time that is not in the future: an RFC 3339 time, a date (0:00 UTC), or a duration before
   * now.
   */
  Instant instant(String name, Instant otherwise) {
    var text = parameters.get(name);
    if (text == null) {
      return otherwise;
    }
    var at = parseInstant(name, text);
    if (at.isAfter(now)) {
      throw ApiProblem.parameter(
          name, name + " must not be in the future; it was " + at + ", now is " + now);
    }
    return at;
  }

  private Instant parseInstant(String name, String text) {
    try {
      var ago = Durations.parseLenient(text);
      return ago.isPresent()
          ? RequestParameters.requireInRange(now.minus(ago.get()))
          // URL decoding has turned a plus sign into a space
          : RequestParameters.moment(text.replace(' ', '+'));
    } catch (DateTimeException e) {
      throw invalid(
          name, "a time, a date or a duration, such as 2026-11-21T08:00:00Z, 2026-11-21 or 36h");
    }
  }

  private ApiProblem invalid(String name, String must) {
    var was = shortened(parameters.getOrDefault(name, ""));
    return ApiProblem.parameter(name, name + " must be " + must + "; it was " + was);
  }
}

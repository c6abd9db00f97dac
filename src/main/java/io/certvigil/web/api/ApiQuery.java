package io.certvigil.web.api;

import io.certvigil.model.LabelField;
import io.certvigil.model.PrintableText;
import io.certvigil.model.ReadableTime;
import io.certvigil.model.Source;
import io.certvigil.policy.Ladder;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.Cursor;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request to the API. Strict, unlike that of a page: a program that misspells a
 * filter and gets everything takes it for the answer.
 */
final class ApiQuery {
  static final String LABEL = LabelField.PREFIX;

  /** What says which certificates. */
  static final List<String> FILTER =
      List.of("q", "source", "zone", "account", "status", LABEL, "expiring_within");

  /** What says which lists. */
  static final List<String> LIST_FILTER = List.of("source", "zone", "account", LABEL);

  static final List<String> PAGING = List.of("limit", "cursor");

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;
  private static final int MAX_LENGTH = 500;
  private static final int MAX_SHOWN = 60;

  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final Instant now;

  /**
   * @param allowed the names that mean something here; one that ends in a dot begins a name
   */
  ApiQuery(Request request, Collection<String> allowed, Instant now) {
    this.now = now;
    for (var field : Request.extractQueryParameters(request)) {
      var name = field.getName();
      if (name.startsWith(LABEL) ? !isLabel(name, allowed) : !allowed.contains(name)) {
        throw ApiProblem.parameter(
            shortened(name),
            shortened(name) + " is no parameter here; allowed are " + names(allowed));
      }
      if (field.getValues().size() > 1) {
        throw ApiProblem.parameter(shortened(name), shortened(name) + " is given twice");
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
      throw ApiProblem.parameter(shortened(name), shortened(name) + " is empty; leave it out");
    }
    if (value.length() > MAX_LENGTH && !name.equals("cursor")) {
      throw ApiProblem.parameter(
          shortened(name), shortened(name) + " is longer than " + MAX_LENGTH + " characters");
    }
    return value;
  }

  /** What was given by whoever asks is shown on one line, and not much of it. */
  private static String shortened(String text) {
    var line = PrintableText.line(text);
    var start = PrintableText.truncated(line, MAX_SHOWN);
    return start.equals(line) ? line : start + "...";
  }

  CertificateFilter filter() {
    return new CertificateFilter(
        duration("expiring_within"),
        choice("source", Source::of, Arrays.stream(Source.values()).map(Source::word).toList())
            .orElse(null),
        parameters.get("zone"),
        parameters.get("account"),
        parameters.get("status"),
        parameters.get("q"),
        LabelField.labels(parameters));
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
            .orElseThrow(() -> invalid("cursor", "the next of an answer of this list"));
  }

  /** One of some words; empty where it is not given. */
  <T> Optional<T> choice(
      String name, Function<String, Optional<T>> of, Collection<String> allowed) {
    var text = parameters.get(name);
    return text == null
        ? Optional.empty()
        : Optional.of(
            of.apply(text)
                .orElseThrow(() -> invalid(name, "one of " + String.join(", ", allowed))));
  }

  /** Several of some words, with commas; empty where it is not given. */
  Set<String> choices(String name, Collection<String> allowed) {
    var text = parameters.get(name);
    var words = text == null ? List.<String>of() : List.of(text.split(",", -1));
    if (!allowed.containsAll(words)) {
      throw invalid(name, "some of " + String.join(", ", allowed) + ", with commas between");
    }
    return Set.copyOf(words);
  }

  @Nullable Duration duration(String name) {
    var text = parameters.get(name);
    try {
      return text == null ? null : Ladder.parse(text);
    } catch (IllegalArgumentException e) {
      throw invalid(name, "such as 36h or 30d");
    }
  }

  /** A moment that is not ahead: as RFC 3339 has it, a date (0:00 UTC), or how long ago. */
  Instant instant(String name, Instant otherwise) {
    var text = parameters.get(name);
    if (text == null) {
      return otherwise;
    }
    var at = parseInstant(name, text);
    if (at.isAfter(now)) {
      throw ApiProblem.parameter(name, name + " is ahead: " + at + "; it is " + now + " now");
    }
    return at;
  }

  private Instant parseInstant(String name, String text) {
    try {
      if (text.indexOf('-') < 0) {
        return now.minus(Ladder.parse(text));
      }
      return ReadableTime.parse(text.replace(' ', '+')); // a plus is a blank here
    } catch (DateTimeException | IllegalArgumentException e) {
      throw invalid(name, "such as 2026-11-21T08:00:00Z, 2026-11-21 or 36h");
    }
  }

  private ApiProblem invalid(String name, String must) {
    var was = shortened(parameters.getOrDefault(name, ""));
    return ApiProblem.parameter(name, name + " must be " + must + "; it was " + was);
  }
}

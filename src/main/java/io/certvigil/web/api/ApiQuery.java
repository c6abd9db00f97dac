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
  static final List<String> LISTS = List.of("source", "zone", "account", LABEL);

  static final List<String> PAGE = List.of("limit", "cursor");

  private static final int LIMIT = 100;
  private static final int LARGEST = 1_000;
  private static final int LONGEST = 500;
  private static final int SHOWN = 60;

  private final Map<String, String> given = new LinkedHashMap<>();
  private final Instant now;

  /**
   * @param allowed the names that mean something here; one that ends in a dot begins a name
   */
  ApiQuery(Request request, Collection<String> allowed, Instant now) {
    this.now = now;
    for (var field : Request.extractQueryParameters(request)) {
      var name = field.getName();
      if (name.startsWith(LABEL) ? !label(name, allowed) : !allowed.contains(name)) {
        throw ApiProblem.parameter(
            clean(name), clean(name) + " is no parameter here; allowed are " + names(allowed));
      }
      if (field.getValues().size() > 1) {
        throw ApiProblem.parameter(clean(name), clean(name) + " is given twice");
      }
      given.put(name, checked(name, String.valueOf(field.getValue())));
    }
  }

  private static boolean label(String name, Collection<String> allowed) {
    return allowed.contains(LABEL) && name.startsWith(LABEL) && name.length() > LABEL.length();
  }

  private static String names(Collection<String> allowed) {
    var names = new TreeSet<String>();
    allowed.forEach(name -> names.add(name.equals(LABEL) ? LabelField.of("NAME") : name));
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static String checked(String name, String value) {
    if (value.isBlank()) {
      throw ApiProblem.parameter(clean(name), clean(name) + " is empty; leave it out");
    }
    if (value.length() > LONGEST && !name.equals("cursor")) {
      throw ApiProblem.parameter(
          clean(name), clean(name) + " is longer than " + LONGEST + " characters");
    }
    return value;
  }

  /** What was given by whoever asks is shown on one line, and not much of it. */
  private static String clean(String text) {
    var line = PrintableText.line(text);
    var start = PrintableText.truncated(line, SHOWN);
    return start.equals(line) ? line : start + "...";
  }

  CertificateFilter filter() {
    return new CertificateFilter(
        duration("expiring_within"),
        word("source", Source::of, Arrays.stream(Source.values()).map(Source::word).toList())
            .orElse(null),
        given.get("zone"),
        given.get("account"),
        given.get("status"),
        given.get("q"),
        LabelField.labels(given));
  }

  boolean has(String name) {
    return given.containsKey(name);
  }

  int limit() {
    var text = given.getOrDefault("limit", String.valueOf(LIMIT));
    int limit = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > LARGEST) {
      throw wrong("limit", "a number from 1 to " + LARGEST);
    }
    return limit;
  }

  @Nullable Cursor cursor() {
    var text = given.get("cursor");
    return text == null
        ? null
        : Cursor.of(text).orElseThrow(() -> wrong("cursor", "the next of an answer of this list"));
  }

  /** One of some words; empty where it is not given. */
  <T> Optional<T> word(String name, Function<String, Optional<T>> of, Collection<String> allowed) {
    var text = given.get(name);
    return text == null
        ? Optional.empty()
        : Optional.of(
            of.apply(text).orElseThrow(() -> wrong(name, "one of " + String.join(", ", allowed))));
  }

  /** Several of some words, with commas; empty where it is not given. */
  Set<String> words(String name, Collection<String> allowed) {
    var text = given.get(name);
    var words = text == null ? List.<String>of() : List.of(text.split(",", -1));
    if (!allowed.containsAll(words)) {
      throw wrong(name, "some of " + String.join(", ", allowed) + ", with commas between");
    }
    return Set.copyOf(words);
  }

  @Nullable Duration duration(String name) {
    var text = given.get(name);
    try {
      return text == null ? null : Ladder.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong(name, "such as 36h or 30d");
    }
  }

  /** A moment that is not ahead: as RFC 3339 has it, a date (0:00 UTC), or how long ago. */
  Instant past(String name, Instant otherwise) {
    var text = given.get(name);
    if (text == null) {
      return otherwise;
    }
    var at = moment(name, text);
    if (at.isAfter(now)) {
      throw ApiProblem.parameter(name, name + " is ahead: " + at + "; it is " + now + " now");
    }
    return at;
  }

  private Instant moment(String name, String text) {
    try {
      if (text.indexOf('-') < 0) {
        return now.minus(Ladder.parse(text));
      }
      return ReadableTime.parse(text.replace(' ', '+')); // a plus is a blank here
    } catch (DateTimeException | IllegalArgumentException e) {
      throw wrong(name, "such as 2026-11-21T08:00:00Z, 2026-11-21 or 36h");
    }
  }

  private ApiProblem wrong(String name, String must) {
    var was = clean(given.getOrDefault(name, ""));
    return ApiProblem.parameter(name, name + " must be " + must + "; it was " + was);
  }
}

package io.certvigil.cloudflare.sources;

import static java.util.Objects.requireNonNullElse;

import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.model.Actor;
import io.certvigil.model.PrintableText;
import io.certvigil.model.ValidationRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The errors and records of a validation, as packs and custom hostnames list them. */
final class ValidationFields {
  private static final int MAX_RECORDS = 4;
  private static final int MAX_QUOTED = 200;

  private ValidationFields() {}

  /** An element of {@code validation_errors}. */
  record Problem(@Nullable String message) {}

  /** An element of {@code validation_records}. */
  record Token(
      @Nullable String status,
      @Nullable String txt_name,
      @Nullable String txt_value,
      @Nullable String http_url,
      @Nullable String http_body,
      @Nullable String cname,
      @Nullable String cname_target,
      @Nullable List<@Nullable String> emails) {}

  /** Why something is not validated, and who must act. */
  record Cause(String id, String words, Actor actor) {}

  /** The texts of these errors, cleaned, without empty and equal ones, in a fixed order. */
  static List<String> messages(@Nullable List<@Nullable Problem> problems) {
    return texts(
        requireNonNullElse(problems, List.<@Nullable Problem>of()).stream()
            .map(problem -> problem == null ? null : problem.message())
            .toList());
  }

  static List<String> texts(@Nullable List<@Nullable String> texts) {
    return requireNonNullElse(texts, List.<@Nullable String>of()).stream()
        .map(FieldText::clean)
        .filter(text -> !text.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The cause that these messages name: the known one that explains most, else the first of them
   * word for word.
   *
   * @param messages not empty
   * @param owner who owns the DNS of the domain
   */
  static Cause cause(List<String> messages, Actor owner) {
    return messages.stream()
        .flatMap(text -> ValidationMessage.of(text).stream())
        .min(Comparator.naturalOrder())
        .map(known -> known(known, owner))
        .orElseGet(() -> unknown(messages, owner));
  }

  private static Cause known(ValidationMessage known, Actor owner) {
    var actor = known.actor() == Actor.CUSTOMER ? owner : known.actor();
    return new Cause(known.name().toLowerCase(Locale.ROOT), known.words(), actor);
  }

  private static Cause unknown(List<String> messages, Actor owner) {
    var first = messages.getFirst();
    var quoted = PrintableText.line(first, MAX_QUOTED);
    var more = messages.size() > 1 ? " (and " + (messages.size() - 1) + " more)" : "";
    // Ids and times in a text do not make it another cause.
    var id = "text " + first.toLowerCase(Locale.ROOT).replaceAll("[0-9]+", "0");
    return new Cause(id, "Cloudflare says: \"" + quoted + "\"" + more, owner);
  }

  /** What must be placed, without what was found in place already. */
  static List<ValidationRecord> records(@Nullable List<@Nullable Token> tokens) {
    return requireNonNullElse(tokens, List.<@Nullable Token>of()).stream()
        .filter(Objects::nonNull)
        .filter(token -> !"active".equals(token.status()))
        .flatMap(ValidationFields::records)
        .distinct()
        .limit(MAX_RECORDS)
        .toList();
  }

  private static Stream<ValidationRecord> records(Token token) {
    var records = new ArrayList<ValidationRecord>();
    add(records, "txt", token.txt_name(), token.txt_value());
    add(records, "cname", token.cname(), token.cname_target());
    add(records, "http", token.http_url(), token.http_body());
    texts(token.emails()).stream()
        .limit(1)
        .forEach(mail -> records.add(new ValidationRecord("email", "", mail)));
    return records.stream();
  }

  static void add(
      List<ValidationRecord> records, String type, @Nullable String name, @Nullable String value) {
    var place = FieldText.clean(name);
    var content = FieldText.clean(value);
    if (!place.isEmpty() && !content.isEmpty()) {
      records.add(new ValidationRecord(type, place, content));
    }
  }
}

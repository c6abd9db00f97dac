package io.certvigil.policy;

import io.certvigil.model.LabelField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * While it lasts, events that it covers are recorded and not delivered. It is never deleted, it
 * ends.
 *
 * @param id its own, as people type it; never blank
 * @param key an alert's or a certificate's; empty for any
 * @param match what else must be so; {@link Matcher#ALL} for anything
 * @param startsAt the first moment of it
 * @param endsAt the first moment after it, always later than {@code startsAt}
 * @param author who made it; never blank
 * @param comment why; never blank
 */
public record Silence(
    String id,
    String key,
    Matcher match,
    Instant startsAt,
    Instant endsAt,
    String author,
    String comment,
    Instant createdAt) {
  public Silence {
    if (id.isBlank()) {
      throw new IllegalArgumentException("silence id: must not be blank");
    }
    if (author.isBlank()) {
      throw new IllegalArgumentException("silence author: must not be blank");
    }
    if (comment.isBlank()) {
      throw new IllegalArgumentException("silence comment: must say why, was blank");
    }
    if (!endsAt.isAfter(startsAt)) {
      throw new IllegalArgumentException(
          "silence end: must be after its start " + startsAt + ", was " + endsAt);
    }
  }

  /** What must be so, as it is typed: {@code zone=*.shop.example}; empty for everything. */
  public List<String> matchers() {
    var words = new ArrayList<String>();
    word(words, "key", key);
    word(words, "source", match.source());
    word(words, "zone", match.zone());
    word(words, "account", match.account());
    word(words, "name", match.name());
    match.labels().forEach((label, value) -> word(words, LabelField.of(label), value));
    return words;
  }

  private static void word(List<String> words, String word, String value) {
    if (!value.isEmpty()) {
      words.add(word + "=" + value);
    }
  }

  /** Those of these silences that cover it, active or not, in their order. */
  public static List<Silence> covering(Collection<Silence> silences, AlertSubject subject) {
    return silences.stream().filter(silence -> silence.covers(subject)).toList();
  }

  /**
   * Whether it covers this alert, active or not. Matchers alone are meant for certificates: an
   * alert about no certificate is covered only by a silence of its key.
   */
  public boolean covers(AlertSubject subject) {
    boolean meant = key.isEmpty() ? subject.certificate() != null : subject.hasKey(key);
    return meant && match.matches(subject.certificate());
  }

  /** Whether it has begun and not ended. */
  public boolean active(Instant now) {
    return !now.isBefore(startsAt) && now.isBefore(endsAt);
  }
}

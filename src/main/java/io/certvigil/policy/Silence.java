package io.certvigil.policy;

import io.certvigil.model.LabelField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Suppresses notifications: while it is active, the events that it covers are recorded but not
 * delivered. A silence is never deleted, it ends.
 *
 * @param id its id, as people type it; never blank
 * @param key the key of an alert or certificate; empty for any
 * @param match further conditions; {@link Matcher#ALL} for none
 * @param startsAt its start, inclusive
 * @param endsAt its end, exclusive; always later than {@code startsAt}
 * @param author who created it; never blank
 * @param comment the reason; never blank
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
      throw new IllegalArgumentException("silence comment: must give the reason, was blank");
    }
    if (!endsAt.isAfter(startsAt)) {
      throw new IllegalArgumentException(
          "silence end: must be after its start " + startsAt + ", was " + endsAt);
    }
  }

  /** The conditions as they are typed: {@code zone=*.shop.example}; empty if there are none. */
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

  /** The silences that cover this subject, active or not, in the given order. */
  public static List<Silence> covering(Collection<Silence> silences, AlertSubject subject) {
    return silences.stream().filter(silence -> silence.covers(subject)).toList();
  }

  /**
   * Whether it covers this alert, active or not. A silence without a key covers only alerts about
   * certificates: an alert about no certificate needs a silence with its key.
   */
  public boolean covers(AlertSubject subject) {
    boolean meant = key.isEmpty() ? subject.certificate() != null : subject.hasKey(key);
    return meant && match.matches(subject.certificate());
  }

  /**
   * Whether it covers every certificate, or all but some: it has no key, and each of its conditions
   * consists of wildcards or only excludes something.
   */
  public boolean coversEverything() {
    return key.isEmpty()
        && Stream.concat(
                Stream.of(match.source(), match.zone(), match.account(), match.name()),
                match.labels().values().stream())
            .allMatch(Silence::isWide);
  }

  private static boolean isWide(String glob) {
    return glob.startsWith("!") || glob.chars().allMatch(letter -> letter == '*' || letter == '?');
  }

  /** Whether it has started and not ended. */
  public boolean active(Instant now) {
    return !now.isBefore(startsAt) && now.isBefore(endsAt);
  }
}

package io.certvigil.cloudflare.sources;

import io.certvigil.cloudflare.fields.ApiDates;
import io.certvigil.model.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * When a token was last used. That time is different in each reading of a token that is used, so it
 * is not kept: only how long ago it was, in three steps.
 */
enum TimeOfUse {
  API_TOKEN("last_used_on", "issued_on", Certificate.LAST_USED),
  SERVICE_TOKEN("last_seen_at", "created_at", Certificate.LAST_SEEN);

  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration MONTH = Duration.ofDays(30);

  private final String used;
  private final String created;
  private final String kept;

  /**
   * @param used the attribute with the time of the last use; a token without it was never used
   * @param created the attribute with the time at which the token was made
   * @param kept the attribute that says how long ago it was used
   */
  TimeOfUse(String used, String created, String kept) {
    this.used = used;
    this.created = created;
    this.kept = kept;
  }

  /** The token as it is kept: how long ago it was used, instead of the time. */
  Certificate steps(Certificate token, Instant now) {
    var attributes = new TreeMap<>(token.attributes());
    var use = ApiDates.parse(attributes.remove(used));
    var creation = ApiDates.parse(attributes.get(created));
    // One that was never used may be about to be used while it is new.
    var step = use.map(at -> step(at, now)).or(() -> creation.map(at -> unused(at, now)));
    step.ifPresent(words -> attributes.put(kept, words));
    return token.with(Map.copyOf(attributes));
  }

  private static String step(Instant at, Instant now) {
    return at.isBefore(now.minus(WEEK)) ? unused(at, now) : Certificate.USED_IN_A_WEEK;
  }

  private static String unused(Instant since, Instant now) {
    return since.isBefore(now.minus(MONTH))
        ? Certificate.UNUSED_FOR_30_DAYS
        : Certificate.USED_IN_30_DAYS;
  }
}

package io.certvigil.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one answer of Cloudflare says is wrong with the renewal of a pack, a custom hostname or a
 * zone. Whether and when it is reported is decided later.
 *
 * @param stage how long it may be normal
 * @param cause in plain words, with Cloudflare's own text if it is not in the catalogue; one line
 * @param causeId equal for causes that are the same for people, although their texts differ
 * @param actor who must act
 * @param records what must be placed; may be empty
 * @param hosts the hosts that have no certificate without it; empty for a zone
 * @param servingUntil when the certificate that is served ends; null if none is served, or unknown
 * @param endsAfter the days after which Cloudflare gives up or deletes it, counted from the first
 *     sight; 0 if nothing is known to happen
 */
public record Finding(
    ConditionKind kind,
    Subject subject,
    Stage stage,
    String cause,
    String causeId,
    Actor actor,
    List<ValidationRecord> records,
    List<String> hosts,
    @Nullable Instant servingUntil,
    int endsAfter) {
  public Finding {
    records = List.copyOf(records);
    hosts = List.copyOf(hosts);
  }

  /** What it is about. */
  public enum SubjectType implements WordedEnum {
    PACK,
    HOSTNAME,
    ZONE
  }

  /**
   * One pack, custom hostname or zone.
   *
   * @param id Cloudflare's
   * @param name the name for people; untrusted
   */
  public record Subject(SubjectType type, String id, String name) {
    public Subject {
      name = name.isBlank() ? id : name;
    }
  }

  /** How long it may be normal. */
  public enum Stage implements WordedEnum {
    /** Never: it has failed, or something is about to be deleted. */
    FAILED,
    /** For as long as validation usually takes. */
    PENDING,
    /**
     * As {@link #PENDING}, and always while the certificate that is served is not near its end:
     * errors may be left over from an earlier attempt.
     */
    RENEWING,
    /** For a day: something new that its owner has just begun to set up. */
    NEW
  }

  /** The same finding once it is known what is served for its hosts, which are then not needed. */
  public Finding servingUntil(@Nullable Instant end) {
    return new Finding(
        kind, subject, stage, cause, causeId, actor, records, List.of(), end, endsAfter);
  }
}

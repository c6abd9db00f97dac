package io.certvigil.policy.impairment;

import io.certvigil.model.ReadableTime;
import io.certvigil.model.WordedEnum;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A state in which the daemon runs, but cannot see certificates or cannot notify anybody. Pages,
 * the status for systemd, {@code /-/ready} and {@code doctor} all show these.
 *
 * @param title what is wrong, without its time: {@code Cloudflare has not answered}
 * @param since since when; null if unknown
 * @param detail the cause in the words of the other side; may be empty
 * @param remedy what to do, in whole sentences
 */
public record Impairment(
    Kind kind, String title, @Nullable Instant since, String detail, String remedy) {

  /** What it is about. */
  public enum Kind implements WordedEnum {
    NO_ANSWER,
    TOKEN_REFUSED,
    READS_NOTHING,
    NO_DELIVERY,
    STORE_FULL;

    /** Whether nothing new is read, so that everything shown is old or missing. */
    public boolean blinds() {
      return switch (this) {
        case NO_ANSWER, TOKEN_REFUSED, READS_NOTHING -> true;
        case NO_DELIVERY, STORE_FULL -> false;
      };
    }
  }

  /** The title and since when: {@code Cloudflare has not answered since 2026-11-20T12:26Z}. */
  public String brief() {
    return since == null ? title : title + " since " + ReadableTime.iso(since);
  }

  /** Everything on one line. */
  public String line() {
    return brief() + (detail.isEmpty() ? "" : " (" + detail + ")") + ". " + remedy;
  }

  /** All of them on one line, without details; empty if there are none. */
  public static String brief(List<Impairment> all) {
    return all.stream().map(Impairment::brief).collect(Collectors.joining("; "));
  }
}

package io.certvigil.model;

/**
 * What Cloudflare says about the state of a zone. Words that are missing are empty.
 *
 * @param status such as {@code active}, {@code pending} or {@code moved}
 * @param type {@code full} if Cloudflare serves its DNS, else {@code partial}, {@code secondary}
 * @param paused whether Cloudflare is paused on it
 * @param plan the word of its plan, such as {@code free}
 */
public record ZoneStatus(String status, String type, boolean paused, String plan) {
  /** Nothing is known, which neither raises nor ends anything. */
  public static final ZoneStatus UNKNOWN = new ZoneStatus("", "", false, "");

  public boolean known() {
    return !status.isEmpty();
  }

  /** Whether Cloudflare can place the records of a validation itself. */
  public boolean full() {
    return type.equals("full");
  }
}

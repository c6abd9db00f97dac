package io.certvigil.cloudflare.sources;

import io.certvigil.cloudflare.sources.ValidationFields.Cause;
import io.certvigil.model.Actor;
import io.certvigil.model.Finding.Stage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the status of a pack, or of the TLS of a custom hostname, says about its validation and
 * issuance.
 *
 * @param cause if Cloudflare names no other one
 */
record IssuanceStatus(Stage stage, Cause cause) {
  /**
   * Empty if nothing is wrong or under way.
   *
   * @param status Cloudflare's word
   * @param owner who owns the DNS of the domain
   */
  static Optional<IssuanceStatus> of(String status, Actor owner) {
    var timedOut = status.endsWith("_timed_out");
    var stage = timedOut ? Stage.FAILED : Stage.PENDING;
    var cause = cause(status, owner, timedOut);
    return cause == null ? Optional.empty() : Optional.of(new IssuanceStatus(stage, cause));
  }

  private static @Nullable Cause cause(String status, Actor owner, boolean timedOut) {
    return switch (status) {
      case "initializing", "initializing_timed_out" ->
          new Cause(status, "Cloudflare has not begun its validation", Actor.CLOUDFLARE);
      case "pending_validation", "validation_timed_out" ->
          new Cause(
              status,
              timedOut
                  ? "its validation timed out, and Cloudflare tries no more until it is restarted"
                  : "its domain is not validated",
              owner);
      case "pending_issuance", "issuance_timed_out" ->
          new Cause(status, "the CA has not issued it", Actor.CA);
      case "deployment_timed_out" ->
          new Cause(status, "Cloudflare has not deployed it", Actor.CLOUDFLARE);
      default -> null;
    };
  }
}

package io.certvigil.cloudflare.sources;

import static java.util.Objects.requireNonNullElse;

import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.sources.ValidationFields.Cause;
import io.certvigil.model.Actor;
import io.certvigil.model.ConditionKind;
import io.certvigil.model.Finding;
import io.certvigil.model.Finding.Stage;
import io.certvigil.model.ValidationRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a custom hostname. If Cloudflare will delete it, this comes first, and what
 * its CA says is part of the cause.
 *
 * @param tls the settings of its certificate; null if it has none
 * @param uploaded whether its certificate was uploaded, which Cloudflare does not validate
 * @param servingUntil when its certificate ends; null if it has none
 */
record HostnameFinding(
    CustomHostnames.Wire wire,
    CustomHostnames.@Nullable Tls tls,
    boolean uploaded,
    @Nullable Instant servingUntil,
    List<String> hosts) {
  /** Cloudflare deletes a hostname that was pending or moved for this long. */
  private static final int DAYS_TO_DELETION = 7;

  private static final Cause MOVED =
      new Cause(
          "moved",
          "the hostname has moved away: its DNS no longer points to your zone, and Cloudflare"
              + " deletes it after 7 days",
          Actor.CUSTOMER);
  private static final Cause BLOCKED =
      new Cause(
          "blocked", "Cloudflare has blocked the hostname: ask its support", Actor.CLOUDFLARE);
  private static final Cause PENDING =
      new Cause(
          "pending",
          "the ownership of the hostname is not verified, and Cloudflare deletes it after 7 days",
          Actor.CUSTOMER);

  /** Null if nothing is wrong. */
  @Nullable Finding finding() {
    return switch (FieldText.clean(wire.status())) {
      case "moved" -> atRisk(Stage.FAILED, MOVED, DAYS_TO_DELETION);
      case "blocked", "pending_blocked" -> atRisk(Stage.FAILED, BLOCKED, 0);
      case "pending" -> pending();
      case "deleted", "pending_deletion" -> null;
      default -> issuance(null, 0);
    };
  }

  private Finding pending() {
    var issuance = servingUntil == null ? issuance(Stage.NEW, DAYS_TO_DELETION) : null;
    return issuance == null ? atRisk(Stage.NEW, PENDING, DAYS_TO_DELETION) : issuance;
  }

  private Finding atRisk(Stage stage, Cause cause, int endsAfter) {
    var said = said();
    var about = saidOfCertificate().isEmpty() ? "" : "of its certificate: ";
    var words =
        cause.words()
            + (said.isEmpty()
                ? ""
                : "; " + about + ValidationFields.cause(said, Actor.CUSTOMER).words());
    var both = new Cause(cause.id(), words, cause.actor());
    return finding(ConditionKind.HOSTNAME_AT_RISK, stage, both, endsAfter);
  }

  /**
   * @param least of a hostname that is new; null for the usual time
   */
  private @Nullable Finding issuance(@Nullable Stage least, int endsAfter) {
    var status = tls == null ? "" : FieldText.clean(tls.status());
    var issuance = IssuanceStatus.of(status, Actor.CUSTOMER).orElse(null);
    var said = said();
    boolean failsBeside = status.equals("active") && !said.isEmpty();
    if (uploaded || tls == null || (issuance == null && !failsBeside)) {
      return null;
    }
    var cause =
        issuance == null || !said.isEmpty()
            ? ValidationFields.cause(said, Actor.CUSTOMER)
            : issuance.cause();
    var stage = issuance == null ? Stage.RENEWING : issuance.stage();
    // The DNS of a hostname is not in the zone, so its validation takes as long as its owner does.
    var shown = stage == Stage.PENDING ? Stage.NEW : stage;
    return finding(
        servingUntil == null ? ConditionKind.NOT_ISSUED : ConditionKind.RENEWAL_BLOCKED,
        requireNonNullElse(least, shown),
        cause,
        endsAfter);
  }

  private Finding finding(ConditionKind kind, Stage stage, Cause cause, int endsAfter) {
    return new Finding(
        kind,
        new Finding.Subject(
            Finding.SubjectType.HOSTNAME,
            FieldText.id(wire.id()),
            FieldText.clean(wire.hostname())),
        stage,
        cause.words(),
        cause.id(),
        cause.actor(),
        records(),
        hosts,
        servingUntil,
        endsAfter);
  }

  /** What CA and Cloudflare say about its certificate, else about its ownership. */
  private List<String> said() {
    var ofCertificate = saidOfCertificate();
    return ofCertificate.isEmpty() && !isActive()
        ? ValidationFields.texts(wire.verification_errors())
        : ofCertificate;
  }

  private List<String> saidOfCertificate() {
    return tls == null ? List.of() : ValidationFields.messages(tls.validation_errors());
  }

  private boolean isActive() {
    return FieldText.clean(wire.status()).equals("active");
  }

  private List<ValidationRecord> records() {
    var records = new ArrayList<ValidationRecord>();
    if (!isActive()) {
      addProofOfOwnership(records);
    }
    if (tls != null && !uploaded) {
      records.addAll(ValidationFields.records(tls.validation_records()));
    }
    return records;
  }

  /** The DNS record; the file only if there is no such record, since one of both is enough. */
  private void addProofOfOwnership(List<ValidationRecord> records) {
    var owner = wire.ownership_verification();
    if (owner != null) {
      var type = FieldText.clean(owner.type()).toLowerCase(Locale.ROOT);
      ValidationFields.add(records, type.isEmpty() ? "txt" : type, owner.name(), owner.value());
    }
    var file = wire.ownership_verification_http();
    if (file != null && records.isEmpty()) {
      ValidationFields.add(records, "http", file.http_url(), file.http_body());
    }
  }
}

package io.certvigil.cloudflare;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.model.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The root certificates with which Zero Trust's gateway inspects TLS, of an account. The list is
 * not paginated.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/gateway/subresources/certificates/methods/list/">List
 *     Zero Trust certificates</a>
 */
final class GatewayCertificates {
  static final Listing<Wire, Certificate> LISTING =
      new Listing<>(
          "/accounts/{account_id}/gateway/certificates",
          0,
          "",
          Wire.class,
          GatewayCertificates::certificate,
          Certificate::id);

  private GatewayCertificates() {}

  /** {@code binding_status} was {@code active} where it is {@code available} now; kept as given. */
  record Wire(
      @JsonAdapter(OnlyText.class) @Nullable String id,
      @Nullable String binding_status,
      @Nullable Boolean in_use,
      @Nullable String type,
      @Nullable String issuer_org,
      @Nullable String issuer_raw,
      @Nullable String fingerprint,
      @Nullable String certificate,
      @Nullable String expires_on,
      @Nullable String uploaded_on) {}

  private static Certificate certificate(Wire wire, PemFacts pems) {
    return new Draft(wire.id(), pems)
        .name(wire.issuer_org())
        .status(wire.binding_status())
        .inUse(wire.in_use())
        .notAfter(wire.expires_on())
        .sha256(wire.fingerprint())
        .issuer(wire.issuer_raw())
        .pem(wire.certificate())
        .attribute("type", wire.type())
        .attribute("issuer_org", wire.issuer_org())
        .attribute("uploaded_on", wire.uploaded_on())
        .certificate();
  }
}

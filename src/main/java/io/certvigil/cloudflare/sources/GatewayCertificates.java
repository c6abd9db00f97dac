package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.StrictStringAdapter;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The root certificates with which the Zero Trust gateway of an account inspects TLS. The list is
 * not paginated.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/gateway/subresources/certificates/methods/list/">List
 *     Zero Trust certificates</a>
 */
final class GatewayCertificates {
  static final ListEndpoint<Wire, Certificate> LISTING =
      new ListEndpoint<>(
          "/accounts/{account_id}/gateway/certificates",
          0,
          "",
          Wire.class,
          GatewayCertificates::certificate,
          Certificate::id);

  private GatewayCertificates() {}

  /**
   * {@code binding_status} was {@code active} in the past and is {@code available} now; it is kept
   * as received.
   */
  record Wire(
      @JsonAdapter(StrictStringAdapter.class) @Nullable String id,
      @Nullable String binding_status,
      @Nullable Boolean in_use,
      @Nullable String type,
      @Nullable String issuer_org,
      @Nullable String issuer_raw,
      @Nullable String fingerprint,
      @Nullable String certificate,
      @Nullable String expires_on,
      @Nullable String uploaded_on) {}

  private static Certificate certificate(Wire wire, PemCache pems) {
    return new CertificateBuilder(wire.id(), pems)
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

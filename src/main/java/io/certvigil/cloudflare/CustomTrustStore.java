package io.certvigil.cloudflare;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.model.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The CAs by which Cloudflare trusts a zone's origin. An expired one stays in the list.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/acm/subresources/custom_trust_store/methods/list/">List
 *     custom origin trust store</a>
 */
final class CustomTrustStore {
  static final Listing<Wire, Certificate> LISTING =
      new Listing<>(
          "/zones/{zone_id}/acm/custom_trust_store",
          50,
          "",
          Wire.class,
          CustomTrustStore::certificate,
          Certificate::id);

  private CustomTrustStore() {}

  record Wire(
      @JsonAdapter(OnlyText.class) @Nullable String id,
      @Nullable String issuer,
      @Nullable String signature,
      @Nullable String status,
      @Nullable String certificate,
      @Nullable String expires_on,
      @Nullable String uploaded_on) {}

  private static Certificate certificate(Wire wire, PemFacts pems) {
    return new Draft(wire.id(), pems)
        .name(wire.issuer()) // nothing else names it
        .status(wire.status())
        .notAfter(wire.expires_on())
        .issuer(wire.issuer())
        .pem(wire.certificate())
        .attribute("signature", wire.signature())
        .attribute("uploaded_on", wire.uploaded_on())
        .certificate();
  }
}

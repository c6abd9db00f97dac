package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.StrictStringAdapter;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The CAs with which Cloudflare validates the origin of a zone. Expired ones stay in the list.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/acm/subresources/custom_trust_store/methods/list/">List
 *     custom origin trust store</a>
 */
final class CustomTrustStore {
  static final ListEndpoint<Wire, Certificate> LISTING =
      new ListEndpoint<>(
          "/zones/{zone_id}/acm/custom_trust_store",
          50,
          "",
          Wire.class,
          CustomTrustStore::certificate,
          Certificate::id);

  private CustomTrustStore() {}

  record Wire(
      @JsonAdapter(StrictStringAdapter.class) @Nullable String id,
      @Nullable String issuer,
      @Nullable String signature,
      @Nullable String status,
      @Nullable String certificate,
      @Nullable String expires_on,
      @Nullable String uploaded_on) {}

  private static Certificate certificate(Wire wire, PemCache pems) {
    return new CertificateBuilder(wire.id(), pems)
        .name(wire.issuer()) // the only field that can serve as a name
        .status(wire.status())
        .notAfter(wire.expires_on())
        .issuer(wire.issuer())
        .pem(wire.certificate())
        .attribute("signature", wire.signature())
        .attribute("uploaded_on", wire.uploaded_on())
        .certificate();
  }
}

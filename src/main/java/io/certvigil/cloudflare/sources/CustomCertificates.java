package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.StrictStringAdapter;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The edge certificates that were uploaded to a zone, with any status. The list contains no PEM,
 * and its dates can also be in PostgreSQL's format. Cloudflare deletes a certificate within a day
 * after its expiry.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/custom_certificates/methods/list/">List
 *     SSL configurations</a>
 */
final class CustomCertificates {
  static final ListEndpoint<Wire, Certificate> LISTING =
      new ListEndpoint<>(
          "/zones/{zone_id}/custom_certificates",
          50,
          "", // no value of its status filter means all; without the filter all are listed
          Wire.class,
          CustomCertificates::certificate,
          Certificate::id);

  private CustomCertificates() {}

  record Wire(
      @JsonAdapter(StrictStringAdapter.class) @Nullable String id,
      @Nullable List<@Nullable String> hosts,
      @Nullable String issuer,
      @Nullable String signature,
      @Nullable String status,
      @Nullable String bundle_method,
      @Nullable String expires_on,
      @Nullable String uploaded_on,
      @Nullable KeylessServer keyless_server) {}

  record KeylessServer(@Nullable String name) {}

  private static Certificate certificate(Wire wire, PemCache pems) {
    var keyless = wire.keyless_server();
    return new CertificateBuilder(wire.id(), pems)
        .status(wire.status())
        .notAfter(wire.expires_on())
        .issuer(wire.issuer())
        .hosts(wire.hosts())
        .attribute("signature", wire.signature())
        .attribute("bundle_method", wire.bundle_method())
        .attribute("uploaded_on", wire.uploaded_on())
        .attribute("keyless_server", keyless == null ? null : keyless.name())
        .certificate();
  }
}

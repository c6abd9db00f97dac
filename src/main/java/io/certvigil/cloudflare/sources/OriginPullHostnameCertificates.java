package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.StrictStringAdapter;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The client certificates with which Cloudflare authenticates to the origins of single hostnames of
 * a zone. They are uploaded, so Cloudflare does not renew them; expired ones stay in the list. The
 * list is not paginated. Serial numbers are decimal. Another list contains the hostnames that use a
 * certificate; it is not requested.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/origin_tls_client_auth/subresources/hostname_certificates/methods/list/">List
 *     certificates</a>
 */
final class OriginPullHostnameCertificates {
  static final ListEndpoint<Wire, Certificate> LISTING =
      new ListEndpoint<>(
          "/zones/{zone_id}/origin_tls_client_auth/hostnames/certificates",
          0,
          "",
          Wire.class,
          OriginPullHostnameCertificates::certificate,
          Certificate::id);

  private OriginPullHostnameCertificates() {}

  record Wire(
      @JsonAdapter(StrictStringAdapter.class) @Nullable String id,
      @Nullable String certificate,
      @Nullable String expires_on,
      @Nullable String issuer,
      @Nullable String serial_number,
      @Nullable String signature,
      @Nullable String status,
      @Nullable String uploaded_on) {}

  private static Certificate certificate(Wire wire, PemCache pems) {
    return new CertificateBuilder(wire.id(), pems)
        .status(wire.status())
        .notAfter(wire.expires_on())
        .issuer(wire.issuer())
        .decimalSerial(wire.serial_number())
        .pem(wire.certificate())
        .nameFromPem()
        .attribute("signature", wire.signature())
        .attribute("uploaded_on", wire.uploaded_on())
        .certificate();
  }
}

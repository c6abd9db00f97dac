package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.StrictStringAdapter;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The mTLS certificates that were uploaded to an account, mostly CAs. The list is not paginated,
 * has no status, and its serial numbers are decimal. A PEM may contain a chain, of which the first
 * certificate counts.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/mtls_certificates/methods/list/">List
 *     mTLS certificates</a>
 */
final class MtlsCertificates {
  static final ListEndpoint<Wire, Certificate> LISTING =
      new ListEndpoint<>(
          "/accounts/{account_id}/mtls_certificates",
          0,
          "",
          Wire.class,
          MtlsCertificates::certificate,
          Certificate::id);

  private MtlsCertificates() {}

  record Wire(
      @JsonAdapter(StrictStringAdapter.class) @Nullable String id,
      @Nullable String name,
      @Nullable Boolean ca,
      @Nullable String type,
      @Nullable String issuer,
      @Nullable String serial_number,
      @Nullable String signature,
      @Nullable String certificates,
      @Nullable String expires_on,
      @Nullable String uploaded_on) {}

  private static Certificate certificate(Wire wire, PemCache pems) {
    var ca = wire.ca();
    return new CertificateBuilder(wire.id(), pems)
        .name(wire.name())
        .notAfter(wire.expires_on())
        .decimalSerial(wire.serial_number())
        .issuer(wire.issuer())
        .pem(wire.certificates())
        .attribute("ca", ca == null ? null : ca.toString())
        .attribute("type", wire.type())
        .attribute("signature", wire.signature())
        .attribute("uploaded_on", wire.uploaded_on())
        .certificate();
  }
}

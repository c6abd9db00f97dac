package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.StrictStringAdapter;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The client certificates of API Shield of a zone, including revoked ones.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/client_certificates/methods/list/">List
 *     client certificates</a>
 */
public final class ClientCertificates {
  public static final ListEndpoint<Wire, Certificate> LISTING =
      new ListEndpoint<>(
          "/zones/{zone_id}/client_certificates",
          50,
          "status=all", // the default of this parameter is not documented
          Wire.class,
          ClientCertificates::certificate,
          Certificate::id);

  private ClientCertificates() {}

  public record Wire(
      @JsonAdapter(StrictStringAdapter.class) @Nullable String id,
      @Nullable String common_name,
      @Nullable String organization,
      @Nullable String organizational_unit,
      @Nullable String country,
      @Nullable String state,
      @Nullable String location,
      @Nullable String status,
      @Nullable String issued_on,
      @Nullable String expires_on,
      @Nullable String serial_number,
      @Nullable String fingerprint_sha256,
      @Nullable String ski,
      @Nullable String signature,
      @Nullable String certificate,
      @Nullable Authority certificate_authority) {}

  record Authority(@Nullable String name) {}

  private static Certificate certificate(Wire wire, PemCache pems) {
    var authority = wire.certificate_authority();
    var authorityName = authority == null ? null : authority.name();
    return new CertificateBuilder(wire.id(), pems)
        .name(wire.common_name())
        .status(wire.status())
        .notBefore(wire.issued_on())
        .notAfter(wire.expires_on())
        .serial(wire.serial_number())
        .sha256(wire.fingerprint_sha256())
        .issuer(authorityName)
        .pem(wire.certificate())
        .attribute("organization", wire.organization())
        .attribute("organizational_unit", wire.organizational_unit())
        .attribute("country", wire.country())
        .attribute("state", wire.state())
        .attribute("location", wire.location())
        .attribute("certificate_authority", authorityName)
        .attribute("ski", wire.ski())
        .attribute("signature", wire.signature())
        .certificate();
  }
}

package io.certvigil.cloudflare;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.model.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * API Shield's client certificates of a zone, revoked ones too.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/client_certificates/methods/list/">List
 *     client certificates</a>
 */
final class ClientCertificates {
  static final Listing<Wire, Certificate> LISTING =
      new Listing<>(
          "/zones/{zone_id}/client_certificates",
          50,
          "status=all", // what is listed without it is not documented
          Wire.class,
          ClientCertificates::certificate,
          Certificate::id);

  private ClientCertificates() {}

  record Wire(
      @JsonAdapter(OnlyText.class) @Nullable String id,
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

  private static Certificate certificate(Wire wire, PemFacts pems) {
    var authority = wire.certificate_authority();
    var authorityName = authority == null ? null : authority.name();
    return new Draft(wire.id(), pems)
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

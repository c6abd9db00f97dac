package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.ApiDates;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.StrictStringAdapter;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that Cloudflare's Origin CA has issued for the origins of a zone; only the
 * operator can renew them. The path contains no zone: the zone is a query parameter, without which
 * the API returns an error. Dates have the format of Go's {@code time.String()}. Expired
 * certificates stay in the list, revoked ones do not.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/origin_ca_certificates/methods/list/">List
 *     certificates</a>
 */
final class OriginCaCertificates {
  static final ListEndpoint<Wire, Certificate> LISTING =
      new ListEndpoint<>(
          "/certificates",
          50,
          "zone_id={zone_id}",
          Wire.class,
          OriginCaCertificates::certificate,
          Certificate::id);

  private OriginCaCertificates() {}

  /** {@code revoked_at} is not documented, but occurs in responses. */
  record Wire(
      @JsonAdapter(StrictStringAdapter.class) @Nullable String id,
      @Nullable String certificate,
      @Nullable String expires_on,
      @Nullable String revoked_at,
      @Nullable List<@Nullable String> hostnames,
      @Nullable String request_type,
      @Nullable String requested_validity) {}

  private static Certificate certificate(Wire wire, PemCache pems) {
    var revoked = ApiDates.parse(wire.revoked_at()).isPresent();
    return new CertificateBuilder(wire.id(), pems)
        .status(revoked ? "revoked" : null)
        .notAfter(wire.expires_on())
        .hosts(wire.hostnames())
        .pem(wire.certificate())
        .attribute("request_type", wire.request_type())
        .attribute("requested_validity", wire.requested_validity())
        .certificate();
  }
}

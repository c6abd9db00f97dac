package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.HexText;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.StrictStringAdapter;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import io.certvigil.model.ScopeLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The root certificates that Access accepts for mTLS, of an account or of a zone. The list contains
 * no status and no PEM, and the fingerprint is an MD5.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/certificates/methods/list/">List
 *     mTLS certificates</a>
 */
final class AccessCertificates {
  private static final ListEndpoint<Wire, Certificate> OF_ACCOUNT =
      listing("/accounts/{account_id}/access/certificates");
  private static final ListEndpoint<Wire, Certificate> OF_ZONE =
      listing("/zones/{zone_id}/access/certificates");

  private AccessCertificates() {}

  static ListEndpoint<Wire, Certificate> at(ScopeLevel level) {
    return switch (level) {
      case ACCOUNT -> OF_ACCOUNT;
      case ZONE -> OF_ZONE;
    };
  }

  private static ListEndpoint<Wire, Certificate> listing(String template) {
    return new ListEndpoint<>(
        template, 1000, "", Wire.class, AccessCertificates::certificate, Certificate::id);
  }

  record Wire(
      @JsonAdapter(StrictStringAdapter.class) @Nullable String id,
      @Nullable String name,
      @Nullable String expires_on,
      @Nullable String created_at,
      @Nullable String fingerprint,
      @Nullable List<@Nullable String> associated_hostnames) {}

  private static Certificate certificate(Wire wire, PemCache pems) {
    return new CertificateBuilder(wire.id(), pems)
        .name(wire.name())
        .notAfter(wire.expires_on())
        .sha256(wire.fingerprint())
        .hosts(wire.associated_hostnames())
        .attribute("created_at", wire.created_at()) // when it was uploaded, not its not-before
        .attribute("fingerprint_md5", HexText.md5(wire.fingerprint()).orElse(null))
        .certificate();
  }
}

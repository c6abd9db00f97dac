package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.ApiDates;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.GoDurations;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.StrictStringAdapter;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import io.certvigil.model.ScopeLevel;
import org.jspecify.annotations.Nullable;

/**
 * The tokens with which services authenticate to Access, of an account or of a zone. They are not
 * certificates, but they expire, unless their {@code duration} is {@code forever}. The API has no
 * status: a disabled token is {@code inactive} and not in use.
 *
 * <p>The client id and the time of last use are not read: the client id is one half of a secret,
 * and the time of last use would be a change in each reading.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/service_tokens/methods/list/">List
 *     service tokens</a>
 */
final class ServiceTokens {
  private static final String FOREVER = "forever";
  private static final ListEndpoint<Wire, Certificate> OF_ACCOUNT =
      listing("/accounts/{account_id}/access/service_tokens");
  private static final ListEndpoint<Wire, Certificate> OF_ZONE =
      listing("/zones/{zone_id}/access/service_tokens");

  private ServiceTokens() {}

  static ListEndpoint<Wire, Certificate> at(ScopeLevel level) {
    return switch (level) {
      case ACCOUNT -> OF_ACCOUNT;
      case ZONE -> OF_ZONE;
    };
  }

  private static ListEndpoint<Wire, Certificate> listing(String template) {
    return new ListEndpoint<>(
        template, 1000, "", Wire.class, ServiceTokens::certificate, Certificate::id);
  }

  record Wire(
      @JsonAdapter(StrictStringAdapter.class) @Nullable String id,
      @Nullable String name,
      @Nullable String duration,
      @Nullable String expires_at,
      @Nullable String created_at,
      @Nullable Boolean enabled) {}

  private static Certificate certificate(Wire wire, PemCache pems) {
    var builder =
        new CertificateBuilder(wire.id(), pems)
            .name(wire.name())
            .status(Boolean.FALSE.equals(wire.enabled()) ? "inactive" : null)
            .inUse(wire.enabled())
            .attribute("created_at", wire.created_at())
            .attribute("duration", wire.duration());
    if (FOREVER.equals(FieldText.clean(wire.duration()))) {
      return builder.neverExpires().certificate();
    }
    return builder
        .notAfter(wire.expires_at())
        .notBefore(validFrom(wire.expires_at(), wire.duration()))
        .certificate();
  }

  /**
   * Start of validity, as the expiry minus the duration: a refreshed token is valid for its
   * duration from the refresh on, so its creation date is not usable.
   */
  private static @Nullable String validFrom(@Nullable String end, @Nullable String duration) {
    return ApiDates.parse(end)
        .flatMap(at -> GoDurations.parse(duration).map(at::minus))
        .map(Object::toString)
        .orElse(null);
  }
}

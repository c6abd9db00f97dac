package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.IdAdapter;
import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.fields.PemParser;
import io.certvigil.cloudflare.http.ItemReader;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The certificates with which SAML identity providers sign, so that Access trusts them. An item is
 * an identity provider, with no certificate, one, or several while the provider changes it. A
 * certificate has neither an id nor a date: it is identified by the provider and the first half of
 * its SHA-256, and everything else is read from it. It may be a PEM, or only its base64.
 *
 * <p>{@code client_secret} and {@code scim_config} are skipped unread. The lists of zones repeat
 * those of their account, so they are not read; neither is {@code saml_certificate_set}, whose
 * certificates are those of {@link SamlCertificates}.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/identity_providers/methods/list/">List
 *     identity providers</a>
 */
final class IdentityProviders {
  static final ListEndpoint<ListItem> LISTING =
      new ListEndpoint<>(
          "/accounts/{account_id}/access/identity_providers",
          1000,
          "",
          ItemReader.of(Wire.class, IdentityProviders::item),
          ListItem::id);

  /** Of the SHA-256; half of it is unique enough, and fits into an id beside a UUID. */
  private static final int DIGITS = 32;

  private IdentityProviders() {}

  record Wire(
      @JsonAdapter(IdAdapter.class) @Nullable String id,
      @Nullable String name,
      @Nullable String type,
      @Nullable Config config) {}

  record Config(@Nullable List<@Nullable String> idp_public_certs, @Nullable String issuer_url) {}

  private static ListItem item(Wire wire, PemCache pems) {
    var id = FieldText.id(wire.id());
    var config = wire.config();
    if (config == null) { // documented for every provider; its certificates may be missing too
      throw new MalformedAnswerException("an identity provider without its config");
    }
    var texts = config.idp_public_certs();
    var certificates = new LinkedHashMap<String, Certificate>();
    (texts == null ? List.<@Nullable String>of() : texts)
        .stream()
            .filter(Objects::nonNull)
            .filter(text -> !text.isBlank())
            .flatMap(text -> PemParser.separated(text).stream())
            .map(pem -> certificate(id, wire, config, pem, pems))
            .forEach(one -> certificates.putIfAbsent(one.id(), one));
    return new ListItem(id, List.copyOf(certificates.values()));
  }

  private static Certificate certificate(
      String provider, Wire wire, Config config, String pem, PemCache pems) {
    var fingerprint =
        pems.of(pem).map(facts -> facts.x509().fingerprintSha256()).orElseGet(() -> sha256(pem));
    return new CertificateBuilder(pems)
        .id(provider + ":" + fingerprint.substring(0, DIGITS))
        .name(FieldText.clean(wire.name()).isEmpty() ? provider : wire.name())
        .pem(pem)
        .attribute(Certificate.IDENTITY_PROVIDER, provider)
        .attribute("type", wire.type())
        .attribute("issuer_url", config.issuer_url())
        .certificate();
  }

  /** Identifies a text that is no readable certificate, so that it counts as one without a date. */
  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}

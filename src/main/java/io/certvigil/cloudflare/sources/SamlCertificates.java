package io.certvigil.cloudflare.sources;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.cloudflare.fields.CertificateBuilder;
import io.certvigil.cloudflare.fields.FieldText;
import io.certvigil.cloudflare.fields.IdAdapter;
import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.cloudflare.http.ItemReader;
import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of an account for which identity providers encrypt their SAML assertions to
 * Access. An item is a set: the current certificate, and after a rotation also the previous one.
 *
 * <p>The current certificate has the id of its set, so that a rotation counts as a renewal. The
 * previous certificate has its own id, and the id of the set as its name. Cloudflare rotates a set
 * by itself 30 days before its certificate expires; until the previous one expires, somebody must
 * upload the current one to the identity provider.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/saml_certificates/methods/list/">List
 *     SAML certificates</a>
 */
final class SamlCertificates {
  static final ListEndpoint<ListItem> LISTING =
      new ListEndpoint<>(
          "/accounts/{account_id}/access/saml_certificates",
          1000,
          "",
          ItemReader.of(Wire.class, SamlCertificates::item),
          ListItem::id);

  private static final SetMember ABSENT = new SetMember(null, null, null, null);

  private SamlCertificates() {}

  record Wire(
      @JsonAdapter(IdAdapter.class) @Nullable String uid,
      @Nullable SetMember current_certificate,
      @Nullable SetMember previous_certificate,
      @Nullable String created_at) {}

  record SetMember(
      @JsonAdapter(IdAdapter.class) @Nullable String uid,
      @Nullable Boolean is_current,
      @Nullable String not_after,
      @Nullable String public_certificate) {}

  private static ListItem item(Wire wire, PemCache pems) {
    var id = FieldText.id(wire.uid());
    var current = current(wire, pems);
    var previous = wire.previous_certificate();
    if (previous == null) {
      return ListItem.of(current);
    }
    try {
      return new ListItem(id, List.of(current, previous(previous, id, pems)));
    } catch (MalformedAnswerException e) {
      var odd = "set " + id + ", previous_certificate: " + e.getMessage();
      return new ListItem(id, List.of(current), List.of(odd));
    }
  }

  private static Certificate current(Wire wire, PemCache pems) {
    var one = wire.current_certificate() == null ? ABSENT : wire.current_certificate();
    return builder(wire.uid(), one, pems)
        .name(wire.uid())
        .managed(true) // also while the set names none, so that its alert keeps its steps
        .inUse(one.is_current())
        .attribute("created_at", wire.created_at())
        .attribute("certificate_uid", one.uid())
        .certificate();
  }

  private static Certificate previous(SetMember one, String set, PemCache pems) {
    return builder(one.uid(), one, pems)
        .name(set)
        .attribute(Certificate.HAND_OVER, "identity provider")
        .certificate();
  }

  private static CertificateBuilder builder(@Nullable String id, SetMember one, PemCache pems) {
    return new CertificateBuilder(pems)
        .id(id)
        .notAfter(one.not_after())
        .pem(one.public_certificate());
  }
}
